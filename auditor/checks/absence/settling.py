"""What is said of a component of which nothing was found, or an announcement alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from auditor.checks.absence.unread import may_hold, name_of, named_by_row
from auditor.checks.saying import best
from auditor.checks.sight.site import SiteSight
from auditor.checks.words.phrasebook import PhraseList
from auditor.models import Finding, Verdict

_ANNOUNCE_REASONS = frozenset({"announced", "external", "heading_only", "file_name_only"})


def absent(component: str, site: SiteSight, labels: PhraseList | None = None) -> Finding:
    """``not_found`` when all was read, else ``not_tested``.

    Something unread may hold the component when its label or address names it, names a standard of
    service as such, or says nothing at all (a document called "scan001.pdf").
    """
    if not site.snapshot.reached:
        return Finding(component=component, verdict=Verdict.NOT_TESTED, confidence=1.0, reason="unreachable")
    for item in site.unread:
        if may_hold(component, item, labels, site):
            return Finding(component=component, verdict=Verdict.NOT_TESTED, confidence=0.8, reason="unread")
    pages = len(site.pages)
    if not pages:
        return Finding(component=component, verdict=Verdict.NOT_TESTED, confidence=1.0, reason="nothing_read")
    words = sum(len(page.page.text) for page in site.pages[:50])
    confidence = 0.93 if pages >= 5 and words >= 4000 else 0.88 if pages >= 2 else 0.8
    return Finding(component=component, verdict=Verdict.NOT_FOUND, confidence=confidence, reason="no_section")


def settle(component: str, site: SiteSight, findings: Iterable[Finding], labels: PhraseList) -> Finding:
    """The best finding; a bare announcement gives way when the announced thing could not be read."""
    top = best(findings)
    if top is None:
        return absent(component, site, labels)
    if top.verdict is Verdict.PARTIAL and top.reason in _ANNOUNCE_REASONS:
        for item in site.unread:
            if labels.search(f"{name_of(item)} / {named_by_row(item, site)}"):
                return replace(top, verdict=Verdict.NOT_TESTED, reason="unread", confidence=0.7)
    return top
