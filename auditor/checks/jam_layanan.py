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

from auditor.checks import owners
from auditor.checks.base import Phrases, SectionCheck, Sight, SiteSight, announced, partial, published
from auditor.checks.below import spans_below
from auditor.checks.clauses import line_span, lines_around, within, words_around
from auditor.models import Fact, Finding, Kind, SectionKind
from auditor.values import Found, days_named, find_clock, find_days, find_durations, find_hours
from auditor.values.signs import seen

PHRASES = Phrases.load("jam_layanan")
_ID = PHRASES.id
_AROUND_THE_CLOCK = {"round"}
_EVERY = {"hari kerja", "setiap hari", "setiap hari kerja", "tiap hari"}
_CAPTION = 60  # characters of a label
_MOST = 3  # days of a week
_DAY = 8  # characters of a day's name
_SENTENCE = 150  # characters
_NAME = 70  # characters of a heading that names a house
_BEHIND = 10  # characters between the name of the hours and the hours
_LASTING = "selama"  # 24 hours
_JOINTS = " /-"  # between the parts of a title
_BREAK = 60  # characters around an hour in which a break is named
_HANDS = re.compile(r"(?<!\w)drg?\. ?[^\n]*")  # who serves, named with the service and its hours
_BESIDE = re.compile(r"\s(?:dan|serta|&)\s[^/\n]*")  # "Jam Pelayanan Puskesmas dan Puskesmas Keliling"
_TIME = re.compile(r"\d{1,2} ?[.:] ?\d\d")
_SPANS = re.compile(r"\d[.:]\d\d ?(?:[-–]|s\.?/?d\.?) ?\d")
_ENDS = re.compile(r"\d{1,2} ?[.:] ?\d\d(?: ?wi(?:b|ta|t)\b)?|[.;]\s|\n\n")
_BEFORE = 400  # characters before the first hour in which a text says for which season it is


def judge(sight: Sight) -> Finding | None:  # noqa: PLR0911 - one guard a line
    """Judge one section; None when its hours are not the unit's."""
    if PHRASES["not_labels"].search(sight.label):
        return None
    labelled = PHRASES["labels"].is_label(sight.label, 80) or (
        PHRASES["labels"].is_label(sight.above, 80) and not _is_others_label(sight.above)
    )
    if not labelled and PHRASES["not_around"].search(sight.around):
        return None
    if sight.page.is_news_about or sight.is_vacancy_or_event or _of_another_house(sight):
        return None
    good: list[Found[Fact]] = []
    others: list[Found[Fact]] = []
    items = [item for item in find_hours(sight.section.body) if not _is_below_heads(sight, item)]
    items = items or _split(sight)
    houses = _other_houses(sight) if items else []
    for item in items:
        if within(houses, item.start):
            continue
        (good if _is_unit_hours(sight, item, labelled) else others).append(item)
    if good and (labelled or _serves(sight, good)):
        return _with_hours(sight, good, labelled)
    if labelled:
        return _labelled_without(sight, others)
    some = [
        item
        for item in others
        if "hari" in item.value.parts
        and _of_collector(sight, f"{sight.page.heading} / {sight.around}", _near(sight, item))
    ]
    if some and not sight.page.is_news:
        return partial(_ID, sight, "one_programme", 0.6, (some[0].start, some[0].end), [some[0].value])
    return None if good or others or sight.page.is_news else _open_days(sight) or _open_hours(sight)


def _is_others_label(above: str) -> bool:
    """ "Jadwal Latihan" is others'; "Jadwal Dokter dan Jam Pelayanan" is the unit's too."""
    return PHRASES["not_labels"].search(above) is not None and not PHRASES["own_hours"].search(above)


def _of_another_house(sight: Sight) -> bool:
    """The page or the heading above is about a shop, a market, a school or a beach, footers apart."""
    if sight.zone != "main":
        return False
    names = [sight.page.heading, sight.above, sight.label]
    if PHRASES["labels"].is_label(sight.above, 80):  # "Kolam Renang Andai" / "Jam buka" / "Senin ..."
        names += sight.nearest_heads
    first = [(name, _BESIDE.sub(" ", name)) for name in names]  # "Kantor Desa dan BUMDes"
    names = [rest if owners.names_body(rest) else name for name, rest in first]
    return any(_names_other_house(name, sight.page.unit_name) for name in names)


def _names_other_house(name: str, unit_name: str) -> bool:
    return len(name) <= _NAME and any(
        hit.group().strip(_JOINTS) not in unit_name for hit in PHRASES["other_places"].finditer(name)
    )


def _other_houses(sight: Sight) -> list[tuple[int, int]]:
    """Where in the body a shop or a school has a card of its own."""
    if sight.zone != "main" or not PHRASES["other_places"].search(sight.body):
        return []
    return spans_below(sight, lambda below: _names_other_house(below.label, sight.page.unit_name))


def _serves(sight: Sight, good: list[Found[Fact]]) -> bool:
    """Hours of most of the week are the house's; of a day or two only where serving is spoken of."""
    if _is_most_of_week(good):
        return True
    near = " / ".join(_near(sight, item) for item in good)
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
        if named:
            span = (hit.start() + named[0].start, hit.start() + named[0].end)
            return partial(_ID, sight, "no_hours", 0.6, span, [named[0].value])
    return None


def _tells_days(item: Found[Fact]) -> bool:
    """ "Senin-Jumat", "setiap hari kerja"; a single day may be any event's."""
    days = item.value.parts.get("hari", "")
    return "-" in days or days.lower() in _EVERY


