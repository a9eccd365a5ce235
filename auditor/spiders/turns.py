"""Turns that several processes take together: what the crawler asks of whoever keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Given:
    """A turn that all processes know of, to be used before ``until`` (monotonic): ``margin`` seconds after it
    was asked for. Their pauses count from ``noted``, by their common clock, which lies no earlier."""

    noted: float
    until: float
    margin: float


class SharedTurns(Protocol):
    """Turns that several processes, also on several machines, take together.

    ``Lane.keys`` are their names.
    """

    async def take(self, delays: Mapping[str, float], late: Given | None = None) -> Given:
        """Wait until every name was last asked its delay ago, and note that it is asked now.

        ``late`` was not used in time: for a name that nobody asked since, it is no turn to wait after.
        """

    def rest(self, key: str, seconds: float) -> None:
        """Nobody asks this name for that long."""
