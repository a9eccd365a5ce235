"""What marks a line as one of a list: a number, a letter or a bullet at its beginning."""

from __future__ import annotations

import re

_MARK = r"\d{1,2}[.)]|[a-z][.)]|[-•*]"
MARK = re.compile(rf"^\s*(?:{_MARK})?\s*")
COUNTED = re.compile(rf"^\s*(?:{_MARK}|\d{{1,2}}(?=\s))?\s*")
"""``MARK``, or the number that a table's first column counts with: "2 Kartu Keluarga"."""


def unmarked(line: str) -> str:
    """A line behind its ``MARK``."""
    return behind(MARK, line)


def uncounted(line: str) -> str:
    """A line behind its ``COUNTED``."""
    return behind(COUNTED, line)


def behind(opening: re.Pattern[str], line: str) -> str:
    """A line behind what it opens with, if it does."""
    hit = opening.match(line)  # ``sub`` would try again at every place
    return line[hit.end() :] if hit is not None else line


MARKED = re.compile(rf"(?m)^\s*(?:{_MARK})\s*\S")
