"""Processing times as pages write them: ``3 (tiga) hari kerja``, ``± 15 menit``, ``1x24 jam``, ``H+2``.

Only the words are read here; whether a duration is the *processing time of a service* (and not an
opening hour, a validity or an age limit) is for ``auditor.checks.jangka_waktu`` to say.
Forms: rubric-sources section 5.2, row "Jangka waktu". A bound ("paling lama 3 hari") keeps its number
as ``min`` and ``max``: the text says which bound it is, and no lower figure is invented.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.models import Duration
from auditor.patterns import Located
from auditor.values.found import MAX_TEXT, Found, without_overlaps
from auditor.values.signs import seen
from auditor.values.words import NUMBER_WORD, alternatives, number_of_words, small, table

_UNIT_OF = {re.sub(r"\s+", " ", word): unit for unit, words in table("units").items() for word in words}
_UNITS = alternatives(_UNIT_OF)
_MINUTES = {**{unit: float(length) for unit, length in table("minutes").items()}, "second": 1 / 60}
_LIMITS = table("limits")

# OCR reads 0 as O and 1 as l or I; such a letter is a digit only beside a digit, or alone before a unit.
_DIGITS = r"(?:\d[\dOol]{0,3}|[lI]\d{1,2}|[lI](?=\s{1,3}(?:hari|jam|menit)\b))(?:[.,]\d{1,2})?"
_WORDS = rf"(?:(?:{NUMBER_WORD})(?:\s{{1,4}}(?:{NUMBER_WORD})){{0,5}})"
_GLOSS = r"(?:\s{0,3}\(\s{0,2}[A-Za-z0-9][A-Za-z0-9 .\-]{0,40}\))?"
_NUMBER = rf"(?:{_DIGITS}|\b{_WORDS}\b(?:\s+setengah)?|\bsetengah\b|\bseperempat\b|½|1/2){_GLOSS}"
_RANGE = r"\s{0,3}(?:-|–|—|−|~|s\s?/\s?d|s\.\s?d\.?|sd\b|sampai(?:\s+dengan)?|hingga|to\b)\s{0,3}"
_UNIT = rf"\s{{0,3}}/?\s{{0,2}}(?:{_UNITS})(?![a-z])"
_ABOUT = rf"(?:(?:{alternatives(table('about')['phrases'])})\s{{0,3}})?"

_PLAIN = Located(
    rf"{_ABOUT}(?<![\w.,:/\-])(?:(?P<times>\d{{1,2}})\s{{0,2}}[x×X]\s{{0,2}})?(?P<low>{_NUMBER})"
    rf"(?P<lowunit>{_UNIT})?(?:{_RANGE}(?P<high>{_NUMBER}))?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_LOST_DASH = Located(
    rf"(?:^|[:;(±]|waktu|lama|lambat|maksimal)\s{{0,3}}(?P<low>\d{{1,2}})\s{{1,2}}(?P<high>\d{{1,3}})(?P<unit>{_UNIT})",
    re.IGNORECASE | re.MULTILINE,
)
_MORE = re.compile(rf"\s{{0,2}}(?:dan\s+)?(?P<number>{_NUMBER})(?P<unit>{_UNIT})", re.IGNORECASE)
_WHOLE = Located(rf"{_ABOUT}\b(?P<word>{alternatives(table('whole'))})\b", re.IGNORECASE)
_DAY_PLUS = re.compile(rf"{_ABOUT}(?<!\w)H\s?\+\s?(?P<low>\d{{1,2}})(?:\s?[-–]\s?(?P<high>\d{{1,2}}))?(?!\d)")
_SAME_DAY = re.compile(rf"\b(?:{alternatives(table('same_day')['phrases'])})\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}\s*$")
_PHONE_TAIL = re.compile(r"\d[\d\s()\-]{5,}$")


def _number(words: str) -> float | None:
    """The figure of ``3 (tiga)``, ``tiga (3)``, ``1,5``, ``l5``, ``satu setengah``."""
    bare, _, gloss = words.partition("(")
    bare = small(bare).strip()
    if not bare:
        return None
    if bare in {"½", "1/2", "setengah"}:
        return 0.5
    if bare == "seperempat":
        return 0.25
    if bare[0].isdigit() or (bare[0] in "li" and (len(bare) == 1 or bare[1].isdigit())):
        digits = bare.replace("o", "0").replace("l", "1").replace("i", "1").replace(",", ".")
        try:
            return float(digits)
        except ValueError:
            return None
    half = bare.endswith("setengah")
    figure = number_of_words(bare.removesuffix("setengah").strip())
    inside = gloss.rstrip(") ").strip()
    if inside.isdigit():
        figure = int(inside)
    return None if figure is None else figure + (0.5 if half else 0.0)


def _unit(words: str) -> str:
    return _UNIT_OF[re.sub(r"\s+", " ", small(words).strip().lstrip("/").strip())]


def _duration(text: str, low: float, high: float, unit: str) -> Duration | None:
    if high < low or high <= 0 or high > _LIMITS[unit]:
        return None
    if unit == "second":
        low, high, unit = low / 60, high / 60, "minute"
    return Duration(text=text, min=_tidy(low), max=_tidy(high), unit=unit)


def _tidy(number: float) -> int | float:
    if number == int(number):
        return int(number)
    return round(number, 4)


def _is_clock(text: str, start: int, words: str, unit: str) -> bool:
    """``08.00 jam`` and the tail of a telephone number before ``Jam Kerja`` are no durations."""
    if unit == "hour" and _CLOCK.search(words):
        return True
    return bool(_PHONE_TAIL.search(text[max(0, start - 16) : start])) and text[start - 1 : start] in "-. ()"


def _plain(text: str) -> list[Found[Duration]]:
    found: list[Found[Duration]] = []
    for match in _PLAIN.finditer(text):
        low, unit = _number(match["low"]), _unit(match["unit"])
        high = _number(match["high"]) if match["high"] else low
        if low is None or high is None or _is_clock(text, match.start("low"), match["low"], unit):
            continue
        if match["high"] is None and match["lowunit"]:
            continue
        if match["high"] and unit == "hour" and _CLOCK.search(match["high"]):
            continue
        end = match.end()
        if match["times"]:
            low, high = low * int(match["times"]), high * int(match["times"])
        if match["lowunit"] and (first := _unit(match["lowunit"])) != unit:
            # "30 menit - 1 jam": the smaller unit holds both ends
            if _MINUTES[first] < _MINUTES[unit]:
                high, unit = high * _MINUTES[unit] / _MINUTES[first], first
            else:
                low = low * _MINUTES[first] / _MINUTES[unit]
        elif not match["high"] and (more := _MORE.match(text, end)):
            small, extra = _unit(more["unit"]), _number(more["number"])
            if extra is not None and _MINUTES[small] < _MINUTES[unit]:  # "1 jam 30 menit"
                low = low * _MINUTES[unit] / _MINUTES[small] + extra
                high, unit, end = low, small, more.end()
        value = _duration(text[match.start() : end].strip(), low, high, unit)
        if value:
            found.append(Found(value, match.start(), end))
    return found


def _rest(text: str, signs: frozenset[str]) -> list[Found[Duration]]:
    found: list[Found[Duration]] = []
    for match in _LOST_DASH.finditer(text) if "two_counted" in signs else ():
        low, high = int(match["low"]), int(match["high"])
        if 2 <= low < high <= 3 * low:
            value = _duration(text[match.start("low") : match.end()], low, high, _unit(match["unit"]))
            if value:
                found.append(Found(value, match.start("low"), match.end()))
    for match in _WHOLE.finditer(text) if "whole" in signs else ():
        value = Duration(text=match.group().strip(), min=1, max=1, unit=table("whole")[small(match["word"])])
        found.append(Found(value, match.start(), match.end()))
    for match in _DAY_PLUS.finditer(text) if "day_plus" in signs else ():
        low = int(match["low"])
        value = _duration(match.group().strip(), low, int(match["high"] or low), "day")
        if value:
            found.append(Found(value, match.start(), match.end()))
    for match in _SAME_DAY.finditer(text) if "same_day" in signs else ():
        found.append(
            Found(Duration(text=match.group(), min=0, max=1, unit="day"), match.start(), match.end())
        )
    return found


def find_durations(text: str) -> list[Found[Duration]]:
    """Every duration in ``text``, in reading order, with its span.

    Never raises on page text. ``min`` and ``max`` are in ``unit`` (``minute hour day working_day week
    month year``); ``1x24 jam`` is 24 hours, ``1 jam 30 menit`` 90 minutes, ``H+2`` two days.
    """
    return list(_durations(text[:MAX_TEXT]))


@lru_cache(maxsize=256)  # feet repeat on every page
def _durations(text: str) -> tuple[Found[Duration], ...]:
    signs = seen(text)
    if not signs:
        return ()
    return tuple(without_overlaps([*(_plain(text) if "counted" in signs else ()), *_rest(text, signs)]))
