"""What both engines promise, and the rules they share."""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.jobs.unit import Desk
    from auditor.spiders.politeness import SharedTurns
    from auditor.store.queue.models import QueuedUnit


class LostError(AuditorError):
    """The unit was taken back meanwhile: another worker does it, and what this one found is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the queue forgives. Seconds, and the number of times a unit may be begun.

    A worker tells every ``beat`` that it lives; after ``stalled`` of silence its units are taken back.
    A unit that was begun ``attempts`` times is given up: it would take one worker after the other along.
    """

    beat: float = 10.0
    stalled: float = 40.0
    attempts: int = 6
    poll: float = 1.0

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
        return cls(beat=stalled / 4, stalled=stalled, poll=min(1.0, stalled / 10))


class Engine(Protocol):
    """Hands units to workers. Methods that are not ``async`` talk to the database in the calling thread."""

    def prepare(self) -> None:
        """Create what the engine itself needs in the database; may be called by all workers at once."""

    def hand_over(self, units: Sequence[QueuedUnit], locks: Mapping[int, str]) -> int:
        """Make waiting units ready, in one transaction with whatever else is under way in it.

        ``locks`` by primary key. A unit that is ready already is left alone; the number handed over.
        """

    def take_back(self) -> int:
        """Return the units of workers that went silent to the queue; how many those were."""

    def runs_with_work(self) -> list[str]:
        """Run ids that have a unit a worker could begin now, the most urgent first."""

    def open_jobs(self) -> int:
        """The engine's own view: jobs that are ready or under way."""

    async def work(self, desk: Desk, run_id: str, jobs: int) -> None:
        """Do units of one run, ``jobs`` at once, until none of it can be begun any more."""

    def turns(self) -> SharedTurns:
        """Politeness across all workers of this database; to be made inside the crawler's loop."""


def worker_name() -> str:
    """Who holds a lease: machine, process, and a mark against a process number used again."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{random.getrandbits(32):08x}"  # noqa: S311 - a mark


def make_engine(url: str) -> Engine:
    """The engine of a database address. Raises AuditorError where PostgreSQL's packages are missing."""
    rules = Rules.from_environment()
    if url.startswith("sqlite:"):
        from auditor.jobs.queue.local import LocalEngine  # noqa: PLC0415 - only one engine is ever needed

        return LocalEngine(url, rules)
    try:
        from auditor.jobs.queue.postgres import PostgresEngine  # noqa: PLC0415
    except ImportError as error:
        raise AuditorError(
            f"antrean PostgreSQL memerlukan paket tambahan ({error.name}); pasang dengan pip install 'auditor[postgres]'"
        ) from error
    return PostgresEngine(url, rules)


async def persist(action: Callable[[], Awaitable[None]], seconds: float = 600.0) -> None:
    """Repeat ``action`` while the database is away, for at most ``seconds``; then its error is raised."""
    import asyncio  # noqa: PLC0415

    from django.db import InterfaceError, OperationalError  # noqa: PLC0415 - Django only where it is used

    until = time.monotonic() + seconds
    while True:
        try:
            return await action()
        except (OperationalError, InterfaceError):
            if time.monotonic() > until:
                raise
            await asyncio.sleep(1.0)
