"""What stands in a page's markup and no visitor sees, taken out before it is read."""

from __future__ import annotations

import re
from typing import Final

from auditor.letters import NO_WIDTH

# Marks of direction stand in pairs: only the closing one is looked for.
_PAIRS: Final = ("\u202c\u202a\u202b\u202d\u202e", "\u2069\u2066\u2067\u2068")
_DRAWN: Final = 'aria-hidden="true"'
ACCESSIBLE: Final = (
    "sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "elementor-screen-only", "skip-link"
)  # fmt: skip
_WORDS: Final = re.compile(r"[^<>]*>\s*[^<>\s&][^<>]")  # behind the sign; icons mostly have none
# An icon's name, which its font draws as a picture: "check_circle", in <i> one word too.
_LIGATURE: Final = re.compile(
    rf"({_DRAWN}[^<>]*>)\s*(?:[a-z0-9]+(?:_[a-z0-9]+)+\s*(?=</(?:i|em|span)>)|[a-z]{{3,20}}\s*(?=</i>))"
)
# The same words twice, once for the eye and once for screen readers.
_FOR_EARS: Final = rf'<span class="(?:[^"<>]* )?(?:{"|".join(ACCESSIBLE)})(?: [^"<>]*)?">\s*'
_TWICE: Final = re.compile(
    rf"{_FOR_EARS}([^<>]{{2,300}}?)\s*</span>(?=\s*<(\w+)(?: [^<>]*)? {_DRAWN}[^<>]*>\s*\1\s*</\2>)"
)
_AGAIN: Final = re.compile(rf"({_DRAWN}[^<>]*>\s*([^<>]{{2,300}}?)\s*</\w+>\s*){_FOR_EARS}\2\s*</span>")


def behind(html: str, sign: str, words: re.Pattern[str]) -> bool:
    """Whether one of the signs of a text goes on with these words; leaps from sign to sign."""
    place = html.find(sign)
    while place >= 0:
        place += len(sign)
        if words.match(html, place) is not None:
            return True
        place = html.find(sign, place)
    return False


def without(html: str) -> str:
    """A serialized page without letters, names of icons and copies of words that nobody sees."""
    if not html.isascii():
        for sign in NO_WIDTH:
            if sign in html:
                html = html.replace(sign, "")
        for signs in _PAIRS:
            if signs[0] in html:
                html = html.translate(dict.fromkeys(map(ord, signs)))
    if behind(html, _DRAWN, _WORDS):
        html = _LIGATURE.sub(r"\1", html)
        if any(name in html for name in ACCESSIBLE):
            html = _AGAIN.sub(r"\1", _TWICE.sub("", html))
    return html
