"""Posters that a site's own style sheets show: sheets are asked for where a page is likely to hold one."""

from __future__ import annotations

from auditor.spiders.asides import Asides, digest_of, own_addresses
from auditor.spiders.backdrops import SHOWS, has_empty_box
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.frontier import Item
from auditor.spiders.frontier_rules import promise, rules, words_of
from auditor.spiders.links import sheet_links
from auditor.spiders.look import Look, own_length, own_sheets
from auditor.spiders.noticed import Noticed
from auditor.spiders.offers import LIKELY
from auditor.spiders.record import Record
from auditor.spiders.written import Found


class Sheets:
    """Where a page leads, the pictures of style sheets among it."""

    def __init__(self, fetcher: Fetcher, record: Record) -> None:
        self._table = record.book.table
        self._asides = Asides(fetcher, record.book, rules().data.images.sheets)

    async def links(self, noticed: Noticed, url: str, item: Item) -> tuple[int, ...]:
        """The page's links, as places in the table."""
        if noticed.note.links is not None and not await self._asides.same(noticed.note.sheets, url):
            noticed.forget_links()
        if noticed.note.links is not None:
            return noticed.note.links
        links = noticed.links(self._table)
        if item.external or not _promises(noticed.note.points, item):
            return links
        found, asked = await self._shown(noticed.page, url)
        return noticed.shown(self._table.places(found), asked)

    async def drawn(self, page: Look, url: str, item: Item) -> list[Found]:
        """The pictures that sheets show on a page the browser drew."""
        return (await self._shown(page, url))[0] if _promises(page.points, item) else []

    async def _shown(self, page: Look, url: str) -> tuple[list[Found], tuple[tuple[str, str], ...]]:
        """The pictures, and the sheets asked for (address, hash): none where the page says much itself, or
        has no box with nothing in it."""
        found: list[Found] = []
        asked: list[tuple[str, str]] = []
        if own_length(page) >= rules().data.images.sheet_text or not has_empty_box(page.tree):
            return found, ()
        for address in own_addresses(own_sheets(page), url):
            text = await self._asides.text(address, url)
            asked.append((address, digest_of(text)))
            if SHOWS.search(text):
                found += sheet_links(text, address, page.tree)
        return found, tuple(asked)


def _promises(points: float, item: Item) -> bool:
    return points >= LIKELY or promise(f"{item.anchor} {words_of(item.url)}") >= LIKELY
