"""How one visit asks for an address of its site: through which door, and which redirects it follows."""

from __future__ import annotations

from urllib.parse import urlsplit

from auditor.spiders.answers import Got
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.frontier import Item
from auditor.spiders.frontier_rules import kind_of, rules
from auditor.spiders.territory import Territory
from auditor.spiders.trust import Trust
from auditor.urls import host_of


class Asker:
    """Asks for what the frontier gives out."""

    def __init__(self, fetcher: Fetcher, territory: Territory, notes: set[str]) -> None:
        self._fetcher, self._territory, self._notes = fetcher, territory, notes

    async def get(self, item: Item) -> Got:
        """The answer. Raises FetchError."""
        return await self._fetcher.get(
            self._door_that_opens(item.url),
            referrer=item.referrer,
            follow=lambda target: self._follows(item, target),
        )

    async def spared(self, item: Item, trust: Trust) -> Got | None:
        """The answer of an earlier visit where it may stand unasked and robots.txt allows asking."""
        got = trust.spared(item.url)
        if got is None or got.note is None or not (await self._fetcher.robots(item.url)).allows(item.url):
            return None
        self._fetcher.spent.bytes += got.note.size  # the budget ends where that of a whole crawl ends
        return got

    def _door_that_opens(self, url: str) -> str:
        """A link to the home's host through the door that proved shut is asked through the home's own."""
        home, parts = urlsplit(self._territory.home), urlsplit(url)
        if parts.netloc == home.netloc and parts.scheme != home.scheme and self._fetcher.silent(url):
            self._notes.add("other_scheme")
            return parts._replace(scheme=home.scheme).geturl()
        return url

    def _follows(self, item: Item, target: str) -> bool:
        """Redirects inside the site are followed; a document may lie anywhere but behind a login."""
        if host_of(target) in rules().data.login.hosts:
            return False
        if item.external or item.kind != "page":
            return True
        return self._territory.on_host(target) or kind_of(target) in ("document", "image")
