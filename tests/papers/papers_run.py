"""A finished run's folder, its view, and the programs that open what is made of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditor.jobs.folder import RunFolder, RunRecord
from auditor.models import Results
from auditor.reporting import region_view
from auditor.reporting.view import RegionView
from auditor.results import encode


def run_folder(folder: Path, results: Results) -> Path:
    """A finished run's folder with these results."""
    folder.mkdir(parents=True, exist_ok=True)
    RunFolder(folder).write_record(RunRecord(info=results.run, agencies=()))
    (folder / "results.json").write_bytes(encode(results))
    return folder


def region_of(results: Results) -> RegionView:
    """The results as the papers show them, with the program's own regions."""
    return region_view(results, Path("tidak-ada"))


def program(name: str) -> str:
    """Where a program is; a missing one skips, which CI turns into a failure."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
