"""What a block told on one page, told again on the next page of the site where it stands the same.

A block's words, labels and links depend on little beside its own nodes: that little is ``state``. Where
more may matter (an open label above it, a form around it, a panel's label inside it) it is walked
anew.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditor.extract.dom import Node
from auditor.extract.outline import Line, Open
from auditor.extract.zones import inside_content
from auditor.models import Link, Section

if TYPE_CHECKING:
    from auditor.extract.flow import Walker


FOLDER, BASE = 1, 2  # a link that stands for itself only below the page's folder, or beside its very address


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


def holders(nodes: Iterable[Node]) -> dict[int, tuple[int, ...]]:
    """``id`` of every element → the ``id`` of those of ``nodes`` that are it or stand in it."""
    found: dict[int, tuple[int, ...]] = {}
    for node in sorted(nodes, key=id):
        item: Node | None = node
        while item is not None:
            found[id(item)] = (*found.get(id(item), ()), id(node))
            item = item.parent
    return found


def state(walker: Walker, node: Node, zone: str, place: str, flags: tuple[bool, ...]) -> Hashable | None:
    """All that a block's words depend on beside its nodes; None where it must be walked.

    ``flags``: bold, framed, repeated, with something after it that ends its labels.
    """
    out = walker.out
    _, framed, repeated, _ = flags
    if (
        walker.sheets
        or walker.prefix
        or walker.glue
        or walker.in_form
        or walker.in_link
        or (walker.card is not None and not (framed and repeated))
        or (out.stack and (out.stack[-1].zone == zone or (not framed and len(out.stack) != out.floors[-1])))
        or (out.lines and out.lines[-1].plain)
        or id(node) in walker.with_panels
        or node.up("figure") is not None
    ):
        return None
    forms = walker.with_forms.get(id(node), ())
    return (
        zone, place, flags, frozenset(out.cycle), walker.root, walker.off_screen, inside_content(node),
        forms,
    )  # fmt: skip


def begin(walker: Walker) -> Mark:
    """Before a block is walked that shall be told again."""
    out = walker.out
    marks, walker.marks = walker.marks, set()
    asked, walker.asked = walker.asked, 0
    return Mark(
        len(out.lines), len(out.links), len(out.done), len(out.extra), len(walker.links), len(walker.images),
        len(out.stack), marks, asked,
    )  # fmt: skip


def end(walker: Walker, mark: Mark) -> Told | None:
    """After it; None when it left something open or asked for more of the page's address than its folder."""
    out = walker.out
    marks = walker.marks
    walker.marks = marks | mark.marks
    asked = walker.asked
    walker.asked |= mark.asked
    if (
        len(out.stack) != mark.stack
        or asked & BASE
        or walker.runs
        or walker.pending
        or walker.prefix
        or walker.glue
    ):
        return None
    return Told(
        lines=out.lines[mark.lines :],
        line_links=[(at - mark.lines, zone, link) for at, zone, link in out.links[mark.line_links :]],
        done=out.done[mark.done :],
        extra=out.extra[mark.extra :],
        links=walker.links[mark.links :],
        images=walker.images[mark.images :],
        marks=marks,
        cycle=frozenset(out.cycle),
        titled=bool(out.title),
        start=mark.lines,
        link_start=mark.line_links,
        in_folder=bool(asked & FOLDER),
    )


def again(walker: Walker, told: Told) -> None:
    """Tells a block's words as if it were walked."""
    out = walker.out
    at = len(out.lines)
    lines, links = at - told.start, len(out.links) - told.link_start
    out.lines += told.lines
    if told.lines:
        out.lines[-1] = replace(told.lines[-1])  # the last line may yet turn out to be a heading
    out.links += [(place + at, zone, link) for place, zone, link in told.line_links]
    out.done += [item.moved(lines, links) for item in told.done]
    out.extra += [_under(section, out.title, told.titled) for section in told.extra]
    out.cycle = set(told.cycle)
    walker.links += told.links
    walker.images += told.images
    walker.marks |= told.marks


def _under(section: Section, title: str, titled: bool) -> Section:
    path = ((title,) if title else ()) + section.path[titled:]
    return section if path == section.path else replace(section, path=path)
