"""A site's own list of its addresses."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import NamedTuple
from urllib.parse import urlsplit

from scrapy.utils.sitemap import Sitemap

from auditor.spiders.answers import Got
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.frontier import Frontier
from auditor.spiders.frontier_rules import is_trap, same
from auditor.spiders.look import is_html
from auditor.spiders.notes import NoteBook
from auditor.spiders.noticed import plain_note
from auditor.spiders.territory import Territory
from auditor.urls import UrlError, canonical

_MAX_BYTES = 20_000_000
_FILES = 4  # sitemaps asked for on one site
_ADDRESSES = 500  # taken from them


class Listed(NamedTuple):
    """An address of a sitemap, and its ``<lastmod>`` as it stands there (empty: none)."""

    url: str
    lastmod: str


class Sitemaps:
    """Asks one site for its sitemaps, once, and offers what they list."""

    def __init__(self, fetcher: Fetcher, territory: Territory, frontier: Frontier, book: NoteBook) -> None:
        self._fetcher, self._territory = fetcher, territory
        self._frontier, self._book = frontier, book
        self._lists: list[tuple[str, list[Listed]]] | None = None

    async def read(self) -> None:
        """Offer what the site's sitemaps list."""
        await self.ask()
        for address, entries in self._lists or ():
            for entry in entries:
                if self._territory.is_ours(entry.url) and not is_trap(entry.url):
                    self._frontier.offer_sitemap(entry.url, address)

    @property
    def lastmods(self) -> dict[str, str]:
        """``<lastmod>`` by ``frontier_rules.same``, of what was asked for so far; empty where two differ."""
        found: dict[str, str] = {}
        for _, entries in self._lists or ():
            for url, said in entries:
                page = same(url)
                found[page] = said if found.get(page, said) == said else ""
        return found

    async def ask(self) -> None:
        """Each sitemap is asked once, an index followed one level; a second time nothing is asked."""
        if self._lists is not None:
            return
        self._lists = []
        parts = urlsplit(self._territory.home)
        rules = await self._fetcher.robots(self._territory.home)
        waiting = list(rules.sitemaps) or [f"{parts.scheme}://{parts.netloc}/sitemap.xml"]
        asked: set[str] = set()
        taken = 0
        while waiting and len(asked) < _FILES and taken < _ADDRESSES:
            address = waiting.pop(0)
            if address in asked:
                continue
            asked.add(address)
            kind, entries = await self._one(address)
            if kind == "sitemapindex":
                waiting += sorted(
                    (entry.url for entry in entries), key=lambda url: ("post" in url or "tag" in url, url)
                )
                continue
            self._lists.append((address, entries[:_ADDRESSES]))
            taken += len(entries[:_ADDRESSES])

    async def _one(self, address: str) -> tuple[str, list[Listed]]:
        try:
            address = canonical(address)
            if not self._territory.on_host(address):
                return "", []
            got = await self._fetcher.get(address, attempts=1)
        except (FetchError, UrlError):
            return "", []
        kind, found = read_sitemap(got)
        if kind:
            self._book.aside(got.url, plain_note(got), got.body)
        return kind, found


def read_sitemap(got: Got) -> tuple[str, list[Listed]]:
    """Its type (``urlset``, ``sitemapindex``, empty when it is none) and what it lists."""
    body = got.body
    if got.status != 200 or is_html(got.content_type, body):
        return "", []
    try:
        if body[:2] == b"\x1f\x8b":
            body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(_MAX_BYTES)
        sitemap = Sitemap(body)
        found: list[Listed] = []
        for entry in sitemap:
            try:
                found.append(Listed(canonical(str(entry["loc"])), str(entry.get("lastmod") or "").strip()))
            except (UrlError, KeyError):
                continue
    except (OSError, EOFError, ValueError, zlib.error, AttributeError):
        return "", []
    return sitemap.type or "", found
