"""One unit of a run at a time: crawl, judge and store it, in a crawl that goes on.

What a queue's worker stands on. The crawler's event loop is the worker's too: ``Desk.work`` starts it,
and inside it ``await desk.unit(...)`` does one unit from first question to stored row.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder, RunRecord
from auditor.jobs.judges import Judges
from auditor.jobs.run import assess_options, revisit
from auditor.models import Agency, UnitResult
from auditor.reference import Regions
from auditor.results import decode_unit
from auditor.spiders.crawl import CrawlEnd, crawl
from auditor.spiders.events import Event, Paused, UnitDone, UnitFailed
from auditor.spiders.options import CrawlOptions
from auditor.spiders.turns import SharedTurns


class UnitError(AuditorError):
    """A unit could not be carried to its end through a fault of ours; it may be tried again."""


def _nothing() -> None:
    return None


class Desk:
    """Carries single units of one run, many at once, each politely."""

    def __init__(
        self,
        root: Path,
        record: RunRecord,
        regions: Regions,
        options: CrawlOptions,
        *,
        turns: Callable[[], SharedTurns] | None = None,
    ) -> None:
        """``root`` is an opened run folder (``RunFolder.open``), ``record`` the record in force; ``turns``
        makes what keeps pauses across workers."""
        self._folder = RunFolder(root)
        self._record, self._regions, self._options = record, regions, options
        self._turns = turns
        self._agencies = {agency.unit_id: agency for agency in record.agencies}
        self._places = {agency.unit_id: place for place, agency in enumerate(record.agencies)}
        self._asked: asyncio.Queue[Agency | None] = asyncio.Queue()
        self._crawls: dict[str, asyncio.Future[None]] = {}
        self._jobs: dict[str, asyncio.Task[UnitResult]] = {}
        self._judges: Judges | None = None
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store", initializer=self._open_store)
        self._trouble: BaseException | None = None

    def work(
        self, work: Callable[[Desk], Awaitable[None]], on_event: Callable[[Event], None] = lambda _: None
    ) -> CrawlEnd:
        """Run ``work(desk)`` in the crawler's loop until it returns; once per process.

        What ``work`` raises is raised here. Ctrl-C cancels it.
        """

        def forward(event: Event) -> None:
            self._hear(event)
            on_event(event)

        with Judges(assess_options(self._folder, self._record)) as self._judges:
            try:
                end = crawl(
                    self._record.agencies,
                    self._regions,
                    self._folder.root,
                    self._options,
                    forward,
                    feed=self._feed(work),
                    revisit=revisit(self._folder, self._record),
                    turns=self._turns,
                )
            finally:
                self._store.shutdown(wait=True)
        if self._trouble is not None and not isinstance(self._trouble, asyncio.CancelledError):
            raise self._trouble
        return end

    async def unit(self, unit_id: str, *, also: Callable[[], object] = _nothing) -> UnitResult:
        """Crawl, judge and store one unit of the run; ``also`` runs in the storing transaction.

        A unit that is crawled already is only judged and stored; asked twice at once, it is done
        once. Raises UnitError when the crawl of it broke off, AuditorError for an unknown unit.
        """
        if unit_id not in self._agencies:
            raise AuditorError(f"unit {unit_id}: tidak ada dalam audit {self._record.info.id}")
        job = self._jobs.get(unit_id)
        if job is None:
            job = asyncio.ensure_future(self._carry(unit_id, also))
            self._jobs[unit_id] = job
            job.add_done_callback(lambda _: self._jobs.pop(unit_id, None))
        return await job

    async def _carry(self, unit_id: str, also: Callable[[], object]) -> UnitResult:
        loop = asyncio.get_running_loop()
        if not self._folder.visited(unit_id):
            self._crawls[unit_id] = loop.create_future()
            try:
                await self._asked.put(self._agencies[unit_id])
                await self._crawls[unit_id]
            finally:
                del self._crawls[unit_id]
        unit = await self._judge(unit_id)
        await loop.run_in_executor(self._store, self._keep, unit, also)
        return unit

    async def _judge(self, unit_id: str) -> UnitResult:
        assert self._judges is not None
        loop, judged = asyncio.get_running_loop(), asyncio.Event()
        path = self._folder.result_path(unit_id)
        path.unlink(missing_ok=True)

        def done(_: str) -> None:
            loop.call_soon_threadsafe(judged.set)

        self._judges.submit(unit_id, done)
        await judged.wait()
        if not path.is_file():
            # Its process died: once more, and without a verdict when it dies again.
            await asyncio.to_thread(self._judge_alone, unit_id)
        return decode_unit(path.read_bytes())

    def _judge_alone(self, unit_id: str) -> None:
        with Judges(assess_options(self._folder, self._record)) as judges:
            judges.submit(unit_id)
            judges.wait()

    def _open_store(self) -> None:
        from auditor.store.db import configure, default_url  # noqa: PLC0415 - Django only where it is used

        configure(default_url(self._folder.root))

    def _keep(self, unit: UnitResult, also: Callable[[], object]) -> None:
        from django.db import close_old_connections  # noqa: PLC0415

        from auditor.store.save import store_unit  # noqa: PLC0415 - its models need settings first

        close_old_connections()  # a database that was away meanwhile left this thread a dead connection
        store_unit(self._record.info, unit, self._places[unit.unit_id], also=also)

    async def _feed(self, work: Callable[[Desk], Awaitable[None]]) -> AsyncGenerator[Agency]:
        task = asyncio.ensure_future(work(self))
        task.add_done_callback(lambda _: self._asked.put_nowait(None))
        try:
            while (agency := await self._asked.get()) is not None:
                yield agency
        finally:
            left = [task, *self._jobs.values()]
            for one in left:
                one.cancel()
            trouble = (await asyncio.gather(*left, return_exceptions=True))[0]
            self._trouble = trouble if isinstance(trouble, BaseException) else None

    def _hear(self, event: Event) -> None:
        if isinstance(event, UnitDone):
            self._settle(event.unit_id, None)
        elif isinstance(event, UnitFailed):
            self._settle(event.unit_id, UnitError(f"unit {event.unit_id}: {event.detail}"))
        elif isinstance(event, Paused):
            for unit_id in list(self._crawls):
                self._settle(unit_id, UnitError(f"unit {unit_id}: {event.cause}"))

    def _settle(self, unit_id: str, error: UnitError | None) -> None:
        crawl_ = self._crawls.get(unit_id)
        if crawl_ is None or crawl_.done():
            return
        if error is None:
            crawl_.set_result(None)
        else:
            crawl_.set_exception(error)
