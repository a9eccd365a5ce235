"""What stands in every text that holds a duration, a fee or hours: cheap patterns to look for first.

Each is wider than its parser and never narrower (tests hold them to it). They are for RE2, for small
letters, and for a text's own dashes and blanks as for folded ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from auditor.patterns import Owned, like_ascii
from auditor.values.words import table

_NO_WORD = r"[^0-9a-z]"  # what the parsers take for a blank, and more
_DIGIT = r"[\p{Nd}½]"


def _any(words: Iterable[str]) -> str:
    parts = {
        f"{_NO_WORD}{{1,12}}".join(re.escape(part) for part in re.split(r"[^0-9a-z]+", word) if part)
        for word in words
    }
    return "|".join(sorted(parts - {""}, key=lambda part: (-len(part), part)))


_UNITS = _any(word for words in table("units").values() for word in words)
_NUMBERS = _any([*table("numbers"), *table("multipliers"), "setengah", "seperempat"])

SIGNS = {
    # OCR writes o and l for digits, and I for 1 before a unit
    "counted": rf"(?:{_DIGIT}[ol]{{0,3}}|[li)]|{_NUMBERS}){_NO_WORD}{{0,9}}(?:{_UNITS})",
    "two_counted": rf"{_DIGIT}{_NO_WORD}{{1,2}}{_DIGIT}{{1,3}}{_NO_WORD}{{0,9}}(?:{_UNITS})",
    "whole": _any(table("whole")),
    "day_plus": rf"h{_NO_WORD}?\+{_NO_WORD}?{_DIGIT}",
    "same_day": _any(table("same_day")["phrases"]),
    "amount": rf"(?:rp|idr){_NO_WORD}{{0,9}}{_DIGIT}",
    "rupiah": "rupiah",
    "charged": (
        rf"(?:{_any(table('charging')['words'])}){_NO_WORD}{{1,3}}"
        rf"(?:[a-z]{{4,7}}{_NO_WORD}{{1,2}})?(?:[a-z]{{4}}{_NO_WORD}{{1,2}})?{_DIGIT}"
    ),
    "free": (
        f"free|{_any(table('free')['phrases'])}"
        rf"|(?:{_any(table('free')['no'])}){_NO_WORD}{{1,6}}(?:{_any(table('free')['unpaid'])}"
        rf"|(?:{_any(table('free')['levied'])}){_NO_WORD}{{1,6}}(?:{_any(table('free')['levies'])}))"
    ),
    "clock": (
        rf"{_DIGIT}{_NO_WORD}?[.:]{_NO_WORD}?[0-5]{_DIGIT}|{_DIGIT}{_NO_WORD}?(?:pagi|siang|sore|malam|[ap]\.?m)"
        rf"|(?:jam|pukul|pkl){_NO_WORD}{{1,3}}(?:{_DIGIT}|{_NUMBERS})"
    ),
    "bare": (
        rf"(?:{_any(table('days'))}){_NO_WORD}{{1,4}}{_DIGIT}{{1,2}}{_NO_WORD}?(?:{_NO_WORD}|s/d){_NO_WORD}?{_DIGIT}"
        rf"|buka{_NO_WORD}{{1,2}}{_DIGIT}{{1,2}}{_NO_WORD}?(?:{_NO_WORD}|s/d){_NO_WORD}?{_DIGIT}"
    ),
    "round": rf"24{_NO_WORD}?(?:jam|hour)|24{_NO_WORD}{{0,3}}7|{_any(['dua puluh empat jam'])}",
    "days": f"{_any(table('days'))}|hari|every",
}
"""By name, what stands in every text that one of the parsers' patterns matches."""


def _one_of(*names: str) -> str:
    return "|".join(SIGNS[name] for name in names)


DURATION = _one_of("counted", "whole", "day_plus", "same_day")
FEE = _one_of("amount", "rupiah", "charged", "free")
HOURS = _one_of("clock", "bare", "round")
DAYS = SIGNS["days"]


@cache
def _set() -> Owned[str]:
    return Owned(SIGNS.items(), ignore_case=True)


@lru_cache(maxsize=4096)
def seen(text: str) -> frozenset[str]:
    """The names of the signs that a text as printed bears."""
    return frozenset(_set().of(like_ascii(text)))
