"""SOP: a standard operating procedure of the unit, as a document or as its content.

Published   the sheet itself ("Nomor SOP / Tanggal Efektif / Disahkan oleh"), or a section called SOP
            that tells its steps.
Partial     titles of SOPs only, an empty heading, a target that is missing or elsewhere.
Not found   none. A workshop about SOPs, "sesuai SOP" as a phrase and SOPs of the PPID are none.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.base import (
    PageSight,
    Phrases,
    SectionCheck,
    Sight,
    SiteSight,
    partial,
    published,
    published_by_page,
    told_by_page,
)
from auditor.checks.procedure.steps import steps_of
from auditor.checks.words.marks import uncounted
from auditor.models import Finding, SectionKind

PHRASES = Phrases.load("sop")
_ID = "sop"
_TITLES = 2  # lines that are called SOP themselves: a list of them, no steps


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    under = PHRASES["labels"].is_label(sight.label, 90) or any(
        PHRASES["labels"].is_label(part.lower(), 90) for part in sight.section.path[-2:]
    )
    under = under and not PHRASES["not_labels"].search(sight.label)
    if not under or sight.page.is_news_about or sight.is_reporting or sight.kind is SectionKind.FORM:
        return None
    return _told(sight) if sight.body.strip() and not sight.is_placeholder else None


def _told(sight: Sight) -> Finding | None:
    """What the words below a label of procedures come to."""
    told = steps_of(sight)
    if sum(PHRASES["titles_listed"].opens(uncounted(line)) for line in sight.body.split("\n")) >= _TITLES:
        return partial(_ID, sight, "list_only", 0.65)
    if told:
        return published(_ID, sight, "steps", 0.88, told)
    if PHRASES["sheet"].has(sight.body, 2):
        hit = PHRASES["sheet"].search(sight.body)
        return published(_ID, sight, "sheet", 0.9, hit.span() if hit else None)
    if not PHRASES["labels"].is_label(sight.label, 90):
        return None
    titles = PHRASES["titles"].search(sight.body)
    return partial(_ID, sight, "list_only" if titles else "vague", 0.65, titles.span() if titles else None)


def _sheets(site: SiteSight) -> list[Finding]:
    """Documents and pictures that carry the head of an SOP sheet."""
    return [finding for page in site.pages_for(_ID) for finding in told_by_page(page, "sop_sheet", _sheet)]


def _sheet(page: PageSight) -> Iterator[Finding]:
    if page.is_ppid or page.external or page.is_news_about:
        return
    if page.text.count("ppid") >= 2 or "informasi publik" in page.text[:1500]:
        return
    if not PHRASES["labels"].search(page.heading + " " + page.text[:2000]):
        return
    hits = list(PHRASES["sheet"].finditer(page.text[:20000]))
    kinds = {hit.group() for hit in hits}
    clinical = PHRASES["fields"].count(page.text[:20000]) if page.is_document else 0
    if len(kinds) >= 3 or (len(kinds) >= 1 and clinical >= 4):
        yield published_by_page(_ID, page, "sheet", 0.93, hits[0].span())


CHECK = SectionCheck(PHRASES, judge, extra=_sheets)
