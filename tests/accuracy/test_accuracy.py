"""One command audits labelled sites on loopback and writes figures, and nothing but figures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from auditor.cli import app
from auditor.errors import AuditorError
from auditor.evaluate.measures import Bin
from auditor.evaluate.tables import calibrate
from auditor.jobs.accuracy import accuracy as measure_accuracy
from auditor.jobs.accuracy import run_ground
from auditor.jobs.accuracy_report import pooled, to_markdown
from auditor.jobs.folder import RunFolder
from auditor.practice.grounds import kind_of, labelled_ground

PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{name}</title></head><body>
<nav><a href="/index.html">Beranda</a> <a href="/layanan.html">Layanan</a>
<a href="/berita.html">Berita</a></nav>
<main><h1>{name}</h1>{body}</main></body></html>"""
CLINIC = """<h2>Surat Keterangan Sehat</h2><h3>Persyaratan</h3>
<ul><li>Fotokopi KTP</li><li>Kartu BPJS</li></ul>
<h3>Jangka Waktu Penyelesaian</h3><p>15 menit</p><h3>Biaya</h3><p>Rp 15.000</p>"""
MINUTES = '{"text": "15 menit", "min": 15, "max": 15, "unit": "minute"}'
SITES = {
    "pkm-melati": ("pkm-melati.contohkab.go.id", "puskesmas", "Puskesmas Melati", CLINIC),
    "dinas-kosong": ("dinas-kosong.contohkab.go.id", "dinsos", "Dinas Sosial", "<p>Selamat datang.</p>"),
    "kec-harapan": (
        "kec-harapan.contohkab.go.id",
        "kecamatan",
        "Kecamatan Harapan",
        "<h2>Berita</h2><p>Rapat membahas persyaratan dan biaya layanan.</p>",
    ),
}
CODES = ("persyaratan", "jangka_waktu", "biaya", "maklumat")


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three captured sites with labels."""
    folder = tmp_path_factory.mktemp("labelled")
    entries = []
    for unit_id, (host, kind, name, body) in SITES.items():
        root = folder / "sites" / host
        root.mkdir(parents=True)
        welcome = "<p>Situs resmi unit pelayanan. Silakan memilih menu di atas untuk informasi layanan.</p>"
        (root / "index.html").write_text(PAGE.format(name=name, body=welcome), encoding="utf-8")
        (root / "layanan.html").write_text(PAGE.format(name=name, body=body), encoding="utf-8")
        there = body is CLINIC
        labels = {
            code: {"verdict": "published" if there and code != "maklumat" else "not_found"} for code in CODES
        }
        if there:
            labels["jangka_waktu"]["values"] = [json.loads(MINUTES)]  # type: ignore[assignment]
        entries.append(
            {
                "unit_id": unit_id,
                "host": host,
                "start": "index.html",
                "name": name,
                "kind": kind,
                "labels": labels,
            }
        )
    (folder / "labels.yaml").write_text(yaml.safe_dump({"sites": entries}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reported(labelled: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The command run once: report, details, what it printed."""
    where = tmp_path_factory.mktemp("accuracy")
    out, details = where / "docs" / "accuracy.md", where / "details"
    arguments = ["--corpus", str(labelled), "--no-practice", "--out", str(out), "--details", str(details)]
    said = CliRunner().invoke(app, ["accuracy", *arguments, "--no-progress"], catch_exceptions=False)
    assert said.exit_code == 0, said.output
    return out, details, said.output


def test_sites_are_audited_and_measured(reported: tuple[Path, Path, str]) -> None:
    out, details, said = reported
    text = out.read_text("utf-8")
    assert "| Labelled real sites | 3 | 12 | 4 |" in text
    row = next(line for line in text.splitlines() if line.startswith("| `persyaratan`"))
    # The clinic's requirements are found, the news that only speaks of them is not taken for any.
    assert row.split("|")[2:6] == [" 1 ", " 1.000 ", " 1.000 ", " 1.000 "]
    assert re.search(r"\| Processing time: a right normalised value \| 1\.000 \(1/1\) \|", text)
    assert "keyword search" in text
    assert "corpus, semua (3 unit, 12 putusan)" in said
    results = json.loads((details / "corpus" / "results.json").read_text("utf-8"))
    assert {unit["kind"] for unit in results["units"]} == {"puskesmas", "opd", "kecamatan"}


def test_the_report_names_no_site_and_quotes_no_page(reported: tuple[Path, Path, str]) -> None:
    text = reported[0].read_text("utf-8").lower()
    told = [part for unit, (host, _, name, _) in SITES.items() for part in (unit, host, name.lower())]
    assert not [part for part in [*told, "fotokopi", "15.000"] if part in text]


