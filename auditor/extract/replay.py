"""What a block told on one page, told again on the next page of the site where it stands the same.

A block's words, labels and links depend on little beside its own nodes: that little is ``state``. Where
more may matter (an open label above it, a form around it, a panel's label inside it) it is walked
anew.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from msgspec.structs import replace

from auditor.extract.addresses import BASE, FOLDER
from auditor.extract.dom import Node
from auditor.extract.teller import Teller
from auditor.extract.zones import inside_content
from auditor.models import Section


class Mark:
    """Where a walk stands when a block begins."""

    __slots__ = (
        "asked",
        "done",
        "extra",
        "images",
        "line_links",
        "lines",
        "links",
        "marks",
        "outside",
        "stack",
    )

    def __init__(self, teller: Teller) -> None:
        out = teller.out
        self.lines = len(out.lines)
        self.line_links = len(out.links)
        self.done = len(out.done)
        self.extra = len(out.extra)
        self.links = len(teller.links)
        self.images = len(teller.images)
        self.stack = len(out.stack)
        self.marks = teller.marks
        self.asked = teller.addresses.asked
        self.outside = teller.outside


class Told:
    """What a walk of one block added since ``mark``; places are counted from the block's beginning."""

    __slots__ = (
        "cycle", "done", "extra", "images", "in_folder", "line_links", "lines", "link_start", "links",
        "marks", "start", "titled",
    )  # fmt: skip

    def __init__(self, teller: Teller, mark: Mark, marks: set[str], in_folder: bool) -> None:
        out = teller.out
        self.lines = out.lines[mark.lines :]
        self.line_links = [(at - mark.lines, zone, link) for at, zone, link in out.links[mark.line_links :]]
        self.done = out.done[mark.done :]
        self.extra = out.extra[mark.extra :]
        self.links = teller.links[mark.links :]
        self.images = teller.images[mark.images :]
        self.marks = marks
        self.cycle = frozenset(out.cycle)
        self.titled = bool(out.title)
        self.start = mark.lines
        self.link_start = mark.line_links
        self.in_folder = in_folder  # a link was told that depends on the page's folder


def holders(nodes: Iterable[Node]) -> dict[int, tuple[int, ...]]:
    """``id`` of every element → the ``id`` of those of ``nodes`` that are it or stand in it."""
    found: dict[int, tuple[int, ...]] = {}
    for node in sorted(nodes, key=id):
        item: Node | None = node
        while item is not None:
            found[id(item)] = (*found.get(id(item), ()), id(node))
            item = item.parent
    return found


def state(
    teller: Teller, node: Node, zone: str, flags: tuple[bool, ...], around: Hashable
) -> Hashable | None:
    """All that a block's words depend on beside its nodes; None where it must be walked.

    ``flags``: bold, framed, repeated, with something after it that ends its labels; ``around``: what else
    the walk looks at.
    """
    out = teller.out
    _, framed, repeated, _ = flags
    if (
        teller.sheets
        or teller.prefix
        or teller.glue
        or teller.in_form
        or teller.in_link
        or (teller.card is not None and not (framed and repeated))
        or (out.stack and (out.stack[-1].zone == zone or (not framed and len(out.stack) != out.floors[-1])))
        or out.may_turn()
        or node.up("figure", "picture", "a") is not None
    ):
        return None
    return (
        zone, teller.place(node), flags, frozenset(out.cycle), teller.addresses.root, inside_content(node),
        around,
    )  # fmt: skip


def begin(teller: Teller) -> Mark:
    """Before a block is walked that shall be told again."""
    mark = Mark(teller)
    teller.marks = set()
    teller.addresses.asked = 0
    return mark


def end(teller: Teller, mark: Mark) -> Told | None:
    """After it; None when it left something open, hung on what stands after it, or asked for more of the
    page's address than its folder."""
    out = teller.out
    marks = teller.marks
    teller.marks = marks | mark.marks
    asked = teller.addresses.asked
    teller.addresses.asked |= mark.asked
    if (
        len(out.stack) != mark.stack
        or asked & BASE
        or teller.outside != mark.outside
        or teller.runs
        or teller.pending
        or teller.prefix
        or teller.glue
    ):
        return None
    return Told(teller, mark, marks, bool(asked & FOLDER))


def again(teller: Teller, told: Told) -> None:
    """Tells a block's words as if it were walked."""
    out = teller.out
    at = len(out.lines)
    lines, links = at - told.start, len(out.links) - told.link_start
    out.lines += told.lines
    if told.lines:
        out.lines[-1] = told.lines[-1].copy()  # the last line may yet turn out to be a heading
    out.links += [(place + at, zone, link) for place, zone, link in told.line_links]
    out.done += [item.moved(lines, links) for item in told.done]
    out.extra += [_under(section, out.title, told.titled) for section in told.extra]
    out.cycle = set(told.cycle)
    if told.in_folder:
        teller.addresses.asked |= FOLDER
    teller.links += told.links
    teller.images += told.images
    teller.marks |= told.marks


def _under(section: Section, title: str, titled: bool) -> Section:
    path = ((title,) if title else ()) + section.path[titled:]
    return section if path == section.path else replace(section, path=path)
