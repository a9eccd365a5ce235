"""No address was taken as the unit's website: is there none, is it dead, or could nobody say?

"None" embarrasses whoever repeats it when it is wrong. It is said only when the sources that could
know were asked and answered: the region's own lists, and DNS for every name the unit might have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from auditor.discovery.decisions import in_force
from auditor.models import Asked, Candidate, Decision, Kind, SiteStatus, Visit
from auditor.signals import cause_text
from auditor.urls import host_of, is_social

_CLAIMS = ("stated", "listed", "label")


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: dict[str, str]
    details: dict[str, str]
    lines: dict[str, str]


@cache
def _words() -> _Words:
    return msgspec.toml.decode(files("auditor.checks").joinpath("absent.toml").read_bytes(), type=_Words)


@dataclass(frozen=True, slots=True)
class Absent:
    """A status, its confidence and the words for why. ``url`` is the address that was claimed, if any."""

    status: SiteStatus
    confidence: float
    reasons: tuple[str, ...] = ()
    url: str = ""


def judge_absent(visit: Visit, of_cause: Callable[[str], SiteStatus | None]) -> Absent:
    """What to say of a unit without a website that was taken; ``of_cause`` names a failure's status."""
    decision = in_force(visit.agency.decision, visit.started_at)
    if decision is not None and not decision.website:
        status = SiteStatus.SOCIAL_ONLY if visit.social else SiteStatus.NONE
        return Absent(status, 0.9, _accounts(visit))
    if claimed := _claimed(visit, of_cause):
        return claimed
    doubtful = [
        item
        for item in visit.trail
        if item.outcome == "refused" and item.reason.startswith("unclear") and _tells(item)
    ]
    if doubtful:
        line = _line("doubtful", url=doubtful[0].url, why=doubtful[0].reason.partition(":")[2].strip())
        return Absent(SiteStatus.NOT_TESTED, 0.9, (line,))
    missing = unasked(visit)
    if missing:
        return Absent(SiteStatus.NOT_TESTED, 1.0, tuple(_missing(source) for source in missing))
    if visit.social:
        return Absent(SiteStatus.SOCIAL_ONLY, 0.9, _accounts(visit))
    return Absent(SiteStatus.NONE, _confidence(visit), _searched(visit))


def unasked(visit: Visit) -> tuple[Asked, ...]:
    """The sources without whose answer "none" must not be said."""
    states = {source.source: source for source in visit.asked}
    for name in visit.sources_asked:
        states.setdefault(name, Asked(source=name, state="answered"))
    answered = {name for name, source in states.items() if source.state == "answered"}
    missing = []
    # A search of the whole web knows what a region's portal may have left out.
    if not answered & {"portal", "search"}:
        missing.append(states.get("portal", Asked(source="portal", state="off")))
    if "dns" not in answered:
        missing.append(states.get("dns", Asked(source="dns", state="off")))
    office = states.get("health_office")
    if visit.agency.kind is Kind.PUSKESMAS and office is not None and office.state == "silent":
        missing.append(office)
    return tuple(missing)


def decision_lines(visit: Visit) -> tuple[str, ...]:
    """What a person decided, and whether it fits what was seen."""
    decision = visit.agency.decision
    if decision is None:
        return ()
    told = {
        "person": decision.person,
        "date": decision.date,
        "until": decision.valid_until,
        "why": decision.reason,
    }
    if in_force(decision, visit.started_at) is None:
        return (_line("expired", **told),)
    lines = [_line("decided_site" if decision.website else "decided_none", **told, url=decision.website)]
    lines += [
        _line("overruled", url=item.url, why=item.reason)
        for item in visit.trail
        if item.outcome == "overruled"
    ][:2]
    lines += _unlike(visit, decision)
    return tuple(lines)


def _unlike(visit: Visit, decision: Decision) -> list[str]:
    if not decision.website:
        return []
    told = [item for item in visit.trail if item.origin == "decision"]
    if any(item.reason.startswith("doubtful") for item in told if item.outcome == "accepted"):
        return [_line("decided_doubtful", url=decision.website)]
    return [] if visit.home else [_line("decided_dead", url=decision.website)]


def _claimed(visit: Visit, of_cause: Callable[[str], SiteStatus | None]) -> Absent | None:
    """An address that is said to be the unit's, and what became of it; what people stated comes first."""
    for claim in _CLAIMS:
        for item in visit.trail:
            if item.claim != claim and not (claim == "stated" and _is_stated(item)):
                continue
            cause = item.reason.partition(":")[0].strip()
            status = of_cause(cause) if item.outcome == "unreachable" else None
            if item.outcome == "refused" and of_cause(cause) in {
                SiteStatus.PARKED,
                SiteStatus.REDIRECTED_AWAY,
            }:
                status = of_cause(cause)
            if status is None or is_social(item.url):
                continue
            lines = [f"{host_of(item.url) or item.url}: {cause_text(cause)}."]
            if item.found_on:
                lines.append(_line("listed_on", url=item.found_on, text=item.text))
            return Absent(
                status, {"stated": 0.9, "listed": 0.85, "label": 0.75}[claim], tuple(lines), item.url
            )
    return None


def _is_stated(item: Candidate) -> bool:
    return item.origin == "target_file" and not item.claim and not item.at  # stored by an older version


def _tells(item: Candidate) -> bool:
    """Whether a doubtful page may be the unit's; behind a wildcard any name shows some page."""
    return item.origin != "pattern" or item.claim != ""


def _missing(source: Asked) -> str:
    cause, _, host = source.detail.partition(":")
    why = _words().details.get(cause) or (cause_text(cause) if cause else "")
    name = _words().sources.get(source.source, source.source)
    return _line(
        "missing",
        source=name,
        why=why or _words().details["not_asked"],
        host=f" ({host.strip()})" if host else "",
    )


def _searched(visit: Visit) -> tuple[str, ...]:
    sources = [_words().sources.get(name, name) for name in visit.sources_asked]
    lines = [_line("asked", sources=", ".join(sources))]
    refused = [item for item in visit.trail if item.outcome == "refused"]
    if refused:
        why = refused[0].reason.partition(":")[0]
        lines.append(_line("refused", count=str(len(refused)), url=refused[0].url, why=_refusal(why)))
    return tuple(lines)


def _refusal(why: str) -> str:
    return _words().details.get(why) or cause_text(why)


def _confidence(visit: Visit) -> float:
    no_list = any(item.source == "portal" and item.detail == "no_list" for item in visit.asked)
    return round(0.95 - 0.1 * no_list - 0.05 * ("wildcard_dns" in visit.notes), 2)


def _accounts(visit: Visit) -> tuple[str, ...]:
    return tuple(f"Akun: {url}" for url in visit.social[:3])


def _line(name: str, **parts: str) -> str:
    return _words().lines[name].format_map(parts)
