"""Opening hours: days and times, or round the clock: ``Senin - Kamis 08.00 - 15.00 WIB``, ``24 jam``.

Times come out as ``HH:MM`` of the unit's own zone, days as Indonesian day names. Whose hours they are
(the unit's, a doctor's, a tourist site's) is for ``auditor.checks.jam_layanan`` to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.models import Fact
from auditor.patterns import Located
from auditor.values.found import MAX_TEXT, Found, without_overlaps
from auditor.values.signs import seen
from auditor.values.words import NUMBER_WORD, alternatives, number_of_words, table

_DAY = rf"(?:{alternatives(table('days'))})(?![a-z])"
_TO = r"\s{0,3}(?:-|–|—|−|~|s\s?/\s?d|s\.\s?d\.?|sd|samp(?:ai|e|ek)(?:\s+dengan)?|hingga|to|until)\s{0,3}"
_AND = r"\s{0,3}(?:,\s?dan|,|&|dan|/|\+)\s{0,3}"
_DAYS = (
    rf"(?<![a-z])(?:(?:hari\s+)?{_DAY}(?:(?:{_TO}|{_AND})(?:hari\s+)?{_DAY}){{0,6}}"
    r"|setiap\s+hari(?:\s+kerja)?|tiap\s+hari|hari\s+(?:kerja|biasa)|every\s?day|hari\s+libur)"
)
_PART = r"\s?(?:pagi|siang|sore|malam|[ap]\.?m)\b\.?"
_SECONDS = r"(?:(?<=:\d\d):[0-5]\d)?"  # a database's "08:00:00"
_TIME = rf"(?:(?:[01]?\d|2[0-4])\s?[.:]\s?[0-5]\d{_SECONDS}(?:{_PART})?|[01]?\d{_PART})"
# "jam delapan sampai jam dua belas", "pukul 8 s.d. 12": hours without minutes, behind the word for it
_PART_MAY = rf"(?:{_PART})?"
_BARE = (
    rf"(?:1?\d|2[0-4]|(?:{NUMBER_WORD})(?:\s{{1,2}}(?:{NUMBER_WORD}))?)"
    r"(?![\w:/%]|\.\d)(?!\s?(?:jam|menit|hari|orang))"
)
_AT = r"(?:pukul|pkl\.?|jam)\s{1,3}"
_ZONE = r"(?:\s{0,2}(?:wib|wita|wit)(?![a-z]))?"
_HOURS = (
    rf"(?:(?:(?:pukul|pkl\.?|jam)\s{{0,3}}[:.]?\s{{0,2}})?(?P<open>{_TIME})|{_AT}(?P<from>{_BARE}{_PART_MAY})(?={_TO})){_ZONE}"
    rf"(?:{_TO}|,?\s{{1,2}}(?:dan\s)?tutup\s|\s{{1,2}})"
    rf"(?:(?:pukul|pkl\.?|jam)\s{{0,3}})?(?:(?P<close>{_TIME}|selesai)|(?P<until>{_BARE}{_PART_MAY})){_ZONE}"
)
# "Senin-Jumat 8-15": bare figures, bound to days of the week that are a span; "8-12 Agustus" are dates
_SPAN = r"(?P<from>0?[5-9]|1\d|2[0-4])\s?(?:-|–|s/d)\s?(?P<until>0?[1-9]|1\d|2[0-4])"
_DAY_SPAN = rf"(?P<days>(?<![a-z]){_DAY}{_TO}{_DAY})"
_AFTER_SPAN = r"(?=\s{0,2}(?:wib|wita|wit)?\s{0,2}(?:$|[\n,;|)]|\.(?!\d)))"
_ROUND = r"(?:24\s?jam|24\s?/\s?7|24\s?hours?|dua puluh empat jam)"
_OPENS = (
    r"(?:(?:di)?(?:buka|mulai|layani)|melayani|beroperasi|dari|sejak|antara|pukul|pkl\.?"
    r"|jam(?:\s(?:kerja|layanan|pelayanan|buka))?|pendaftaran|loket|(?:pe)?layanan|pagi|siang)"
)
# "Senin - Jumat (kecuali hari libur), pagi 08.00 - 12.00"
_EXCEPT = (
    r"(?:\(?(?:kecuali|selain|di\sluar)\s[^()\n.:\d]{3,40}?[),:\s]{1,3}"
    r"|\([^()\n\d]{0,30}(?:libur|merah)[^()\n\d]{0,20}\)[\s,:]{0,3})?"
)
_BETWEEN = rf"[\s:|/,;.()=>→·•\-–]{{0,12}}{_EXCEPT}(?:{_OPENS}[\s:.]{{0,4}}){{0,5}}"

_DAYS_FIRST = Located(rf"(?P<days>{_DAYS}){_BETWEEN}{_HOURS}", re.IGNORECASE)
_HOURS_FIRST = Located(
    rf"{_HOURS}(?:\s?\([^()\n]{{2,30}}\))?[\s,(|:;\-–]{{0,6}}(?:(?:pada|setiap|dari|mulai|khusus)\s+)?(?P<days>{_DAYS})",
    re.IGNORECASE,
)
_DAYS_SPAN = Located(rf"{_DAY_SPAN}[\s:,]{{1,3}}{_SPAN}{_AFTER_SPAN}", re.IGNORECASE)
_SPAN_DAYS = Located(rf"\bbuka\s{{1,2}}{_SPAN}\s{{1,2}}(?:hari\s)?{_DAY_SPAN}", re.IGNORECASE)
_DAYS_ROUND = Located(rf"(?P<days>{_DAYS}){_BETWEEN}{_ROUND}", re.IGNORECASE)
_ROUND_DAYS = Located(rf"{_ROUND}(?:[\s,(|:;\-–]{{0,6}}(?P<days>setiap\s+hari|{_DAYS}))?", re.IGNORECASE)
_ONLY_DAYS = Located(rf"(?P<days>{_DAYS})", re.IGNORECASE)
_ONLY_HOURS = Located(_HOURS, re.IGNORECASE)
_CLOSED = re.compile(rf"{_DAYS}\s?\)", re.IGNORECASE)
_OPENED = re.compile(r"\d[.:]\d\d\s?(?:wib|wita|wit)?\s?\(\s?$", re.IGNORECASE)
_ASIDE = 12  # characters before days in brackets
_NAMES = ("", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


_NOON = "12:00"
_PARTS = re.compile(r"pagi|siang|sore|malam|[ap]\.?m\b", re.IGNORECASE)


def days_of(words: str) -> str:
    """``senin s/d jum'at`` -> ``Senin-Jumat``; other words ("setiap hari") come back tidied."""
    known = table("days")
    found = [known[hit.lower()] for hit in re.findall(_DAY, words, re.IGNORECASE) if hit.lower() in known]
    if not found:
        return re.sub(r"\s+", " ", words.strip().lower()).capitalize()
    if len(found) == 2 and re.search(_TO, words, re.IGNORECASE) and found[0] != found[1]:
        return f"{_NAMES[found[0]]}-{_NAMES[found[1]]}"
    return ", ".join(_NAMES[day] for day in dict.fromkeys(found))


