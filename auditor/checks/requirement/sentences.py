"""Papers asked for in running words: a verb that makes them a requirement, a demand that a report quotes."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from auditor.checks.base import Sight, partial
from auditor.checks.owners import names_other_body
from auditor.checks.requirement.findings import required, under_service
from auditor.checks.requirement.owners import (
    PHRASES,
    caption_of,
    heads_of,
    means_else,
    of_a_society,
    of_an_account,
    of_own_staff,
    told_of_others,
)
from auditor.checks.requirement.papers import REACH, is_obtained, lists_several
from auditor.checks.requirement.rows import is_row_of_papers
from auditor.checks.words.clauses import line_around, line_span, within
from auditor.checks.words.marks import MARKED
from auditor.checks.words.names import mentions_service
from auditor.checks.words.stops import FULL_STOP, breath
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Finding
from auditor.patterns import Owned

_ID = PHRASES.id
# "serahkan berkas, lalu KK diserahkan": what comes after is another act, or what the papers are for
_TOLD = 180  # characters behind the demanding words in which a report names the papers
_SIGNED = re.compile(r'[^"\n]*"\s*(?:\(|[-–—~]\s*)[a-z]')  # a quote's end, and who said it
_NEAR = 150  # characters around a passage that tell what it is about
_SUBJECT = 60  # characters before a verb in which its subject stands
_SERVING = 28  # characters before "syarat" that make it what a paper serves for


@cache
def _asking() -> Owned[str]:
    lists = ("bring", "captions", "demands", "upload", "controls")
    return Owned((name, pattern) for name in lists for pattern in PHRASES[name].loose)


@lru_cache(maxsize=2048)  # cards repeat on every page
def asks(body: str) -> frozenset[str]:
    """Which lists of words that ask for papers a body may hold."""
    return frozenset(_asking().of(body))


def in_sentence(sight: Sight, fields: list[tuple[int, int]]) -> Finding | None:
    """ "membawa KTP": a verb that makes it a requirement, and a document in the same clause."""
    if "bring" not in asks(sight.body):
        return None
    told_once: Finding | None = None
    for verb in PHRASES["bring"].known(sight.body):
        end = verb.end() + REACH
        clause = PHRASES["clause_ends"].regex.split(sight.body[verb.end() : end], maxsplit=1)[0]
        named = PHRASES["documents"].finditer(clause)
        hit = next((paper for paper in named if not is_obtained(clause, paper)), None)
        hit = hit or _any_paper(sight, verb, clause)
        if hit is None:
            continue
        near = sight.body[max(0, verb.start() - _NEAR) : end + _NEAR]
        own = line_around(sight.body, *verb.span())
        about = own if MARKED.match(own) else near
        if PHRASES["account"].search(about) or _of_no_service(sight, verb):
            continue
        if PHRASES["joining"].search(near) and of_a_society(f"{heads_of(sight)} / {near}", ""):
            continue
        if PHRASES["handed_out"].regex.match(sight.body, verb.start()) or _staff_brings(sight.body, verb):
            continue
        if within(fields, verb.start()) or within(fields, verb.end() + hit.start()):
            continue
        if sight.is_regulation_text or _is_asked(sight.body, verb.end()):
            continue
        span = (verb.start(), verb.end() + hit.end())
        of_a_day = _is_dated(near)
        if of_a_day or PHRASES["participants"].search(sight.body[max(0, span[0] - _SUBJECT) : span[0]]):
            told_once = told_once or (partial(_ID, sight, "one_event", 0.5, span) if of_a_day else None)
            continue
        told = (sight.is_reporting or sight.page.is_report) and not (
            sight.page.is_standard_post and lists_several(verb, clause)
        )
        if told:
            if sight.is_of_a_day and mentions_service(f"{sight.page.headline} / {sight.around}"):
                return partial(_ID, sight, "one_event", 0.5, span)
        else:
            return required(sight, "prose", 0.75 if under_service(sight) else 0.62, span)
    return told_once


def _any_paper(sight: Sight, verb: re.Match[str], clause: str) -> re.Match[str] | None:
    """ "dilampiri foto pohon": whatever is called a paper right behind a verb of handing in, and two papers
    in a row behind any; a plan's or a budget's annexes are the office's own."""
    told = clause.split(".", 1)[0]
    if PHRASES["handing_in"].regex.fullmatch(verb.group()) is None and not is_row_of_papers(told):
        return None
    if PHRASES["plans"].search(f"{sight.around} / {line_around(sight.body, *verb.span())}"):
        return None
    return PHRASES["papers"].regex.match(clause, len(clause) - len(clause.lstrip()))


