"""Links that say only "Unduh" or "Lihat": what they lead to is named by the row they stand in.

"Maklumat Pelayanan | 2025 | Unduh" in a list, a table or a card is a link called "Maklumat Pelayanan".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.checks.sight.section import Sight
from auditor.checks.words.phrasebook import folded
from auditor.checks.words.wordings import CONTEXT, bare_address
from auditor.models import Link, SectionKind

_NAME = 80  # characters of a document's name
_BESIDE = 40  # characters that may stand beside the link below a name: a date, a size
_CELLS = re.compile(r"[\t|]+")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_EDGES = re.compile(r"^[\W_]*(?:\d{1,3}[.)]\s+)?|[\s:;,.([{|>–-]+$")


@dataclass(frozen=True, slots=True)
class Row:
    """A link without a name of its own, and where the name stands in the section's body or label."""

    name: str
    link: Link
    sight: Sight
    span: tuple[int, int] | None
    """Place of the name in the body; None where it is the section's label."""


def rows(sections: Iterable[Sight]) -> tuple[Row, ...]:
    """The rows of a page's sections that name a link (folded names), each link once."""
    found: dict[str, Row] = {}
    for sight in sections:
        if not sight.is_nav:
            for row in _in_section(sight):
                known = found.get(row.link.url)
                if known is None or len(sight.body) < len(known.sight.body):
                    found[row.link.url] = row
    return tuple(found.values())


def row_name(of: Iterable[Row], url: str) -> str:
    """The folded name that a row gives to what lies at an address; empty where none does."""
    address = bare_address(url)
    return next((row.name for row in of if bare_address(row.link.url) == address), "")


@lru_cache(maxsize=4096)  # menus repeat on every page
def is_unnamed(words: str) -> bool:
    """Whether folded words of a link name nothing ("Unduh", "Lihat Dokumen")."""
    return CONTEXT["unnamed"].regex.fullmatch(words.strip()) is not None


def _is_of_file(words: str) -> bool:
    return CONTEXT["file_data"].regex.fullmatch(words) is not None


def _in_section(sight: Sight) -> Iterator[Row]:
    waiting = [(folded(link.text).strip(), link) for link in sight.section.links if link.url]
    waiting = [(words, link) for words, link in waiting if words and is_unnamed(words)]
    if not waiting:
        return
    if sight.label and sight.kind in {SectionKind.ROW, SectionKind.HEADING, SectionKind.DEFINITION}:
        said = sight.body
        for words, _ in waiting:
            said = said.replace(words, " ")
        if len(said.strip()) <= _BESIDE and len(sight.label) <= _NAME:
            if not _is_of_file(sight.label):
                yield from (Row(_EDGES.sub("", sight.label), link, sight, None) for _, link in waiting)
            return
    start, before = 0, ("", 0)  # a line that is no row's end may name the link on the next one
    for line in sight.body.split("\n"):
        if not waiting:
            return
        first, place = -1, 0
        while waiting and (at := _word_at(line, waiting[0][0], place)) >= 0:
            words, link = waiting.pop(0)
            first, place = (at if first < 0 else first), at + len(words)
            span = _name_in(line[:first], start) or _name_in(*before)
            if span is not None:
                yield Row(sight.body[span[0] : span[1]], link, sight, span)
        before = (line, start) if first < 0 else ("", 0)
        start += len(line) + 1


def _word_at(line: str, words: str, place: int) -> int:
    """Where a link's words stand in a line, at a row's end: more than a date follows none of them."""
    at = line.find(words, place)
    after = line[at + len(words) :]
    return at if at >= 0 and len(after.strip()) <= _BESIDE else -1


def _name_in(words: str, start: int) -> tuple[int, int] | None:
    """The place of the first cell with letters, its mark and icon aside; None for a sentence."""
    place = 0
    for cell in _CELLS.split(words):
        at = words.find(cell, place)
        place = at + len(cell)
        if not _LETTERS.search(cell) or _is_of_file(cell):
            continue
        hit = _EDGES.match(cell)
        begin = hit.end() if hit else 0
        end = len(cell.rstrip(" :;,.([{|>–-"))
        return (start + at + begin, start + at + end) if 0 < end - begin <= _NAME else None
    return None
