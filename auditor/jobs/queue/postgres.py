"""The queue of many machines: Procrastinate in the PostgreSQL database that holds the results.

One unit is one Procrastinate job, in a queue of its run. "Job done" and "results stored" are one
transaction: the store's connection finishes the job, and Procrastinate is told to leave it at that.
``lock`` keeps two units of one server apart on all machines, ``queueing_lock`` refuses doubles.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import procrastinate
import psycopg
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from procrastinate.worker import Worker

from auditor.jobs.queue.engine import LostError, Rules, fresh, persist
from auditor.jobs.queue.postgres_rows import ask, begin_unit, give_up, settle
from auditor.jobs.queue.settled import Attempt, PatientConnector, SettledJobs, attempt_of, unless_settled
from auditor.jobs.queue.turns import PostgresTurns
from auditor.store.db import DatabaseUrlError, configure

if TYPE_CHECKING:
    from auditor.jobs.unit import Desk
    from auditor.store.queue.models import QueuedUnit

logger = logging.getLogger(__name__)

TASK = "auditor.unit"
UPKEEP = "auditor.upkeep"
_SETUP_LOCK = 7_215_009  # any number; the advisory lock under which tables are made
_RETRY_SECONDS = 5
_CLAIMABLE = """
    FROM procrastinate_jobs j
   WHERE j.status = 'todo' AND j.task_name = 'auditor.unit'
     AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
     AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs o WHERE o.lock = j.lock AND o.status = 'doing')
