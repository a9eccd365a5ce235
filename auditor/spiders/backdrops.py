"""Pictures that a style sheet shows in an otherwise empty box: a poster may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_MOST = 400_000  # characters of a sheet looked at
_RULES = 60  # rules with a picture looked at; a theme has fewer, a sheet of icons more
_URL = r"""url\(\s*["']?([^"')\s]+?\.(?:jpe?g|png|webp)(?:\?[^"')\s]*)?)["']?\s*\)"""
SHOWS = re.compile(_URL, re.IGNORECASE)
_SHOWN = re.compile(rf"(?:^|[;\s])(?:background(?:-image)?|content)\s*:[^;]*?{_URL}", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PSEUDO = re.compile(r"::?(?:before|after)\b")
_PIXELS = re.compile(r"(?:^|[;\s])(?:max-)?(?:width|height|background-size)\s*:\s*(\d{1,4})(?:\.\d+)?px")
_REPEATED = re.compile(r"(?<![\w-])repeat(?:-[xy])?(?![\w-])")
_FILLED = "img, picture, svg, canvas, iframe, video, object, embed, form, input, button"
_SMALL = 120  # pixels: an icon
_BOXES = 300  # of a page looked at


def backdrops(css: str, tree: LexborHTMLParser) -> Iterator[tuple[str, LexborNode]]:
    """Addresses as written, each with the first empty box of the page that shows it; none of patterns, icons
    and backgrounds behind words."""
    if not SHOWS.search(css):
        return
    found = 0
    for match in _RULE.finditer(_COMMENT.sub("", css[:_MOST])):
        shown = _SHOWN.search(match[2]) if "url(" in match[2] else None
        if shown is None:
            continue
        found += 1
        if found > _RULES:
            return
        small = any(int(size) < _SMALL for size in _PIXELS.findall(match[2]))
        if small or _REPEATED.search(match[2]):
            continue
        selector = _PSEUDO.sub("", match[1].rpartition(";")[2]).strip()
        box = next((node for node in _selected(selector, tree) if _is_empty(node)), None)
        if box is not None:
            yield shown[1], box


def has_empty_box(tree: LexborHTMLParser) -> bool:
    """Whether a sheet could show a picture there: a box with a name and nothing in it."""
    named = "div[class], section[class], figure[class], a[class], div[id], section[id], figure[id]"
    return any(_is_empty(node) for node in tree.css(named)[:_BOXES])


def _selected(selector: str, tree: LexborHTMLParser) -> list[LexborNode]:
    try:
        return tree.css(selector)[:_BOXES]
    except SelectolaxError:  # what browsers pass over as well, or newer than the parser
        return []


def _is_empty(node: LexborNode) -> bool:
    if node.tag in {"html", "body"} or (node.text(deep=True) or "").strip():
        return False
    return node.css_first(_FILLED) is None
