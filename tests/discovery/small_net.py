"""A tiny internet on loopback with DNS, for discovery: what each name answers and what each page says."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from auditor.models import Agency, Visit
from auditor.practice.dns import DnsServer, Name, Zone
from auditor.store.archive import read_visit

CHILD = """
import json, sys
from pathlib import Path
import msgspec
from auditor.models import Agency
from auditor.reference import load_regions
from auditor.spiders.crawl import crawl
from auditor.spiders.options import CrawlOptions, parse_connect_to
if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    rules = parse_connect_to(asked.pop("connect_to"))
    units = msgspec.convert(asked.pop("units"), list[Agency])
    out = Path(asked.pop("out"))
    end = crawl(units, load_regions(), out, CrawlOptions(connect_to=rules, **asked), lambda event: None)
    print(json.dumps({"done": end.done, "left": end.left, "cause": end.cause}))
"""


@dataclass
class Net:
    """Names and pages; every question and request is kept."""

    names: dict[str, Name] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    questions: list[tuple[float, str]] = field(default_factory=list)
    dns_port: int = 0
    web_port: int = 0

    def add(self, host: str, **pages: str) -> None:
        """A host with an address of its own and pages by path (``home`` is ``/``)."""
        self.names[host] = Name(a=(f"103.7.{len(self.names) // 250}.{len(self.names) % 250 + 1}",))
        for path, body in pages.items():
            self.pages[f"{host}/{'' if path == 'home' else path}"] = body

    def count(self, address: str) -> int:
        return sum(url == address for _, url, _ in self.asked)


class _Heard(Zone):
    """A zone that notes what it is asked."""

    def __init__(self, net: Net) -> None:
        super().__init__(net.names)
        self.net = net

    def find(self, name: str) -> Name | None:
        self.net.questions.append((time.monotonic(), name.lower().rstrip(".")))
        return super().find(name)


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Net], None]]:
    """Start DNS and HTTP for a Net on free loopback ports."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    ends: list[Callable[[], Any]] = []

    def begin(net: Net) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = (self.headers.get("Host") or "").split(":")[0]
                net.asked.append((time.monotonic(), f"{host}{self.path}", dict(self.headers)))
                answer = net.pages.get(f"{host}{self.path}")
                answer = answer(self.headers) if callable(answer) else answer
                status, kind = (404, "text/html") if answer is None else (200, "text/html")
                body = (answer or "<h1>404</h1>").encode()
                if body[:1] in b"[{":
                    kind = "application/json"
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        web.daemon_threads = True
        net.web_port = web.server_address[1]
        threading.Thread(target=web.serve_forever, daemon=True).start()
        dns = DnsServer(_Heard(net))
        net.dns_port = asyncio.run_coroutine_threadsafe(dns.start(), loop).result(10)
        ends.append(lambda: asyncio.run_coroutine_threadsafe(dns.stop(), loop).result(10))
        ends.append(web.shutdown)

    yield begin
    for end in ends:
        end()
    loop.call_soon_threadsafe(loop.stop)


@pytest.fixture(scope="module")
def discover(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Callable[[str], Visit]]:
    """Look for the units' websites in a process of its own; the visit of each by its unit_id."""

    def run(
        net: Net, units: list[Agency], environment: dict[str, str] | None = None, **options: Any
    ) -> Callable[[str], Visit]:
        out = tmp_path_factory.mktemp("discover")
        asked = {
            "out": str(out),
            "connect_to": [f":80:127.0.0.1:{net.web_port}", ":443:127.0.0.1:1"],
            "nameserver": f"127.0.0.1:{net.dns_port}",
            "units": [asdict(unit) for unit in units],
            "delay": 0,
            "timeout": 5,
            "render": "never",
            "max_pages": 1,
        } | options
        done = subprocess.run(
            [sys.executable, "-c", CHILD, json.dumps(asked)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, **(environment or {})},
        )
        assert '"left": []' in done.stdout, done.stdout + done.stderr[-3000:]
        visit = lambda unit_id: read_visit(out / "units" / unit_id)  # noqa: E731
        visit.out = out  # type: ignore[attr-defined]
        return visit

    return run


def files_below(folder: Path) -> Iterator[bytes]:
    """The bytes of every file of a run folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
