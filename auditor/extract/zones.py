"""Which part of a page is menu, head, foot or side, and what is hidden the way spam is hidden."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import Node
from auditor.extract.looks import BUTTON, OFF_SCREEN
from auditor.extract.unseen import ACCESSIBLE


def zone_of(node: Node, current: str) -> str:
    """The zone a node opens, or ``current``. Words inside menus stay menu; an article's own header is
    content."""
    zone = node.look.zone
    if not zone or current in {"nav", "aside"}:
        return current
    return zone if zone == "main" or _holds(node, zone) else current


_OUTWARD: Final = re.compile(r"(?:https?:)?//")
_INSIDE: Final = frozenset({"article", "section", "main", "td", "li", "details", "blockquote", "figure"})


def _holds(node: Node, zone: str) -> bool:
    """A name alone does not make a menu: its words must mostly be links (or it must be small)."""
    words, linked = node.tlen, node.llen
    if zone == "nav":
        if node.tag == "nav":
            # What leads nowhere and says much is no menu: page builders fold answers into <nav>.
            return linked * 2 >= words or words < (400 if node.holds & BUTTON else 120)
        return linked * 10 >= words * 6 or words < 30
    if zone == "header":
        if node.tag == "header" and inside_content(node):
            return False
        # A top part that says more than it links is the page's own opening, not a masthead.
        return linked * 2 >= words and linked > 0
    if zone == "footer":
        # An article's or a card's foot is content.
        return not (node.tag == "footer" and inside_content(node)) and (
            node.tag == "footer" or linked * 4 >= words or words < 600
        )
    # A side part that is no list of links tells something of its own: hours, contacts, channels.
    return linked * 3 >= words


def inside_content(node: Node) -> bool:
    """Whether a node stands in an article, a cell, an item: its head and foot are then the article's own."""
    parent = node.parent
    while parent is not None:
        if parent.tag in _INSIDE:
            return True
        parent = parent.parent
    return False


_ACCESSIBLE: Final = frozenset((*ACCESSIBLE, "sr-only-focusable"))


def spam_hidden(node: Node, off: frozenset[str]) -> bool:
    """Hidden by style and full of links to other hosts: the way injected links are hidden. Collapsed panels
    and menus, whose links stay on the site, are not. ``off``: ``Styles.off_screen``."""
    hides = node.look.hides
    hidden = bool(hides & OFF_SCREEN)
    if not hides and off:
        names = {"." + name for name in node.classes} | {"#" + node.get("id").lower()}
        hidden = not off.isdisjoint(names)
    if not (hidden or hides) or _ACCESSIBLE.intersection(node.classes):
        return False
    outward = sum(1 for item in node.iter() if item.tag == "a" and _OUTWARD.match(item.get("href").strip()))
    if hidden:
        return outward >= 1
    return outward >= 3 and node.llen * 2 >= node.tlen
