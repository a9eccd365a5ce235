"""What was told of a page in reading order, and the sections it gives.

All lines of a page stand in one list; a section is a stretch of it, from its label to the next
label of the same or a higher rank, or to the end of the frame (card, cell, tab) it stands in. So a
parent's body holds its children's labels and words too, and no word is lost or copied.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from auditor.extract.labels import can_be_service, component_start, holds_nothing, holds_services, service_of
from auditor.models import Link, Section, SectionKind
from auditor.text import fold_label

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


class Told:
    """Lines, links and closed stretches of a page; ``title`` is the page's own and heads every path."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.lines: list[Line] = []
        self.links: list[tuple[int, str, Link]] = []
        self.done: list[Open] = []
        self.extra: list[Section] = []

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
