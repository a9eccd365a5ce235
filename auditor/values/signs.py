"""What stands in every text that holds a duration, a fee or hours: cheap patterns to look for first.

Each is wider than its parser and never narrower (tests hold them to it). They are for RE2 and for
folded text: small letters, plain dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.values.words import table

_NO_WORD = r"[^0-9a-z]"  # what the parsers take for a blank, and more
_DIGIT = r"\p{Nd}"


def _any(words: Iterable[str]) -> str:
    parts = {
        f"{_NO_WORD}{{1,12}}".join(re.escape(part) for part in re.split(r"[^0-9a-z]+", word) if part)
        for word in words
    }
    return "|".join(sorted(parts - {""}, key=lambda part: (-len(part), part)))


_UNITS = _any(word for words in table("units").values() for word in words)
_NUMBERS = _any([*table("numbers"), *table("multipliers"), "setengah", "seperempat"])

DURATION = (
    # OCR writes o and l for digits, and I for 1 before a unit
    rf"(?:{_DIGIT}[ol]{{0,3}}|[li)]|{_NUMBERS}){_NO_WORD}{{0,9}}(?:{_UNITS})"
    rf"|{_any(table('whole'))}|h{_NO_WORD}?\+{_NO_WORD}?{_DIGIT}|{_any(table('same_day')['phrases'])}"
)
FEE = rf"(?:rp|idr){_NO_WORD}{{0,9}}{_DIGIT}|rupiah|free|{_any(table('free')['phrases'])}"
HOURS = (
    rf"{_DIGIT}{_NO_WORD}?[.:]{_NO_WORD}?[0-5]{_DIGIT}|{_DIGIT}{_NO_WORD}?(?:pagi|siang|sore|malam)"
    rf"|24{_NO_WORD}?(?:jam|hour)|24{_NO_WORD}{{0,3}}7|{_any(['dua puluh empat jam'])}"
)
DAYS = f"{_any(table('days'))}|hari|every"
