"""The way of a request told by whose hands it goes through: "Loket - Verifikator - Kasi - Camat"."""

from __future__ import annotations

import re

from auditor.checks.procedure.papers import PHRASES
from auditor.checks.procedure.steps import ARROW
from auditor.checks.words.marks import unmarked

_LEAST = 3  # hands in a row
_WORDS = 5  # of one of them
_JOINED = re.compile(rf"\s+[-–—>»]+\s+|\s*(?:{ARROW}|»)\s*")
_LISTED = re.compile(rf"{_JOINED.pattern}|\s*[,;\n]\s*|\s+(?:lalu|kemudian|dan|ke)\s+")
_LEAD = re.compile(r"[^:\n]{0,40}:\s+|\w+nya\s+")


def hands_in_a_row(body: str, *, named: bool) -> tuple[int, int] | None:
    """A line, or a list below a label of the way, that is nothing but hands; without that label (``named``)
    it must be joined by arrows or dashes and begin where people come."""
    if named and _are_hands(_LISTED.split(body.strip())):
        return 0, len(body)
    start = 0
    for line in body.split("\n"):
        lead = _LEAD.match(line)
        told = line[lead.end() :] if lead else line
        parts = _JOINED.split(told.strip(" ."))
        called = named or (lead is not None and PHRASES["labels"].search(lead.group()) is not None)
        if _are_hands(parts) and (called or not PHRASES["ends_of_power"].opens(parts[0])):
            return start, start + len(line)
        start += len(line) + 1
    return None


def _are_hands(parts: list[str]) -> bool:
    names = [bare for part in parts if (bare := unmarked(part).strip(" .;,"))]
    if len(set(names)) < _LEAST or any(name.count(" ") >= _WORDS for name in names):
        return False
    hands = sum(PHRASES["hands"].regex.match(name) is not None for name in names)
    if all(PHRASES["levels"].regex.match(name) for name in names):
        return False
    return hands >= _LEAST and hands * 4 >= len(names) * 3
