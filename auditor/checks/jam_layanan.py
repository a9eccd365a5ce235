"""Jam layanan: on which days and at which hours the unit serves (UU 25/2009 art. 23, service information).

Published   days and hours of the unit's service ("Senin-Kamis 08.00-15.00"), or that it serves round the
            clock; also in a footer or a contact card, where most sites print them.
Partial     hours without days or days without hours under a label of service hours; the hours of one
            collector, one programme or one event; the heading without content.
Not found   no such place. Hours of a doctor, a tourist site, a bus, prayer, visiting or an event are not
            the unit's; a guarded area, an online registration or an app "24 jam" is not its service.
            Source: corpus definitions, rubric-sources 5.2 ([P9]: hours inside a procedure cell).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.checks.base import (
    PageSight,
    Phrases,
    SectionCheck,
    Sight,
    SiteSight,
    announced,
    partial,
    published,
)
from auditor.checks.hour_owners import (
    HOUSE,
    is_figure,
    is_handed_out,
    is_of_timetable,
    is_others_label,
    is_unit_hours,
    names_other_house,
    of_another_house,
    of_collector,
    other_houses,
    words_beside,
)
from auditor.checks.sight import posters
from auditor.checks.words.clauses import line_around, line_span, lines_around, within, words_around
from auditor.checks.words.stops import breath
from auditor.models import Fact, Finding
from auditor.values import Found, days_named, find_clock, find_days, find_durations, find_hours
from auditor.values.signs import seen

PHRASES = Phrases.load("jam_layanan")
_ID = PHRASES.id
_AROUND_THE_CLOCK = {"round"}
_CAPTION = 60  # characters of a label
_MOST = 3  # days of a week
_SENTENCE = 150  # characters
_BEHIND = 10  # characters between the name of the hours and the hours
_SPANS = re.compile(r"\d[.:]\d\d ?(?:[-–]|s\.?/?d\.?) ?\d")
_BEFORE = 400  # characters before the first hour in which a text says for which season it is


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when its hours are not the unit's."""
    found = _hours_told(sight)
    return None if found is None or _of_another_matter(sight) else found


def _of_another_matter(sight: Sight) -> bool:
    """Asked of what tells hours alone: few sections do."""
    told_of = sight.page.is_news_about and sight.zone == "main"
    if told_of or sight.is_vacancy_or_event or of_another_house(sight):
        return True
    return sight.page.is_poster and _heads_others(posters.headline(sight.page.text))


def _heads_others(opening: str) -> bool:
    """A poster that opens with whose timetable it is ("Jadwal Angkut Sampah")."""
    return not PHRASES["own_hours"].search(opening) and any(
        PHRASES[name].search(opening) for name in ("not_labels", "not_around", "other_places")
    )


def _hours_told(sight: Sight) -> Finding | None:  # noqa: PLR0911 - one guard a line
    """What a section tells of hours or days, below a label or without one."""
    if PHRASES["not_labels"].search(sight.label):
        return None
    labelled = PHRASES["labels"].is_label(sight.label, 80) or (
        PHRASES["labels"].is_label(sight.above, 80) and not is_others_label(sight.above)
    )
    if not labelled and PHRASES["not_around"].search(sight.around):
        return None
    good: list[Found[Fact]] = []
    others: list[Found[Fact]] = []
    items = [item for item in find_hours(sight.section.body) if not _is_below_heads(sight, item)]
    items = items or _split(sight)
    houses = other_houses(sight) if items else []
    for item in items:
        if within(houses, item.start):
            continue
        (good if is_unit_hours(sight, item, labelled) else others).append(item)
    good = good if labelled else [item for item in good if not is_figure(sight, item)]
    if good and (labelled or _serves(sight, good)):
        return _with_hours(sight, good, labelled)
    if labelled:
        return _labelled_without(sight, others)
    some = [
        item
        for item in others
        if "hari" in item.value.parts
        and (
            is_handed_out(sight, item)
            or of_collector(sight, f"{sight.page.heading} / {sight.around}", words_beside(sight, item))
        )
    ]
    if some and not sight.page.is_news:
        return partial(_ID, sight, "one_programme", 0.6, (some[0].start, some[0].end), [some[0].value])
    if good or others or sight.page.is_news:
        return None
    signs = seen(sight.section.body)
    told = _open_days(sight) if "days" in signs else None
    if told is None and "clock" in signs:
        told = _open_hours(sight) or _open_from(sight) or _on_a_round(sight)
    return told


