"""Persyaratan: what an applicant must bring or meet (UU 25/2009 art. 21; PermenPANRB 15/2014).

Published   at least one concrete document or condition for getting a service. The items may stand
            under a service's name without the word "persyaratan" (real village and kelurahan sites
            list "Pengantar RT; FC KK" under "Surat Keterangan Usaha"), or in a sentence ("membawa
            KTP dan kartu BPJS").
Partial     the heading is there but empty, vague or elsewhere; documents appear only as upload
            fields of an application form; concrete, but for one dated event or news item.
Not found   no such section, and everything the site offered was read. Conditions of vacancies,
            contests and courses are no service of the unit; terms of use are none either.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from auditor.checks.base import SectionCheck, Sight, partial, published
from auditor.checks.below import has_only_facts_below
from auditor.checks.clauses import line_around, within
from auditor.checks.marks import MARKED
from auditor.checks.names import is_office, is_service_name, mentions_service
from auditor.checks.offered import lists_services
from auditor.checks.requirement_owners import (
    PHRASES,
    heads_of,
    means_else,
    of_a_course,
    of_a_society,
    of_an_account,
    of_another_matter,
)
from auditor.checks.requirement_papers import (
    REACH,
    are_downloads,
    captioned,
    count_items,
    is_item_list,
    is_obtained,
    lists_several,
    not_told_in_general,
    overviews,
    papers_named,
)
from auditor.checks.uploads import names_field, upload_fields
from auditor.checks.wordings import CONTEXT
from auditor.models import Finding, SectionKind
from auditor.patterns import Owned

_ID = "persyaratan"
# "serahkan berkas, lalu KK diserahkan": what comes after is another act, or what the papers are for
_CLAUSE_END = re.compile(
    r"[.!?]\s|\n\n|\b(?:lalu|kemudian|selanjutnya|setelah|petugas|untuk|agar|supaya|guna)\b"
)
_TOLD = 180  # characters behind the demanding words in which a report names the papers
_TOLD_END = re.compile(
    r"[.!?]\s(?!(?:di ?antaranya|mulai dari|yaitu|yakni|antara lain|meliputi|berupa)\b)|\n\n"
)
_SENTENCE_END = re.compile(r"[.!?\n](?=\s|$)")
_SERVING = 28  # characters before "syarat" that make it what a paper serves for
_LIST = 8  # lines above an item in which its list's caption stands


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    if means_else(sight, sight.label):
        return _of_candidates(sight)
    found = _asked_for(sight)
    return None if found is None or of_another_matter(sight) else found


def _asked_for(sight: Sight) -> Finding | None:  # noqa: PLR0911 - one return per form of requirements
    """What a section asks an applicant for, whoever asks it."""
    if sight.kind is SectionKind.FORM:
        return _form(sight)
    labelled = PHRASES["labels"].is_label(sight.label)
    nested = not labelled and bool(sight.section.path) and PHRASES["labels"].is_label(sight.above)
    if nested and PHRASES["not_labels"].search(sight.above):
        return None
    if not (labelled or nested or _may_ask(sight)):
        return None
    named = papers_named(sight.body)
    if "syarat" not in sight.label and all(
        PHRASES["weak_documents"].regex.fullmatch(hit.group()) for hit in named
    ):
        named = ()
    fields = upload_fields(sight.body) if named else []
    hits = [hit for hit in named if not within(fields, hit.start())]
    if len(hits) < len(named) and len(hits) <= 1 and not (hits and labelled):
        return _sentence(sight, fields) or _asked(sight, named[0].span())
    if names_field(sight) or (named and PHRASES["upload"].opens(sight.label)):
        return _asked(sight, (0, 0))
    if labelled or nested:
        return None if are_downloads(sight) else _labelled(sight, hits, nested)
    if below := captioned(sight, hits):
        return _published(sight, "items_under_service", 0.75, below)
    if (
        len(hits) >= 2
        and (sight.is_leaf or has_only_facts_below(sight))
        and _under_service(sight)
        and is_item_list(sight, hits)
        and not lists_services(sight)
    ):
        return _published(sight, "items_under_service", 0.85, hits[0].span())
    return _sentence(sight, fields) or _reported(sight, hits) or _general(sight)


@cache
def _asking() -> Owned[str]:
    lists = ("bring", "captions", "demands", "upload", "controls")
    return Owned((name, pattern) for name in lists for pattern in PHRASES[name].loose)


@lru_cache(maxsize=2048)  # cards repeat on every page
def _asks(body: str) -> frozenset[str]:
    """Which lists of words that ask for papers a body may hold."""
    return frozenset(_asking().of(body))


def _may_ask(sight: Sight) -> bool:
    """Whether papers in a section without such a label may be asked for: by a service's heading, a field's
    name, a verb, a caption, a control. Prose that only speaks of papers is read no further."""
    return (
        (_under_service(sight) and (sight.is_leaf or has_only_facts_below(sight)))
        or PHRASES["documents"].may_occur(sight.label)
        or PHRASES["upload"].opens(sight.label)
        or bool(_asks(sight.body))
    )


def _asked(sight: Sight, span: tuple[int, int]) -> Finding | None:
    """Papers that only a form's fields name; a form for a vacancy or a complaint is no service's."""
    if sight.is_vacancy_or_event or sight.is_nav or PHRASES["desks"].search(f"{sight.path} / {sight.label}"):
        return None
    return partial(_ID, sight, "upload_fields", 0.8, span)


def _of_candidates(sight: Sight) -> Finding | None:
    """Conditions of an intake, told in a dated post; elsewhere such a heading is about something else."""
    if not (sight.page.is_news and PHRASES["candidates"].search(sight.label)):
        return None
    hit = PHRASES["documents"].search(sight.body)
    return partial(_ID, sight, "one_event", 0.55, hit.span()) if hit is not None else None


def _labelled(sight: Sight, hits: list[re.Match[str]], nested: bool) -> Finding | None:
    if not sight.body.strip() or (sight.is_placeholder and not overviews(sight.body)):
        return None  # a bare heading is found by announced()
    hits, named = not_told_in_general(sight, hits), hits
    if hits:
        strength = 0.97 if sight.kind is SectionKind.ROW or len(hits) >= 2 else 0.92
        return _published(sight, "documents", strength - (0.04 if nested else 0), hits[0].span())
    general = [hit.span() for hit in PHRASES["unspecific"].finditer(sight.body)]
    general += overviews(sight.body)
    conditions = list(PHRASES["conditions"].finditer(sight.body))
    condition = next((hit for hit in conditions if not within(general, hit.start())), None)
    if named or (PHRASES["vague"].search(sight.body) and len(sight.body) < 400):
        return None if nested else partial(_ID, sight, "vague", 0.75)
    if condition and count_items(sight.body) >= 1 and not sight.is_reporting:
        return _published(
            sight, "conditions", 0.8 if count_items(sight.body) >= 2 else 0.65, condition.span()
        )
    if nested or len(sight.body) < 15 or _says_nothing(sight) or PHRASES["serves_papers"].search(sight.label):
        return None
    return partial(_ID, sight, "vague", 0.6)


def _general(sight: Sight) -> Finding | None:
    """A line "Persyaratan sesuai ketentuan" on the card of a service: said that, not what."""
    if sight.is_nav:
        return None
    asked = PHRASES["asked_in_general"].search(sight.body)
    if asked is not None and _asks_clients(sight, asked):
        return None if _says_nothing(sight) else partial(_ID, sight, "vague", 0.5, asked.span())
    hit = PHRASES["general"].search(sight.body) if sight.service and sight.is_leaf else None
    if hit is None or _says_nothing(sight):
        return None
    return partial(_ID, sight, "vague", 0.55, hit.span())


def _asks_clients(sight: Sight, asked: re.Match[str]) -> bool:
    """Whether "membawa dokumen yang diperlukan" is said of a service to those who come for it."""
    if sight.zone != "main" or sight.is_regulation_text or sight.told_once(*asked.span()):
        return False
    line = line_around(sight.body, *asked.span())
    if PHRASES["desks"].search(f"{sight.path} / {sight.label} / {line}") or of_an_account(sight.label, line):
        return False
    return _under_service(sight) or PHRASES["clients"].search(f"{sight.label} / {line}") is not None


def _says_nothing(sight: Sight) -> bool:
    """Reports, excerpts of news and praise ("Persyaratan mudah") do not announce requirements."""
    if sight.is_reporting or sight.is_vacancy_or_event:
        return True
    if sight.page.is_listing and not overviews(sight.body):
        return True
    if sight.page.is_news and not sight.page.is_standard_post:
        return True
    return PHRASES["slogans"].search(sight.label) is not None


def _form(sight: Sight) -> Finding | None:
    for match in PHRASES["documents"].finditer(sight.body):
        line = line_around(sight.body, *match.span())
        if PHRASES["upload"].search(line) or "[file]" in line:
            return _asked(sight, match.span())
    fields = upload_fields(sight.body)
    hit = next((hit for hit in PHRASES["documents"].finditer(sight.body) if fields), None)
    return _asked(sight, hit.span()) if hit is not None and within(fields, hit.start()) else None


def _under_service(sight: Sight) -> bool:
    return not is_office(sight.label) and (
        bool(sight.service)
        or is_service_name(sight.label)
        or is_service_name(sight.above)
        or (is_service_name(sight.page.title) and not sight.page.is_news)
    )


def _sentence(sight: Sight, fields: list[tuple[int, int]]) -> Finding | None:
    """ "membawa KTP": a verb that makes it a requirement, and a document in the same clause."""
    if "bring" not in _asks(sight.body):
        return None
    told_once: Finding | None = None
    for verb in PHRASES["bring"].finditer(sight.body):
        end = verb.end() + REACH
        clause = _CLAUSE_END.split(sight.body[verb.end() : end], maxsplit=1)[0]
        named = PHRASES["documents"].finditer(clause)
        hit = next((paper for paper in named if not is_obtained(clause, paper)), None)
        if hit is None:
            continue
        near = sight.body[max(0, verb.start() - 150) : end + 150]
        if PHRASES["account"].search(near) or _of_no_service(sight, verb):
            continue
        if PHRASES["joining"].search(near) and of_a_society(f"{heads_of(sight)} / {near}", ""):
            continue
        if PHRASES["handed_out"].regex.match(sight.body, verb.start()):
            continue
        if within(fields, verb.start()) or within(fields, verb.end() + hit.start()):
            continue
        if sight.is_regulation_text or _is_asked(sight.body, verb.end()):
            continue
        span = (verb.start(), verb.end() + hit.end())
        if _is_dated(near):
            told_once = told_once or partial(_ID, sight, "one_event", 0.5, span)
            continue
        told = (sight.is_reporting or sight.page.is_report) and not (
            sight.page.is_standard_post and lists_several(verb, clause)
        )
        if told:
            if sight.is_of_a_day and mentions_service(f"{sight.page.headline} / {sight.around}"):
                return partial(_ID, sight, "one_event", 0.5, span)
        else:
            return _published(sight, "prose", 0.75 if _under_service(sight) else 0.62, span)
    return told_once


def _of_no_service(sight: Sight, verb: re.Match[str]) -> bool:
    """Words of two cells side by side, a visitor at the gate, an item below a caption of something else, or a
    course told in the same line."""
    before = sight.body[: verb.start()]
    if "\t" in verb.group() or PHRASES["visitors"].search(before[-_SERVING:]):
        return True
    above = reversed(before.split("\n")[-_LIST:-1])
    head = next((line for line in above if line.strip() and not MARKED.match(line)), "")
    line = line_around(sight.body, *verb.span())
    if means_else(sight, head) or CONTEXT["ppid_strong"].search(head) or of_an_account(head, line):
        return True
    near = (sight.label, sight.above, line)
    return any(PHRASES["courses"].search(words) for words in near)


def _is_asked(body: str, start: int) -> bool:
    """ "Apakah harus membawa KTP?" asks; what is brought says the answer."""
    end = _SENTENCE_END.search(body, start)
    return end is not None and end.group() == "?"


def _is_dated(near: str) -> bool:
    """A calendar date beside it; the line under a post's headline is none."""
    return any(
        not CONTEXT["date_line"].regex.fullmatch(line_around(near, *hit.span()).strip())
        for hit in PHRASES["dated"].finditer(near)
    )