def _time(words: str) -> str:
    if words.lower() == "selesai":
        return "selesai"
    part = _PARTS.search(words)
    figures = re.findall(r"\d{1,2}", words) or [str(number_of_words(_PARTS.sub("", words)) or 0)]
    hour, minute = int(figures[0]), figures[1] if len(figures) > 1 else "00"
    if (
        part
        and part.group().lower() not in {"pagi", "am", "a.m"}
        and hour < 12
        and not (part.group().lower() == "siang" and hour >= 10)
    ):
        hour += 12  # "jam 3 sore" is 15:00; "11 siang" stays
    return f"{hour:02d}:{minute}"


def days_named(words: str) -> tuple[int, ...]:
    """The days (1 is Monday) of a fact's ``hari``: ``Senin-Kamis`` -> 1, 2, 3, 4; none for other words."""
    known = [_NAMES.index(name) for name in re.findall(r"\w+", words) if name in _NAMES[1:]]
    if "-" in words and len(known) == 2:
        first, last = known
        return tuple((day - 1) % 7 + 1 for day in range(first, (last if last >= first else last + 7) + 1))
    return tuple(known)


def _facts(pattern: Located, text: str, round_the_clock: bool) -> list[Found[Fact]]:
    found: list[Found[Fact]] = []
    for match in pattern.finditer(text):
        groups = match.groupdict()
        parts = {"hari": days_of(groups["days"])} if groups.get("days") else {}
        if round_the_clock:
            parts |= {"buka": "00:00", "tutup": "24:00"}
        elif groups.get("open") or groups.get("from"):
            opens = _time(groups.get("open") or groups["from"])
            closes = _time(groups.get("close") or groups["until"])
            if groups.get("until") and closes < opens <= _NOON and not _PARTS.search(groups["until"]):
                closes = (
                    f"{int(closes[:2]) + 12:02d}:00"  # "jam delapan sampai jam dua"; "20 sampai 8" is a night
                )
            parts |= {"buka": opens, "tutup": closes}
        found.append(Found(Fact(text=match.group().strip(), parts=parts), match.start(), match.end()))
    return found


