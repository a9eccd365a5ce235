"""``words.toml`` and ``services.toml`` as compiled patterns; an unknown key stops the program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from auditor.checks.phrasebook import quick


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    strong: list[str] = []
    weak: list[str] = []
    needed: int = 1
    not_on: list[str] = []


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Own rules: problems listed per code, days without news that make a site stale, and the like."""

    source: str
    per_code: int
    stale_days: int
    empty_chars: int


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A family of services: how it is called and what only it needs."""

    name: str
    title: list[str]
    needs: list[str]


class _Families(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    family: list[Family]


@dataclass(frozen=True)
class Words:
    """``hit(text)``: the first words that prove the trouble; None when too few are there."""

    strong: re.Pattern[str] | None
    weak: re.Pattern[str] | None
    needed: int
    not_on: re.Pattern[str] | None
    quick: Any  # an RE2 set over all of them, None where one is beyond RE2

    def hit(self, folded: str) -> re.Match[str] | None:
        """A strong wording, or the first of ``needed`` different weak ones."""
        if self.quick is not None and not self.quick.Match(folded):
            return None
        if self.strong is not None and (match := self.strong.search(folded)):
            return match
        if self.weak is None:
            return None
        found: dict[str, re.Match[str]] = {}
        for match in self.weak.finditer(folded):
            found.setdefault(match.group(), match)
            if len(found) >= self.needed:
                return next(iter(found.values()))
        return None


def _joined(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


@cache
def _file() -> dict[str, object]:
    return dict(msgspec.toml.decode(files("auditor.checks.problems").joinpath("words.toml").read_bytes()))


@cache
def words(code: str) -> Words:
    """The word list of a problem code; KeyError when the file has none."""
    entry = msgspec.convert(_file()[code], _Words)
    return Words(
        _joined(entry.strong),
        _joined(entry.weak),
        entry.needed,
        _joined(entry.not_on),
        quick([*entry.strong, *entry.weak]),
    )


@cache
def limits() -> Limits:
    """The limits of ``words.toml``."""
    return msgspec.convert(_file()["limits"], Limits)


@cache
def families() -> tuple[tuple[Family, re.Pattern[str], re.Pattern[str]], ...]:
    """Families of services with their compiled title and needs."""
    raw = files("auditor.checks.problems").joinpath("services.toml").read_bytes()
    found = []
    for family in msgspec.toml.decode(raw, type=_Families).family:
        title, needs = _joined(family.title), _joined(family.needs)
        if title is not None and needs is not None:
            found.append((family, title, needs))
    return tuple(found)
