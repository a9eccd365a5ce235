"""A tiny web on loopback for the crawler's tests, and a way to crawl it in a process of its own.

The reactor does not start twice in one process, so each crawl is a subprocess.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from auditor.models import Visit
from auditor.store.archive import read_visit

CHILD = """
import json, sys
from pathlib import Path
from auditor.models import Agency, Kind
from auditor.reference import load_regions
from auditor.spiders.crawl import crawl
from auditor.spiders.known import Revisit
from auditor.spiders.options import CrawlOptions, parse_connect_to
if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    rules = parse_connect_to(asked.pop("connect_to"))
    units = [Agency(unit_id=key, name=name, kind=Kind.OPD, region="61.12", website=site)
             for key, name, site in asked.pop("units")]
    out = Path(asked.pop("out"))
    before = asked.pop("before", None)
    ways = asked.pop("ways", {})
    revisit = Revisit(root=Path(before), **ways) if before else None
    def show(event):
        print(type(event).__name__, getattr(event, "url", ""), flush=True)
    end = crawl(units, load_regions(), out, CrawlOptions(connect_to=rules, **asked), show,
                revisit=revisit)
    print("END", json.dumps({"done": end.done, "left": end.left, "interrupted": end.interrupted,
                             "cause": end.cause}), flush=True)
"""


@dataclass
class Web:
    """Answers by ``host`` and path; every request is kept with its time."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[float, str, str]] = field(default_factory=list)
    port: int = 0

    def urls(self) -> list[str]:
        return [f"{host}{path}" for _, host, path in self.asked]


@pytest.fixture
def web() -> Iterator[Web]:
    served = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").split(":")[0]
            served.asked.append((time.monotonic(), host, self.path))
            answer = served.pages.get(f"{host}{self.path}")
            if callable(answer):
                answer = answer(self)
                if answer is None:
                    return
            status, kind, body, extra = 404, "text/html", b"<h1>404</h1>", {}
            if isinstance(answer, str | bytes):
                status, body = 200, answer if isinstance(answer, bytes) else answer.encode()
                kind = "application/pdf" if body.startswith(b"%PDF") else "text/html"
            elif isinstance(answer, tuple):
                status, extra, body = answer[0], dict(answer[1]), answer[2].encode()
                kind = extra.pop("Content-Type", "text/html")
            if self.path == "/robots.txt":
                kind = "text/plain"
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in extra.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()


@dataclass
class Crawled:
    """What a finished crawl left."""

    out: Path
    end: dict[str, Any]
    log: str

    def visit(self, unit: str = "u") -> Visit:
        return read_visit(self.out / "units" / unit)


@pytest.fixture
def start_crawl(web: Web, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    def begin(**options: Any) -> subprocess.Popen[str]:
        asked = {
            "out": str(tmp_path / "out"),
            "connect_to": [f":80:127.0.0.1:{web.port}", ":443:127.0.0.1:1"],
            "units": [("u", "Dinas Uji", "http://uji.kuburayakab.go.id/")],
            "delay": 0,
            "timeout": 5,
            "render": "never",
        } | options
        return subprocess.Popen(
            [sys.executable, "-c", CHILD, json.dumps(asked)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return begin


@pytest.fixture
def crawl(start_crawl: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> Callable[..., Crawled]:
    def run(**options: Any) -> Crawled:
        with start_crawl(**options) as process:
            out, err = process.communicate(timeout=120)
        ends = [line for line in out.splitlines() if line.startswith("END ")]
        assert ends, out + err
        return Crawled(Path(options.get("out", tmp_path / "out")), json.loads(ends[0][4:]), out + err)

    return run
