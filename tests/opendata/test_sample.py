"""The golden sample in ``reports/sample`` is what the program writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli import main
from auditor.jobs.letters import write_letters
from auditor.jobs.opendata import write_opendata
from auditor.jobs.recap import RecapOrder, write_recap

SAMPLE = Path(__file__).parents[2] / "reports" / "sample"
TEXT = {".txt", ".html", ".csv", ".jsonl", ".json", ".md"}
AGAIN = "tulis ulang dengan perintah di reports/sample/README.md dan lihat perbedaannya"


def test_the_sample_is_what_the_program_writes(tmp_path: Path) -> None:
    run = SAMPLE / "run"
    order = RecapOrder(folder=run, out=tmp_path, previous=run / "lalu", skm=run / "skm.csv")
    made = [
        *write_recap(order),
        *write_letters(run, tmp_path / "lampiran"),
        *write_opendata(run, tmp_path / "data-terbuka"),
    ]
    compared = 0
    for path in made:
        golden = SAMPLE / path.relative_to(tmp_path)
        assert golden.is_file(), f"{golden} tidak ada; {AGAIN}"
        if path.suffix in TEXT:
            assert path.read_bytes() == golden.read_bytes(), f"{golden} berbeda; {AGAIN}"
            compared += 1
    assert compared == 12


def test_the_sample_is_small_and_whole() -> None:
    files = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 3_000_000
    assert {path.name for path in (SAMPLE / "dossier").iterdir()} >= {"disdukcapil.pdf", "disdukcapil.html"}
    assert {path.suffix for path in (SAMPLE / "klinik").rglob("*") if path.is_file()} >= {".docx", ".html"}


def test_one_command_makes_all_papers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["papers", str(SAMPLE / "run"), "--out", str(tmp_path), "--only", "dispar"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    for part in (
        "rekap: 3 ",
        "lampiran surat: 7 ",
        "data terbuka: 13 ",
        "berkas kunjungan: 2 ",
        "paket klinik: ",
    ):
        assert part in said
    assert {path.name for path in tmp_path.iterdir()} == {
        "rekap.xlsx", "rekap.pdf", "rekap.txt", "lampiran", "data-terbuka", "dossier", "klinik",
    }  # fmt: skip
    assert {path.name for path in (tmp_path / "dossier").iterdir()} == {"dispar.pdf", "dispar.html"}


def test_a_unit_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["recap", str(tmp_path / "tiada")])
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("auditor: ") and said.count("\n") == 1
