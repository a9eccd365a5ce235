"""What is known of a page and its unit while it is judged, and what the judgement says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from auditor.discovery.names import PLACED, Name, parse, similarity
from auditor.models import Agency, Link, Region
from auditor.reference import Regions, load_districts, load_puskesmas

SAME = 0.85
"""Likeness of names from which they are one unit's; typing errors stay above, neighbours below."""


class Belongs(StrEnum):
    """Whose site it is."""

    OWN = "own"
    UNCLEAR = "unclear"
    OTHER_UNIT = "other_unit"
    NAMESAKE = "namesake"
    PORTAL = "portal"
    LIST = "list"
    PROFILE = "profile"
    DIRECTORY = "directory"
    NEWS = "news"
    SOCIAL = "social"
    EMPTY = "empty"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Identity:
    """``score`` 0-1, the verdict, and what spoke for (+) and against (-) it."""

    score: float
    verdict: Belongs
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Locality:
    """What is known around a unit: area codes of the region's landlines (``561``), its portals' domains,
    the names of all its units that are looked for."""

    area_codes: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One page and the unit it may belong to; words are folded, ``plain`` is the text as it stands."""

    agency: Agency
    region: Region
    regions: Regions
    names: tuple[Name, ...]
    host: str
    labels: tuple[str, ...]
    title: str
    titles: tuple[Name, ...]
    marks: tuple[Name, ...]
    text: str
    plain: str
    links: Sequence[Link]
    around: Locality
    listed: bool
    inner: bool

    @property
    def own(self) -> Name:
        return self.names[0]

    @property
    def label(self) -> str:
        return self.labels[0] if self.labels else ""

    def like(self, name: Name) -> float:
        """Likeness to whichever of the unit's names is nearest."""
        return max(similarity(own, name) for own in self.names)

    @property
    def neighbours(self) -> frozenset[Name]:
        """The other place-named units of the region, exactly as the target files name them."""
        return _placed(self.around.units, self.region) - set(self.names)


@lru_cache(maxsize=256)
def _placed(units: tuple[str, ...], region: Region) -> frozenset[Name]:
    names = (parse(unit, region) for unit in units)
    return frozenset(name for name in names if name.kind in PLACED and name.words)


@lru_cache(maxsize=1024)
def registered(kind: str, region: Region) -> frozenset[str]:
    """Place names of the units of that kind in the national registers."""
    units = load_puskesmas(region.code) if kind == "puskesmas" else load_districts(region.code)
    names = (f"{kind} {unit.name.removeprefix('Puskesmas ')}" for unit in units)
    return frozenset("".join(parse(name, region).words) for name in names)
