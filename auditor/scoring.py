"""Findings and a rubric make a score: pure arithmetic, every number explained.

The score is the project's own *online-information sub-score*, never an Ombudsman result. It is the
weighted mean over the components that could be tested; what could not be tested lowers ``coverage``
and widens ``low``..``high``, it never counts as 0. Weights, thresholds and exceptions are data in
``auditor/rubrics/*.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from auditor.models import COMPONENTS, Finding, Kind, Score, ScoreLine, UnitResult, Verdict
from auditor.rubrics.rubric import (
    Rubric,
    RubricError,
    Zone,
    available_rubrics,
    find_rubric,
    load_rubric,
    parse_rubric,
)

__all__ = [
    "EXCUSED",
    "Rubric",
    "RubricError",
    "Zone",
    "apply_exceptions",
    "available_rubrics",
    "find_rubric",
    "load_rubric",
    "parse_rubric",
    "rescore",
    "score",
]

EXCUSED = "not_applicable_kind"
"""``Finding.reason`` of a component the rubric does not ask of the unit's kind."""


def apply_exceptions(findings: Mapping[str, Finding], kind: Kind, rubric: Rubric) -> dict[str, Finding]:
    """The findings with ``not_applicable`` where the rubric excuses the kind; evidence is kept."""
    return {
        code: replace(finding, verdict=Verdict.NOT_APPLICABLE, confidence=1.0, reason=EXCUSED)
        if rubric.excuse(code, kind)
        else finding
        for code, finding in findings.items()
    }


def score(findings: Mapping[str, Finding], kind: Kind, rubric: Rubric) -> Score:
    """The sub-score of one unit, with one line per component in the order of ``COMPONENTS``.

    ``max_points`` is the component's weight where it was tested and 0 where it was not (not
    tested, or not asked of this kind), so that ``value`` is 100 x the sum of points over the sum
    of max_points. A component without a finding counts as not tested. Raises KeyError for a
    finding of an unknown component.
    """
    unknown = set(findings) - set(COMPONENTS)
    if unknown:
        raise KeyError(f"unknown component: {', '.join(sorted(unknown))}")
    lines = tuple(_line(code, findings.get(code), kind, rubric) for code in COMPONENTS)
    gained = math.fsum(line.points for line in lines)
    tested = math.fsum(line.max_points for line in lines)
    applicable = math.fsum(
        rubric.weights[code] for code in COMPONENTS if not _excused(code, findings.get(code), kind, rubric)
    )
    untested = max(applicable - tested, 0.0)
    least, most = rubric.values[Verdict.NOT_FOUND], rubric.values[Verdict.PUBLISHED]
    coverage = tested / applicable if applicable else 0.0
    low = 100 * (gained + untested * least) / applicable if applicable else 0.0
    high = 100 * (gained + untested * most) / applicable if applicable else 100.0
    value = None
    if tested and coverage >= rubric.minimum_coverage:
        # Floating-point sums must not push the mean over its own bounds.
        value = min(max(100 * gained / tested, low), high)
    shown = None if value is None else round(value, 2)
    band = None if shown is None else rubric.zone(shown)
    return Score(
        value=shown,
        coverage=round(coverage, 4),
        low=round(low, 2),
        high=round(high, 2),
        zone=band.id if band else None,
        rubric=rubric.full_id,
        lines=lines,
    )


def rescore(unit: UnitResult, rubric: Rubric) -> Score:
    """The same verdicts under another rubric, without judging again.

    What the unit's own rubric excused and this one asks for counts as not tested: its verdict is
    not in the record (``auditor recheck --rubric`` knows it).
    """
    findings = {}
    for code, found in unit.components.items():
        verdict = found.verdict
        if verdict is Verdict.NOT_APPLICABLE and not rubric.excuse(code, unit.kind):
            verdict = Verdict.NOT_TESTED
        findings[code] = Finding(
            component=code, verdict=verdict, confidence=found.confidence, reason=found.reason
        )
    return score(findings, unit.kind, rubric)


def _excused(code: str, finding: Finding | None, kind: Kind, rubric: Rubric) -> bool:
    return bool(rubric.excuse(code, kind)) or (
        finding is not None and finding.verdict is Verdict.NOT_APPLICABLE
    )


def _line(code: str, finding: Finding | None, kind: Kind, rubric: Rubric) -> ScoreLine:
    weight = rubric.weights[code]
    if not weight:
        return ScoreLine(code=code, points=0.0, max_points=0.0, why="Tidak dinilai oleh rubrik ini.")
    if _excused(code, finding, kind, rubric):
        reason = rubric.excuse(code, kind) or "Tidak diminta dari unit ini."
        return ScoreLine(code=code, points=0.0, max_points=0.0, why=f"Tidak berlaku. {reason}")
    if finding is None or finding.verdict is Verdict.NOT_TESTED:
        why = f"Belum dapat diperiksa: bobot {_number(weight)} tidak dihitung, bukan nol."
        return ScoreLine(code=code, points=0.0, max_points=0.0, why=why)
    share = rubric.values[finding.verdict]
    points = weight * share
    words = {
        Verdict.PUBLISHED: "Terpublikasi",
        Verdict.PARTIAL: "Sebagian",
        Verdict.NOT_FOUND: "Tidak ditemukan",
    }[finding.verdict]
    why = f"{words}: {_number(share)} × bobot {_number(weight)} = {_number(points)}."
    return ScoreLine(code=code, points=points, max_points=weight, why=why)


def _number(value: float) -> str:
    """A number as Indonesian readers write it: decimal comma."""
    return f"{value:g}".replace(".", ",")
