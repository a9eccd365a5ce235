"""Where aiohttp gets its connections: only to addresses that ``Network`` allows, asked anew for each."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from operator import itemgetter
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection

from auditor.spiders.failures import FetchError, from_exception
from auditor.spiders.network import Network, first_open

# Idle connections of finished sites eat file descriptors (performance-notes.md section 0, point 5).
_IDLE_SECONDS = 5.0
# A quick machine ends hundreds of sites within these seconds: beyond so many, those idle longest are closed.
MOST_IDLE = 300
_LEGACY = getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # named from Python 3.12 on

SENDING = "auditor_sending"
"""Key of a request's meta: what is awaited when its connection stands, right before it goes out."""
sending_of_request: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("sending", default=None)
"""That of the request which is made in this task."""


def lenient() -> ssl.SSLContext:
    """What a reader of public pages accepts: any certificate, old servers too. ``tls.probe`` judges them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= _LEGACY
    return context


class GuardedConnections(aiohttp.BaseConnector):
    """Resolves and checks at connect time, so that redirects and rebinding cannot slip past."""

    def __init__(self, network: Network) -> None:
        super().__init__(keepalive_timeout=_IDLE_SECONDS, limit=0)  # politeness.py says how many at once
        self._network = network
        self._tls = lenient()

    async def connect(self, req: ClientRequest, traces: Any, timeout: aiohttp.ClientTimeout) -> Connection:
        """A connection over which the request may go out at once."""
        connection = await super().connect(req, traces, timeout)
        try:
            if (sending := sending_of_request.get()) is not None:
                await sending()
        except BaseException:
            connection.close()
            raise
        return connection

    async def _create_connection(
        self,
        req: ClientRequest,
        traces: Any,  # noqa: ARG002 - aiohttp passes it
        timeout: aiohttp.ClientTimeout,
    ) -> ResponseHandler:
        """Raises FetchError with the cause."""
        self._close_idle()
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
        return protocol

    def _close_idle(self) -> None:
        """Keep at most ``MOST_IDLE`` connections waiting; aiohttp itself drops what is closed."""
        if sum(map(len, self._conns.values())) <= MOST_IDLE:
            return
        waiting = sorted((pair for pairs in self._conns.values() for pair in pairs), key=itemgetter(1))
        for protocol, _ in waiting[:-MOST_IDLE]:
            protocol.close()