def _serves(sight: Sight, good: list[Found[Fact]]) -> bool:
    """Hours of most of the week are the house's; of a day or two only where serving is spoken of."""
    if _is_most_of_week(good):
        return True
    near = " / ".join(words_beside(sight, item) for item in good)
    if PHRASES["on_a_date"].search(near):
        return False
    return PHRASES["serves"].search(f"{sight.page.title} / {sight.around} / {near}") is not None


def _is_most_of_week(found: list[Found[Fact]]) -> bool:
    """Three days or more, every day, or round the clock."""
    told = [item.value.parts for item in found]
    if any("hari" not in parts or not days_named(parts["hari"]) for parts in told):
        return True
    return len({day for parts in told for day in days_named(parts["hari"])}) >= _MOST


def _open_days(sight: Sight) -> Finding | None:
    """ "Kantor buka Senin sampai Jumat": days without hours."""
    for hit in PHRASES["open_on"].finditer(sight.body):
        days = find_days(sight.section.body[hit.start() : hit.end() + 40])
        named = [item for item in days if _tells_days(item)]
        if named and not PHRASES["other_places"].search(lines_around(sight.body, *hit.span())):
            span = (hit.start() + named[0].start, hit.start() + named[0].end)
            return partial(_ID, sight, "no_hours", 0.6, span, [named[0].value])
    return None


def _tells_days(item: Found[Fact]) -> bool:
    """ "Senin-Jumat", "Senin, Rabu", "setiap hari kerja"; a single day may be any event's."""
    days = item.value.parts.get("hari", "")
    return len(days_named(days)) > 1 or days.lower() in PHRASES["every_day"].words


def _open_hours(sight: Sight) -> Finding | None:
    """A footer's "... Jam Layanan 08.00-16.00 ...": hours without days among other lines."""
    for hit in (*PHRASES["announce_labels"].finditer(sight.body), *PHRASES["desks"].finditer(sight.body)):
        clock = find_clock(sight.section.body[hit.end() : hit.end() + _CAPTION])
        if (
            clock
            and clock[0].start <= _BEHIND
            and not PHRASES["other_hours"].search(words_around(sight.body, *hit.span(), 80))
        ):
            span = (hit.start(), hit.end() + clock[0].end)
            return partial(_ID, sight, "no_days", 0.6, span, [clock[0].value])
    return None


def _open_from(sight: Sight) -> Finding | None:
    """ "Hari ini kami buka pukul 07.00 - 14.00": a sentence tells hours of the house, no days."""
    for hit in PHRASES["open_from"].finditer(sight.body):
        before = breath(sight.body[max(0, hit.start() - HOUSE) : hit.start()])
        other = names_other_house(hit.group()[-HOUSE:], sight.page.unit_name)
        if other or not PHRASES["led_by"].regex.fullmatch(before):
            continue
        for item in find_clock(sight.section.body):
            if hit.start() < item.start < hit.end() and is_unit_hours(sight, item, False):
                return partial(_ID, sight, "no_days", 0.6, (hit.start(), item.end), [item.value])
    return None


def _on_a_round(sight: Sight) -> Finding | None:
    """ "Mobil pajak keliling: Rabu 12 Maret di halaman kecamatan 09.00-12.00"."""
    if not PHRASES["rounds"].search(sight.body):
        return None
    for item in find_clock(sight.section.body):
        if PHRASES["rounds"].search(words_around(sight.body, item.start, item.end)):
            return partial(_ID, sight, "one_programme", 0.6, (item.start, item.end), [item.value])
    return None


def _split(sight: Sight) -> list[Found[Fact]]:
    """Days in the label and hours in the body, as in a table of days ("Senin - Kamis" | "08.00 - 15.00")."""
    if _AROUND_THE_CLOCK & seen(sight.section.label) and sight.body.strip():
        named = [item for item in find_hours(sight.section.label) if item.value.parts.get("tutup") == "24:00"]
        if named and not PHRASES["not_round_the_clock"].search(sight.label):  # "Layanan 24 Jam"
            return [Found(item.value, 0, 0) for item in named]
    if not find_days(sight.section.label):
        return []
    if not sight.body.strip() and PHRASES["names_hours"].search(sight.label):  # the heading says it all
        found = [Found(item.value, 0, 0) for item in find_hours(sight.section.label)]
        return found if _is_most_of_week(found) else []  # "Buka Puasa Bersama, Senin 17.00 - 18.00"
    joined = f"{sight.section.label}: {sight.section.body}"
    shift = len(sight.section.label) + 2
    if is_of_timetable(sight) and (clock := find_clock(sight.section.body)):  # "Umum" / "10:00-12:00"
        joined = f"{sight.section.label}: {sight.section.body[clock[0].start :]}"
        shift -= clock[0].start
    found = []
    for item in find_hours(joined)[:1]:
        if item.end > shift:
            found.append(Found(item.value, max(0, item.start - shift), item.end - shift))
    return found


