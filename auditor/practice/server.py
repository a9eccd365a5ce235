"""Runs the practice internet on loopback: DNS, HTTP and HTTPS on unprivileged ports.

with start(load_region()) as net:        # in a thread of this process
    net.nameserver, net.connect_to, net.ca_file, net.log

with spawn() as net:                     # in a process of its own, on another core
    ...
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import msgspec

from auditor.practice.dns import DnsServer
from auditor.practice.message import Handler
from auditor.practice.region import Region
from auditor.practice.tls import Authority
from auditor.practice.wire import LARGEST_HEAD, Access, HttpServer, Internet
from auditor.practice.world import World
from auditor.practice.yamlfile import PracticeError

START_TIMEOUT = 120.0
"""Seconds a process of its own may take to come up."""


@dataclass
class Practice:
    """The running servers. ``connect_to`` are curl-like rules, the particular ones first.

    ``spki`` is the hash of the key of the good certificates, for a browser's
    ``--ignore-certificate-errors-spki-list``; bad certificates have another key.
    """

    nameserver: str = ""
    connect_to: list[str] = field(default_factory=list)
    ca_file: Path = Path()
    spki: str = ""
    http_port: int = 0
    https_port: int = 0
    log_file: Path | None = None
    _log: list[Access] = field(default_factory=list)
    _stop: Callable[[], None] = lambda: None

    @property
    def log(self) -> list[Access]:
        """Every request served so far, in order."""
        if self.log_file is None:
            return self._log
        with self.log_file.open("rb") as lines:
            return [msgspec.json.decode(line, type=Access) for line in lines if line.endswith(b"\n")]

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


class _Running:
    """The three servers on an event loop in a thread of their own."""

    def __init__(
        self, world: Internet, authority: Authority, scale: float, record: Callable[[Access], None]
    ) -> None:
        self.world, self.authority, self.scale, self.record = world, authority, scale, record
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.failure: Exception | None = None
        self.dns = DnsServer(world.zone, scale)
        self.servers: list[asyncio.Server] = []
        self.thread = threading.Thread(target=self._run, name="practice", daemon=True)

    async def _boot(self) -> None:
        await self.dns.start()
        for scheme in ("http", "https"):
            side = HttpServer(self.world, scheme, self.scale, self.record)
            tls = (
                self.authority.server_context(self.world.tls, self.world.certificate)
                if scheme == "https"
                else None
            )
            self.servers.append(
                await asyncio.start_server(
                    side.serve, "127.0.0.1", 0, limit=LARGEST_HEAD, backlog=512, ssl=tls
                )
            )

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.set_exception_handler(lambda _loop, _context: None)  # clients that vanish are no news
        try:
            self.loop.run_until_complete(self._boot())
        except OSError as error:
            self.failure = error
            return
        finally:
            self.ready.set()
        self.loop.run_forever()
        self.loop.run_until_complete(self._shut())
        self.loop.close()

    async def _shut(self) -> None:
        await self.dns.stop()
        for server in self.servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    def port(self, side: int) -> int:
        """Port of the plain (0) or TLS (1) server."""
        return int(self.servers[side].sockets[0].getsockname()[1])

    def stop(self) -> None:
        """End the servers and their thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


def start(
    region: Region | None = None,
    captured: Mapping[str, Handler] | None = None,
    *,
    internet: Internet | None = None,
    time_scale: float = 1.0,
    log_file: Path | None = None,
) -> Practice:
    """Start the servers for a region and captured sites, or for another ``internet``; see `Practice`.

    ``time_scale`` multiplies every waiting time, so that tests need not wait. ``log_file`` gets
    each `Access` as a JSON line. Raises `PracticeError` when there is nothing to serve.
    """
    if region is None and not captured and internet is None:
        raise PracticeError("nothing to serve: give a region or a folder of captured sites")
    world = internet or World(region, captured)
    folder = tempfile.TemporaryDirectory(prefix="auditor-practice-")
    authority = Authority(Path(folder.name))
    practice = Practice(ca_file=authority.ca_file, spki=authority.spki, log_file=log_file)
    sink = log_file.open("ab") if log_file else None

    def record(access: Access) -> None:
        if sink:
            sink.write(msgspec.json.encode(access) + b"\n")
            sink.flush()
        else:
            practice._log.append(access)

    running = _Running(world, authority, time_scale, record)
    running.thread.start()
    running.ready.wait()
    if running.failure:
        folder.cleanup()
        raise PracticeError(f"the practice servers cannot start: {running.failure}")
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))  # bound and never listening: the kernel refuses connections to it
    practice.nameserver = f"127.0.0.1:{running.dns.port}"
    practice.http_port, practice.https_port = running.port(0), running.port(1)
    refused = closed.getsockname()[1]
    practice.connect_to = [
        *(f"{host}:{port}:127.0.0.1:{refused}" for host, port in world.closed()),
        f":80:127.0.0.1:{practice.http_port}",
        f":443:127.0.0.1:{practice.https_port}",
    ]

    def stop() -> None:
        running.stop()
        closed.close()
        if sink:
            sink.close()
        folder.cleanup()

    practice._stop = stop
    return practice


def spawn(
    region: Path | None = None,
    sites: Path | None = None,
    *,
    starts: Mapping[str, str] | None = None,
    invented: str = "",
    time_scale: float = 1.0,
) -> Practice:
    """Start the servers in a process of their own (same arguments as ``serve``); see `Practice`.

    Raises `PracticeError` with that process's own words when it does not come up.
    """
    folder = tempfile.TemporaryDirectory(prefix="auditor-practice-")
    port_file, log_file = Path(folder.name) / "ports.json", Path(folder.name) / "access.jsonl"
    log_file.touch()
    command = [sys.executable, "-m", "auditor.practice", "serve", "--time-scale", str(time_scale)]
    command += ["--port-file", str(port_file), "--log", str(log_file)]
    command += ["--region", str(region)] if region else []
    command += ["--sites", str(sites)] if sites else []
    command += ["--invented", invented] if invented else []
    for host, path in (starts or {}).items():
        command += ["--start", f"{host}={path}"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603

    def stop() -> None:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stderr:
            child.stderr.close()
        folder.cleanup()

    end = time.monotonic() + START_TIMEOUT
    while not port_file.exists():
        if child.poll() is not None or time.monotonic() > end:
            child.kill()
            words = child.stderr.read().decode(errors="replace").strip() if child.stderr else ""
            stop()
            raise PracticeError(f"the practice servers did not start: {words or 'no answer in time'}")
        time.sleep(0.05)
    facts = json.loads(port_file.read_text(encoding="utf-8"))
    return Practice(
        nameserver=facts["nameserver"],
        connect_to=facts["connect_to"],
        ca_file=Path(facts["ca_file"]),
        spki=facts["spki"],
        http_port=facts["http_port"],
        https_port=facts["https_port"],
        log_file=log_file,
        _stop=stop,
    )
