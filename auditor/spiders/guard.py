"""The browser's only way out: a forward proxy on loopback that asks ``Network`` where it may go.

Chromium sends everything through it (pages, fetches, WebSockets), so the name server, the
``--connect-to`` rules and the ban on private addresses hold for scripts too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from auditor.errors import AuditorError
from auditor.spiders.failures import FetchError, from_exception
from auditor.spiders.network import Network
from auditor.spiders.render_rules import render_rules
from auditor.urls import registered_domain

_HEAD_LIMIT = 64 * 1024
_IDLE_SECONDS = 60.0
_STRANGER_SECONDS = 3.0  # a script network that says nothing for so long is left out for the run


class GuardProxy:
    """HTTP/1.1 forward proxy (absolute-form and CONNECT) on an unused loopback port."""

    def __init__(self, network: Network, connect_seconds: float) -> None:
        self._network = network
        self._seconds = connect_seconds
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._welcome: Counter[str] = Counter()
        self._dead: set[str] = set()
        self.refused: list[tuple[str, str]] = []

    @contextlib.contextmanager
    def opened_for(self, domain: str) -> Iterator[None]:
        """While a page of that registered domain is drawn, its hosts may be asked; nobody else's."""
        self._welcome[domain] += 1
        try:
            yield
        finally:
            self._welcome[domain] -= 1

    def _expected(self, host: str) -> bool:
        # Chromium's own errands (updates, time, accounts) are none of a site's business.
        return self._own(host) or (host in render_rules().third_party.hosts and host not in self._dead)

    def _own(self, host: str) -> bool:
        return self._welcome[registered_domain(host)] > 0

    async def start(self) -> str:
        """Begin to serve; the proxy's address for the browser."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def close(self) -> None:
        """Stop serving and drop open connections."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            await self._one(reader, writer)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError, ValueError):
            pass  # the browser or the site hung up: the page's own error handling sees it
        finally:
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _IDLE_SECONDS)
        line, _, rest = head.partition(b"\r\n")
        method, target, _version = line.decode("latin-1").split(" ", 2)
        host, port, first = _destination(method, target, rest)
        if not host:
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        try:
            if not self._expected(host):
                raise FetchError("third_party", host)  # noqa: TRY301 - answered like any other refusal
            far_reader, far_writer = await self._connect(host, port)
        except (FetchError, AuditorError, OSError, EOFError, TimeoutError) as error:
            cause = from_exception(error).cause
            self.refused.append((host, cause))
            status = b"403 Forbidden" if cause in ("private_address", "third_party") else b"502 Bad Gateway"
            writer.write(
                b"HTTP/1.1 "
                + status
                + b"\r\nX-Auditor-Cause: "
                + cause.encode()
                + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            await writer.drain()
            return
        try:
            if method.upper() == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                far_writer.write(first)
            pumps = (_pump(reader, far_writer), self._answers(host, far_reader, writer))
            await asyncio.gather(*pumps)
        finally:
            with contextlib.suppress(OSError, RuntimeError):
                far_writer.close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._own(host):
            return await self._network.connect(host, port, self._seconds)
        try:
            return await asyncio.wait_for(self._network.connect(host, port, self._seconds), _STRANGER_SECONDS)
        except (FetchError, OSError, TimeoutError):
            self._dead.add(host)
            raise

    async def _answers(self, host: str, far: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what the far side says; a stranger that says nothing at all is given up."""
        if not self._own(host):
            try:
                first = await asyncio.wait_for(far.read(65536), _STRANGER_SECONDS)
            except TimeoutError:
                self._dead.add(host)
                writer.close()
                raise
            writer.write(first)
        await _pump(far, writer)


def _destination(method: str, target: str, rest: bytes) -> tuple[str, int, bytes]:
    """Host, port and the request head to send on (empty for CONNECT); no host when it is malformed."""
    if method.upper() == "CONNECT":
        parts = urlsplit(f"//{target}")
        return parts.hostname or "", parts.port or 443, b""
    parts = urlsplit(target)
    if parts.scheme not in ("http", "ws") or not parts.hostname:
        return "", 0, b""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [
        field
        for field in rest.split(b"\r\n")
        if field and not field.lower().startswith((b"proxy-", b"connection:", b"keep-alive:"))
    ]
    upgrade = any(field.lower().startswith(b"upgrade:") for field in kept)
    # One request per connection: the next one may be for another host.
    kept.append(b"Connection: Upgrade" if upgrade else b"Connection: close")
    head = f"{method} {path} HTTP/1.1\r\n".encode("latin-1") + b"\r\n".join(kept) + b"\r\n\r\n"
    return parts.hostname, parts.port or 80, head


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await asyncio.wait_for(reader.read(65536), _IDLE_SECONDS):
            writer.write(data)
            await writer.drain()
    finally:
        with contextlib.suppress(OSError, RuntimeError):
            if writer.can_write_eof():
                writer.write_eof()
