"""One address at a time: open it, judge whose it is, and keep what came of it in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.clock import now
from auditor.discovery import (
    Belongs,
    Identity,
    Locality,
    accounts_from_links,
    belongs,
    from_links,
)
from auditor.discovery.decisions import in_force
from auditor.models import Agency, Asked, Candidate, Failure, Region
from auditor.reference import Regions
from auditor.signals import page_signals
from auditor.spiders.answers import Got
from auditor.spiders.directory import Directories
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.lists import links_of, marks_of
from auditor.spiders.look import decode, is_html, look
from auditor.spiders.unknown_names import page_digest, parent_of
from auditor.spiders.whose import Whose
from auditor.urls import host_of, is_social, social_account

MAX_JUDGED = 6  # homes fetched per source; each one is a request to somebody else's site
SHUT = frozenset({401, 403, 429, 451, 503})


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
class Try:
    """One address to open, and why."""

    url: str
    origin: str
    claim: str = ""
    found_on: str = ""
    text: str = ""


class Candidates:
    """The addresses tried for one unit."""

    def __init__(
        self,
        agency: Agency,
        region: Region,
        regions: Regions,
        *,
        fetcher: Fetcher,
        directories: Directories,
        whose: Whose,
        now: str,
    ) -> None:
        self._agency, self._region, self._regions = agency, region, regions
        self._fetcher, self._directories, self._whose_is = fetcher, directories, whose
        self._now = now
        self._decision = in_force(agency.decision, now)
        self._around = Locality(units=directories.units_of(agency.region))
        self._tried: set[str] = set()
        self._led_away: tuple[Try, Got] | None = None
        self.home = Home()

    def _overruled(self, origin: str) -> bool:
        """Whether a person's decision speaks against whatever else is found."""
        return self._decision is not None and origin != "decision"

    def _asked(self, source: str, state: str, detail: str = "") -> None:
        self.home.sources.append(Asked(source=source, state=state, detail=detail, at=now()))

    async def _first_own(self, tries: Sequence[Try]) -> bool:
        """Open at most a few; True when one is the unit's."""
        fresh = [attempt for attempt in tries if attempt.url not in self._tried]
        for attempt in fresh[:MAX_JUDGED]:
            if attempt.url in self._tried:
                continue
            if await self._judge(attempt):
                return True
            plain = attempt.url.replace("https://", "http://", 1)
            guessed = attempt.origin in ("pattern", "certificates")
            if guessed and self._unreachable(attempt.url) and await self._judge_again(attempt, plain):
                return True
        return False

    async def _judge_again(self, attempt: Try, plain: str) -> bool:
        again = Try(url=plain, origin=attempt.origin, claim=attempt.claim)
        return plain not in self._tried and await self._judge(again)

    async def _judge(self, attempt: Try) -> bool:
        """Fetch a candidate's home and take it when it is this unit's."""
        self._tried.add(attempt.url)
        try:
            got = await self._open(attempt)
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

    async def _open(self, attempt: Try) -> Got:
        """The candidate's page; a name a wildcard answers for is not followed to where all are led."""
        unknown = await self._directories.unknown_names.below(parent_of(host_of(attempt.url)))
        if attempt.claim or not unknown.final:
            return await self._directories.fronts.get(self._fetcher, attempt.url, attempts=1)
        return await self._fetcher.get(attempt.url, attempts=1, follow=lambda to: to != unknown.final)

    async def _closed(self, attempt: Try, got: Got) -> tuple[str, str] | None:
        """Outcome and reason where the answer is no page that could be judged."""
        if got.status >= 400:
            # A door shut on purpose is a website; a missing page behind somebody's wildcard is not.
            return ("unreachable" if got.status in SHUT else "refused"), f"http_{got.status}"
        if 300 <= got.status < 400:
            return "refused", "wildcard_page"
        if not is_html(got.content_type, got.body):
            return "refused", "no_page"
        if not attempt.claim and await self._is_anybodys(got):
            return "refused", "wildcard_page"
        return None

    async def _is_anybodys(self, got: Got) -> bool:
        """Whether the page is what names that cannot exist are shown as well."""
        for url in dict.fromkeys((got.requested_url, got.url)):
            unknown = await self._directories.unknown_names.below(parent_of(host_of(url)))
            if unknown.digest and unknown.digest == page_digest(got):
                return True
            if unknown.final and unknown.final == got.url:
                return True
        return False

    async def _from_profile(self, attempt: Try, got: Got, identity: Identity) -> bool:
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
            Try(url=offer.url, origin=attempt.origin, claim=attempt.claim, found_on=got.url, text=offer.text)
            for offer in offers
        ]
        return await self._first_own(tries)

    def _identity(self, got: Got, claim: str) -> Identity:
        return self._whose_is.of(got, claim, self._around, lambda: self._identity_now(got, claim))

    def _identity_now(self, got: Got, claim: str) -> Identity:
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

    def _accept(self, attempt: Try, got: Got, reason: str) -> bool:
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

    def _record(self, attempt: Try, outcome: str, reason: str) -> None:
        self.home.trail.append(
            Candidate(
                url=attempt.url,
                origin=attempt.origin,
                outcome=outcome,
                reason=reason,
                claim=attempt.claim,
                found_on=attempt.found_on,
                text=attempt.text,
                at=now(),
            )
        )

    def _unreachable(self, url: str) -> bool:
        return any(item.url == url and item.outcome == "unreachable" for item in self.home.trail)

    def _failed(self, attempt: Try, error: FetchError) -> None:
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
