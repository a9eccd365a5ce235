"""The moment of each unit within a period: random, repeatable by the seed, spread over the nights.

Pure. An assessment is unannounced, so nobody can tell the moment without the seed; and the units of one
shared server follow each other at a distance, so that the server never carries them all at once.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from auditor.models import Agency
from auditor.reference.zones import Zone, zone_of

EVERY = ("week", "month", "quarter", "half-year", "year")
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_SHARE = 0.5
"""Share of its stretch within which a unit's moment is drawn: two neighbours on one server lie at least
half a stretch apart."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Daily hours in local time, minutes after midnight; an end at or before the begin is the next day's."""

    begin: int
    end: int

    @property
    def length(self) -> timedelta:
        """How long the hours are; a whole day where begin and end are the same."""
        return timedelta(minutes=(self.end - self.begin) % 1440 or 1440)

    def __str__(self) -> str:
        """As written in the timetable: ``20:00-05:00``."""
        return f"{self.begin // 60:02}:{self.begin % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """One turn of a batch: from ``first`` up to, not including, ``after`` (local dates). ``key`` names it."""

    key: str
    first: date
    after: date


@dataclass(frozen=True, slots=True)
class Moment:
    """When a unit is due (UTC), and until when it may be begun: the end of that night's hours."""

    due: datetime
    until: datetime


def period_of(every: str, day: date) -> Period:
    """The period a local date lies in: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026``."""
    if every == "week":
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return Period(f"{year}-W{week:02}", first, first + timedelta(days=7))
    months = _MONTHS[every]
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    last = number * months + months
    after = date(day.year + last // 12, last % 12 + 1, 1)
    key = {1: f"{day.year}-{day.month:02}", 3: f"{day.year}-Q{number + 1}", 6: f"{day.year}-H{number + 1}"}
    return Period(key.get(months, str(day.year)), first, after)


def windows(period: Period, hours: Hours, zone: Zone) -> Iterator[Moment]:
    """The hours of each of the period's days, in UTC; each night belongs to the day it begins on."""
    day = period.first
    while day < period.after:
        begin = datetime.combine(day, time(hours.begin // 60, hours.begin % 60), zone.offset).astimezone(UTC)
        yield Moment(begin, begin + hours.length)
        day += timedelta(days=1)


def moments(
    agencies: Sequence[Agency], servers: Mapping[str, str], period: Period, hours: Hours, seed: str
) -> dict[str, Moment]:
    """The moment of each unit, by unit_id.

    ``servers`` says which units share a server (any name of it, by unit_id). The units of one
    server, in an order drawn from the seed, take equal stretches of all the period's hours; within its
    stretch each moment is drawn too, and so is the point where the row begins.
    """
    groups: dict[tuple[str, str], list[Agency]] = {}
    for agency in agencies:
        groups.setdefault((servers[agency.unit_id], zone_of(agency.region).name), []).append(agency)
    found: dict[str, Moment] = {}
    for (server, zone), group in groups.items():
        nights = list(windows(period, hours, zone_of(group[0].region)))
        # Seeded by text: the same on every machine and in every process (no hash randomisation).
        rng = random.Random(f"{seed}/{period.key}/{server}/{zone}")  # noqa: S311 - spread, not a secret key
        row = sorted(group, key=lambda agency: agency.unit_id)
        rng.shuffle(row)
        begin = rng.random()
        for place, agency in enumerate(row):
            share = (begin + (place + _SHARE * rng.random()) / len(row)) % 1.0
            found[agency.unit_id] = _at(nights, hours, share)
    return found


def _at(nights: Sequence[Moment], hours: Hours, share: float) -> Moment:
    """The moment that lies ``share`` (0-1) of the way through all the nights' hours, to the second."""
    whole = share * len(nights)
    night = nights[min(int(whole), len(nights) - 1)]
    seconds = int((whole - int(whole)) * hours.length.total_seconds())
    return Moment(night.due + timedelta(seconds=seconds), night.until)


def next_moment(now: datetime, hours: Hours, zone: Zone, rng: random.Random) -> Moment:
    """A new moment for a unit that missed its own: now where the hours allow it, else in the next night."""
    today = now.astimezone(zone.offset).date() - timedelta(days=1)
    for night in windows(Period("", today, today + timedelta(days=3)), hours, zone):
        if night.until > now:
            if night.due <= now:
                return Moment(now, night.until)
            return Moment(night.due + rng.random() * hours.length * _SHARE, night.until)
    raise AssertionError("the hours of the next day always lie ahead")
