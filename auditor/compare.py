"""What changed between two runs, and why: pure, for ``auditor compare`` and history.

A verdict that changed only because it could not be tested in one of the runs is neither better nor
worse: it is listed as ``tested`` or ``untested``, never as fallen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.masking import mask
from auditor.models import COMPONENTS, ComponentResult, DomainClass, Evidence, Results, UnitResult, Verdict
from auditor.reporting.texts import load_texts
from auditor.reporting.wording import number
from auditor.scoring import RubricError, load_rubric, rescore
from auditor.urls import host_of

_ORDER = {Verdict.NOT_FOUND: 0, Verdict.PARTIAL: 1, Verdict.PUBLISHED: 2}


class Direction(StrEnum):
    """Which way a verdict went."""

    IMPROVED = "improved"
    FELL = "fell"
    TESTED = "tested"  # could not be tested before, now it could
    UNTESTED = "untested"  # could be tested before, now it could not
    EXCUSED = "excused"  # the rubric's or the kind's exception changed


class Cause(StrEnum):
    """Why, as far as the records tell."""

    SITE = "site"  # the website as a whole changed its state
    CONTENT = "content"  # other bytes were read
    RULES = "rules"  # the same bytes, judged by another program
    NEW_PAGE = "new_page"  # the proof stands on an address not quoted before
    GONE_PAGE = "gone_page"  # the proof of before is quoted no more
    REACH = "reach"  # not tested in one of the runs: what could be read changed
    RUBRIC = "rubric"  # another rubric excuses other components: no change of the unit
    KIND = "kind"  # the target file names another kind of unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One component of one unit whose verdict changed."""

    unit_id: str
    name: str
    component: str
    before: Verdict
    after: Verdict
    direction: Direction
    cause: Cause
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """A unit whose website changed: ``what`` is ``status``, ``domain``, ``https`` or ``url``."""

    unit_id: str
    name: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """A unit whose score changed, both under the later run's rubric; None where it could not be assessed."""

    unit_id: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Run A against run B. ``new``/``lost`` are units only B / only A has (id, name);
    ``to_go_id`` are those whose website came under go.id since, with its host before and after."""

    before: str
    after: str
    rubric_changed: bool
    program_changed: bool
    new: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    sites: tuple[SiteChange, ...]
    scores: tuple[ScoreChange, ...]
    changes: tuple[Change, ...]
    to_go_id: tuple[SiteChange, ...] = ()

    def of(self, direction: Direction) -> tuple[Change, ...]:
        """The changes of one direction."""
        return tuple(change for change in self.changes if change.direction is direction)


@dataclass(frozen=True, slots=True)
class Pages:
    """What a run read of one unit: hash of the content by address, and what was there before and is gone."""

    read: Mapping[str, str]
    gone: frozenset[str] = frozenset()


Archives = Callable[[str], tuple[Pages, Pages] | None]


def _no_archives(_: str) -> None:
    return None


def compare(before: Results, after: Results, archives: Archives = _no_archives) -> Comparison:
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


def unit_changes(
    a: UnitResult, b: UnitResult, archives: Archives = _no_archives, *, rules: bool
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


CAUSES = {
    Cause.SITE: "keadaan situs berubah",
    Cause.CONTENT: "isi halaman berubah",
    Cause.RULES: "halaman sama, program pemeriksa berubah",
    Cause.RUBRIC: "rubrik berubah, unitnya tidak",
    Cause.KIND: "jenis unit dalam berkas sasaran berubah",
    Cause.NEW_PAGE: "buktinya pada halaman baru",
    Cause.GONE_PAGE: "halaman buktinya tidak terbaca lagi",
    Cause.REACH: "tidak teruji pada salah satu audit",
}
_TITLES = {
    Direction.IMPROVED: "Membaik",
    Direction.FELL: "Menurun",
    Direction.TESTED: "Kini dapat diperiksa",
    Direction.UNTESTED: "Kini tidak dapat diperiksa",
    Direction.EXCUSED: "Pengecualian berubah",
}


def to_text(comparison: Comparison, lang: str = "id") -> str:
    """The comparison for a terminal."""
    words = load_texts(lang)
    lines = [f"{comparison.before} → {comparison.after}"]
    if comparison.rubric_changed or comparison.program_changed:
        lines.append(
            "Perhatian: rubrik atau versi program berbeda; sebagian perubahan bukan perubahan situs."
        )
    for title, units in (("Unit baru", comparison.new), ("Unit tidak ada lagi", comparison.lost)):
        if units:
            lines += ["", f"{title} ({len(units)}):", *(f"  {mask(name)} ({mask(i)})" for i, name in units)]
    if comparison.sites:
        lines += ["", f"Situs berubah ({len(comparison.sites)}):"]
        tables = {"status": "statuses", "domain": "domains", "https": "https"}
        for site in comparison.sites:
            table = tables.get(site.what)
            before, after = (
                words(table, value) if table else mask(value) or "–" for value in (site.before, site.after)
            )
            lines.append(f"  {mask(site.name)}: {site.what} {before} → {after}")
    if comparison.to_go_id:
        lines += ["", f"Pindah ke go.id ({len(comparison.to_go_id)}):"]
        lines += [f"  {mask(moved.name)}: {moved.before} → {moved.after}" for moved in comparison.to_go_id]
    for direction in Direction:
        changes = comparison.of(direction)
        if changes:
            lines += ["", f"{_TITLES[direction]} ({len(changes)}):"]
            lines += [
                f"  {mask(change.name)}: {words('components', change.component)}: "
                f"{words('verdicts', change.before.value)} → {words('verdicts', change.after.value)} "
                f"({CAUSES[change.cause]})"
                for change in changes
            ]
    if comparison.scores:
        anew = "; skor lama dihitung ulang dengan rubrik sekarang" if comparison.rubric_changed else ""
        lines += ["", f"Skor berubah ({len(comparison.scores)}{anew}):"]
        lines += [f"  {mask(s.name)}: {number(s.before)} → {number(s.after)}" for s in comparison.scores]
    if len(lines) == 1:
        lines.append("Tidak ada yang berubah.")
    return "\n".join(lines) + "\n"
