"""Real workers on a small town: killed with kill -9, their database restarted, every site once in the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.bench.fleet.postgres import initdb, server
from auditor.bench.fleet.trial import Survival, survive

DELAY = 0.3


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="auditor-fleet-"))
    yield place
    shutil.rmtree(place)


def check(end: Survival) -> None:
    assert end.stored == end.units, "every site exactly once in the results"
    assert end.differ == (), "the results are those of an undisturbed run in one process"
    assert end.open_jobs == 0
    assert end.begun >= end.units
    # Workers that did not heed each other would meet at random on every shared server.
    assert end.hurried < 0.05, end.gap


@pytest.mark.timeout(600)
def test_killed_workers_on_sqlite(folder: Path) -> None:
    check(
        survive(
            folder,
            f"sqlite:///{folder / 'q.sqlite3'}",
            None,
            sites=4,
            pages=3,
            workers=1,
            kills=1,
            delay=DELAY,
        )
    )


@pytest.mark.timeout(600)
@pytest.mark.skipif(not initdb(), reason="PostgreSQL is not installed: apt-get install postgresql")
def test_killed_workers_and_a_restarted_database_on_postgresql(folder: Path) -> None:
    with server() as database:

        def restart() -> None:
            database.stop()
            database.start()

        check(
            survive(folder, database.url, restart, sites=6, pages=3, workers=2, kills=1, delay=DELAY, seed=3)
        )
