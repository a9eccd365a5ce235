"""Whose money an amount is: a service's fee, or that of another matter, of some, of one day."""

from __future__ import annotations

from auditor.checks.base import Phrases, Sight
from auditor.checks.owners import tells_of_others
from auditor.checks.sight.below import spans_below
from auditor.checks.words.clauses import is_testimony, line_around, line_span, words_around
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Fee
from auditor.values import Found

PHRASES = Phrases.load("biaya")
_ABOVE = 200  # characters above a sentence in which its item's date stands
_SHEET = 3000  # characters of a poster or a single sheet
_OPENING = 120  # characters in which it says what it is
_SEVERAL = 2  # fees that make a list


def of_other_tariff(sight: Sight) -> bool:
    """A bare "Tarif" in a table below "Tarif Parkir": the heading above says whose it is."""
    return any(PHRASES["not_labels"].search(head) for head in sight.nearest_heads)


def other_matters(sight: Sight) -> list[tuple[int, int]]:
    """Where in the body another matter's heading stands over its own text ("Motto", "Realisasi")."""
    return spans_below(
        sight,
        lambda below: (
            PHRASES["not_around"].search(below.label) is not None
            or PHRASES["not_labels"].search(below.label) is not None
        ),
    )


def is_other_money(sight: Sight, item: Found[Fee]) -> bool:
    """Money or "gratis" of another matter beside it: a budget, a fine, parking, another body's service, who
    does not pay; or words of somebody who tells how it was."""
    near = words_around(sight.body, item.start, item.end, 110)
    free = item.value.amount == 0
    if PHRASES["other_free" if free else "other_money"].search(near):
        return True
    if free and (PHRASES["payers"].search(near) or _is_of_gift(sight, item)):
        return True
    if tells_of_others(near, sight.page.unit_name):
        return True
    return is_testimony(sight.body, item.start, item.end)


def _is_of_gift(sight: Sight, item: Found[Fee]) -> bool:
    """ "Formulir gratis", these words: "formulir gratis, pembuatan surat tidak dipungut biaya" says more."""
    start, end = line_span(sight.body, item.start, item.end)
    gifts = PHRASES["gifts"].finditer(sight.body[start:end])
    return any(hit.start() < item.end - start and item.start - start < hit.end() for hit in gifts)


def is_on_another_sheet(sight: Sight) -> bool:
    """A poster of how to ask for information, a pledge, an occasion: its first words say so; a sheet of a
    service's standard says that."""
    if not sight.page.is_document or len(sight.page.text) > _SHEET:
        return False
    opening = f"{sight.page.title} / {fold(sight.page.page.text[:_OPENING])}"
    return PHRASES["sheets"].search(opening) is not None and not PHRASES["own_standard"].search(opening)


def is_some(sight: Sight, item: Found[Fee]) -> bool:
    """ "Sebagian layanan gratis": free for some, unsaid for which."""
    if item.value.amount != 0:
        return False
    return bool(PHRASES["some"].search(words_around(sight.body, item.start, item.end, 140)))


def is_on_dated_card(sight: Sight, item: Found[Fee]) -> bool:
    """ "Program Imunisasi Gratis", an excerpt and a date: a headline among others on a page."""
    end = line_span(sight.body, item.start, item.end)[1]
    below = [line for line in sight.body[end : end + 400].split("\n")[1:] if line.strip()][:2]
    return not sight.page.is_news and any(
        CONTEXT["date_line"].regex.fullmatch(line.strip()) for line in below
    )


def is_opened_on_a_day(sight: Sight, item: Found[Fee]) -> bool:
    """A dated item tells that the unit opens a free course: a value of one programme (partial c)."""
    start, end = line_span(sight.body, item.start, item.end)
    line = sight.body[start:end].strip()
    if PHRASES["opens"].search(line) is None:
        return False
    above = [one.strip() for one in sight.body[max(0, start - _ABOVE) : start].split("\n") if one.strip()][
        -2:
    ]
    return sight.page.is_news or any(CONTEXT["date_line"].regex.fullmatch(one) for one in above)


def is_quoted(sight: Sight, item: Found[Fee]) -> bool:
    """Somebody is quoted saying so ("…gratis," ujar Kepala Dinas): news, whatever the address says."""
    return PHRASES["told"].search(sight.body[max(0, item.start - 250) : item.end + 250]) is not None


def of_no_event(sight: Sight, good: list[Found[Fee]]) -> list[Found[Fee]]:
    """The fees of a list of services' fees, one of which is that of a course ("Sertifikat kursus")."""
    heads = (sight.service, sight.label, sight.path)
    if any(CONTEXT["vacancy_or_event"].search(head) for head in heads):
        return []
    if len(good) < _SEVERAL or not PHRASES["service_words"].search(sight.label):
        return []
    lines = [(item, line_around(sight.body, item.start, item.end)) for item in good]
    return [item for item, line in lines if not CONTEXT["vacancy_or_event"].search(line)]
