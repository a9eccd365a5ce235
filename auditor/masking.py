"""Hides personal data in quotes before they are printed: NIK, KK numbers, private mobile numbers.

Stored pages stay verbatim (they are the proof); reports print masked words. UU 27/2022 (PDP) counts
such numbers as personal data. A mobile number beside official contact words ("WA pengaduan",
"hotline", "call center") is the unit's own channel and stays readable.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

_NIK = re.compile(
    r"(?<!\d)(?P<head>(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])(?:[ .\-]?\d){4})"
    r"(?P<tail>(?:[ .\-]?\d){10})(?!\d)"
)
_DATE = re.compile(r"(?P<day>[0-7]\d)(?P<month>0[1-9]|1[0-2])\d\d")
_MOBILE = re.compile(
    r"(?<![\d\w])(?P<head>(?:\+?62[\s\-]?|0)8\d{2})(?P<tail>[\s.\-]?\d{3,4}[\s.\-]?\d{2,5})(?!\d)"
)


@cache
def _official() -> re.Pattern[str]:
    """Read when a mobile number is met first: whoever starts a run prints none."""
    words = tomllib.loads(resources.files("auditor").joinpath("masking.toml").read_text("utf-8"))["official"]
    return re.compile(r"(?<![a-z])(?:" + "|".join(words).replace(" ", r"\s") + r")(?![a-z])", re.IGNORECASE)


def is_nik(digits: str) -> bool:
    """Whether 16 digits have the shape of a NIK: province, then a day (women +40) and month of birth."""
    bare = re.sub(r"\D", "", digits)
    if not _NIK.fullmatch(bare):
        return False
    date = _DATE.match(bare[6:12])
    day = int(date["day"]) % 40 if date else 0
    return 1 <= day <= 31


def mask(text: str) -> str:
    """``text`` with identity numbers and private mobile numbers starred out; all else as it was."""
    text = _NIK.sub(lambda m: m["head"] + "*" * len(m["tail"]) if is_nik(m.group()) else m.group(), text)

    def phone(match: re.Match[str]) -> str:
        around = text[max(0, match.start() - 60) : match.start()]
        if _official().search(around):
            return match.group()
        tail = match["tail"]
        return match["head"] + re.sub(r"\d", "*", tail[:-2]) + tail[-2:]

    return _MOBILE.sub(phone, text)
