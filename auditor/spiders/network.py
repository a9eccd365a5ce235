"""The one place that turns a host name into an address we may connect to.

Crawler and browser both ask here, so both obey the same name server, the same ``--connect-to``
rules and the same ban on addresses that are not on the public internet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import dns.asyncresolver
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rdatatype
import dns.resolver

from auditor.spiders.addresses import is_public, literal
from auditor.spiders.failures import FetchError, NetworkGone
from auditor.spiders.once import Once
from auditor.spiders.options import CrawlOptions, parse_host_port
from auditor.spiders.quick import Quick
from auditor.urls import registered_domain

_Opened = TypeVar("_Opened")

_LOOKUPS_AT_ONCE = 50  # performance-notes.md section 0: 10 let dead names block live ones
_ANSWERS_KEPT = 20_000  # finished answers; the national list of units asks for half a million names
_DNS_SECONDS = 3.0
_DNS_LIFETIME = 6.0
GONE = (
    "jaringan putus: tidak ada server DNS yang menjawab; periksa sambungan atau --nameserver, "
    "lalu lanjutkan dengan --resume"
)


@dataclass(frozen=True, slots=True)
class Route:
    """Where to connect for a host: literal addresses, the port, and whether the user named them.

    ``polite`` is the address whose owner must not be hurried: the one DNS gave, else the target.
    """

    addresses: tuple[str, ...]
    port: int
    polite: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """Addresses of a name, and the name it is an alias (CNAME) of; empty when of none."""

    addresses: tuple[str, ...]
    alias: str


def _is_lame(message: dns.message.Message) -> bool:
    """Whether an empty answer comes from a server that neither knows the zone nor asks for us.

    A real "no such address" has authority (AA), or a resolver's word (RA), or the zone's SOA (RFC 2308).
    """
    if message.flags & (dns.flags.AA | dns.flags.RA):
        return False
    return not any(records.rdtype == dns.rdatatype.SOA for records in message.authority)


class Network:
    """Resolver, ``--connect-to`` rules and address rule of one crawl. Answers are kept for its length."""

    def __init__(self, options: CrawlOptions) -> None:
        self._options = options
        self._resolver = dns.asyncresolver.Resolver(configure=False)
        if options.nameserver:
            host, port = parse_host_port(options.nameserver, "--nameserver", 53)
            self._resolver.port = port  # first: dnspython binds it to the servers when they are set
            self._resolver.nameservers = ["127.0.0.1" if host == "localhost" else host]
        else:
            try:
                self._resolver.read_resolv_conf("/etc/resolv.conf")
            except dns.resolver.NoResolverConfiguration:
                self._resolver.nameservers = ["127.0.0.53"]
        self._resolver.timeout = _DNS_SECONDS
        self._resolver.lifetime = _DNS_LIFETIME
        self._resolver.search = []
        self._quick = Quick(str(self._resolver.nameservers[0]), self._resolver.port, _DNS_SECONDS)
        # A silent server may answer the next time; NXDOMAIN is an answer.
        self._answers: Once[str, _Answer] = Once(_ANSWERS_KEPT, refusals=True)
        self._gate = asyncio.Semaphore(_LOOKUPS_AT_ONCE)
        self._answered = False
        self._checking: asyncio.Task[bool] | None = None

    @property
    def answered(self) -> bool:
        """Whether a name server has answered anything in this crawl."""
        return self._answered

    @property
    def proxied(self) -> bool:
        """Whether everything goes through the user's proxy, which then does the resolving."""
        return bool(self._options.proxy)

    async def resolve(self, host: str) -> tuple[str, ...]:
        """Addresses of a name, IPv4 first. Raises FetchError ``dns_*``; refusals are kept too."""
        host = host.rstrip(".").lower()
        return (await self._answers.of(host, lambda: self._ask(host))).addresses

    async def _ask(self, host: str) -> _Answer:
        async with self._gate:
            found = await self._query(host, "A")
            if not found.addresses:
                found = await self._query(host, "AAAA")
        if not found.addresses:
            raise FetchError("dns_no_address", host)
        return found

    async def _query(self, host: str, kind: str) -> _Answer:
        try:
            answer = await self._quick.ask(host, kind)
            if answer is None:
                answer = await self._resolver.resolve(
                    host, kind, raise_on_no_answer=False, lifetime=_DNS_LIFETIME - _DNS_SECONDS
                )
        except dns.resolver.NXDOMAIN:
            self._answered = True
            raise FetchError("dns_nxdomain", host) from None
        except dns.resolver.NoNameservers as error:
            self._answered = True
            raise FetchError("dns_servfail", str(error)[:200]) from None
        except dns.resolver.YXDOMAIN:
            raise FetchError("dns_servfail", host) from None
        except (dns.exception.Timeout, OSError) as error:
            if not await self._check():
                raise NetworkGone(GONE) from None
            raise FetchError("dns_timeout", f"{host}: {type(error).__name__}") from None
        except (dns.exception.DNSException, UnicodeError) as error:
            raise FetchError("dns_bad_name", f"{host}: {type(error).__name__}") from None
        self._answered = True
        if answer.rrset is None and _is_lame(answer.response):
            raise FetchError("dns_lame", host)
        canonical = str(answer.canonical_name).rstrip(".").lower()
        return _Answer(
            tuple(str(record) for record in answer.rrset or ()), canonical if canonical != host else ""
        )

    def alias_of(self, host: str) -> str:
        """The name ``host`` is an alias (CNAME) of, as far as it was asked; empty when of none."""
        answer = self._answers.known(host.rstrip(".").lower())
        return answer.alias if answer is not None else ""

    def is_below_none(self, host: str) -> bool:
        """Whether a name above ``host``, but a public suffix, was asked for and does not exist."""
        main = registered_domain(host)
        while host != main and "." in host:
            host = host.partition(".")[2]
            if self._answers.refusal(host) == "dns_nxdomain":
                return True
        return False

    async def route(self, host: str, port: int) -> Route:
        """Where to connect for ``host:port``.

        Raises FetchError ``dns_*``, or ``private_address`` for an address that is not public and
        was not named by a ``--connect-to`` rule.
        """
        host = host.rstrip(".").lower()
        fixed = literal(host)
        rule = next((rule for rule in self._options.connect_to if rule.matches(host, port)), None)
        to_port = rule.to_port if rule and rule.to_port is not None else port
        if rule is not None and rule.to_host is not None:
            polite = ""
            if self._options.nameserver and fixed is None:
                # A name that does not exist is a finding even where the way there is fixed.
                polite = (await self.resolve(host))[0]
            target = literal(rule.to_host)
            if target is None and rule.to_host == "localhost":
                target = "127.0.0.1"
            addresses = (target,) if target else await self.resolve(rule.to_host)
            return Route(addresses, to_port, polite or fixed or addresses[0])
        found = (fixed,) if fixed else await self.resolve(host)
        allowed = tuple(address for address in found if is_public(address))
        if not allowed:
            raise FetchError("private_address", f"{host} -> {found[0]}")
        return Route(allowed, to_port, allowed[0])

    async def _check(self) -> bool:
        """One question for all who wait: is anybody there?"""
        if self._checking is None or self._checking.done():
            self._checking = asyncio.ensure_future(self.alive())
        return await asyncio.shield(self._checking)

    async def alive(self) -> bool:
        """Whether our name server still says anything at all; asked before a site is called silent."""
        if self.proxied:
            return True
        for _ in range(2):
            try:
                await self._resolver.resolve("id.", "SOA", raise_on_no_answer=False)
            except (dns.exception.Timeout, OSError):
                continue
            except dns.exception.DNSException:
                return True
            return True
        return False

    async def exists(self, host: str) -> bool | None:
        """Whether DNS knows the name; ``None`` when nobody could say."""
        try:
            await self.resolve(host)
        except FetchError as error:
            if error.cause in ("dns_nxdomain", "dns_no_address", "dns_bad_name"):
                return False
            return None
        return True

    async def connect(
        self, host: str, port: int, seconds: float
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A plain TCP connection by the rules above (for the browser's guard and the TLS probe).

        Raises FetchError or OSError.
        """
        if self.proxied:
            return await self._through_proxy(host, port, seconds)
        route = await self.route(host, port)
        return await first_open(
            route.addresses,
            lambda address: asyncio.wait_for(asyncio.open_connection(address, route.port), seconds),
        )

    async def _through_proxy(
        self, host: str, port: int, seconds: float
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        fixed = literal(host)
        if fixed and not is_public(fixed):
            raise FetchError("private_address", host)
        proxy = urlsplit(self._options.proxy)
        reader, writer = await asyncio.wait_for(
            asyncio.open_connection(proxy.hostname, proxy.port or 80), seconds
        )
        name = f"[{host}]" if ":" in host else host
        writer.write(f"CONNECT {name}:{port} HTTP/1.1\r\nHost: {name}:{port}\r\n\r\n".encode("ascii"))
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), seconds)
        if b" 200" not in head.split(b"\r\n", 1)[0]:
            writer.close()
            raise FetchError("proxy_refused", head.split(b"\r\n", 1)[0].decode("latin-1"))
        return reader, writer


async def first_open(addresses: tuple[str, ...], opener: Callable[[str], Awaitable[_Opened]]) -> _Opened:
    """Try at most two addresses in order; the last error is the one that is raised."""
    tried = addresses[:2]
    for address in tried[:-1]:
        try:
            return await opener(address)
        except (OSError, TimeoutError):
            continue
    return await opener(tried[-1])
