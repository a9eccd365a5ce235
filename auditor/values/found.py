"""What a parser found: a value and exactly where in the text its words stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")

MAX_TEXT = 200_000
"""Characters of one text that are parsed; what lies behind is not a section anybody reads."""


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """``value`` was read from ``text[start:end]`` of the text handed in (code points)."""

    value: V
    start: int
    end: int


def without_overlaps(found: Iterable[Found[V]]) -> list[Found[V]]:
    """Keep, in reading order, the longest of the finds that share characters."""
    kept: list[Found[V]] = []
    for item in sorted(found, key=lambda f: (f.start, f.start - f.end)):
        if kept and item.start < kept[-1].end:
            if item.end - item.start > kept[-1].end - kept[-1].start:
                kept[-1] = item
            continue
        kept.append(item)
    return kept
