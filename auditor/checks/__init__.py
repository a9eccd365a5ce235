"""Judging a snapshot: every component of UU 25/2009 art. 21 and what stands around them.

:data:`REGISTRY` holds one check per component, in the order of ``models.COMPONENTS``;
:func:`judge` runs them and applies what the site's status does to its components
(docs/architecture.md). Pure: same snapshot, same judgement; no network, no store.
"""

from __future__ import annotations

import gc
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from auditor.checks import conflicts, facts, features, problems, screen, services
from auditor.checks.base import Check, finding_of, look
from auditor.checks.calibration import calibrated
from auditor.checks.registry import REGISTRY
from auditor.checks.sight import site as sitesight
from auditor.checks.templates import without_known
from auditor.models import COMPONENTS, Feature, Finding, Problem, Service, Site, SiteStatus, Snapshot, Verdict

__all__ = ["REGISTRY", "Judgement", "judge"]


_UNTESTED = frozenset({SiteStatus.DEAD, SiteStatus.BLOCKED, SiteStatus.NOT_TESTED})
_NOTHING_THERE = frozenset(
    {
        SiteStatus.NONE,
        SiteStatus.SOCIAL_ONLY,
        SiteStatus.PARKED,
        SiteStatus.REDIRECTED_AWAY,
        SiteStatus.UNDER_CONSTRUCTION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything the checks say of one unit; ``traces`` holds the trace of each check that raised."""

    findings: dict[str, Finding]
    services: tuple[Service, ...] = ()
    problems: tuple[Problem, ...] = ()
    features: tuple[Feature, ...] = ()
    traces: dict[str, str] = field(default_factory=dict)


def judge(snapshot: Snapshot, site: Site) -> Judgement:
    """Judge all components, the services and the problems of one unit.

    Tainted pages (injected gambling, defacement) are no evidence. A check that raises gives
    ``not_tested`` with reason ``check_error`` for its component alone.
    """
    with facts.remembering(), _uncollected():
        try:
            return _judge(snapshot, site)
        finally:
            sitesight.forget()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for garbage: what judging makes lives until the unit is judged."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _judge(snapshot: Snapshot, site: Site) -> Judgement:
    traces: dict[str, str] = {}
    if site.status in _UNTESTED:
        return Judgement(
            findings={code: _plain(code, Verdict.NOT_TESTED, site.status.value) for code in COMPONENTS}
        )
    if site.status in _NOTHING_THERE and not snapshot.pages:
        return Judgement(
            findings={code: _plain(code, Verdict.NOT_FOUND, site.status.value) for code in COMPONENTS}
        )
    found_problems: tuple[Problem, ...] = ()
    try:
        found_problems = tuple(problems.find_problems(snapshot, site))
    except Exception:
        traces["problems"] = traceback.format_exc()
    if site.status is SiteStatus.REDIRECTED_AWAY:
        snapshot = replace(snapshot, pages=(), unread=())  # somebody else's pages are no evidence
    clean, home_tainted = _clean(without_known(snapshot))
    screen.prepare(clean)
    findings = {code: calibrated(_run(check, clean, traces)) for code, check in REGISTRY.items()}
    if site.status in _NOTHING_THERE:
        findings = {code: _read_all(finding, site.status) for code, finding in findings.items()}
    if site.status is SiteStatus.HACKED and home_tainted:
        findings = {
            code: _plain(code, Verdict.NOT_TESTED, "hacked")
            if finding.verdict is Verdict.NOT_FOUND
            else finding
            for code, finding in findings.items()
        }
    found_services: tuple[Service, ...] = ()
    try:
        gathered = services.gather(clean)
        found_services = services.listed(gathered)
        found_problems += (
            *conflicts.find(gathered),
            *conflicts.of_profile(findings["profil"]),
            *conflicts.of_hours(clean),
        )
    except Exception:
        traces["services"] = traceback.format_exc()
    found_features: tuple[Feature, ...] = ()
    try:
        found_features = features.find(clean, site)
    except Exception:
        traces["features"] = traceback.format_exc()
    return Judgement(
        findings=findings,
        services=found_services,
        problems=found_problems,
        features=found_features,
        traces=traces,
    )


def _clean(snapshot: Snapshot) -> tuple[Snapshot, bool]:
    marks = [problems.tainted(page) for page in snapshot.pages]
    if not any(marks):
        return snapshot, False
    pages = tuple(page for page, bad in zip(snapshot.pages, marks, strict=True) if not bad)
    return replace(snapshot, pages=pages), bool(marks and marks[0])


def _run(check: Check, snapshot: Snapshot, traces: dict[str, str]) -> Finding:
    try:
        return finding_of(check, look(snapshot))
    except Exception:
        traces[check.id] = traceback.format_exc()
        return _plain(check.id, Verdict.NOT_TESTED, "check_error")


def _read_all(finding: Finding, status: SiteStatus) -> Finding:
    if finding.verdict is Verdict.NOT_TESTED and finding.reason in {"nothing_read", "unreachable"}:
        return _plain(finding.component, Verdict.NOT_FOUND, status.value)
    return finding


def _plain(code: str, verdict: Verdict, reason: str) -> Finding:
    return Finding(component=code, verdict=verdict, confidence=0.95, reason=reason)
