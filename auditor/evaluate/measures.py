"""What an evaluation says: shares with intervals, counts, and every place where person and program differ."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.evaluate.labels import LabelledEvidence
from auditor.models import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A share with its bootstrap interval; ``value`` is None where nothing could be counted."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentScore:
    """One component: ``confusion[label][verdict]`` counts, and F1 of *published*."""

    component: str
    positives: int
    confusion: dict[str, dict[str, int]]
    precision: float | None
    recall: float | None
    f1: float | None
    macro_f1_classes: float | None
    accuracy: float
    kappa: float | None
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``hits`` of ``total``."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Verdicts of one range of confidence: how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A pair where person and program differ, with both sides' proof."""

    unit_id: str
    name: str
    component: str
    label: str
    verdict: str
    confidence: float
    reason: str
    label_evidence: tuple[LabelledEvidence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    kept_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMiss:
    """A unit and component whose values do not meet the person's."""

    unit_id: str
    component: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything measured. Shares are 0-1."""

    units: int
    pairs: int
    excused: int
    missing: tuple[str, ...]
    precision: Measure
    recall: Measure
    macro_f1: Measure
    macro_f1_classes: Measure
    accuracy: Measure
    kappa: Measure
    components: tuple[ComponentScore, ...]
    site_right: dict[str, Rate] = field(default_factory=dict)
    site_wrong: tuple[tuple[str, str, str, str], ...] = ()
    values: dict[str, Rate] = field(default_factory=dict)
    value_misses: tuple[ValueMiss, ...] = ()
    problems: dict[str, dict[str, Rate]] = field(default_factory=dict)
    problems_left_out: dict[str, int] = field(default_factory=dict)
    calibration: tuple[Bin, ...] = ()
    calibration_error: float | None = None
    disagreements: tuple[Disagreement, ...] = ()
