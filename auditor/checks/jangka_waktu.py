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
from auditor.checks.below import spans_below
from auditor.checks.clauses import line_around, line_span, lines_around, within, words_around
from auditor.checks.names import is_service_name, is_weak_name, mentions_service
from auditor.checks.staff_sops import is_below_staff_sop, is_staff_sop
from auditor.models import Duration, Finding, SectionKind
from auditor.values import Found, find_clock, find_durations

PHRASES = Phrases.load("jangka_waktu")
_ID = PHRASES.id
_LONG_LABEL = 70
_SHORT = 200  # characters of a card
_UNIT = re.compile(r"\((?:dalam |satuan )?(menit|jam|hari(?: kerja)?|minggu)\)")
_NUMBER = re.compile(r"\d{1,3}(?:\s?[-–]\s?\d{1,3})?")
_A_FIGURE = 80  # characters below a figure
_CHARGED = re.compile(r"(?<!\w)per\s{0,2}\Z")  # "per 6 bulan | 45.000": for which a fee is paid
_CAPTION = 30  # characters
_ESTIMATE = "estimasi"
_NAME = 9  # spaces in the name of a service; more make a sentence
_AROUND = " \t:-.,()±~⏱⏰🕒🕐⌛\ufe0f"  # what may stand around a caption or a value
_CAPTIONS = re.compile(r"gratis|waktu|estimasi|proses|durasi|lama|selesai|biaya")


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    found = _time_told(sight)
    return None if found is None or _of_another_matter(sight) else found


def _of_another_matter(sight: Sight) -> bool:
    """Asked of what tells a time alone: few sections do."""
    return (
        PHRASES["not_labels"].search(sight.label) is not None
        or sight.is_questionnaire
        or _of_a_desk(sight)
        or is_staff_sop(sight.page)
        or is_below_staff_sop(sight)
    )


def _time_told(sight: Sight) -> Finding | None:
    """A time of processing, below a label or told otherwise."""
    labelled = _names_time(sight.label)
    found = [item for item in find_durations(sight.section.body) if _is_time_span(sight, item)]
    desks = (
        spans_below(sight, lambda below: _is_desk(below.label))
        if found and PHRASES["desks"].search(sight.body)
        else []
    )
    found = [item for item in found if not within(desks, item.start)]
    found = found or (_counted_in_label(sight) if labelled else [])
    # "Proses izin paling lama 3 hari | 95% | 97%" is an indicator with its marks
    in_label = [] if (labelled and found) or sight.is_survey else find_durations(sight.section.label)
    if not (labelled or found or in_label or PHRASES["some_time"].search(sight.body)):
        return None
    if labelled and (_of_a_course(sight) or _of_a_journey(sight)):
        return None
    if labelled and not PHRASES["not_around"].search(f"{sight.service} / {sight.label}"):
        return _labelled(sight, found, in_label) or _empty_column(sight)
    if _elsewhere(sight) or PHRASES["indicators"].search(sight.body):
        return None
    column = _column(sight, found) or _own_lines(sight, found) or _captioned(sight, found)
    if column:
        return _published(sight, "value", 0.9, column)
    told = _prose(sight, found) or _label_prose(sight, in_label) or _counter_card(sight, in_label)
    return told or _some_time(sight)


def _counted_in_label(sight: Sight) -> list[Found[Duration]]:
    """A bare number below a head that says its unit ("Lama Proses (hari)" | "7")."""
    unit = _UNIT.search(sight.label)
    number = _NUMBER.fullmatch(sight.section.body.strip()) if unit else None
    if unit is None or number is None:
        return []
    start = sight.section.body.index(number.group())
    return [
        Found(item.value, start, start + len(number.group()))
        for item in find_durations(f"{number.group()} {unit.group(1)}")
    ]