"""


class PostgresEngine:
    """Procrastinate. See ``engine.Engine``."""

    def __init__(self, url: str, rules: Rules) -> None:
        self._url, self._rules = url, rules
        self._running: set[Attempt] = set()
        self._turns: PostgresTurns | None = None
        self._app, self._jobs = self._new_app()

    def _new_app(self) -> tuple[procrastinate.App, SettledJobs]:
        connector = PatientConnector(
            conninfo=self._url, min_size=1, max_size=3, timeout=5.0, kwargs={"connect_timeout": 5}
        )
        app = procrastinate.App(connector=connector)
        app.job_manager = jobs = SettledJobs(connector)
        retry = procrastinate.RetryStrategy(max_attempts=self._rules.attempts, wait=_RETRY_SECONDS)
        app.task(name=TASK, pass_context=True, retry=retry)(self._unit)
        return app, jobs

    def prepare(self) -> None:
        """The store's tables and Procrastinate's, under a lock that all workers share."""
        try:
            with psycopg.connect(self._url, autocommit=True, connect_timeout=10) as database:
                database.execute("SELECT pg_advisory_lock(%s)", (_SETUP_LOCK,))
                configure(self._url)
                found = database.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
                if found is None or found[0] is None:
                    database.execute(SchemaManager.get_schema())
        except psycopg.OperationalError as error:
            said = " ".join(str(error).split())
            raise DatabaseUrlError(
                f"PostgreSQL tidak dapat dihubungi ({said}); periksa alamat, sandi, dan servernya"
            ) from error

    def turns(self) -> PostgresTurns:
        """Turns in the same database."""
        self._turns = PostgresTurns(self._url)
        return self._turns

    def hand_over(self, units: Sequence[QueuedUnit], locks: Mapping[int, str]) -> int:
        """Jobs are deferred on the store's own connection, with the units' rows."""
        from django.db import connection, transaction  # noqa: PLC0415 - Django only where it is used

        from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

        with transaction.atomic():
            fresh = QueuedUnit.objects.select_for_update().filter(
                pk__in=[unit.pk for unit in units], state="waiting"
            )
            jobs = [
                Job(
                    id=None,
                    queue=queue_of(unit.run.run_id),
                    lock=locks[unit.pk] or None,
                    queueing_lock=f"{unit.run.run_id}/{unit.unit_id}",
                    task_name=TASK,
                    priority=unit.priority,
                    task_kwargs={"key": unit.pk, "unit_id": unit.unit_id},
                )
                for unit in fresh.select_related("run")
            ]
            if jobs:
                self._jobs.batch_defer_jobs(jobs, connection=connection.connection)
            for job in jobs:
                QueuedUnit.objects.filter(pk=int(str(job.task_kwargs["key"]))).update(
                    state="ready", lock=job.lock or ""
                )
        return len(jobs)

    def runs_with_work(self) -> list[str]:
        """From the jobs that could be fetched now."""
        rows = ask(
            f"SELECT j.queue_name {_CLAIMABLE} GROUP BY j.queue_name ORDER BY max(j.priority) DESC, min(j.id)"
        )
        return [str(row[0]).removeprefix("run:") for row in rows]

    def open_jobs(self) -> int:
        """Jobs to do or being done, those of the upkeep left out."""
        rows = ask(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = %s",
            TASK,
        )
        return int(rows[0][0])

    async def upkeep(self, duties: Callable[[], None], every: float, group: str) -> None:
        """Periodic tasks of Procrastinate, in queues of their own so that no site holds them up."""
        app, jobs = self._new_app()
        own = f"{UPKEEP}.{group}"
        seconds = max(1, round(self._rules.beat / 2))

        @app.periodic(cron=f"* * * * * */{seconds}")
        @app.task(name="auditor.take_back", queue=UPKEEP, queueing_lock="auditor.take_back")
        async def take_back(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate names it
            await self._take_back(jobs, thread)

        @app.periodic(cron=f"* * * * * */{round(every)}" if every < 60 else "* * * * *")
        @app.task(name=own, queue=own, queueing_lock=own)
        async def tick(timestamp: int) -> None:  # noqa: ARG001
            await asyncio.get_running_loop().run_in_executor(thread, fresh, duties)

        worker = self._worker(app, [UPKEEP, own], 2)
        with ThreadPoolExecutor(1, thread_name_prefix="upkeep") as thread:
            await asyncio.get_running_loop().run_in_executor(thread, configure, self._url)
            async with app.open_async():
                await worker.run()  # type: ignore[no-untyped-call]

    async def _take_back(self, jobs: JobManager, thread: ThreadPoolExecutor) -> None:
        """Jobs of workers without a heartbeat; one begun too often is given up."""
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=self._rules.stalled):
            if job.task_name != TASK:
                # Duties come again by the clock, and the next may wait already: two cannot.
                await unless_settled(jobs.finish_job(job, Status.FAILED, delete_job=True))
            elif job.attempts + 1 >= self._rules.attempts:
                cause = "pekerjanya mati setiap kali memeriksa unit ini"
                key = int(str(job.task_kwargs["key"]))
                await asyncio.get_running_loop().run_in_executor(thread, fresh, give_up, key, cause)
                await unless_settled(jobs.finish_job(job, Status.FAILED, delete_job=True))
            else:
                await unless_settled(jobs.retry_job(job))
        await jobs.prune_stalled_workers(self._rules.stalled)

    async def work(self, desk: Desk, run_id: str, jobs: int) -> None:
        """Procrastinate's worker in the crawler's loop, until the run has nothing more to begin."""
        queue = queue_of(run_id)
        worker = self._worker(self._app, [queue], jobs, desk=desk)
        with ThreadPoolExecutor(1, thread_name_prefix="queue") as self._thread:
            await asyncio.get_running_loop().run_in_executor(self._thread, configure, self._url)
            async with self._app.open_async():
                watch = asyncio.ensure_future(self._watch(worker, queue))
                try:
                    await worker.run()  # type: ignore[no-untyped-call]
                finally:
                    watch.cancel()
                    await asyncio.gather(watch, return_exceptions=True)
                    if self._turns is not None:
                        await self._turns.close()

    def _worker(self, app: procrastinate.App, queues: list[str], jobs: int, **context: object) -> Worker:
        return Worker(
            app,
            queues=queues,
            name="auditor",
            concurrency=jobs,
            fetch_job_polling_interval=self._rules.poll,
            shutdown_graceful_timeout=0.5,
            listen_notify=False,  # its listener ends with the database; a question a second does not
            delete_jobs="always",
            additional_context=context,
            install_signal_handlers=False,
            update_heartbeat_interval=self._rules.beat,
            stalled_worker_timeout=self._rules.stalled,
        )

    async def _watch(self, worker: Worker, queue: str) -> None:
        """Stop the worker when its run is idle; return jobs that a lost answer left in its name."""
        loop = asyncio.get_running_loop()
        idle_since, orphans = loop.time(), set[int]()
        while True:
            await asyncio.sleep(self._rules.poll)
            mine = await self._jobs.list_jobs_async(queue=queue, status="doing", worker_id=worker.worker_id)
            lost = {
                job.id: job for job in mine if job.id is not None and attempt_of(job) not in self._running
            }
            for key in lost.keys() & orphans:
                await unless_settled(self._jobs.retry_job(lost[key]))
            orphans = set(lost)
            claimable = await self._app.connector.execute_query_one_async(
                f"SELECT count(*) AS n {_CLAIMABLE} AND j.queue_name = %(queue)s",
                queue=queue,
            )
            if self._running or lost or claimable["n"]:
                idle_since = loop.time()
            elif loop.time() - idle_since >= self._rules.linger:
                worker.stop()  # type: ignore[no-untyped-call]
                return

    async def _unit(self, context: procrastinate.JobContext, *, key: int, unit_id: str) -> None:
        """The task: one unit from its first question to its stored row."""
        desk, job = context.additional_context["desk"], context.job
        assert job.id is not None and job.worker_id is not None
        number, worker = job.id, job.worker_id
        self._running.add(attempt_of(job))
        try:

            async def begin() -> bool:
                return await asyncio.get_running_loop().run_in_executor(
                    self._thread, fresh, begin_unit, key, worker
                )

            if not await persist(begin):
                return  # its hours are over: the timetable draws another moment

            async def store() -> None:
                await desk.unit(unit_id, also=lambda: settle(key, number, worker))

            await persist(store)
            self._jobs.settled.add(attempt_of(job))
        except LostError:
            logger.warning("unit %s: taken back meanwhile", unit_id)
            self._jobs.settled.add(attempt_of(job))
        except Exception as error:
            logger.exception("unit %s", unit_id)
            if job.attempts + 1 >= self._rules.attempts:
                cause = f"{type(error).__name__}: {error}"
                await asyncio.get_running_loop().run_in_executor(self._thread, fresh, give_up, key, cause)
                return
            raise
        finally:
            self._running.discard(attempt_of(job))


def queue_of(run_id: str) -> str:
    """Procrastinate's queue of a run."""
    return f"run:{run_id}"
