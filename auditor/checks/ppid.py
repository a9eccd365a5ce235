"""PPID: public information by UU 14/2008 — the only component that information requests count for.

Published   classes of information with entries, the way or form of an information request, the list
            of information, or the PPID's own tasks, on the unit's site.
Partial     a menu entry or heading without content, or a PPID portal on another host.
Not found   none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.checks.base import Phrases, Sight, announced, look, partial, published, settle
from auditor.models import Finding, SectionKind, Snapshot

PHRASES = Phrases.load("ppid")
_ID = "ppid"


def judge(sight: Sight) -> Finding | None:  # noqa: PLR0911 - one return per rule
    """Judge one section; None when it is about something else."""
    labelled = PHRASES["labels"].is_label(sight.label) or PHRASES["labels"].search(sight.path) is not None
    if not (labelled or _is_of_ppid(sight)) or sight.page.is_news_about or sight.is_nav:
        return None
    if sight.kind is SectionKind.FORM and PHRASES["labels"].search(sight.whole):
        return published(_ID, sight, "form", 0.85)
    if sight.is_placeholder or len(sight.body.strip()) < 25:
        return None
    kinds = PHRASES["content"].count(sight.body)
    hit = PHRASES["content"].search(sight.body)
    if hit and (kinds >= 2 or (len(sight.body) >= 80 and _is_of_ppid(sight))):
        return published(_ID, sight, "content", 0.9 if kinds >= 3 else 0.8, hit.span())
    if PHRASES["labels"].is_label(sight.label) and len(sight.body) >= 60:
        words = len(sight.body.split())
        if words >= 25 and (hit or _is_of_ppid(sight)):
            return published(_ID, sight, "content", 0.7)
        return partial(_ID, sight, "vague", 0.6)
    return None


def _is_of_ppid(sight: Sight) -> bool:
    """On a page of the PPID, or in a part that deals with requests on a site that is called PPID."""
    return sight.page.is_ppid or (sight.page.is_at_a_ppid and sight.is_ppid)


@dataclass(frozen=True)
class _Ppid:
    id: str = _ID

    def run(self, snapshot: Snapshot) -> Finding:
        """Unlike the other checks it looks at the PPID parts of the site."""
        site = look(snapshot)
        found: list[Finding] = []
        if snapshot.reached:
            for page in site.pages_for(_ID):
                if not page.external:
                    found.extend(item for item in map(judge, page.sights_for(_ID)) if item is not None)
            if not found:
                found = [
                    replace(item, confidence=0.7)
                    for item in announced(_ID, site, PHRASES["labels"], ppid=True)
                ]
        return settle(_ID, site, found, PHRASES["labels"])


CHECK = _Ppid()
