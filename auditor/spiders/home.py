"""Find the unit's website: what the target file says, else the region's lists, else likely names.

Every address tried stays in the trail with what came of it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from auditor.discovery import Belongs, belongs, candidate_hosts, from_links, packaged_habit
from auditor.models import Agency, Candidate, Failure, Link, Region
from auditor.reference import Regions
from auditor.signals import page_signals
from auditor.spiders.directory import Directories, RegionDirectory
from auditor.spiders.failures import SILENT_HOST, FetchError
from auditor.spiders.fetcher import Fetcher, Got
from auditor.spiders.links import find_links
from auditor.spiders.look import decode, is_html, look
from auditor.spiders.network import Network
from auditor.urls import UrlError, home_candidates, host_of, is_social, registered_domain, social_account

_MAX_JUDGED = 6  # homes fetched per unit; each one is a request to somebody else's site
_MAX_WILD = 3  # of them, names that only a wildcard answers for
_NAMES_AT_ONCE = 6  # questions to the name server before the answers are looked at
_NAME_GONE = frozenset({"dns_nxdomain", "dns_no_address", "dns_bad_name"})
# Answers that settle the question for this host: another scheme would hear the same.
_SETTLED = frozenset({"robots", "private_address", "dns_servfail", "dns_timeout", "too_many_files"})


@dataclass(slots=True, kw_only=True)
class Home:
    """What the search ended with. ``got`` is the home page's answer, None when there is none."""

    asked: str = ""
    got: Got | None = None
    trail: list[Candidate] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    social: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


