"""What a unit's score would be if it published more: ``auditor simulate`` and the clinic's plan. Pure.

Nothing is judged again: the verdicts named are taken as ``published`` and scored by
:mod:`auditor.scoring` with the same rubric.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, Finding, Results, Score, UnitResult, Verdict
from auditor.scoring import Rubric, apply_exceptions, score


class SimulateError(AuditorError):
    """The unit or a component asked for does not exist: what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one component would bring.

    ``points`` are points of 100 over everything asked of this kind of unit, so that the gains of
    several components add up to the rise of ``Score.low``. ``alone`` is the score if this one alone
    were published (None where too little was tested).
    """

    component: str
    before: Verdict
    points: float
    alone: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The score as it is, as it would be, and the part of each component named."""

    before: Score
    after: Score
    gains: tuple[Gain, ...]


def simulate(unit: UnitResult, rubric: Rubric, publish: Sequence[str]) -> Simulation:
    """The unit's score with the components of ``publish`` published, by ``rubric``.

    A component the rubric does not ask of the unit's kind stays excused and brings nothing.
    Raises SimulateError for an unknown component.
    """
    wanted = tuple(dict.fromkeys(publish))
    unknown = [code for code in wanted if code not in COMPONENTS]
    if unknown:
        raise SimulateError(
            f"--publish: komponen {', '.join(map(repr, unknown))} tidak dikenal; "
            f"pilih: {', '.join(COMPONENTS)}"
        )
    findings = _findings(unit)
    before = score(findings, unit.kind, rubric)
    return Simulation(
        before=before,
        after=score(_published(findings, wanted, unit, rubric), unit.kind, rubric),
        gains=tuple(_gain(unit, findings, before, rubric, code) for code in wanted),
    )


def find_unit(results: Results, unit_id: str) -> UnitResult:
    """The unit of that id. Raises SimulateError, naming some that exist."""
    for unit in results.units:
        if unit.unit_id == unit_id:
            return unit
    some = ", ".join(unit.unit_id for unit in results.units[:5])
    raise SimulateError(f"unit {unit_id!r} tidak ada pada hasil ini; yang ada antara lain: {some}")


def _gain(
    unit: UnitResult, findings: Mapping[str, Finding], before: Score, rubric: Rubric, code: str
) -> Gain:
    alone = score(_published(findings, (code,), unit, rubric), unit.kind, rubric)
    return Gain(
        component=code,
        before=findings[code].verdict if code in findings else Verdict.NOT_TESTED,
        points=round(alone.low - before.low, 2),
        alone=alone.value,
    )


def _findings(unit: UnitResult) -> dict[str, Finding]:
    return {
        code: Finding(
            component=code,
            verdict=found.verdict,
            confidence=found.confidence,
            reason=found.reason,
            evidence=found.evidence,
            values=found.values,
        )
        for code, found in unit.components.items()
    }


def _published(
    findings: Mapping[str, Finding], codes: Sequence[str], unit: UnitResult, rubric: Rubric
) -> dict[str, Finding]:
    assumed = {
        code: Finding(component=code, verdict=Verdict.PUBLISHED, confidence=1.0, reason="simulated")
        for code in codes
        if code not in findings or findings[code].verdict is not Verdict.NOT_APPLICABLE
    }
    return apply_exceptions({**findings, **assumed}, unit.kind, rubric)
