"""Jangka waktu: how long the unit takes to finish a service (UU 25/2009 art. 21; PermenPANRB 15/2014).

Published   a duration or deadline for finishing a service: under a label of processing time ("Jangka
            waktu penyelesaian", a column "Waktu"), or in a sentence that says so ("KTP dicetak dalam
            waktu 1-7 hari", "diselesaikan paling lama 3 hari kerja").
Partial     the label without a duration, "sesuai ketentuan", a counter of an average ("Rata-rata waktu
            pelayanan"), an estimate that shows nothing; concrete, but for one dated event only.
Not found   no such place. A duration is **not** this component when it is an opening hour, the time of
            a queue or of arriving, a validity, an age limit ("0-60 hari"), the citizen's own deadline,
            the answer time of complaints or of PPID, a journey, a stay, a course, a lease. Source:
            corpus definitions, rubric-sources 5.2 (negatives of this row) and 6.
"""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, SectionCheck, Sight, partial, published
from auditor.checks.duration.layouts import (
    A_FIGURE,
    captioned,
    counted_in_label,
    in_column,
    is_of_result,
    on_own_lines,
    told_together,
)
from auditor.checks.duration.owners import (
    is_counted,
    is_desk,
    is_opening,
    is_other_time,
    is_time_span,
    names_time,
    of_a_course,
    of_a_desk,
    of_a_journey,
    of_an_operation,
    stands_elsewhere,
)
from auditor.checks.owners import tells_of_others
from auditor.checks.sight.below import spans_below
from auditor.checks.sight.staff_sops import is_below_staff_sop, is_staff_sop
from auditor.checks.told_beside import tells_service
from auditor.checks.words.clauses import clause, is_testimony, lines_around, within, words_around
from auditor.checks.words.names import is_service_name, mentions_service
from auditor.models import Duration, Finding, SectionKind
from auditor.values import Found, find_clock, find_durations

PHRASES = Phrases.load("jangka_waktu")
_ID = PHRASES.id
_COMMA = re.compile(r",\s|:\s|\)\s")
_WORD = re.compile(r"[a-z]{4}")
_BOUND = 18  # characters around a time's beginning in which its bound stands


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    found = _time_told(sight)
    return None if found is None or _of_another_matter(sight) else found


def _of_another_matter(sight: Sight) -> bool:
    """Asked of what tells a time alone: few sections do."""
    return (
        PHRASES["not_labels"].search(sight.label) is not None
        or sight.is_questionnaire
        or of_a_desk(sight)
        or is_staff_sop(sight.page)
        or is_below_staff_sop(sight)
        or (not sight.service and PHRASES["measured"].search(sight.around) is not None)
    )


def _time_told(sight: Sight) -> Finding | None:
    """A time of processing, below a label or told otherwise."""
    labelled = names_time(sight.label) or is_of_result(sight)
    found = [item for item in find_durations(sight.section.body) if is_time_span(sight, item)]
    others = spans_below(sight, _is_of_others) if found else []
    found = [
        item
        for item in found
        if not (within(others, item.start) or is_testimony(sight.body, item.start, item.end))
        and not tells_of_others(words_around(sight.body, item.start, item.end, 110), sight.page.unit_name)
    ]
    found = found or (counted_in_label(sight) if labelled else [])
    # "Proses izin paling lama 3 hari | 95% | 97%" is an indicator with its marks
    in_label = [] if (labelled and found) or sight.is_survey else find_durations(sight.section.label)
    if not (labelled or found or in_label or _tells_some_time(sight)):
        return None
    if labelled and (of_a_course(sight) or of_a_journey(sight)):
        return None
    if labelled and not PHRASES["not_around"].search(f"{sight.service} / {sight.label}"):
        return _labelled(sight, found, in_label) or _empty_column(sight)
    if stands_elsewhere(sight) or PHRASES["indicators"].search(sight.body):
        return None
    column = in_column(sight, found) or on_own_lines(sight, found) or captioned(sight, found)
    if column:
        return _published(sight, "value", 0.9, column)
    told = _prose(sight, found) or _label_prose(sight, in_label) or _counter_card(sight, in_label)
    return told or _some_time(sight)


