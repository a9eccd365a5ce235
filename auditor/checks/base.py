"""What every check shares: how a section is looked at, and how a finding is made.

A check is an object with ``id`` and ``run(snapshot) -> Finding``. Most checks judge section by
section: give :class:`SectionCheck` a function ``judge(sight: Sight) -> Finding | None``. It sees the
section with its folded words and its page; :func:`published` and :func:`partial` turn a hit into a
finding with verbatim evidence. The best finding wins; absence is claimed only when all the site
offered was read (docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from auditor.checks import facts
from auditor.checks.absence.announcing import announced
from auditor.checks.absence.settling import absent, settle
from auditor.checks.saying import (
    QUOTES,
    SNIPPET,
    best,
    evidence,
    link_evidence,
    page_evidence,
    partial,
    published,
    published_by_page,
    renamed,
)
from auditor.checks.sight.page import PageSight
from auditor.checks.sight.section import Judge, Sight
from auditor.checks.sight.site import SiteSight, look
from auditor.checks.words.phrasebook import PhraseList, Phrases, fold
from auditor.checks.words.wordings import bare_address, is_gone_page, is_placeholder, is_ppid_text
from auditor.models import Finding, Snapshot, Verdict

__all__ = [
    "QUOTES",
    "SNIPPET",
    "Check",
    "Judge",
    "PageSight",
    "PhraseList",
    "Phrases",
    "SectionCheck",
    "Sight",
    "SiteSight",
    "absent",
    "announced",
    "bare_address",
    "best",
    "evidence",
    "finding_of",
    "first_published",
    "fold",
    "is_gone_page",
    "is_placeholder",
    "is_ppid_text",
    "link_evidence",
    "look",
    "page_evidence",
    "partial",
    "published",
    "published_by_page",
    "renamed",
    "settle",
    "told_by_page",
]


_OF_ACCOUNTS = frozenset({"skm", "profil"})  # what a report on the unit's work tells of the unit itself


class Check(Protocol):
    """Judges one component of a site."""

    @property
    def id(self) -> str:
        """The component's code."""
        ...

    def run(self, snapshot: Snapshot) -> Finding:
        """The verdict on the component, with evidence; never raises on odd pages."""
        ...


def finding_of(check: Check, site: SiteSight) -> Finding:
    """What a check says of a site, asked once."""
    if check.id not in site.findings:
        site.findings[check.id] = check.run(site.snapshot)
    return site.findings[check.id]


@dataclass(frozen=True)
class SectionCheck:
    """A check that judges section by section and, failing that, looks for bare announcements.

    ``extra`` may add findings that need the whole site.
    """

    phrases: Phrases
    judge: Judge
    announce: bool = True
    extra: Callable[[SiteSight], Iterable[Finding]] | None = None
    announce_labels: str = "labels"

    @property
    def id(self) -> str:
        """The component's code."""
        return self.phrases.id

    def run(self, snapshot: Snapshot) -> Finding:
        """Best finding over all sections; see :func:`settle`."""
        site = look(snapshot)
        labels = self.phrases["labels"]
        if not snapshot.reached:
            return absent(self.id, site, labels)
        found: list[Finding] = []
        for page in site.pages_for(self.id):
            if not page.has_sights_for(self.id) or page.external or page.is_worksheet:
                continue
            if page.is_account_of_work and self.id not in _OF_ACCOUNTS:
                continue
            found.extend(self._on(page, site).values())
        if (of_the_site := self.extra) is not None:
            found.extend(of_the_site(site))
        if not found and self.announce:
            barred = self.phrases.get("not_labels")
            found = announced(self.id, site, self.phrases[self.announce_labels], not_labels=barred)
        return settle(self.id, site, found, labels)

    def _on(self, page: PageSight, site: SiteSight) -> dict[int, Finding]:
        """The findings on one page by section, kept between runs where no other page had a part in them."""
        code = self.id
        kept_as = page.kept_as(code)
        kept = facts.kept_findings(page.page, kept_as)
        if kept is not None:
            page.judged[code] = kept
            return kept
        others = site.asked_for_others
        met = (sight for sight in page.sights_for(code) if not sight.is_nav)
        shown = (sight.before_ppid if sight.is_ppid else sight for sight in met)
        found = {
            sight.index: finding
            for sight in shown
            if sight is not None and (finding := sight.judged(code, self.judge)) is not None
        }
        if site.asked_for_others == others:
            facts.keep_findings(page.page, kept_as, found)
        return found


def first_published(sight: Sight, checks: Iterable[SectionCheck]) -> Finding | None:
    """What the first of some checks says of a section that it calls published."""
    for check in checks:
        finding = sight.judged(check.id, check.judge) if sight.may_be(check.id) else None
        if finding is not None and finding.verdict is Verdict.PUBLISHED:
            return finding
    return None


def told_by_page(page: PageSight, name: str, make: Callable[[PageSight], Iterable[Finding]]) -> list[Finding]:
    """What ``make`` finds on a page; kept between runs by ``name`` where no other page had a part in it."""
    name = page.kept_as(name)
    kept = facts.kept_findings(page.page, name)
    if kept is not None:
        return list(kept.values())
    others = page.site.asked_for_others if page.site is not None else 0
    found = list(make(page))
    if page.site is None or page.site.asked_for_others == others:
        facts.keep_findings(page.page, name, dict(enumerate(found)))
    return found
