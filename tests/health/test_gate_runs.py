"""Real runs before the gate: a line cut in the middle, half of the hosts refusing, an ordinary week."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from name_server import name_server

from auditor.jobs.publication import finish, read_published

UNITS = 8
HOSTS = [f"dinas.uji{n}.go.id" for n in range(UNITS)]


class Server:
    """All hosts' sites; stops listening for good after ``until`` home pages."""

    def __init__(self, until: int = 10_000) -> None:
        served = self
        self.pages = 0

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = (self.headers.get("Host") or "").split(":")[0]
                home = self.path == "/" and host in HOSTS
                text = f"<title>{host}</title><h1>Dinas Uji</h1><p>Kabupaten Kubu Raya, buka 08.00 WIB</p>"
                body = text.encode() if home else b"tidak ada"
                self.send_response(200 if home else 404)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)
                served.pages += home
                if served.pages == until:
                    threading.Thread(target=served.close).start()

            def log_message(self, *args: object) -> None:
                pass

        self.web = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        threading.Thread(target=self.web.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.web.server_address[1])

    def close(self) -> None:
        self.web.shutdown()
        self.web.server_close()


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    rows = ["unit_id,name,kind,region,website,parent,notes"]
    rows += [f"u{n},Dinas Uji {n},opd,61.12,http://{host}/,," for n, host in enumerate(HOSTS)]
    path = tmp_path / "targets.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    yield served
    served.close()


@pytest.fixture
def names() -> Iterator[int]:
    def address_of(name: str) -> str | None:
        return f"203.0.113.{HOSTS.index(name) + 1}" if name in HOSTS else None

    with name_server(address_of) as port:
        yield port


def run(targets: Path, out: Path, names: int, port: int, *rules: str) -> None:
    ways = [
        word
        for rule in (*rules, f":80:127.0.0.1:{port}", ":443:127.0.0.1:1")
        for word in ("--connect-to", rule)
    ]
    words = [
        "run",
        str(targets),
        "--out",
        str(out),
        *ways,
        "--delay",
        "0",
        "--render",
        "never",
        "--ocr",
        "never",
    ]
    command = [str(Path(sys.executable).with_name("auditor")), *words, "--format", "json", "--no-progress"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert ended.returncode in (0, 3), ended.stderr


def test_held_held_published(targets: Path, names: int, server: Server, tmp_path: Path) -> None:
    place = tmp_path / "kubu-raya"
    run(targets, place / "pekan-1", names, server.port)
    assert finish(place, "pekan-1", batch="Kubu Raya").published

    cut = Server(until=UNITS // 3)
    run(targets, place / "putus", names, cut.port)
    ended = finish(place, "putus", batch="Kubu Raya")
    assert not ended.published
    assert {doubt.what for doubt in ended.health.doubts} >= {"lost"}

    refused = [f"{host}:80:127.0.0.1:1" for host in HOSTS[::2]]
    run(targets, place / "ditolak", names, server.port, *refused)
    ended = finish(place, "ditolak", batch="Kubu Raya")
    assert not ended.published
    assert (ended.health.units, ended.health.reached) == (UNITS, UNITS // 2)

    run(targets, place / "pekan-2", names, server.port)
    assert finish(place, "pekan-2", batch="Kubu Raya").published
    shown = read_published(place)
    assert shown is not None
    assert shown.folder == "pekan-2"
