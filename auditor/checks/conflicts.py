"""Two values that cannot both be right: one service, on two pages, with different times or fees.

Code ``conflicting_values``. Only pages that tell exactly one value of a service are compared: a page that
tells several tells of cases (lost, damaged, by regulation), and no two of its values contradict each
other. Times that overlap agree ("1 hari" and "1-2 hari kerja").
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from auditor.checks.services import Gathered
from auditor.models import Duration, Evidence, Fee, Problem, Value

_COMPARED = ("jangka_waktu", "biaya")
_MINUTES = {
    "minute": 1,
    "hour": 60,
    "day": 1440,
    "working_day": 1440,
    "week": 10080,
    "month": 43200,
    "year": 525600,
}
_SPAN = tuple[float, float]


def find(services: list[Gathered]) -> Iterator[Problem]:
    """A service with two times, or two fees, that exclude each other; both quotes are the snippet."""
    for service in services:
        for component in _COMPARED:
            pages = _single(service, component)
            for (first, mine), (second, its) in combinations(pages, 2):
                if mine[1] < its[0] or its[1] < mine[0]:
                    yield Problem(
                        code="conflicting_values",
                        url=second.url,
                        snippet=f"{service.name}: {_short(first)} ({first.url}) ≠ {_short(second)}",
                    )
                    break


def _single(service: Gathered, component: str) -> list[tuple[Evidence, _SPAN]]:
    """Each page that tells exactly one value of a service's component, with the words it tells it in."""
    told: dict[str, tuple[Evidence, set[_SPAN]]] = {}
    for finding in service.told.get(component, ()):
        if not finding.evidence or not finding.values:
            continue
        quoted = finding.evidence[0]
        spans = told.setdefault(quoted.url.partition("#")[0], (quoted, set()))[1]
        for value in finding.values:
            spans.add(_span(value) or (0.0, float("inf")))  # a value of no size agrees with all
    return [(quoted, next(iter(spans))) for quoted, spans in told.values() if len(spans) == 1]


def _span(value: Value) -> _SPAN | None:
    if isinstance(value, Duration) and value.unit in _MINUTES:
        return value.min * _MINUTES[value.unit], value.max * _MINUTES[value.unit]
    if isinstance(value, Fee) and value.amount is not None:
        return value.amount, value.amount
    return None


def _short(quoted: Evidence) -> str:
    return f'"{" ".join(quoted.snippet.split())[:80]}"'
