"""What a region's own pages say of its units' websites, fetched once and shared by all visits.

The portal's lists, the health office's, the links of sibling units, what a certificate log knows and
what names that cannot exist are answered with: where a unit without a known website is looked for.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.clock import now
from auditor.discovery import Habit, candidate_hosts, from_links, learn_habit
from auditor.models import Agency, Asked, Kind, Link, Region, Visit
from auditor.signals import page_signals
from auditor.spiders.browser import Renderer
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher, Got, Shared
from auditor.spiders.fronts import Fronts
from auditor.spiders.lists import ListPage, ListReader, ListSite, directory_rules
from auditor.spiders.look import decode, is_html, look
from auditor.spiders.names import Names
from auditor.spiders.once import Once
from auditor.spiders.outside import certificate_hosts
from auditor.store.archive_writer import VisitWriter
from auditor.urls import UrlError, home_candidates, host_of, is_social, registered_domain

_KEPT = 160  # lists and siblings of the regions whose units are under way at once (site.py: 50)
_DOMAINS_KEPT = 2_000
_MAX_SIBLINGS = 30
_SIBLINGS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Listed:
    """A link of a list: the page it stands on and the source that page belongs to."""

    link: Link
    page: str
    source: str  # portal | health_office | sibling


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """What names that cannot exist lead to below one domain.

    ``addresses`` are those DNS gives them (empty: no wildcard); ``parked`` says that a parking page
    answers there; ``final`` is where they are led and ``digest`` what is shown.
    """

    addresses: frozenset[str] = frozenset()
    parked: bool = False
    final: str = ""
    digest: str = ""


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
        self._unknown: Once[str, UnknownNames] = Once(_DOMAINS_KEPT)
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
            hosts, absent = await self._hosts(region, source, links)
            if absent is not None:
                asked.append(absent)
                continue
            site = await self._read(reader, hosts)
            sites.append((source, site))
            state = "answered" if site.pages else "silent"
            asked.append(Asked(source=source, state=state, detail=site.cause, at=now()))
        self._keep(region, [page for _, site in sites for page in site.pages], asked)
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
                unknown = await self.unknown_names(parent_of(host))
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

    async def _hosts(
        self, region: Region, source: str, links: Sequence[Link]
    ) -> tuple[list[str], Asked | None]:
        """Hosts whose lists to read, or why there is nothing to read. ``links`` are the portal's."""
        stated = [
            host_of(unit.website)
            for unit in self._units[region.code]
            if unit.website and not is_social(unit.website) and _keeps_lists(unit, source)
        ]
        if source == "portal":
            own = [f"www.{region.domain}", region.domain] if region.domain else []
            hosts = list(dict.fromkeys([*own, *stated]))
            return hosts, None if hosts else _absent(source, "domain_unknown")
        named = Agency(unit_id="-", name="Dinas Kesehatan", kind=Kind.OPD, region=region.code)
        office = next((unit for unit in self._units[region.code] if _keeps_lists(unit, source)), named)
        offered = [host_of(offer.url) for offer in from_links(office, region, links)]
        portal = {region.domain, *region.other_domains}
        hosts = [
            host for host in dict.fromkeys([*stated, *offered]) if host.removeprefix("www.") not in portal
        ]
        if not hosts and self.names.off:
            return candidate_hosts(office, region)[:1], None
        known, wild, cause = await self._known(candidate_hosts(office, region)) if not hosts else ([], [], "")
        hosts = (hosts + known)[:3] or wild[:4]
        if hosts:
            return hosts, None
        return [], Asked(source=source, state="silent", detail=cause, at=now()) if cause else _absent(
            source, "no_host"
        )

    async def _known(self, hosts: Sequence[str]) -> tuple[list[str], list[str], str]:
        """Hosts with an address of their own, hosts only a wildcard answers for, and a cause of silence."""
        known: list[str] = []
        wild: list[str] = []
        cause = ""
        for host in [*hosts[:6], *(f"www.{host}" for host in hosts[:2] if not host.startswith("www."))]:
            answer = await self.names.ask(host)
            cause = cause or answer.cause
            if answer.addresses:
                unknown = await self.names.wildcard(parent_of(host))
                (known if unknown.addresses.isdisjoint(answer.addresses) else wild).append(host)
        return known, sorted(wild, key=lambda host: _rank(host, hosts)), cause

    def _habit(self, region: Region, listed: Sequence[Listed]) -> Habit:
        known = [
            (unit.name, website)
            for unit in self._units[region.code]
            if (website := unit.decision.website if unit.decision else unit.website)
            and not is_social(website)
        ]
        return learn_habit(region, known + [(item.link.text, item.link.url) for item in listed])

    def _keep(self, region: Region, pages: Sequence[ListPage], asked: Sequence[Asked]) -> None:
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
                    via=page.via,
                )
            writer.finish(
                Visit(
                    agency=agency,
                    home=pages[0].got.url,
                    final_url=pages[0].got.url,
                    sources_asked=tuple(item.source for item in asked if item.state == "answered"),
                    asked=tuple(asked),
                    fetches=writer.fetches,
                    started_at=pages[0].fetched_at,
                    finished_at=pages[-1].fetched_at,
                )
            )
        except BaseException:
            writer.abandon()
            raise

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

    # ------------------------------------------------------------ names that cannot exist

    async def unknown_names(self, parent: str) -> UnknownNames:
        """What a visitor of a name that cannot exist below ``parent`` is shown (none below a suffix)."""
        if registered_domain(f"x.{parent}") == f"x.{parent}":
            return UnknownNames()
        return await self._unknown.of(parent, lambda: self._show_unknown(parent))

    async def _show_unknown(self, parent: str) -> UnknownNames:
        wild = await self.names.wildcard(parent)
        if not wild.host:
            return UnknownNames()
        fetcher = Fetcher(self._shared)
        for scheme in ("http", "https"):
            try:
                got = await fetcher.get(f"{scheme}://{wild.host}/", attempts=1)
            except FetchError:
                continue
            page = look(decode(got.body, got.content_type))
            signals = page_signals(got.status, dict(got.headers), page.text, page.title, page.html)
            return UnknownNames(wild.addresses, "parked" in signals, got.url, page_digest(got))
        return UnknownNames(wild.addresses)


def _rank(host: str, hosts: Sequence[str]) -> int:
    bare = host.removeprefix("www.")
    return hosts.index(bare) if bare in hosts else hosts.index(host)


def parent_of(host: str) -> str:
    """The domain below which a host is one name among others; ``www.`` is none of its own."""
    return host.removeprefix("www.").partition(".")[2]


def page_digest(got: Got) -> str:
    """Hash of the words a page shows, whatever host they were asked under; empty for no page."""
    if not is_html(got.content_type, got.body):
        return ""
    page = look(decode(got.body, got.content_type))
    words = f"{page.title} {page.text}".lower()
    for host in {host_of(got.url), host_of(got.requested_url)}:
        words = words.replace(host, "")
    return hashlib.sha256(words.encode()).hexdigest() if words.strip() else ""


def _keeps_lists(unit: Agency, source: str) -> bool:
    if source == "portal":
        return unit.kind is Kind.PORTAL
    # "Kesehatan Hewan" is the veterinary service.
    return unit.kind is Kind.OPD and bool(re.search(r"(?i)\bdinas kesehatan\b(?! hewan)", unit.name))


def _absent(source: str, why: str) -> Asked:
    return Asked(source=source, state="absent", detail=why, at=now())
