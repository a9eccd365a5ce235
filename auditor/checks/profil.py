"""Profil: who the office is — vision and mission, tasks, history, structure (UU 25/2009 art. 23).

Published   the real text of at least one of them, of this unit: a vision or mission sentence, tasks,
            history, or a structure with two posts (also as a chart that is a picture).
Partial     a general statement ("memberikan pelayanan terbaik"), lorem ipsum, another unit's text, or
            a heading whose target is empty.
Not found   none of these. The profile of the PPID is none; names of staff alone are none.
"""

from __future__ import annotations

import re

from auditor.checks import owners
from auditor.checks.base import Phrases, SectionCheck, Sight, SiteSight, page_evidence, partial, published
from auditor.checks.phrasebook import bare_label, fold
from auditor.models import Finding, SectionKind, Source, Verdict

PHRASES = Phrases.load("profil")
_ID = "profil"
_LAW = re.compile(r"(?:nomor|no\.?)\s*[\w/.\-]{1,20}\s+(?:tahun|th\.?)\s+\d{4}")
_PLACE = re.compile(r"(?<!\w)(kabupaten|kota|kecamatan|kelurahan|desa)\s+([a-z]{3,})")
_NO_PLACE = frozenset(
    {"dan", "yang", "ini", "kami", "atau", "setempat", "untuk", "dalam", "masing", "lainnya"}
)


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
        elif sight.zone == "main" and not sight.page.is_news and _opens_with_duty(sight):
            label = "tugas"
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
        if is_of_others(sight) or owners.is_of_other_office(sight):
            return partial(_ID, sight, "other_unit", 0.65)
        if PHRASES["others"].search(label) or owners.is_of_region(sight, _quoted(found)):
            return partial(_ID, sight, "region", 0.65)
        if PHRASES["unfinished"].search(sight.body) and (
            not sight.is_leaf
            or len(_finished(sight.body)) < 100  # parts that are told are judged by themselves
        ):
            return partial(_ID, sight, "unfinished", 0.65)
        if PHRASES["textbook"].count(sight.body) >= 2:
            return partial(_ID, sight, "general", 0.6)
    return found


def _opens_with_duty(sight: Sight) -> bool:
    """A text that begins with a part of the office and its duty; the part may be its heading."""
    if PHRASES["duty_start"].search(sight.body):
        return PHRASES["duty_opening"].search(f"{sight.label} {sight.body[:60]}") is not None
    return PHRASES["duty_opening"].search(sight.body) is not None


def _quoted(found: Finding) -> str:
    """The words a finding quotes, folded."""
    return fold(found.evidence[0].snippet) if found.evidence else ""


def _finished(body: str) -> str:
    """What a body tells beside the sentences that say that something is still to come."""
    told = (sentence for sentence in re.split(r"(?<=[.!?])\s+|\n", body))
    return " ".join(sentence for sentence in told if not PHRASES["unfinished"].search(sentence))


def _content(sight: Sight, label: str) -> Finding | None:  # noqa: PLR0911 - one return per kind
    body = sight.body
    if PHRASES["structure"].is_label(label, 70) and PHRASES["posts"].count(body) >= 2:
        return published(_ID, sight, "structure", 0.9)
    if PHRASES["tasks"].search(label) and len(body) >= 40:
        hit = PHRASES["task_words"].search(body)
        if hit:
            return published(_ID, sight, "tasks", 0.95, hit.span())
    if PHRASES["vision"].search(label) and (said := _vision(sight, label)) is not None:
        return published(_ID, sight, "vision", 0.95, said)
    if PHRASES["history"].search(label) and len(body) >= 100:
        hits = list(PHRASES["history_words"].finditer(body))
        if hits:
            return published(_ID, sight, "history", 0.93 if len(hits) >= 2 else 0.8, hits[0].span())
    inner = re.search(r"(?<!\w)(?:visi|misi)(\s*[:\n]\s*)\S[^\n]{15,}", body)
    if inner and not sight.is_ppid and (":" in inner[1] or PHRASES["aims"].search(inner.group())):
        return published(_ID, sight, "vision", 0.9, inner.span())
    if PHRASES["about"].search(label) and len(body) >= 60:
        return _about(sight)
    return None


def _vision(sight: Sight, label: str) -> tuple[int, int] | None:
    """Where a vision or mission is told under its heading: an aim, not a breadcrumb or a lead-in to it."""
    place = 0
    for line in sight.body.split("\n"):
        start, place = place, place + len(line) + 1
        if len(line.strip()) < 15 or line.count(" ") < 3 or PHRASES["lead_in"].search(line):
            continue
        if PHRASES["aims"].search(line) or (
            PHRASES["vision"].regex.fullmatch(bare_label(label)) and bare_label(line) not in label
        ):
            return start, start + len(line)
    return None


def is_of_others(sight: Sight) -> bool:
    """Text of another body: a school class, a company, a theme's agency, or a namesake elsewhere."""
    if PHRASES["other_bodies"].search(sight.body[:600]):
        return True
    above = " / ".join((sight.label, *sight.path.split(" / ")[-2:]))
    return PHRASES["other_owners"].search(above) is not None or _is_elsewhere(sight)


def _is_elsewhere(sight: Sight) -> bool:
    """The text names another regency, district or village of the unit's kind, and never its own."""
    site = sight.page.site
    own = dict(_PLACE.findall(fold(site.snapshot.agency.name))) if site is not None else {}
    for kind, name in own.items():
        named = {its for other, its in _PLACE.findall(sight.body[:1500]) if other == kind}
        others = {its for its in named if its not in _NO_PLACE}
        if others and name not in sight.body and name not in sight.page.title:
            return True
    return False


def _about(sight: Sight) -> Finding | None:
    duty = re.search(r"(?:mempunyai|memiliki)\s+tugas|(?<!\w)tugas[^:\n.]{0,40}:\s*\w", sight.body)
    if duty:
        return published(_ID, sight, "tasks", 0.9, duty.span())
    origin = PHRASES["origin"].search(sight.body)
    if origin:
        return published(_ID, sight, "history", 0.8, origin.span())
    plain = _LAW.sub(lambda law: " " * len(law.group()), sight.body)  # "Nomor 43 Tahun 2019" is no history
    hits = list(PHRASES["history_words"].finditer(plain))
    defined = PHRASES["definition"].search(sight.body[:400])
    if (
        len({hit.group() for hit in hits if not hit.group().isdigit()}) >= 2  # "pada tahun 2020" is one
        and len(sight.body) >= 200
        and not defined
        and not _is_welcome(sight)
    ):
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
        called = PHRASES["chart"].search(page.heading)
        if (called or PHRASES["chart"].search(page.text[:300])) and (
            PHRASES["posts"].count(page.text) >= 2
            or (called and page.page.source is Source.IMAGE and len(page.text) > 60)
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
