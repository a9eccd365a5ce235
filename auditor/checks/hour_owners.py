"""Whose hours they are: the unit's, or those of a shop, a round, a break, a visit, another house."""

from __future__ import annotations

import re

from auditor.checks import owners
from auditor.checks.base import Phrases, Sight
from auditor.checks.sight.below import spans_below
from auditor.checks.words.clauses import clause, line_around, lines_around, words_around
from auditor.models import Fact, Kind, SectionKind
from auditor.values import Found, find_clock, find_days

PHRASES = Phrases.load("jam_layanan")
_DAY = 8  # characters of a day's name
HOUSE = 70  # characters of a heading that names a house
_JOINTS = " /-"  # between the parts of a title
_BREAK = 60  # characters around an hour in which a break is named
_BREAKS = 110  # characters before an hour in which breaks of other days are told
_NOON = ("11:00", "14:00")
_HANDS = re.compile(r"(?<!\w)drg?\. ?[^\n]*")  # who serves, named with the service and its hours
_NAMESAKE = re.compile(r"(?<!\w)drg?\. ?\w+")  # "RSUD dr. Andai": whom the house is named after
_BESIDE = re.compile(r"\s(?:dan|serta|&)\s[^/\n]*")  # "Jam Pelayanan Puskesmas dan Puskesmas Keliling"
_TILES = 120  # characters on either side of a figure in which its row stands
_ROUND = re.compile(r"24 ?/ ?7(?! hari)(?:[^.\n]{0,30})$")
_COUNT = re.compile(r"\d[\d.,]*(?: ?(?:\+|%|k|rb|ribu|jt|juta))*(?: [^\d\n]{0,30})?$")  # "20+", "150 Tenaga"
_TIME = re.compile(r"\d{1,2} ?[.:] ?\d\d")
_TIME_SPAN = re.compile(r"\d{1,2} ?(?:-|–|s\.?/?d)")  # "jam 8-12"
_ENDS = re.compile(r"\d{1,2} ?[.:] ?\d\d(?: ?wi(?:b|ta|t)\b)?|[.;]\s|\n\n")


def is_others_label(above: str) -> bool:
    """ "Jadwal Latihan" is others'; "Jadwal Dokter dan Jam Pelayanan" is the unit's too."""
    return PHRASES["not_labels"].search(above) is not None and not PHRASES["own_hours"].search(above)


def of_another_house(sight: Sight) -> bool:
    """The page or the heading above is about a shop, a market, a school or a beach, footers apart."""
    if sight.zone != "main":
        return False
    names = [sight.page.heading, sight.above, sight.label]
    if PHRASES["labels"].is_label(sight.above, 80):  # "Kolam Renang Andai" / "Jam buka" / "Senin ..."
        names += sight.nearest_heads
    first = [(name, _BESIDE.sub(" ", name)) for name in names]  # "Kantor Desa dan BUMDes"
    names = [rest if owners.names_body(rest) else name for name, rest in first]
    return any(names_other_house(name, sight.page.unit_name) for name in names)


def names_other_house(name: str, unit_name: str) -> bool:
    """Whether a short name holds another place's than the unit's own."""
    return len(name) <= HOUSE and any(
        hit.group().strip(_JOINTS) not in unit_name for hit in PHRASES["other_places"].finditer(name)
    )


def other_houses(sight: Sight) -> list[tuple[int, int]]:
    """Where in the body a shop or a school has a card of its own."""
    if sight.zone != "main" or not PHRASES["other_places"].search(sight.body):
        return []
    return spans_below(sight, lambda below: names_other_house(below.label, sight.page.unit_name))


def words_beside(sight: Sight, item: Found[Fact]) -> str:
    """The words beside an hour: its own line with the line above it."""
    lines = lines_around(sight.body, item.start, item.end)
    return f"{lines} {words_around(sight.body, item.start, item.end, 80)}"


def _is_break(sight: Sight, item: Found[Fact]) -> bool:
    """ "istirahat 12.00 - 13.00" or "12.00 - 13.00 (istirahat)"; hours that a break interrupts are none."""
    body = sight.body
    if not PHRASES["breaks"].may_occur(body):
        return False
    if _is_break_of_another_day(body, item):
        return True
    before = _ENDS.split(body[max(0, item.start - _BREAK) : item.start])[-1]
    named = before + _TIME.split(body[item.start : item.end], maxsplit=1)[0]
    if PHRASES["breaks"].search(named):
        return True
    after = _ENDS.split(body[item.end : item.end + _BREAK], maxsplit=1)[0]
    hit = PHRASES["breaks"].search(after[:_BREAK])
    return hit is not None and not _TIME.search(body[item.end + hit.end() : item.end + hit.end() + _BREAK])


