"""Planned runs in the database: opened, their due units handed to the engine, closed when all are done."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Min, Q

from auditor.clock import now
from auditor.jobs.folder import RunFolder, RunRecord
from auditor.jobs.queue.engine import Engine, Rules, fresh
from auditor.jobs.queue.servers import locks_of
from auditor.jobs.run import assess_options, publish
from auditor.jobs.timetable.moments import Hours, Moment, next_moment
from auditor.models import Agency, Results
from auditor.reference import Regions
from auditor.reference.zones import zone_of
from auditor.results import decode_unit
from auditor.spiders.options import CrawlOptions
from auditor.store.queue.models import PlannedRun, QueuedUnit
from auditor.store.save import load_results, store_unit

ON_DEMAND = "permintaan"
"""Folder of the runs that belong to no batch."""
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The queue at one moment. ``oldest`` is the age in seconds of the oldest due unit, 0 without one."""

    waiting: int
    ready: int
    running: int
    failed: int
    oldest: float


def place_of(run: PlannedRun, data: Path) -> tuple[Path, str]:
    """The folder of the run's batch, and the name of the run's folder in it."""
    return data / (run.batch or ON_DEMAND), run.period or run.run_id


def record_of(run: PlannedRun) -> RunRecord:
    """The run's record as it was planned."""
    return msgspec.convert(run.record, type=RunRecord)


def open_run(
    record: RunRecord,
    options: Mapping[str, object],
    moments: Mapping[str, Moment],
    *,
    batch: str = "",
    period: str = "",
    formats: Sequence[str] = (),
    hours: Hours | None = None,
    priority: int = 0,
) -> bool:
    """Plan a run: one row per unit of ``moments`` (by unit_id). False when it was planned before.

    Without ``hours`` its units may begin at any time.
    """
    with transaction.atomic():
        run, made = PlannedRun.objects.get_or_create(
            run_id=record.info.id,
            defaults={
                "batch": batch,
                "period": period,
                "record": msgspec.to_builtins(record),
                "options": dict(options),
                "formats": list(formats),
                "hours": [hours.begin, hours.end] if hours else [],
                "opened_at": time.time(),
            },
        )
        if not made:
            return False
        QueuedUnit.objects.bulk_create(
            (
                QueuedUnit(
                    run=run,
                    unit_id=agency.unit_id,
                    region=agency.region,
                    position=position,
                    priority=priority,
                    due_at=moments[agency.unit_id].due.timestamp(),
                    due_until=moments[agency.unit_id].until.timestamp() if hours else None,
                )
                for position, agency in enumerate(record.agencies)
            ),
            batch_size=_CHUNK,
        )
    return True


def redraw(at: datetime) -> int:
    """New moments for units that missed the night of theirs; how many."""
    missed = QueuedUnit.objects.filter(state="waiting", due_until__lte=at.timestamp()).select_related("run")
    for unit in missed:
        rng = random.Random(f"{unit.run.run_id}/{unit.unit_id}/{at:%Y%m%d}")  # noqa: S311 - spread, no secret
        moment = next_moment(at, Hours(*unit.run.hours), zone_of(unit.region), rng)
        unit.due_at, unit.due_until = moment.due.timestamp(), moment.until.timestamp()
    QueuedUnit.objects.bulk_update(missed, ["due_at", "due_until"], batch_size=_CHUNK)
    return len(missed)


def hand_over_due(engine: Engine, regions: Regions, options: CrawlOptions, at: datetime) -> int:
    """Make ready what is due, each with the lock of its server; how many units."""
    due = (
        QueuedUnit.objects.filter(state="waiting", run__state="open", due_at__lte=at.timestamp())
        .filter(Q(due_until=None) | Q(due_until__gt=at.timestamp()))
        .select_related("run")
    )
    handed, agencies = 0, dict[str, dict[str, Agency]]()
    for start in range(0, len(due), _CHUNK):
        chunk = due[start : start + _CHUNK]
        found = []
        for unit in chunk:
            known = agencies.get(unit.run.run_id)
            if known is None:
                known = {agency.unit_id: agency for agency in record_of(unit.run).agencies}
                agencies[unit.run.run_id] = known
            found.append(known[unit.unit_id])
        locks = locks_of(found, regions, options)
        handed += engine.hand_over(
            list(chunk), {unit.pk: lock for unit, lock in zip(chunk, locks, strict=True)}
        )
    return handed


