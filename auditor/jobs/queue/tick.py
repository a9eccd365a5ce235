"""One tick of the timetable: open the runs of this period, hand over what is due, close what is complete.

A tick may come at any time, from cron, a systemd timer, ``--loop`` or Procrastinate's periodic task, and
may be done twice: it only ever does what is missing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.jobs.publication import finish, read_published
from auditor.jobs.queue.engine import Engine
from auditor.jobs.run import Return, new_record
from auditor.jobs.timetable.batches import Batch, Timetable
from auditor.jobs.timetable.moments import Period
from auditor.jobs.timetable.plan import planned, present_period
from auditor.notices.send import Outbox, send_waiting
from auditor.notices.settings import NoticeSettings
from auditor.reference import Regions
from auditor.spiders.options import CrawlOptions

if TYPE_CHECKING:
    from auditor.store.queue.models import PlannedRun

logger = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """All that has to be done now and then; to be called with Django ready, from any thread.

    ``machine`` are the network options of this machine. Without a ``timetable`` only runs that are
    planned already are seen to, and of them only those on demand are closed.
    """

    data: Path
    regions: Regions
    machine: CrawlOptions
    timetable: Timetable | None = None
    notices: NoticeSettings | None = None
    regions_file: Path | None = None
    clock: Callable[[], datetime] = _utc_now

    def __call__(self, engine: Engine) -> None:
        """Raises AuditorError when results or reports cannot be written."""
        from auditor.jobs.queue.runs import close, complete, hand_over_due, redraw  # noqa: PLC0415

        at = self.clock()
        for batch in self.timetable.batches if self.timetable else ():
            self._open(batch, at)
        redraw(at)
        hand_over_due(engine, self.regions, self.machine, at)
        for run in filter(self.closes, complete()):
            folder = close(run, self.data)
            if folder is not None and run.batch:
                self._finished(folder, run.batch)
        self._send_waiting()

    @property
    def group(self) -> str:
        """Workers with the same kind of duties share them."""
        return "timetable" if self.timetable else "demand"

    def closes(self, run: PlannedRun) -> bool:
        """Whether closing the run falls to these duties: who keeps the timetable also tells people."""
        return not run.batch or self.timetable is not None

    def _open(self, batch: Batch, at: datetime) -> None:
        from auditor.jobs.queue.runs import open_run  # noqa: PLC0415
        from auditor.store.queue.models import PlannedRun  # noqa: PLC0415

        assert self.timetable is not None
        period = present_period(batch, at)
        run_id = f"{batch.id}-{period.key}"
        if PlannedRun.objects.filter(run_id=run_id).exists():
            return
        options = options_of(batch)
        record = new_record(
            batch.agencies,
            batch.rubric,
            replace(self.machine, **options),
            batch.ocr,
            run_id,
            returns=self._returns(batch, period),
        )
        open_run(
            record,
            options,
            planned(batch, period, at, self.regions, self.timetable.seed),
            batch=batch.id,
            period=period.key,
            formats=batch.formats,
            hours=batch.hours,
        )

    def _returns(self, batch: Batch, period: Period) -> Return | None:
        """The batch's published run, to which this one comes back: what is unchanged is not read again."""
        place = self.data / batch.id
        shown = read_published(place)
        if shown is None or not (place / shown.folder / "run.json").is_file():
            return None
        return Return(folder=place / shown.folder, out=place / period.key)

    def _send_waiting(self) -> None:
        """Letters that could not be sent when their batch ended."""
        if self.notices is None or self.timetable is None:
            return
        for batch in self.timetable.batches:
            outbox = Outbox(self.data / batch.id / "outbox")
            if outbox.due():
                for trouble in send_waiting(outbox, self.notices)[1]:
                    logger.warning("batch %s: %s", batch.id, trouble)

    def _finished(self, folder: Path, batch: str) -> None:
        ending = finish(
            folder.parent, folder.name, batch=batch, notices=self.notices, regions=self.regions_file
        )
        for trouble in ending.troubles:
            logger.warning("batch %s: %s", batch, trouble)


def options_of(batch: Batch) -> dict[str, Any]:
    """The crawl options a batch sets, as CrawlOptions names them."""
    return {"max_pages": batch.max_pages, "render": batch.render, "delay": batch.delay}
