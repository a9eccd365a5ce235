"""That there is a way to a service, said in general words or by titles of SOPs (``prosedur``, partial)."""

from __future__ import annotations

from auditor.checks.base import Sight, partial
from auditor.checks.procedure.papers import PHRASES
from auditor.checks.procedure.steps import QUESTION
from auditor.checks.sight.staff_sops import is_for_staff
from auditor.checks.words.names import mentions_service
from auditor.models import Finding

_TITLES = 2  # of SOPs that make a list of them


def in_general(sight: Sight) -> Finding | None:
    """ "Pasien mengikuti alur yang telah ditetapkan", or a question of the way to a service whose answer
    tells no steps: said that there is a way."""
    if sight.zone != "main":
        return None
    spans = [hit.span() for hit in PHRASES["told_in_general"].finditer(sight.body)]
    for hit in QUESTION.finditer(sight.body) if "?" in sight.body else ():
        if _asks_way(hit.group()) and _is_answered(sight.body[hit.end() :]):
            spans.append(hit.span())
    if not spans or sight.is_reporting or sight.is_vacancy_or_event or sight.is_regulation_text:
        return None  # asked last: few sections say it
    told = next((span for span in spans if not sight.told_once(*span)), None)
    return partial(PHRASES.id, sight, "vague", 0.5, told) if told else None


def _asks_way(question: str) -> bool:
    named = PHRASES["labels"].search(question) is not None and mentions_service(question)
    return named and not PHRASES["not_labels"].search(question)


def _is_answered(below: str) -> bool:
    """Whether the next line is an answer, of somewhere to go or somebody to ask."""
    line = next((line for line in below.split("\n") if line.strip()), "")
    return QUESTION.match(line) is None and PHRASES["acts"].search(line) is not None


def titles_of_sops(sight: Sight) -> Finding | None:
    """Titles of SOPs, below whatever heading they stand."""
    if sight.zone != "main" or sight.page.site is None or "prosedur.sop_titles" not in sight.said:
        return None
    agency = sight.page.site.snapshot.agency
    own = [
        hit
        for hit in PHRASES["sop_titles"].finditer(sight.body)
        if not (PHRASES["not_labels"].search(hit.group()) or is_for_staff(hit.group(), agency))
    ]
    if len(own) < _TITLES or sight.is_reporting or sight.is_about_internal:
        return None
    return partial(PHRASES.id, sight, "announced", 0.5, own[0].span())
