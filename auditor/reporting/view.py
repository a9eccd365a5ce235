"""Units and regions as all report formats see them: masked words, counts and orders. Pure."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from auditor.masking import mask
from auditor.models import (
    AROUND,
    COMPONENTS,
    MANUFACTURING,
    SERVICE_DELIVERY,
    ComponentResult,
    DomainClass,
    Region,
    Results,
    SiteStatus,
    UnitResult,
    Verdict,
)
from auditor.reporting.links import unit_file
from auditor.reporting.texts import Texts
from auditor.scoring import Rubric

GROUPS = (("service_delivery", SERVICE_DELIVERY), ("manufacturing", MANUFACTURING), ("around", AROUND))
NO_SITE = (SiteStatus.NONE, SiteStatus.SOCIAL_ONLY)
UNWELL = (
    SiteStatus.DEAD,
    SiteStatus.PARKED,
    SiteStatus.BLOCKED,
    SiteStatus.REDIRECTED_AWAY,
    SiteStatus.HACKED,
    SiteStatus.UNDER_CONSTRUCTION,
    SiteStatus.NOT_TESTED,
)
OUTSIDE = (DomainClass.NON_GO_ID, DomainClass.FREE_HOST, DomainClass.DESA_ID, DomainClass.GO_ID_OTHER)
LOW_CONFIDENCE = 0.6


@dataclass(frozen=True)
class UnitView:
    """One unit with what the reports say of it besides its records."""

    unit: UnitResult
    texts: Texts
    rubric: Rubric | None

    @cached_property
    def name(self) -> str:
        return mask(self.unit.name)

    @cached_property
    def file(self) -> str:
        return unit_file(self.unit.unit_id)

    @cached_property
    def href(self) -> str:
        """Relative address of the unit's page from the index."""
        return f"unit/{quote(self.file)}"

    @property
    def url(self) -> str:
        return self.unit.site.final_url or self.unit.site.url

    @cached_property
    def reasons(self) -> list[str]:
        return [mask(self.texts.cause(reason)) for reason in self.unit.site.reasons]

    @cached_property
    def zone(self) -> str:
        return self.unit.score.zone or ""

    @cached_property
    def counts(self) -> Counter[Verdict]:
        return Counter(found.verdict for found in self.unit.components.values())

    @cached_property
    def gaps(self) -> list[tuple[str, ComponentResult, float]]:
        """Components to mend, worth most first: code, result, points to gain (weight units)."""
        missing = [
            (code, found, found.max_points - found.points)
            for code, found in self.unit.components.items()
            if found.verdict in {Verdict.PARTIAL, Verdict.NOT_FOUND} and found.max_points > found.points
        ]
        return sorted(missing, key=lambda gap: (-gap[2], COMPONENTS.index(gap[0])))

    @cached_property
    def untested(self) -> list[tuple[str, ComponentResult]]:
        return [
            (code, found)
            for code, found in self.unit.components.items()
            if found.verdict is Verdict.NOT_TESTED
        ]

    @cached_property
    def complete_services(self) -> int:
        """Services with all six service-delivery components published."""
        return sum(
            all(
                code in service.components and service.components[code].verdict is Verdict.PUBLISHED
                for code in SERVICE_DELIVERY
            )
            for service in self.unit.services
        )


@dataclass(frozen=True)
class RegionView:
    """A run's results, counted and ordered for people."""

    results: Results
    texts: Texts
    rubric: Rubric | None
    regions: Mapping[str, Region]

    @cached_property
    def units(self) -> list[UnitView]:
        """Units in the order of the target files."""
        return [UnitView(unit, self.texts, self.rubric) for unit in self.results.units]

    @property
    def judged(self) -> bool:
        """Whether contents were judged; a discovery looked for the websites only."""
        return self.results.run.options.get("site_only") != "True"

    @cached_property
    def title(self) -> str:
        """The regions audited, by name where the code is known."""
        codes = list(dict.fromkeys(unit.region for unit in self.results.units))
        names = [self.region(code) for code in codes]
        if not names:
            return self.texts("labels", "report")
        return " · ".join(names[:4]) + (f" (+{len(names) - 4})" if len(names) > 4 else "")

    def region(self, code: str) -> str:
        return self.regions[code].name if code in self.regions else code

    @cached_property
    def statuses(self) -> Counter[SiteStatus]:
        return Counter(unit.site.status for unit in self.results.units)

    @cached_property
    def domains(self) -> Counter[DomainClass]:
        return Counter(unit.site.domain for unit in self.results.units)

    @cached_property
    def without_site(self) -> list[UnitView]:
        return [view for view in self.units if view.unit.site.status in NO_SITE]

    @cached_property
    def outside(self) -> list[UnitView]:
        """Units whose site is not under their own region's go.id."""
        return [
            view
            for view in self.units
            if view.unit.site.domain in OUTSIDE and view.unit.site.status not in NO_SITE
        ]

    @cached_property
    def unwell(self) -> list[UnitView]:
        return [view for view in self.units if view.unit.site.status in UNWELL]

    @cached_property
    def scores(self) -> list[float]:
        return [unit.score.value for unit in self.results.units if unit.score.value is not None]

    @cached_property
    def median(self) -> float | None:
        return statistics.median(self.scores) if self.scores else None

    @cached_property
    def zones(self) -> list[tuple[str, str, int]]:
        """Zone id, title and number of units, from high to low."""
        counted = Counter(unit.score.zone for unit in self.results.units if unit.score.zone)
        if self.rubric is None:
            return [(zone, zone, many) for zone, many in sorted(counted.items())]
        return [(zone.id, zone.title, counted[zone.id]) for zone in self.rubric.zones]

    @cached_property
    def components(self) -> dict[str, Counter[Verdict]]:
        """Verdicts per component over all units."""
        return {
            code: Counter(
                unit.components[code].verdict for unit in self.results.units if code in unit.components
            )
            for code in COMPONENTS
        }

    @cached_property
    def doubtful(self) -> list[tuple[UnitView, str, ComponentResult]]:
        """Verdicts a person should look at first: least confident first, at most 25."""
        low = [
            (view, code, found)
            for view in self.units
            for code, found in view.unit.components.items()
            if found.confidence < LOW_CONFIDENCE
            and found.verdict in {Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND}
        ]
        return sorted(low, key=lambda entry: (entry[2].confidence, entry[0].unit.unit_id, entry[1]))[:25]

    @cached_property
    def problem_counts(self) -> list[tuple[str, int]]:
        """Problem codes and on how many units each was seen, most frequent first."""
        counted = Counter(code for unit in self.results.units for code in {p.code for p in unit.problems})
        return sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
