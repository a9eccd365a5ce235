"""Targets and reference: who is audited."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.models.words import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a unit's website: its address, or empty for "it has none".

    ``date`` and ``valid_until`` are ISO dates; after the latter the decision no longer counts.
    """

    website: str
    reason: str
    person: str
    date: str
    valid_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One row of a target file. ``region`` is a Kemendagri code with dots (``61.12``)."""

    unit_id: str
    name: str
    kind: Kind
    region: str
    website: str = ""
    parent: str = ""
    notes: str = ""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A province, regency or city; ``domain`` is its portal's go.id domain, empty if unknown."""

    code: str
    name: str
    kind: str  # provinsi | kabupaten | kota
    province: str
    domain: str = ""
    other_domains: tuple[str, ...] = ()
    source: str = ""
