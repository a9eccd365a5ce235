"""Discovery's questions to DNS: few, spaced, remembered, and honest about what nobody answered.

One question costs the region's name server an answer, and thousands of units ask for names that do not
exist. Starts below one registered domain are spaced; a domain whose server stays silent is left alone
for a while; a wildcard is recognised by labels made at random.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from auditor.spiders.failures import FetchError
from auditor.spiders.network import Network
from auditor.spiders.once import Once
from auditor.spiders.options import CrawlOptions
from auditor.urls import registered_domain

GONE = frozenset({"dns_nxdomain", "dns_no_address", "dns_bad_name"})
"""Causes that are an authority's answer: there is no such name."""

_QUESTIONS_PER_DELAY = 20  # questions below one domain in the time one page of it may be asked
_SILENT_AFTER = 4  # unanswered questions in a row before the domain's server is left alone
_LEFT_ALONE_SECONDS = 60.0
_RANDOM_LABELS = 2
_DOMAINS_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Addresses of a name. ``cause`` is empty when that is an answer (also "there is none")."""

    addresses: tuple[str, ...] = ()
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Wildcard:
    """What names that cannot exist get below one domain; ``host`` is one of them that was answered."""

    addresses: frozenset[str] = frozenset()
    host: str = ""
    cause: str = ""


@dataclass(slots=True)
class _Zone:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    started: float = float("-inf")
    unanswered: int = 0
    left_alone_until: float = float("-inf")
    cause: str = ""


class Names:
    """The questions of one crawl. Answers are kept by the Network, wildcards here."""

    def __init__(self, network: Network, options: CrawlOptions) -> None:
        self._network = network
        self._pause = options.delay / _QUESTIONS_PER_DELAY
        self._zones: dict[str, _Zone] = {}
        self._wildcards: Once[str, Wildcard] = Once(_DOMAINS_KEPT, keep=lambda found: not found.cause)
        # Without a name server of its own, a crawl whose every connection is led elsewhere (or through
        # a proxy, which resolves for itself) has no DNS to ask: what answers is somebody else's network.
        led = any(rule.host is None and rule.to_host is not None for rule in options.connect_to)
        self.off = "" if options.nameserver else "proxy" if network.proxied else "connect_to" if led else ""

    async def ask(self, host: str) -> Answer:
        """What DNS says of a name; never raises but for our own network being gone.

        Below a name that does not exist there is none (RFC 8020): it is not asked for.
        """
        if self._network.is_below_none(host):
            return Answer()
        zone = self._zones.setdefault(registered_domain(host), _Zone())
        async with zone.lock:
            if time.monotonic() < zone.left_alone_until:
                return Answer(cause=zone.cause)
            while (wait := zone.started + self._pause - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            zone.started = time.monotonic()
        try:
            addresses = await self._network.resolve(host)
        except FetchError as error:
            if error.cause in GONE:
                zone.unanswered = 0
                return Answer()
            zone.unanswered += 1
            if zone.unanswered >= _SILENT_AFTER:
                zone.left_alone_until = time.monotonic() + _LEFT_ALONE_SECONDS
                zone.cause = error.cause
            return Answer(cause=error.cause)
        zone.unanswered = 0
        return Answer(addresses)

    async def wildcard(self, parent: str) -> Wildcard:
        """Whether every name below ``parent`` is answered; asked once per crawl."""
        return await self._wildcards.of(parent, lambda: self._probe(parent))

    async def _probe(self, parent: str) -> Wildcard:
        addresses: set[str] = set()
        known = ""
        for _ in range(_RANDOM_LABELS):
            host = f"x{secrets.token_hex(6)}.{parent}"
            answer = await self.ask(host)
            if answer.cause:
                return Wildcard(cause=answer.cause)
            if answer.addresses:
                known = known or host
                addresses.update(answer.addresses)
        return Wildcard(frozenset(addresses), known)
