"""A cheap first look: which components may occur on a page at all.

One RE2 set over the folded text, title, address and link texts of a page says which phrase files have
a word on it; checks then skip the other pages. The set's patterns are those of the lists marked
``screen = true`` without their word borders, so the screen lets through whatever ``re`` would find;
tests hold judging with and without it to the same result.
"""

from __future__ import annotations

from functools import cache, lru_cache

import re2

from auditor.checks.base import SiteSight, fold, look
from auditor.checks.phrasebook import Phrases
from auditor.models import Page, Snapshot

# produk and standar_pelayanan see every page: names of services have no closed list of words.
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
def _set() -> tuple[re2.Set, tuple[str, ...]]:
    owners: list[str] = []
    options = re2.Options()
    options.log_errors = False
    patterns = re2.Set.SearchSet(options)
    for component in SCREENED:
        for pattern in Phrases.load(component).screens:
            patterns.Add(pattern)
            owners.append(component)
    patterns.Compile()
    return patterns, tuple(owners)


@lru_cache(maxsize=32768)
def _misspelt(folded_label: str) -> frozenset[str]:
    """Components whose labels a label resembles but for a letter or two."""
    return frozenset(code for code in SCREENED if Phrases.load(code)["labels"].is_label(folded_label))


def components_on(page: Page) -> frozenset[str]:
    """Codes of the screened components that may occur on a page."""
    parts = [page.title, page.fetch.url, page.fetch.anchor, page.text]
    for section in page.sections:
        parts += (section.label, section.body, section.service, *section.path[-2:])
    patterns, owners = _set()
    found = {owners[index] for index in patterns.Match(fold("\n".join(parts))) or ()}
    for section in page.sections:
        for label in (section.label, *section.path[-2:]):
            if 5 <= len(label) <= 60:
                found |= _misspelt(fold(label))
    return frozenset(found)


def prepare(snapshot: Snapshot) -> SiteSight:
    """The sight of a snapshot with its pages screened."""
    site = look(snapshot)
    found: dict[str, set[int]] = {component: set() for component in SCREENED}
    for index, page in enumerate(site.pages):
        for component in components_on(page.page):
            found[component].add(index)
    site.candidates = {component: frozenset(pages) for component, pages in found.items()}
    return site