def _column(sight: Sight, found: list[Found[Duration]]) -> list[Found[Duration]]:
    """Durations in the column "Lama Pemeriksaan" of a table whose rows keep their own names."""
    if not found or "\t" not in sight.body:
        return []
    lines = sight.body.split("\n")
    place = 0
    column = -1
    kept: list[Found[Duration]] = []
    for line in lines:
        cells = line.split("\t")
        if column < 0:
            named = [index for index, cell in enumerate(cells) if _names_time(cell.strip())]
            holds = any(place <= item.start < place + len(line) for item in found)  # a row, not the head
            if len(cells) >= 2 and named and not holds and not PHRASES["not_labels"].search(line):
                column = named[0]
        elif len(cells) > max(column, 1):
            start = place + sum(len(cell) + 1 for cell in cells[:column])
            end = start + len(cells[column])
            if not _is_other_time(cells[column]) and not PHRASES["not_around"].search(line):
                kept.extend(item for item in found if start <= item.start < end)
        place += len(line) + 1
    return kept


def _own_lines(sight: Sight, found: list[Found[Duration]]) -> list[Found[Duration]]:
    """A line of a service's card or page that is nothing but a duration ("1 hari kerja")."""
    if sight.page.is_news or sight.zone != "main":
        return []
    own_card = is_service_name(sight.label) and sight.is_leaf
    if not (own_card or sight.service or PHRASES["beside"].search(sight.body)):
        return []
    kept = []
    for item in found:
        line = line_around(sight.body, item.start, item.end)
        rest = line.replace(sight.body[item.start : item.end], "", 1)
        words = PHRASES["pressed"].regex.sub("", _CAPTIONS.sub("", rest))
        if re.search(r"[a-z]{4}", words) and not _is_service_line(line, words):
            continue
        above = lines_around(sight.body, item.start, item.end).removesuffix(line)
        if not (_is_of_another(f"{sight.label}\n{above}\n{line}") or _is_figure(sight, item)):
            kept.append(item)
    return kept


def _is_figure(sight: Sight, item: Found[Duration]) -> bool:
    """ "15 Menit" over "Rata-rata Waktu Pelayanan": the caption stands below; an estimate is a service's
    where its name stands above."""
    end = line_span(sight.body, item.start, item.end)[1]
    caption = sight.body[end : end + _A_FIGURE].strip().split("\n", 1)[0]
    if not PHRASES["counter"].opens(caption):
        return False
    return not (caption.startswith(_ESTIMATE) and is_service_name(sight.label))


def _captioned(sight: Sight, found: list[Found[Duration]]) -> list[Found[Duration]]:
    """Chips in a row, caption and value on one line ("Waktu 1 Hari"), beside another component's."""
    if sight.page.is_news or sight.zone != "main" or not PHRASES["beside"].search(sight.body):
        return []
    kept = []
    for item in found:
        start, end = line_span(sight.body, item.start, item.end)
        caption = sight.body[start : item.start].strip(_AROUND)
        rest = sight.body[item.end : end].strip(_AROUND)
        if (
            not rest
            and len(caption) <= _CAPTION
            and _names_time(caption)
            and not _is_of_another(sight.body[start:end])
        ):
            kept.append(item)
    return kept


def _is_service_line(line: str, rest: str) -> bool:
    """ "- SKTM 5 menit, tanpa biaya": a service's name, its time and its fee on one line."""
    fee = PHRASES["beside"].search(line) if not PHRASES["courses"].search(line) else None
    name = rest.replace("tanpa", "").strip(" -–•|:;,.±\t")
    if fee is None or name.count(" ") > _NAME:
        return False
    return is_service_name(name) and not is_weak_name(name)


def _is_of_another(words: str) -> bool:
    """A caption of another time: "Masa berlaku", "Waktu tunggu", "Rata-rata"."""
    return _is_other_time(words) or any(
        PHRASES[name].search(words) for name in ("not_labels", "counter", "opening")
    )


def _is_other_time(words: str, service: str = "") -> bool:
    """A term, an age, a journey, or how long works last that nobody applies for."""
    if PHRASES["other_times"].search(words):
        return True
    return bool(PHRASES["works"].search(words)) and not PHRASES["applied_for"].search(f"{service} / {words}")


def _names_time(label: str) -> bool:
    return PHRASES["labels"].is_label(label, _LONG_LABEL) or PHRASES["bare_labels"].opens(label + "$")


