"""Profil: who the office is — vision and mission, tasks, history, structure (UU 25/2009 art. 23).

Published   the real text of at least one of them, of this unit: a vision or mission sentence, tasks,
            history, or a structure with two posts (also as a chart that is a picture).
Partial     a general statement ("memberikan pelayanan terbaik"), lorem ipsum, another unit's text, or
            a heading whose target is empty.
Not found   none of these. The profile of the PPID is none; names of staff alone are none.
"""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, SectionCheck, Sight, SiteSight, page_evidence, partial, published
from auditor.models import Finding, SectionKind, Source, Verdict

PHRASES = Phrases.load("profil")
_ID = "profil"


def judge(sight: Sight) -> Finding | None:  # noqa: PLR0911, PLR0912 - one return per rule
    """Judge one section; None when it is about something else."""
    if (
        sight.page.is_news_about
        or PHRASES["not_labels"].search(sight.around)
        or sight.kind is SectionKind.FORM
    ):
        return None
    label = sight.label
    last = sight.path.rsplit(" / ", 1)[-1]
    if not PHRASES["labels"].is_label(label, 70) and not PHRASES["structure"].is_label(label, 70):
        if sight.section.path and PHRASES["labels"].is_label(last, 70):
            label = last
            if sight.zone in {"footer", "aside"}:
                return None
        elif (
            sight.kind is SectionKind.PARAGRAPH
            and sight.zone == "main"
            and PHRASES["labels"].search(sight.page.title)
        ):
            label = sight.page.title
        else:
            return None
    if sight.page.is_news and not PHRASES["own_pages"].opens(label):
        return None  # many sites keep their history as a dated post, but news tells of others too
    if sight.kind is SectionKind.IMAGE:
        return None  # the picture itself is a page of its own; a caption announces
    if not sight.body.strip() or (sight.is_placeholder and ":" in label):
        inner = re.match(r"\W*(?:visi|misi)\s*:\s*(\S[^\n]{15,})", label)  # "Visi : Menjadi unit ..."
        return published(_ID, sight, "vision", 0.85) if inner and sight.zone == "main" else None
    if sight.is_placeholder:
        return partial(_ID, sight, "lorem", 0.7) if len(sight.body) > 30 else None
    found = _content(sight, label)
    if found is not None and found.verdict is Verdict.PUBLISHED:
        if PHRASES["others"].search(label) or PHRASES["other_bodies"].search(sight.body[:600]):
            return partial(_ID, sight, "other_unit", 0.65)
        if PHRASES["textbook"].count(sight.body) >= 2:
            return partial(_ID, sight, "general", 0.6)
    return found


def _content(sight: Sight, label: str) -> Finding | None:  # noqa: PLR0911 - one return per kind
    body = sight.body
    if PHRASES["structure"].is_label(label, 70) and PHRASES["posts"].count(body) >= 2:
        return published(_ID, sight, "structure", 0.9)
    if PHRASES["tasks"].search(label) and len(body) >= 40:
        hit = PHRASES["task_words"].search(body)
        if hit:
            return published(_ID, sight, "tasks", 0.95, hit.span())
    if PHRASES["vision"].search(label) and len(body.strip()) >= 15 and body.count(" ") >= 3:
        return published(_ID, sight, "vision", 0.95)
    if PHRASES["history"].search(label) and len(body) >= 100:
        hits = list(PHRASES["history_words"].finditer(body))
        if hits:
            return published(_ID, sight, "history", 0.93 if len(hits) >= 2 else 0.8, hits[0].span())
    inner = re.search(r"(?<!\w)(?:visi|misi)\s*[:\n]\s*\S[^\n]{15,}", body)
    if inner and not sight.is_ppid:
        return published(_ID, sight, "vision", 0.9, inner.span())
    if PHRASES["about"].search(label) and len(body) >= 60:
        return _about(sight)
    return None


def _about(sight: Sight) -> Finding | None:
    duty = re.search(r"(?:mempunyai|memiliki)\s+tugas|(?<!\w)tugas[^:\n.]{0,40}:\s*\w", sight.body)
    if duty:
        return published(_ID, sight, "tasks", 0.9, duty.span())
    origin = PHRASES["origin"].search(sight.body)
    if origin:
        return published(_ID, sight, "history", 0.8, origin.span())
    hits = list(PHRASES["history_words"].finditer(sight.body))
    if len({hit.group() for hit in hits}) >= 2 and len(sight.body) >= 200 and not _is_welcome(sight):
        return published(_ID, sight, "history", 0.75, hits[0].span())
    return partial(_ID, sight, "general", 0.6) if sight.body.count(" ") >= 8 else None


def _is_welcome(sight: Sight) -> bool:
    """A greeting ("Puji syukur ... website ini") praises the website, not the office."""
    return PHRASES["welcome"].count(sight.body[:1500]) >= 2


def _charts(site: SiteSight) -> list[Finding]:
    """Structure charts and posters: a picture or PDF called so that names at least two posts."""
    found = []
    for page in site.pages_for(_ID):
        if not page.is_document or page.external or page.is_ppid:
            continue
        title = f"{page.heading} / {page.text[:300]}"
        if PHRASES["structure"].search(title) and (
            PHRASES["posts"].count(page.text) >= 2
            or (page.page.source is Source.IMAGE and len(page.text) > 60)
        ):
            hit = PHRASES["structure"].search(page.text) or PHRASES["posts"].search(page.text)
            found.append(
                Finding(
                    component=_ID,
                    verdict=Verdict.PUBLISHED,
                    confidence=0.85,
                    reason="structure",
                    evidence=(page_evidence(page, hit.span() if hit else (0, 0)),),
                )
            )
    return found


CHECK = SectionCheck(PHRASES, judge, extra=_charts, announce_labels="announce_labels")
