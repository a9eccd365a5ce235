"""Judged units are read from their folder when they are wanted, and are what was written."""

from __future__ import annotations

from pathlib import Path

from auditor.jobs.folder import RunFolder
from auditor.jobs.judged import JudgedUnits
from auditor.models import Kind, Results, RunInfo, Score, Site, SiteStatus, UnitResult
from auditor.results import decode, encode, encode_parts, encode_unit

INFO = RunInfo(
    id="a", started_at="2026-01-01T00:00:00+00:00", finished_at="", rubric="uu25-2009@1", tool_version="0",
    options={},
)  # fmt: skip


def written(folder: RunFolder, unit_id: str) -> UnitResult:
    unit = UnitResult(
        unit_id=unit_id, name=f"Dinas {unit_id}", kind=Kind.OPD, region="61.12",
        site=Site(status=SiteStatus.ONLINE, reasons=("a\nb",)), components={}, services=(), problems=(),
        score=Score(value=12.5, coverage=1.0, low=12.5, high=12.5, zone="merah", rubric="uu25-2009@1"),
    )  # fmt: skip
    folder.unit(unit_id).mkdir(parents=True)
    folder.result_path(unit_id).write_bytes(encode_unit(unit))
    return unit


def test_units_are_those_of_the_folder(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    units = tuple(written(folder, unit_id) for unit_id in ("a", "b/c", "d"))
    judged = JudgedUnits(folder, [unit.unit_id for unit in units])
    assert judged == units
    assert (judged[1], list(judged[1:])) == (units[1], list(units[1:]))
    first, second, _ = judged
    assert first.score is second.score
    results = Results(run=INFO, units=judged)
    whole = encode(Results(run=INFO, units=units))
    assert b"".join(encode_parts(results.run, judged.encoded())) == encode(results) == whole
    assert decode(whole).units == units