def _is_of_others(below: Sight) -> bool:
    """A card of complaints, a queue, a survey, visitors' words: its times are judged, and refused, there."""
    return below.is_survey or is_desk(below.label) or PHRASES["testimonials"].search(below.label) is not None


def _tells_some_time(sight: Sight) -> bool:
    told = "jangka_waktu.some_time" in sight.said
    return told and PHRASES["some_time"].search(sight.body) is not None


def _labelled(  # noqa: PLR0911 - one kind of content a line
    sight: Sight, found: list[Found[Duration]], in_label: list[Found[Duration]]
) -> Finding | None:
    good = [
        item for item in found
        if not is_other_time(words_around(sight.body, item.start, item.end, 90), sight.service)
        and not is_opening(sight, item)
    ]  # fmt: skip
    if good and PHRASES["counter"].search(sight.label) and len(sight.body) < 60 and not sight.service:
        return partial(_ID, sight, "counter", 0.7, (good[0].start, good[0].end))
    if good:
        certain = sight.kind in {SectionKind.ROW, SectionKind.DEFINITION, SectionKind.LINE}
        ambiguous = PHRASES["bare_labels"].opens(sight.label + "$")
        return _published(sight, "value", 0.97 if certain and not ambiguous else 0.9, good)
    if (
        in_label
        and not found
        and not is_other_time(sight.label)
        and not PHRASES["counter"].search(sight.label)
    ):
        return published(_ID, sight, "value", 0.85, None, [item.value for item in in_label])
    if find_clock(sight.section.body) or PHRASES["opening"].search(sight.body):
        return None
    if PHRASES["vague"].search(sight.body):
        return partial(_ID, sight, "vague", 0.75)
    sure = PHRASES["certain_labels"].opens(sight.label) and not sight.page.is_news
    if sure and not found and len(sight.body.strip()) >= 8 and not sight.is_placeholder:
        return partial(_ID, sight, "vague", 0.6)
    if PHRASES["counter"].search(sight.label) or PHRASES["counter"].search(sight.body):
        return partial(_ID, sight, "counter", 0.65)
    return None


def _empty_column(sight: Sight) -> Finding | None:
    """The head "Waktu" of a service table whose rows never came: announced, not filled."""
    if not sight.is_placeholder or not PHRASES["bare_labels"].opens(sight.label + "$"):
        return None
    if not PHRASES["service_table"].search(sight.path):
        return None
    return partial(_ID, sight, "heading_only", 0.68)


def _prose(sight: Sight, found: list[Found[Duration]]) -> Finding | None:
    """A sentence that says a service is finished within a time."""
    good: list[Found[Duration]] = []
    for item in found:
        words = words_around(sight.body, item.start, item.end)
        near = words_around(sight.body, item.start, item.end, 110)
        named = PHRASES["processing"].search(near)
        if named is None:  # "standar kami maksimal 25 menit" below the papers
            bound = PHRASES["bounds"].search(sight.body[max(0, item.start - _BOUND) : item.start + _BOUND])
            named = bound if bound and _is_bare_promise(sight, item) and tells_service(sight) else None
        if named is None and len(words) < 40:  # "Estimasi:\n3 hari kerja" and the like
            named = PHRASES["labels"].search(lines_around(sight.body, item.start, item.end))
        if named is None or is_other_time(near) or is_opening(sight, item):
            continue
        if _is_everyday(named, item) and not _tells_of_service(sight, near):
            continue
        good.append(item)
    if good and sight.page.is_document:
        good = told_together(sight, found, good)
    if not good:
        counters = [item for item in found if not is_opening(sight, item) and is_counted(sight, item)]
        if counters:
            return partial(_ID, sight, "counter", 0.7, (counters[0].start, counters[0].end))
        return None
    words = words_around(sight.body, good[0].start, good[0].end, 110)
    if PHRASES["counter"].search(words) and len(words) < 80:
        return partial(_ID, sight, "counter", 0.7, (good[0].start, good[0].end))
    if sight.is_regulation_text or sight.is_vacancy_or_event or of_an_operation(sight, words):
        return None
    if sight.page.is_news_about:
        return partial(_ID, sight, "one_event", 0.5, (good[0].start, good[0].end))
    strong = bool(sight.service) or PHRASES["labels"].search(words) is not None
    return _published(sight, "sentence", 0.88 if strong else 0.78, good)


