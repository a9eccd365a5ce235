"""Confidence as probability: what a rule says of itself, mapped to how often such verdicts were right.

Rules give a strength (how explicit the words were, in what form, how many agree). ``confidence.toml``
holds, per verdict, a strictly rising line through a few knots from strength to the share of right
verdicts, fitted on labelled sites (date and data stand in the file). Because the lines rise strictly,
the strength can be read back from a result, so a new fit needs nothing but labels and results:
``python -m auditor.evaluate.confidence LABELS RESULTS [LABELS RESULTS ...]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import msgspec

from auditor.models import Finding, Verdict

_LEAST_SLOPE = 0.02  # keeps the line invertible where the data are flat
_PRIOR = 4.0  # verdicts' worth of the rule's own word in every knot: few data move it little


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    strength: list[float]
    probability: list[float]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    date: str
    source: str
    lines: dict[str, _Line]


@cache
def _lines() -> dict[str, _Line]:
    raw = files("auditor.checks").joinpath("confidence.toml").read_bytes()
    return msgspec.toml.decode(raw, type=_File).lines


def probability(verdict: Verdict, strength: float) -> float:
    """The share of right verdicts (0-1) among those of this kind and strength; itself without a line."""
    line = _lines().get(verdict.value)
    return strength if line is None else round(_along(line.strength, line.probability, strength), 4)


def strength(verdict: Verdict, confidence: float) -> float:
    """The rule's own strength behind a calibrated confidence."""
    line = _lines().get(verdict.value)
    return confidence if line is None else _along(line.probability, line.strength, confidence)


def calibrated(finding: Finding) -> Finding:
    """A finding with its strength turned into a probability."""
    return replace(finding, confidence=probability(finding.verdict, finding.confidence))


def _along(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    if x <= xs[0]:
        return ys[0]
    for left in range(len(xs) - 1):
        if x <= xs[left + 1]:
            share = (x - xs[left]) / (xs[left + 1] - xs[left])
            return ys[left] + share * (ys[left + 1] - ys[left])
    return ys[-1]


def fit(seen: Sequence[tuple[float, bool, float]], knots: Sequence[float]) -> list[float]:
    """Probabilities at ``knots`` from (strength, right, weight): pooled, smoothed, strictly rising.

    Each verdict counts for its nearest knot; every knot starts with a little of its own strength, and
    knots that fall are pooled (pool adjacent violators).
    """
    sums = [[knot * _PRIOR, _PRIOR] for knot in knots]
    for value, right, weight in seen:
        place = min(range(len(knots)), key=lambda index: abs(knots[index] - value))
        sums[place][0] += weight * right
        sums[place][1] += weight
    groups: list[list[float]] = []
    for hits, count in sums:
        groups.append([hits, count, 1])
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] >= groups[-1][0] / groups[-1][1]:
            last = groups.pop()
            groups[-1] = [groups[-1][0] + last[0], groups[-1][1] + last[1], groups[-1][2] + last[2]]
    level = [hits / count for hits, count, many in groups for _ in range(int(many))]
    found: list[float] = []
    for index, share in enumerate(level):
        least = found[-1] + _LEAST_SLOPE * (knots[index] - knots[index - 1]) if found else 0.0
        found.append(round(min(0.999, max(share, least)), 4))
    return found
