"""Find the unit's website: what a person decided or stated, else the region's lists, else likely names.

Every address tried stays in the trail with what came of it, every source with whether it could be
asked. A person's decision is the last word; the search behind it goes on all the same, so that a
decision that no longer fits what is seen is noticed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from auditor.discovery import (
    Belongs,
    Habit,
    Identity,
    Locality,
    accounts_from_links,
    candidate_hosts,
    former_hosts,
    from_links,
    label_fits,
    labels_below,
    may_name,
)
from auditor.spiders.answers import Got
from auditor.spiders.candidates import MAX_JUDGED, SHUT, Candidates, Home, Try
from auditor.spiders.directory import Listed, RegionDirectory
from auditor.spiders.failures import SILENT_HOST, FetchError
from auditor.spiders.look import is_html
from auditor.spiders.names import GONE
from auditor.spiders.outside import search
from auditor.spiders.unknown_names import parent_of
from auditor.urls import UrlError, home_candidates, host_of, is_social, registered_domain

_MAX_WILD = 4  # names that only a wildcard answers for, of which the page has to tell
_NAMES_AT_ONCE = 6  # questions to the name server before the answers are looked at
# Answers that settle the question for this host: another scheme would hear the same.
_SETTLED = frozenset(
    {"robots", "private_address", "dns_servfail", "dns_lame", "dns_timeout", "too_many_files"}
)
# What makes a stated address the unit's all the same; a neighbour may host it, if the page says whose it is.
_SAVED_BY = {
    Belongs.NAMESAKE: {"+region_in_text"},
    Belongs.OTHER_UNIT: {"+host_label", "+title"},
    Belongs.NEWS: {"+title"},
    Belongs.LIST: {"+title"},
}


class HomeSearch(Candidates):
    """The search for one unit."""

    async def run(self) -> Home:
        """Look in order of trust; the first website that answers and fits is taken."""
        decided = self._decision.website if self._decision else ""
        if decided:
            self._asked("decision", "answered")
            if await self._stated(decided, "decision"):
                return self.home
        if self._agency.website and self._agency.website != decided:
            self._asked("target_file", "answered")
            if is_social(self._agency.website):
                self._take_social(self._agency.website)
            elif await self._stated(self._agency.website, "target_file"):
                return self.home
        await self._look_around()
        if self.home.got is None and self._led_away is not None and not self._overruled("target_file"):
            # Nothing better was found: where the stated address leads is what there is to say.
            attempt, got = self._led_away
            self.home.asked, self.home.got = attempt.url, got
        return self.home

    # ------------------------------------------------------------ what people said

    async def _stated(self, website: str, origin: str) -> bool:
        """The website a person named. True when it answered as somebody's own, or forbids to be read."""
        try:
            addresses = home_candidates(website)
        except UrlError as error:
            self._record(Try(url=website, origin=origin), "refused", str(error))
            return False
        gone: set[str] = set()
        silent: dict[str, int] = {}
        best: tuple[Try, Got] | None = None
        stated = host_of(addresses[0])
        for address in addresses:
            host = host_of(address)
            twin = host != stated
            attempt = Try(url=address, origin=origin, claim="" if twin else "stated")
            if host in gone or (twin and await self._needless(host, stated, silent)):
                continue
            self._tried.add(address)
            try:
                got = await self._directories.fronts.get(self._fetcher, address, attempts=2)
            except FetchError as error:
                self._failed(attempt, error)
                if error.cause in SILENT_HOST:
                    silent[host] = silent.get(host, 0) + 1
                if error.cause in GONE | _SETTLED:
                    gone.add(host)
                if error.cause == "robots" and not self._overruled(origin):
                    self.home.asked = address
                    self.home.notes.add("robots_all")
                    return True
                continue
            if got.status < 400:
                identity = self._whose(got)
                if identity is not None and self._region.name and _of_others(identity):
                    return self._not_theirs(attempt, got, identity)
                return self._accept(attempt, got, " ".join(identity.reasons) if identity else "")
            if twin:
                # The twin is our own guess: an error there is no sign of a website.
                self._record(attempt, "refused", f"http_{got.status}")
                continue
            best = best or (attempt, got)
            if got.status in SHUT:
                break  # a door that is shut on purpose is not tried from the side
        return self._accept(*best, f"http_{best[1].status}") if best is not None else False

    async def _needless(self, twin: str, stated: str, silent: dict[str, int]) -> bool:
        """Whether the ``www.`` twin can say nothing of the unit.

        It lies on the server that was silent on http and https alike, or only a wildcard answers for it.
        """
        answer = await self._directories.names.ask(twin) if not self._directories.names.off else None
        if answer is None or not answer.addresses:
            return False
        wild = await self._directories.names.wildcard(parent_of(stated))
        if wild.addresses and wild.addresses.issuperset(answer.addresses):
            return True
        if silent.get(stated, 0) < 2:
            return False
        first = await self._directories.names.ask(stated)
        return bool(first.addresses) and set(answer.addresses) <= set(first.addresses)

    def _whose(self, got: Got) -> Identity | None:
        """Whose page a stated address shows, where there is one that could say: a person may be mistaken.

        A page that says nothing of whose it is stays the unit's: somebody said so. An address alone, of no
        region, has nothing to be held against.
        """
        if not is_html(got.content_type, got.body) or is_social(got.url):
            return None
        return self._identity(got, "")

    def _not_theirs(self, attempt: Try, got: Got, identity: Identity) -> bool:
        """Refuse what the target file stated; a decision holds, and the doubt is told."""
        reasons = " ".join(identity.reasons)
        if attempt.origin == "decision":
            return self._accept(attempt, got, f"doubtful: {identity.verdict} {reasons}")
        led_away = host_of(attempt.url) != host_of(got.url)
        self._record(attempt, "refused", f"{'redirected_away' if led_away else identity.verdict}: {reasons}")
        if led_away:
            self._led_away = (attempt, got)
        return False

    # ------------------------------------------------------------ the region's sources

    async def _look_around(self) -> None:
        """Lists of the region, siblings, names the name server knows, and sources outside."""
        directory = await self._locality()
        self.home.sources += directory.asked
        if await self._from_lists(directory.listed):
            return
        siblings = await self._directories.siblings(self._region)
        self.home.sources += siblings.asked
        if await self._from_lists(siblings.listed):
            return
        if await self._by_name(directory.habit) or await self._by_certificates():
            return
        await self._by_search()

    async def _locality(self) -> RegionDirectory:
        """The region's lists; from then on pages are judged by what they tell of the place."""
        directory = await self._directories.of(self._region)
        self._around = Locality(
            area_codes=directory.area_codes,
            domains=frozenset(filter(None, self._own_domains())),
            units=directory.units,
        )
        return directory

    def _own_domains(self) -> tuple[str, ...]:
        return (self._region.domain, *self._region.other_domains)

    async def _from_lists(self, listed: Sequence[Listed]) -> bool:
        links = [item.link for item in listed]
        for account in accounts_from_links(self._agency, self._region, links):
            self._take_social(account)
        where = {(item.link.url, item.link.text): item for item in reversed(listed)}
        by_url = {item.link.url: item for item in reversed(listed)}
        tries = []
        for offer in from_links(self._agency, self._region, links):
            item = where.get((offer.url, offer.text)) or by_url.get(offer.url)
            tries.append(
                Try(
                    url=offer.url,
                    origin=item.source if item else "portal",
                    # A sibling's link names somebody; the region's own list says whose website it is.
                    claim="listed" if offer.text and item and item.source != "sibling" else "",
                    found_on=item.page if item else "",
                    text=offer.text,
                )
            )
        return await self._first_own(tries)

    async def _by_name(self, habit: Habit) -> bool:
        """Hosts of the notes and of the region's habit that the name server knows."""
        names = self._directories.names
        hosts = list(
            dict.fromkeys([*former_hosts(self._agency), *candidate_hosts(self._agency, self._region, habit)])
        )
        if names.off or not hosts:
            self._asked("dns", "off" if names.off else "absent", names.off or "domain_unknown")
            return bool(names.off) and await self._first_own(self._at(hosts[:MAX_JUDGED]))
        known, anybody, cause = await self._known(hosts)
        self._asked("dns", "silent" if cause else "answered", cause)
        return await self._first_own(self._at(known[:MAX_JUDGED])) or await self._first_own(
            self._at(_with_twins(anybody)[:_MAX_WILD], wild=True)
        )

    def _at(self, hosts: Iterable[str], *, wild: bool = False) -> list[Try]:
        return [
            Try(
                url=f"{'http' if wild else 'https'}://{host}/",
                origin="pattern",
                claim="label" if not wild and not self._directories.names.off and self._bears(host) else "",
            )
            for host in hosts
        ]

    def _bears(self, host: str) -> bool:
        """Whether a host bears the unit's name and is not said to be another's."""
        if host.removeprefix("www.") in self._directories.stated_by_others(self._agency):
            return False
        labels = labels_below(host, self._region)
        return any(label_fits(label, self._agency, self._region) >= 0.8 for label in labels)

    async def _known(self, hosts: Sequence[str]) -> tuple[list[str], list[str], str]:
        """Hosts with an address of their own, hosts only a wildcard answers for, and what went unanswered.

        Behind a wildcard every name answers, and only the page can tell.
        """
        names = self._directories.names
        found: list[str] = []
        anybody: list[str] = []
        causes: list[str] = []
        lost = 0
        for begin in range(0, len(hosts), _NAMES_AT_ONCE):
            batch = hosts[begin : begin + _NAMES_AT_ONCE]
            answers = await asyncio.gather(*(names.ask(host) for host in batch))
            for host, answer in zip(batch, answers, strict=True):
                if answer.cause:
                    causes.append(f"{answer.cause}: {host}")
                if not answer.addresses:
                    continue
                unknown = await self._directories.unknown_names.below(parent_of(host))
                if unknown.addresses.isdisjoint(answer.addresses):
                    found.append(host)
                    continue
                self.home.notes.add("wildcard_dns")
                if unknown.parked:
                    lost += 1
                    if lost <= MAX_JUDGED // 2:
                        attempt = Try(url=f"http://{host}/", origin="pattern")
                        self._record(attempt, "refused", "wildcard_parked")
                else:
                    anybody.append(host)
            if len(found) >= MAX_JUDGED:
                break
        return found, anybody, next(iter(causes), "")

    async def _by_certificates(self) -> bool:
        if not self._network_asks("ct") or not self._region.domain:
            return False
        hosts, asked = await self._directories.certificates(registered_domain(self._region.domain))
        self.home.sources.append(asked)
        fitting = [host for host in hosts if may_name(host, self._agency, self._region)]
        tries = [Try(url=f"https://{host}/", origin="certificates") for host in fitting]
        return await self._first_own(tries)

    async def _by_search(self) -> bool:
        if not (address := self._network_asks("search")):
            return False
        results, asked = await search(self._fetcher, address, self._agency, self._region)
        self.home.sources.append(asked)
        found = [Try(url=result.url, origin="search", text=result.title) for result in results]
        return await self._first_own([attempt for attempt in found if not is_social(attempt.url)])

    def _network_asks(self, name: str) -> str:
        return str(getattr(self._directories.options, name))


def _with_twins(hosts: Sequence[str]) -> list[str]:
    """The likeliest name with ``www.`` right behind it: of the two only one may have a page of its own."""
    first = [name for host in hosts[:1] for name in (host, f"www.{host.removeprefix('www.')}")]
    return list(dict.fromkeys([*first, *hosts]))


def _of_others(identity: Identity) -> bool:
    """Whether the page of a stated address positively is somebody else's."""
    reasons = set(identity.reasons)
    if reasons & {"-nobody_named", "-campaign"}:
        return True
    if identity.verdict is Belongs.PORTAL:
        return "-portal_home" in reasons
    saved_by = _SAVED_BY.get(identity.verdict)
    return saved_by is not None and not saved_by & reasons


def moved_domain(asked: str, final: str) -> bool:
    """Whether a redirect led to a name somebody else (or the unit itself, elsewhere) registered."""
    return registered_domain(host_of(asked)) != registered_domain(host_of(final))
