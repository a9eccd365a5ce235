"""What both engines promise, and the rules they share."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.jobs.unit import Desk
    from auditor.spiders.turns import SharedTurns
    from auditor.store.queue.models import QueuedUnit


Answer = TypeVar("Answer")


class LostError(AuditorError):
    """The unit was taken back meanwhile: another worker does it, and what this one found is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the queue forgives. Seconds, and the number of times a unit may be begun.

    A worker tells every ``beat`` that it lives; after ``stalled`` of silence its units are taken back.
    A unit that was begun ``attempts`` times is given up: it would take one worker after the other along.
    A run's process looks every ``poll`` for work, and ends after ``linger`` without any.
    """

    beat: float = 10.0
    stalled: float = 40.0
    attempts: int = 6
    poll: float = 1.0
    linger: float = 5.0

    @classmethod
    def from_environment(cls) -> Rules:
        """``AUDITOR_QUEUE_STALLED`` (seconds) shortens all waits in proportion. Raises AuditorError."""
        text = os.environ.get("AUDITOR_QUEUE_STALLED", "")
        if not text:
            return cls()
        try:
            stalled = float(text)
        except ValueError:
            stalled = 0.0
        if stalled < 2:
            raise AuditorError(f"AUDITOR_QUEUE_STALLED={text!r}: tulis jumlah detik, paling sedikit 2")
        return cls(
            beat=stalled / 4, stalled=stalled, poll=min(1.0, stalled / 10), linger=min(5.0, stalled / 2)
        )


class Engine(Protocol):
    """Hands units to workers. Methods that are not ``async`` talk to the database in the calling thread."""

    def prepare(self) -> None:
        """Bring tables up to date, the engine's own too; all workers may call it at once."""

    def hand_over(self, units: Sequence[QueuedUnit], locks: Mapping[int, str]) -> int:
        """Make waiting units ready; ``locks`` by primary key.

        A unit that is ready already is left alone; the number handed over is returned.
        """

    def runs_with_work(self) -> list[str]:
        """Run ids that have a unit a worker could begin now, the most urgent first."""

    def open_jobs(self) -> int:
        """The engine's own view: jobs that are ready or under way."""

    async def upkeep(self, duties: Callable[[], None], every: float, group: str) -> None:
        """Until cancelled: take back the units of silent workers, and call ``duties`` in a thread every so
        many seconds. On PostgreSQL one worker of those with the same ``group`` of duties does them."""

    async def work(self, desk: Desk, run_id: str, jobs: int) -> None:
        """Do units of one run, ``jobs`` at once, until none of it can be begun any more."""

    def turns(self) -> SharedTurns:
        """Politeness across all workers of this database; to be made inside the crawler's loop."""


def worker_name() -> str:
    """Who holds a lease: machine, process, and a mark against a process number used again."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{random.getrandbits(32):08x}"


def fresh(work: Callable[..., Answer], *values: Any) -> Answer:
    """Call ``work`` on a living connection: Django keeps one per thread, also past its server's end."""
    from django.db import close_old_connections  # noqa: PLC0415

    close_old_connections()
    return work(*values)


async def persist(action: Callable[[], Awaitable[Answer]]) -> Answer:
    """Repeat ``action`` while the database is away, for at most ten minutes; then its error is raised."""
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415 - Django only where it is used

    until = time.monotonic() + 600.0
    while True:
        try:
            return await action()
        except (OperationalError, InterfaceError):
            if time.monotonic() > until:
                raise
            await asyncio.sleep(1.0)
