"""HTTP/1.1 on the wire: reads requests, sends responses, and misbehaves where a response says so."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from auditor.practice.dns import Zone
from auditor.practice.message import Request, Response
from auditor.practice.spec import Tls

IDLE = 30.0
"""Seconds that an idle connection is kept."""
LARGEST_HEAD = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One request as served: ``time`` (seconds since the epoch) is when it had been read whole.

    ``address`` is the IPv4 address that DNS gives for the host; ``sent`` counts body bytes.
    """

    time: float
    method: str
    scheme: str
    host: str
    target: str
    address: str
    agent: str
    referer: str
    status: int
    sent: int


class Internet(Protocol):
    """What is served: every host's answers, certificates and DNS names."""

    zone: Zone

    def respond(self, request: Request) -> Response:
        """The answer of the host that ``request`` names."""
        ...

    def tls(self, host: str) -> Tls | None:
        """The certificate ``host`` shows; None where the handshake is refused."""
        ...

    def certificate(self, host: str) -> str:
        """The name on that certificate."""
        ...

    def closed(self) -> list[tuple[str, int]]:
        """Host and port pairs that refuse the connection itself."""
        ...


class HttpServer:
    """One listening side (plain or TLS) of the world."""

    def __init__(self, world: Internet, scheme: str, scale: float, record: Callable[[Access], None]) -> None:
        self.world = world
        self.scheme = scheme
        self.scale = scale
        self.record = record

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it ends."""
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass
        except ssl.SSLError:
            pass
        finally:
            with contextlib.suppress(Exception):
                writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await self._read(reader)
        if request is None:
            return False
        try:
            response = self.world.respond(request)
        except Exception as error:
            response = Response(status=500, headers={"Content-Type": "text/plain"}, body=repr(error).encode())
        sent = 0 if request.method == "HEAD" else len(response.body)
        self.record(
            Access(
                time=time.time(),
                method=request.method,
                scheme=self.scheme,
                host=request.host,
                target=request.target,
                address=self.world.zone.address(request.host),
                agent=request.agent,
                referer=request.headers.get("referer", ""),
                status=0 if response.hang or response.reset_after == 0 else response.status,
                sent=sent,
            )
        )
        return await self._send(request, response, writer)

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE)
        except asyncio.IncompleteReadError:
            return None
        lines = head.decode("latin-1").split("\r\n")
        parts = lines[0].split(" ")
        if len(parts) != 3:
            return None
        headers = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if colon:
                headers[name.strip().lower()] = value.strip()
        length = headers.get("content-length", "0")
        if length.isdigit() and 0 < int(length) <= 1_000_000:
            await asyncio.wait_for(reader.readexactly(int(length)), IDLE)
        host = headers.get("host", "").lower().partition(":")[0].rstrip(".")
        target = parts[1]
        if "://" in target:
            target = "/" + target.split("://", 1)[1].partition("/")[2]
        return Request(method=parts[0], scheme=self.scheme, host=host, target=target, headers=headers)

    async def _send(self, request: Request, response: Response, writer: asyncio.StreamWriter) -> bool:
        if response.slow:
            await asyncio.sleep(response.slow * self.scale)
        if response.hang:
            await asyncio.sleep(3600 * self.scale)
            return False
        if response.reset_after == 0:
            self._reset(writer)
            return False
        close = request.headers.get("connection", "").lower() == "close" or response.endless
        headers = dict(response.headers)
        if not response.endless and response.status != 304:
            headers["Content-Length"] = str(len(response.body))
        headers["Connection"] = "close" if close else "keep-alive"
        headers["Date"] = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
        lines = [f"HTTP/1.1 {response.status} {response.reason}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"))
        if request.method == "HEAD":
            await writer.drain()
            return not close
        if response.endless:
            return await self._drip(response, writer)
        if response.reset_after is not None:
            writer.write(response.body[: response.reset_after])
            await writer.drain()
            await asyncio.sleep(0.05)
            self._reset(writer)
            return False
        writer.write(response.body)
        await writer.drain()
        return not close

    async def _drip(self, response: Response, writer: asyncio.StreamWriter) -> bool:
        writer.write(response.body[:200])
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(max(0.02, 0.5 * self.scale))
        return False

    @staticmethod
    def _reset(writer: asyncio.StreamWriter) -> None:
        """Cut the connection with a TCP RST instead of an orderly end."""
        raw = writer.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
