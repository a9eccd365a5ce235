"""``auditor worker``: keeps a process per run at work, takes back what others left, closes what is complete.

Workers come and go at any time, on any machine that reaches the database.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from auditor.jobs.metrics import Figures, Metrics
from auditor.jobs.queue import child
from auditor.jobs.queue.engine import Engine, Rules, fresh
from auditor.jobs.queue.engines import make_engine
from auditor.jobs.queue.tick import Duties
from auditor.store.db import ENVIRONMENT, FILE_NAME, DatabaseUrlError, configure, parse_url

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

FINISHED, INTERRUPTED = 0, 130
_AGAIN = 5.0  # seconds before a run whose process broke off is begun again; doubled each time, to a minute
_RESTART = 60.0  # seconds a database may be away when a worker joins: it may be restarting just now
_FAREWELL = 20.0  # seconds for a process that is asked to end


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a worker was asked. ``jobs`` sites at once in each of ``runs`` runs; 0 jobs: only duties.

    ``duties`` are done every ``every`` seconds by one worker of the database (timetable, closing).
    ``only`` leaves other runs alone; ``metrics`` is the address at which Prometheus may ask. With
    ``until_empty`` it ends when nothing can be done any more.
    """

    url: str
    data: Path
    jobs: int
    machine: dict[str, Any]
    duties: Duties
    runs: int = 2
    regions: Path | None = None
    every: float = 60.0
    until_empty: bool = False
    only: frozenset[str] = frozenset()
    metrics: str = ""


def database_of(url: str, data: Path) -> str:
    """The database of a worker: what was asked, else of the environment, else SQLite in the data folder.

    Raises DatabaseUrlError for an address of no known kind.
    """
    found = url or os.environ.get(ENVIRONMENT) or f"sqlite:///{(data / FILE_NAME).absolute()}"
    parse_url(found)
    return found


def prepared(url: str, patience: float = 0.0) -> Engine:
    """The engine of the database, whose tables are up to date. All stores of this process use it from now on.

    A database that does not answer is waited for, at most ``patience`` seconds. Raises AuditorError.
    """
    os.environ[ENVIRONMENT] = url
    engine = make_engine(url)
    until = time.monotonic() + patience
    while True:
        try:
            engine.prepare()
            configure(url)
        except DatabaseUrlError as error:
            if error.__cause__ is None or time.monotonic() > until:  # without a cause it was not even asked
                raise
            logger.warning("%s", error)
            time.sleep(1.0)
        else:
            return engine


def work(order: Work) -> int:
    """Do the order; the exit status. Raises AuditorError when it cannot begin."""
    engine = prepared(order.url, _RESTART)
    metrics = Metrics()
    if order.metrics:
        from auditor.jobs.queue.runs import state  # noqa: PLC0415 - its models need settings first

        metrics.watch_queue(lambda name: getattr(fresh(state), name), lambda: fresh(state).oldest)
        metrics.serve(order.metrics)
    return asyncio.run(_Worker(order, engine, metrics).run())


