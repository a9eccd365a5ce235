"""The table at the end of a run counts what the report counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_region import fake_results

from auditor.progress import closing_table
from auditor.reporting.texts import load_texts
from auditor.reporting.view import RegionView


def test_sites_off_the_regions_own_domain_are_as_many_as_in_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """desa.id and another region's go.id had been left out of the table and counted in the report."""
    monkeypatch.setenv("COLUMNS", "200")
    results = fake_results(60)
    closing_table(results, tmp_path)
    total = next(line for line in capsys.readouterr().out.splitlines() if "semua" in line)
    cells = [cell.strip() for cell in total.strip("│┃ ").split("│")]
    region = RegionView(results, load_texts("id"), None, {})
    assert int(cells[4]) == len(region.outside) > 0
    assert int(cells[3]) == len(region.without_site)
