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

from auditor.checks.base import SectionCheck, Sight, partial
from auditor.checks.requirement.conditions import are_conditions, behind_a_name
from auditor.checks.requirement.findings import required, under_service
from auditor.checks.requirement.offered import lists_services
from auditor.checks.requirement.owners import (
    PHRASES,
    means_else,
    of_an_account,
    of_another_matter,
)
from auditor.checks.requirement.papers import (
    are_downloads,
    captioned,
    count_items,
    is_item_list,
    not_told_in_general,
    overviews,
    papers_named,
)
from auditor.checks.requirement.rows import in_a_row, under_bare_label
from auditor.checks.requirement.sentences import asks, in_report, in_sentence
from auditor.checks.requirement.uploads import names_field, upload_fields
from auditor.checks.sight.below import has_only_facts_below
from auditor.checks.words.clauses import line_around, within
from auditor.checks.words.marks import MARKED, unmarked
from auditor.checks.words.names import is_service_name, mentions_service
from auditor.models import Finding, SectionKind

_ID = PHRASES.id
_LEAST = 2  # conditions that make a list of them
_WORDS = 1  # blanks in a condition, at least


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
    labelled = PHRASES["labels"].is_label(sight.label) or under_bare_label(sight)
    nested = not labelled and bool(sight.section.path) and PHRASES["labels"].is_label(sight.above)
    if nested and PHRASES["not_labels"].search(sight.above):
        return None
    row = None if labelled or nested else in_a_row(sight)
    if not (labelled or nested or row or _may_ask(sight)):
        return _conditions(sight)
    named = papers_named(sight.body)
    if "syarat" not in sight.label and all(
        PHRASES["weak_documents"].regex.fullmatch(hit.group()) for hit in named
    ):
        named = ()
    fields = upload_fields(sight.body) if named else []
    hits = [hit for hit in named if not within(fields, hit.start())]
    if len(hits) < len(named) and len(hits) <= 1 and not (hits and labelled):
        return in_sentence(sight, fields) or _asked(sight, named[0].span())
    if names_field(sight) or (named and PHRASES["upload"].opens(sight.label)):
        return _asked(sight, (0, 0))
    if labelled or nested:
        return None if are_downloads(sight) else _labelled(sight, hits, nested)
    if below := captioned(sight, hits):
        return required(sight, "items_under_service", 0.75, below)
    if (
        len(hits) >= 2
        and (sight.is_leaf or has_only_facts_below(sight))
        and under_service(sight)
        and is_item_list(sight, hits)
        and not lists_services(sight)
    ):
        return required(sight, "items_under_service", 0.85, hits[0].span())
    if row and not fields:
        return required(sight, "items_under_service", 0.68, row)
    return in_sentence(sight, fields) or in_report(sight, hits) or _conditions(sight) or _general(sight)


def _conditions(sight: Sight) -> Finding | None:
    """Conditions told behind a service's name."""
    told = behind_a_name(sight)
    if told is None or sight.is_reporting or sight.is_of_a_day:
        return None
    return required(sight, "conditions", 0.62, told)


def _may_ask(sight: Sight) -> bool:
    """Whether papers in a section without such a label may be asked for: by a service's heading, a field's
    name, a verb, a caption, a control. Prose that only speaks of papers is read no further."""
    return (
        (under_service(sight) and (sight.is_leaf or has_only_facts_below(sight)))
        or PHRASES["documents"].may_occur(sight.label)
        or PHRASES["upload"].opens(sight.label)
        or bool(asks(sight.body))
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
        return required(sight, "documents", strength - (0.04 if nested else 0), hits[0].span())
    if named or (PHRASES["vague"].search(sight.body) and len(sight.body) < 400):
        return None if nested else partial(_ID, sight, "vague", 0.75)
    for_service = _are_for_service(sight)
    found = None if sight.is_reporting or not for_service else _conditions_below(sight, nested)
    if found is not None:
        return found
    if (
        nested
        or not for_service
        or len(sight.body) < 15
        or _says_nothing(sight)
        or PHRASES["serves_papers"].search(sight.label)
    ):
        return None
    return partial(_ID, sight, "vague", 0.6)


def _conditions_below(sight: Sight, nested: bool) -> Finding | None:
    """Conditions in a section that is labelled as requirements."""
    general = [hit.span() for hit in PHRASES["unspecific"].finditer(sight.body)]
    general += overviews(sight.body)
    conditions = list(PHRASES["conditions"].finditer(sight.body))
    if PHRASES["not_yet"].search(sight.body):
        # what is said around an empty list is about papers, and names none
        conditions = [hit for hit in conditions if MARKED.match(line_around(sight.body, *hit.span()))]
    condition = next((hit for hit in conditions if not within(general, hit.start())), None)
    items = count_items(sight.body)
    if condition and items >= 1:
        return required(sight, "conditions", 0.8 if items >= _LEAST else 0.65, condition.span())
    lines = sight.body.split("\n")
    if are_conditions(lines):
        return required(sight, "conditions", 0.65, (0, len(lines[0])))
    listed = not nested and _lists_conditions(sight)
    return required(sight, "conditions", 0.55, (0, 0)) if listed else None


def _are_for_service(sight: Sight) -> bool:
    """An everyday head ("Ketentuan", "Kriteria") may be over the rules of anything."""
    if PHRASES["labels"].search(sight.label) is not None:
        return True
    if PHRASES["conditions_of_others"].search(f"{sight.label} / {sight.body}"):
        return False
    return under_service(sight) or mentions_service(f"{sight.around} / {sight.body}")


def _lists_conditions(sight: Sight) -> bool:
    """Items under "Syarat" of a service that are neither services nor praise: what must be met, in whatever
    words ("Ban tidak gundul")."""
    if "syarat" not in sight.label or not under_service(sight) or _says_nothing(sight):
        return False
    items = [unmarked(line).strip() for line in sight.body.split("\n") if MARKED.match(line)]
    told = [item for item in items if item.count(" ") >= _WORDS and not is_service_name(item)]
    return len(told) >= _LEAST and len(told) == len(items) and not sight.section.links


def _general(sight: Sight) -> Finding | None:
    """A line "Persyaratan sesuai ketentuan" on the card of a service: said that, not what."""
    if sight.is_nav:
        return None
    may = "persyaratan.asked_in_general" in sight.said
    asked = next(PHRASES["asked_in_general"].known(sight.body), None) if may else None
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
    told = f"{sight.label} / {line}"
    return under_service(sight) or any(PHRASES[name].search(told) for name in ("clients", "letters"))


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


CHECK: SectionCheck = SectionCheck(PHRASES, judge)
