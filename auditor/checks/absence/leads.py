"""Lines that present components of the standard and tell none: "Informasi persyaratan dan tarif layanan ...".

Such a line leads an information page or a card. Where nothing else tells the component, the site announces it
without content (label definitions, partial a); "Kepastian biaya" below a promise says it in general (b).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from auditor.checks.sight.page import PageSight
from auditor.checks.sight.section import Sight
from auditor.checks.words.clauses import JOINED
from auditor.checks.words.names import mentions_service
from auditor.checks.words.wordings import CONTEXT
from auditor.models import SectionKind

_STOP = re.compile(r"[.;:(?!](?=\s|$)|\(")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST, _MOST = 25, 260  # characters of such a line
_PROMISE = 60  # characters of an item of a promise
_ABOVE = 300  # characters above it in which the promise is called so
_SMALL = frozenset(CONTEXT["lead_small"].words)
_NAME = 4  # letters of a word of the office's name
_PARTS = 2  # components in a row that present themselves, without words that say so


class Lead(NamedTuple):
    """A line, where it stands in a section's body, and the things it names, folded."""

    sight: Sight
    span: tuple[int, int]
    parts: tuple[str, ...]


def leads(page: PageSight) -> Iterator[Lead]:
    """The lines of a page that present components, each once."""
    return _found(page) if _may_present(page) else iter(())


def _may_present(page: PageSight) -> bool:
    """Whether a page may present services: a document, a law or a lesson on standards tells of them."""
    if page.is_document or page.is_news or page.is_law or page.explains_survey:
        return False
    if "context.lead_parts" not in page.text_said:
        return False
    return "context.tells_components" not in page.text_said or not CONTEXT["tells_components"].search(
        page.text
    )


def _found(page: PageSight) -> Iterator[Lead]:
    met: set[str] = set()
    unit = page.site.unit_name if page.site is not None else ""
    for sight in page.sections:
        if sight.zone != "main" or sight.kind is SectionKind.FORM or "context.lead_parts" not in sight.said:
            continue
        start = 0
        promises = CONTEXT["promised"].may_occur(sight.body)
        for line in sight.body.split("\n"):
            words = line.strip()
            if words not in met and len(words) <= _MOST:
                parts = (promises and _promised(sight, words, start)) or _presented(words, unit)
                span = start, start + len(line)
                if parts and not (_is_of_others(sight) or sight.told_once(*span)):
                    met.add(words)
                    yield Lead(sight, span, parts)
            start += len(line) + 1


def _is_of_others(sight: Sight) -> bool:
    return sight.is_ppid or sight.is_reporting or sight.is_vacancy_or_event


@lru_cache(maxsize=2048)  # a line stands in the sections around its own, too, and on other pages
def _presented(line: str, unit: str) -> tuple[str, ...]:
    """The things that a line presents; none where it says something of them, or of one without saying so."""
    if (inside := CONTEXT["lead_inside"].search(line)) is not None:
        return tuple(JOINED.split(inside["parts"]))
    if len(line) < _LEAST or not CONTEXT["lead_parts"].may_occur(line) or CONTEXT["lead_tells"].search(line):
        return ()
    opening = CONTEXT["lead_opens"].regex.match(line)
    start = opening.end() if opening else 0
    end = _STOP.search(line, start)
    parts = tuple(part for part in JOINED.split(line[start : end.start() if end else len(line)]) if part)
    named = sum(CONTEXT["lead_parts"].regex.match(part) is not None for part in parts)
    return parts if named >= (1 if opening else _PARTS) and _is_own(line, start, unit) else ()


def _is_own(line: str, start: int, unit: str) -> bool:
    """Whether the last component is one of a service or of the office ("biaya pengurusan dokumen"), or it is
    not said; "biaya perkara", "jadwal layanan kereta api" and "syarat PPDB" are somebody else's."""
    hits = list(CONTEXT["lead_parts"].finditer(line[start:]))
    rest = line[start + hits[-1].end() :]
    words = set(_WORD.findall(rest))
    named = CONTEXT["region_on"].regex.sub("", unit).split()
    called = any(len(word) >= _NAME for word in words.intersection(named))
    own = called or CONTEXT["lead_of_office"].opens(hits[-1].group()) or words <= _SMALL
    return own or CONTEXT["lead_of"].search(rest) is not None or mentions_service(rest)


def _promised(sight: Sight, line: str, start: int) -> tuple[str, ...]:
    """ "1. Kepastian biaya" below "Janji Layanan"."""
    hit = CONTEXT["promised"].regex.match(line) if len(line) <= _PROMISE else None
    if hit is None:
        return ()
    above = f"{sight.path} / {sight.label} / {sight.body[max(0, start - _ABOVE) : start]}"
    return (line[hit.end() :],) if CONTEXT["promises"].search(above) else ()
