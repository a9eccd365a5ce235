"""Abbreviations, host forms and the words for other names (``*.toml`` beside this file)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_HERE = Path(__file__).parent


class Function(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A function of agencies (folded words) and its short forms, most usual first."""

    name: str
    short: tuple[str, ...]


class Ignored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say nothing of which unit it is."""

    leading: tuple[str, ...]
    words: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of words and why it is there."""

    words: tuple[str, ...]
    reason: str


class Abbreviations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``abbreviations.toml``."""

    version: str
    places: dict[str, str]
    kinds: dict[str, tuple[str, ...]]
    ignored: Ignored
    spellings: dict[str, str]
    phrases: dict[str, str]
    bodies: Words
    no_initials: Words
    functions: tuple[Function, ...]


class Forms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Label templates of one kind with the number of hosts seen."""

    kind: str
    labels: dict[str, int]


class RegionHabit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Label templates seen in one region."""

    region: str
    labels: dict[str, int]


class HostForms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``host_forms.toml``."""

    version: str
    dinas: tuple[str, ...]
    forms: tuple[Forms, ...]
    habits: tuple[RegionHabit, ...]


class Aliases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``aliases.toml``."""

    names: Words
    hosts: Words
    campaign: Words


@cache
def load_aliases() -> Aliases:
    """The packaged words. Raises msgspec.ValidationError on a misshapen file."""
    return msgspec.toml.decode((_HERE / "aliases.toml").read_bytes(), type=Aliases)


@cache
def load_abbreviations() -> Abbreviations:
    """The packaged abbreviations. Raises msgspec.ValidationError on a misshapen file."""
    return msgspec.toml.decode((_HERE / "abbreviations.toml").read_bytes(), type=Abbreviations)


@cache
def load_host_forms() -> HostForms:
    """The packaged host forms. Raises msgspec.ValidationError on a misshapen file."""
    return msgspec.toml.decode((_HERE / "host_forms.toml").read_bytes(), type=HostForms)
