"""What an account of an office tells: its vision, duties, history or structure."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.checks import owners
from auditor.checks.base import Phrases, Sight, partial, published
from auditor.checks.beginnings import YEAR
from auditor.checks.words.clauses import REACH, clause, words_around
from auditor.checks.words.phrasebook import bare_label
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Finding

PHRASES = Phrases.load("profil")
_ID = PHRASES.id
_SHORT, _LONG = 60, 100  # characters of a history in a line or two, and of one that needs no three signs
_LEAD_IN = 40  # characters of a line that is a sentence, no breadcrumb
_POST = 60  # characters of a line that is a post
_WHOLE = 200  # characters of a text that tells a past without naming its beginning
_TOLD = 8  # spaces of a text that tells anything
_TASKS = 40  # characters of tasks told, at least
_LEADERS = 2  # of those who led an office, that make its past
_LED = re.compile(r"(?m)^(?=[^\n]*[a-z]{3})[^\n]{3,90}?(?<!\d)(?:19|20)\d\d(?!\d)[^\n]*$")
_PAUSE = re.compile(r"[,:]")
_SAID, _WORDS = 15, 3  # characters and spaces of what stands behind a label in a running text
_PARTS = 3  # posts and parts of an office that make a sentence its structure


def content(sight: Sight, label: str) -> Finding | None:  # noqa: PLR0911 - one return per kind
    """What a section under such a label tells of the office; None when it tells nothing of it."""
    body = sight.body
    if PHRASES["leaders"].search(label):
        return _leaders(sight, label)
    if PHRASES["structure"].is_label(label, 70) and PHRASES["posts"].has(body, 2):
        return published(_ID, sight, "structure", 0.9)
    if PHRASES["tasks"].search(label) and (found := _tasks(sight, label)) is not None:
        return found
    if PHRASES["vision"].search(label) and (said := _vision(sight, label)) is not None:
        return published(_ID, sight, "vision", 0.95, said)
    if PHRASES["vision"].search(label) and PHRASES["meaning"].search(body):
        return partial(_ID, sight, "general", 0.6)
    of_past = PHRASES["history"].search(label) is not None
    if of_past and (found := _history(sight, label)) is not None:
        return found
    inner = re.search(r"(?<!\w)(?:visi|misi)(\s*[:\n]\s*)\S[^\n]{15,}", body)
    if inner and not sight.is_ppid and (":" in inner[1] or PHRASES["aims"].search(inner.group())):
        return published(_ID, sight, "vision", 0.9, inner.span())
    if PHRASES["about"].search(label) and len(body) >= 60:
        return _about(sight)
    if of_past and PHRASES["area"].search(body):
        return partial(_ID, sight, "area", 0.6)
    if of_past and _is_welcome(sight):
        return partial(_ID, sight, "general", 0.6)
    if _is_of_visions(label) and any(len(line) >= _LEAD_IN for line in body.split("\n")):
        return partial(_ID, sight, "general", 0.55)  # the heading announces what only a lead-in follows
    return None


def _leaders(sight: Sight, label: str) -> Finding | None:
    """Who led the office, and when: two or more with their years; a village's heads on its own site only."""
    if "desa" in label and "desa" not in sight.page.unit_name:
        return None
    dated = list(_LED.finditer(sight.body))
    return published(_ID, sight, "history", 0.8, dated[0].span()) if len(dated) >= _LEADERS else None


def _history(sight: Sight, label: str) -> Finding | None:
    """A beginning and what came of it, or who leads the office; where it lies is no history."""
    body = sight.body
    hits = list(PHRASES["history_words"].finditer(body)) if len(body) >= _SHORT else []
    of_past = PHRASES["of_past"].search(label) is not None
    begun = PHRASES["beginnings"].search(body) if len(body) >= _SHORT else None
    if of_past and begun:  # "Sejarah Desa": one sentence tells where its name is from
        return published(_ID, sight, "history", 0.8, begun.span())
    told = of_past or begun or not PHRASES["area"].search(body)
    if told and hits and (len(body) >= _LONG or len({hit.group() for hit in hits}) >= 3):
        return published(_ID, sight, "history", 0.93 if len(hits) >= 2 else 0.8, hits[0].span())
    parts = _made_of(body)
    if parts and PHRASES["posts"].has(body, _PARTS):
        return published(_ID, sight, "structure", 0.8, parts.span())
    duty = _duty(body)
    return published(_ID, sight, "tasks", 0.85, duty.span()) if duty else None


def vision_told(body: str) -> re.Match[str] | None:
    """Where a sentence tells the office's own vision ("Dinas ini memiliki visi yakni terwujudnya ...")."""
    for hit in PHRASES["vision_told"].finditer(body):
        if not PHRASES["others"].search(words_around(body, *hit.span())):
            return hit
    return None


