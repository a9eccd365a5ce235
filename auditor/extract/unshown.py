"""Words that readers see and the markup keeps elsewhere: drawn in SVG, or the end of a counter."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.unseen import behind

_DRAWING: Final = re.compile(r"<svg\b[^<>]*>(.*?)</svg>", re.DOTALL)
_DRAWN: Final = re.compile(
    r"<text\b[^<>]*>(.*?)</text>|<foreignObject\b[^<>]*>(.*?)</foreignObject>", re.DOTALL
)
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
_TAG: Final = re.compile(r"<[^<>]*>")
_DATA: Final = "data-"
_END: Final = r'(?:[a-z]+-)*(?:target|to|count|counter|countto|end|value|val|number|stop)="(\d+(?:[.,]\d+)?)"'
_ENDS: Final = re.compile(rf"{_END}[^<>]*>\s*\d")  # behind "data-", not from each tag on
_COUNTER: Final = re.compile(rf"(<[a-z]\w*\b[^<>]*?\b{_DATA}{_END}[^<>]*>)\s*(\d+(?:[.,]\d+)?)\s*(?=</)")


def brought_up(html: str) -> str:
    """Serialized markup with the words of its drawings as paragraphs, and with counters at their end."""
    if "<text" in html or "<foreignObject" in html:
        html = _DRAWING.sub(_words_of, html)
    if behind(html, _DATA, _ENDS):
        html = _COUNTER.sub(_counted, html)
    return html


def _words_of(drawing: re.Match[str]) -> str:
    pieces = []
    for text, inner in _DRAWN.findall(drawing[1]):
        if inner:
            pieces.append(f"<div>{inner}</div>")
        elif _LETTERS.search(words := _TAG.sub(" ", text)):
            pieces.append(f"<p>{words}</p>")
    return f"<div>{''.join(pieces)}</div>" if pieces else drawing[0]


def _counted(counter: re.Match[str]) -> str:
    end, now = (float(number.replace(",", ".")) for number in counter.group(2, 3))
    return f"{counter[1]}{counter[2]}" if now < end else counter[0]
