"""Whether a run is plausible enough to be published: pure, over results.

A bad crawl must never show as a bad region. The run is held against the one before, as a whole, per
region and per network (registrable domain of the website then); what is unlike is a reason to hold
it until a person looks. The limits are in ``limits.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import median

import msgspec

from auditor.models import Results, SiteStatus, UnitResult, Verdict

_SILENT = frozenset({SiteStatus.DEAD, SiteStatus.NOT_TESTED, SiteStatus.BLOCKED, SiteStatus.NONE})
_TESTED = frozenset({Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND})


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How unlike the run before a run may be; shares are 0-1. See ``limits.toml``."""

    version: str
    least_units: int
    lost_share: float
    lost_least: int
    pages_share: float
    untested_rise: float
    first_silent: float
    first_untested: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One reason to hold a run. ``scope`` is ``run``, ``region`` or ``network``; ``name`` which one.

    ``what`` is ``lost`` (units reached then, not now), ``pages`` (median share of the pages of
    then), ``untested`` (rise of the share of verdicts not tested), ``silent`` and ``first_untested``
    (first run). ``seen`` and ``limit`` are shares (0-1); ``units`` how many units were compared.
    """

    scope: str
    name: str
    what: str
    seen: float
    limit: float
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The judgement on one run; ``doubts`` empty means it may be published."""

    run: str
    previous: str
    limits: str
    units: int
    reached: int
    doubts: tuple[Doubt, ...] = ()

    @property
    def plausible(self) -> bool:
        return not self.doubts


@cache
def default_limits() -> Limits:
    """The limits shipped with the program."""
    return msgspec.toml.decode(files(__name__).joinpath("limits.toml").read_bytes(), type=Limits)


def judge(now: Results, before: Results | None, limits: Limits | None = None) -> Health:
    """Judge ``now`` against ``before`` (the last published run of the same units), or alone."""
    bounds = limits or default_limits()
    known = {unit.unit_id: unit for unit in before.units} if before else {}
    pairs = [(known[unit.unit_id], unit) for unit in now.units if unit.unit_id in known]
    doubts = list(_compared(pairs, bounds)) if pairs else list(_alone(now.units, bounds))
    return Health(
        run=now.run.id,
        previous=before.run.id if before and pairs else "",
        limits=bounds.version,
        units=len(now.units),
        reached=sum(reached(unit) for unit in now.units),
        doubts=tuple(doubts),
    )


def reached(unit: UnitResult) -> bool:
    """Whether a website of the unit answered."""
    return unit.site.status not in _SILENT


_Pair = tuple[UnitResult, UnitResult]


def _compared(pairs: Sequence[_Pair], limits: Limits) -> Iterator[Doubt]:
    yield from _scope("run", "", pairs, limits, lost_least=1)
    for scope, of in (("region", _region), ("network", _network)):
        groups: dict[str, list[_Pair]] = {}
        for pair in pairs:
            name = of(pair)
            if name:
                groups.setdefault(name, []).append(pair)
        for name, group in sorted(groups.items()):
            if limits.least_units <= len(group) < len(pairs):
                yield from _scope(scope, name, group, limits, lost_least=limits.lost_least)


def _region(pair: _Pair) -> str:
    return pair[1].region


def _network(pair: _Pair) -> str:
    return pair[0].site.registered_domain


def _scope(
    scope: str, name: str, pairs: Sequence[_Pair], limits: Limits, *, lost_least: int
) -> Iterator[Doubt]:
    def doubt(what: str, seen: float, limit: float) -> Doubt:
        return Doubt(scope=scope, name=name, what=what, seen=round(seen, 4), limit=limit, units=len(pairs))

    there = [(then, now) for then, now in pairs if reached(then)]
    lost = sum(not reached(now) for _, now in there)
    if there and lost >= lost_least and lost / len(there) > limits.lost_share:
        yield doubt("lost", lost / len(there), limits.lost_share)
    shares = [
        now.site.pages_fetched / then.site.pages_fetched
        for then, now in there
        if reached(now) and then.site.pages_fetched
    ]
    if len(shares) >= min(limits.least_units, len(pairs)) and median(shares) < limits.pages_share:
        yield doubt("pages", median(shares), limits.pages_share)
    rise = _untested(now for _, now in pairs) - _untested(then for then, _ in pairs)
    if rise > limits.untested_rise:
        yield doubt("untested", rise, limits.untested_rise)


def _alone(units: Sequence[UnitResult], limits: Limits) -> Iterator[Doubt]:
    if not units:
        return
    # A unit known to have no website is a result; only silence of a site there is makes a doubt.
    silent = sum(unit.site.status is SiteStatus.DEAD for unit in units) / len(units)
    untested = sum(unit.site.status is SiteStatus.NOT_TESTED for unit in units) / len(units)
    for what, seen, limit in (
        ("silent", silent, limits.first_silent),
        ("first_untested", untested, limits.first_untested),
    ):
        if seen > limit:
            yield Doubt(scope="run", name="", what=what, seen=round(seen, 4), limit=limit, units=len(units))


def _untested(units: Iterable[UnitResult]) -> float:
    tested = untested = 0
    for unit in units:
        for found in unit.components.values():
            tested += found.verdict in _TESTED
            untested += found.verdict is Verdict.NOT_TESTED
    return untested / (tested + untested) if tested + untested else 0.0
