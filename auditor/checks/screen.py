"""Which pages and sections of a site each component's check needs to see: see ``gates``."""

from __future__ import annotations

from functools import cache, partial

from auditor.checks import facts
from auditor.checks.base import PageSight, SiteSight, fold, look
from auditor.checks.words.phrasebook import Phrases
from auditor.models import MANUFACTURING, Snapshot
from auditor.patterns import MANY, Owned

# Whole pages are left out for these; produk and standar_pelayanan see every page.
SCREENED = (
    "persyaratan",
    "prosedur",
    *MANUFACTURING,
    "sop",
    "maklumat",
    "disabilitas",
)


@cache
def _set() -> Owned[str]:
    owned = [(code, pattern) for code in SCREENED for pattern in Phrases.load(code).screens]
    return Owned(owned, together=MANY)


def components_on(page: PageSight) -> frozenset[str]:
    """Codes of the screened components that may occur on a page."""
    head = fold("\n".join((page.page.title, page.page.fetch.url, page.page.fetch.anchor)))
    found = frozenset((*_set().of(head), *_set().of(page.text)))
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
