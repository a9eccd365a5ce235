"""Whose time a duration is: that of finishing a service, or a term, an age, a queue, a course, an average."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.checks.base import Phrases, Sight
from auditor.checks.words.clauses import clause, line_around, words_around
from auditor.checks.words.names import is_service_name, mentions_service
from auditor.models import Duration
from auditor.values import Found

PHRASES = Phrases.load("jangka_waktu")
_LONG_LABEL = 70
_SHORT = 200  # characters of a card
_PIECES = re.compile(r"[,;:]\s|\)\s")
_CHARGED = re.compile(r"(?<!\w)per\s{0,2}\Z")  # "per 6 bulan | 45.000": for which a fee is paid


def is_of_another(words: str) -> bool:
    """A caption of another time: "Masa berlaku", "Waktu tunggu", "Rata-rata"."""
    return is_other_time(words) or any(
        PHRASES[name].search(words) for name in ("not_labels", "counter", "opening")
    )


def is_other_time(words: str, service: str = "") -> bool:
    """A term, an age, a journey, or how long works last that nobody applies for."""
    if PHRASES["other_times"].search(words):
        return True
    return bool(PHRASES["works"].search(words)) and not PHRASES["applied_for"].search(f"{service} / {words}")


@lru_cache(maxsize=4096)
def names_time(label: str) -> bool:
    """A label of processing time, or a bare "Waktu", "Durasi"."""
    if PHRASES["labels"].is_label(label, _LONG_LABEL) or PHRASES["bare_labels"].opens(label + "$"):
        return True
    asked = PHRASES["asked"].regex.match(label) if len(label) <= _LONG_LABEL else None
    if asked is None:
        return False
    return mentions_service(label) or is_service_name(label[asked.end() :].strip(" ?"))


def stands_elsewhere(sight: Sight) -> bool:
    """The section stands under complaints, queues, PPID, news of events: its times are theirs."""
    if PHRASES["testimonials"].search(sight.around):
        return True
    hits = {hit.group() for hit in PHRASES["not_around"].finditer(sight.around_services)}
    if hits and all(hit.startswith("jam ") for hit in hits):
        # hours stand above a whole list of services: whose time it is says the service's own heading
        nearest = sight.label or sight.above
        return not is_service_name(nearest) or bool(PHRASES["not_around"].search(nearest))
    return bool(hits)


def of_a_desk(sight: Sight) -> bool:
    """The page, or the heading right above, is about complaints or a queue and names no service."""
    if sight.service:
        return False
    if len(sight.body) <= _SHORT and PHRASES["answers"].search(sight.body):
        return True
    return any(is_desk(name) for name in (sight.page.title, sight.above, sight.label))


def is_desk(name: str) -> bool:
    """A heading of complaints, queues and the like, which is no standard's."""
    return len(name) <= _LONG_LABEL and "standar" not in name and PHRASES["desks"].search(name) is not None


def of_a_course(sight: Sight) -> bool:
    """A bare "Durasi" or "Lama" on the card of a course: how long it is taught."""
    if not PHRASES["bare_labels"].opens(sight.label + "$"):
        return False
    above = (sight.page.heading, *sight.path.split(" / ")[-2:])
    return any(
        PHRASES["courses"].search(name) and not PHRASES["service_table"].search(name) for name in above
    )


def of_a_journey(sight: Sight) -> bool:
    """A bare "Durasi" in a table below "Paket Wisata" or "Rute": not the unit's work."""
    return PHRASES["bare_labels"].opens(sight.label + "$") and stands_elsewhere(sight)


def is_time_span(sight: Sight, item: Found[Duration]) -> bool:
    """Not round-the-clock opening, and not an empty counter ("0 menit")."""
    duration = item.value
    seconds_only = "detik" in duration.text.lower() and "menit" not in duration.text.lower()
    if duration.max == 0 or duration.unit == "year" or seconds_only:
        return False  # no service takes years, "pajak 5 tahun" is a term; nor seconds, as a page loading does
    if _CHARGED.search(sight.body, max(0, item.start - 6), item.start):
        return False
    start = clause(sight.body, item.start, item.end)[0]
    said = _PIECES.split(sight.body[start : item.start])[-1]
    if PHRASES["exceeding"].search(said) or PHRASES["of_applicants"].search(said):
        return False
    if PHRASES["deadlines"].regex.match(sight.body, item.end):
        return False
    around = words_around(sight.body, item.start, item.end, 60)
    round_the_clock = duration.min == duration.max == 24 and duration.unit == "hour"
    if not round_the_clock or "x" in duration.text.lower():
        return True
    return PHRASES["processing"].search(around) is not None


def is_opening(sight: Sight, item: Found[Duration]) -> bool:
    """Hours in which something is open."""
    near = sight.body[max(0, item.start - 40) : item.end + 40]
    return bool(PHRASES["opening"].search(near)) and item.value.unit == "hour"


def is_counted(sight: Sight, item: Found[Duration]) -> bool:
    """Words of an average or an estimate beside it; in its own line, where that tells another time ("Estimasi
    tunggu: 15 menit" / "Estimasi waktu tunggu dapat berubah")."""
    line = line_around(sight.body, item.start, item.end)
    near = line if is_other_time(line) else sight.body[max(0, item.start - 60) : item.end + 60]
    return PHRASES["counter"].search(near) is not None


def of_an_operation(sight: Sight, words: str) -> bool:
    """A report on how long a rescue or a meeting took: no service is named in the sentence or headline."""
    if PHRASES["papers"].search(words):
        return False
    if sight.page.is_news_about:
        return not mentions_service(words)
    named = f"{sight.page.headline} / {words}"
    return sight.page.is_news and not (sight.service or mentions_service(named))
