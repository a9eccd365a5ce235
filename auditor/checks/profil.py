"""Profil: who the office is — vision and mission, tasks, history, structure (UU 25/2009 art. 23).

Published   the real text of at least one of them, of this unit: a vision or mission sentence, tasks,
            history, or a structure with two posts (also as a chart that is a picture).
Partial     a general statement ("memberikan pelayanan terbaik"), lorem ipsum, another unit's text, or
            a heading whose target is empty.
Not found   none of these. The profile of the PPID is none; names of staff alone are none; what is told
            of another body or thing by its own name (the PKK, a temple, a workshop) is no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks import owners
from auditor.checks.base import (
    PageSight,
    Phrases,
    SectionCheck,
    Sight,
    SiteSight,
    partial,
    published,
    published_by_page,
)
from auditor.checks.beginnings import duty_told, founded_in
from auditor.checks.profile import namesakes
from auditor.checks.profile import owners as whose
from auditor.checks.profile.content import content, inline, tells_origin, vision_below_line, vision_told
from auditor.checks.words.phrasebook import bare_label
from auditor.checks.words.stops import parted
from auditor.models import Finding, SectionKind, Source, Verdict

PHRASES = Phrases.load("profil")
_ID = "profil"
_OF_REASON = {"vision": "visi", "history": "sejarah", "tasks": "tugas", "structure": "struktur"}
_FINISHED = 100  # characters told beside what is still to come


def judge(sight: Sight) -> Finding | None:  # noqa: PLR0911 - one return per rule
    """Judge one section; None when it is about something else."""
    if (
        sight.page.is_news_about
        or PHRASES["not_labels"].search(sight.around)
        or PHRASES["homework"].search(sight.label or sight.above)
        or sight.kind is SectionKind.FORM
    ):
        return None
    named = _named(sight)
    if named is None:
        return None
    label, told = named
    if sight.page.is_news and not PHRASES["own_pages"].opens(label):
        return None  # many sites keep their history as a dated post, but news tells of others too
    if sight.kind is SectionKind.IMAGE:
        return None  # the picture itself is a page of its own; a caption announces
    if PHRASES["persons"].search(label):
        return None
    if not sight.body.strip() or (sight.is_placeholder and ":" in label):
        inner = re.match(r"\W*(?:visi|misi)\s*:\s*(\S[^\n]{15,})", label)  # "Visi : Menjadi unit ..."
        return published(_ID, sight, "vision", 0.85) if inner and not sight.is_nav else None
    if sight.is_placeholder:
        return partial(_ID, sight, "lorem", 0.7) if len(sight.body) > 30 else None
    if whose.is_of_a_subject(sight, label) or whose.is_of_another_thing(sight, label):
        return None
    found = told or content(sight, label)
    if found is not None and found.verdict is Verdict.PUBLISHED:
        found = _weighed(sight, label, found)
        return None if sight.page.is_news and found.verdict is Verdict.PARTIAL else found  # news of others
    return found


def _named(sight: Sight) -> tuple[str, Finding | None] | None:  # noqa: PLR0911 - one return per rule
    """By which label a section is an account, with what it tells where only its words say so."""
    label = sight.label
    if PHRASES["laws"].opens(label):
        return None
    if PHRASES["labels"].is_label(label, 70) or PHRASES["structure"].is_label(label, 70):
        return label, None
    if sight.section.path and PHRASES["labels"].is_label(sight.above, 70):
        return None if sight.zone in {"header", "footer", "aside"} else (sight.above, None)
    if sight.zone != "main":
        return None
    if sight.kind is SectionKind.PARAGRAPH and PHRASES["labels"].search(sight.page.title):
        return sight.page.title, None
    if sight.is_leaf and any(PHRASES["structure"].is_label(part, 30) for part in sight.page.title_parts):
        return "struktur", None
    if not sight.page.is_news and _opens_with_duty(sight):
        return "tugas", None
    if not sight.label and PHRASES["vision_start"].search(sight.body):
        return "visi", None
    told = _told(sight)
    return None if told is None else (_OF_REASON[told.reason], told)


def _weighed(sight: Sight, label: str, found: Finding) -> Finding:
    """What a section tells, or that it is another's, unfinished, or the same text as everywhere."""
    others = owners.is_of_other_office(sight) or owners.is_of_another_level(sight)
    if (
        others
        or whose.is_of_company(sight, found)
        or namesakes.is_elsewhere(sight)
        or (found.reason == "vision" and namesakes.aims_for_another(sight))
        or (found.reason == "vision" and namesakes.is_of_namesake_region(sight))
        or namesakes.headed_as_another(sight)
        or (found.reason == "structure" and whose.leads_another(sight))
        or (whose.another_subject(sight) and not whose.names_unit(sight))
    ):
        return partial(_ID, sight, "other_unit", 0.65)
    if whose.is_from_above(sight, label, found) or owners.is_of_region(sight, whose.quoted(found)):
        return partial(_ID, sight, "region", 0.65)
    if (
        PHRASES["unfinished"].search(sight.body)
        and (
            not sight.is_leaf
            or len(_finished(sight.body)) < _FINISHED  # parts that are told are judged by themselves
        )
        and not (found.reason == "structure" and _mostly_filled(sight.body))
    ):
        return partial(_ID, sight, "unfinished", 0.65)
    alike = PHRASES["textbook"].has(sight.body, 2) and not tells_origin(sight.body)
    if alike:
        return partial(_ID, sight, "general", 0.6)
    return found