def _elsewhere(sight: Sight) -> bool:
    """The section stands under complaints, queues, PPID, news of events: its times are theirs."""
    hits = {hit.group() for hit in PHRASES["not_around"].finditer(sight.around)}
    if hits and all(hit.startswith("jam ") for hit in hits):
        # hours stand above a whole list of services: whose time it is says the service's own heading
        nearest = sight.label or sight.above
        return not is_service_name(nearest) or bool(PHRASES["not_around"].search(nearest))
    return bool(hits)


def _of_a_desk(sight: Sight) -> bool:
    """The page, or the heading right above, is about complaints or a queue and names no service."""
    if sight.service:
        return False
    if len(sight.body) <= _SHORT and PHRASES["answers"].search(sight.body):
        return True
    return any(_is_desk(name) for name in (sight.page.title, sight.above))


def _is_desk(name: str) -> bool:
    return len(name) <= _LONG_LABEL and "standar" not in name and PHRASES["desks"].search(name) is not None


def _of_a_course(sight: Sight) -> bool:
    """A bare "Durasi" or "Lama" on the card of a course: how long it is taught."""
    if not PHRASES["bare_labels"].opens(sight.label + "$"):
        return False
    above = (sight.page.heading, *sight.path.split(" / ")[-2:])
    return any(
        PHRASES["courses"].search(name) and not PHRASES["service_table"].search(name) for name in above
    )


def _of_a_journey(sight: Sight) -> bool:
    """A bare "Durasi" in a table below "Paket Wisata" or "Rute": not the unit's work."""
    return PHRASES["bare_labels"].opens(sight.label + "$") and _elsewhere(sight)


def _is_time_span(sight: Sight, item: Found[Duration]) -> bool:
    """Not round-the-clock opening, and not an empty counter ("0 menit")."""
    duration = item.value
    seconds_only = "detik" in duration.text.lower() and "menit" not in duration.text.lower()
    if duration.max == 0 or duration.unit == "year" or seconds_only:
        return False  # no service takes years, "pajak 5 tahun" is a term; nor seconds, as a page loading does
    if _CHARGED.search(sight.body, max(0, item.start - 6), item.start):
        return False
    if PHRASES["deadlines"].regex.match(sight.body, item.end):
        return False
    around = words_around(sight.body, item.start, item.end, 60)
    round_the_clock = duration.min == duration.max == 24 and duration.unit == "hour"
    if not round_the_clock or "x" in duration.text.lower():
        return True
    return PHRASES["processing"].search(around) is not None


