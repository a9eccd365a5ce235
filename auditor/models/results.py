"""What a run comes to: scores, results of units, the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.models.findings import Evidence, Feature, Problem, Service, Site, Value
from auditor.models.words import Kind, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """What one component added to the score, and why."""

    code: str
    points: float
    max_points: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The online-information sub-score (0-100); never an Ombudsman result.

    ``coverage`` is the tested share of the weight; ``low``/``high`` the value if everything
    untested were not found / published. Below the rubric's least coverage ``value`` and
    ``zone`` are None.
    """

    value: float | None
    coverage: float
    low: float
    high: float
    zone: str | None
    rubric: str
    lines: tuple[ScoreLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentResult:
    """A finding with the points the rubric gave it: an entry of ``results.json``.

    ``last_seen`` is set where this run could not look itself: for a verdict that rests on pages of an
    earlier run alone, when they were last seen; for ``not_tested``, when an earlier run gave
    ``last_verdict``.
    """

    verdict: Verdict
    confidence: float
    points: float
    max_points: float
    evidence: tuple[Evidence, ...] = ()
    values: tuple[Value, ...] = ()
    reason: str = ""
    last_seen: str = ""
    last_verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """Everything said about one unit: one element of ``results.json``'s ``units``."""

    unit_id: str
    name: str
    kind: Kind
    region: str
    site: Site
    components: dict[str, ComponentResult]
    services: tuple[Service, ...]
    problems: tuple[Problem, ...]
    score: Score
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """Which run this was. ``options`` are the settings that can change a verdict."""

    id: str
    started_at: str
    finished_at: str
    rubric: str
    tool_version: str
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The whole of ``results.json``."""

    run: RunInfo
    units: Sequence[UnitResult]
    schema_version: str = "1"
