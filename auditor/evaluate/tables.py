"""Arithmetic over counted tables of label and verdict, and over confidences.

A table is (..., label, verdict); a leading axis of resamples runs through everything.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from auditor.evaluate.measures import Bin, ComponentScore, Measure
from auditor.models import Verdict

CLASSES = (Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND, Verdict.NOT_TESTED)
PUBLISHED = 0
_THREE = 3
_BINS = 10
Table = npt.NDArray[np.float64]


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


def overall(tables: Table, counted: npt.NDArray[np.bool_]) -> dict[str, Table]:
    """All overall measures of tables (resample, component, label, verdict)."""
    flat = tables.sum(1)
    chosen = tables[:, counted]
    # A positive component whose positives a resample lost has no F1 there and is left out of its mean.
    f1 = np.where(chosen[..., PUBLISHED, :].sum(-1) > 0, _f1(chosen, PUBLISHED), np.nan)
    classes = np.stack([_f1(chosen, place) for place in range(_THREE)], axis=-1)
    return {
        "precision": _divide(flat[:, PUBLISHED, PUBLISHED], flat[:, :, PUBLISHED].sum(-1)),
        "recall": _divide(flat[:, PUBLISHED, PUBLISHED], flat[:, PUBLISHED, :].sum(-1)),
        "macro_f1": _mean(f1),
        "macro_f1_classes": _mean(_mean(classes)),
        "accuracy": _divide(np.trace(flat, axis1=-2, axis2=-1), flat.sum((-2, -1))),
        "kappa": _kappa(flat),
    }


def measure(point: float, spread: Table) -> Measure:
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


def component_score(code: str, table: Table, counted: bool) -> ComponentScore:
    classes = np.stack([_f1(table, place) for place in range(_THREE)], axis=-1)
    hit = table[PUBLISHED, PUBLISHED]
    return ComponentScore(
        component=code,
        positives=int(table[PUBLISHED].sum()),
        confusion={
            label.value: {verdict.value: int(table[row, column]) for column, verdict in enumerate(CLASSES)}
            for row, label in enumerate(CLASSES)
        },
        precision=_known(_divide(hit, table[:, PUBLISHED].sum())),
        recall=_known(_divide(hit, table[PUBLISHED].sum())),
        f1=_known(_f1(table, PUBLISHED)),
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
