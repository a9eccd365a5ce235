"""Good examples: what units of the same kind that scored well publish, in the same run. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.models import ComponentResult, Evidence, Kind, SiteStatus, UnitResult, Verdict
from auditor.reporting.links import evidence_link, link
from auditor.reporting.proofs import clean
from auditor.reporting.view import RegionView, UnitView
from auditor.scoring import Rubric

EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One unit's quote for one component, and where anybody can see it."""

    view: UnitView
    proof: Evidence


class Peers:
    """Examples by kind of unit and component, best score first.

    A peer's site is online and its score lies above the rubric's lowest zone; the surest quote of
    each is shown.
    """

    def __init__(self, region: RegionView, rubric: Rubric) -> None:
        lowest = rubric.zones[-1].id
        good = [
            view
            for view in region.units
            if view.unit.site.status is SiteStatus.ONLINE
            and view.unit.score.value is not None
            and (view.unit.score.zone != lowest or len(rubric.zones) == 1)
        ]
        good.sort(key=lambda view: (-(view.unit.score.value or 0.0), view.unit.unit_id))
        self._examples: dict[tuple[Kind, str], list[Example]] = {}
        for view in good:
            for code, found in view.unit.components.items():
                proof = _best(view, found)
                if proof is not None:
                    self._examples.setdefault((view.unit.kind, code), []).append(
                        Example(view=view, proof=proof)
                    )

    def of(self, unit: UnitResult, code: str) -> list[Example]:
        """At most EXAMPLES examples of a component for a unit, never its own."""
        found = self._examples.get((unit.kind, code), ())
        return [one for one in found if one.view.unit.unit_id != unit.unit_id][:EXAMPLES]


def _best(view: UnitView, found: ComponentResult) -> Evidence | None:
    """The proof to show of a published component: one that can be opened, the fullest quote."""
    if found.verdict is not Verdict.PUBLISHED:
        return None
    shown = [proof for proof in clean(view.unit, found.evidence) if link(evidence_link(proof) or proof.url)]
    return max(shown, key=lambda proof: len(proof.snippet), default=None)
