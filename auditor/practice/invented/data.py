"""The data files beside this module, checked as they are read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Root of all structures here: frozen, unknown keys refused."""


class Form(Strict, frozen=True):
    """One official name of an agency with what staff call it and its host labels (label: hosts seen)."""

    name: str
    short: str
    labels: dict[str, int]


class AgencyKind(Strict, frozen=True):
    """An agency an invented region may have."""

    id: str
    chance: float
    forms: list[Form]


class _Agencies(Strict, frozen=True):
    version: str
    agencies: list[AgencyKind]


Wildcard = Literal["", "portal", "redirect", "vendor"]
ListStyle = Literal["table", "menu", "cards", "footer"]


class Habit(Strict, frozen=True):
    """How a region runs its websites; see ``habits.toml``."""

    id: str
    why: str
    domain: str
    kind: Literal["kabupaten", "kota"]
    puskesmas: dict[str, int]
    kecamatan: dict[str, int]
    kelurahan: dict[str, int]
    opd_site: float
    pkm_site: float
    kec_site: float
    kel_site: float
    listed: float
    stated: float
    www: float
    list_style: ListStyle
    wildcard: Wildcard


class _Habits(Strict, frozen=True):
    version: str
    habits: list[Habit]


class Rate(Strict, frozen=True):
    """The share of units a trap strikes, and why it is in."""

    share: float
    why: str


class Rates(Strict, frozen=True):
    """``rates.toml``: traps of units with a website and of units without."""

    version: str
    site: dict[str, Rate]
    none: dict[str, Rate]


class Words(Strict, frozen=True):
    """``words.toml``."""

    version: str
    syllables: list[str]
    before: list[str]
    provinces: list[str]
    streets: list[str]
    given: list[str]
    family: list[str]
    doctors: list[str]
    titles_plain: list[str]
    titles_mute: list[str]
    slogans: list[str]
    news: list[str]
    pages: list[str]
    applications: list[str]
    functions: list[str]


T = TypeVar("T")


def _read(name: str, shape: type[T]) -> T:
    return msgspec.toml.decode(files("auditor.practice.invented").joinpath(name).read_bytes(), type=shape)


@cache
def agencies() -> list[AgencyKind]:
    """The agencies, in the file's order."""
    return _read("agencies.toml", _Agencies).agencies


@cache
def habits() -> dict[str, Habit]:
    """The habits by id, in the file's order."""
    return {habit.id: habit for habit in _read("habits.toml", _Habits).habits}


@cache
def rates() -> Rates:
    """The traps and their shares."""
    return _read("rates.toml", Rates)


@cache
def words() -> Words:
    """The words regions and pages are made of."""
    return _read("words.toml", Words)
