"""Standar pelayanan: the standard itself, as page, document or picture (UU 25/2009 art. 20-21).

Published   something called standar pelayanan (SPP, SK penetapan standar) with at least one of
            persyaratan, prosedur, jangka waktu, biaya for a named service; or, without the name, all
            four of them published (``de_facto``).
Partial     a list of standards without content, a heading or table head alone, a standard whose
            document is missing or on another host.
Not found   none. "Sesuai standar pelayanan" is a phrase; Standar Pelayanan Minimal is another duty
            unless its content is a standard of service; standards of the PPID are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.base import (
    PageSight,
    Phrases,
    Sight,
    SiteSight,
    announced,
    best,
    finding_of,
    first_published,
    look,
    partial,
    published_by_page,
    renamed,
    settle,
    told_by_page,
)
from auditor.checks.biaya import CHECK as FEES
from auditor.checks.jangka_waktu import CHECK as TIMES
from auditor.checks.persyaratan import CHECK as PAPERS
from auditor.checks.prosedur import CHECK as STEPS
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.requirement.owners import headed_otherwise
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Finding, SectionKind, Snapshot, Source, Verdict

PHRASES = Phrases.load("standar_pelayanan")
_ID = "standar_pelayanan"
_CORE = (PAPERS, STEPS, TIMES, FEES)

_OVER = 60  # characters of a small line over a heading
_LINE = 120  # characters of a line that names a document


def _scan_content(text: str) -> tuple[int, int] | None:
    """Something concrete of two core components in a scan whose labels cannot be read."""
    papers = list(REQUIREMENTS["documents"].finditer(text))
    hits = [
        PHRASES["times"].search(text),
        PHRASES["fees"].search(text),
        papers[1] if len(papers) >= 2 else None,
    ]
    if sum(hit is not None for hit in hits) + PHRASES["core_signs"].has(text, 3) < 2:
        return None
    return next((hit.span() for hit in hits if hit is not None), None)


def _named(text: str) -> bool:
    """Whether a label or title names a standard of service, not as a phrase."""
    return PHRASES["labels"].is_label(text, 120) and not PHRASES["phrase"].search(text)


def _is_headline(sight: Sight) -> bool:
    """Nothing but a date stands below: an item of news."""
    return CONTEXT["date_line"].regex.fullmatch(sight.body.strip()) is not None and bool(sight.body.strip())


def _page_is_called(page: PageSight) -> bool:
    parts = page.heading.split(" / ")
    if page.is_document:
        # "spp.png" may be anything: three letters of a file name need the words on the page or link
        parts = [
            part
            for part in parts
            if not re.fullmatch(r"\W*(?:spp?|sk[ _-]?sp)\W*(?:\.\w{2,4})?\d*", part.strip())
        ]
    if any(_named(part) or (PHRASES["minimal"].search(part)) for part in parts if part.strip()):
        return True
    if page.is_document:
        return any(_named(line.strip()) for line in page.text[:600].splitlines() if line.strip())
    return False


def _said_on(page: PageSight) -> list[Finding]:
    finding = None if page.is_on_minimal_standard else _on_page(page)
    return [] if finding is None else [finding]


def _on_page(page: PageSight) -> Finding | None:
    called = _page_is_called(page) or _called_by_referrer(page)
    reason = {Source.HTML: "page", Source.RENDERED: "page", Source.IMAGE: "image"}.get(
        page.page.source, "document"
    )
    heading: Sight | None = None
    titled = False
    fallback: Finding | None = None
    laid_out = any(PHRASES["delivery"].search(sight.body) for sight in page.sights_for(_ID))
    named = [sight for sight in page.sights_for(_ID) if _named(sight.label)]
    bare = any(_titles_page(page, sight) or _leads_components(page, sight) for sight in named) or any(
        _stands_over(page, sight) for sight in page.sections
    )
    for sight in page.sections if called or laid_out or bare else page.sights_for(_ID):
        if sight.is_nav or sight.is_ppid:
            continue
        here = _named(sight.label) and not sight.is_reporting and not _is_headline(sight)
        minimal = here and bool(PHRASES["minimal"].search(sight.label))
        titled = titled or _stands_over(page, sight)
        if here:
            heading = sight
            titled = titled or _titles_page(page, sight) or _leads_components(page, sight)
        under = here or any(_named(part.lower()) for part in sight.section.path)
        if not (called or under or laid_out or titled):
            continue
        core = None if headed_otherwise(sight) else first_published(sight, _CORE)
        if core is not None and not page.is_news_about:
            confidence = round(min(0.95, core.confidence + 0.02), 3)
            return renamed(core, _ID, reason, confidence)
        if (
            here
            and not minimal
            and not page.is_news_about
            and fallback is None
            and sight.section.body.strip()
        ):
            fallback = partial(_ID, sight, "list_only", 0.65)
    if called and page.is_document and not page.is_news_about:
        span = _scan_content(page.text)
        if span is not None:
            return published_by_page(_ID, page, reason, 0.8, span)
    if page.is_at_a_ppid:
        return None  # the name alone is the PPID's
    if fallback is None and heading is not None and not PHRASES["minimal"].search(heading.label):
        fallback = None if page.is_news_about else partial(_ID, heading, "heading_only", 0.65)
    if fallback is None and called and not page.is_news and not PHRASES["minimal"].search(page.heading):
        first = next((sight for sight in page.sections if sight.zone == "main" and sight.section.body), None)
        if first is not None:
            fallback = partial(_ID, first, "list_only", 0.6)
    return fallback


def _titles_page(page: PageSight, sight: Sight) -> bool:
    """A bare heading "STANDAR PELAYANAN PEMAKAMAN", and below it, on its own level, the first service."""
    if sight.is_nav or sight.section.body.strip() or PHRASES["minimal"].search(sight.label):
        return False
    after = page.sections[sight.index + 1 : sight.index + 2]
    return any(other.section.path == sight.section.path and is_service_name(other.label) for other in after)


def _leads_components(page: PageSight, sight: Sight) -> bool:
    """A line "Standar Pelayanan Labkesda" over a list whose first item is a component, on its own level."""
    if sight.kind is not SectionKind.LINE:
        return False
    after = (other for other in page.sections[sight.index + 1 : sight.index + 3] if other.label)
    first = next(after, None)
    return first is not None and CONTEXT["table_heads"].regex.match(first.label) is not None


def _stands_over(page: PageSight, sight: Sight) -> bool:
    """A small line "Standar Pelayanan Nikah" right over the heading of that service."""
    if sight.section.label or len(sight.section.body) > _OVER or sight.is_nav:
        return False
    line = sight.body.strip()
    if not PHRASES["labels"].opens(line) or "\n" in line or not _named(line):
        return False
    if PHRASES["minimal"].search(line) or PHRASES["labels"].regex.fullmatch(line):
        return False  # the bare words are as well a category of news
    after = page.sections[sight.index + 1 : sight.index + 2]
    return any(
        other.kind is SectionKind.HEADING
        and other.section.path == sight.section.path
        and is_service_name(other.label)
        for other in after
    )


def _called_by_referrer(page: PageSight) -> bool:
    """A picture or document shown on a page that is called standar pelayanan."""
    if not page.is_document or page.site is None:
        return False
    shown = page.site.page_at(page.page.fetch.referrer)
    return (
        shown is not None and not shown.is_ppid and any(_named(part) for part in shown.heading.split(" / "))
    )


def _de_facto(site: SiteSight) -> Finding | None:
    findings = [finding_of(check, site) for check in _CORE]
    if not all(finding.verdict is Verdict.PUBLISHED for finding in findings):
        return None
    quotes = tuple(finding.evidence[0] for finding in findings if finding.evidence)
    confidence = round(max(0.5, min(finding.confidence for finding in findings) - 0.05), 3)
    return Finding(
        component=_ID, verdict=Verdict.PUBLISHED, confidence=confidence, reason="de_facto", evidence=quotes
    )


@dataclass(frozen=True)
class _Standar:
    id: str = _ID

    def run(self, snapshot: Snapshot) -> Finding:
        """By name first, then by content."""
        site = look(snapshot)
        labels = PHRASES["labels"]
        found: list[Finding] = []
        if snapshot.reached:
            for page in site.pages_for(_ID):
                if not (page.is_ppid or page.external or page.is_account_of_work):
                    found.extend(told_by_page(page, _ID, _said_on))
            top = best(found)
            if top is None or top.verdict is not Verdict.PUBLISHED:
                full = _de_facto(site)
                found.extend([full] if full else [])
            if not found:
                found = [item for item in announced(_ID, site, labels) if not _minimal(item)]
            if not found:
                found = list(_offered(site))
        return settle(_ID, site, found, labels)


def _offered(site: SiteSight) -> Iterator[Finding]:
    """ "SK Standar Pelayanan 2024 | Unduh" without its document: the line names it, not the link."""
    for page in site.pages:
        if page.is_ppid or page.external or page.is_news or page.is_document:
            continue
        if "standar_pelayanan.labels" not in page.text_said:
            continue
        for sight in page.sections:
            links = () if sight.is_nav or sight.is_ppid or sight.is_reporting else sight.section.links
            bare = [link for link in links if CONTEXT["unnamed"].regex.fullmatch(fold(link.text))]
            if not bare or any(site.page_at(link.url) is not None for link in bare):
                continue
            line = next((line for line in sight.body.split("\n") if _names_document(line)), None)
            if line is not None:
                place = sight.body.find(line)
                yield partial(_ID, sight, "announced", 0.6, (place, place + len(line)))


def _names_document(line: str) -> bool:
    called = PHRASES["labels"].search(line) if len(line) <= _LINE else None
    return called is not None and not (PHRASES["phrase"].search(line) or PHRASES["minimal"].search(line))


def _minimal(finding: Finding) -> bool:
    words = finding.evidence[0].snippet.lower()
    return bool(PHRASES["minimal"].search(words)) or bool(PHRASES["phrase"].search(words))


CHECK = _Standar()
