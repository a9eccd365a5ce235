"""A snapshot as a check sees it; made once for all checks."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from auditor.checks.lazy import Lazily, lazy
from auditor.checks.sight import ppid_names
from auditor.checks.sight.page import PageSight
from auditor.checks.sight.row_links import row_name
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT, bare_address, is_gone_page
from auditor.models import Finding, Snapshot, Source, Unread


class SiteSight(Lazily):
    """A snapshot as a check sees it."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot
        self.screened = False
        self.candidates: dict[str, frozenset[int]] = {}
        self.findings: dict[str, Finding] = {}  # of checks that were asked
        self.asked_for_others = 0  # how often a judge looked at another page than its own
        self._pages: tuple[PageSight, ...] | None = None

    @lazy
    def unit_name(self) -> str:
        """Folded name of the unit."""
        return fold(self.snapshot.agency.name)

    @lazy
    def ppid_names(self) -> tuple[str, ...]:
        """What a site that is called PPID calls itself; empty for other sites (``ppid_names``)."""
        return ppid_names.names_of(self.pages[0].page if self.pages else None, self.unit_name)

    @property
    def pages(self) -> tuple[PageSight, ...]:
        """Readable pages; soft 404s are left out."""
        if self._pages is None:
            kept = [page for page in self.snapshot.pages if not is_gone_page(page)]
            self._pages = tuple([PageSight(page, self) for page in kept])
        return self._pages

    def pages_for(self, component: str) -> Iterable[PageSight]:
        """The pages that the screen lets through for a component (all when nothing was screened)."""
        allowed = self.candidates.get(component)
        if allowed is None:
            return self.pages
        return tuple(page for index, page in enumerate(self.pages) if index in allowed)

    @lazy
    def addresses(self) -> dict[str, PageSight]:
        """Pages by address, also by the address that was asked."""
        found: dict[str, PageSight] = {}
        for page in self.pages:
            if page.page.source is Source.IMAGE and "#" in page.page.fetch.url:
                continue  # a picture inside a page does not stand for it
            for url in (page.page.fetch.requested_url, page.page.fetch.url):
                found[bare_address(url)] = page
        return found

    @lazy
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read though it is there; a missing target (404) is not that."""
        return tuple(item for item in self.snapshot.unread if not CONTEXT["gone"].search(fold(item.reason)))

    @lazy
    def gone(self) -> tuple[Unread, ...]:
        """Targets that do not exist."""
        return tuple(item for item in self.snapshot.unread if CONTEXT["gone"].search(fold(item.reason)))

    @lazy
    def is_drawn_by_scripts(self) -> bool:
        """Pages that scripts draw could not be shown, and they are more than a few among those read."""
        shells = sum(
            item.what == "page" and bool(CONTEXT["unrendered"].search(item.reason)) for item in self.unread
        )
        told = sum(len(page.page.text) > 200 for page in self.pages)
        return shells > 0 and (shells * 4 >= told or told < 3)

    @lazy
    def missing(self) -> frozenset[str]:
        """Addresses behind which nothing is: 404s, also such that answer 200."""
        dead = [page for page in self.snapshot.pages if is_gone_page(page)]
        found = {bare_address(item.url) for item in self.gone}
        found.update(bare_address(url) for page in dead for url in (page.fetch.url, page.fetch.requested_url))
        return frozenset(found)

    def page_at(self, url: str) -> PageSight | None:
        """The page a link leads to, when it was read."""
        self.asked_for_others += 1
        return self.addresses.get(bare_address(url))

    def row_name(self, shown_at: str, url: str) -> str:
        """The folded name that a row of one page gives to what lies at an address ("Unduh"); empty where none
        does."""
        shown = self.page_at(shown_at)
        return row_name(shown.rows, url) if shown is not None else ""

    def let_go(self) -> None:
        """Parts site, pages and sections, which hold each other: they go without a look for garbage."""
        for page in self._pages or ():
            page.let_go()
        self._pages = None
        self.forget()


_seen = threading.local()


def look(snapshot: Snapshot) -> SiteSight:
    """The sight of a snapshot; made once for all checks that look at the same one."""
    last: SiteSight | None = getattr(_seen, "site", None)
    if last is None or last.snapshot is not snapshot:
        last = SiteSight(snapshot)
        _seen.site = last
    return last


def forget() -> None:
    """No sight is used any more: what was looked at last makes room."""
    last: SiteSight | None = getattr(_seen, "site", None)
    if last is not None:
        _seen.site = None
        last.let_go()