def _reported(sight: Sight, hits: list[re.Match[str]]) -> Finding | None:
    """A press report that says which papers are asked for, be it for a service, a course or a grant."""
    page = sight.page
    if not hits or "demands" not in _asks(sight.body):
        return None
    if sight.zone != "main" or (page.is_listing and page.is_news) or page.is_of_another_body:
        return None
    for demand in PHRASES["demands"].finditer(sight.body):
        end = min(_clause(sight.body, demand.end()), demand.end() + _TOLD)
        if PHRASES["serving"].search(sight.body[max(0, demand.start() - _SERVING) : demand.start() + 1]):
            continue
        if PHRASES["handed_out"].search(sight.body[demand.start() : end]):
            continue
        asked = (hit for hit in hits if demand.end() <= hit.start() < end)
        paper = next((hit for hit in asked if not is_obtained(sight.body, hit)), None)
        if paper is None or sight.is_regulation_text or not sight.told_once(*demand.span()):
            continue
        if not PHRASES["account"].search(sight.body[demand.start() : end]):
            return partial(_ID, sight, "one_event", 0.5, (demand.start(), paper.end()))
    return None


def _clause(body: str, start: int) -> int:
    """Where the sentence ends that goes on at ``start``; a list below a colon or "berikut" belongs to it."""
    end = _TOLD_END.search(body, start)
    return end.start() if end is not None else len(body)


