"""Ask for one address, politely: robots, slots, retries, redirects, named failures.

One Fetcher belongs to one visit, and a visit asks strictly one thing after the other; that keeps
a site unhurried and the order of requests the same in every run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.http import Response

from auditor.errors import AuditorError
from auditor.models import Https
from auditor.spiders.answers import Got, answer_of, redirect_target, take_cookies
from auditor.spiders.connections import SENDING
from auditor.spiders.events import Answered, Event, Unanswered
from auditor.spiders.failures import SILENT_HOST, FetchError, from_exception
from auditor.spiders.network import Network
from auditor.spiders.once import Once
from auditor.spiders.options import CrawlOptions
from auditor.spiders.politeness import Breaker, Lane, Slots, Turn, backoff, retry_after
from auditor.spiders.robots import MAX_CRAWL_DELAY, Robots, parse
from auditor.spiders.tls import probe
from auditor.urls import host_of, registered_domain

_MAX_REDIRECTS = 8
_HOSTS_KEPT = 2_000  # rules and certificates of so many hosts are remembered: ten for each open unit
_TLS_SECONDS = 6.0  # a server that speaks TLS begins to within a second or two, also from far away
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,image/*;q=0.8,*/*;q=0.7"
_ACCEPT_LANGUAGE = "id,en;q=0.5"


@dataclass(slots=True)
class Spent:
    """What one visit has used so far: bytes, requests, and seconds of fetching (not of waiting)."""

    bytes: int = 0
    requests: int = 0
    seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class Shared:
    """What all visits of one crawl share."""

    engine: ExecutionEngine
    network: Network
    slots: Slots
    options: CrawlOptions
    on_event: Callable[[Event], None] = lambda _: None
    robots: Once[str, Robots] = field(default_factory=lambda: Once(_HOSTS_KEPT))
    certificates: Once[tuple[str, int], tuple[Https, str]] = field(default_factory=lambda: Once(_HOSTS_KEPT))


class Memory(Protocol):
    """What an earlier visit remembers of its answers."""

    def validators(self, url: str) -> Mapping[str, str]:
        """Headers that make a request conditional."""
        ...

    def recognise(self, got: Got) -> Got:
        """The answer, with what is known of it when it did not change."""
        ...


class Fetcher:
    """The door of one visit to the network."""

    def __init__(self, shared: Shared, memory: Memory | None = None) -> None:
        self._shared, self._memory = shared, memory
        self._options = shared.options
        self._breaker = Breaker()
        self.spent = Spent()
        self.notes: set[str] = set()

    async def get(
        self,
        url: str,
        *,
        referrer: str = "",
        attempts: int = 2,
        obey_robots: bool = True,
        follow: Callable[[str], bool] = lambda _: True,
        headers: Mapping[str, str] | None = None,
    ) -> Got:
        """The answer at the end of the redirects. ``follow`` may stop at a redirect: it is returned then.

        ``headers`` are sent along (the key of an API).

        Raises FetchError with a named cause; 4xx and 5xx answers are returned, not raised.
        """
        hops: list[str] = []
        here = url
        cookies: dict[str, str] = {}
        while True:
            if obey_robots and not (await self.robots(here)).allows(here):
                raise FetchError("robots", here)
            response = await self._patiently(here, referrer, attempts, cookies, headers or {})
            got = answer_of(url, here, response, tuple(hops))
            if self._memory is not None:
                got = self._memory.recognise(got)
                if got.not_modified and got.note is not None:
                    self.spent.bytes += got.note.size  # the budget ends where that of a whole crawl ends
            target = redirect_target(got)
            if not target:
                return got
            before = dict(cookies)
            take_cookies(got, cookies)
            hops.append(here)
            # A site may redirect to itself once to set a cookie; the same question twice is a circle.
            if target in hops and (before == cookies or hops.count(target) > 1):
                raise FetchError("redirect_loop", target)
            if len(hops) > _MAX_REDIRECTS:
                raise FetchError("redirect_loop", f"> {_MAX_REDIRECTS}")
            if not follow(target):
                return got
            referrer, here = here, target

    async def robots(self, url: str) -> Robots:
        """The rules of the address's host, asked once per crawl and shared by all visits."""
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        rules = await self._shared.robots.of(key, lambda: self._ask_robots(key))
        if rules.delay_asked > MAX_CRAWL_DELAY:
            self.notes.add("crawl_delay_capped")
        if rules.delay > self._options.delay:
            self.notes.add("crawl_delay")
        return rules

    async def _ask_robots(self, site: str) -> Robots:
        try:
            # Led to anything but another robots.txt (a portal's home page, say), there are no rules to read.
            got = await self.get(
                f"{site}/robots.txt",
                obey_robots=False,
                attempts=1,
                follow=lambda to: urlsplit(to).path.endswith("/robots.txt"),
            )
        except FetchError:
            # Nobody forbade anything; if the host is silent, the page itself will say so.
            return Robots()
        if got.status >= 500:
            # RFC 9309 2.3.1.4 reads server errors as "disallow all". We keep to it for "not now" (503);
            # a script that dies on an unknown address (500) is a broken page, and forbids nothing.
            return Robots(unreachable=got.status == 503)
        return parse(got.body) if got.status == 200 else Robots()

    async def _patiently(
        self, url: str, referrer: str, attempts: int, cookies: dict[str, str], headers: Mapping[str, str]
    ) -> Response:
        """One address with retries of what may pass. The last failure is raised."""
        for attempt in range(1, attempts + 1):
            asked = 0.0
            # A host that did not even answer for its robots.txt is asked once more, not twice.
            last = attempt == attempts or self._breaker.silent(_door(url))
            try:
                response = await self._once(url, referrer, cookies, headers)
            except FetchError as error:
                if error.permanent or last or error.cause == "connect_refused":
                    raise
            else:
                asked = retry_after(
                    (response.headers.get("Retry-After") or b"").decode("latin-1"), time.time()
                )
                passing = not FetchError(f"http_{response.status}").permanent
                if passing and asked:
                    self._shared.slots.rest(await self.lane(url), asked)
                if not passing or last:
                    return response
            await asyncio.sleep(backoff(attempt, self._options.delay, asked))
        raise AssertionError("the last attempt returns or raises")

    async def _once(
        self, url: str, referrer: str, cookies: dict[str, str], extra: Mapping[str, str]
    ) -> Response:
        door = _door(url)
        if self._breaker.open(door):
            self.notes.add("circuit_open")
            raise FetchError("circuit_open", urlsplit(url).netloc)
        try:
            lane = await self.lane(url)
            await self._knock(url)
            async with self.turn(url, lane) as turn:
                started = time.monotonic()
                request = self._request(url, referrer, cookies, lane, extra)
                request.meta[SENDING] = turn.sending
                try:
                    response = await self._shared.engine.download_async(request)
                finally:
                    self.spent.requests += 1
                    self.spent.seconds += time.monotonic() - started
        except AuditorError:
            raise  # our own network is gone: no site's failure
        except Exception as error:
            failure = from_exception(error)
            if failure.cause == "fetch_error" and not isinstance(error, OSError | EOFError | ValueError):
                failure.detail = f"{type(error).__name__}: {error}"[:200]
            self._breaker.failed(door, failure.cause)
            self._shared.on_event(Unanswered(cause=failure.cause))
            raise failure from error
        self.spent.bytes += len(response.body)
        self._shared.on_event(Answered(status=response.status, size=len(response.body)))
        self._breaker.heard(door)
        return response

    async def _knock(self, url: str) -> None:
        """Raise FetchError when nobody speaks TLS behind an https address: asked once, with short patience.

        A handshake that fails otherwise is left to the request itself, which reads old servers too.
        """
        parts = urlsplit(url)
        if parts.scheme == "https":
            state, cause = await self.certificate(host_of(url), parts.port or 443)
            if state is Https.NONE and cause in SILENT_HOST:
                raise FetchError(cause, parts.netloc)

    async def certificate(self, host: str, port: int) -> tuple[Https, str]:
        """What a visitor's browser would think of the host's certificate; asked once per crawl."""
        seconds = min(_TLS_SECONDS, self._options.timeout)
        return await self._shared.certificates.of(
            (host, port), lambda: probe(self._shared.network, host, port, seconds, self._options.ca_file)
        )

    def silent(self, url: str) -> bool:
        """Whether the address's door (scheme, host and port) did not talk to this visit so far."""
        return self._breaker.silent(_door(url))

    async def lane(self, url: str) -> Lane:
        """Where the address has to queue. Raises FetchError when it cannot be reached at all.

        Dead names end here and wait for nobody.
        """
        parts = urlsplit(url)
        host = host_of(url)
        domain = registered_domain(host)
        if self._shared.network.proxied:
            # The proxy alone knows the address: the whole domain counts as one server.
            return Lane(host=parts.netloc, server=domain, domain=domain)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        route = await self._shared.network.route(host, port)
        return Lane(host=parts.netloc, server=route.polite, domain=domain)

    def turn(self, url: str, lane: Lane) -> AbstractAsyncContextManager[Turn]:
        """The turn of a request to ``url``, with the pauses its host and server have earned."""
        parts = urlsplit(url)
        rules = self._shared.robots.known(f"{parts.scheme}://{parts.netloc}")
        asked = rules.delay if rules is not None else 0.0
        slot = self._shared.engine.downloader.slots.get(lane.server)
        # AutoThrottle keeps its finding in Scrapy's slot of the server; ours waits for it beforehand,
        # so that no place below the domain is held while it does.
        throttle = slot.delay if slot is not None else 0.0
        return self._shared.slots.hold(lane, self._options.delay, host_delay=asked, server_delay=throttle)

    def _request(
        self, url: str, referrer: str, cookies: dict[str, str], lane: Lane, extra: Mapping[str, str]
    ) -> Request:
        headers = {
            "User-Agent": self._options.agent,
            "Accept": _ACCEPT,
            "Accept-Language": _ACCEPT_LANGUAGE,
            **extra,
        }
        if referrer.startswith("http"):
            headers["Referer"] = referrer.partition("#")[0]
        if self._memory is not None:
            headers.update(self._memory.validators(url))
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in sorted(cookies.items()))
        meta = {
            "dont_redirect": True,
            "dont_retry": True,
            "dont_obey_robotstxt": True,
            "dont_merge_cookies": True,
            "handle_httpstatus_all": True,
            "download_slot": lane.server,
            "download_timeout": self._options.timeout,
        }
        if self._options.proxy:
            meta["proxy"] = self._options.proxy
        return Request(url.partition("#")[0], headers=headers, meta=meta, dont_filter=True)


def _door(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
