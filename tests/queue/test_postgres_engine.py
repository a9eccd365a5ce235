"""The PostgreSQL engine where machines are slow or die: nothing waits for ever or ends without results."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
from settling import settle

from auditor.bench.fleet.postgres import Server, initdb, server
from auditor.jobs.queue.engine import LostError, Rules
from auditor.jobs.queue.postgres import PostgresEngine
from auditor.jobs.timetable.moments import Moment
from auditor.models import Agency, Kind
from auditor.reference import load_regions
from auditor.spiders.options import CrawlOptions, parse_connect_to

RULES = Rules(beat=0.2, stalled=30, attempts=6, poll=0.1, linger=1.0)
pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not initdb(), reason="PostgreSQL is not installed: apt-get install postgresql"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture
def engine(database: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresEngine]:
    """An engine with one unit that is ready."""
    monkeypatch.setenv("AUDITOR_DATABASE_URL", database.url)
    made = PostgresEngine(database.url, RULES)
    made.prepare()
    from django.db import connection

    from auditor.jobs.queue.runs import hand_over_due, open_run
    from auditor.jobs.run import new_record
    from auditor.store.queue.models import PlannedRun

    at = datetime.now(UTC)
    unit = Agency(
        unit_id="u0", name="Dinas", kind=Kind.OPD, region="61.12", website="http://dinas0.uji0kab.go.id/"
    )
    record = new_record([unit], "uu25-2009", CrawlOptions(), "never", "r")
    open_run(record, {}, {"u0": Moment(at, at)}, formats=("json",))
    way = CrawlOptions(connect_to=parse_connect_to(["dinas0.uji0kab.go.id:80:127.0.2.1:80"]))
    assert hand_over_due(made, load_regions(), way, at) == 1
    yield made
    PlannedRun.objects.all().delete()
    with psycopg.connect(database.url, autocommit=True) as door:
        door.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    connection.close()


def test_a_duty_of_a_dead_worker_holds_up_no_unit(engine: PostgresEngine, database: Server) -> None:
    with psycopg.connect(database.url, autocommit=True) as door:
        door.execute(
            "INSERT INTO procrastinate_workers (id, last_heartbeat) OVERRIDING SYSTEM VALUE"
            " VALUES (9, now() - interval '1 hour')"
        )
        duty = (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status, worker_id) VALUES"
        )
        door.execute(f"{duty} ('auditor.upkeep', 'auditor.take_back', 'auditor.take_back', 'doing', 9)")
        door.execute(f"{duty} ('auditor.upkeep', 'auditor.take_back', 'auditor.take_back', 'todo', NULL)")
        door.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = 9 WHERE task_name = 'auditor.unit'"
        )

        async def take_back() -> None:
            app, jobs = engine._new_app()
            with ThreadPoolExecutor(1) as thread:
                async with app.open_async():
                    await engine._take_back(jobs, thread)

        asyncio.run(take_back())
        left = door.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY task_name").fetchall()
    assert left == [("auditor.take_back", "todo"), ("auditor.unit", "todo")]


class SlowDesk:
    """Was silent over its first unit: the job is taken back, and begun again by the same process."""

    def __init__(self, url: str) -> None:
        self.begun, self._url = 0, url
        self._again = asyncio.Event()

    async def unit(self, unit_id: str, *, also: Callable[[], object]) -> None:
        assert unit_id == "u0"
        self.begun += 1
        if self.begun == 1:
            await asyncio.to_thread(self._take_back)
            await self._again.wait()
        elif self.begun == 2:
            self._again.set()
        else:
            await asyncio.to_thread(settle, also)
            return
        raise LostError("sudah diambil alih")

    def _take_back(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as door:
            door.execute(
                "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, attempts = attempts + 1"
                " WHERE task_name = 'auditor.unit'"
            )


def test_a_job_begun_again_by_its_own_process_is_not_lost(engine: PostgresEngine, database: Server) -> None:
    from auditor.store.queue.models import QueuedUnit

    desk = SlowDesk(database.url)
    asyncio.run(engine.work(desk, "r", 2))  # type: ignore[arg-type]
    assert desk.begun == 3
    assert (QueuedUnit.objects.get().state, engine.open_jobs()) == ("done", 0)


def test_a_worker_may_join_while_the_database_restarts(database: Server) -> None:
    database.stop()
    code = (
        "import sys; from auditor.jobs.queue.worker import prepared; prepared(sys.argv[1], 60); print('in')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, database.url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as joining:
        assert joining.stderr is not None
        told = joining.stderr.readline()
        time.sleep(0.5)
        database.start()
        out, err = joining.communicate(timeout=120)
    assert "PostgreSQL tidak dapat dihubungi" in told
    assert out.strip() == "in", err