def _published(sight: Sight, reason: str, confidence: float, span: tuple[int, int]) -> Finding | None:
    if sight.is_vacancy_or_event or sight.page.is_news_about or of_a_course(sight):
        if sight.page.is_news and reason in {"documents", "conditions"} and not sight.is_regulation_text:
            return partial(_ID, sight, "one_event", 0.55, span)
        return None
    if sight.page.is_one_event:
        return partial(_ID, sight, "one_event", 0.6, span)
    if sight.page.is_news:
        if not (
            sight.service
            or sight.page.is_standard_post
            or mentions_service(f"{sight.page.title} / {sight.around}")
        ):
            return (
                partial(_ID, sight, "one_event", 0.5, span) if reason in {"documents", "conditions"} else None
            )
        confidence -= 0.15
    elif _is_told_once(sight, reason, span):
        return partial(_ID, sight, "one_event", 0.5, span)
    return published(_ID, sight, reason, confidence, span)


def _is_told_once(sight: Sight, reason: str, span: tuple[int, int]) -> bool:
    """In an item of news on another page: a sentence always, a list only where no service's card has it."""
    listed = reason != "prose" and (_under_service(sight) or not sight.is_dated_item)
    return not listed and sight.told_once(*span)


CHECK = SectionCheck(PHRASES, judge)
