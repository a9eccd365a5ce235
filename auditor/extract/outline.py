"""Takes labels and lines in reading order: which label ends which, and what a line proves to be."""

from __future__ import annotations

from typing import Final

from auditor.extract.furniture import is_furniture
from auditor.extract.labels import component_only, component_start, heads_list, is_brow, is_of_unit
from auditor.extract.service_labels import can_be_service, holds_nothing, service_of
from auditor.extract.told import Line, Open, Told
from auditor.models import Link, Section, SectionKind
from auditor.text import FIRST_ITEM, LETTERED, NUMBERING, fold_label

# Ranks: h1..h6 are 10..60; smaller binds more.
RANK_PARTS: Final = 20  # the largest heading of a part; above it stands the page's own
RANK_TITLED: Final = 65  # an element whose class calls it a title
RANK_BOLD: Final = 70
RANK_CAPS: Final = 74
RANK_ITEM: Final = 76  # "A. Surat Pindah" before the labels of its components
RANK_LABEL: Final = 80  # "Persyaratan:" and the like
RANK_FRAME: Final = 0  # first in its frame


class Outline(Told):
    """Takes labels and lines, gives sections."""

    def __init__(self, title: str = "") -> None:
        super().__init__(title)
        self.stack: list[Open] = []
        self.floors: list[int] = [0]
        self.zone = "main"
        self.cycle: set[str] = set()  # component labels since the last heading of another kind

    def line(
        self, text: str, *, glue: bool = False, prose: bool = False, locator: str = "", plain: bool = False
    ) -> None:
        """A line a reader sees. ``glue`` sets it on the row of the line before; ``plain``: it may turn out to
        be a heading by what follows it."""
        if text:
            self.begins(text)
            self.lines.append(Line(text, self.zone, glue, prose, locator, plain))

    def may_turn(self) -> bool:
        """Whether what comes next may prove the last line to be a heading, or find it says what begins."""
        last = self.lines[-1] if self.lines else None
        if last is None or not last.plain:
            return False
        text = last.text
        return bool(
            heads_list(text)
            or service_of(text)
            or is_brow(text)
            or (LETTERED.match(text) and can_be_service(text))
        )

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

    def waiting(self) -> Open | None:
        """The innermost label if it is a component's line with nothing below it yet."""
        item = self._parent() if len(self.stack) > self.floors[-1] else None
        if item is None or item.rank < RANK_TITLED or item.start != len(self.lines):
            return None
        return item if holds_nothing(item.label) else None

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

    def passed(self, since: int) -> None:
        """Told behind a part of the page: labels opened in it, since this many lines, are past if they have
        words below them. They stay open for what has no heading of its own."""
        for item in self.stack[self.floors[-1] :]:
            if since < item.start < len(self.lines):
                item.past = True

    def past(self) -> bool:
        """Whether the frame's innermost label is past."""
        return len(self.stack) > self.floors[-1] and self.stack[-1].past

    def close_past(self, rank: int) -> None:
        """Ends the frame's innermost labels of this rank or lower that are past."""
        while self.past() and self.stack[-1].rank >= rank:
            self._close(self.stack.pop())

    def close_from(self, index: int) -> None:
        """Ends the open labels from this place on."""
        while len(self.stack) > index:
            self._close(self.stack.pop())

    def fresh(self) -> tuple[int, str]:
        """Begins what stands beside the page and not in it: every open label ends."""
        self.close_from(0)
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
        self.close(rank)
        if rank <= RANK_TITLED and is_furniture(label):
            self._close_parts()
        if rank >= RANK_TITLED and holds_nothing(label):
            # "Biaya" in bold ends a "Persyaratan" with a colon: components stand side by side.
            for index in range(floor, len(self.stack)):
                if self.stack[index].rank >= RANK_TITLED and holds_nothing(self.stack[index].label):
                    self.close_from(index)
                    break
        parent = self._parent()
        path = _below(parent)
        if brow:
            path = (*path, brow)
        label_line = -1
        if shown:
            label_line = len(self.lines)
            self.line(label, locator=locator)
        item = Open(
            label, rank, kind, path, self.zone, locator, len(self.lines), len(self.links), parent, service
        )
        item.label_line = label_line
        self.stack.append(item)
        if parent:
            parent.children.append(item)

    def _close_parts(self) -> None:
        """Ends what the page tells before its furniture, inside the frame; its own headline stays."""
        for index in range(self.floors[-1], len(self.stack)):
            item = self.stack[index]
            if item.rank >= RANK_PARTS or holds_nothing(item.label):
                self.close_from(index)
                return

    def close_furniture(self, since: int) -> None:
        """Told behind a part of the page: furniture opened in it, since this many lines, ends with it."""
        for index in range(self.floors[-1], len(self.stack)):
            item = self.stack[index]
            if since < item.start < len(self.lines) and is_furniture(item.label):
                self.close_from(index)
                return

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
        self.close_from(size)
        self.floors.pop()
        self.zone = zone

    def ends_here(self) -> None:
        """Told behind a panel: its last line heads nothing that comes after it."""
        if self.lines:
            self.lines[-1].plain = False

    def repeat(
        self, label: str, span: tuple[int, int], kind: SectionKind, locator: str, service: str
    ) -> None:
        """A section over lines told before (a cell that spans several rows belongs to each)."""
        parent = self._parent()
        links = len(self.links)
        path = self.path_now()
        item = Open(label, 0, kind, path, self.zone, locator, span[0], links, parent, service)
        item.end, item.link_end = span[1], links
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
        return _below(self._parent())

    def add(self, section: Section) -> None:
        """A section that is no stretch of lines (an image, an embed)."""
        self.extra.append(section)

    def _close(self, item: Open) -> None:
        item.end = len(self.lines)
        item.link_end = len(self.links)
        self.done.append(item)

    def sections(self) -> tuple[Section, ...]:
        """Every section, in reading order, once all labels have ended."""
        self.close_from(0)
        return super().sections()


def _below(label: Open | None) -> tuple[str, ...]:
    """The labels above what stands below this one."""
    if label is None:
        return ()
    return (*label.path, label.label) if label.label else label.path