def _open_hours(sight: Sight) -> Finding | None:
    """A footer's "... Jam Layanan 08.00-16.00 ...": hours without days among other lines."""
    for hit in PHRASES["announce_labels"].finditer(sight.body):
        clock = find_clock(sight.section.body[hit.end() : hit.end() + _CAPTION])
        if (
            clock
            and clock[0].start <= _BEHIND
            and not PHRASES["other_hours"].search(words_around(sight.body, *hit.span(), 80))
        ):
            span = (hit.start(), hit.end() + clock[0].end)
            return partial(_ID, sight, "no_days", 0.6, span, [clock[0].value])
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
    if _is_of_timetable(sight) and (clock := find_clock(sight.section.body)):  # "Umum" / "10:00-12:00"
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


def _near(sight: Sight, item: Found[Fact]) -> str:
    """The words beside an hour: its own line with the line above it."""
    lines = lines_around(sight.body, item.start, item.end)
    return f"{lines} {words_around(sight.body, item.start, item.end, 80)}"


def _is_break(sight: Sight, item: Found[Fact]) -> bool:
    """ "istirahat 12.00 - 13.00" or "12.00 - 13.00 (istirahat)"; hours that a break interrupts are none."""
    body = sight.body
    if not PHRASES["breaks"].may_occur(body):
        return False
    before = _ENDS.split(body[max(0, item.start - _BREAK) : item.start])[-1]
    named = before + _TIME.split(body[item.start : item.end], maxsplit=1)[0]
    if PHRASES["breaks"].search(named):
        return True
    after = _ENDS.split(body[item.end : item.end + _BREAK], maxsplit=1)[0]
    hit = PHRASES["breaks"].search(after[:_BREAK])
    return hit is not None and not _TIME.search(body[item.end + hit.end() : item.end + hit.end() + _BREAK])


def _is_unit_hours(sight: Sight, item: Found[Fact], labelled: bool) -> bool:
    near = _near(sight, item) if item.end else sight.label
    if _is_of_timetable(sight):
        near = _HANDS.sub(" ", near)
    emergency = _is_emergency(item, f"{sight.label} / {near}")
    if (PHRASES["other_hours"].search(near) and not emergency) or _is_break(sight, item):
        return False
    if _is_visiting(sight, near):
        return False
    told = sight.body[max(0, item.start - 300) : item.end + 80]
    if not labelled and _of_collector(sight, f"{sight.page.heading} / {sight.around}", told):
        return False
    if item.value.parts.get("tutup") == "24:00":
        other = {hit.group() for hit in PHRASES["not_round_the_clock"].finditer(near)}
        if other == {_LASTING} and PHRASES["stands_by"].search(near):
            other = set()
        if other or PHRASES["history"].search(f"{sight.page.title} / {sight.around}"):
            return False
        return labelled or PHRASES["serves_round_the_clock"].search(f"{sight.label} {near}") is not None
    return True


def _is_of_timetable(sight: Sight) -> bool:
    """A day's cell below "Jadwal Pelayanan": a service with its hours, and who gives it."""
    return (
        sight.kind is SectionKind.DEFINITION
        and len(sight.label) <= _DAY
        and not _HANDS.match(sight.body)
        and any(PHRASES["labels"].is_label(name, 80) for name in sight.nearest_heads)
        and bool(find_days(sight.section.label))
    )


def _of_collector(sight: Sight, heads: str, told: str = "") -> bool:
    """Hours of one collector or one round by its headings or the words beside; at an office of taxes whoever
    comes to pay comes for its service."""
    words = f"{_BESIDE.sub(' ', heads)} / {told}"
    if PHRASES["rounds"].search(words):
        return True
    return (
        not PHRASES["tax_offices"].search(sight.page.unit_name)
        and PHRASES["one_collector"].search(words) is not None
    )


def _is_emergency(item: Found[Fact], near: str) -> bool:
    """ "IGD melayani 24 jam dengan dokter jaga": the house's own service, whoever works there."""
    return item.value.parts.get("tutup") == "24:00" and PHRASES["emergency"].search(near) is not None


def _is_visiting(sight: Sight, near: str) -> bool:
    """ "Waktu Kunjungan" at a hospital is when the sick are visited; at a library it is when it is open."""
    site = sight.page.site
    in_hospital = site is not None and site.snapshot.agency.kind is Kind.RSUD
    return in_hospital and PHRASES["visits"].search(near) is not None


def _with_hours(sight: Sight, good: list[Found[Fact]], labelled: bool) -> Finding:
    values = [item.value for item in good]
    span = (good[0].start, good[0].end)
    before = sight.body[max(0, span[0] - _BEFORE) : span[0]]
    if PHRASES["season"].search(f"{sight.page.heading} / {sight.around} / {before}") or _of_collector(
        sight, f"{sight.above} / {sight.label}"
    ):
        return partial(_ID, sight, "one_programme", 0.6, span, values)
    if sight.is_dated_item:
        return partial(_ID, sight, "one_programme", 0.55, span, values)
    if sight.page.is_news:
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


def _announced(site: SiteSight) -> Iterable[Finding]:
    """A menu entry or heading of opening hours that leads to none; wider words announce nothing."""
    return announced(_ID, site, PHRASES["announce_labels"])


CHECK = SectionCheck(PHRASES, judge, announce=False, extra=_announced)