def vision_below_line(sight: Sight) -> tuple[int, int] | None:
    """Where an aim stands right below the line "Visi" or "Misi", under a heading or first line that names the
    office: pages drawn with placed boxes have no other headings."""
    if "visi" not in sight.body and "misi" not in sight.body:
        return None
    head = sight.label or sight.body.partition("\n")[0]
    if sight.is_ppid or sight.page.is_news or sight.is_reporting or not owners.names_body(head):
        return None
    if PHRASES["others"].search(head) or any(_is_of_visions(x.label) for x in sight.page.sections):
        return None
    start, called = 0, False
    for line in sight.body.split("\n"):
        told = len(line) >= _LEAD_IN and PHRASES["aims"].search(line) and not PHRASES["lead_in"].search(line)
        if called and told:
            return start, start + len(line)
        start, called = start + len(line) + 1, PHRASES["vision_line"].regex.fullmatch(line) is not None
    return None


def inline(sight: Sight) -> Finding | None:
    """What stands behind a label inside a running text ("Sejarah singkat: gabungan dua dinas (2016)")."""
    if sight.page.is_news or sight.is_ppid or sight.is_dated_item or not sight.is_leaf:
        return None
    for hit in PHRASES["inline"].finditer(sight.body):
        label, end = hit.group(), clause(sight.body, hit.end(), hit.end())[1]
        said = sight.body[hit.end() : end]
        if len(said) < _SAID or PHRASES["lead_in"].search(said) or _of_another(sight, hit.start()):
            continue
        span = (hit.start(), end)
        if "visi" in label or "misi" in label:
            if (
                said.count(" ") >= _WORDS
                and not PHRASES["meaning"].search(said)
                and not PHRASES["others"].search(said)
            ):
                return published(_ID, sight, "vision", 0.75, span)
        elif "sejarah" in label:
            if PHRASES["beginnings"].search(said) or YEAR.search(said):
                return published(_ID, sight, "history", 0.75, span)
        elif "struktur" in label or "susunan" in label:
            if PHRASES["posts"].has(said, 2):
                return published(_ID, sight, "structure", 0.75, span)
        elif PHRASES["task_words"].search(said):
            return published(_ID, sight, "tasks", 0.75, span)
    return None


def _of_another(sight: Sight, place: int) -> bool:
    """Whether a sentence before a label opens with whom the text is of: a body or a thing that is no office,
    an event, somebody above; an office named in a later sentence takes it back, and "Tim: ..." is a label."""
    body = sight.body
    for listed in ("things", "of_a_day", "others"):
        for hit in PHRASES[listed].finditer(body[:place]):
            start, end = clause(body, *hit.span())
            opens = not body[start : hit.start()].strip() and not body.startswith(":", hit.end())
            if opens and hit.group() not in sight.page.unit_name:
                return not owners.names_office(body[end:place])
    return False


def tells_origin(body: str) -> bool:
    """When the office was built or founded; by which law offices of its kind are is no origin."""
    return any(not PHRASES["by_law"].search(hit.group()) for hit in PHRASES["origin"].finditer(body))


@lru_cache(maxsize=4096)  # asked of each heading of a page for each of its sections
def _is_of_visions(label: str) -> bool:
    """Whether a label means a vision or a mission and nothing else."""
    return (
        PHRASES["vision"].regex.fullmatch(PHRASES["whose_vision"].regex.sub("", bare_label(label)))
        is not None
    )


def _tasks(sight: Sight, label: str) -> Finding | None:
    """What the office has to do, or that a rule says so and no more."""
    body = sight.body
    hit = (PHRASES["task_words"].search(body) or _duty(body)) if len(body) >= _TASKS else None
    if hit is not None:
        return published(_ID, sight, "tasks", 0.95, hit.span())
    only = PHRASES["tasks"].regex.fullmatch(bare_label(label)) is not None and sight.is_leaf
    rule = PHRASES["by_rule"].search(body) if only else None
    return partial(_ID, sight, "general", 0.55, rule.span()) if rule is not None else None


def _vision(sight: Sight, label: str) -> tuple[int, int] | None:
    """Where a vision or mission is told under its heading: an aim, not a breadcrumb or a lead-in to it."""
    place, else_told = 0, None
    for whole in sight.body.split("\n"):
        start, place = place, place + len(whole) + 1
        line = PHRASES["meaning"].regex.sub("", whole)
        if len(line.strip()) < 15 or line.count(" ") < 3 or PHRASES["lead_in"].search(line):
            continue
        if CONTEXT["only_points"].search(line):
            continue
        if PHRASES["aims"].search(line):
            return start, start + len(whole)
        headed = bool(sight.label) and _is_of_visions(label)  # else a line of it: values below a slogan
        if else_told is None and headed and bare_label(line) not in label:
            else_told = start, start + len(whole)
    return else_told