class _Worker:
    def __init__(self, order: Work, engine: Engine, metrics: Metrics) -> None:
        self._order, self._engine, self._metrics = order, engine, metrics
        self._listening: set[asyncio.Task[None]] = set()
        self._rules = Rules.from_environment()
        self._children: dict[str, asyncio.subprocess.Process] = {}
        self._not_before: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._stop = asyncio.Event()

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop.set)
        if self._order.until_empty:
            # What is due must be ready before anybody asks whether there is work.
            await asyncio.to_thread(fresh, self._order.duties, self._engine)
            if not self._order.jobs:
                return FINISHED
        upkeep = self._keep_up()
        try:
            while not self._stop.is_set():
                if upkeep.done():
                    # A machine that slept is struck off the list of workers: it joins again.
                    logger.warning("upkeep begins again", exc_info=upkeep.exception())
                    upkeep = self._keep_up()
                await self._look()
                if self._order.until_empty and not self._children and await self._nothing_left():
                    return FINISHED
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), self._rules.poll)
        finally:
            await self._farewell()
            upkeep.cancel()
            await asyncio.gather(upkeep, return_exceptions=True)
        return INTERRUPTED

    def _keep_up(self) -> asyncio.Future[None]:
        duties = self._order.duties
        return asyncio.ensure_future(
            self._engine.upkeep(lambda: duties(self._engine), self._order.every, duties.group)
        )

    async def _look(self) -> None:
        """Note which processes ended, and begin those that are wanted."""
        for run_id, process in list(self._children.items()):
            if process.returncode is not None:
                del self._children[run_id]
                self._ended(run_id, process.returncode)
        if not self._order.jobs:
            return
        for run_id in await self._wanted():
            if (
                run_id not in self._children
                and len(self._children) < self._order.runs
                and time.monotonic() >= self._not_before.get(run_id, 0.0)
            ):
                self._children[run_id] = await self._begin(run_id)

    async def _wanted(self) -> list[str]:
        runs: list[str] = await self._patiently(self._engine.runs_with_work, list[str]())
        return [run_id for run_id in runs if not self._order.only or run_id in self._order.only]

    async def _patiently(self, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Ask the database in a thread; while it is away, ``otherwise``."""
        from django.db import InterfaceError, OperationalError  # noqa: PLC0415 - settings stand by now

        try:
            return await asyncio.to_thread(fresh, ask)
        except (OperationalError, InterfaceError) as error:
            logger.warning("the database is away (%s)", type(error).__name__)
            return otherwise

    async def _nothing_left(self) -> bool:
        def ask() -> bool:
            from auditor.jobs.queue.runs import complete  # noqa: PLC0415

            if self._order.only:
                return not self._engine_has(self._order.only)
            return self._engine.open_jobs() == 0 and not any(map(self._order.duties.closes, complete()))

        if await self._patiently(ask, False):
            return True
        # Complete runs are closed by the duties, which one worker of all does: here, if none else is up.
        await self._patiently(lambda: self._order.duties(self._engine), None)
        return False

    @staticmethod
    def _engine_has(run_ids: frozenset[str]) -> bool:
        from auditor.store.queue.models import PlannedRun  # noqa: PLC0415

        return PlannedRun.objects.filter(run_id__in=run_ids).exclude(state="closed").exists()

    async def _begin(self, run_id: str) -> asyncio.subprocess.Process:
        order = self._order
        told = child.Order(
            url=order.url,
            data=str(order.data),
            run_id=run_id,
            jobs=order.jobs,
            machine=order.machine,
            regions=str(order.regions or ""),
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "auditor.jobs.queue.child",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is this process's business
        )
        # Not on the command line, where everybody could read the database's password.
        assert process.stdin is not None
        with suppress(ConnectionError):
            process.stdin.write(msgspec.json.encode(told))
            process.stdin.write_eof()
        listening = asyncio.ensure_future(self._listen(process))
        self._listening.add(listening)
        listening.add_done_callback(self._listening.discard)
        return process

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Add up what a run's process counts."""
        assert process.stdout is not None
        while line := await process.stdout.readline():
            with suppress(msgspec.DecodeError):  # a library that prints is no count
                self._metrics.add(msgspec.json.decode(line, type=Figures))

    def _ended(self, run_id: str, status: int) -> None:
        if status == child.DONE:
            self._failures.pop(run_id, None)
            return
        times = self._failures[run_id] = self._failures.get(run_id, 0) + 1
        pause = min(_AGAIN * 2 ** (times - 1), 60.0)
        self._not_before[run_id] = time.monotonic() + pause
        logger.warning("run %s: its process ended with %s", run_id, status)

    async def _farewell(self) -> None:
        """Ask the processes to hand back what they are at."""
        for process in self._children.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self._children.values():
            try:
                await asyncio.wait_for(process.wait(), _FAREWELL)
            except TimeoutError:
                process.kill()
                await process.wait()
