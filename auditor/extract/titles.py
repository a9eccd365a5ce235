"""Headings, told to a ``Teller``."""

from __future__ import annotations

from auditor.extract import headings
from auditor.extract.dom import Node
from auditor.extract.label_values import split_label
from auditor.extract.labels import component_only
from auditor.extract.looks import HEADINGS
from auditor.extract.teller import Teller
from auditor.models import SectionKind

Above = dict[int, dict[int, Node]]
"""What stands above the headings under a parent, by ``id()`` of the parent and of the heading."""


def heading(teller: Teller, node: Node, above: Above) -> None:
    """A heading; one over items, or one that is a paragraph set in heading type, is told as what it is."""
    rank = HEADINGS[node.look.acts]
    text = node.words(400)
    if headings.itemised(node, text):
        head, told = headings.over_items(node)
        if head:
            teller.open(head, rank, SectionKind.HEADING, teller.place(node))
        for kid in node.kids[told:]:
            teller.walk(kid, False)
        return
    if not text or len(text) > 250:  # a paragraph set in heading type
        teller.walk_kids(node, False)
        return
    pair = split_label(text) if ":" in text else None
    place = teller.place(node)
    if teller.answers(text, rank):
        teller.tell(text, place, False)
    elif pair and pair[1] and component_only(pair[0]):
        teller.open(pair[0], rank, SectionKind.HEADING, place)
        teller.tell(pair[1], place, True)
    else:
        if brow := _eyebrow(node, above):
            rank = teller.out.below(brow, text, rank)
        teller.open(text, rank, SectionKind.HEADING, place)
    teller.quiet(node)


def _eyebrow(node: Node, known: Above) -> str:
    parent = node.parent
    if parent is None:
        return ""
    above = known.get(id(parent))
    if above is None:
        above = known[id(parent)] = headings.above_headings(parent)
    return headings.eyebrow(above.get(id(node)))
