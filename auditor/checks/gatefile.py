"""``gates.toml``: per component what lets a section through to its judge (``gates``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec


class Gate(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    why: str
    label: list[str] = []
    above: list[str] = []
    all_above: list[str] = []
    words: list[str] = []
    around: list[str] = []
    title: list[str] = []
    signs: list[str] = []
    label_signs: list[str] = []
    forms: bool = False


@dataclass(frozen=True)
class Gates:
    """``gates.toml``: per component what lets a section through."""

    gates: dict[str, Gate]

    @staticmethod
    @cache
    def load() -> Gates:
        """Raises msgspec.ValidationError for an unknown key, PhraseError for an unknown list."""
        raw = resources.files("auditor.checks").joinpath("gates.toml").read_bytes()
        data = msgspec.toml.decode(raw)
        del data["date"]
        return Gates(msgspec.convert(data, dict[str, Gate]))
