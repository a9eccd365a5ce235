"""A line that is lost in the middle: the run pauses, goes on, and no site is blamed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from name_server import SILENT, name_server

from auditor.store.archive import read_visit

CHILD = """
import json, sys
from pathlib import Path
from auditor.models import Agency, Kind
from auditor.reference import load_regions
from auditor.spiders.crawl import crawl
from auditor.spiders.options import CrawlOptions, parse_connect_to
if __name__ == "__main__":
    out, dns, web, patience = sys.argv[1:]
    units = [Agency(unit_id=f"u{n}", name=f"Dinas Uji {n}", kind=Kind.OPD, region="61.12",
                    website=f"http://u{n}.kuburayakab.go.id/") for n in range(6)]
    options = CrawlOptions(nameserver=f"127.0.0.1:{dns}", delay=0, timeout=3, render="never", window=1,
                           connect_to=parse_connect_to([f":80:127.0.0.1:{web}", ":443:127.0.0.1:1"]),
                           patience=float(patience))
    end = crawl(units, load_regions(), Path(out), options, lambda event: None)
    print(json.dumps({"done": end.done, "cause": end.cause}))
"""


class Line:
    """Our own line: while ``cut`` neither names nor pages come through. It is cut once, after ``after``
    pages."""

    def __init__(self, after: int) -> None:
        self.after, self.pages, self.cut = after, 0, False
        self.was_cut = threading.Event()
        line = self

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if line.cut:
                    time.sleep(0.2)
                    self.close_connection = True
                    return
                robots = self.path == "/robots.txt"
                body = b"" if robots else b"<title>Dinas Uji</title><p>Selamat datang di Dinas Uji</p>"
                self.send_response(404 if robots else 200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                line.pages += not robots
                if line.pages == line.after and not line.was_cut.is_set():
                    line.cut = True
                    line.was_cut.set()

            def log_message(self, *args: object) -> None:
                pass

        self.dns = 0
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        threading.Thread(target=self.web.serve_forever, daemon=True).start()

    def address_of(self, name: str) -> str | None:
        """Of the units' hosts; none while the line is cut."""
        return SILENT if self.cut else "203.0.113.7" if name.startswith("u") else None

    def close(self) -> None:
        self.web.shutdown()
        self.web.server_close()


@pytest.fixture
def line() -> Iterator[Line]:
    served = Line(after=2)
    with name_server(served.address_of) as served.dns:
        yield served
    served.close()


def log_of(out: Path) -> str:
    path = out / "auditor.log"
    return path.read_text() if path.is_file() else ""


def begin(line: Line, out: Path, patience: float) -> subprocess.Popen[str]:
    ports = [str(line.dns), str(line.web.server_address[1])]
    words = [sys.executable, "-c", CHILD, str(out), *ports, str(patience)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def test_the_run_pauses_and_goes_on(line: Line, tmp_path: Path) -> None:
    with begin(line, tmp_path, patience=60) as process:
        assert line.was_cut.wait(30)
        while "network lost" not in log_of(tmp_path):
            assert process.poll() is None, "the run ended though it should wait"
            time.sleep(0.1)
        line.cut = False
        out, _ = process.communicate(timeout=120)
    end = json.loads(out)
    assert (end["done"], end["cause"]) == (6, "")
    for number in range(6):
        visit = read_visit(tmp_path / "units" / f"u{number}")
        assert visit.final_url, f"u{number} was blamed for our line: {visit.failures}"
    lines = [json.loads(text) for text in log_of(tmp_path).splitlines()]
    assert any(item["event"] == "unit_begun_again" for item in lines)
    assert {item["unit"] for item in lines if item["event"] == "unit_done"} == {f"u{n}" for n in range(6)}


def test_a_line_that_stays_away_ends_the_run_without_blame(line: Line, tmp_path: Path) -> None:
    with begin(line, tmp_path, patience=1) as process:
        out, _ = process.communicate(timeout=120)
    end = json.loads(out)
    assert "jaringan putus" in end["cause"]
    assert end["done"] < 6
    for folder in (tmp_path / "units").iterdir():
        if (folder / "visit.json").is_file():
            assert read_visit(folder).final_url, "a unit was settled while the line was gone"