class HomeSearch:
    """The search for one unit."""

    def __init__(
        self,
        agency: Agency,
        region: Region,
        regions: Regions,
        *,
        fetcher: Fetcher,
        network: Network,
        directories: Directories,
        now: str,
    ) -> None:
        self._agency, self._region, self._regions = agency, region, regions
        self._fetcher, self._network, self._directories = fetcher, network, directories
        self._now = now
        self.home = Home()

    async def run(self) -> Home:
        """Look in order of trust; the first website that answers and fits is taken."""
        if self._agency.website:
            self.home.sources.append("target_file")
            if is_social(self._agency.website):
                self._take_social(self._agency.website)
            elif await self._stated():
                return self.home
        await self._look_around()
        return self.home

    async def _stated(self) -> bool:
        """The website of the target file. True when it answered, or its name exists at all."""
        try:
            addresses = home_candidates(self._agency.website)
        except UrlError as error:
            self._refuse(self._agency.website, "target_file", str(error))
            return False
        gone: set[str] = set()
        silent: dict[str, int] = {}
        best: tuple[str, Got] | None = None
        stated = host_of(addresses[0])
        for address in addresses:
            host = host_of(address)
            if host in gone or (host != stated and await self._same_silence(host, stated, silent)):
                continue
            try:
                got = await self._fetcher.get(address, attempts=2)
            except FetchError as error:
                self._failed(address, "target_file", error)
                if error.cause in SILENT_HOST:
                    silent[host] = silent.get(host, 0) + 1
                if error.cause in _NAME_GONE | _SETTLED:
                    gone.add(host)
                if error.cause == "robots":
                    self._note_robots(address)
                    return True
                continue
            if got.status < 400:
                return self._accept(address, got, "target_file", "")
            if host != stated:
                # The twin is our own guess: an error there is no sign of a website.
                self._refuse(address, "target_file", f"http_{got.status}")
                continue
            best = best or (address, got)
            if got.status in (401, 403, 429, 451, 503):
                break  # a door that is shut on purpose is not tried from the side
        if best is not None:
            return self._accept(best[0], best[1], "target_file", f"http_{best[1].status}")
        return False

    async def _same_silence(self, twin: str, stated: str, silent: dict[str, int]) -> bool:
        """Whether the ``www.`` twin lies on the server that was silent on http and https alike."""
        if silent.get(stated, 0) < 2:
            return False
        first, second = await self._addresses(stated), await self._addresses(twin)
        return bool(first) and bool(second) and set(second or ()) <= set(first or ())

    def _note_robots(self, address: str) -> None:
        self.home.asked = address
        self.home.notes.add("robots_all")

    def _accept(self, address: str, got: Got, origin: str, reason: str) -> bool:
        self.home.asked, self.home.got = address, got
        if is_social(got.url):
            self._take_social(got.url)
        self.home.trail.append(Candidate(url=address, origin=origin, outcome="accepted", reason=reason))
        return True

    async def _look_around(self) -> None:
        """The region's lists first, then names the name server knows."""
        directory = await self._directories.of(self._region)
        self.home.sources += directory.asked
        tried: set[str] = {candidate.url for candidate in self.home.trail}
        offers = from_links(self._agency, self._region, directory.links)
        for offer in offers[:_MAX_JUDGED]:
            if offer.url not in tried and await self._judge(offer.url, "portal", offer.text):
                return
            tried.add(offer.url)
        hosts, answered = await self._known_hosts(directory)
        if answered:
            self.home.sources.append("dns")
        if directory.wildcard:
            self.home.notes.add("wildcard_dns")
        known = {host_of(url) for url in tried}
        for host in [host for host in hosts if host not in known][:_MAX_JUDGED]:
            for scheme in ("https", "http"):
                if await self._judge(f"{scheme}://{host}/", "pattern", ""):
                    return
                if not self._unreachable(f"{scheme}://{host}/"):
                    break

    async def _known_hosts(self, directory: RegionDirectory) -> tuple[list[str], bool]:
        """Candidate hosts the name server knows, best first, and whether it answered at all.

        Behind a wildcard every name answers: names with an address of their own come first, and of
        the others, where only the page can tell, few are asked.
        """
        wildcard = directory.wildcard
        found: list[str] = []
        anybody: list[str] = []
        answered = False
        lost = 0
        hosts = candidate_hosts(self._agency, self._region, packaged_habit(self._region))
        for begin in range(0, len(hosts), _NAMES_AT_ONCE):
            batch = hosts[begin : begin + _NAMES_AT_ONCE]
            answers = await asyncio.gather(*(self._addresses(host) for host in batch))
            for host, addresses in zip(batch, answers, strict=True):
                answered = answered or addresses is not None
                if addresses and directory.parked.issuperset(addresses):
                    lost += 1
                    if lost <= _MAX_WILD:
                        self._refuse(f"http://{host}/", "pattern", "wildcard_parked")
                elif addresses:
                    (found if wildcard.isdisjoint(addresses) else anybody).append(host)
            if len(found) >= _MAX_JUDGED:
                break
        return [*found, *anybody[:_MAX_WILD]][:_MAX_JUDGED], answered

    async def _addresses(self, host: str) -> tuple[str, ...] | None:
        """Addresses of a name; empty when there is no such name, None when nobody said."""
        try:
            return await self._network.resolve(host)
        except FetchError as error:
            return () if error.cause in _NAME_GONE else None

    async def _judge(self, url: str, origin: str, text: str) -> bool:
        """Fetch a candidate's home and take it when it is this unit's."""
        try:
            got = await self._fetcher.get(url, attempts=1)
        except FetchError as error:
            self._failed(url, origin, error)
            return False
        if got.status >= 400 or not is_html(got.content_type, got.body):
            self._refuse(url, origin, f"http_{got.status}")
            return False
        page = look(decode(got.body, got.content_type))
        links = tuple(Link(text=found.text, url=found.url) for found in find_links(page.tree, got.url))
        signals = page_signals(got.status, dict(got.headers), page.text, page.title, page.html)
        identity = belongs(
            self._agency,
            self._region,
            page.title,
            page.text,
            got.url,
            links,
            signals=signals,
            regions=self._regions,
        )
        # What a list of the region calls the unit's website is its website, also when it was hacked
        # or its name expired: then nothing on the page could say whose it is.
        named_by_portal = (
            identity.verdict in (Belongs.UNCLEAR, Belongs.EMPTY) and origin == "portal" and text != ""
        )
        if identity.verdict is Belongs.SOCIAL:
            self._take_social(got.url)
        if identity.verdict is not Belongs.OWN and not named_by_portal:
            self._refuse(url, origin, f"{identity.verdict}: {' '.join(identity.reasons)}")
            return False
        return self._accept(url, got, origin, " ".join(identity.reasons))

    def _take_social(self, url: str) -> None:
        account = social_account(url)
        if account and account not in self.home.social:
            self.home.social.append(account)

    def _refuse(self, url: str, origin: str, reason: str) -> None:
        self.home.trail.append(Candidate(url=url, origin=origin, outcome="refused", reason=reason))

    def _unreachable(self, url: str) -> bool:
        return any(item.url == url and item.outcome == "unreachable" for item in self.home.trail)

    def _failed(self, url: str, origin: str, error: FetchError) -> None:
        self.home.trail.append(Candidate(url=url, origin=origin, outcome="unreachable", reason=error.cause))
        if origin == "target_file":
            self.home.failures.append(
                Failure(
                    url=url, cause=error.cause, detail=error.detail, permanent=error.permanent, at=self._now
                )
            )


def moved_domain(asked: str, final: str) -> bool:
    """Whether a redirect led to a name somebody else (or the unit itself, elsewhere) registered."""
    return registered_domain(host_of(asked)) != registered_domain(host_of(final))
