"""What a site says against itself: two values that cannot both be right, a profile of another office.

Code ``conflicting_values``: one service, on two pages, with different times or fees. Only pages that
tell exactly one value of a service are compared: a page that tells several tells of cases (lost,
damaged, by regulation), and no two of its values contradict each other. Times that overlap agree
("1 hari" and "1-2 hari kerja").
The same code: the unit's own opening hours, told twice with different times for one day. Counters, clinics,
seasons and the staff's hours rightly have their own; a section that tells two times of a day tells of cases.
Code ``mismatch``: the only profile the site tells is another office's (a copied site).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from auditor.checks.base import Phrases, Sight, look
from auditor.checks.jam_layanan import judge as judge_hours
from auditor.checks.owners import names_body
from auditor.checks.services import Gathered
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import bare_label
from auditor.models import Duration, Evidence, Fact, Fee, Finding, Problem, Snapshot, Value, Verdict
from auditor.values import days_named, find_clock
from auditor.values.words import table

_HOURS = Phrases.load("jam_layanan")

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


@dataclass(frozen=True)
class _Told:
    """Opening hours as one section tells them: for each day (1 is Monday) when it opens and closes."""

    quoted: Evidence
    days: dict[int, tuple[str, str]]
    of_staff: bool


def of_hours(snapshot: Snapshot) -> Iterator[Problem]:
    """The unit's hours told twice, with different times for the same day; the first such pair."""
    site = look(snapshot)
    told: list[_Told] = []
    for page in site.pages_for("jam_layanan"):
        if page.external or page.is_document or page.is_ppid or page.is_news:
            continue
        shown = (one for one in page.sights_for("jam_layanan") if not (one.is_nav or one.is_ppid))
        here = [hours for sight in shown if (hours := _told_by(sight)) is not None]
        # the words below a caption "Jam Kerja" are a section too, which does not say whose hours they are
        of_staff = [hours.days for hours in here if hours.of_staff]
        told += [hours for hours in here if hours.of_staff or hours.days not in of_staff]
    for mine, its in combinations(told, 2):
        if mine.of_staff is its.of_staff and any(
            its.days.get(day, time) != time for day, time in mine.days.items()
        ):
            yield Problem(
                code="conflicting_values",
                url=its.quoted.url,
                snippet=f"Jam layanan: {_short(mine.quoted)} ({mine.quoted.url}) ≠ {_short(its.quoted)}",
            )
            return


def _told_by(sight: Sight) -> _Told | None:
    finding = sight.judged("jam_layanan", judge_hours)
    if finding is None or finding.verdict is not Verdict.PUBLISHED or finding.reason != "hours":
        return None
    if _HOURS["parts_of_a_house"].search(f"{sight.around}\n{sight.body}"):
        return None
    if sight.service or _is_of_service(sight.label):
        return None
    if len(find_clock(sight.section.body)) > len(finding.values):
        return None  # "08.00-12.00 dan 13.00-15.00"
    days: dict[int, tuple[str, str]] = {}
    for fact in finding.values:
        if not isinstance(fact, Fact):
            continue
        span = fact.parts.get("buka", ""), fact.parts.get("tutup", "")
        for day in days_named(fact.parts.get("hari", "")):
            if days.setdefault(day, span) != span:
                return None
    staff = _HOURS["staff"].search(f"{sight.label}\n{sight.body}") is not None
    return _Told(finding.evidence[0], days, staff) if days else None


def _is_of_service(label: str) -> bool:
    """ "Pelayanan Legalisir", "Jam Layanan Nikah"; but "Jam Layanan Kantor" has the unit's hours."""
    hours = _HOURS["hours_of"].regex.match(bare_label(label))
    if hours is None:
        return is_service_name(label)
    return not names_body(hours[1]) and is_service_name(f"layanan {hours[1]}")


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
