"""What a site says against itself: two values that cannot both be right, a profile of another office.

Code ``conflicting_values``: one service, on two pages, with different times or fees. Only pages that
tell exactly one value of a service are compared: a page that tells several tells of cases (lost,
damaged, by regulation), and no two of its values contradict each other. Times that overlap agree
("1 hari" and "1-2 hari kerja").
Opening hours are not compared: loket, poli and complaints rightly have their own.
Code ``mismatch``: the only profile the site tells is another office's (a copied site).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from auditor.checks.services import Gathered
from auditor.models import Duration, Evidence, Fee, Finding, Problem, Value
from auditor.values.words import table

_COMPARED = ("jangka_waktu", "biaya")
_MINUTES: dict[str, int] = table("minutes")
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


def of_profile(profile: Finding) -> Iterator[Problem]:
    """The profile of another office, when the site tells none of the unit's own."""
    if profile.reason == "other_unit" and profile.evidence:
        quoted = profile.evidence[0]
        yield Problem(code="mismatch", url=quoted.url, snippet=" ".join(quoted.snippet.split())[:200])


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
