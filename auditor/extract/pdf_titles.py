"""The title a PDF bears in its properties, where somebody gave it one. Data in ``pdf_titles.toml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

_LONGEST = 200


class _Left(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pattern: str
    why: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fewest: int
    left: tuple[_Left, ...]


@cache
def _data() -> tuple[int, re.Pattern[str]]:
    written = files("auditor.extract").joinpath("pdf_titles.toml").read_bytes()
    table = msgspec.toml.decode(written, type=_Table)
    patterns = "|".join(f"(?:{left.pattern})" for left in table.left)
    return table.fewest, re.compile(patterns, re.IGNORECASE)


def given_title(written: str) -> str:
    """The title without superfluous spaces and at most 200 letters long; empty where a program wrote it."""
    title = " ".join(written.split())
    fewest, left = _data()
    return "" if len(title) < fewest or left.fullmatch(title) else title[:_LONGEST]
