"""What changed between two runs, and why: pure, for ``auditor compare`` and history.

A verdict that changed only because it could not be tested in one of the runs is neither better nor
worse: it is listed as ``tested`` or ``untested``, never as fallen.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.compare.records import (
    Comparison,
    ScoreChange,
    SiteChange,
)
from auditor.compare.verdicts import Archives, no_archives, unit_changes
from auditor.models import DomainClass, Results, UnitResult
from auditor.scoring import RubricError, load_rubric, rescore
from auditor.urls import host_of


def compare(before: Results, after: Results, archives: Archives = no_archives) -> Comparison:
    """What changed from ``before`` to ``after``; units are matched by ``unit_id``.

    ``archives`` tells what both runs read of a unit, where that is at hand: causes are then told from
    all pages, not from those quoted alone.
    """
    old = {unit.unit_id: unit for unit in before.units}
    new = {unit.unit_id: unit for unit in after.units}
    both = [(old[unit_id], unit) for unit_id, unit in new.items() if unit_id in old]
    rules = before.run.rubric != after.run.rubric or before.run.tool_version != after.run.tool_version
    return Comparison(
        before=before.run.id,
        after=after.run.id,
        rubric_changed=before.run.rubric != after.run.rubric,
        program_changed=before.run.tool_version != after.run.tool_version,
        new=tuple((unit_id, unit.name) for unit_id, unit in new.items() if unit_id not in old),
        lost=tuple((unit_id, unit.name) for unit_id, unit in old.items() if unit_id not in new),
        sites=tuple(change for a, b in both for change in _sites(a, b)),
        scores=tuple(_scores(both, after.run.rubric if before.run.rubric != after.run.rubric else "")),
        changes=tuple(change for a, b in both for change in unit_changes(a, b, archives, rules=rules)),
        to_go_id=tuple(moved for a, b in both if (moved := _moved(a, b)) is not None),
    )


def _scores(both: Iterable[tuple[UnitResult, UnitResult]], rubric: str) -> Iterable[ScoreChange]:
    """The scores that changed. Under another rubric the score of before is counted anew by it, so that
    a change of rubric is never told as a change of the unit; without that rubric nothing is told.
    """
    try:
        anew = load_rubric(rubric) if rubric else None
    except RubricError:
        return
    for a, b in both:
        before = (rescore(a, anew) if anew else a.score).value
        if before != b.score.value:
            yield ScoreChange(unit_id=b.unit_id, name=b.name, before=before, after=b.score.value)


def _moved(a: UnitResult, b: UnitResult) -> SiteChange | None:
    """A website that lay outside go.id before and lies under it now."""
    left = a.site.domain in {DomainClass.NON_GO_ID, DomainClass.FREE_HOST, DomainClass.DESA_ID}
    if not left or b.site.domain not in {DomainClass.GO_ID, DomainClass.GO_ID_OTHER}:
        return None
    before, after = (host_of(unit.site.final_url or unit.site.url) for unit in (a, b))
    return SiteChange(unit_id=b.unit_id, name=b.name, what="to_go_id", before=before, after=after)


def _sites(a: UnitResult, b: UnitResult) -> Iterable[SiteChange]:
    told = (
        ("status", a.site.status.value, b.site.status.value),
        ("domain", a.site.domain.value, b.site.domain.value),
        ("https", a.site.https.value, b.site.https.value),
        ("url", a.site.final_url or a.site.url, b.site.final_url or b.site.url),
    )
    for what, before, after in told:
        if before != after:
            yield SiteChange(unit_id=b.unit_id, name=b.name, what=what, before=before, after=after)