def _duty(body: str) -> re.Match[str] | None:
    """What the office has to do, or what it is within the government."""
    return (
        PHRASES["told_duty"].search(body)
        or PHRASES["affairs"].search(body)
        or next((hit for hit in PHRASES["position"].finditer(body) if not _of_a_day(body, hit)), None)
        or _answers_for(body)
    )


def _answers_for(body: str) -> re.Match[str] | None:
    """What an agency is there for, in a sentence that names it; of a puskesmas any textbook says it."""
    for hit in PHRASES["answers_for"].finditer(body):
        subject = body[clause(body, *hit.span())[0] : hit.start()]
        if owners.names_agency(subject) and not (_of_a_day(body, hit) or _of_platform(body, hit)):
            return hit
    return None


def _about(sight: Sight) -> Finding | None:  # noqa: PLR0911 - one return per kind
    """What a general account tells: a duty, a vision, a structure, a past; else that it tells none."""
    if (duty := _duty(sight.body)) is not None:
        return published(_ID, sight, "tasks", 0.9, duty.span())
    if (told := vision_told(sight.body)) is not None:
        return published(_ID, sight, "vision", 0.85, told.span())
    parts = _made_of(sight.body)
    listed = sight.body.count(":") >= _PARTS or _lists_posts(sight.body)
    if (parts or listed) and PHRASES["posts"].has(sight.body, _PARTS):
        return published(_ID, sight, "structure", 0.8, parts.span() if parts else None)
    defined = PHRASES["definition"].search(sight.body[:400]) is not None
    if (past := _past(sight, defined)) is not None:
        return past
    if (found := inline(sight)) is not None:
        return found
    if sight.body.count(" ") < _TOLD:
        return None
    area = PHRASES["area"].search(sight.body) and not defined
    return partial(_ID, sight, "area" if area else "general", 0.6)


def _past(sight: Sight, defined: bool) -> Finding | None:
    """A beginning with its year, or two signs of a past in a text that is no definition and no greeting."""
    body = sight.body
    origin = next((hit for hit in PHRASES["origin"].finditer(body) if not _of_platform(body, hit)), None)
    if origin:
        return published(_ID, sight, "history", 0.8, origin.span())
    plain = PHRASES["law_number"].regex.sub(lambda law: " " * len(law.group()), body)
    hits = [hit for hit in PHRASES["history_words"].finditer(plain) if not _of_platform(plain, hit)]
    signs = {hit.group() for hit in hits if not hit.group().isdigit()}  # "pada tahun 2020" is one
    if len(signs) < 2 or len(sight.body) < _WHOLE or defined or _is_welcome(sight):
        return None
    return published(_ID, sight, "history", 0.75, hits[0].span())


def _lists_posts(body: str) -> bool:
    """Posts on lines of their own, as cards of the staff have them ("Kepala Dinas", "Drs. Andai")."""
    lines = [line.strip() for line in body.split("\n") if len(line) <= _POST]
    return sum(PHRASES["posts"].regex.match(line) is not None for line in lines) >= _PARTS


def _made_of(body: str) -> re.Match[str] | None:
    """Where a text says what the office is made of: its subject is an office or a post, or stands before."""
    for hit in PHRASES["made_of"].finditer(body):
        subject = body[clause(body, *hit.span())[0] : hit.start()].strip()
        if not subject and PHRASES["of_a_day"].search(body[max(0, hit.start() - REACH) : hit.start()]):
            continue  # "... ketua panitia. Terdiri dari ..."
        whose = not subject or owners.names_body(subject) or PHRASES["structure"].search(subject)
        if (whose or PHRASES["posts"].search(subject)) and not _of_a_day(body, hit):
            return hit
    return None


def _of_a_day(body: str, hit: re.Match[str]) -> bool:
    """A committee or an event is spoken of ("ketua panitia"), not the office."""
    return PHRASES["of_a_day"].search(words_around(body, *hit.span())) is not None


def _of_platform(body: str, hit: re.Match[str]) -> bool:
    """An app or a website is what the sentence is about ("Website ini dibuat pada tahun 2024"), not an office
    behind a comma or before it ("Menurut situs kabupaten, Desa Andai berdiri ...")."""
    told = body[clause(body, *hit.span())[0] : hit.start()]
    subject = next((part for part in reversed(_PAUSE.split(told)) if part.strip()), "")
    platform = PHRASES["of_platform"].search(subject)
    return platform is not None and not owners.names_body(subject[: platform.start()])


def _is_welcome(sight: Sight) -> bool:
    """A greeting ("Puji syukur ... website ini") praises the website, not the office."""
    return PHRASES["welcome"].has(sight.body[:1500], 2)
