"""Which pages and sections of a site each component's check needs to see: see ``gates``."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from auditor.checks import facts
from auditor.checks.base import PageSight, SiteSight, fold, look
from auditor.checks.phrasebook import Phrases
from auditor.models import Snapshot
from auditor.patterns import searching_set

# Whole pages are left out for these; produk and standar_pelayanan see every page.
SCREENED = (
    "persyaratan",
    "prosedur",
    "dasar_hukum",
    "sarana_prasarana",
    "kompetensi_pelaksana",
    "pengawasan_internal",
    "jumlah_pelaksana",
    "jaminan_pelayanan",
    "jaminan_keamanan",
    "evaluasi_kinerja",
    "sop",
    "maklumat",
    "disabilitas",
)


@cache
def _set() -> tuple[Any, tuple[str, ...]]:
    patterns: Any = searching_set()
    for component in SCREENED:
        patterns.Add("|".join(f"(?:{pattern})" for pattern in Phrases.load(component).screens))
    patterns.Compile()
    return patterns, SCREENED


def components_on(page: PageSight) -> frozenset[str]:
    """Codes of the screened components that may occur on a page."""
    patterns, owners = _set()
    head = fold("\n".join((page.page.title, page.page.fetch.url, page.page.fetch.anchor)))
    found = frozenset(owners[index] for text in (head, page.text) for index in patterns.Match(text) or ())
    return found.union(*(sight.may_hold for sight in page.sections))


def prepare(snapshot: Snapshot) -> SiteSight:
    """The sight of a snapshot with its pages and sections screened."""
    site = look(snapshot)
    site.screened = True
    found: dict[str, set[int]] = {component: set() for component in SCREENED}
    for index, page in enumerate(site.pages):
        for component in facts.once(page.page, "screen", partial(components_on, page), frozenset[str]):
            if component in found:
                found[component].add(index)
    site.candidates = {component: frozenset(pages) for component, pages in found.items()}
    return site
