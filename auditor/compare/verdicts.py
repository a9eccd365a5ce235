"""Which verdicts of a unit changed, which way, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from auditor.compare.records import (
    Cause,
    Change,
    Direction,
    Pages,
)
from auditor.models import COMPONENTS, ComponentResult, UnitResult, Verdict

_ORDER = {Verdict.NOT_FOUND: 0, Verdict.PARTIAL: 1, Verdict.PUBLISHED: 2}
Archives = Callable[[str], tuple[Pages, Pages] | None]
"""What both runs read of a unit, by its id."""


def no_archives(_: str) -> None:
    """Where what the runs read is not at hand."""
    return None


def unit_changes(
    a: UnitResult, b: UnitResult, archives: Archives = no_archives, *, rules: bool
) -> Iterable[Change]:
    """The components of one unit whose verdict changed; ``rules``: rubric or program are not the same."""
    pages: tuple[Pages, Pages] | None = None
    for code in COMPONENTS:
        old, new = a.components.get(code), b.components.get(code)
        if old is None or new is None or old.verdict is new.verdict:
            continue
        direction = _direction(old.verdict, new.verdict)
        pages = pages or archives(b.unit_id)
        yield Change(
            unit_id=b.unit_id,
            name=b.name,
            component=code,
            before=old.verdict,
            after=new.verdict,
            direction=direction,
            cause=_cause(a, b, old, new, direction, pages, rules=rules),
            # The proof of the better side: what is there now, or what was there before.
            evidence=old.evidence if direction is Direction.FELL else new.evidence,
        )


def _direction(before: Verdict, after: Verdict) -> Direction:
    if Verdict.NOT_APPLICABLE in {before, after}:
        return Direction.EXCUSED
    if before is Verdict.NOT_TESTED:
        return Direction.TESTED
    if after is Verdict.NOT_TESTED:
        return Direction.UNTESTED
    return Direction.IMPROVED if _ORDER[after] > _ORDER[before] else Direction.FELL


def _cause(  # noqa: PLR0911, PLR0917 - one return per cause
    a: UnitResult,
    b: UnitResult,
    old: ComponentResult,
    new: ComponentResult,
    direction: Direction,
    pages: tuple[Pages, Pages] | None,
    *,
    rules: bool,
) -> Cause:
    if direction is Direction.EXCUSED:
        if a.kind is not b.kind:
            return Cause.KIND
        return Cause.RUBRIC if a.score.rubric != b.score.rubric else Cause.RULES
    if a.site.status is not b.site.status:
        return Cause.SITE
    if direction in {Direction.TESTED, Direction.UNTESTED}:
        return Cause.REACH
    if pages is not None:
        return _cause_by_pages(old, new, direction, *pages)
    old_bytes, new_bytes = ({proof.sha256 for proof in found.evidence} for found in (old, new))
    if old_bytes & new_bytes and rules:
        return Cause.RULES
    old_pages, new_pages = ({proof.url for proof in found.evidence} for found in (old, new))
    if direction is Direction.IMPROVED:
        return Cause.NEW_PAGE if new_pages - old_pages else Cause.CONTENT
    return Cause.GONE_PAGE if old_pages - new_pages else Cause.CONTENT


def _cause_by_pages(
    old: ComponentResult, new: ComponentResult, direction: Direction, before: Pages, after: Pages
) -> Cause:
    """The quoted pages of the better side, looked up in what the other run read."""
    quoted, other = (new.evidence, before) if direction is Direction.IMPROVED else (old.evidence, after)
    own = after if direction is Direction.IMPROVED else before
    urls = {proof.url for proof in quoted}
    if urls & after.gone:
        return Cause.GONE_PAGE
    if not urls & other.read.keys():
        return Cause.NEW_PAGE if direction is Direction.IMPROVED else Cause.GONE_PAGE
    same = all(other.read.get(url) == own.read.get(url) for url in urls)
    return Cause.RULES if same else Cause.CONTENT
