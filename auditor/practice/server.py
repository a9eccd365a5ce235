"""Runs the practice internet on loopback: DNS, HTTP and HTTPS on unprivileged ports, one thread.

with start() as net:
    net.nameserver, net.connect_to, net.ca_file, net.log
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from auditor.practice.dns import DnsServer
from auditor.practice.message import Handler, Request, Response
from auditor.practice.region import Region
from auditor.practice.tls import Authority
from auditor.practice.world import World
from auditor.practice.yamlfile import PracticeError

IDLE = 30.0
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


@dataclass
class Practice:
    """The running servers. ``connect_to`` are curl-like rules, the particular ones first.

    ``spki`` is the hash of the key of the good certificates, for a browser's
    ``--ignore-certificate-errors-spki-list``; bad certificates have another key.
    """

    world: World
    nameserver: str = ""
    http_port: int = 0
    https_port: int = 0
    connect_to: list[str] = field(default_factory=list)
    ca_file: Path = Path()
    spki: str = ""
    log: list[Access] = field(default_factory=list)
    _stop: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Stop the servers and remove the certificates; a second call does nothing."""
        stop, self._stop = self._stop, lambda: None
        stop()

    def __enter__(self) -> Practice:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Http:
    """One listening side (plain or TLS) of the world."""

    def __init__(self, world: World, scheme: str, scale: float, record: Callable[[Access], None]) -> None:
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


def start(
    region: Region | None = None,
    captured: dict[str, Handler] | None = None,
    *,
    time_scale: float = 1.0,
    log_file: Path | None = None,
) -> Practice:
    """Start the servers for a region and captured sites (one of them at least); see `Practice`.

    ``time_scale`` multiplies every waiting time, so that tests need not wait. ``log_file`` gets
    each `Access` as a JSON line. Raises `PracticeError` when there is nothing to serve.
    """
    if region is None and not captured:
        raise PracticeError("nothing to serve: give a region or a folder of captured sites")
    world = World(region, captured)
    folder = tempfile.TemporaryDirectory(prefix="auditor-practice-")
    authority = Authority(Path(folder.name))
    practice = Practice(world=world, ca_file=authority.ca_file, spki=authority.spki)
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))  # bound and never listening: the kernel refuses connections to it
    sink = log_file.open("ab") if log_file else None
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    failure: list[BaseException] = []

    def record(access: Access) -> None:
        practice.log.append(access)
        if sink:
            import msgspec

            sink.write(msgspec.json.encode(access) + b"\n")
            sink.flush()

    async def boot() -> None:
        plain = _Http(world, "http", time_scale, record)
        secure = _Http(world, "https", time_scale, record)
        dns = DnsServer(world.zone)
        dns_port = await dns.start()
        http = await asyncio.start_server(plain.serve, "127.0.0.1", 0, limit=LARGEST_HEAD, backlog=512)
        https = await asyncio.start_server(
            secure.serve,
            "127.0.0.1",
            0,
            limit=LARGEST_HEAD,
            backlog=512,
            ssl=authority.server_context(world.tls),
        )
        practice.nameserver = f"127.0.0.1:{dns_port}"
        practice.http_port = http.sockets[0].getsockname()[1]
        practice.https_port = https.sockets[0].getsockname()[1]
        refused = closed.getsockname()[1]
        practice.connect_to = [
            *(f"{host}:{port}:127.0.0.1:{refused}" for host, port in world.closed()),
            f":80:127.0.0.1:{practice.http_port}",
            f":443:127.0.0.1:{practice.https_port}",
        ]

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.set_exception_handler(lambda _loop, _context: None)  # clients that vanish are no news
        try:
            loop.run_until_complete(boot())
        except BaseException as error:
            failure.append(error)
            return
        finally:
            ready.set()
        loop.run_forever()
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, name="practice", daemon=True)
    thread.start()
    ready.wait()
    if failure:
        raise PracticeError(f"the practice servers cannot start: {failure[0]}")

    def stop() -> None:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        closed.close()
        if sink:
            sink.close()
        folder.cleanup()

    practice._stop = stop
    return practice
