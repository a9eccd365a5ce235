"""Alternating measurements of CPU time and their ratios."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median, least and greatest of the rounds."""

    median: float
    least: float
    greatest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One comparison: milliseconds a piece of each side, and each other side's share of the last.

    The last side is the yardstick; ``goals`` name upper bounds of the first side's ratio, by what
    asks for them.
    """

    name: str
    pieces: int
    unit: str
    sides: dict[str, Spread]
    ratios: dict[str, Spread]
    goals: dict[str, float]
    notes: dict[str, float] = field(default_factory=dict)


def cpu() -> float:
    """User and system seconds of this process and of its children that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def compare(
    name: str,
    sides: Mapping[str, Callable[[], object]],
    *,
    pieces: int,
    rounds: int,
    goals: Mapping[str, float],
    unit: str = "page",
    before_each: Callable[[], object] = lambda: None,
    notes: Mapping[str, float] | None = None,
) -> Measurement:
    """Run every side once a round, in turn, after one round to warm up; ``pieces`` things each.

    ``before_each`` runs before every side, outside the measured time.
    """
    spent: dict[str, list[float]] = {side: [] for side in sides}
    for turn in range(rounds + 1):
        for side, work in sides.items():
            before_each()
            gc.collect()
            gc.freeze()  # what stood before is no cost of this side's garbage collections
            before = cpu()
            work()
            if turn:
                spent[side].append(cpu() - before)
    *others, yardstick = sides
    return Measurement(
        name=name,
        pieces=pieces,
        unit=unit,
        sides={side: spread([1000 * one / pieces for one in times]) for side, times in spent.items()},
        ratios={
            side: spread(
                [ours / max(theirs, 1e-9) for ours, theirs in zip(spent[side], spent[yardstick], strict=True)]
            )
            for side in others
        },
        goals=dict(goals),
        notes=dict(notes or {}),
    )


def spread(values: Sequence[float]) -> Spread:
    """Of the rounds' values, one at least."""
    return Spread(median=median(values), least=min(values), greatest=max(values))
