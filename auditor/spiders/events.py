"""What a crawl tells while it runs; the caller draws a progress bar or writes a log from it."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.models import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStarted:
    """A unit's crawl began."""

    unit_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A server answered one request, with ``size`` bytes of body (unpacked)."""

    status: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """One request got no answer; ``cause`` as in ``Failure.cause``."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """One response was stored."""

    unit_id: str
    url: str
    status: int
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDone:
    """A unit's archive is whole on disk."""

    unit_id: str
    visit: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFailed:
    """A unit's crawl broke off through a fault of ours; it is left for ``--resume``."""

    unit_id: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The crawl stops early; ``cause`` is one line for the user."""

    cause: str


Event = UnitStarted | Answered | Unanswered | PageRead | UnitDone | UnitFailed | Paused
