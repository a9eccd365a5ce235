"""The recap: one row a unit, the same counts everywhere, and changes that are the unit's own."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path
from statistics import median

import pypdfium2
import pytest
from fake_region import fake_results
from openpyxl import load_workbook

from auditor.compare import compare
from auditor.compare.records import Cause, Direction
from auditor.errors import AuditorError
from auditor.jobs.letters import write_letters
from auditor.jobs.recap import RecapOrder, write_recap
from auditor.models import SERVICE_DELIVERY, Results, Verdict
from auditor.reporting import write as write_reports
from auditor.reporting.texts import load_texts
from auditor.results import encode
from auditor.scoring import load_rubric, rescore
from auditor.unitstream import UnitStream

RESULTS = fake_results(60)
HOSTILE = fake_results(40, hostile=True)


def folder_of(results: Results, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_bytes(encode(results))
    return folder


def earlier(results: Results) -> Results:
    """A period before: three units less published, one unit not there yet, one gone since."""
    units = []
    for unit in results.units[1:]:
        components = dict(unit.components)
        if len(units) < 3:
            for code, found in components.items():
                if found.verdict is Verdict.PUBLISHED:
                    components[code] = dataclasses.replace(found, verdict=Verdict.PARTIAL)
        changed = dataclasses.replace(unit, components=components)
        units.append(dataclasses.replace(changed, score=rescore(changed, load_rubric(unit.score.rubric))))
    units.append(dataclasses.replace(units[-1], unit_id="lama", name="Dinas Lama"))
    run = dataclasses.replace(results.run, id="lalu", finished_at="2026-05-22T03:00:00Z")
    return Results(run=run, units=tuple(units))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("recap")
    skm = root / "skm.csv"
    skm.write_text(
        "unit_id,period,value,U1,U2,U3,U4,U5,U6,U7,U8,U9,source\n"
        f"{RESULTS.units[3].unit_id},2026-S1,82.5,{','.join(['3.3'] * 9)},Laporan SKM\n",
        encoding="utf-8",
    )
    now, before = folder_of(RESULTS, root / "kini"), folder_of(earlier(RESULTS), root / "lalu")
    write_recap(RecapOrder(folder=now, out=root / "out", previous=before, skm=skm))
    return root / "out"


# ---------------------------------------------------------------- counts


def test_every_unit_has_its_row_with_the_six_components(made: Path) -> None:
    sheet = load_workbook(made / "rekap.xlsx")["Rekap"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "C2"
    assert next(iter(sheet.tables.values())).autoFilter is not None
    marks = {"published": "●", "partial": "◐", "not_found": "○", "not_tested": "?", "not_applicable": "–"}
    first = heads.index("Persyaratan")
    for cells, unit in zip(sheet.iter_rows(min_row=2), RESULTS.units, strict=True):
        assert cells[-1].value == unit.unit_id
        assert cells[heads.index("Skor")].value == unit.score.value
        for code, cell in zip(SERVICE_DELIVERY, cells[first : first + 6], strict=True):
            found = unit.components[code]
            assert cell.value.startswith(marks[found.verdict.value])
            if found.evidence and found.evidence[0].url.startswith("https://"):
                assert cell.hyperlink.target.startswith(found.evidence[0].url)
    row = next(r for r in sheet.iter_rows(min_row=2) if r[-1].value == RESULTS.units[3].unit_id)
    assert [row[heads.index(h)].value for h in ("Nilai SKM", "Mutu SKM", "Periode SKM")] == [
        82.5,
        "B",
        "2026-S1",
    ]


def test_the_counts_are_those_of_the_units(made: Path) -> None:
    book = load_workbook(made / "rekap.xlsx")
    facts = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows() if row[0].value}
    status = Counter(unit.site.status.value for unit in RESULTS.units)
    zones = Counter(unit.score.zone for unit in RESULTS.units)
    values = [unit.score.value for unit in RESULTS.units if unit.score.value is not None]
    assert facts["Unit diperiksa"] == 60
    assert facts["Situs aktif"] == status["online"]
    assert facts["Tanpa situs"] == status["none"] + status["social_only"]
    assert facts["Hijau (ambang proyek)"] == zones["hijau"]
    assert facts["Merah (ambang proyek)"] == zones["merah"]
    assert facts["Belum dapat dinilai"] == 60 - len(values)
    assert facts["Median skor"] == pytest.approx(median(values))
    text = (made / "rekap.txt").read_text("utf-8")
    assert text.count("\n") == 5
    assert f"situs aktif {status['online']}" in text
    assert f"hijau {zones['hijau']}, kuning {zones['kuning']}, merah {zones['merah']}" in text
    assert "bukan nilai Ombudsman" in text


def test_proof_has_the_medium_or_the_reason(made: Path) -> None:
    sheet = load_workbook(made / "rekap.xlsx")["Bukti komponen"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    for unit in RESULTS.units[:8]:
        mine = [row for row in rows if row[-1] == unit.unit_id]
        assert len({row[1] for row in mine}) == 6
        for row in mine:
            assert row[4], row  # a quote, or why there is none
    assert {row[3] for row in rows} >= {"laman", "PDF", "–"}


def test_method_and_dimensions_are_in_the_book(made: Path) -> None:
    book = load_workbook(made / "rekap.xlsx")
    method = "\n".join(str(row[1].value) for row in book["Metode"].iter_rows())
    assert "bukan nilai Ombudsman" in method and "belum dicocokkan" in method
    weights = {row[2].value: row[3].value for row in book["Dimensi penilaian"].iter_rows(min_row=2)}
    assert weights["Proses"] == 32.37
    rubrics = [cell.value for cell in book["Rubrik lain"][1]]
    assert "Skor pekppp-publikasi" in rubrics and "Zona kategori-2022" in rubrics
    assert book["Per wilayah"].sheet_state == "hidden"  # one region needs no table of regions


# ---------------------------------------------------------------- changes


def test_changes_since_the_period_before(made: Path) -> None:
    book = load_workbook(made / "rekap.xlsx")
    facts = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows() if row[0].value}
    comparison = compare(earlier(RESULTS), RESULTS)
    assert (facts["Unit baru"], facts["Unit tidak ada lagi"]) == (1, 1)
    assert facts["Komponen: membaik"] == len(comparison.of(Direction.IMPROVED)) > 0
    assert facts["Skor naik"] == sum(
        change.before is not None and change.after is not None and change.after > change.before
        for change in comparison.scores
    )
    told = list(book["Perubahan"].iter_rows(min_row=2, values_only=True))
    assert len(told) == len(comparison.changes) + 1
    assert told[-1][2] == "Unit tidak ada lagi"
    assert all(row[5] for row in told[:-1])
    assert {d.value for d in Direction} == set(load_texts().tables["recap_directions"])
    line = (made / "rekap.txt").read_text("utf-8").splitlines()[-1]
    assert line.startswith("Dibanding 22 Mei 2026: skor naik")


def test_another_rubric_is_no_change_of_the_unit(tmp_path: Path) -> None:
    """The same crawl under two rubrics: no unit rose or fell, and the paper says why it was recounted."""
    other = fake_results(60, rubric="pekppp-publikasi")
    comparison = compare(other, RESULTS)
    assert comparison.rubric_changed
    assert comparison.scores == ()
    assert all(change.cause is Cause.RUBRIC for change in comparison.changes)
    now, before = folder_of(RESULTS, tmp_path / "kini"), folder_of(other, tmp_path / "lalu")
    write_recap(RecapOrder(folder=now, out=tmp_path, previous=before))
    text = (tmp_path / "rekap.txt").read_text("utf-8")
    assert "(dihitung ulang dengan rubrik yang sama): skor naik 0 unit, turun 0" in text
    summary = load_workbook(tmp_path / "rekap.xlsx")["Ringkasan"]
    assert any(
        "Rubrik periode lalu berbeda (pekppp-publikasi@2026.1)" in str(r[0].value)
        for r in summary.iter_rows()
    )


# ---------------------------------------------------------------- paper


def test_the_pdf_is_tagged_titled_and_signed(made: Path) -> None:
    document = pypdfium2.PdfDocument(made / "rekap.pdf")
    assert document.get_metadata_dict()["Title"].startswith("Rekapitulasi publikasi standar pelayanan")
    assert document.is_tagged()
    assert b"pdfuaid" in (made / "rekap.pdf").read_bytes()
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    for words in ("Disusun oleh", "Mengetahui", "NIP.", "bukan nilai Ombudsman", "Dibandingkan dengan"):
        assert words in text
    qpdf = subprocess.run(
        ["qpdf", "--check", str(made / "rekap.pdf")], capture_output=True, text=True, check=False
    )
    assert qpdf.returncode == 0, qpdf.stdout + qpdf.stderr


def test_what_sites_write_stays_text(tmp_path: Path) -> None:
    folder = folder_of(HOSTILE, tmp_path / "run")
    paths = write_recap(RecapOrder(folder=folder, out=tmp_path, previous=folder))
    book = load_workbook(paths[0])
    seen = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                seen += isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@", "\t", "\r"))
    assert seen > 50
    assert pypdfium2.PdfDocument(tmp_path / "rekap.pdf").is_tagged()


def test_the_same_run_gives_the_same_paper(tmp_path: Path) -> None:
    folder = folder_of(RESULTS, tmp_path / "run")
    for out in ("a", "b"):
        write_recap(RecapOrder(folder=folder, out=tmp_path / out, formats=("pdf", "txt")))
    assert (tmp_path / "a/rekap.pdf").read_bytes() == (tmp_path / "b/rekap.pdf").read_bytes()
    assert (tmp_path / "a/rekap.txt").read_bytes() == (tmp_path / "b/rekap.txt").read_bytes()


def test_the_workbooks_open_in_libreoffice(made: Path, tmp_path: Path) -> None:
    """Without repair, and they convert to PDF: recap, letters' lists and the report's workbook."""
    program = shutil.which("soffice")
    assert program, "LibreOffice tidak ada; pasang libreoffice-calc"
    run = made.parent / "kini"
    write_letters(run, tmp_path)
    write_reports(RESULTS, tmp_path, ["xlsx"])
    books = [made / "rekap.xlsx", tmp_path / "lampiran-situs.xlsx", tmp_path / "laporan.xlsx"]
    command = [program, "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path / "pdf"), *map(str, books)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    wanted = ("Rekapitulasi publikasi standar pelayanan", "Tidak ada situs", "Laporan audit situs")
    for book, words in zip(books, wanted, strict=True):
        pdf = pypdfium2.PdfDocument(tmp_path / "pdf" / f"{book.stem}.pdf")
        assert words in "\n".join(page.get_textpage().get_text_range() for page in pdf), book


def test_many_units_go_to_disk_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditor.reporting.recap import excel

    monkeypatch.setattr(excel, "TABLES_UP_TO", 10)
    folder = folder_of(RESULTS, tmp_path / "run")
    write_recap(RecapOrder(folder=folder, out=tmp_path, previous=folder, formats=("xlsx",)))
    book = load_workbook(tmp_path / "rekap.xlsx")
    assert not book["Rekap"].tables
    assert book["Rekap"].auto_filter.ref.startswith("A1:")
    assert book["Rekap"].max_row == 61
    assert book["Ringkasan"]["B6"].value == 60


# ---------------------------------------------------------------- reading unit by unit


def test_units_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    for results in (RESULTS, HOSTILE, fake_results(0), fake_results(1)):
        path.write_bytes(encode(results))
        stream = UnitStream(path)
        assert tuple(stream) == tuple(stream) == results.units
        assert stream.run == results.run
        assert len(stream) == len(results.units)
        for unit in results.units[:3]:
            assert stream.get(unit.unit_id) == unit and unit.unit_id in stream
        assert stream.get("tiada") is None


def test_a_file_in_another_layout_is_read_too(tmp_path: Path) -> None:
    import json

    path = tmp_path / "results.json"
    path.write_text(json.dumps(json.loads(encode(RESULTS))))
    assert tuple(UnitStream(path)) == RESULTS.units
    path.write_bytes(encode(RESULTS)[:-200])
    with pytest.raises(AuditorError, match="results"):
        list(UnitStream(path))
    with pytest.raises(AuditorError, match="tidak terbaca"):
        UnitStream(tmp_path / "tiada.json")


def test_recap_of_no_units_and_of_no_run(tmp_path: Path) -> None:
    folder = folder_of(fake_results(0), tmp_path / "run")
    assert len(write_recap(RecapOrder(folder=folder, out=tmp_path))) == 3
    with pytest.raises(AuditorError, match="tidak terbaca"):
        write_recap(RecapOrder(folder=tmp_path / "tiada", out=tmp_path))


def test_the_bench_measures_the_papers(tmp_path: Path) -> None:
    """The bench's own measure, small: nothing grows with the number of units but a few counts."""
    from auditor.bench.recap import main

    began = time.perf_counter()
    assert main(["--units", "80"]) == 0
    assert time.perf_counter() - began < 60
