"""What each sign weighs (``weights.toml`` beside this file)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

import msgspec


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sign: its points (0-1, below 0 it speaks against), what it says, and why it weighs that."""

    points: float
    why: str
    names: bool = False
    proves_region: bool = False
    positive: bool = False
    negative: bool = False


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. From ``accept`` on it is the unit's site, below ``refuse`` it is not."""

    version: str
    accept: float
    refuse: float
    signs: dict[str, Sign]

    def told(self, name: str) -> str:
        """The sign as a reason: ``+title``, ``-other_unit_host``."""
        sign = self.signs[name]
        return f"{'-' if sign.negative or sign.points < 0 else '+'}{name}"

    def names_unit(self, seen: Collection[str]) -> bool:
        """Whether one of the signs names the unit itself."""
        return any(self.signs[name].names for name in seen)

    def proves_region(self, seen: Collection[str]) -> bool:
        """Whether one of the signs says in which region the page's unit lies."""
        return any(self.signs[name].proves_region for name in seen)

    def speaks_of_unit(self, seen: Collection[str]) -> bool:
        """Whether one of the signs speaks of the unit or its region at all."""
        return any(self.signs[name].positive for name in seen)


@cache
def weights() -> Weights:
    """The packaged weights. Raises msgspec.ValidationError naming the place when the file is wrong."""
    data = Path(__file__).with_name("weights.toml").read_bytes()
    return msgspec.toml.decode(data, type=Weights)
