"""Services by the counters that give them: "Loket 1: KTP-el", "Meja 2 - Kartu Keluarga".

Counters that one and the same visitor goes by in turn ("Loket 1: Pendaftaran, Loket 2: Kasir") are the way
of a service, and a counter may be called by who sits there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.named.alike import are_alike, may_be_listed
from auditor.checks.named.products import Named
from auditor.checks.procedure.papers import PHRASES as STEPS
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import bare_label, fold
from auditor.models import SectionKind

PHRASES = Phrases.load("produk")
_COUNTER = (
    r"(?:loket|konter|counter|meja)\s+(?:pelayanan\s+)?(?:no(?:mor|\.)?\s*)?(?:\d{1,2}|[a-h]|[ivx]{1,4})"
)
_CALLED = re.compile(rf"{_COUNTER}")
_WORDS = ("loket", "konter", "counter", "meja")  # one of them is in every such name
_LINE = re.compile(rf"(?m)^\W*{_COUNTER}(?:\s*[:=–—|-]\s*|\s*\t\s*|\s+)(?P<name>[^\W\d_][^\n\t]*)")
_ROWS = frozenset({SectionKind.ROW, SectionKind.DEFINITION, SectionKind.LINE, SectionKind.HEADING})


def at_counters(page: PageSight) -> list[Named]:
    """What the counters of a page are for, two at least; empty where they are stations of one way."""
    if page.is_news:
        return []
    found = [named for sight in page.sections if sight.zone == "main" for named in _at(sight)]
    names = {fold(named.name): named for named in found}
    stations = [name for name in names if PHRASES["stations"].opens(name)]
    sure = [name for name in names if is_service_name(name)]
    if len(sure) >= 2 and not stations:
        return [named for named in found if fold(named.name) in sure or may_be_listed(named.name)]
    return found if not stations and are_alike(names) else []


def _at(sight: Sight) -> Iterator[Named]:
    if sight.kind in _ROWS and _CALLED.fullmatch(bare_label(sight.label)):
        name = re.split(r"[\n\t]", sight.section.body.strip(), maxsplit=1)[0].strip(" .;")
        if name and not _is_of_a_way(sight):
            yield Named(name, sight, None, 0.6)
    elif any(map(sight.body.__contains__, _WORDS)) and sight.is_leaf and not _is_of_a_way(sight):
        for hit in _LINE.finditer(sight.body):
            name = sight.section.body[slice(*hit.span("name"))].strip(" .;")
            yield Named(name, sight, hit.span(), 0.6)


def _is_of_a_way(sight: Sight) -> bool:
    """Asked last: few sections have counters."""
    return any(STEPS["labels"].is_label(head) for head in (sight.label, sight.above))
