"""What a comparison of two runs is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.models import Evidence, Verdict


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
