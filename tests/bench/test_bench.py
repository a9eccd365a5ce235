"""The benchmark measures what it says: both sides do the work, and find the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from auditor.bench import first, material, sides
from auditor.bench.clock import compare
from auditor.bench.command import main

PAGE = "<html><title>Layanan</title><body><h2>Persyaratan</h2><ul><li>Fotokopi KTP</li></ul>{}</body></html>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sites")
    for host in ("a.example", "b.example"):
        (root / host).mkdir()
        for name in ("index.html", "layanan.html"):
            more = "<p>Prosedur dan biaya layanan tertera di loket.</p>" * 20
            (root / host / name).write_text(PAGE.format(more), encoding="utf-8")
    return root


def test_pages_are_measured_and_written_down(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    only = ["--only", "reading", "--only", "matching"]
    assert main(["--pages", str(folder), "--rounds", "2", "--json", str(out), *only]) == 0
    reading, matching = json.loads(out.read_text("utf-8"))["measurements"]
    assert (reading["pieces"], matching["pieces"]) == (4, 4)
    assert set(reading["sides"]) == {"read and judge", "read", "judge", "BeautifulSoup"}
    assert all(0 < side["least"] <= side["median"] <= side["greatest"] for side in reading["sides"].values())
    assert matching["ratios"]["RE2 set, then re"]["median"] < 1


def test_pages_are_met_for_the_first_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert first.main(["--pages", str(folder), "--rounds", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("4 pages met for the first time")  # both halves
    assert all(float(share) > 0 for share in re.findall(r"([\d.]+)%", told))


def test_screen_and_loop_find_the_same_in_the_practice_pages() -> None:
    sites = material.practice_pages()[:12]
    texts = [page.text for shot in sides.read_sites(sites) for page in shot.pages]
    found = sides.Matching(texts)
    assert sides.same_findings(found)
    assert sum(map(len, found.screened())) > 10


def test_pdf_readers_read_the_same_words() -> None:
    pieces = material.practice_pdfs()[:2]
    assert pieces
    for quick, slow in zip(sides.pdf_quick(pieces), sides.pdf_miner(pieces), strict=True):
        assert len(sides.words(slow)) > 20
        assert len(sides.words(slow) & sides.words(quick)) >= 0.9 * len(sides.words(slow))


def test_ratios_are_of_the_same_round() -> None:
    def work(times: int) -> object:
        return sum(index * index for index in range(times))

    sided = {"one": lambda: work(200_000), "ten": lambda: work(2_000_000)}
    found = compare("x", sided, pieces=1, rounds=3, goals={})
    assert 0.03 < found.ratios["one"].median < 0.3
    assert set(found.ratios) == {"one"}


def test_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pages", str(tmp_path)]) == 2
    assert "tidak ada halaman HTML" in capsys.readouterr().err
