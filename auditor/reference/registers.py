"""Registers of units: puskesmas (Kemenkes, September 2022) and districts (Kemendagri, 2025)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Registered:
    """A unit of a national register; ``region`` is the code of its regency or city."""

    code: str
    name: str
    region: str


@cache
def _register(name: str) -> dict[str, tuple[Registered, ...]]:
    units: dict[str, list[Registered]] = {}
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            units.setdefault(row["region"], []).append(Registered(row["code"], row["name"], row["region"]))
    return {region: tuple(members) for region, members in units.items()}


def load_puskesmas(region: str) -> tuple[Registered, ...]:
    """All puskesmas of a regency or city, in the register's order; empty when unknown."""
    return _register("puskesmas.csv").get(region, ())


def all_puskesmas() -> tuple[Registered, ...]:
    """The whole national register."""
    return tuple(unit for units in _register("puskesmas.csv").values() for unit in units)


def all_districts() -> tuple[Registered, ...]:
    """All districts of the country, bare names."""
    return tuple(unit for units in _register("districts.csv").values() for unit in units)


def load_districts(region: str) -> tuple[Registered, ...]:
    """All districts (kecamatan, distrik, kapanewon) of a regency or city, bare names."""
    return _register("districts.csv").get(region, ())
