"""``auditor schedule --show``: what is due when, in each unit's own time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from auditor.jobs.timetable.batches import Batch, Timetable
from auditor.jobs.timetable.plan import planned, present_period
from auditor.reference import Regions
from auditor.reference.zones import zone_of

_STATES = {
    "waiting": "menunggu",
    "ready": "siap",
    "running": "berjalan",
    "done": "selesai",
    "failed": "gagal",
}


def show(timetable: Timetable, regions: Regions, at: datetime, most: int) -> Iterator[str]:
    """Lines for a terminal: each batch, then its next ``most`` units, the earliest first.

    A run that is planned already is told from the database, another as it would be planned now.
    """
    for batch in timetable.batches:
        period = present_period(batch, at)
        rows = _rows(timetable, batch, regions, at)
        left = [row for row in rows if row[2] not in ("done", "failed")]
        yield (
            f"{batch.id}: {len(batch.agencies)} unit, setiap {batch.every}, pukul {batch.hours} setempat, "
            f"rubrik {batch.rubric}; periode {period.key}: {len(rows) - len(left)} selesai, {len(left)} belum"
        )
        for due, unit_id, state in left[:most]:
            zone = zone_of(next(a.region for a in batch.agencies if a.unit_id == unit_id))
            local = datetime.fromtimestamp(due, UTC).astimezone(zone.offset)
            yield f"  {local:%Y-%m-%d %H:%M} {zone.name:4}  {_STATES[state]:9} {unit_id}"
        if len(left) > most:
            yield f"  … dan {len(left) - most} unit lagi"


def _rows(timetable: Timetable, batch: Batch, regions: Regions, at: datetime) -> list[tuple[float, str, str]]:
    from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415 - needs settings first

    period = present_period(batch, at)
    known = QueuedUnit.objects.filter(run__run_id=f"{batch.id}-{period.key}")
    rows = [(unit.due_at, unit.unit_id, unit.state) for unit in known]
    if not rows:
        drawn = planned(batch, period, at, regions, timetable.seed)
        rows = [(moment.due.timestamp(), unit_id, "waiting") for unit_id, moment in drawn.items()]
    in_file = {agency.unit_id for agency in batch.agencies}
    return sorted(row for row in rows if row[1] in in_file)
