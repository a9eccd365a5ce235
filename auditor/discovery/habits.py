"""How a region names its hosts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.models import Region
from auditor.reference.naming import load_host_forms


@dataclass(frozen=True, slots=True)
class Habit:
    """How a region names its hosts: label templates with the number of hosts that follow them.

    ``www`` is the share (0-1) of hosts known only with ``www.``; ``prefix`` counts how agencies
    shorten "Dinas" (``dis``, ``din``, ``dinas``, ``d``). ``own`` are templates no public list showed, by
    kind: of labels (``{joined}-puskesmas``, ``{label}.opd``), or of whole hosts outside the region's
    domain (they begin with ``//``).
    """

    labels: Mapping[str, int] = field(default_factory=dict)
    prefixes: Mapping[str, int] = field(default_factory=dict)
    www: float = 0.0
    own: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def packaged_habit(region: Region) -> Habit:
    """What public lists showed of the region's habit; empty for most regions."""
    for habit in load_host_forms().habits:
        if habit.region == region.code:
            return Habit(labels=habit.labels)
    return Habit()
