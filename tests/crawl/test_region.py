"""The crawler on the practice region: named causes of DNS and TLS, discovery, Drive, politeness.

One crawl, without the browser, of the units that have something to tell; every test reads its archive.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from auditor.models import Https, Visit
from auditor.practice.labels import write_targets
from auditor.practice.region import DEFAULT_FOLDER, load_region
from auditor.practice.server import Practice, start
from auditor.practice.wire import Access
from auditor.store.archive import open_bodies, read_visit

UNITS = [
    "portal",
    "dinkes",
    "dp3ap2kb",
    "kec-pulautengkawang",
    "kec-rantaubakung",
    "pkm-airmerah",
    "bapenda",
    "bpkad",
    "disdikbud",
    "rsud",
    "dishub",
    "dpmd",
    "pkm-sungailimau",
    "pkm-telukkenanga",
    "kel-kampungbaru",
    "pkm-muarakumpai",
    "pkm-natainipah",
    "inspektorat",
    "pkm-selasihkota",
    "disperindagkop",
    "pkm-tebingraya",
    "pkm-tebingraya2",
    "kesbangpol",
    "distan",
]
DELAY = 0.05
CHILD = """
import json, sys
from pathlib import Path
from auditor.reference import load_regions
from auditor.spiders.crawl import crawl
from auditor.spiders.options import CrawlOptions, parse_connect_to
from auditor.targets import load_targets
asked = json.loads(sys.argv[1])
regions = load_regions(Path(asked.pop("regions")))
targets, only, out = Path(asked.pop("targets")), asked.pop("only"), Path(asked.pop("out"))
units = [unit for unit in load_targets([targets], regions) if unit.unit_id in only]
rules = parse_connect_to(asked.pop("connect_to"))
end = crawl(units, regions, out, CrawlOptions(connect_to=rules, **asked), lambda event: None)
print(json.dumps({"done": end.done, "left": end.left, "cause": end.cause}))
"""


@dataclass
class Crawled:
    """The archives of a crawl and what the servers saw of it."""

    out: Path
    end: dict[str, Any]
    log: list[Access] = field(default_factory=list)

    def visit(self, unit: str) -> Visit:
        return read_visit(self.out / "units" / unit)


def run(net: Practice, folder: Path, only: list[str], **options: Any) -> Crawled:
    targets, regions = write_targets(load_region(DEFAULT_FOLDER), folder)
    asked = {
        "targets": str(targets),
        "regions": str(regions),
        "only": only,
        "out": str(folder / "out"),
        "nameserver": net.nameserver,
        "connect_to": net.connect_to,
        "ca_file": str(net.ca_file),
        "delay": DELAY,
        "timeout": 4,
        "render": "never",
    } | options
    done = subprocess.run(
        [sys.executable, "-c", CHILD, json.dumps(asked)],
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    assert done.stdout.strip(), done.stderr
    return Crawled(folder / "out", json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def net() -> Iterator[Practice]:
    with start(load_region(DEFAULT_FOLDER), time_scale=0.05) as practice:
        yield practice


@pytest.fixture(scope="module")
def crawled(net: Practice, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    result = run(net, tmp_path_factory.mktemp("wilayah"), UNITS)
    result.log = list(net.log)
    assert result.end["done"] == len(UNITS), result.end
    return result


@pytest.mark.parametrize(
    ("unit", "cause"),
    [
        ("kec-rantaubakung", "dns_nxdomain"),
        ("kec-pulautengkawang", "dns_servfail"),
        ("pkm-airmerah", "dns_timeout"),
    ],
)
def test_names_that_lead_nowhere(crawled: Crawled, unit: str, cause: str) -> None:
    visit = crawled.visit(unit)
    assert not visit.home
    stated = [item for item in visit.trail if item.origin == "target_file"]
    assert {item.reason for item in stated if "//www." not in item.url} == {cause}
    assert visit.https is Https.NONE


@pytest.mark.parametrize(
    ("unit", "state", "cause"),
    [
        ("dinkes", Https.VALID, ""),
        ("bpkad", Https.INVALID, "tls_expired"),
        ("bapenda", Https.INVALID, "tls_wrong_name"),
        ("rsud", Https.INVALID, "tls_untrusted"),
        ("disdikbud", Https.NONE, "connect_refused"),
    ],
)
def test_certificates(crawled: Crawled, unit: str, state: Https, cause: str) -> None:
    visit = crawled.visit(unit)
    assert (visit.https, visit.https_detail) == (state, cause)
    assert visit.fetches, "a page behind a bad certificate is published all the same"


def test_all_forbidden_by_robots_still_tells_the_certificate(crawled: Crawled) -> None:
    visit = crawled.visit("dishub")
    assert "robots_all" in visit.notes
    assert visit.https is Https.VALID
    asked = {access.target for access in crawled.log if access.host == "dishub.muaraselasihkab.go.id"}
    assert asked == {"/robots.txt"}


def test_a_wall_is_met_once(crawled: Crawled) -> None:
    visit = crawled.visit("dpmd")
    assert "bot_wall" in visit.notes
    assert len(visit.fetches) == 1


def test_drive_files_public_and_private(crawled: Crawled) -> None:
    public = [fetch for fetch in crawled.visit("pkm-telukkenanga").fetches if fetch.external]
    assert [fetch.status for fetch in public] == [200]
    assert "pdf" in public[0].content_type
    private = {failure.cause for failure in crawled.visit("pkm-sungailimau").failures}
    assert "drive_private" in private


def test_a_unit_below_the_portal_stays_there_and_the_portal_leaves_it_out(crawled: Crawled) -> None:
    below = [fetch.url for fetch in crawled.visit("dp3ap2kb").fetches]
    assert below
    assert all("/dp3ap2kb" in url for url in below)
    assert not [fetch.url for fetch in crawled.visit("portal").fetches if "/dp3ap2kb" in fetch.url]


def test_discovery_tells_who_was_asked(crawled: Crawled) -> None:
    visit = crawled.visit("inspektorat")
    assert set(visit.sources_asked) >= {"portal", "health_office", "dns"}
    assert "wildcard_dns" in visit.notes
    assert not visit.home
    assert all(item.outcome != "accepted" for item in visit.trail), "a wildcard's page is nobody's site"
    assert any("muaraselasih.go.id" in item.url for item in visit.trail)
    kept = read_visit(crawled.out / "directories" / "61.90")
    assert kept.sources_asked == ("portal", "health_office")
    with open_bodies(crawled.out / "directories" / "61.90") as bodies:
        assert all(bodies(fetch).body for fetch in kept.fetches)


def test_sites_found_through_lists_and_names(crawled: Crawled) -> None:
    found = crawled.visit("pkm-selasihkota")
    assert found.home
    accepted = [item for item in found.trail if item.outcome == "accepted"]
    assert len(accepted) == 1
    hacked = crawled.visit("pkm-tebingraya")
    assert hacked.home, "a hacked site is still the unit's site"
    assert not crawled.visit("pkm-tebingraya2").home, "the neighbour with a number is another unit"


def test_where_a_site_led(crawled: Crawled) -> None:
    visit = crawled.visit("kel-kampungbaru")
    assert visit.home
    assert visit.final_url
    assert visit.social == () or all("http" in account for account in visit.social)
    social = crawled.visit("pkm-muarakumpai")
    assert not social.home
    assert social.social


def test_an_account_in_a_list_of_others_is_not_the_units(crawled: Crawled) -> None:
    assert crawled.visit("dinkes").social == (), "its list of puskesmas links one's account"


def test_politeness_in_the_servers_own_log(crawled: Crawled) -> None:
    """Starts on one address and below one domain lie the pause apart, by the servers' clock."""
    by_address: dict[str, list[float]] = defaultdict(list)
    below: list[float] = []
    for access in crawled.log:
        by_address[access.address].append(access.time)
        if access.host.endswith("muaraselasihkab.go.id"):
            below.append(access.time)
    # A request is logged when it was read whole: on a busy machine one arrives late, and the gap after
    # it looks short. Late ones are single; a crawler that does not wait shows in most gaps.
    jitter = 0.03
    for address, times in by_address.items():
        gaps = [later - earlier for earlier, later in itertools.pairwise(sorted(times))]
        late = [gap for gap in gaps if gap <= DELAY - jitter]
        assert len(late) <= 1 + len(gaps) // 20, (address, late)
        assert len(gaps) < 2 or (max(times) - min(times)) / len(gaps) > DELAY - jitter, address
    below.sort()
    assert (below[-1] - below[0]) / len(below) > DELAY * 0.8, "the whole domain, not each host, has one pace"
    assert any(len({a.address for a in crawled.log if b <= a.time < b + 1}) > 2 for b in below[::20])
    slow = sorted(a.time for a in crawled.log if a.host == "dinkes.muaraselasihkab.go.id")
    waits = [later - earlier for earlier, later in itertools.pairwise(slow[1:])]
    assert min(waits) > 0.5, "its crawl delay of a second, one request logged late"
    assert sum(waits) / len(waits) > 0.9, "its crawl delay"


