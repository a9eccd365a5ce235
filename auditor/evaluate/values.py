"""Whether values read by the program are those a person saw.

Times and fees: long tables were sampled by the labellers, so any one correct normalised value is a
hit. Channels: the kinds are compared as sets, by the table ``mapping.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

from auditor.evaluate.labels import ComponentLabel
from auditor.models import Channel, Duration, Fee, UnitResult, Value
from auditor.value_shapes import value_in
from auditor.values.durations import find_durations
from auditor.values.money import find_bare_amounts, find_fees

Key = tuple[str, float, float] | tuple[str, float]


@lru_cache(maxsize=1)
def mapping() -> dict[str, dict[str, list[str]]]:
    """The tables of ``mapping.toml``."""
    return tomllib.loads(resources.files("auditor.evaluate").joinpath("mapping.toml").read_text("utf-8"))


def key(value: Value) -> Key | None:
    """A duration or amount as it is compared; None for anything else."""
    if isinstance(value, Duration):
        return (value.unit, round(value.min, 4), round(value.max, 4))
    if isinstance(value, Fee) and value.amount is not None:
        return ("IDR", round(value.amount, 2))
    return None


def labelled(component: str, label: ComponentLabel) -> set[Key]:
    """The values a person wrote down, normalised; empty where none of them is a time or an amount."""
    found: list[Value] = []
    for entry in label.values:
        if isinstance(entry, str):
            found += _parse(component, entry)
        else:
            found.append(value_in(entry))
    return {made for value in found if (made := key(value)) is not None}


def _parse(component: str, words: str) -> list[Value]:
    if component == "jangka_waktu":
        return [find.value for find in find_durations(words)]
    if component == "biaya":
        # a labeller copies the cell of a tariff, which has no "Rp"
        return [find.value for find in find_fees(words) or find_bare_amounts(words)]
    return []


def read(unit: UnitResult, component: str) -> set[Key]:
    """The values the program gave for a component, of the unit and of its services."""
    values: list[Value] = list(unit.components[component].values)
    for service in unit.services:
        if component in service.components:
            values += service.components[component].values
    return {made for value in values if (made := key(value)) is not None}


def channel_match(label: ComponentLabel, unit: UnitResult) -> tuple[set[str], set[str], set[str], set[str]]:
    """Labelled kinds, those of them that were read, kinds read, and those of them that are right."""
    table = mapping()["channels"]
    wanted = {channel.kind for channel in label.channels}
    seen = {value.channel for value in unit.components["pengaduan"].values if isinstance(value, Channel)}
    met = {kind for kind in wanted if seen & set(table.get(kind, [kind]))}
    right = {kind for kind in seen if any(kind in table.get(want, [want]) for want in wanted)}
    return wanted, met, seen, right


def problem_match(
    kinds: Iterable[str], codes: Iterable[str]
) -> tuple[list[str], list[str], set[str], list[str]]:
    """Labelled kinds the tool claims to find, those of them found, codes that are right, kinds left out."""
    table: dict[str, Any] = mapping()["problems"]
    known_codes = {code for accepted in table.values() for code in accepted} | set(
        mapping()["codes"]["reported"]
    )
    seen = set(codes)
    claimed, met, right, left = [], [], set(), []
    for kind in sorted(set(kinds)):
        accepted = set(table.get(kind, [kind] if kind in known_codes else []))
        if not accepted:
            left.append(kind)
            continue
        claimed.append(kind)
        if accepted & seen:
            met.append(kind)
        right |= accepted & seen
    return claimed, met, right, left