def _is_break_of_another_day(body: str, item: Found[Fact]) -> bool:
    """ "Istirahat 12.00 - 13.00 (Jumat: 11.30 - 13.00)": noon again behind a break, nothing else between."""
    if not _is_noon(item):
        return False
    before = body[max(0, item.start - _BREAKS) : item.start]
    named = [hit.end() for hit in PHRASES["breaks"].finditer(before)]
    return bool(named) and all(map(_is_noon, find_clock(before[named[-1] :])))


def _is_noon(item: Found[Fact]) -> bool:
    parts = item.value.parts
    return _NOON[0] <= parts.get("buka", "") and parts.get("tutup", _NOON[1]) <= _NOON[1]


def is_unit_hours(sight: Sight, item: Found[Fact], labelled: bool) -> bool:
    """Hours of the house itself; ``labelled`` below a heading of opening hours."""
    near = words_beside(sight, item) if item.end else sight.label
    if is_of_timetable(sight):
        near = _HANDS.sub(" ", near)
    if (namesake := _NAMESAKE.search(sight.page.unit_name)) is not None:
        near = near.replace(namesake.group(), " ")
    emergency = _is_emergency(item, f"{sight.label} / {near}")
    if (PHRASES["other_hours"].search(near) and not emergency) or _is_break(sight, item):
        return False
    if _is_visiting(sight, near) or (not labelled and _is_told_of_others(sight, item)):
        return False
    told = sight.body[max(0, item.start - 300) : item.end + 80]
    if not labelled and of_collector(sight, f"{sight.page.heading} / {sight.around}", told):
        return False
    if item.value.parts.get("tutup") == "24:00":
        other = {hit.group() for hit in PHRASES["not_round_the_clock"].finditer(near)}
        if other.issubset(PHRASES["lasting"].words) and PHRASES["stands_by"].search(near):
            other = set()
        if PHRASES["on_duty"].search(near):  # whatever else stands in the line
            other = set()
        if other or PHRASES["history"].search(f"{sight.page.title} / {sight.around}"):
            return False
        return labelled or PHRASES["serves_round_the_clock"].search(f"{sight.label} {near}") is not None
    return True


def _is_told_of_others(sight: Sight, item: Found[Fact]) -> bool:
    """ "Pasar kaget buka hari Minggu ...": the sentence opens with another house, or with what has hours but
    does not serve; hours in words ("jam empat sampai jam lima") are anybody's unless serving is spoken of."""
    if is_handed_out(sight, item):
        return True
    start, end = clause(sight.body, item.start, item.end)
    while start and sight.body[start - 1] == ";":  # "Senin-Kamis 08.00-15.00; Jumat ..." goes on
        start = clause(sight.body, start - 1, start - 1)[0]
    if sight.zone != "main" or item.value.parts.get("tutup") == "24:00":
        return False
    said = sight.body[start:end]
    opening = PHRASES["other_subjects"].regex.match(said)
    if opening is not None and opening.group("what") not in sight.page.unit_name:
        return True
    in_words = _TIME.search(item.value.text) is None and _TIME_SPAN.search(item.value.text) is None
    return in_words and PHRASES["serves_in_words"].search(said) is None


def is_handed_out(sight: Sight, item: Found[Fact]) -> bool:
    """ "Pengambilan beras bantuan di aula: Senin-Rabu ...": one programme's hours, not the house's."""
    start, end = clause(sight.body, item.start, item.end)
    handed_out = PHRASES["handed_out"].regex
    return handed_out.match(sight.body[start:end]) is not None or handed_out.match(sight.label) is not None


def is_figure(sight: Sight, item: Found[Fact]) -> bool:
    """ "24/7" large over "Siap Melayani" beside "20+ Puskesmas": a tile in a row of figures."""
    body, place = sight.body, item.start
    if not item.end:  # the figure is the heading; what stands beside it is in the section above
        over = (other.body for other in sight.page.sections if other.label == sight.above)
        body = next((text for text in over if sight.label in text), "")
        place = body.find(sight.label)
    lines = [line for line in body[max(0, place - _TILES) : place + _TILES].split("\n") if line.strip()]
    own = line_around(body, place, place).strip()
    if not _ROUND.match(own) or PHRASES["emergency"].search(own):
        return False
    return any(_COUNT.match(line.strip()) for line in lines)


def is_of_timetable(sight: Sight) -> bool:
    """A day's cell below "Jadwal Pelayanan": a service with its hours, and who gives it."""
    return (
        sight.kind is SectionKind.DEFINITION
        and len(sight.label) <= _DAY
        and not _HANDS.match(sight.body)
        and any(PHRASES["labels"].is_label(name, 80) for name in sight.nearest_heads)
        and bool(find_days(sight.section.label))
    )


def of_collector(sight: Sight, heads: str, told: str = "") -> bool:
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
