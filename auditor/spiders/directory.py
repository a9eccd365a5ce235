"""What a region's own pages say of its units' websites, fetched once and shared by all visits.

The portal's lists, the health office's, the links of sibling units and what a certificate log knows:
where a unit without a known website is looked for.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.clock import now
from auditor.discovery import Habit, from_links, learn_habit
from auditor.models import Agency, Asked, Kind, Link, Region
from auditor.spiders.browser import Renderer
from auditor.spiders.fetcher import Fetcher, Shared
from auditor.spiders.fronts import Fronts
from auditor.spiders.kept_lists import keep_lists
from auditor.spiders.list_hosts import list_hosts
from auditor.spiders.lists import ListPage, ListReader, ListSite, directory_rules
from auditor.spiders.names import Names
from auditor.spiders.once import Once
from auditor.spiders.outside import certificate_hosts
from auditor.spiders.unknown_names import UnknownNames, page_digest, parent_of
from auditor.urls import UrlError, home_candidates, host_of, is_social

_KEPT = 160  # lists and siblings of the regions whose units are under way at once (site.py: 50)
_MAX_SIBLINGS = 30
_SIBLINGS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Listed:
    """A link of a list: the page it stands on and the source that page belongs to."""

    link: Link
    page: str
    source: str  # portal | health_office | sibling


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDirectory:
    """What the region's own lists say. ``asked`` tells of each list whether it could be read.

    ``units`` are the names of all units of the target files in the region.
    """

    listed: tuple[Listed, ...] = ()
    asked: tuple[Asked, ...] = ()
    habit: Habit = field(default_factory=Habit)
    units: tuple[str, ...] = ()
    area_codes: frozenset[str] = frozenset()


class Directories:
    """The directories of one crawl, one per region; those not asked for a while are dropped."""

    def __init__(
        self,
        shared: Shared,
        folder: Path,
        agencies: Sequence[Agency],
        *,
        names: Names,
        fronts: Fronts,
        renderer: Renderer,
    ) -> None:
        """``folder`` gets an archive per region (``<code>/pages.warc.gz``), as units have."""
        self._shared, self._folder = shared, folder
        self.names, self.fronts, self._renderer = names, fronts, renderer
        self.options = shared.options
        self._units: dict[str, list[Agency]] = defaultdict(list)
        for agency in agencies:
            self._units[agency.region].append(agency)
        self._read_once: Once[tuple[str, str], RegionDirectory] = Once(_KEPT)
        self.unknown_names = UnknownNames(shared, names)
        self._certificates: Once[str, tuple[tuple[str, ...], Asked]] = Once(_KEPT)

    def units_of(self, region: str) -> tuple[str, ...]:
        """The names of the region's units in the target files."""
        return tuple(unit.name for unit in self._units[region])

    def stated_by_others(self, agency: Agency) -> frozenset[str]:
        """Hosts (without ``www.``) that the target files give to other units of the region."""
        others = (unit for unit in self._units[agency.region] if unit.unit_id != agency.unit_id)
        return frozenset(host_of(unit.website).removeprefix("www.") for unit in others if unit.website)

    async def of(self, region: Region) -> RegionDirectory:
        """The region's lists; many visits may ask at once."""
        return await self._read_once.of((region.code, "lists"), lambda: self._lists(region))

    async def siblings(self, region: Region) -> RegionDirectory:
        """The links on the home pages of the region's units whose website is known."""
        return await self._read_once.of((region.code, "siblings"), lambda: self._siblings(region))

    async def certificates(self, domain: str) -> tuple[tuple[str, ...], Asked]:
        """Hosts below a domain that a certificate log knows, and whether it answered."""
        service = self._shared.options.ct
        return await self._certificates.of(
            domain, lambda: certificate_hosts(Fetcher(self._shared), service, domain)
        )

    # ------------------------------------------------------------ lists

    async def _lists(self, region: Region) -> RegionDirectory:
        reader = ListReader(Fetcher(self._shared), self.fronts, self._renderer, self._shared.options.render)
        sites: list[tuple[str, ListSite]] = []
        asked: list[Asked] = []
        for source in ("portal", "health_office"):
            links = [link for _, site in sites for page in site.pages for link in page.links]
            units = self._units[region.code]
            hosts, absent = await list_hosts(region, source, units, links, self.names)
            if absent is not None:
                asked.append(absent)
                continue
            site = await self._read(reader, hosts)
            sites.append((source, site))
            state = "answered" if site.pages else "silent"
            asked.append(Asked(source=source, state=state, detail=site.cause, at=now()))
        keep_lists(self._folder, region, [page for _, site in sites for page in site.pages], asked)
        listed = [
            Listed(link, page.got.url, source)
            for source, site in sites
            for page in site.pages
            for link in page.links
        ]
        unique = {(item.link.url, item.link.text): item for item in reversed(listed)}
        listed = list(reversed(unique.values()))
        area = re.compile(directory_rules().phones.area)
        text = "\n".join(page.text for _, site in sites for page in site.pages)
        return RegionDirectory(
            listed=tuple(listed),
            asked=tuple(self._with_list(region, asked, listed)),
            habit=self._habit(region, listed),
            units=self.units_of(region.code),
            area_codes=frozenset(area.findall(text)),
        )

    async def _read(self, reader: ListReader, hosts: Sequence[str]) -> ListSite:
        """The lists of the first host that shows more than what names that cannot exist show."""
        cause = ""
        for host in hosts:
            site = await reader.read([host])
            if site.pages and "." in host.removeprefix("www.").partition(".")[2]:
                unknown = await self.unknown_names.below(parent_of(host))
                if unknown.digest and unknown.digest == page_digest(site.pages[0].got):
                    cause = cause or "wildcard_page"
                    continue
            if site.pages:
                return site
            cause = cause or site.cause
        return ListSite(cause=cause or "dns_nxdomain")

    def _with_list(self, region: Region, asked: Sequence[Asked], listed: Sequence[Listed]) -> list[Asked]:
        """A portal that answers but lists none of the units asked about is told apart."""
        told = []
        for source in asked:
            links = [item.link for item in listed if item.source == source.source]
            named = any(from_links(unit, region, links) for unit in self._units[region.code])
            bare = source.state == "answered" and not named
            told.append(
                Asked(source=source.source, state=source.state, detail="no_list", at=source.at)
                if bare
                else source
            )
        return told

    def _habit(self, region: Region, listed: Sequence[Listed]) -> Habit:
        known = [
            (unit.name, website)
            for unit in self._units[region.code]
            if (website := unit.decision.website if unit.decision else unit.website)
            and not is_social(website)
        ]
        return learn_habit(region, known + [(item.link.text, item.link.url) for item in listed])

    # ------------------------------------------------------------ siblings

    async def _siblings(self, region: Region) -> RegionDirectory:
        addresses: list[str] = []
        for unit in self._units[region.code]:
            if unit.kind is Kind.PORTAL or not unit.website or is_social(unit.website):
                continue
            try:
                addresses.append(home_candidates(unit.website)[0])
            except UrlError:
                continue
        gate = asyncio.Semaphore(_SIBLINGS_AT_ONCE)
        reader = ListReader(Fetcher(self._shared), self.fronts, self._renderer, "never")

        async def read(url: str) -> ListPage | str:
            async with gate:
                return await reader.page(url)

        pages = await asyncio.gather(*(read(url) for url in dict.fromkeys(addresses[:_MAX_SIBLINGS])))
        read_pages = [page for page in pages if isinstance(page, ListPage)]
        listed = [Listed(link, page.got.url, "sibling") for page in read_pages for link in page.links]
        state, detail = ("answered", "") if read_pages else ("absent", "no_sibling")
        unique = {(item.link.url, item.link.text): item for item in reversed(listed)}
        return RegionDirectory(
            listed=tuple(reversed(unique.values())),
            asked=(Asked(source="sibling", state=state, detail=detail, at=now()),),
            habit=self._habit(region, listed),
        )
