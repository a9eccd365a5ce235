"""Runs made once for all tests of the papers, and the office program that opens them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from fake_region import fake_results
from papers_run import program, run_folder


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory.mktemp("run"), fake_results(24))


@pytest.fixture(scope="session")
def to_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Path], Path], None]:
    """Convert office files to PDF with one call of LibreOffice, with a profile of its own."""
    office, profile = program("soffice"), tmp_path_factory.mktemp("office")

    def convert(files: Sequence[Path], out: Path) -> None:
        done = subprocess.run(
            [office, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
             "--convert-to", "pdf", "--outdir", str(out), *map(str, files)],
            capture_output=True, timeout=200, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()

    return convert
