"""The moments of a batch's units, as they are drawn when its period is first seen."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from auditor.jobs.timetable.batches import Batch
from auditor.jobs.timetable.domains import domain_of
from auditor.jobs.timetable.moments import Moment, Period, moments, next_moment, period_of
from auditor.models import Agency
from auditor.reference import Regions
from auditor.reference.zones import zone_of

_FIRST_ZONE = "11"  # periods begin and end by WIB, the time of most units


def present_period(batch: Batch, at: datetime) -> Period:
    """The batch's period at a moment."""
    return period_of(batch.every, _date(at))


def planned(batch: Batch, period: Period, at: datetime, regions: Regions, seed: str) -> Mapping[str, Moment]:
    """The moments of a batch's units in the period, of what is left of it when it is first seen at ``at``."""
    servers = {agency.unit_id: domain_of(agency, regions) for agency in batch.agencies}
    left = replace(period, first=max(period.first, _date(at)))
    drawn = moments(batch.agencies, servers, left, batch.hours, f"{seed}/{batch.id}")
    # The first night may have begun already: who would have been due in its part that is gone waits on.
    return {
        agency.unit_id: _still(drawn[agency.unit_id], batch, agency, at, seed) for agency in batch.agencies
    }


def _date(at: datetime) -> date:
    return at.astimezone(zone_of(_FIRST_ZONE).offset).date()


def _still(moment: Moment, batch: Batch, agency: Agency, at: datetime, seed: str) -> Moment:
    if moment.due >= at:
        return moment
    rng = random.Random(f"{seed}/{batch.id}/{agency.unit_id}/{at:%Y%m%d}")  # noqa: S311 - spread, no secret
    return next_moment(at, batch.hours, zone_of(agency.region), rng)
