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

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from auditor.errors import AuditorError
from auditor.evaluate.agreement import disagreement, problems_met, sites_met, values_met
from auditor.evaluate.labels import UnitLabels
from auditor.evaluate.measures import Disagreement, Evaluation
from auditor.evaluate.tables import CLASSES, PUBLISHED, calibrate, component_score, measure, overall
from auditor.models import COMPONENTS, Results, Verdict

MIN_POSITIVES = 4
_INDEX = {verdict: place for place, verdict in enumerate(CLASSES)}
_REPEATS = 2000


class EvaluationError(AuditorError):
    """Labels and results have nothing in common."""


def evaluate(labels: Sequence[UnitLabels], results: Results, *, offline: bool = True) -> Evaluation:
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
    base = evaluate_verdicts([site for site, _ in pairs], verdicts, offline=offline)
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
                wrong.append(disagreement(site, unit, code, label, truth))
    bins, error = calibrate(right)
    site_right, site_wrong = sites_met(pairs)
    values, misses = values_met(pairs)
    problems, left_out = problems_met(pairs)
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
    counted = whole[:, PUBLISHED, :].sum(axis=1) >= MIN_POSITIVES
    drawn = np.random.default_rng(seed).multinomial(len(sites), [1 / len(sites)] * len(sites), size=_REPEATS)
    resampled = np.tensordot(drawn.astype(float), counts, axes=(1, 0))
    point, spread = overall(whole[None], counted), overall(resampled, counted)
    measures = {name: measure(point[name][0], spread[name]) for name in point}
    return Evaluation(
        units=len(sites),
        pairs=int(whole.sum()),
        excused=excused,
        missing=tuple(site.unit_id for site in labels if site.unit_id not in verdicts),
        components=tuple(
            component_score(code, whole[place], bool(counted[place]))
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