def _told(sight: Sight) -> Finding | None:
    """The unit's vision, duty or beginning in a sentence, without any heading."""
    if (hit := vision_told(sight.body)) is not None:
        return published(_ID, sight, "vision", 0.8, hit.span())
    if (said := vision_below_line(sight)) is not None:
        return published(_ID, sight, "vision", 0.8, said)
    if (founded := founded_in(sight)) is not None:
        return published(_ID, sight, "history", 0.8, founded)
    if (found := inline(sight)) is not None:
        return found
    duty = duty_told(sight)
    return published(_ID, sight, "tasks", 0.78, duty) if duty else None


def _opens_with_duty(sight: Sight) -> bool:
    """A text that begins with a part of the office and its duty; the part may be its heading."""
    said = sight.said
    if "profil.duty_start" in said and PHRASES["duty_start"].search(sight.body):
        return PHRASES["duty_opening"].search(f"{sight.label} {sight.body[:60]}") is not None
    return "profil.duty_opening" in said and PHRASES["duty_opening"].search(sight.body) is not None


def _finished(body: str) -> str:
    """What a body tells beside the sentences that say that something is still to come."""
    told = (body[start:end].strip() for start, end in parted(body))
    return " ".join(sentence for sentence in told if not PHRASES["unfinished"].search(sentence))


def _mostly_filled(body: str) -> bool:
    """Posts with names, but for a few that nobody holds yet ("Kasi Pelayanan: (menyusul)")."""
    posts = [PHRASES["unfinished"].search(line) is None for line in body.split("\n") if line.strip()]
    return sum(posts) >= 2 and 2 * sum(posts) > len(posts)


def _of_the_site(site: SiteSight) -> list[Finding]:
    return [*_charts(site), *_titled_structure(site), *_called_profile(site)]


def _own_pages(site: SiteSight) -> Iterator[PageSight]:
    """Pages of the site, no documents, that neither tell news nor are the PPID's."""
    for page in site.pages_for(_ID):
        if not (page.is_news or page.is_ppid or page.external or page.is_document):
            yield page


def _titled_structure(site: SiteSight) -> Iterator[Finding]:
    """A page called "Struktur" whose posts each stand on a card or a line of their own."""
    for page in _own_pages(site):
        if not any(PHRASES["structure"].is_label(part, 30) for part in page.title_parts):
            continue
        cards = [
            sight
            for sight in page.sights_for(_ID)
            if sight.zone == "main" and sight.is_leaf and PHRASES["posts"].regex.match(sight.label)
        ]
        if len({sight.label for sight in cards if sight.body.strip()}) >= 2:
            yield published(_ID, cards[0], "structure", 0.8)


def _called_profile(site: SiteSight) -> Iterator[Finding]:
    """A part called "Profil" with something else below it: announced, whatever stands there (partial a). So
    is "Tentang RSUD Andai" as the small line over another headline."""
    for page in _own_pages(site):
        for sight in page.sights_for(_ID):
            if sight.zone == "main" and sight.kind is SectionKind.HEADING:
                listed = PHRASES["own_page"] if sight.body.strip() else PHRASES["about_unit"]
                called = listed.search(bare_label(sight.label))
                barred = PHRASES["not_labels"].search(sight.label) or PHRASES["persons"].search(sight.label)
                if (
                    called
                    and whose.may_be_own(sight, called.group())
                    and not (barred or sight.is_ppid or whose.is_of_another_thing(sight, sight.label))
                ):
                    yield partial(_ID, sight, "heading_only", 0.55)


def _charts(site: SiteSight) -> list[Finding]:
    """Structure charts and posters: a picture or PDF called so that names at least two posts."""
    found = []
    for page in site.pages_for(_ID):
        if not page.is_document or page.external or page.is_ppid:
            continue
        called = PHRASES["chart"].search(page.heading)
        if (called or PHRASES["chart"].search(page.text[:300])) and (
            PHRASES["posts"].has(page.text, 2)
            or (called and page.page.source is Source.IMAGE and len(page.text) > 60)
        ):
            hit = PHRASES["structure"].search(page.text) or PHRASES["posts"].search(page.text)
            found.append(published_by_page(_ID, page, "structure", 0.85, hit.span() if hit else (0, 0)))
    return found


CHECK = SectionCheck(PHRASES, judge, extra=_of_the_site, announce_labels="announce_labels")
