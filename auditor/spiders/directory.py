"""What a region's own pages say of its units' websites, fetched once and shared by all visits.

The portal's home page and its pages that list units, and the same of the health office: where a
unit without a known website is looked for first.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from auditor.discovery import candidate_hosts
from auditor.models import Agency, Kind, Link, Region, Visit
from auditor.signals import page_signals
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher, Got, Shared
from auditor.spiders.links import find_links
from auditor.spiders.look import decode, is_html, look
from auditor.store.archive import VisitWriter
from auditor.text import fold
from auditor.urls import in_scope

_LISTS = re.compile(
    r"(?:opd|skpd|perangkat daerah|organisasi perangkat|instansi|dinas|badan|kecamatan|puskesmas|unit kerja"
    r"|pemerintahan|website|situs|tautan|link terkait|subdomain|daftar|layanan|direktori"
    r"|fasilitas kesehatan|faskes)"
)
_MAX_LISTS = 12
# Labels no agency would take; a name server that answers for them answers for everything.
_RANDOM_LABELS = ("x7q-tidak-ada-4b2", "zz9-uji-liar-81k")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage:
    """One page of the directory, kept for the archive of every unit that used it."""

    got: Got
    links: tuple[Link, ...]
    source: str  # portal | health_office
    fetched_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDirectory:
    """Links of the region's lists. ``asked`` are the sources that answered, ``silent`` those that did not.

    ``wildcard`` are the addresses given for names that cannot exist, ``parked`` those of them that
    show a parking page.
    """

    pages: tuple[DirectoryPage, ...] = ()
    asked: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    wildcard: frozenset[str] = frozenset()
    parked: frozenset[str] = frozenset()

    @property
    def links(self) -> tuple[Link, ...]:
        """All links of all lists, in reading order."""
        return tuple(link for page in self.pages for link in page.links)


class Directories:
    """The directories of one crawl, one per region."""

    def __init__(self, shared: Shared, folder: Path) -> None:
        """``folder`` gets an archive per region (``<code>/pages.warc.gz``), as units have."""
        self._shared, self._folder = shared, folder
        self._tasks: dict[str, asyncio.Task[RegionDirectory]] = {}

    async def of(self, region: Region) -> RegionDirectory:
        """The region's directory; many visits may ask at once."""
        task = self._tasks.get(region.code)
        if task is None:
            task = asyncio.ensure_future(self._read(region))
            self._tasks[region.code] = task
        return await asyncio.shield(task)

    async def _read(self, region: Region) -> RegionDirectory:
        if not region.domain:
            return RegionDirectory(silent=("portal",))
        fetcher = Fetcher(self._shared)
        wildcard, parked = await self._wildcard(region, fetcher)
        pages: list[DirectoryPage] = []
        asked: list[str] = []
        silent: list[str] = []
        for source, hosts in (
            ("portal", [f"www.{region.domain}", region.domain]),
            ("health_office", await self._health_hosts(region, wildcard)),
        ):
            found = await self._lists(fetcher, hosts, source)
            pages += found
            (asked if found else silent).append(source)
        self._keep(region, pages, asked)
        return RegionDirectory(
            pages=tuple(pages),
            asked=tuple(asked),
            silent=tuple(silent),
            wildcard=frozenset(wildcard),
            parked=frozenset(parked),
        )

    def _keep(self, region: Region, pages: Sequence[DirectoryPage], asked: Sequence[str]) -> None:
        """Archive what the lists said: whoever doubts a candidate can read it there."""
        if not pages:
            return
        agency = Agency(unit_id=region.code, name=region.name, kind=Kind.PORTAL, region=region.code)
        writer = VisitWriter(self._folder / region.code, agency)
        try:
            for page in pages:
                writer.add(
                    url=page.got.url,
                    requested_url=page.got.requested_url,
                    status=page.got.status,
                    headers=page.got.headers,
                    body=page.got.body,
                    content_type=page.got.header("content-type"),
                    fetched_at=page.fetched_at,
                )
            writer.finish(
                Visit(
                    agency=agency,
                    home=pages[0].got.url,
                    final_url=pages[0].got.url,
                    sources_asked=tuple(asked),
                    fetches=writer.fetches,
                    started_at=pages[0].fetched_at,
                    finished_at=pages[-1].fetched_at,
                )
            )
        except BaseException:
            writer.abandon()
            raise

    async def _wildcard(self, region: Region, fetcher: Fetcher) -> tuple[set[str], set[str]]:
        """Addresses the region's name server gives for names that cannot exist.

        The second set are those of them where such a name shows a parking page: a domain that was
        lost, where no name is anybody's.
        """
        found: set[str] = set()
        parked: set[str] = set()
        for domain in (region.domain, *region.other_domains[:2]):
            for label in _RANDOM_LABELS:
                try:
                    addresses = await self._shared.network.resolve(f"{label}.{domain}")
                except FetchError:
                    continue
                if not found.issuperset(addresses) and await self._is_parked(fetcher, f"{label}.{domain}"):
                    parked.update(addresses)
                found.update(addresses)
        return found, parked

    @staticmethod
    async def _is_parked(fetcher: Fetcher, host: str) -> bool:
        for scheme in ("http", "https"):
            try:
                got = await fetcher.get(f"{scheme}://{host}/", attempts=1)
            except FetchError:
                continue
            page = look(decode(got.body, got.content_type))
            return "parked" in page_signals(got.status, dict(got.headers), page.text, page.title, page.html)
        return False

    async def _health_hosts(self, region: Region, wildcard: set[str]) -> list[str]:
        office = Agency(unit_id="-", name="Dinas Kesehatan", kind=Kind.OPD, region=region.code)
        hosts = []
        for host in candidate_hosts(office, region)[:6]:
            try:
                if wildcard.isdisjoint(await self._shared.network.resolve(host)):
                    hosts.append(host)
            except FetchError:
                continue
        return hosts[:2]

    async def _lists(self, fetcher: Fetcher, hosts: Sequence[str], source: str) -> list[DirectoryPage]:
        for host in hosts:
            for scheme in ("https", "http"):
                home = await self._page(fetcher, f"{scheme}://{host}/", source)
                if home is None:
                    continue
                pages = [home]
                wanted = [
                    link.url
                    for link in home.links
                    if _LISTS.search(fold(f"{link.text} {link.url}"))
                    and in_scope(link.url, home.got.url, False)
                ]
                for url in list(dict.fromkeys(wanted))[:_MAX_LISTS]:
                    if url.rstrip("/") == home.got.url.rstrip("/"):
                        continue
                    page = await self._page(fetcher, url, source)
                    if page is not None:
                        pages.append(page)
                return pages
        return []

    async def _page(self, fetcher: Fetcher, url: str, source: str) -> DirectoryPage | None:
        try:
            got = await fetcher.get(url, attempts=1)
        except FetchError:
            return None
        if got.status >= 400 or not is_html(got.content_type, got.body):
            return None
        page = look(decode(got.body, got.content_type))
        links = tuple(Link(text=found.text, url=found.url) for found in find_links(page.tree, got.url))
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return DirectoryPage(got=got, links=links, source=source, fetched_at=moment)