def test_the_report_is_well_formed_and_dated(reported: tuple[Path, Path, str]) -> None:
    text = reported[0].read_text("utf-8")
    assert re.search(r"on 20\d\d-\d\d-\d\d with auditor \d.*rubric uu25-2009@", text)
    assert not re.search(r"\bnan\b|None|\{\{|\{%", text)
    lines = text.splitlines()
    for above, line in pairwise(lines):
        if line.startswith("|") and above.startswith("|"):
            assert line.count("|") == above.count("|"), line
        if above.startswith("|") and line and not line.startswith("|"):
            raise AssertionError(f"text glued to a table: {line}")


def test_disagreements_of_the_kept_away_third_have_files_of_their_own(
    reported: tuple[Path, Path, str],
) -> None:
    folder = reported[1] / "corpus"
    for name, kept in (("evaluation.json", False), ("evaluation-kept-away.json", True)):
        if not (folder / name).exists():
            continue
        found = json.loads((folder / name).read_text("utf-8"))["disagreements"]
        assert all(wrong["kept_away"] is kept for wrong in found)
    assert (folder / "evaluation.html").is_file()


def test_an_archive_is_judged_again_without_crawling(
    labelled: Path, reported: tuple[Path, Path, str], tmp_path: Path
) -> None:
    def unreachable() -> None:
        raise AssertionError("no server may be asked")

    _, details, _ = reported
    ground = labelled_ground(labelled, tmp_path / "scratch")
    assert ground.served is not None
    ground = replace(ground, served=replace(ground.served, serve=unreachable))  # type: ignore[arg-type]
    before = (details / "corpus" / "results.json").read_bytes()
    (measured,) = measure_accuracy([ground], tmp_path / "a.md", details=details, again=True, progress=False)
    assert (details / "corpus" / "results.json").read_bytes() == before
    assert measured.whole.units == 3


def test_an_earlier_run_is_replaced_and_one_process_measures_twice(
    labelled: Path, reported: tuple[Path, Path, str], tmp_path: Path
) -> None:
    """Crawling engines start once a process; two grounds are crawled in one command all the same."""
    one = labelled_ground(labelled, tmp_path / "scratch")
    two = replace(one, key="practice")
    earlier = tmp_path / "runs" / "corpus" / "run.json"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("{}", encoding="utf-8")
    measured = measure_accuracy([one, two], tmp_path / "a.md", details=tmp_path / "runs", progress=False)
    assert [ground.whole.units for ground in measured] == [3, 3]
    text = (tmp_path / "a.md").read_text("utf-8")
    assert "## Practice region" in text
    assert earlier.read_text("utf-8") != "{}"


def test_a_finished_run_of_ones_own_is_taken_as_it_is(
    labelled: Path, reported: tuple[Path, Path, str], tmp_path: Path
) -> None:
    run = reported[1] / "corpus"
    ground = replace(run_ground(run), labels=labelled / "labels.yaml")
    (measured,) = measure_accuracy([ground], tmp_path / "a.md", progress=False)
    assert measured.whole.pairs == 12
    assert "Labelled real sites" in to_markdown([measured])


def test_reliability_tables_are_pooled_by_their_counts() -> None:
    ours = [(0.95, True)] * 8 + [(0.95, False)] * 2
    theirs = [(0.95, True)] * 30 + [(0.55, False)] * 10
    bins, error = pooled([calibrate(ours)[0], calibrate(theirs)[0]])
    whole, right = calibrate([*ours, *theirs])
    assert [bin_.count for bin_ in bins] == [bin_.count for bin_ in whole] == [10, 40]
    assert error == pytest.approx(right, abs=1e-3)
    assert pooled([(), ()]) == ((), None)
    assert pooled([[Bin(low=0.9, high=1.0, count=4, confidence=0.9, accuracy=0.5)]])[1] == pytest.approx(0.4)


def test_kinds_of_labels() -> None:
    assert [kind_of(word) for word in ("puskesmas", "dinsos", "Satpol", "bkpsdm", "desa", "entah")] == [
        "puskesmas",
        "opd",
        "opd",
        "opd",
        "other",
        "other",
    ]


def test_mistakes_are_told(labelled: Path, tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match="--corpus"):
        labelled_ground(tmp_path, tmp_path / "scratch")
    (tmp_path / "sites").mkdir()
    (tmp_path / "labels.yaml").write_text((labelled / "labels.yaml").read_text("utf-8"), encoding="utf-8")
    with pytest.raises(AuditorError, match=r"contohkab\.go\.id"):
        labelled_ground(tmp_path, tmp_path / "scratch")
    with pytest.raises(AuditorError, match="bukan hasil audit"):
        RunFolder(tmp_path).clear()
    said = CliRunner().invoke(app, ["accuracy", "--no-practice"])
    assert isinstance(said.exception, AuditorError)