def _of_no_service(sight: Sight, verb: re.Match[str]) -> bool:
    """Words of two cells side by side, a visitor at the gate, an item below a caption of something else, or a
    course told in the same line."""
    before = sight.body[: verb.start()]
    if "\t" in verb.group() or PHRASES["visitors"].search(before[-_SERVING:]) or _is_praise(sight.body, verb):
        return True
    if told_of_others(sight, *verb.span()) or _is_others_service(sight, verb):
        return True
    head = caption_of(sight.body, verb.start())
    if of_own_staff(sight, head):
        return True
    line = line_around(sight.body, *verb.span())
    if any(PHRASES[name].search(f"{head} / {sight.label or sight.above}") for name in ("desks", "journeys")):
        return True
    if means_else(sight, head) or CONTEXT["ppid_strong"].search(head) or of_an_account(head, line):
        return True
    near = (sight.label, sight.above, line)
    of_course = any(PHRASES["courses"].search(words) for words in near)
    return of_course or not (sight.told_once(*verb.span()) or _is_of_a_service(sight, verb))


def _is_of_a_service(sight: Sight, verb: re.Match[str]) -> bool:
    """Beside the name of a service or a word for those who come for one: "Siswa yang lolos membawa kartu"
    brings papers to something else."""
    if under_service(sight):
        return True
    heads = f"{sight.page.heading} / {sight.around}"
    start = max(0, verb.start() - _NEAR)
    told = f"{heads} / {sight.body[start : verb.end() + REACH + _NEAR]}"
    if mentions_service(told) or any(PHRASES[name].search(told) for name in ("clients", "programmes")):
        return True
    return PHRASES["letters"].search(f"{heads} / {sight.body[start : verb.end()]}") is not None


def _is_others_service(sight: Sight, verb: re.Match[str]) -> bool:
    """ "SIM diterbitkan Satlantas. Pemohon membawa KTP": asked for what the line told before, a service of
    another body; not where the heading is of the unit's own letter."""
    if any(PHRASES["own_letters"].search(words) for words in (sight.label or sight.above, sight.service)):
        return False
    start, end = line_span(sight.body, *verb.span())
    told = sight.body[max(start, verb.start() - REACH) : min(end, verb.end() + _SUBJECT)]
    return any(names_other_body(words, sight.page.unit_name) for words in (sight.label, told))


def _is_praise(body: str, verb: re.Match[str]) -> bool:
    """'"Syaratnya cuma KTP" (Ani)': what a visitor said of it, signed."""
    before = body[body.rfind("\n", 0, verb.start()) + 1 : verb.start()]
    return before.count('"') % 2 == 1 and _SIGNED.match(body, verb.end()) is not None


def _staff_brings(body: str, verb: re.Match[str]) -> bool:
    """ "Tim membawa 120 KTP": the office's own people carry it, in the same sentence."""
    before = body[max(0, verb.start() - _SUBJECT) : verb.start()]
    return PHRASES["staff_brings"].search(breath(before)) is not None


def _is_asked(body: str, start: int) -> bool:
    """ "Apakah harus membawa KTP?" asks; what is brought says the answer."""
    end = FULL_STOP.search(body, start)
    return end is not None and end.group() == "?"


def _is_dated(near: str) -> bool:
    """A calendar date beside it; the line under a post's headline is none."""
    return any(
        not CONTEXT["date_line"].regex.fullmatch(line_around(near, *hit.span()).strip())
        for hit in PHRASES["dated"].finditer(near)
    )


def in_report(sight: Sight, hits: list[re.Match[str]]) -> Finding | None:
    """A press report that says which papers are asked for, be it for a service, a course or a grant."""
    page = sight.page
    if not hits or "demands" not in asks(sight.body):
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
    end = PHRASES["report_ends"].regex.search(body, start)
    return end.start() if end is not None else len(body)
