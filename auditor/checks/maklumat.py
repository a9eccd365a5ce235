"""Maklumat pelayanan: the promise to serve by the standard (UU 25/2009 art. 22).

Published   the promise itself ("dengan ini menyatakan sanggup menyelenggarakan pelayanan sesuai
            standar pelayanan ..."), as text, picture or PDF.
Partial     a page or heading of that name with its definition, other content, or nothing.
Not found   neither. The maklumat of the PPID is none; a motto is none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.checks.base import (
    PageSight,
    PhraseList,
    Phrases,
    SectionCheck,
    Sight,
    SiteSight,
    is_ppid_text,
    partial,
    published,
    published_by_page,
)
from auditor.checks.words.clauses import lines_around
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Finding, Verdict

PHRASES = Phrases.load("maklumat")
_ID = "maklumat"
_TITLE = 60  # characters of a page's name


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    named = PHRASES["labels"].is_label(sight.label)
    hit = _promised(sight.body, PHRASES["promise"])
    hit = hit or (_promised(sight.body, PHRASES["pledge"]) if named else None)
    if hit:
        near = named or PHRASES["labels"].search(f"{sight.around} / {sight.page.heading}")
        strong = "standar" in sight.body and (
            "sanggup" in hit.group() or ("berjanji" in hit.group() and "sanksi" in sight.body)
        )
        weak = PHRASES["weak_place"].search(sight.body) and not PHRASES["ended"].search(hit.group())
        told = not (_is_cut(hit.group()) or sight.page.is_news_about or _is_only_told(sight.body, hit))
        if told and (near or strong or weak):
            return published(_ID, sight, "promise", 0.97 if near else 0.85, hit.span())
    if (
        not named
        or PHRASES["others"].search(sight.label)
        or sight.is_placeholder
        or sight.page.is_news_about
        or sight.is_reporting
        or sight.page.is_at_a_ppid
        or _is_order(sight)
        or (_is_headline(sight.label) and not PHRASES["labels"].search(sight.page.title))
    ):
        return None
    reason = "definition" if PHRASES["definition"].search(sight.body) else "other_content"
    return partial(_ID, sight, reason, 0.7)


def _is_order(sight: Sight) -> bool:
    """ "Maklumat": "Dilarang menurunkan penumpang di luar jalur ..."."""
    return (
        PHRASES["orders"].search(sight.body) is not None
        and PHRASES["of_service"].search(f"{sight.label}\n{sight.body}") is None
    )


def _promised(body: str, words: PhraseList) -> re.Match[str] | None:
    """The promise, unless what a maklumat is has been said before it: then only one in the first person, on a
    line below ("1. Kami siap menerima sanksi ..."), for what such a paper holds is told in the third."""
    hit = words.search(body)
    told = PHRASES["definition"].search(body[: hit.start()]) if hit is not None else None
    if told is None:
        return hit
    below = body.find("\n", told.end())
    hit = words.regex.search(body, below) if below >= 0 else None
    if hit is None:
        return None
    line = body.rfind("\n", 0, hit.start() + 1)
    return hit if PHRASES["in_person"].opens(body[line + 1 :]) else None


def _is_cut(words: str) -> bool:
    """A general commitment that ends before a list of papers, the first of which is called a standard."""
    return (
        "sanggup" not in words
        and PHRASES["ended"].search(words) is not None
        and PHRASES["by_standard"].search(words) is None
    )


def _is_only_told(text: str, hit: re.Match[str]) -> bool:
    """ "Kami (nama unit) sanggup ...", "Camat meminta staf sanggup ...": how to promise, no promise."""
    if PHRASES["unfilled"].search(lines_around(text, *hit.span())):
        return True
    before = text[text.rfind("\n", 0, hit.start()) + 1 : hit.start()]
    return PHRASES["demanded"].search(before) is not None


def _is_headline(label: str) -> bool:
    """ "Lurah bacakan maklumat pelayanan" tells of a day, also where no news page has it."""
    verb = CONTEXT["headline_verbs"].search(label)
    return verb is not None and not PHRASES["labels"].opens(label) and not PHRASES["slogans"].opens(label)


def _whole_pages(site: SiteSight) -> list[Finding]:
    """A promise that reading cut into several sections (a scan, a poster)."""
    found = []
    for page in site.pages_for(_ID):
        finding = _whole(page)
        if finding is not None:
            found.append(finding)
        elif (named := _called_so(page)) is not None:
            found.append(named)
        if not page.external:
            found.extend(told for sight in page.sights_for(_ID) if (told := _among_ppid(sight)) is not None)
    return found


def _called_so(page: PageSight) -> Finding | None:
    """Partial (a): a page called "Standar Pelayanan & Maklumat" without the promise and without a heading."""
    if page.is_ppid or page.is_at_a_ppid or page.external or page.is_document or page.is_news:
        return None
    if not any(PHRASES["labels"].is_label(part, _TITLE) for part in page.title_parts):
        return None
    shown = [sight for sight in page.sections if sight.zone == "main" and sight.body.strip()]
    if not shown or PHRASES["others"].search(page.title):
        return None
    if any(sight.is_ppid or sight.is_reporting or _is_order(sight) for sight in shown):
        return None
    return partial(_ID, shown[0], "other_content", 0.65)


def _among_ppid(sight: Sight) -> Finding | None:
    """The unit's own pledge on a page of public information: whole, signed by the unit's head, and without a
    word of information requests in itself."""
    if sight.is_nav or not sight.is_ppid or not PHRASES["labels"].is_label(sight.label):
        return None
    if PHRASES["of_information"].search(f"{sight.label}\n{sight.body}") or is_ppid_text(sight.whole):
        return None
    if not PHRASES["signed"].search(sight.body):
        return None
    finding = judge(sight)
    return replace(finding, confidence=0.75) if finding and finding.verdict is Verdict.PUBLISHED else None


def _whole(page: PageSight) -> Finding | None:
    if page.is_ppid or page.external or page.is_news_about or "maklumat" not in page.text + page.heading:
        return None
    hit = PHRASES["promise"].search(page.text)
    if hit is None or PHRASES["definition"].search(page.text[: hit.end()]):
        return None
    if is_ppid_text(page.text[max(0, hit.start() - 200) : hit.end() + 100]) or _is_only_told(page.text, hit):
        return None
    if page.is_at_a_ppid and any(sight.is_ppid and hit.group() in sight.body for sight in page.sections):
        return None
    broken = hit.end() - hit.start() > 300 or PHRASES["ended"].search(hit.group())
    if broken and not page.is_document:
        return None
    return published_by_page(_ID, page, "promise", 0.85, hit.span())


CHECK = SectionCheck(PHRASES, judge, extra=_whole_pages)
