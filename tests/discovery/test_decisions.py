"""The decision file: strict rows, latest row counts, expiry, and what is written comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.discovery.decisions import (
    DecisionError,
    append_decision,
    in_force,
    load_decisions,
    with_decisions,
)
from auditor.models import Agency, Decision, Kind

TODAY = date(2026, 11, 22)
HEAD = "unit_id,website,reason,person,date,valid_until\n"
GOOD = "dinsos,none,belum membuat situs,Budi,2026-11-01,2027-05-01\n"


def written(tmp_path: Path, rows: str, name: str = "decisions.csv") -> Path:
    path = tmp_path / name
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_the_latest_row_counts_and_none_is_an_empty_website(tmp_path: Path) -> None:
    later = "dinsos,dinsos.andaikab.go.id,situs dibuka,Ani,2026-11-20,2027-05-01\n"
    found = load_decisions([written(tmp_path, GOOD + later)], TODAY)
    assert found["dinsos"].website == "https://dinsos.andaikab.go.id/"
    assert found["dinsos"].person == "Ani"
    assert load_decisions([written(tmp_path, GOOD)], TODAY)["dinsos"].website == ""


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",none,a,b,2026-11-01,2027-01-01\n", "unit_id", "kosong"),
        ("dinsos,,a,b,2026-11-01,2027-01-01\n", "website", "kosong"),
        ("dinsos,bukan alamat,a,b,2026-11-01,2027-01-01\n", "website", "bukan alamat"),
        ("dinsos,none,,b,2026-11-01,2027-01-01\n", "reason", "alasan kosong"),
        ("dinsos,none,a,,2026-11-01,2027-01-01\n", "person", "nama yang memutuskan kosong"),
        ("dinsos,none,a,b,01/11/2026,2027-01-01\n", "date", "bukan tanggal"),
        ("dinsos,none,a,b,2026-11-23,2027-01-01\n", "date", "belum tiba"),
        ("dinsos,none,a,b,2026-11-01,\n", "valid_until", "bukan tanggal"),
        ("dinsos,none,a,b,2026-11-01,2026-10-01\n", "valid_until", "sebelum diputuskan"),
        (GOOD + GOOD, "date", "tanggal yang sama"),
    ],
)
def test_every_defect_names_row_and_column(tmp_path: Path, row: str, column: str, words: str) -> None:
    with pytest.raises(DecisionError) as caught:
        load_decisions([written(tmp_path, row)], TODAY)
    (defect,) = caught.value.defects
    assert (defect.column, defect.row) == (column, 1 + row.count("\n"))
    assert words in str(defect)


def test_a_missing_column_and_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("unit_id,website\na,none\n")
    with pytest.raises(DecisionError, match="kolom wajib tidak ada"):
        load_decisions([path], TODAY)
    with pytest.raises(DecisionError, match="berkas tidak ada"):
        load_decisions([tmp_path / "lain.csv"], TODAY)


def test_decisions_reach_their_units_and_strangers_are_told(tmp_path: Path) -> None:
    decisions = load_decisions([written(tmp_path, GOOD + GOOD.replace("dinsos", "lain"))], TODAY)
    units = [Agency(unit_id=u, name=u, kind=Kind.OPD, region="61.12") for u in ("dinsos", "dinkes")]
    told, strangers = with_decisions(units, decisions)
    assert [unit.decision is not None for unit in told] == [True, False]
    assert strangers == ("lain",)


def test_a_decision_ends(tmp_path: Path) -> None:
    decision = load_decisions([written(tmp_path, GOOD)], TODAY)["dinsos"]
    assert in_force(decision, "2027-05-01T23:00:00Z") is decision
    assert in_force(decision, "2027-05-02T00:00:00Z") is None
    assert in_force(None, "2026-01-01") is None


def test_what_is_appended_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    end = "2027-01-01"
    first = Decision(website="", reason="belum, kata kadis", person="Ani", date="2026-11-01", valid_until=end)
    append_decision(path, "dinsos", first, TODAY)
    path.write_text(path.read_text().rstrip("\n"))
    second = replace(first, website="https://dinsos.andaikab.go.id/", person="Budi", date="2026-11-22")
    append_decision(path, "dinsos", second, TODAY)
    assert load_decisions([path], TODAY) == {"dinsos": second}
    with pytest.raises(DecisionError, match="harus lebih muda"):
        append_decision(path, "dinsos", first, TODAY)
    assert path.read_text().count("\n") == 3
