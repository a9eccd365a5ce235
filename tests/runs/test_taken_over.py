"""A unit whose pages did not change keeps its result, unless something of it is still to be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.jobs import assess
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.folder import RunFolder
from auditor.models import Agency, Https, Kind, Snapshot, Visit
from auditor.store.archive_writer import VisitWriter

AGENCY = Agency(unit_id="a", name="Dinas Uji", kind=Kind.OPD, region="61.12")
HOME = "https://dinas.uji.go.id/"


def _visited(root: Path, day: str) -> None:
    writer = VisitWriter(RunFolder(root).unit(AGENCY.unit_id), AGENCY)
    fetch = writer.add(
        url=HOME, requested_url=HOME, status=200, headers=(), body=b"<h2>Biaya</h2><p>Gratis</p>",
        content_type="text/html", fetched_at=f"{day}T01:00:00Z",
    )  # fmt: skip
    writer.finish(
        Visit(
            agency=AGENCY, home=HOME, final_url=HOME, https=Https.VALID, fetches=(fetch,),
            started_at=f"{day}T01:00:00Z", finished_at=f"{day}T02:00:00Z",
        )
    )  # fmt: skip


@pytest.mark.parametrize(("cut_short", "readings"), [(True, 2), (False, 1)])
def test_pictures_beyond_a_budget_are_read_by_the_next_run(
    cut_short: bool, readings: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, read = assess.snapshot, 0

    def snapshot(*args: Any) -> Snapshot:
        nonlocal read
        read += 1
        return replace(whole(*args), cut_short=cut_short)

    monkeypatch.setattr(assess, "snapshot", snapshot)
    for run, before, day in (("r1", "", "2026-11-01"), ("r2", "r1", "2026-11-08")):
        _visited(tmp_path / run, day)
        earlier = tmp_path / before if before else None
        options = AssessOptions(root=tmp_path / run, rubric="uu25-2009", previous=earlier)
        assess.assess_unit(AGENCY.unit_id, options)
    assert read == readings


def test_a_number_as_ocr_is_how_many_pictures_of_a_unit_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, limits = assess.snapshot, []

    def snapshot(*args: Any) -> Snapshot:
        limits.append((args[2].ocr, args[2].ocr_limit))
        return whole(*args)

    monkeypatch.setattr(assess, "snapshot", snapshot)
    for ocr in ("3", "never", "auto"):
        _visited(tmp_path / ocr, "2026-11-01")
        assess.assess_unit(AGENCY.unit_id, AssessOptions(root=tmp_path / ocr, rubric="uu25-2009", ocr=ocr))
    assert limits == [("auto", 3), ("never", 20), ("auto", 20)]
