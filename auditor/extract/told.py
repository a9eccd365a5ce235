"""What was told of a page in reading order, and the sections it gives.

All lines of a page stand in one list; a section is a stretch of it, from its label to the next
label of the same or a higher rank, or to the end of the frame (card, cell, tab) it stands in. So a
parent's body holds its children's labels and words too, and no word is lost or copied.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter
from typing import Final

from auditor.extract.labels import component_start
from auditor.extract.service_labels import can_be_service, holds_nothing, holds_services, service_of
from auditor.models import Link, Section, SectionKind
from auditor.text import fold_label

_PROSE_WORDS: Final = 6


class Line:
    """A line that a reader sees."""

    __slots__ = ("glue", "locator", "plain", "prose", "text", "zone")

    def __init__(  # noqa: PLR0917
        self, text: str, zone: str, glue: bool, prose: bool, locator: str, plain: bool
    ) -> None:
        self.text = text
        self.zone = zone
        self.glue = glue  # on the same visible row as the line before (table cells)
        self.prose = prose
        self.locator = locator
        self.plain = plain  # text by itself that later lines may prove to be a heading

    def copy(self) -> Line:
        """The same line of another page."""
        return Line(self.text, self.zone, self.glue, self.prose, self.locator, self.plain)


class Open:
    """A label and the stretch of lines it holds; ``origin`` is the same on an earlier page of the site."""

    __slots__ = (
        "children", "end", "kind", "label", "label_line", "link_end", "link_start", "locator", "origin",
        "parent", "past", "path", "rank", "service", "start", "words", "zone",
    )  # fmt: skip

    def __init__(  # noqa: PLR0917
        self,
        label: str,
        rank: int,
        kind: SectionKind,
        path: tuple[str, ...],
        zone: str,
        locator: str,
        start: int,
        link_start: int,
        parent: Open | None,
        service: str,
    ) -> None:
        self.label = label
        self.rank = rank
        self.kind = kind
        self.path = path
        self.zone = zone
        self.locator = locator
        self.start = start
        self.link_start = link_start
        self.parent = parent
        self.service = service
        self.end = -1
        self.link_end = -1
        self.label_line = -1
        self.past = False  # the part of the page it was opened in has ended
        self.children: list[Open] = []
        self.origin: Open | None = None
        self.words: tuple[str, tuple[Link, ...]] | None = None  # body and links, once joined

    def moved(self, lines: int, links: int) -> Open:
        """The same stretch so many lines and links further down."""
        other = Open(
            self.label, self.rank, self.kind, self.path, self.zone, self.locator,
            self.start + lines, self.link_start + links, self.parent, self.service,
        )  # fmt: skip
        other.end = self.end + lines
        other.link_end = self.link_end + links
        if self.label_line >= 0:
            other.label_line = self.label_line + lines
        other.children = self.children
        other.origin = self.origin or self
        return other


class Told:
    """Lines, links and closed stretches of a page; ``title`` is the page's own and heads every path."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.lines: list[Line] = []
        self.links: list[tuple[int, str, Link]] = []
        self.done: list[Open] = []
        self.extra: list[Section] = []
        self._services: dict[int, str] = {}  # of the labels asked

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
        out: list[tuple[int, Section]] = []  # by the line they begin at; those with a label first
        self.done.sort(key=lambda item: (item.start, item.rank, -item.end))
        covered = self._covered()
        for item in self.done:
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
        out.sort(key=itemgetter(0))
        return (*[section for _, section in out], *self.extra)

    def _covered(self) -> list[bool]:
        """For each line whether a label covers it; the labels are sorted by where they begin."""
        covered: list[bool] = []
        reach: dict[str, int] = {}  # of each zone: the end of what covers it furthest
        pointer, total = 0, len(self.done)
        for index, line in enumerate(self.lines):
            while pointer < total and self.done[pointer].start <= index:
                item = self.done[pointer]
                reach[item.zone] = max(reach.get(item.zone, 0), item.end)
                pointer += 1
            covered.append(reach.get(line.zone, 0) > index)
        for item in self.done:
            if item.label_line >= 0:
                covered[item.label_line] = True
        return covered

    def _service(self, own: Open | None) -> str:
        """The service that what a label holds belongs to, empty where the page names none."""
        known = self._services.get(id(own))
        if known is None:
            known = self._services[id(own)] = _service_above(own) or (
                service_of(self.title) if self.title else ""
            )
        return known

    def _paragraphs(self, covered: list[bool], head: tuple[str, ...]) -> list[tuple[int, Section]]:
        """Prose, each paragraph by itself, and every stretch of lines no label covers."""
        out: list[tuple[int, Section]] = []
        owners = sorted(self.done, key=lambda item: item.start)
        places = [at for at, _, _ in self.links]  # they never fall: links are told in reading order
        active: list[Open] = []
        pointer = 0
        index = stretch = 0
        total = len(self.lines)
        while index < total:
            line = self.lines[index]
            stop = index + 1
            if index >= stretch and not covered[index]:
                while stop < total and not covered[stop] and self.lines[stop].zone == line.zone:
                    stop += 1
                stretch = stop
            elif (
                (index < stretch and line.zone != "main")
                or not line.prose
                or line.text.count(" ") < _PROSE_WORDS - 1
            ):
                index += 1
                continue
            while pointer < len(owners) and owners[pointer].start <= index:
                active.append(owners[pointer])
                pointer += 1
            active = [item for item in active if item.end > index]
            mine = [item for item in active if item.zone == line.zone]
            owner = mine[-1] if mine else None
            path = (*head, *(owner.path if owner else ()), *((owner.label,) if owner and owner.label else ()))
            first, last = bisect_right(places, index), bisect_right(places, stop)
            links = tuple(link for _, zone, link in self.links[first:last] if zone == line.zone)
            out.append(
                (
                    index,
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
            if stop == index + 1:
                index = stop  # else the paragraphs of the stretch, each by itself
        return out


def _service_above(own: Open | None) -> str:
    """The service that a label or the nearest above it names."""
    item = own
    while item is not None:
        if item.service:
            return item.service
        if _may_name(item.path):
            name = service_of(item.label)
            if name:
                return name
            if item is not own and can_be_service(item.label):
                # A label with component labels right below it names what they belong to.
                kinds = {fold_label(child.label) for child in item.children if holds_nothing(child.label)}
                if len(kinds) >= 2 or (
                    kinds and item.rank > 10 and component_start(own.label if own else "")
                ):
                    return item.label
        item = item.parent
    return ""


@lru_cache(4096)
def _may_name(path: tuple[str, ...]) -> bool:
    """Whether a label below these may name a service."""
    return all(holds_services(label) for label in path)
