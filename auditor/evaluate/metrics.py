"""How right the verdicts are against a person's labels: pure arithmetic over counted tables.

Names used in every report:

* ``macro_f1``: mean, over the components with at least ``MIN_POSITIVES`` units labelled
  ``published``, of the F1 of *published* (one number per component: published or not).
* ``macro_f1_classes``: mean over the same components of the mean F1 of the three classes
  published, partial, not_found (classes that neither side uses in that component left out).
* ``precision`` / ``recall``: of *published*, counted over all pairs of unit and component.
* ``kappa``: Cohen's kappa over all pairs, verdicts as unordered classes.

A verdict ``not_tested`` is its own class: wrong unless the label says so too. Pairs that the rubric
excuses (``not_applicable`` on either side) are left out and counted in ``excused``. Intervals are
percentile bootstrap intervals over *sites* (2.5-97.5 %), seeded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from auditor.errors import AuditorError
from auditor.evaluate.labels import ComponentLabel, LabelledEvidence, UnitLabels
from auditor.evaluate.values import channel_match, labelled, mapping, problem_match, read
from auditor.models import COMPONENTS, Evidence, Results, UnitResult, Verdict

MIN_POSITIVES = 4
CLASSES = (Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND, Verdict.NOT_TESTED)
_PUBLISHED = 0
_THREE = 3
_INDEX = {verdict: place for place, verdict in enumerate(CLASSES)}
_REPEATS = 2000
_BINS = 10
Table = npt.NDArray[np.float64]


class EvaluationError(AuditorError):
    """Labels and results have nothing in common."""


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


def evaluate(
    labels: Sequence[UnitLabels], results: Results, *, offline: bool = True, seed: int = 20261122
) -> Evaluation:
    """Measure ``results`` against ``labels``; units are matched by ``unit_id``.

    ``offline``: whether other hosts' documents could be seen (see :meth:`ComponentLabel.truth`).
    Raises EvaluationError when no labelled unit is in the results.
    """
    units = {unit.unit_id: unit for unit in results.units}
    pairs = [(site, units[site.unit_id]) for site in labels if site.unit_id in units]
    missing = tuple(site.unit_id for site in labels if site.unit_id not in units)
    if not pairs:
        raise EvaluationError(
            "tidak satu pun unit berlabel ada pada hasil; periksa unit_id pada labels.yaml dan results.json"
        )
    verdicts = {unit.unit_id: {c: f.verdict for c, f in unit.components.items()} for _, unit in pairs}
    base = evaluate_verdicts([site for site, _ in pairs], verdicts, offline=offline, seed=seed)
    right: list[tuple[float, bool]] = []
    wrong: list[Disagreement] = []
    for site, unit in pairs:
        for code, label in site.labels.items():
            found, truth = unit.components[code], label.truth(offline=offline)
            if Verdict.NOT_APPLICABLE in {truth, found.verdict}:
                continue
            if found.verdict is not Verdict.NOT_TESTED:
                right.append((found.confidence, found.verdict is truth))
            if found.verdict is not truth:
                wrong.append(_disagreement(site, unit, code, label, truth))
    bins, error = calibrate(right)
    site_right, site_wrong = _sites(pairs)
    values, misses = _values(pairs)
    problems, left_out = _problems(pairs)
    return replace(
        base,
        missing=missing,
        site_right=site_right,
        site_wrong=site_wrong,
        values=values,
        value_misses=misses,
        problems=problems,
        problems_left_out=left_out,
        calibration=bins,
        calibration_error=error,
        disagreements=tuple(wrong),
    )


def evaluate_verdicts(
    labels: Sequence[UnitLabels],
    verdicts: Mapping[str, Mapping[str, Verdict]],
    *,
    offline: bool = True,
    seed: int = 20261122,
) -> Evaluation:
    """Measure bare verdicts (``unit_id`` to component to verdict), as a baseline gives them."""
    sites = [site for site in labels if site.unit_id in verdicts]
    if not sites:
        raise EvaluationError("tidak satu pun unit berlabel ada pada hasil; periksa unit_id")
    counts = np.zeros((len(sites), len(COMPONENTS), len(CLASSES), len(CLASSES)))
    excused = 0
    for row, site in enumerate(sites):
        for code, label in site.labels.items():
            truth, said = label.truth(offline=offline), verdicts[site.unit_id][code]
            if Verdict.NOT_APPLICABLE in {truth, said}:
                excused += 1
                continue
            counts[row, COMPONENTS.index(code), _INDEX[truth], _INDEX[said]] += 1
    # The components that count are chosen once, on the whole set, not anew in each resample.
    whole = counts.sum(axis=0)
    counted = whole[:, _PUBLISHED, :].sum(axis=1) >= MIN_POSITIVES
    drawn = np.random.default_rng(seed).multinomial(len(sites), [1 / len(sites)] * len(sites), size=_REPEATS)
    resampled = np.tensordot(drawn.astype(float), counts, axes=(1, 0))
    point, spread = _overall(whole[None], counted), _overall(resampled, counted)
    measures = {name: _measure(point[name][0], spread[name]) for name in point}
    return Evaluation(
        units=len(sites),
        pairs=int(whole.sum()),
        excused=excused,
        missing=tuple(site.unit_id for site in labels if site.unit_id not in verdicts),
        components=tuple(
            _component(code, whole[place], bool(counted[place]))
            for place, code in enumerate(COMPONENTS)
            if whole[place].sum()
        ),
        precision=measures["precision"],
        recall=measures["recall"],
        macro_f1=measures["macro_f1"],
        macro_f1_classes=measures["macro_f1_classes"],
        accuracy=measures["accuracy"],
        kappa=measures["kappa"],
    )


# ---------------------------------------------------------------- arithmetic over tables
# A table is (..., label, verdict); a leading axis of resamples runs through everything.


def _divide(part: Table, whole: Table) -> Table:
    out: Table = np.full(np.broadcast(part, whole).shape, np.nan)
    return np.divide(part, whole, out=out, where=whole > 0)


def _f1(table: Table, place: int) -> Table:
    """F1 of one class; nan where neither side has it."""
    hit = table[..., place, place]
    return _divide(2 * hit, table[..., place, :].sum(-1) + table[..., :, place].sum(-1))


def _kappa(table: Table) -> Table:
    total = table.sum((-2, -1))
    agree = _divide(np.trace(table, axis1=-2, axis2=-1), total)
    chance = _divide((table.sum(-1) * table.sum(-2)).sum(-1), total * total)
    return _divide(agree - chance, 1 - chance)


def _mean(table: Table) -> Table:
    """Mean over the last axis of what is not nan; nan where nothing is left."""
    seen = ~np.isnan(table)
    return _divide(np.where(seen, table, 0).sum(-1), seen.sum(-1).astype(float))


def _overall(tables: Table, counted: npt.NDArray[np.bool_]) -> dict[str, Table]:
    """All overall measures of tables (resample, component, label, verdict)."""
    flat = tables.sum(1)
    chosen = tables[:, counted]
    # A positive component whose positives a resample lost has no F1 there and is left out of its mean.
    f1 = np.where(chosen[..., _PUBLISHED, :].sum(-1) > 0, _f1(chosen, _PUBLISHED), np.nan)
    classes = np.stack([_f1(chosen, place) for place in range(_THREE)], axis=-1)
    return {
        "precision": _divide(flat[:, _PUBLISHED, _PUBLISHED], flat[:, :, _PUBLISHED].sum(-1)),
        "recall": _divide(flat[:, _PUBLISHED, _PUBLISHED], flat[:, _PUBLISHED, :].sum(-1)),
        "macro_f1": _mean(f1),
        "macro_f1_classes": _mean(_mean(classes)),
        "accuracy": _divide(np.trace(flat, axis1=-2, axis2=-1), flat.sum((-2, -1))),
        "kappa": _kappa(flat),
    }


def _measure(point: float, spread: Table) -> Measure:
    known = spread[~np.isnan(spread)]
    if np.isnan(point):
        return Measure(value=None)
    if not known.size:
        return Measure(value=_round(point))
    low, high = np.quantile(known, [0.025, 0.975])
    return Measure(value=_round(point), low=_round(low), high=_round(high))


def _round(value: float) -> float:
    return round(float(value), 4)


def _known(value: Table) -> float | None:
    return None if np.isnan(value) else _round(float(value))


def _component(code: str, table: Table, counted: bool) -> ComponentScore:
    classes = np.stack([_f1(table, place) for place in range(_THREE)], axis=-1)
    hit = table[_PUBLISHED, _PUBLISHED]
    return ComponentScore(
        component=code,
        positives=int(table[_PUBLISHED].sum()),
        confusion={
            label.value: {verdict.value: int(table[row, column]) for column, verdict in enumerate(CLASSES)}
            for row, label in enumerate(CLASSES)
        },
        precision=_known(_divide(hit, table[:, _PUBLISHED].sum())),
        recall=_known(_divide(hit, table[_PUBLISHED].sum())),
        f1=_known(_f1(table, _PUBLISHED)),
        macro_f1_classes=_known(_mean(classes)),
        accuracy=_round(np.trace(table) / table.sum()),
        kappa=_known(_kappa(table)),
        counted=counted,
    )


def calibrate(pairs: Sequence[tuple[float, bool]]) -> tuple[tuple[Bin, ...], float | None]:
    """Reliability table in ten bins and the expected calibration error (mean gap, weighted by count)."""
    if not pairs:
        return (), None
    held: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        held.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append((confidence, right))
    bins = tuple(
        Bin(
            low=place / _BINS,
            high=(place + 1) / _BINS,
            count=len(entries),
            confidence=_round(sum(confidence for confidence, _ in entries) / len(entries)),
            accuracy=_round(sum(right for _, right in entries) / len(entries)),
        )
        for place, entries in sorted(held.items())
    )
    error = sum(bin_.count * abs(bin_.confidence - bin_.accuracy) for bin_ in bins) / len(pairs)
    return bins, _round(error)


# ---------------------------------------------------------------- the rest of a unit

_Pairs = Sequence[tuple[UnitLabels, UnitResult]]


def _disagreement(
    site: UnitLabels, unit: UnitResult, code: str, label: ComponentLabel, truth: Verdict
) -> Disagreement:
    found = unit.components[code]
    return Disagreement(
        unit_id=unit.unit_id,
        name=unit.name,
        component=code,
        label=truth.value,
        verdict=found.verdict.value,
        confidence=found.confidence,
        reason=found.reason,
        label_evidence=tuple(label.evidence),
        evidence=found.evidence,
        kept_away=site.kept_away,
    )


def _sites(pairs: _Pairs) -> tuple[dict[str, Rate], tuple[tuple[str, str, str, str], ...]]:
    """How often status, domain and HTTPS are right; (unit, what, label, said) where they are not."""
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    wrong = []
    for site, unit in pairs:
        if site.site is None:
            continue
        told = [
            ("status", site.site.status, unit.site.status),
            ("domain", site.site.domain, unit.site.domain),
        ]
        if site.site.https is not None:
            told.append(("https", site.site.https, unit.site.https))
        for what, truth, said in told:
            totals[what] += 1
            hits[what] += truth == said
            if truth != said:
                wrong.append((unit.unit_id, what, str(truth.value), str(said.value)))
    return {what: Rate(hits=hits[what], total=many) for what, many in totals.items()}, tuple(wrong)


def _values(pairs: _Pairs) -> tuple[dict[str, Rate], tuple[ValueMiss, ...]]:
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    misses = []
    for site, unit in pairs:
        for code in ("jangka_waktu", "biaya"):
            label = site.labels.get(code)
            expected = labelled(code, label) if label and label.verdict is Verdict.PUBLISHED else set()
            if not expected:
                continue
            found = read(unit, code)
            totals[code] += 1
            if expected & found:
                hits[code] += 1
            else:
                misses.append(_miss(unit, code, map(str, expected), map(str, found)))
        label = site.labels.get("pengaduan")
        if label is None or not label.channels:
            continue
        wanted, met, seen, right = channel_match(label, unit)
        exact = met == wanted and right == seen
        for name, part, whole in (
            ("pengaduan: jenis kanal terbaca", len(met), len(wanted)),
            ("pengaduan: jenis kanal benar", len(right), len(seen)),
            ("pengaduan: himpunan sama", int(exact), 1),
        ):
            hits[name] += part
            totals[name] += whole
        if not exact:
            misses.append(_miss(unit, "pengaduan", wanted, seen))
    return {name: Rate(hits=hits[name], total=many) for name, many in totals.items()}, tuple(misses)


def _miss(unit: UnitResult, code: str, expected: object, found: object) -> ValueMiss:
    return ValueMiss(
        unit_id=unit.unit_id,
        component=code,
        expected=tuple(sorted(expected)),  # type: ignore[call-overload]
        found=tuple(sorted(found)),  # type: ignore[call-overload]
    )


def _problems(pairs: _Pairs) -> tuple[dict[str, dict[str, Rate]], dict[str, int]]:
    """Recall per labelled kind, precision per reported code (where its absence counts), kinds left out."""
    uncertain = set(mapping()["uncertain_absence"]["codes"])
    found_kinds: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    right_codes: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for site, unit in pairs:
        seen = {problem.code for problem in unit.problems}
        claimed, met, right, left = problem_match((p.kind for p in site.problems), seen)
        kinds.update(claimed)
        found_kinds.update(met)
        left_out.update(left)
        judged = {code for code in seen if code in right or site.absence_counts or code not in uncertain}
        codes.update(judged)
        right_codes.update(judged & right)
    return {
        "recall": {kind: Rate(hits=found_kinds[kind], total=many) for kind, many in sorted(kinds.items())},
        "precision": {code: Rate(hits=right_codes[code], total=many) for code, many in sorted(codes.items())},
    }, dict(sorted(left_out.items()))
