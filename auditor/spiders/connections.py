"""Where aiohttp gets its connections: only to addresses that ``Network`` allows, asked anew for each."""

from __future__ import annotations

import asyncio
import ssl
import time
from contextvars import ContextVar
from typing import Any, Protocol

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ClientRequest

from auditor.spiders.failures import FetchError, from_exception
from auditor.spiders.network import Network, first_open

# Idle connections of finished sites eat file descriptors (performance-notes.md section 0, point 5).
_IDLE_SECONDS = 5.0
_LEGACY = getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # named from Python 3.12 on


class _Stamp(Protocol):
    """Takes the moment (monotonic) at which a connection stood."""

    connected: float


stamp: ContextVar[_Stamp | None] = ContextVar("stamp", default=None)
"""That of the request that is made in this task; on a connection that stood already it is left alone."""


def lenient() -> ssl.SSLContext:
    """What a reader of public pages accepts: any certificate, old servers too. ``tls.probe`` judges them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= _LEGACY
    return context


def through_proxy() -> aiohttp.TCPConnector:
    """Connections to the user's proxy, which does the resolving."""
    return aiohttp.TCPConnector(ssl=lenient(), keepalive_timeout=_IDLE_SECONDS, limit=0)


class GuardedConnections(aiohttp.BaseConnector):
    """Resolves and checks at connect time, so that redirects and rebinding cannot slip past."""

    def __init__(self, network: Network) -> None:
        super().__init__(keepalive_timeout=_IDLE_SECONDS, limit=0)  # politeness.py says how many at once
        self._network = network
        self._tls = lenient()

    async def _create_connection(
        self,
        req: ClientRequest,
        traces: Any,  # noqa: ARG002 - aiohttp passes it
        timeout: aiohttp.ClientTimeout,
    ) -> ResponseHandler:
        """Raises FetchError with the cause."""
        host = req.url.raw_host or ""
        route = await self._network.route(host, req.url.port or 0)

        async def opened(address: str) -> ResponseHandler:
            secure: dict[str, Any] = {"ssl": self._tls, "server_hostname": host} if req.is_ssl() else {}
            async with asyncio.timeout(timeout.sock_connect):
                _, protocol = await self._loop.create_connection(self._factory, address, route.port, **secure)
            return protocol

        try:
            protocol = await first_open(route.addresses, opened)
        except TimeoutError as error:
            raise FetchError("connect_timeout", host) from error
        except OSError as error:
            raise from_exception(error) from error
        if (mine := stamp.get()) is not None:
            mine.connected = time.monotonic()
        return protocol
