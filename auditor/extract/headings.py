"""Headings and what is set like one: what they head, what stands above them, which hold items."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import Node, squeeze
from auditor.extract.labels import MAX_LABEL, component_only, component_start
from auditor.extract.looks import CONTENT, HEADING, HEADINGS
from auditor.extract.names import TITLE
from auditor.extract.service_labels import service_of
from auditor.text import item_number

_SECOND: Final = re.compile(r"\s(?:2\s?[.)]|[-•*])\s?\w")  # an item that is not the first
_BREAKS: Final = frozenset({"br", "p", "div", "ul", "ol"})


def above_headings(parent: Node) -> dict[int, Node]:
    """What stands right above each heading of a box, by the heading's ``id()``: told in one go, as a page may
    hang ten thousand headings under one parent."""
    out: dict[int, Node] = {}
    above: Node | None = None
    for kid in parent.kids:
        if above is not None and kid.look.acts in HEADINGS:
            out[id(kid)] = above
        if kid.tlen or (kid.holds | kid.look.holds) & CONTENT:
            above = kid
    return out


def eyebrow(above: Node | None) -> str:
    """The words right above a heading in its own box, in an element that is no heading ("PENGADUAN" small
    above "Sampaikan kepada kami"); empty where there are none."""
    if above is None or not above.tag or above.look.acts in HEADINGS or above.look.holds & CONTENT:
        return ""
    return "" if above.holds & (HEADING | CONTENT) else above.words(MAX_LABEL + 1)


def only_heading(node: Node) -> bool:
    """A row of a grid that holds a heading and nothing else: what the heading heads is the next row."""
    if not 0 < node.tlen <= 250:
        return False
    below = node.look.holds | node.holds
    if below & CONTENT:
        return False
    heads = sum(item.tlen for item in node.iter() if item.look.acts in HEADINGS) if below & HEADING else 0
    return node.tlen <= heads + 2


def only_label(node: Node) -> bool:
    """A box that holds a component's name, or a line set as a title, and nothing else, with something of
    another kind on either side: what it heads is what stands after it ("<div class=bold>Persyaratan:</div>
    <ul>"). Among its like it is a tab."""
    if not 0 < node.tlen <= MAX_LABEL or node.parent is None or has_heading(node):
        return False
    if (node.look.holds | node.holds) & CONTENT:
        return False
    named = component_only(node.words(MAX_LABEL))
    if not (named or set_as_title(node)):
        return False
    beside = [kid for kid in node.parent.kids if kid.tlen or kid is node]
    place = beside.index(node)
    after, before = beside[place + 1 : place + 2], beside[max(0, place - 1) : place]
    if not after:
        return False
    if all(not kid.tag or kid.look.shape != node.look.shape for kid in (*before, *after)):
        return True
    # The cells of a row set as boxes: "Persyaratan" and what is asked for, before them perhaps a number.
    row = len(beside) == 2 or (len(beside) == 3 and place == 1 and beside[0].tlen <= 3)
    return named and row and place == len(beside) - 2 and not component_only(after[0].words(MAX_LABEL + 10))


def set_as_title(node: Node) -> bool:
    """A box whose style, or that of its only element, sets its words bold or calls them a title."""
    item = node
    while not (item.look.bold or item.look.traits & TITLE):
        kids = [kid for kid in item.kids if kid.tlen]
        if len(kids) != 1 or not kids[0].tag:
            return False
        item = kids[0]
    return True


def first_heading(node: Node) -> str:
    """The tag of the first heading below; empty where there is none."""
    if not has_heading(node):
        return ""
    for item in node.iter():
        if item.look.holds & HEADING:
            return item.look.acts
    return ""


def headed(node: Node) -> int:
    """Rank of the heading a box begins with; 0 where it begins with none, or with one that may well belong to
    a heading of its own level above it: a service's name, or a component's with more words ("Prosedur Rawat
    Jalan")."""
    tag = first_heading(node)
    if not tag:
        return 0
    text = next(item.words(MAX_LABEL) for item in node.iter() if item.look.acts == tag)
    if not text or service_of(text) or (component_start(text) and not component_only(text)):
        return 0
    return HEADINGS[tag] if node.words(400).startswith(text) else 0


def itemised(node: Node, text: str) -> bool:
    """A heading that holds items, two at least: "Syarat:<br>1. KTP<br>2. Pas foto", or a list."""
    if len(node.kids) == 1 and not node.kids[0].tag:
        return False  # most headings: asked of each
    for kid in node.kids:
        if kid.tag in {"ul", "ol"}:
            return sum(item.tag == "li" for item in kid.iter()) >= 2
    if _SECOND.search(text) is None:
        return False
    lines, line = 0, ""
    for item in (*node.iter(), None):
        if item is None or item.tag in _BREAKS:
            lines += item_number(line.lstrip()) != ""
            line = ""
        elif not item.tag:
            line += item.text
    return lines >= 2


def over_items(node: Node) -> tuple[str, int]:
    """The words of such a heading over its items, and how many of its kids they are; none where it begins
    with an item."""
    place = next((place for place, kid in enumerate(node.kids) if kid.tag in _BREAKS), 0)
    words = squeeze(" ".join([kid.words() if kid.tag else kid.text for kid in node.kids[:place]]))
    titles = bool(words) and len(words) <= MAX_LABEL and not item_number(words)
    return (words, place) if titles else ("", 0)


def has_heading(node: Node) -> bool:
    """Whether a node is a heading or has one below."""
    return bool((node.look.holds | node.holds) & HEADING)