def test_a_second_crawl_asks_in_the_same_order(net: Practice, crawled: Crawled, tmp_path: Path) -> None:
    again = run(net, tmp_path, ["bpkad", "rsud"], delay=0)
    for unit in ("bpkad", "rsud"):
        first, second = crawled.visit(unit), again.visit(unit)
        assert [(f.url, f.sha256) for f in first.fetches] == [(f.url, f.sha256) for f in second.fetches]


def test_everything_goes_through_the_proxy(net: Practice, tmp_path: Path, proxy: Callable[[], Any]) -> None:
    server = proxy()
    result = run(
        net,
        tmp_path,
        ["disdikbud"],
        proxy=f"http://127.0.0.1:{server.server_address[1]}",
        connect_to=[],
        nameserver="",
    )
    visit = result.visit("disdikbud")
    assert [fetch.url for fetch in visit.fetches], visit.trail
    assert all("disdikbud" in line for line in server.lines)


@pytest.fixture
def proxy(net: Practice) -> Iterator[Callable[[], Any]]:
    """A forward proxy that knows the practice region's plain HTTP port."""
    import http.client

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.lines.append(self.path)  # type: ignore[attr-defined]
            host = self.path.split("/")[2]
            far = http.client.HTTPConnection("127.0.0.1", net.http_port, timeout=10)
            far.request("GET", "/" + self.path.split("/", 3)[3], headers={"Host": host})
            answer = far.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name in ("Content-Type", "Location"):
                if value := answer.headers.get(name):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_CONNECT(self) -> None:
            self.server.lines.append(self.path)  # type: ignore[attr-defined]
            self.send_error(502)

        def log_message(self, *args: object) -> None:
            pass

    servers: list[ThreadingHTTPServer] = []

    def begin() -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.lines = []  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()
