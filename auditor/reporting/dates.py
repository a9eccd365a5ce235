"""Dates as Indonesian readers write them."""

from __future__ import annotations

from auditor.reporting.texts import Texts


def day(time: str, words: Texts) -> str:
    """A record's time as a date in words, ``22 November 2026``; ``–`` when it is empty."""
    if not time:
        return "–"
    year, month, date = time[:10].split("-")
    return f"{int(date)} {words('months', month)} {year}"


def numbers(time: str) -> list[int]:
    """A record's time as year, month, day; 2000-01-01 when it is empty."""
    return [int(part) for part in (time or "2000-01-01")[:10].split("-")]


def stamp(time: str) -> str:
    """``2026-11-22T05:10:00Z`` as ``22-11-2026 05.10 UTC``; ``–`` when it is empty."""
    date, _, hour = time.partition("T")
    return f"{'-'.join(reversed(date.split('-')))} {hour[:5].replace(':', '.')} UTC" if hour else date or "–"
