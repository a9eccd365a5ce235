"""The words of ``words.toml``, compiled once into pieces of patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One table of ``words.toml``; KeyError names a table that is not there."""
    raw = resources.files("auditor.values").joinpath("words.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(raw)[name]
    return found


@cache
def channel_table(name: str) -> dict[str, Any]:
    """One table of ``channels.toml``; KeyError names a table that is not there."""
    raw = resources.files("auditor.values").joinpath("channels.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(raw)[name]
    return found


def alternatives(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first, blanks of any width."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(r"\s{1,4}".join(re.escape(part) for part in word.split()) for word in ordered)


_SMALL = str.maketrans({"ı": "i", "İ": "i", "ſ": "s", "\u212a": "k"})


def small(words: str) -> str:
    """Words in small letters, such as ``re`` matches when it ignores case ("harı" too is "hari")."""
    return words.translate(_SMALL).lower()


NUMBER_WORD = alternatives([*table("numbers"), *table("multipliers")])


def number_of_words(words: str) -> int | None:
    """``enam puluh`` -> 60, ``dua ratus lima puluh ribu`` -> 250000; None if it is no number."""
    ones, powers = table("numbers"), table("multipliers")
    total = group = 0
    last: int | None = None
    for word in small(words).split():
        if word in ones:
            group += ones[word]
            last = ones[word]
        elif word == "belas" and last is not None:
            group += 10
        elif word in ("puluh", "ratus") and last is not None:
            group += last * (powers[word] - 1)
            last = None
        elif word in powers and group:
            total += group * powers[word]
            group, last = 0, None
        else:
            return None
    return total + group
