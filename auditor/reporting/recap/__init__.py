"""The region recap: who publishes what, in one table, with counts, changes and survey results.

Built in one pass over the units: the workbook takes each row as it comes, the counts grow beside
it, and only as many rows are kept as a PDF can show. The six components shown one by one are those
of the service delivery part, which PEKPPP asks about: which of them, in which medium, with what proof.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from auditor.models import (
    COMPONENTS,
    SERVICE_DELIVERY,
    Evidence,
    Kind,
    Region,
    RunInfo,
    Score,
    SiteStatus,
    Source,
    UnitResult,
    Verdict,
)
from auditor.perception import Survey
from auditor.reporting.texts import Texts
from auditor.reporting.view import NO_SITE, OUTSIDE, UnitView
from auditor.scoring import Rubric, Zone

ROWS_UP_TO = 500
"""Above this many units paper keeps to the counts; the workbook has every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """A component whose verdict changed: ``direction`` as in ``auditor.compare``, ``cause`` in words."""

    component: str
    before: Verdict
    after: Verdict
    direction: str
    cause: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A unit in the period before. ``score`` is under this run's rubric, whatever was used then."""

    score: Score
    changes: tuple[PastChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """The run compared with. ``lost`` are the units only it has: id and name.

    ``program_cause`` is the cause, in words, of changes that another version of the program made; empty
    when it was the same version.
    """

    run: RunInfo
    rubric_changed: bool
    program_cause: str = ""
    lost: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One unit of the recap. ``past`` is None where the period before did not have it."""

    view: UnitView
    survey: Survey | None = None
    past: Past | None = None
    others: Mapping[str, Score] = field(default_factory=dict)  # the same verdicts under other rubrics

    @property
    def unit(self) -> UnitResult:
        return self.view.unit

    @cached_property
    def published(self) -> int:
        """How many of the six service delivery components are published."""
        return sum(self.unit.components[code].verdict is Verdict.PUBLISHED for code in SERVICE_DELIVERY)

    @property
    def gain(self) -> float | None:
        """Points won or lost since the period before, both under this run's rubric."""
        value = self.unit.score.value
        if self.past is None or self.past.score.value is None or value is None:
            return None
        return round(value - self.past.score.value, 2)


def media(row: Row, code: str) -> list[Source]:
    """The media a component is published in, in the order its proofs are listed.

    A page drawn by scripts is a web page to whoever fills in a form.
    """
    sources = (proof.source for proof in row.unit.components[code].evidence)
    return list(dict.fromkeys(Source.HTML if s is Source.RENDERED else s for s in sources))


@dataclass
class Group:
    """Counts over some of the units."""

    units: int = 0
    statuses: Counter[SiteStatus] = field(default_factory=Counter)
    outside: int = 0
    zones: Counter[str] = field(default_factory=Counter)
    values: list[float] = field(default_factory=list)
    complete: int = 0  # units with all six service delivery components published
    components: dict[str, Counter[Verdict]] = field(
        default_factory=lambda: {code: Counter() for code in COMPONENTS}
    )
    surveys: list[float] = field(default_factory=list)

    def add(self, row: Row) -> None:
        unit = row.unit
        self.units += 1
        self.statuses[unit.site.status] += 1
        self.outside += unit.site.domain in OUTSIDE and unit.site.status not in NO_SITE
        if unit.score.value is not None:
            self.values.append(unit.score.value)
        if unit.score.zone:
            self.zones[unit.score.zone] += 1
        self.complete += row.published == len(SERVICE_DELIVERY)
        for code, found in unit.components.items():
            self.components[code][found.verdict] += 1
        if row.survey:
            self.surveys.append(row.survey.value)

    @property
    def without_site(self) -> int:
        return sum(self.statuses[status] for status in NO_SITE)

    @property
    def unrated(self) -> int:
        """Units of which too little could be tested for a score."""
        return self.units - len(self.values)

    @property
    def median(self) -> float | None:
        return statistics.median(self.values) if self.values else None

    @property
    def mean(self) -> float | None:
        return statistics.fmean(self.values) if self.values else None

    @property
    def survey_mean(self) -> float | None:
        return statistics.fmean(self.surveys) if self.surveys else None


@dataclass
class Tally:
    """The counts of a run, grown row by row."""

    total: Group = field(default_factory=Group)
    kinds: dict[Kind, Group] = field(default_factory=dict)
    regions: dict[str, Group] = field(default_factory=dict)
    media: dict[str, Counter[Source]] = field(
        default_factory=lambda: {code: Counter() for code in SERVICE_DELIVERY}
    )
    directions: Counter[str] = field(default_factory=Counter)
    new: int = 0
    kept: int = 0  # units both periods have
    before: list[float] = field(default_factory=list)  # scores of units rated in both periods, then ...
    after: list[float] = field(default_factory=list)  # ... and now
    rows: list[Row] = field(default_factory=list)  # the first ROWS_UP_TO + 1 at most

    def add(self, row: Row, *, compared: bool) -> None:
        unit = row.unit
        self.total.add(row)
        self.kinds.setdefault(unit.kind, Group()).add(row)
        self.regions.setdefault(unit.region, Group()).add(row)
        for code in SERVICE_DELIVERY:
            if unit.components[code].verdict is Verdict.PUBLISHED:
                self.media[code].update(media(row, code))
        if row.past is not None:
            self.kept += 1
            self.directions.update(change.direction for change in row.past.changes)
            if row.gain is not None and row.past.score.value is not None and unit.score.value is not None:
                self.before.append(row.past.score.value)
                self.after.append(unit.score.value)
        elif compared:
            self.new += 1
        if len(self.rows) <= ROWS_UP_TO:
            self.rows.append(row)

    def forms(self, code: str, words: Texts) -> list[tuple[str, int]]:
        """The media a component is published in, named as on PEKPPP's form, with how many units use each."""
        counted = self.media.get(code, Counter()).most_common()
        return [(words("recap_media", source.value), many) for source, many in counted]

    @property
    def risen(self) -> int:
        return sum(now > then for then, now in zip(self.before, self.after, strict=True))

    @property
    def fallen(self) -> int:
        return sum(now < then for then, now in zip(self.before, self.after, strict=True))


@dataclass(frozen=True)
class Recap:
    """What a recap is made of besides its rows."""

    run: RunInfo
    texts: Texts
    rubric: Rubric | None
    regions: Mapping[str, Region]
    many: int  # how many units there are
    past: PastRun | None = None
    surveys: bool = False
    other_rubrics: tuple[Rubric, ...] = ()

    @property
    def day(self) -> str:
        """The day the run ended, ISO."""
        return (self.run.finished_at or self.run.started_at or "2000-01-01")[:10]

    @property
    def zones(self) -> tuple[Zone, ...]:
        return self.rubric.zones if self.rubric else ()

    def region(self, code: str) -> str:
        return self.regions[code].name if code in self.regions else code

    def title(self, codes: Iterable[str]) -> str:
        """The regions by name; many of them as their number."""
        names = [self.region(code) for code in codes]
        return " · ".join(names) if len(names) <= 3 else f"{len(names)} wilayah"

    def zone_counts(self, group: Group) -> Iterator[tuple[str, int]]:
        """Zone titles from high to low, with how many units lie in each."""
        yield from ((zone.title, group.zones[zone.id]) for zone in self.zones)

    @property
    def zone_head(self) -> str:
        """The heading over zones, with whose thresholds they have."""
        if not self.zones or self.rubric is None:
            return self.texts("recap", "zone")
        return f"{self.texts('recap', 'zone')} ({self.texts('recap_limits', self.rubric.zones_status)})"

    def zone_name(self, zone: str | None) -> str:
        """A zone for a cell; in words where the unit has none."""
        return zone.capitalize() if zone else self.texts("recap", "unrated") if self.zones else "–"
