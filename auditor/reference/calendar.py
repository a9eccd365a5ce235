"""Names of months as pages print them (``calendar.toml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("calendar.toml")


@cache
def _months() -> list[list[str]]:
    return msgspec.toml.decode(_FILE.read_bytes(), type=dict[str, list[list[str]]])["months"]


def month_name(number: int) -> str:
    """The Indonesian name of a month, 1 to 12, in small letters."""
    return _months()[number - 1][0]


@cache
def month_numbers() -> dict[str, int]:
    """The number of a month by each of its names, also cut short and in English."""
    return {name: number for number, names in enumerate(_months(), 1) for name in names}
