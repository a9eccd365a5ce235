"""What a block told on one page, told again on the next page of the site where it stands the same.

A block's words, labels and links depend on little beside its own nodes: that little is ``state``. Where
more may matter (an open label above it, a form around it, a panel's label inside it) it is walked
anew.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from auditor.extract.addresses import BASE, FOLDER
from auditor.extract.dom import Node
from auditor.extract.teller import Teller
from auditor.extract.told import Line, Open
from auditor.extract.zones import inside_content
from auditor.models import Link, Section


@dataclass(frozen=True, slots=True)
class Told:
    """What a walk of one block added; places are counted from the block's beginning."""

    lines: list[Line]
    line_links: list[tuple[int, str, Link]]
    done: list[Open]
    extra: list[Section]
    links: list[Link]
    images: list[str]
    marks: set[str]
    cycle: frozenset[str]
    titled: bool
    start: int
    link_start: int
    in_folder: bool  # a link was told that depends on the page's folder


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a walk stood when a block began."""

    lines: int
    line_links: int
    done: int
    extra: int
    links: int
    images: int
    stack: int
    marks: set[str]
    asked: int
    outside: int


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
        or (out.lines and out.lines[-1].plain)
        or node.up("figure", "picture", "a") is not None
    ):
        return None
    return (
        zone, teller.place(node), flags, frozenset(out.cycle), teller.addresses.root, inside_content(node),
        around,
    )  # fmt: skip


def begin(teller: Teller) -> Mark:
    """Before a block is walked that shall be told again."""
    out = teller.out
    marks, teller.marks = teller.marks, set()
    asked, teller.addresses.asked = teller.addresses.asked, 0
    return Mark(
        len(out.lines), len(out.links), len(out.done), len(out.extra), len(teller.links), len(teller.images),
        len(out.stack), marks, asked, teller.outside,
    )  # fmt: skip


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
    return Told(
        lines=out.lines[mark.lines :],
        line_links=[(at - mark.lines, zone, link) for at, zone, link in out.links[mark.line_links :]],
        done=out.done[mark.done :],
        extra=out.extra[mark.extra :],
        links=teller.links[mark.links :],
        images=teller.images[mark.images :],
        marks=marks,
        cycle=frozenset(out.cycle),
        titled=bool(out.title),
        start=mark.lines,
        link_start=mark.line_links,
        in_folder=bool(asked & FOLDER),
    )


def again(teller: Teller, told: Told) -> None:
    """Tells a block's words as if it were walked."""
    out = teller.out
    at = len(out.lines)
    lines, links = at - told.start, len(out.links) - told.link_start
    out.lines += told.lines
    if told.lines:
        out.lines[-1] = replace(told.lines[-1])  # the last line may yet turn out to be a heading
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