def _is_everyday(named: re.Match[str], item: Found[Duration]) -> bool:
    """Words in which anything gets ready ("jadi 3 hari", "selesai hari itu juga"): of a service where one is
    told."""
    return named.group().startswith("jadi") or PHRASES["same_day"].search(item.value.text.lower()) is not None


def _tells_of_service(sight: Sight, near: str) -> bool:
    return (
        bool(sight.service)
        or is_service_name(sight.label)
        or mentions_service(f"{sight.label} / {near}")
        or tells_service(sight)
    )


def _is_bare_promise(sight: Sight, item: Found[Duration]) -> bool:
    """A clause that tells its bound of the service and of nothing else: "Kursi dikembalikan maksimal 2 hari",
    "Gigit kapas maksimal 30 menit" say what the reader has to do."""
    start = clause(sight.body, item.start, item.end)[0]
    said = _COMMA.split(sight.body[start : item.start])[-1]
    for listed in ("bounds", "promised_of"):
        said = PHRASES[listed].regex.sub(" ", said)
    return not _WORD.search(said) or is_service_name(said.strip())


def _some_time(sight: Sight) -> Finding | None:
    """A service's paper that comes "dalam beberapa hari saja": a general statement without a value."""
    if sight.page.is_news or sight.is_nav or sight.is_survey:
        return None
    for hit in PHRASES["some_time"].finditer(sight.body):
        words = words_around(sight.body, hit.start(), hit.end(), 110)
        named = PHRASES["papers"].search(words) if sight.service else mentions_service(words)
        if named and PHRASES["processing"].search(words) and not is_other_time(words):
            return partial(_ID, sight, "vague", 0.6, hit.span())
    return None


def _label_prose(sight: Sight, in_label: list[Found[Duration]]) -> Finding | None:
    """A heading that itself holds the time ("Proses 3 hari kerja")."""
    good = [
        item for item in in_label
        if PHRASES["processing"].search(sight.label) and not is_other_time(sight.label)
    ]  # fmt: skip
    if not good or sight.page.is_news or PHRASES["counter"].search(sight.label):
        return None
    return published(_ID, sight, "sentence", 0.72, None, [item.value for item in good])


def _counter_card(sight: Sight, in_label: list[Found[Duration]]) -> Finding | None:
    """A card of figures: "15 menit" in large letters above "Rata-rata waktu pelayanan"."""
    if not in_label or len(sight.body) > A_FIGURE or not PHRASES["counter"].search(sight.body):
        return None
    return partial(_ID, sight, "counter", 0.65, (0, 0))


def _published(sight: Sight, reason: str, confidence: float, good: list[Found[Duration]]) -> Finding | None:
    values = [item.value for item in good]
    span = (good[0].start, good[0].end)
    if sight.page.is_news_about or sight.is_vacancy_or_event:
        return partial(_ID, sight, "one_event", 0.55, span, values) if reason == "value" else None
    # a post that explains a service is no report of a day ("Berapa lama KTP jadi?")
    of_a_day = sight.is_of_a_day and (sight.is_reporting or not sight.page.is_news)
    told_once = reason == "sentence" and (of_a_day or sight.is_told_as_news(*span))
    if told_once or sight.is_dated_item or sight.page.is_one_event:
        return partial(_ID, sight, "one_event", 0.55, span, values)
    return published(_ID, sight, reason, confidence - (0.1 if sight.page.is_news else 0), span, values)


CHECK = SectionCheck(PHRASES, judge)