def _labelled(  # noqa: PLR0911 - one kind of content a line
    sight: Sight, found: list[Found[Duration]], in_label: list[Found[Duration]]
) -> Finding | None:
    good = [
        item for item in found
        if not _is_other_time(words_around(sight.body, item.start, item.end, 90), sight.service)
        and not _is_opening(sight, item)
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
        and not _is_other_time(sight.label)
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


def _is_opening(sight: Sight, item: Found[Duration]) -> bool:
    near = sight.body[max(0, item.start - 40) : item.end + 40]
    return bool(PHRASES["opening"].search(near)) and item.value.unit == "hour"


def _prose(sight: Sight, found: list[Found[Duration]]) -> Finding | None:
    """A sentence that says a service is finished within a time."""
    good: list[Found[Duration]] = []
    for item in found:
        words = words_around(sight.body, item.start, item.end)
        near = words_around(sight.body, item.start, item.end, 110)
        named = PHRASES["processing"].search(near)
        if named is None and len(words) < 40:  # "Estimasi:\n3 hari kerja" and the like
            named = PHRASES["labels"].search(lines_around(sight.body, item.start, item.end))
        if named is None or _is_other_time(near) or _is_opening(sight, item):
            continue
        good.append(item)
    if good and sight.page.is_document:
        good = _told_together(sight, found, good)
    if not good:
        counters = [item for item in found if not _is_opening(sight, item) and _is_counted(sight, item)]
        if counters:
            return partial(_ID, sight, "counter", 0.7, (counters[0].start, counters[0].end))
        return None
    words = words_around(sight.body, good[0].start, good[0].end, 110)
    if PHRASES["counter"].search(words) and len(words) < 80:
        return partial(_ID, sight, "counter", 0.7, (good[0].start, good[0].end))
    if sight.is_regulation_text or sight.is_vacancy_or_event or _of_an_operation(sight, words):
        return None
    if sight.page.is_news_about:
        return partial(_ID, sight, "one_event", 0.5, (good[0].start, good[0].end))
    strong = bool(sight.service) or PHRASES["labels"].search(words) is not None
    return _published(sight, "sentence", 0.88 if strong else 0.78, good)


def _some_time(sight: Sight) -> Finding | None:
    """A service's paper that comes "dalam beberapa hari saja": a general statement without a value."""
    if sight.page.is_news or sight.is_nav or sight.is_survey:
        return None
    for hit in PHRASES["some_time"].finditer(sight.body):
        words = words_around(sight.body, hit.start(), hit.end(), 110)
        named = PHRASES["papers"].search(words) if sight.service else mentions_service(words)
        if named and PHRASES["processing"].search(words) and not _is_other_time(words):
            return partial(_ID, sight, "vague", 0.6, hit.span())
    return None


def _is_counted(sight: Sight, item: Found[Duration]) -> bool:
    """Words of an average or an estimate beside it; in its own line, where that tells another time ("Estimasi
    tunggu: 15 menit" / "Estimasi waktu tunggu dapat berubah")."""
    line = line_around(sight.body, item.start, item.end)
    near = line if _is_other_time(line) else sight.body[max(0, item.start - 60) : item.end + 60]
    return PHRASES["counter"].search(near) is not None


def _of_an_operation(sight: Sight, words: str) -> bool:
    """A report on how long a rescue or a meeting took: no service is named in the sentence or headline."""
    if sight.page.is_news_about:
        return not mentions_service(words)
    named = f"{sight.page.headline} / {words}"
    return sight.page.is_news and not (sight.service or mentions_service(named))


def _told_together(
    sight: Sight, found: list[Found[Duration]], named: list[Found[Duration]]
) -> list[Found[Duration]]:
    """A poster's list of times, read as one text: its caption stands over the first, the others follow in
    the same unit."""
    first = named[0]
    if not PHRASES["labels"].search(words_around(sight.body, first.start, first.end, 110)):
        return named
    return [
        item
        for item in found
        if item in named
        or (
            item.start > first.start
            and item.value.unit == first.value.unit
            and not _is_other_time(words_around(sight.body, item.start, item.end, 110))
        )
    ]


def _label_prose(sight: Sight, in_label: list[Found[Duration]]) -> Finding | None:
    """A heading that itself holds the time ("Proses 3 hari kerja")."""
    good = [
        item for item in in_label
        if PHRASES["processing"].search(sight.label) and not _is_other_time(sight.label)
    ]  # fmt: skip
    if not good or sight.page.is_news or PHRASES["counter"].search(sight.label):
        return None
    return published(_ID, sight, "sentence", 0.72, None, [item.value for item in good])


def _counter_card(sight: Sight, in_label: list[Found[Duration]]) -> Finding | None:
    """A card of figures: "15 menit" in large letters above "Rata-rata waktu pelayanan"."""
    if not in_label or len(sight.body) > _A_FIGURE or not PHRASES["counter"].search(sight.body):
        return None
    return partial(_ID, sight, "counter", 0.65, (0, 0))


def _published(sight: Sight, reason: str, confidence: float, good: list[Found[Duration]]) -> Finding | None:
    values = [item.value for item in good]
    span = (good[0].start, good[0].end)
    if sight.page.is_news_about or sight.is_vacancy_or_event:
        return partial(_ID, sight, "one_event", 0.55, span, values) if reason == "value" else None
    as_news = reason == "sentence" and line_around(sight.body, *span).strip() in sight.page.told_as_news
    if as_news or sight.is_dated_item or sight.page.is_one_event:
        return partial(_ID, sight, "one_event", 0.55, span, values)
    return published(_ID, sight, reason, confidence - (0.1 if sight.page.is_news else 0), span, values)


CHECK = SectionCheck(PHRASES, judge)