def _is_below_heads(sight: Sight, item: Found[Fact]) -> bool:
    """ "Jumat | Sabtu" / "08.00-11.00 | 08.00-10.00": the last day of a timetable's head, not the day of the
    first hours below it; the cells tell their own."""
    start = line_span(sight.body, item.start, item.start)[0]
    head = sight.body[start : item.end].split("\n", 1)[0]
    end = line_span(sight.body, item.end, item.end)[1]
    row = sight.body[item.start : end].split("\n", 1)[-1]
    return (
        head.count("\t") >= _MOST - 1
        and "\n" in sight.body[item.start : item.end]
        and len(find_days(head)) >= _MOST
        and len(_SPANS.findall(row)) > 1
    )


def _with_hours(sight: Sight, good: list[Found[Fact]], labelled: bool) -> Finding:
    values = [item.value for item in good]
    span = (good[0].start, good[0].end)
    before = sight.body[max(0, span[0] - _BEFORE) : span[0]]
    if PHRASES["season"].search(f"{sight.page.heading} / {sight.around} / {before}") or of_collector(
        sight, f"{sight.above} / {sight.label}"
    ):
        return partial(_ID, sight, "one_programme", 0.6, span, values)
    if sight.is_dated_item:
        return partial(_ID, sight, "one_programme", 0.55, span, values)
    if sight.page.is_news and sight.zone == "main":  # a foot is the site's, below a post too
        return partial(_ID, sight, "one_programme", 0.55, span, values) if not labelled else published(
            _ID, sight, "hours", 0.75, span, values)  # fmt: skip
    round_only = all(item.value.parts.get("tutup") == "24:00" for item in good)
    if round_only:
        return published(_ID, sight, "round_the_clock", 0.85 if labelled else 0.66, span, values)
    inside = PHRASES["labels"].search(sight.body[max(0, span[0] - 120) : span[1]])
    return published(_ID, sight, "hours", 0.97 if labelled else 0.93 if inside else 0.83, span, values)


def _labelled_without(sight: Sight, others: list[Found[Fact]]) -> Finding | None:
    if (
        others
        or sight.is_placeholder
        or sight.page.is_news
        or PHRASES["other_hours"].search(sight.body[:400])
        or PHRASES["breaks"].search(sight.body[:400])
    ):
        return None
    clock = find_clock(sight.section.body)
    if clock:
        return partial(_ID, sight, "no_days", 0.72, (clock[0].start, clock[0].end), [clock[0].value])
    days = find_days(sight.section.body)
    if days and not find_durations(sight.section.body):
        return partial(_ID, sight, "no_hours", 0.72, (days[0].start, days[0].end), [days[0].value])
    hit = PHRASES["general"].search(sight.body) if len(sight.body) <= _BEFORE else None
    tells_nothing = len(sight.body) <= _SENTENCE and not re.search(r"\d", sight.body)
    if (hit or tells_nothing) and PHRASES["announce_labels"].is_label(sight.label, _CAPTION):
        return partial(_ID, sight, "general", 0.65, hit.span() if hit else None)
    return None


def _beyond(site: SiteSight) -> Iterable[Finding]:
    """The line of a bar above the menu; else a menu entry or heading of opening hours that leads to none:
    wider words announce nothing."""
    told = [finding for page in site.pages_for(_ID) if not page.external for finding in _bar(page)]
    return told or announced(_ID, site, PHRASES["announce_labels"])


def _bar(page: PageSight) -> Iterable[Finding]:
    """ "Senin - Sabtu: 07.30 - 14.00" beside the telephone above a menu."""
    for sight in page.sights_for(_ID):
        if not sight.is_nav:
            continue
        found = [item for item in find_hours(sight.section.body) if item.value.parts.get("tutup") != "24:00"]
        if not (found and _is_most_of_week(found)):
            continue
        lines = line_around(sight.body, found[0].start, found[-1].end)
        others = any(PHRASES[name].search(lines) for name in ("other_hours", "other_places", "not_labels"))
        if len(lines) <= _SENTENCE and not others:
            span = (found[0].start, found[0].end)
            yield published(_ID, sight, "hours", 0.8, span, [item.value for item in found])


CHECK = SectionCheck(PHRASES, judge, announce=False, extra=_beyond)
