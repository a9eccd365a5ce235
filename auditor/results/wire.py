"""The shape of ``results.json``, as msgspec writes and reads it.

msgspec cannot tell several untagged records of one list apart, so values travel as plain objects and are told
apart by their keys; everything else is the records themselves. A docstring here would be told in the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec

from auditor.models import Evidence, Feature, Kind, Problem, RunInfo, Score, Site, Verdict

Raw = dict[str, Any]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireComponent:
    verdict: Verdict
    confidence: Share
    points: float
    max_points: float
    evidence: tuple[Evidence, ...] = ()
    values: tuple[Raw, ...] = ()
    reason: str = ""
    last_seen: str = ""
    last_verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireServiceComponent:
    verdict: Verdict
    values: tuple[Raw, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WireService:
    name: str
    url: str
    components: dict[str, WireServiceComponent]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireUnit:
    unit_id: str
    name: str
    kind: Kind
    region: str
    site: Site
    components: dict[str, WireComponent]
    services: tuple[WireService, ...]
    problems: tuple[Problem, ...]
    score: Score
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WireResults:
    schema_version: Literal["1"]
    run: RunInfo
    units: tuple[WireUnit, ...]
