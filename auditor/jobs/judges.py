"""Processes that judge units while the crawl goes on.

However a run ends, no process stays behind and no traceback reaches the terminal: Ctrl-C is the
parent's business alone, a process ends when its parent is gone, and one that dies takes no unit
with it but its own.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from auditor import journal
from auditor.errors import AuditorError
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.folder import RunFolder, UnwritableError
from auditor.jobs.workers import WorkerDiedError, Workers
from auditor.models import Agency

logger = logging.getLogger(__name__)
# One more process costs what judging so many units does, of a first visit and of one that comes back.
_WORTH_A_PROCESS, _WORTH_ONE_ON_RETURN = 2, 24


class Judges:
    """Judges the submitted units; each is written to its ``result.json``."""

    def __init__(self, options: AssessOptions) -> None:
        self._options = options
        # Units that are on their way or did not come through: of a judged one nothing stays, so that a
        # national run holds no future for each of its units.
        self._open: dict[str, Future[None]] = {}
        self._workers = Workers(_begin, RunFolder(options.root).log_path, options.run)

    def __enter__(self) -> Judges:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None:
            self.stop()
        self._workers.close()

    def submit(self, unit_id: str, done: Callable[[str], None] | None = None) -> None:
        """Have a crawled unit judged; ``done`` is called with its id when it is.

        Also when the process that judged it died: ``wait`` judges it then.
        """
        worth = _WORTH_A_PROCESS if self._options.previous is None else _WORTH_ONE_ON_RETURN
        self._workers.may_have(1 + len(self._open) // worth)
        self._open[unit_id] = future = self._workers.call(_judge, unit_id, self._options)

        def ended(ended_future: Future[None]) -> None:
            if not ended_future.cancelled() and ended_future.exception() is None:
                self._open.pop(unit_id, None)
            if done is not None:
                done(unit_id)

        future.add_done_callback(ended)

    def wait(self) -> None:
        """Until every unit is judged. Raises AuditorError when a result cannot be written."""
        # A process may have died of what others took (memory): its unit is judged once more, alone.
        again = [unit_id for unit_id, future in list(self._open.items()) if not _came_through(future)]
        for unit_id in again:
            if not _came_through(self._workers.call(_judge, unit_id, self._options)):
                from auditor.jobs.assess import leave_untested  # noqa: PLC0415 - see _judge

                logger.error("unit %s: the process that judged it died twice", unit_id)
                leave_untested(unit_id, self._options, "proses pemeriksanya mati (mungkin memori habis)")
        self._open.clear()

    def look_again(self, agencies: Sequence[Agency]) -> tuple[str, ...]:
        """Judge units anew whose evidence is a template's text; their ids (``auditor.jobs.templates``).

        When every unit is judged. Raises AuditorError when an archive cannot be read.
        """
        if self._options.site_only:
            return ()  # no component was looked for: nothing is evidence
        try:
            return self._workers.call(_look_again, tuple(agencies), self._options).result()
        except WorkerDiedError:
            return _look_again(agencies, self._options)

    def stop(self) -> None:
        """End the processes now; what they were at is judged again by ``--resume``."""
        self._workers.stop()


def _came_through(future: Future[None]) -> bool:
    try:
        future.result()
    except WorkerDiedError:
        return False
    return True


def _judge(unit_id: str, options: AssessOptions) -> None:
    """In a worker. A fault of ours costs this unit its verdicts (not tested), not the run its report."""
    # What judges is compiled from data files for a second: not in the run's own process, which only fetches.
    from auditor.jobs.assess import assess_unit, leave_untested  # noqa: PLC0415

    with journal.about(unit_id):
        try:
            unit = assess_unit(unit_id, options)
            logger.info("unit_judged", extra={"status": unit.site.status, "score": unit.score.value})
        except AuditorError:
            raise
        except OSError as error:
            raise UnwritableError(error.filename or RunFolder(options.root).unit(unit_id), error) from error
        except Exception as error:
            logger.exception("unit_failed")
            leave_untested(unit_id, options, f"kesalahan program ({type(error).__name__})")


def _look_again(agencies: Sequence[Agency], options: AssessOptions) -> tuple[str, ...]:
    from auditor.jobs.templates import judge_templates  # noqa: PLC0415 - see _judge

    return judge_templates(agencies, options)


def _begin(log: Path, run: str) -> None:
    """Fetching comes first: a judge waits while the crawler has something to do."""
    os.nice(5)
    journal.log_to(log)
    journal.bind(run)
