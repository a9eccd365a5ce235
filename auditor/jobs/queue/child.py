"""The process that works on one run: the crawler's event loop with the queue's engine inside.

Started by ``worker``, with its order as JSON on standard input; Twisted's reactor starts once in a process,
and a run's settings (delay, pages, rubric) are the process's settings.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from auditor import journal
from auditor.errors import AuditorError
from auditor.jobs.folder import FolderError, RunFolder, RunRecord, write_atomically
from auditor.jobs.lock import locked
from auditor.jobs.metrics import Figures, Teller
from auditor.jobs.queue.engine import Rules
from auditor.jobs.queue.engines import make_engine
from auditor.jobs.unit import Desk
from auditor.reference import load_regions
from auditor.spiders.options import CrawlOptions
from auditor.store.db import configure

DONE, TROUBLE = 0, 1


class Order(msgspec.Struct, frozen=True):
    """What a child is told. ``machine`` are the crawl options of this machine (proxy, name server ...)."""

    url: str
    data: str
    run_id: str
    jobs: int
    machine: dict[str, Any]
    regions: str = ""


def main(text: bytes) -> int:
    """Work until the run has nothing more to begin; the exit status. Trouble is one line on stderr."""
    order = msgspec.json.decode(text, type=Order)
    threading.Thread(target=_guard, args=(os.getppid(), Rules.from_environment()), daemon=True).start()
    try:
        return _work(order)
    except AuditorError as error:
        sys.stderr.write(f"auditor: {order.run_id}: {error}\n")
        return TROUBLE


def _work(order: Order) -> int:
    configure(order.url)
    from auditor.jobs.queue.runs import place_of, record_of  # noqa: PLC0415 - its models need settings first
    from auditor.store.queue.models import PlannedRun  # noqa: PLC0415

    run = PlannedRun.objects.get(run_id=order.run_id)
    place, name = place_of(run, Path(order.data))
    folder, record = RunFolder(place / name), record_of(run)
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AuditorError(
            f"{folder.root}: tidak dapat ditulis ({error.strerror}); periksa --data"
        ) from error
    if order.regions and not folder.regions_path.exists():
        write_atomically(folder.regions_path, Path(order.regions).read_bytes())
    _begin(folder, record)
    journal.bind(order.run_id)
    options = msgspec.convert({**order.machine, **run.options, "window": order.jobs}, type=CrawlOptions)
    engine = make_engine(order.url)
    regions = load_regions(Path(order.regions) if order.regions else None)
    desk = Desk(folder.root, record, regions, options, turns=engine.turns)
    teller = Teller(_tell)
    try:
        end = desk.work(lambda desk: engine.work(desk, order.run_id, order.jobs), teller.hear)
    finally:
        teller.close()
    if end.cause:
        raise AuditorError(end.cause)
    return DONE


def _tell(figures: Figures) -> None:
    """One line for the worker, which adds up what its processes count."""
    with suppress(OSError):  # it is gone, and so will this process be in a moment
        sys.stdout.write(msgspec.json.encode(figures).decode() + "\n")
        sys.stdout.flush()


def _begin(folder: RunFolder, record: RunRecord) -> None:
    """The run's first process on this machine writes its record; another may be doing so just now."""
    try:
        with locked(folder.root):
            if not folder.record_path.exists():
                folder.take_over_cache(record)
                folder.write_record(record)
    except FolderError:
        time.sleep(1.0)
        if not folder.record_path.exists():
            raise


def _guard(parent: int, rules: Rules) -> None:
    """End at once when the worker is gone, or when this process was stopped so long that its units are
    another's by now: two must not write one archive."""
    last = time.time()
    while True:
        time.sleep(0.5)
        if os.getppid() != parent or time.time() - last > rules.stalled:
            os._exit(TROUBLE)
        last = time.time()


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer.read()))
