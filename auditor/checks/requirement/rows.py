"""Papers in a row behind a name: "Kenaikan pangkat - SK terakhir, SKP 2 tahun, ijazah"; "KTP, foto usaha".

No word says that they are to be brought; that nearly all items are papers, and at least one of them such as
no office hands out, does. "Layanan: KTP, KK, akta kelahiran" names services.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from auditor.checks.requirement.offered import is_handled, lists_services
from auditor.checks.requirement.owners import PHRASES
from auditor.checks.sight.section import Sight
from auditor.checks.words.clauses import line_around
from auditor.checks.words.marks import MARKED, behind, unmarked
from auditor.models import SectionKind
from auditor.patterns import Owned

_LINES = 3  # of a list below a bare label that are papers
_ITEMS = re.compile(r"\s*(?:[,;+/&\n]|\s(?:dan|serta)\s)\s*")
_BEHIND = re.compile(r"[\s:→➡](?:(?<=\t)|(?<=\s)[-–—=→➡]\s|(?<=:)\s|(?<=\s)\s*[→➡]\s*|(?<=[→➡])\s*)")
_SENTENCE = re.compile(r"[.!?\s](?:(?<=[\w)][\w)][.!?])(?:\s|$)|(?<=\n)|(?<=\s)[→➡👉]\s(?=di))")
_MARK = re.compile(r"\W*(?:[a-z]|\d{1,2})[.)]\s+")
_LEAST = 2
_LABEL = 60  # characters of a cell's own head
_CELLS = frozenset({SectionKind.ROW, SectionKind.DEFINITION, SectionKind.LINE, SectionKind.HEADING})
_SIGN = re.compile(r"^[^\w(\"']+")  # a tick before an item
_NAME = 8  # words of a name before the papers
_ITEM = 11  # words of an item


def in_a_row(sight: Sight) -> tuple[int, int] | None:
    """Papers in a row in a section: in its own cell, or behind a name in its text."""
    if sight.zone != "main" or not _may_be_brought(sight.body) or sight.page.is_news or sight.is_dated_item:
        return None
    if PHRASES["not_brought"].search(sight.label or sight.above):
        return None
    if sight.kind in _CELLS and 0 < len(sight.label) <= _LABEL and is_row_of_papers(_listed(sight)):
        found: tuple[int, int] | None = (0, len(sight.body))
    else:
        found = papers_in_a_row(sight.body) if sight.is_leaf else None
    return None if found is None or lists_services(sight) else found


def _listed(sight: Sight) -> str:
    """The items of a section that lists some and has nothing below; else its body."""
    items = [line for line in sight.body.split("\n") if MARKED.match(line)] if sight.is_leaf else []
    return "\n".join(items) if len(items) >= _LEAST else sight.body


def under_bare_label(sight: Sight) -> bool:
    """ "Berkas", "cukup bawa:", "Calon penghuni": everyday words over papers, or over conditions."""
    if PHRASES["bare_labels"].regex.fullmatch(sight.label) is None:
        return False
    first = sight.body.split(". ", 1)[0]
    opening = "\n".join(sight.body.split("\n")[:_LINES])
    if is_row_of_papers(first) or is_row_of_papers(opening) or PHRASES["conditions"].has(first, _LEAST):
        return True
    return PHRASES["told_conditions"].has(sight.body, _LEAST)


def papers_in_a_row(body: str) -> tuple[int, int] | None:
    """Where a line or sentence lists papers behind a name; None when none does."""
    for start, line in _sentences(body):
        parting = _BEHIND.search(line) or _MARK.match(line)
        if parting is None or line[: parting.start()].count(" ") >= _NAME:
            continue
        told = line[parting.end() :]
        if not is_row_of_papers(told) or PHRASES["not_brought"].search(line[: parting.start()]):
            continue
        if not PHRASES["courses"].search(line_around(body, start, start)):
            return start + parting.end(), start + len(line)
    return None


def is_row_of_papers(told: str) -> bool:
    """Whether a text is little else than papers to bring, parted by commas and the like."""
    parted = _items(told.strip())
    first = next(parted, None)
    if first is None or not _is_paper(first):
        return False  # so it is nearly always
    items = [first, *parted]
    if len(items) < _LEAST:
        return False
    papers = [item for item in items if _is_paper(item)]
    others = len(items) - len(papers)
    if len(papers) < _LEAST or others * 2 > len(papers):
        others -= sum(PHRASES["told_conditions"].search(item) is not None for item in items)
        if len(papers) < _LEAST or others * 2 > len(papers):
            return False
    return any(_is_brought(item) for item in papers) and PHRASES["not_brought"].search(told) is None


def _items(told: str) -> Iterator[str]:
    start = 0
    for cut in _ITEMS.finditer(told):
        if len(told[start : cut.start()].strip()) > 1:
            yield behind(_SIGN, unmarked(told[start : cut.start()])).strip(" .")
        start = cut.end()
    if len(told[start:].strip()) > 1:
        yield behind(_SIGN, unmarked(told[start:])).strip(" .")


def _is_paper(item: str) -> bool:
    if item.count(" ") >= _ITEM or is_handled(item):
        return False
    return any(PHRASES[name].regex.match(item) for name in ("documents", "papers"))


@cache
def _bringing() -> Owned[str]:
    return Owned((name, pattern) for name in ("brought", "whose") for pattern in PHRASES[name].loose)


@lru_cache(maxsize=2048)  # cards repeat on every page
def _may_be_brought(body: str) -> bool:
    """Whether ``_is_brought`` may hold of a piece of it."""
    return bool(_bringing().of(body))


def _is_brought(item: str) -> bool:
    """Such as no office hands out, or told with whose it is, how old, or from whom."""
    return PHRASES["brought"].regex.match(item) is not None or PHRASES["whose"].search(item) is not None


def _sentences(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in [*(hit.end() for hit in _SENTENCE.finditer(body)), len(body)]:
        if body[start:end].strip():
            yield start, body[start:end].rstrip(" \n.!?→➡👉")
        start = end