def _is_of_others(text: str, item: Found[Fact]) -> bool:
    """ "08.00-15.00 (Senin-Kamis) / 08.00-14.00 (Jumat)": days in brackets are those of the hours before."""
    return (
        _CLOSED.match(text, item.start) is not None
        and _OPENED.search(text, max(0, item.start - _ASIDE), item.start) is not None
    )


def _is_of_next_row(text: str, item: Found[Fact]) -> bool:
    """The last hours of a day's row with the day of the next ("Sabtu | 19.00-07.30" / "Minggu | ...")."""
    if "\n" not in text[item.start : item.end]:
        return False
    start = text.rfind("\n", 0, item.start) + 1
    return _ONLY_DAYS.search(text[start : item.start]) is not None


def find_hours(text: str) -> list[Found[Fact]]:
    """Days with hours, and "24 jam", in reading order; parts ``hari`` ``buka`` ``tutup``."""
    return list(_hours(text[:MAX_TEXT]))


@lru_cache(maxsize=256)  # feet repeat on every page
def _hours(text: str) -> tuple[Found[Fact], ...]:
    signs = seen(text)
    timed = {"days", "clock"} <= signs
    both = [
        *(_facts(_DAYS_FIRST, text, False) if timed else ()),
        *(_facts(_DAYS_ROUND, text, True) if {"days", "round"} <= signs else ()),
        *(
            item
            for pattern in (_DAYS_SPAN, _SPAN_DAYS)
            if "bare" in signs
            for item in _facts(pattern, text, False)
        ),
    ]
    taken = without_overlaps([item for item in both if not _is_of_others(text, item)])
    later = [
        item
        for item in (_facts(_HOURS_FIRST, text, False) if timed else ())
        if not any(item.start < had.end and had.start < item.end for had in taken)
        and not _is_of_next_row(text, item)
    ]
    taken = without_overlaps([*taken, *later])
    rest = [
        item
        for item in (_facts(_ROUND_DAYS, text, True) if "round" in signs else ())
        if not any(item.start < had.end and had.start < item.end for had in taken)
        and not re.search(r"[x×≤<≥±]=?\s{0,2}$", text[max(0, item.start - 4) : item.start], re.IGNORECASE)
    ]
    return tuple(without_overlaps([*taken, *rest]))


def find_days(text: str) -> list[Found[Fact]]:
    """Days named in ``text``, with or without hours."""
    text = text[:MAX_TEXT]
    return _facts(_ONLY_DAYS, text, False) if "days" in seen(text) else []


def find_clock(text: str) -> list[Found[Fact]]:
    """Spans of time ("08.00 - 15.00") in ``text``, with or without days."""
    text = text[:MAX_TEXT]
    return _facts(_ONLY_HOURS, text, False) if "clock" in seen(text) else []
