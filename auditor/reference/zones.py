"""Local time of a region: WIB, WITA or WIT, by its province (``time_zones.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("time_zones.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A time zone: its Indonesian name, whole hours east of UTC and the provinces that keep it."""

    name: str
    utc_hours: int
    provinces: tuple[str, ...]

    @property
    def offset(self) -> timezone:
        """As ``datetime`` wants it."""
        return timezone(timedelta(hours=self.utc_hours), self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    version: str
    source: str
    note: str
    zones: tuple[Zone, ...]


@cache
def zones() -> dict[str, Zone]:
    """Zones by province code."""
    data = msgspec.toml.decode(_FILE.read_bytes(), type=_File)
    return {province: zone for zone in data.zones for province in zone.provinces}


def zone_of(region: str) -> Zone:
    """The zone of a region or province code (``61.12``, ``61``). Raises KeyError for an unknown province."""
    return zones()[region[:2]]