def complete() -> list[PlannedRun]:
    """Runs without a unit left to do that are not closed yet."""
    left = QueuedUnit.objects.exclude(state__in=("done", "failed")).values("run")
    return list(PlannedRun.objects.exclude(state="closed").exclude(pk__in=left))


def close(run: PlannedRun, data: Path) -> Path | None:
    """Write results.json and the reports of a complete run into its folder, which is returned.

    None when somebody else is doing it. One whose process died is begun anew when it was silent for long.
    """
    rules = Rules.from_environment()
    stale = Q(state="closing", closing_since__lt=time.time() - 3 * rules.stalled)
    mine = PlannedRun.objects.filter(pk=run.pk).filter(Q(state="open") | stale)
    if not mine.update(state="closing", closing_since=time.time()):
        return None
    place, name = place_of(run, data)
    folder, record = RunFolder(place / name), record_of(run)
    folder.root.mkdir(parents=True, exist_ok=True)
    record = replace(record, info=replace(record.info, finished_at=now()))
    with _still_closing(run.pk, rules.beat):
        _fill_gaps(run, folder, record)
        _second_look(folder, record)
        results = load_results(run.run_id)
        publish(folder, record, Results(run=record.info, units=results.units), run.formats, "id")
    PlannedRun.objects.filter(pk=run.pk).update(state="closed", closed_at=time.time())
    return folder.root


@contextmanager
def _still_closing(key: int, every: float) -> Iterator[None]:
    """Tell every so many seconds that the run is being closed."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(every):
            with suppress(DatabaseError, InterfaceError):  # it may be away for a moment
                fresh(lambda: PlannedRun.objects.filter(pk=key).update(closing_since=time.time()))
        connection.close()

    telling = threading.Thread(target=tell, name="closing", daemon=True)
    telling.start()
    try:
        yield
    finally:
        over.set()
        telling.join()


def _fill_gaps(run: PlannedRun, folder: RunFolder, record: RunRecord) -> None:
    """A unit that was given up is in the results as not tested, with the cause."""
    from auditor.jobs.assess import leave_unvisited  # noqa: PLC0415 - what judges, only where a run closes

    agencies = {agency.unit_id: agency for agency in record.agencies}
    for unit in run.units.filter(state="failed"):
        folder.unit(unit.unit_id).mkdir(parents=True, exist_ok=True)
        result = leave_unvisited(agencies[unit.unit_id], assess_options(folder, record), unit.error)
        store_unit(record.info, result, unit.position)


def _second_look(folder: RunFolder, record: RunRecord) -> None:
    """Text that repeats across the run's sites is a template's; sees the archives of this data folder."""
    from auditor.jobs.templates import judge_templates  # noqa: PLC0415 - what judges, only where a run closes

    places = {agency.unit_id: place for place, agency in enumerate(record.agencies)}
    for unit_id in judge_templates(record.agencies, assess_options(folder, record)):
        path = folder.result_path(unit_id)
        unit = decode_unit(path.read_bytes(), path)
        store_unit(record.info, unit, places[unit_id])


def state(at: datetime | None = None) -> State:
    """What waits, runs and failed in runs that are not closed, and how late the oldest due unit is."""
    moment = (at or datetime.now(UTC)).timestamp()
    units = QueuedUnit.objects.exclude(run__state="closed")
    due = units.filter(state__in=("waiting", "ready"), due_at__lte=moment).aggregate(first=Min("due_at"))
    return State(
        **{name: units.filter(state=name).count() for name in ("waiting", "ready", "running", "failed")},
        oldest=max(0.0, moment - due["first"]) if due["first"] is not None else 0.0,
    )
