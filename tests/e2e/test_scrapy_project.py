"""The checkout is an ordinary Scrapy project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from auditor_command import Region

from auditor.spiders.options import CrawlOptions, parse_connect_to
from auditor.store.archive import open_bodies, read_visit

ROOT = Path(__file__).parents[2]
SCRAPY = Path(sys.executable).with_name("scrapy")


def scrapy(*words: str | Path) -> str:
    done = subprocess.run(
        [SCRAPY, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=90,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def network(region: Region) -> tuple[str, ...]:
    """The servers of the region as a Scrapy setting."""
    import msgspec

    options = CrawlOptions(
        nameserver=region.practice.nameserver,
        connect_to=parse_connect_to(region.practice.connect_to),
        ca_file=str(region.practice.ca_file),
        delay=0,
        render="never",
    )
    return ("-s", f"AUDITOR_OPTIONS={msgspec.json.encode(options).decode()}", "-s", "DOWNLOAD_DELAY=0")


def test_list() -> None:
    assert scrapy("list").split() == ["site"]


def test_crawl_one_address(region: Region, tmp_path: Path) -> None:
    address = "https://dlh.muaraselasihkab.go.id/"
    scrapy("crawl", "site", "-a", f"url={address}", "-a", f"out={tmp_path}", *network(region))
    unit = tmp_path / "units" / "dlh.muaraselasihkab.go.id"
    visit = read_visit(unit)
    assert visit.final_url.startswith(address)
    assert json.loads((unit / "visit.json").read_bytes())["agency"]["website"] == address
    with open_bodies(unit) as bodies:
        read = [bodies(fetch) for fetch in visit.fetches]
    assert len(read) > 3
    assert any(stored.body.startswith(b"PK") for stored in read), "the documents were not fetched"


def test_shell(region: Region) -> None:
    out = scrapy(
        "shell",
        "http://dlh.muaraselasihkab.go.id/",
        "-c",
        "(response.status, response.css('title::text').get())",
        *network(region),
    )
    assert "(200, " in out
