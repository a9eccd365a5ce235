"""The practice region in a process of its own, and one undisturbed run over a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from auditor_command import FEW, SUBSET, Ended, Region, auditor, only

from auditor.practice.labels import write_labels, write_targets
from auditor.practice.region import load_region
from auditor.practice.server import spawn


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    folder = tmp_path_factory.mktemp("region")
    data = load_region()
    targets, regions = write_targets(data, folder)
    with spawn(time_scale=0.05) as practice:
        yield Region(practice, targets, regions, write_labels(data, folder))


@pytest.fixture(scope="session")
def undisturbed(region: Region, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """A whole run over the subset, which the others are compared with."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    return out, auditor("run", region.targets, "--out", out, *only(SUBSET), *region.options())


@pytest.fixture(scope="session")
def undisturbed_few(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same over the part that is stopped and resumed: what siblings tell depends on who is asked."""
    out = tmp_path_factory.mktemp("undisturbed-few") / "out"
    assert auditor("run", region.targets, "--out", out, *only(FEW), *region.options()).status == 3
    return out
