"""``words.toml`` and ``services.toml`` as compiled patterns; an unknown key stops the program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from auditor.checks.words.phrasebook import Phrases
from auditor.patterns import Owned, Whether, loosened, opened_once, quick
from auditor.text import foreign


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    strong: list[str] = []
    weak: list[str] = []
    needed: int = 1
    not_on: list[str] = []
    strong_filler: str = ""
    weak_filler: str = ""


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
    quick: Whether | None  # whether one of them may be there, None where one is beyond RE2

    def hit(self, folded: str) -> re.Match[str] | None:
        """A strong wording, or the first of ``needed`` different weak ones."""
        if self.quick is not None and not self.quick(folded.encode()):
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


@cache
def own_text() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends before the name of the unit a page speaks of; and words that are no such name."""
    entry = _entry("own_text")
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(entry.strong)})[^\w\n]{{1,3}}$"),
        re.compile(rf"(?:{'|'.join(entry.not_on)})(?!\w)"),
    )


def _joined(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


@cache
def _file() -> dict[str, object]:
    return dict(msgspec.toml.decode(files("auditor.checks.problems").joinpath("words.toml").read_bytes()))


@cache
def _entry(code: str) -> _Words:
    entry = msgspec.convert(_file()[code], _Words)
    filler = Phrases.load("filler")
    strong = [filler[entry.strong_filler].regex.pattern] if entry.strong_filler else []
    weak = [filler[entry.weak_filler].regex.pattern] if entry.weak_filler else []
    return msgspec.structs.replace(entry, strong=[*entry.strong, *strong], weak=[*entry.weak, *weak])


@cache
def words(code: str) -> Words:
    """The word list of a problem code; KeyError when the file has none."""
    entry = _entry(code)
    return Words(
        _joined(entry.strong),
        _joined(entry.weak),
        entry.needed,
        _joined(entry.not_on),
        quick([*entry.strong, *entry.weak]),
    )


# Looked for in the whole text of every page.
ON_PAGES = (
    "lorem_ipsum",
    "theme_demo",
    "placeholder_content",
    "placeholder_identity",
    "unfilled_template",
    "login_wall",
)
NIK = r"(?<!\d)\d{16}(?!\d)|(?<!\d)\d{4}(?:[ .\-]\d{4}){3}(?!\d)"
"""A number as long as an identity number (16 digits)."""
_NUMBERS = ("", "", NIK)


class Suspects(NamedTuple):
    """What a whole text, or a piece of it, may hold: patterns by code; and numbers long enough for a NIK."""

    strong: dict[str, tuple[str, ...]]
    weak: dict[str, tuple[str, ...]]
    numbers: bool

    def words(self, code: str) -> Words | None:
        """The list of a code, of the patterns alone that may be there; None where nothing can be."""
        strong, weak = self.strong.get(code, ()), self.weak.get(code, ())
        return _some(code, strong, weak) if strong or weak else None


@cache
def _screen() -> Owned[tuple[str, str, str]]:
    """Patterns by code, strength and themselves."""
    owners = [_NUMBERS]
    for code in ON_PAGES:
        entry = _entry(code)
        for strength, listed in (("strong", entry.strong), ("weak", entry.weak)):
            owners += [(code, strength, pattern) for pattern in listed]
    return Owned((owner, loosened(opened_once(owner[2]), pieces=True)) for owner in owners)


@lru_cache(maxsize=256)
def suspects(folded: str) -> Suspects:
    """What ``folded`` may hold of the lists that are looked for on whole pages: RE2 leaves little."""
    owners = _screen().of(folded)
    found = Suspects({}, {}, numbers=_NUMBERS in owners)
    for code, strength, pattern in owners:
        if code:
            kept = found.strong if strength == "strong" else found.weak
            kept[code] = (*kept.get(code, ()), pattern)
    return found


@cache
def _pieces(code: str) -> Whether | None:
    entry = _entry(code)
    return quick([*entry.strong, *entry.weak], pieces=True)


def may_hold(code: str, folded: str) -> bool:
    """Whether any piece of a text may be one of a list's wordings."""
    pieces = _pieces(code)
    return pieces is None or bool(pieces(folded.encode()))


_OPEN = re.compile(r"[^\x00-\x7f](?![?*{])[^|]*")  # a pattern that begins with one letter, not of ASCII


@cache
def _broken() -> frozenset[str] | None:
    """Letters of which every wording of broken letters begins with one; None where that is not certain."""
    entry = _entry("mojibake_text")
    wordings = [*entry.strong, *entry.weak]
    return frozenset(one[0] for one in wordings) if all(map(_OPEN.fullmatch, wordings)) else None


def may_be_broken(text: str) -> bool:
    """Whether a text may hold letters that were read in the wrong encoding."""
    letters = _broken()
    return not text.isascii() and (letters is None or not letters.isdisjoint(foreign(text).lower()))


@lru_cache(maxsize=512)
def _some(code: str, strong: tuple[str, ...], weak: tuple[str, ...]) -> Words:
    whole = words(code)
    return Words(_joined(strong), _joined(weak), whole.needed, whole.not_on, None)


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
