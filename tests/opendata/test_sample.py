"""The golden sample in ``reports/sample`` is what the program writes."""

from __future__ import annotations

from pathlib import Path

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
