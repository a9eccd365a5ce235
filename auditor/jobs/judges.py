"""Worker processes that judge units while the crawl goes on.

However a run ends, no worker stays behind and no traceback reaches the terminal: Ctrl-C is the
parent's business alone, a worker ends when its parent is gone, and one that dies takes no unit
with it but its own.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from auditor import journal
from auditor.errors import AuditorError
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.folder import RunFolder, UnwritableError
from auditor.models import Agency

logger = logging.getLogger(__name__)
# One more process costs what judging so many units does, of a first visit and of one that comes back.
_WORTH_A_PROCESS, _WORTH_ONE_ON_RETURN = 2, 24


class _Pool(ProcessPoolExecutor):
    """Processes that begin when there is work; a further one only when it is worth its start."""

    def __init__(self, log: Path, run: str) -> None:
        self._most = os.cpu_count() or 1
        super().__init__(self._most, multiprocessing.get_context("spawn"), _begin, (log, run))
        self._max_workers: int = 1

    def may_have(self, workers: int) -> None:
        """Allow so many processes from the next unit on, but not more than the machine has processors."""
        self._max_workers = min(max(self._max_workers, workers), self._most)


class Judges:
    """Judges the submitted units; each is written to its ``result.json``."""

    def __init__(self, options: AssessOptions) -> None:
        self._options = options
        # Units that are on their way or did not come through: of a judged one nothing stays, so that a
        # national run holds no future for each of its units.
        self._open: dict[str, Future[None] | None] = {}
        self._pool = self._new_pool()

    def __enter__(self) -> Judges:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None:
            self.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, unit_id: str, done: Callable[[str], None] | None = None) -> bool:
        """Have a crawled unit judged; ``done`` is called with its id when it is.

        False when a worker died just now: ``wait`` judges it then, and ``done`` is not called.
        """
        worth = _WORTH_A_PROCESS if self._options.previous is None else _WORTH_ONE_ON_RETURN
        self._pool.may_have(1 + len(self._open) // worth)
        self._open[unit_id] = future = self._ask(unit_id)
        if future is None:
            return False

        def ended(ended_future: Future[None]) -> None:
            if not ended_future.cancelled() and ended_future.exception() is None:
                self._open.pop(unit_id, None)
            if done is not None:
                done(unit_id)

        future.add_done_callback(ended)
        return True

    def wait(self) -> None:
        """Until every unit is judged. Raises AuditorError when a result cannot be written."""
        again = [unit_id for unit_id, future in list(self._open.items()) if not _came_through(future)]
        # A worker that dies (memory) breaks the whole pool: the units it took along are judged one at a
        # time, so that only the unit that kills its worker stays untested.
        for unit_id in again:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = self._new_pool()
            if not _came_through(self._ask(unit_id)):
                from auditor.jobs.assess import leave_untested  # noqa: PLC0415 - see _judge

                logger.error("unit %s: the worker that judged it died twice", unit_id)
                leave_untested(unit_id, self._options, "proses pemeriksanya mati (mungkin memori habis)")
        self._open.clear()

    def look_again(self, agencies: Sequence[Agency]) -> tuple[str, ...]:
        """Judge units anew whose evidence is a template's text; their ids (``auditor.jobs.templates``).

        When every unit is judged. Raises AuditorError when an archive cannot be read.
        """
        with _interrupts_held():
            looked = self._pool.submit(_look_again, tuple(agencies), self._options)
        try:
            return looked.result()
        except BrokenProcessPool:
            return _look_again(agencies, self._options)

    def stop(self) -> None:
        """End the workers now; what they were at is judged again by ``--resume``."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()

    def _ask(self, unit_id: str) -> Future[None] | None:
        """None when the pool is broken already."""
        with _interrupts_held():
            try:
                return self._pool.submit(_judge, unit_id, self._options)
            except BrokenProcessPool:
                return None

    def _new_pool(self) -> _Pool:
        return _Pool(RunFolder(self._options.root).log_path, self._options.run)


def _came_through(future: Future[None] | None) -> bool:
    if future is None:
        return False
    try:
        future.result()
    except BrokenProcessPool:
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
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot end its workers, and they hold both ends of its queue."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A worker started meanwhile inherits the mask, so that Ctrl-C reaches the parent alone."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
