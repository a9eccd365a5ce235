"""Builds sections out of labels and lines told in reading order.

All lines of a page stand in one list; a section is a stretch of it, from its label to the next
label of the same or a higher rank, or to the end of the frame (card, cell, tab) it stands in. So a
parent's body holds its children's labels and words too, and no word is lost or copied.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from auditor.extract.labels import (
    can_be_service,
    component_only,
    component_start,
    heads_list,
    holds_nothing,
    holds_services,
    is_brow,
    is_of_unit,
    service_of,
)
from auditor.models import Link, Section, SectionKind
from auditor.text import FIRST_ITEM, LETTERED, NUMBERING, fold_label

# Ranks: h1..h6 are 10..60; smaller binds more.
RANK_TITLED: Final = 65  # an element whose class calls it a title
RANK_BOLD: Final = 70
RANK_CAPS: Final = 74
RANK_ITEM: Final = 76  # "A. Surat Pindah" before the labels of its components
RANK_LABEL: Final = 80  # "Persyaratan:" and the like
RANK_FRAME: Final = 0  # first in its frame

_PROSE_WORDS: Final = 6


@dataclass(slots=True)
class Line:
    """A line that a reader sees."""

    text: str
    zone: str
    glue: bool  # on the same visible row as the line before (table cells)
    prose: bool
    locator: str
    plain: bool = False  # text by itself that later lines may prove to be a heading


@dataclass(slots=True)
class Open:
    """A label and the stretch of lines it holds; ``origin`` is the same on an earlier page of the site."""

    label: str
    rank: int
    kind: SectionKind
    path: tuple[str, ...]
    zone: str
    locator: str
    start: int
    link_start: int
    parent: Open | None
    service: str = ""
    end: int = -1
    link_end: int = -1
    label_line: int = -1
    children: list[Open] = field(default_factory=list)
    origin: Open | None = None
    words: tuple[str, tuple[Link, ...]] | None = None  # body and links, once joined

    def moved(self, lines: int, links: int) -> Open:
        """The same stretch so many lines and links further down."""
        return Open(
            self.label, self.rank, self.kind, self.path, self.zone, self.locator,
            self.start + lines, self.link_start + links, self.parent, self.service,
            self.end + lines, self.link_end + links,
            self.label_line + lines if self.label_line >= 0 else -1,
            self.children, self.origin or self,
        )  # fmt: skip


class Outline:
    """Takes labels and lines, gives sections. ``title`` is the page's own and heads every path."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.lines: list[Line] = []
        self.links: list[tuple[int, str, Link]] = []
        self.done: list[Open] = []
        self.stack: list[Open] = []
        self.floors: list[int] = [0]
        self.zone = "main"
        self.extra: list[Section] = []
        self.cycle: set[str] = set()  # component labels since the last heading of another kind

    # ---------------------------------------------------------------- telling

    def line(
        self, text: str, *, glue: bool = False, prose: bool = False, locator: str = "", plain: bool = False
    ) -> None:
        """A line a reader sees. ``glue`` sets it on the row of the line before; ``plain``: it may turn out to
        be a heading by what follows it."""
        if text:
            self.begins(text)
            self.lines.append(Line(text, self.zone, glue, prose, locator, plain))

    def begins(self, text: str) -> None:
        """Told before the first words of a list: "Syarat Pindah Datang" alone on the line above labels it."""
        last = self.lines[-1] if self.lines else None
        if last is not None and last.plain and FIRST_ITEM.match(text) and heads_list(last.text):
            self._promote(last, RANK_LABEL, SectionKind.LINE)

    def expect(self, label: str, rank: int) -> None:
        """Told before a label's own line: the line before a first "Persyaratan" (or the first again) names
        what the components belong to ("B. Surat Pindah")."""
        if rank < RANK_TITLED or not holds_nothing(label) or is_of_unit(label):
            if rank < RANK_ITEM:
                self.cycle = set()
            return
        last = self.lines[-1] if self.lines else None
        key = fold_label(label)
        first = not self.cycle or key in self.cycle
        if first:
            self.cycle = {key}
        else:
            self.cycle.add(key)
        if not first or last is None or not last.plain:
            return
        numbered = LETTERED.match(last.text) is not None
        if (numbered and can_be_service(last.text)) or (
            service_of(last.text) and not NUMBERING.match(last.text)
        ):
            self._promote(last, RANK_ITEM, SectionKind.HEADING)

    def _promote(self, last: Line, rank: int, kind: SectionKind) -> None:
        last.plain = False
        if last.zone != self.zone or last.zone != "main":
            return
        at = len(self.lines) - 1
        floor = self.floors[-1]
        while len(self.stack) > floor and self.stack[-1].rank >= rank:
            item = self.stack.pop()
            self._close(item)
            item.end = max(item.start, min(item.end, at))
        self.lines.pop()
        self.open(last.text, rank, kind, last.locator)
        self.lines[-1].glue, self.lines[-1].prose = last.glue, False

    def only_capitals(self, service: bool) -> bool:
        """The innermost label is a component's and holds only lines in capitals so far; for a service's name
        none at all."""
        parent = self._parent()
        if parent is None or parent.rank < RANK_TITLED or not holds_nothing(parent.label):
            return False
        told = self.lines[parent.start :]
        return (not told or not service) and len(told) <= 12 and all(line.text.isupper() for line in told)

    def close(self, rank: int) -> None:
        """Ends the open labels of this rank or lower, inside the frame."""
        while len(self.stack) > self.floors[-1] and self.stack[-1].rank >= rank:
            self._close(self.stack.pop())

    def bare(self) -> int:
        """Rank of the frame's innermost heading if it is a component's with nothing below it yet, else 0."""
        item = self.stack[-1] if len(self.stack) > self.floors[-1] else None
        if item is None or not 0 < item.rank < RANK_TITLED or item.start != len(self.lines):
            return 0
        return item.rank if item.zone == self.zone and holds_nothing(item.label) else 0

    def below(self, above: str, heading: str, rank: int) -> int:
        """Told before a heading: a component's label right above it with nothing between ("PENGADUAN" small
        over "Sampaikan kepada kami") heads it, where the heading itself names neither component nor service.
        Gives the rank the heading then has.
        """
        item = self.stack[-1] if above and len(self.stack) > self.floors[-1] else None
        if (
            item is None
            or item.rank < RANK_TITLED
            or item.start != len(self.lines)
            or item.zone != self.zone
            or item.label != above
            or not component_only(above)
            or component_start(heading)
            or service_of(heading)
        ):
            return rank
        self.stack.pop()
        if item.parent is not None:
            item.parent.children = [child for child in item.parent.children if child is not item]
        self.close(rank)
        item.rank, item.parent, item.path = rank, self._parent(), self.path_now()
        if item.parent is not None:
            item.parent.children.append(item)
        self.stack.append(item)
        return rank + 1

    def told_since(self, since: int) -> int:
        """Place of the first component's label opened since this many lines, inside the frame, that already
        has words of its own; -1 where there is none."""
        for index in range(self.floors[-1], len(self.stack)):
            item = self.stack[index]
            if item.start > since and item.rank >= RANK_TITLED and holds_nothing(item.label):
                return index if len(self.lines) > item.start else -1
        return -1

    def close_from(self, index: int) -> None:
        """Ends the open labels from this place on."""
        while len(self.stack) > index:
            self._close(self.stack.pop())

    def fresh(self) -> tuple[int, str]:
        """Begins what stands beside the page and not in it: every open label ends."""
        while self.stack:
            self._close(self.stack.pop())
        self.floors = [0] * len(self.floors)
        return self.enter("main")

    def link(self, link: Link) -> None:
        """A link, at the place of the last line told."""
        self.links.append((len(self.lines), self.zone, link))

    def open(
        self,
        label: str,
        rank: int,
        kind: SectionKind,
        locator: str = "",
        *,
        service: str = "",
        shown: bool = True,
    ) -> None:
        """A label: closes what ranks no higher, inside the frame. ``shown``: the label is itself a line."""
        floor = self.floors[-1]
        brow = self._brow(rank) if rank < RANK_TITLED else ""
        while len(self.stack) > floor and self.stack[-1].rank >= rank:
            self._close(self.stack.pop())
        if rank >= RANK_TITLED and holds_nothing(label):
            # "Biaya" in bold ends a "Persyaratan" with a colon: components stand side by side.
            for index in range(floor, len(self.stack)):
                if self.stack[index].rank >= RANK_TITLED and holds_nothing(self.stack[index].label):
                    while len(self.stack) > index:
                        self._close(self.stack.pop())
                    break
        parent = self._parent()
        path = (*(parent.path if parent else ()), *((parent.label,) if parent and parent.label else ()))
        if brow:
            path = (*path, brow)
        label_line = -1
        if shown:
            label_line = len(self.lines)
            self.line(label, locator=locator)
        self.stack.append(
            Open(
                label, rank, kind, path, self.zone, locator, len(self.lines), len(self.links), parent,
                service, label_line=label_line,
            )
        )  # fmt: skip
        if parent:
            parent.children.append(self.stack[-1])

    def _brow(self, rank: int) -> str:
        """The line right above a heading, or the smaller heading, if it says what kind of part begins, as
        themes set it ("Tentang Kami" above "Mitra Kesehatan Keluarga"); else empty."""
        last = self.lines[-1] if self.lines else None
        if last is None or last.zone != self.zone or last.zone != "main":
            return ""
        item = self.stack[-1] if len(self.stack) > self.floors[-1] else None
        smaller = item is not None and item.rank > rank and item.start == len(self.lines)
        return last.text if (last.plain or smaller) and is_brow(last.text) else ""

    def enter(self, zone: str | None = None) -> tuple[int, str]:
        """Begins a frame: labels inside it end with it. Give what this returns to ``leave``."""
        self.floors.append(len(self.stack))
        before = self.zone
        if zone is not None:
            self.zone = zone
        return len(self.stack), before

    def leave(self, mark: tuple[int, str]) -> None:
        """Ends the frame."""
        size, zone = mark
        while len(self.stack) > size:
            self._close(self.stack.pop())
        self.floors.pop()
        self.zone = zone

    def repeat(
        self, label: str, span: tuple[int, int], kind: SectionKind, locator: str, service: str
    ) -> None:
        """A section over lines told before (a cell that spans several rows belongs to each)."""
        parent = self._parent()
        item = Open(
            label,
            0,
            kind,
            self.path_now(),
            self.zone,
            locator,
            span[0],
            len(self.links),
            parent,
            service,
            span[1],
            len(self.links),
        )
        self.done.append(item)

    def _parent(self) -> Open | None:
        # What stands in a foot or menu does not belong to the heading above it in the page.
        return self.stack[-1] if self.stack and self.stack[-1].zone == self.zone else None

    def label_now(self) -> str:
        """The innermost open label."""
        parent = self._parent()
        return parent.label if parent else ""

    def path_now(self) -> tuple[str, ...]:
        """The open labels, outermost first."""
        parent = self._parent()
        if parent is None:
            return ()
        return (*parent.path, parent.label) if parent.label else parent.path

    def add(self, section: Section) -> None:
        """A section that is no stretch of lines (an image, an embed)."""
        self.extra.append(section)

    def _close(self, item: Open) -> None:
        item.end = len(self.lines)
        item.link_end = len(self.links)
        self.done.append(item)

    # ---------------------------------------------------------------- giving

    def text(self) -> str:
        """All lines, in reading order."""
        return self._join(0, len(self.lines), None)

    def _join(self, start: int, end: int, zone: str | None) -> str:
        parts: list[str] = []
        for line in self.lines[start:end]:
            if zone is None or line.zone == zone:
                if parts:
                    parts.append("\t" if line.glue else "\n")
                parts.append(line.text)
        return "".join(parts)

    def sections(self) -> tuple[Section, ...]:
        """Every section, in reading order; each line of every zone is in at least one."""
        while self.stack:
            self._close(self.stack.pop())
        head = (self.title,) if self.title else ()
        out: list[tuple[int, int, Section]] = []
        covered = self._covered()
        self.done.sort(key=lambda item: (item.start, item.rank, -item.end))
        for order, item in enumerate(self.done):
            source = item.origin or item
            if source.words is None:
                source.words = (
                    self._join(item.start, item.end, item.zone),
                    tuple(
                        link
                        for _, zone, link in self.links[item.link_start : item.link_end]
                        if zone == item.zone
                    ),
                )
            body, links = source.words
            out.append(
                (
                    item.start,
                    order,
                    Section(
                        label=item.label,
                        body=body,
                        kind=item.kind,
                        path=(*head, *item.path),
                        locator=item.locator,
                        links=links,
                        zone=item.zone,
                        service=self._service(item),
                    ),
                )
            )
        out.extend(self._paragraphs(covered, head))
        out.sort(key=lambda entry: entry[:2])
        return tuple(entry[2] for entry in out) + tuple(self.extra)

    def _covered(self) -> str:
        """For each line ``1`` where a label covers it, else ``0``."""
        if not self.lines:
            return ""
        told = [line.zone for line in reversed(self.lines)]
        zones = {name: int("".join(["1" if zone == name else "0" for zone in told]), 2) for name in set(told)}
        bits = 0
        for item in self.done:
            if item.end > item.start:
                bits |= zones.get(item.zone, 0) & ((1 << item.end) - (1 << item.start))
            if item.label_line >= 0:
                bits |= 1 << item.label_line
        return f"{bits:b}".zfill(len(self.lines))[::-1]

    def _service(self, item: Open | None) -> str:
        own = item
        while item is not None:
            if item.service:
                return item.service
            above = item.parent
            if any(not holds_services(label) for label in item.path):
                item = above
                continue
            name = service_of(item.label)
            if not name and item is not own and can_be_service(item.label):
                # A label with component labels right below it names what they belong to.
                kinds = {fold_label(child.label) for child in item.children if holds_nothing(child.label)}
                if len(kinds) >= 2 or (
                    kinds and item.rank > 10 and component_start(own.label if own else "")
                ):
                    name = item.label
            if name:
                return name
            item = above
        return service_of(self.title) if self.title else ""

    def _paragraphs(self, covered: str, head: tuple[str, ...]) -> list[tuple[int, int, Section]]:
        """Prose, each paragraph by itself, and every stretch of lines no label covers."""
        out: list[tuple[int, int, Section]] = []
        owners = sorted(self.done, key=lambda item: item.start)
        places = [at for at, _, _ in self.links]  # they never fall: links are told in reading order
        active: list[Open] = []
        pointer = 0
        index = 0
        total = len(self.lines)
        while index < total:
            line = self.lines[index]
            while pointer < len(owners) and owners[pointer].start <= index:
                active.append(owners[pointer])
                pointer += 1
            active = [item for item in active if item.end > index]
            stop = index + 1
            if covered[index] == "1":
                if not line.prose or line.text.count(" ") < _PROSE_WORDS - 1:
                    index += 1
                    continue
            else:
                while stop < total and covered[stop] == "0" and self.lines[stop].zone == line.zone:
                    stop += 1
            mine = [item for item in active if item.zone == line.zone]
            owner = mine[-1] if mine else None
            path = (*head, *(owner.path if owner else ()), *((owner.label,) if owner and owner.label else ()))
            first, last = bisect_right(places, index), bisect_right(places, stop)
            links = tuple(link for _, zone, link in self.links[first:last] if zone == line.zone)
            out.append(
                (
                    index,
                    1_000_000,
                    Section(
                        label="",
                        body=self._join(index, stop, line.zone),
                        kind=SectionKind.PARAGRAPH,
                        path=path,
                        locator=line.locator,
                        links=links,
                        zone=line.zone,
                        service=self._service(owner),
                    ),
                )
            )
            index = stop
        return out
