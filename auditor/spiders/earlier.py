"""The visit before at work in this one: cited pages first, old pages for failing ones, what is gone."""

from __future__ import annotations

from auditor.models import Fetch, Gone
from auditor.spiders.answers import Got
from auditor.spiders.asking import Asker
from auditor.spiders.budget import Budget
from auditor.spiders.failures import FetchError
from auditor.spiders.frontier import Item
from auditor.spiders.frontier_rules import kind_of, same
from auditor.spiders.offers import Offers
from auditor.spiders.record import Record
from auditor.spiders.trust import Trust

_UNLINKED = 30  # pages nothing leads to any more that are still asked for


class Earlier:
    """The earlier visit at work in this one; where there was none, every step does nothing."""

    def __init__(self, asker: Asker, record: Record, offers: Offers, budget: Budget, trust: Trust) -> None:
        self._asker, self._record, self._offers, self._budget = asker, record, offers, budget
        self._known, self._trust = record.known, trust
        self._ahead: dict[str, Got | FetchError] = {}

    async def look_ahead(self, home: str) -> None:
        """Ask first for what the earlier verdicts rest on, and for a sample of what need not be asked.

        The answers are read in their turn; where one gives the sitemap the lie, every page is asked.
        """
        known = self._known
        if known is None:
            return
        cited = [fetch for url in known.cited() if (fetch := known.page(url)) is not None]
        for fetch in (*cited, *await self._trust.sample(cited)):
            if fetch.requested_url in self._ahead or same(fetch.url) == same(home):
                continue
            if self._budget.spent_out():
                break
            item = _item_of(fetch)
            try:
                self._ahead[item.url] = await self._ask(item)
            except FetchError as error:
                self._ahead[item.url] = error
        self._trust.weigh()

    async def answer(self, item: Item) -> Got:
        """The answer asked for ahead or now, or that of before where it is enough. Raises FetchError."""
        if (
            item.url not in self._ahead
            and (before := await self._asker.spared(item, self._trust)) is not None
        ):
            return before
        return await self._asked(item)

    async def _asked(self, item: Item) -> Got:
        ahead = self._ahead.pop(item.url, None)
        if isinstance(ahead, FetchError):
            raise ahead
        return ahead or await self._ask(item)

    async def _ask(self, item: Item) -> Got:
        got = await self._asker.get(item)
        self._trust.heard(item.url, got)
        return got

    def stand_in(self, item: Item, cause: str) -> bool:
        """Go on with what an earlier visit read at an address that fails now; False when there is nothing."""
        known, record = self._known, self._record
        if known is None:
            return False
        found = [known.stand_in(item.url, cause, via) for via in ("http", "browser")]
        kept = [fetch for fetch in found if fetch is not None and fetch.sha256 not in record.bodies]
        for fetch in kept:
            record.bodies.add(fetch.sha256)
            record.keep(fetch, known, fetch.url, item, cause=cause)
            note = known.note_of(fetch) if fetch.via == "http" else None
            if note is not None:
                record.book.page(fetch.url, note)
                self._offers.spread(note.points, note.links or (), fetch.url, item)
        return bool(kept)

    def stand_in_drawn(self, url: str, item: Item, cause: str) -> bool:
        """Go on with the page as it was drawn before; False when it never was."""
        known = self._known
        fetch = known.stand_in(url, cause, "browser") if known is not None else None
        if known is None or fetch is None:
            return False
        self._record.keep(fetch, known, url, item, cause=cause)
        return True

    def note_gone(self, item: Item, status: int) -> None:
        """Say that a page of the earlier visit is not there any more."""
        before = self._known.page(item.url) if self._known is not None else None
        if before is not None and before.status < 400 and status in (404, 410):
            self._gone(before, f"http_{status}")

    def close(self) -> None:
        """Keep what the next visit needs to know of the site's sitemap."""
        self._record.book.sitemap(self._trust.lastmods, self._trust.standing())

    async def look_for_gone(self) -> None:
        """Ask for pages of the earlier visit that nothing leads to any more: gone, or only unlinked?"""
        known, frontier = self._known, self._offers.frontier
        if known is None:
            return
        cited = dict.fromkeys(known.cited())
        unlinked = [
            fetch
            for fetch in known.visit.fetches
            if fetch.via == "http"
            and fetch.status < 400
            and not fetch.external
            and not frontier.known(fetch.requested_url)
            and not frontier.known(fetch.url)
        ]
        unlinked.sort(key=lambda fetch: fetch.url not in cited)
        for fetch in unlinked[:_UNLINKED]:
            if self._budget.spent_out():
                return
            try:
                got = await self._asked(_item_of(fetch))
            except FetchError:
                continue  # nothing is said of what could not be asked
            if got.status in (404, 410) or got.status < 300:
                self._gone(fetch, f"http_{got.status}" if got.status >= 400 else "unlinked")

    def _gone(self, fetch: Fetch, cause: str) -> None:
        self._record.gone[fetch.url] = Gone(url=fetch.url, cause=cause, last_seen=fetch.fetched_at)


def _item_of(fetch: Fetch) -> Item:
    """An address of an earlier visit, as it was come to then."""
    return Item(
        rank=0,
        number=0,
        url=fetch.requested_url,
        kind=kind_of(fetch.requested_url),
        anchor=fetch.anchor,
        referrer=fetch.referrer,
        depth=fetch.depth,
        external=fetch.external,
    )
