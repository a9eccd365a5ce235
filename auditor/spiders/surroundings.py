"""Where on a page a link stands, and what a visitor reads on it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ZONES = {"nav": "nav", "header": "header", "footer": "footer", "aside": "aside"}
_PLAIN = frozenset({"li", "p", "span", "td", "h1", "h2", "h3", "h4", "figure"})
_MENU = re.compile(r"\b(?:nav|navbar|menu|sidebar)", re.IGNORECASE)


class Surroundings:
    """What stands around the links of one page, worked out once for all that stand in the same place."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._zones: dict[tuple[int, int], str] = {}
        self._headings: dict[int, LexborNode] | None = None

    def zone(self, node: LexborNode) -> str:
        """``nav``, ``header``, ``footer``, ``aside`` or ``main``."""
        parent, levels = node.parent, 12
        if parent is not None and parent.tag in _PLAIN:  # it says nothing of a zone: what is above it may
            node, parent, levels = parent, parent.parent, 11
        place = (parent.mem_id if parent is not None else 0, levels)
        return self._zones.get(place) or self._zones.setdefault(place, _zone(node, levels))

    def heading(self, node: LexborNode) -> LexborNode | None:
        """The first heading inside an element."""
        if self._headings is None:
            self._headings = {}
            for found in self._tree.css("h2, h3, h4, h5, h6, .card-title, .title"):
                current: LexborNode | None = found
                while current is not None and current.mem_id not in self._headings:
                    self._headings[current.mem_id] = found
                    current = current.parent
        return self._headings.get(node.mem_id)

    def label(self, node: LexborNode) -> str:
        """What the visitor reads on the link; for "selengkapnya" also the card's own heading."""
        text = " ".join((node.text(deep=True, separator=" ") or "").split())[:200]
        attributes = node.attributes
        if not text:
            inner = node.css_first("img[alt]")
            text = (inner.attributes.get("alt") if inner is not None else "") or ""
        text = text or attributes.get("aria-label") or attributes.get("title") or ""
        if len(text) < 25:
            heading = _card_heading(node, self)
            if heading and heading.casefold() not in text.casefold():
                text = f"{text} {heading}".strip()
        return text[:240]


def _zone(node: LexborNode, levels: int) -> str:
    """``nav``, ``header``, ``footer``, ``aside`` or ``main``; looked for at most so many levels up."""
    zone = "main"
    current: LexborNode | None = node
    for _ in range(levels):
        current = current.parent if current is not None else None
        if current is None or not current.tag or current.tag in ("body", "html"):
            break
        if current.tag in ("main", "article"):
            return "main"
        if current.tag in _ZONES:
            # A menu inside the header is a menu.
            return "nav" if zone == "nav" else _ZONES[current.tag]
        if (
            zone == "main"
            and current.tag in ("ul", "div")
            and _MENU.search(current.attributes.get("class") or "")
        ):
            zone = "nav"
    return zone


def _card_heading(node: LexborNode, around: Surroundings) -> str:
    current = node.parent
    for _ in range(3):
        if current is None or current.tag in ("body", "nav", "ul", "header", "main", "section", None):
            return ""
        heading = around.heading(current)
        if heading is not None:
            return " ".join((heading.text(deep=True, separator=" ") or "").split())[:120]
        if current.tag in ("tr", "li"):
            return " ".join((current.text(deep=True, separator=" ") or "").split())[:120]
        current = current.parent
    return ""
