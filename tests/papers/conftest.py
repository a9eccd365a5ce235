"""One made-up region, its papers made once for all tests, and the programs that open them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fake_region import fake_results

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


def view_of(results: Results, folder: Path) -> RegionView:
    return region_view(results, folder)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory.mktemp("run"), fake_results(24))


@pytest.fixture(scope="session")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory.mktemp("hostile"), fake_results(24, hostile=True))


def program(name: str) -> str:
    """Where a program is; a missing one skips, which CI turns into a failure."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="session")
def to_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Path], Path], None]:
    """Convert office files to PDF with one call of LibreOffice, with a profile of its own."""
    office, profile = program("soffice"), tmp_path_factory.mktemp("office")

    def convert(files: Sequence[Path], out: Path) -> None:
        done = subprocess.run(
            [office, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
             "--convert-to", "pdf", "--outdir", str(out), *map(str, files)],
            capture_output=True, timeout=150, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()

    return convert
