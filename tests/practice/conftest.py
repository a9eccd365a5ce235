"""A small region of its own, with every behaviour once, served for the whole module run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.practice.region import Region, load_region
from auditor.practice.server import Practice, start

DATA = Path(__file__).parent / "region"


@pytest.fixture(scope="session")
def region() -> Region:
    return load_region(DATA)


@pytest.fixture(scope="session")
def net(region: Region) -> Iterator[Practice]:
    with start(region, time_scale=0.05) as practice:
        yield practice
