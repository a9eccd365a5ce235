"""Find the unit's website: what a person decided or stated, else the region's lists, else likely names.

Every address tried stays in the trail with what came of it, every source with whether it could be
asked. A person's decision is the last word; the search behind it goes on all the same, so that a
decision that no longer fits what is seen is noticed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from auditor.discovery import (
    Belongs,
    Habit,
    Identity,
    Locality,
    accounts_from_links,
    belongs,
    candidate_hosts,
    former_hosts,
    from_links,
    label_fits,
    labels_below,
    may_name,
)
from auditor.discovery.decisions import in_force
from auditor.models import Agency, Asked, Candidate, Failure, Region
from auditor.reference import Regions
from auditor.signals import page_signals
from auditor.spiders.directory import Directories, Listed, RegionDirectory, page_digest, parent_of
from auditor.spiders.failures import SILENT_HOST, FetchError
from auditor.spiders.fetcher import Fetcher, Got
from auditor.spiders.lists import links_of, marks_of
from auditor.spiders.look import decode, is_html, look
from auditor.spiders.names import GONE
from auditor.spiders.network import Network
from auditor.spiders.outside import search
from auditor.urls import UrlError, home_candidates, host_of, is_social, registered_domain, social_account

_MAX_JUDGED = 6  # homes fetched per source; each one is a request to somebody else's site
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
_SHUT = frozenset({401, 403, 429, 451, 503})


@dataclass(slots=True, kw_only=True)
class Home:
    """What the search ended with. ``got`` is the home page's answer, None when there is none."""

    asked: str = ""
    got: Got | None = None
    trail: list[Candidate] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    sources: list[Asked] = field(default_factory=list)
    social: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """One address to open, and why."""

    url: str
    origin: str
    claim: str = ""
    found_on: str = ""
    text: str = ""


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
        self._decision = in_force(agency.decision, now)
        self._around = Locality(units=directories.units_of(agency.region))
        self._tried: set[str] = set()
        self._led_away: tuple[_Try, Got] | None = None
        self.home = Home()

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

    def _overruled(self, origin: str) -> bool:
        """Whether a person's decision speaks against whatever else is found."""
        return self._decision is not None and origin != "decision"

    def _asked(self, source: str, state: str, detail: str = "") -> None:
        self.home.sources.append(Asked(source=source, state=state, detail=detail, at=_now()))

    # ------------------------------------------------------------ what people said

    async def _stated(self, website: str, origin: str) -> bool:
        """The website a person named. True when it answered as somebody's own, or forbids to be read."""
        try:
            addresses = home_candidates(website)
        except UrlError as error:
            self._record(_Try(url=website, origin=origin), "refused", str(error))
            return False
        gone: set[str] = set()
        silent: dict[str, int] = {}
        best: tuple[_Try, Got] | None = None
        stated = host_of(addresses[0])
        for address in addresses:
            host = host_of(address)
            twin = host != stated
            attempt = _Try(url=address, origin=origin, claim="" if twin else "stated")
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
                if await self._is_others(attempt, got):
                    return False
                return self._accept(attempt, got, self._reasons(got))
            if twin:
                # The twin is our own guess: an error there is no sign of a website.
                self._record(attempt, "refused", f"http_{got.status}")
                continue
            best = best or (attempt, got)
            if got.status in _SHUT:
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

    async def _is_others(self, attempt: _Try, got: Got) -> bool:
        """Whether a stated address shows a page that surely is somebody else's: a person may be mistaken.

        A page that says nothing of whose it is stays the unit's: somebody said so.
        """
        if not is_html(got.content_type, got.body) or is_social(got.url):
            return False
        identity = self._identity(got, "")
        if not _of_others(identity):
            return False
        cause = "redirected_away" if host_of(attempt.url) != host_of(got.url) else str(identity.verdict)
        self._record(attempt, "refused", f"{cause}: {' '.join(identity.reasons)}")
        if cause == "redirected_away":
            self._led_away = (attempt, got)
        return True

    def _reasons(self, got: Got) -> str:
        if not is_html(got.content_type, got.body) or is_social(got.url):
            return ""
        return " ".join(self._identity(got, "").reasons)

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
                _Try(
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
        hosts = list(dict.fromkeys([*former_hosts(self._agency), *self._named_hosts(habit)]))
        if names.off or not hosts:
            self._asked("dns", "off" if names.off else "absent", names.off or "domain_unknown")
            return bool(names.off) and await self._first_own(self._at(hosts[:_MAX_JUDGED]))
        known, anybody, cause = await self._known(hosts)
        self._asked("dns", "silent" if cause else "answered", cause)
        return await self._first_own(self._at(known[:_MAX_JUDGED])) or await self._first_own(
            self._at(_with_twins(anybody)[:_MAX_WILD], wild=True)
        )

    def _named_hosts(self, habit: Habit) -> list[str]:
        return candidate_hosts(self._agency, self._region, habit)

    def _at(self, hosts: Iterable[str], *, wild: bool = False) -> list[_Try]:
        return [
            _Try(
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
                unknown = await self._directories.unknown_names(parent_of(host))
                if unknown.addresses.isdisjoint(answer.addresses):
                    found.append(host)
                    continue
                self.home.notes.add("wildcard_dns")
                if unknown.parked:
                    lost += 1
                    if lost <= _MAX_JUDGED // 2:
                        attempt = _Try(url=f"http://{host}/", origin="pattern")
                        self._record(attempt, "refused", "wildcard_parked")
                else:
                    anybody.append(host)
            if len(found) >= _MAX_JUDGED:
                break
        return found, anybody, next(iter(causes), "")

    async def _by_certificates(self) -> bool:
        if not self._network_asks("ct") or not self._region.domain:
            return False
        hosts, asked = await self._directories.certificates(registered_domain(self._region.domain))
        self.home.sources.append(asked)
        fitting = [host for host in hosts if may_name(host, self._agency, self._region)]
        tries = [_Try(url=f"https://{host}/", origin="certificates") for host in fitting]
        return await self._first_own(tries)

    async def _by_search(self) -> bool:
        if not (address := self._network_asks("search")):
            return False
        results, asked = await search(self._fetcher, address, self._agency, self._region)
        self.home.sources.append(asked)
        found = [_Try(url=result.url, origin="search", text=result.title) for result in results]
        return await self._first_own([attempt for attempt in found if not is_social(attempt.url)])

    def _network_asks(self, name: str) -> str:
        return str(getattr(self._directories.options, name))

    # ------------------------------------------------------------ one candidate

    async def _first_own(self, tries: Sequence[_Try]) -> bool:
        """Open at most a few; True when one is the unit's."""
        fresh = [attempt for attempt in tries if attempt.url not in self._tried]
        for attempt in fresh[:_MAX_JUDGED]:
            if attempt.url in self._tried:
                continue
            if await self._judge(attempt):
                return True
            plain = attempt.url.replace("https://", "http://", 1)
            guessed = attempt.origin in ("pattern", "certificates")
            if guessed and self._unreachable(attempt.url) and await self._judge_again(attempt, plain):
                return True
        return False

    async def _judge_again(self, attempt: _Try, plain: str) -> bool:
        again = _Try(url=plain, origin=attempt.origin, claim=attempt.claim)
        return plain not in self._tried and await self._judge(again)

    async def _judge(self, attempt: _Try) -> bool:
        """Fetch a candidate's home and take it when it is this unit's."""
        self._tried.add(attempt.url)
        try:
            got = await self._directories.fronts.get(self._fetcher, attempt.url, attempts=1)
        except FetchError as error:
            self._failed(attempt, error)
            return False
        if closed := await self._closed(attempt, got):
            self._record(attempt, *closed)
            return False
        identity = self._identity(got, attempt.claim)
        if identity.verdict is Belongs.SOCIAL:
            self._take_social(got.url)
        if identity.verdict is Belongs.PROFILE:
            return await self._from_profile(attempt, got, identity)
        # What a list of the region calls the unit's website is its website, also when it was hacked
        # or its name expired: then nothing on the page could say whose it is.
        claimed = identity.verdict is Belongs.UNCLEAR and attempt.claim == "listed"
        empty = identity.verdict is Belongs.EMPTY and attempt.claim != ""
        if identity.verdict is not Belongs.OWN and not claimed and not empty:
            self._record(attempt, "refused", f"{identity.verdict}: {' '.join(identity.reasons)}")
            return False
        return self._accept(attempt, got, " ".join(identity.reasons))

    async def _closed(self, attempt: _Try, got: Got) -> tuple[str, str] | None:
        """Outcome and reason where the answer is no page that could be judged."""
        if got.status >= 400:
            # A door shut on purpose is a website; a missing page behind somebody's wildcard is not.
            return ("unreachable" if got.status in _SHUT else "refused"), f"http_{got.status}"
        if not is_html(got.content_type, got.body):
            return "refused", "no_page"
        if not attempt.claim and await self._is_anybodys(got):
            return "refused", "wildcard_page"
        return None

    async def _is_anybodys(self, got: Got) -> bool:
        """Whether the page is what names that cannot exist are shown as well."""
        for url in dict.fromkeys((got.requested_url, got.url)):
            unknown = await self._directories.unknown_names(parent_of(host_of(url)))
            if unknown.digest and unknown.digest == page_digest(got):
                return True
            if unknown.final and unknown.final == got.url:
                return True
        return False

    async def _from_profile(self, attempt: _Try, got: Got, identity: Identity) -> bool:
        """A page about the unit on somebody else's site is no website, but may name the unit's own."""
        self._record(attempt, "refused", f"{identity.verdict}: {' '.join(identity.reasons)}")
        page = look(decode(got.body, got.content_type))
        links = links_of(page, got.url)
        own = host_of(got.url).removeprefix("www.")
        menu = {host_of(url).removeprefix("www.") for url in self._around.domains}
        outside = [
            link
            for link in links
            if (host := host_of(link.url).removeprefix("www.")) not in menu | {own} and host
        ]
        offers = from_links(self._agency, self._region, outside)
        for account in accounts_from_links(self._agency, self._region, outside):
            self._take_social(account)
        tries = [
            _Try(url=offer.url, origin=attempt.origin, claim=attempt.claim, found_on=got.url, text=offer.text)
            for offer in offers
        ]
        return await self._first_own(tries)

    def _identity(self, got: Got, claim: str) -> Identity:
        page = look(decode(got.body, got.content_type))
        signals = page_signals(got.status, dict(got.headers), page.text, page.title, page.html)
        return belongs(
            self._agency,
            self._region,
            page.title,
            page.text,
            got.url,
            links_of(page, got.url),
            signals=signals,
            regions=self._regions,
            marks=marks_of(page),
            around=self._around,
            listed=claim == "listed",
        )

    def _accept(self, attempt: _Try, got: Got, reason: str) -> bool:
        """Take the page as the unit's website, unless a person decided otherwise. Always True: found."""
        if self._overruled(attempt.origin):
            self._record(attempt, "overruled", reason)
            return True
        self.home.asked, self.home.got = attempt.url, got
        if is_social(got.url):
            self._take_social(got.url)
        self._record(attempt, "accepted", reason)
        return True

    def _take_social(self, url: str) -> None:
        account = social_account(url)
        if account and account not in self.home.social:
            self.home.social.append(account)

    def _record(self, attempt: _Try, outcome: str, reason: str) -> None:
        self.home.trail.append(
            Candidate(
                url=attempt.url,
                origin=attempt.origin,
                outcome=outcome,
                reason=reason,
                claim=attempt.claim,
                found_on=attempt.found_on,
                text=attempt.text,
                at=_now(),
            )
        )

    def _unreachable(self, url: str) -> bool:
        return any(item.url == url and item.outcome == "unreachable" for item in self.home.trail)

    def _failed(self, attempt: _Try, error: FetchError) -> None:
        self._record(attempt, "unreachable", error.cause)
        if attempt.origin in ("target_file", "decision"):
            self.home.failures.append(
                Failure(
                    url=attempt.url,
                    cause=error.cause,
                    detail=error.detail,
                    permanent=error.permanent,
                    at=self._now,
                )
            )


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


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
