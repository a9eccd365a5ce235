"""Politeness across workers: when a host, a server and a domain were last asked, kept in the database.

A turn is taken like a coin on a counter: whoever finds that all three pauses are over writes down that
it asks now, in one transaction; everybody else is told how long to wait and comes again.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

logger = logging.getLogger(__name__)
TABLE = "queue_serverturn"
_WAIT = 0.5  # seconds between attempts while the database is away
_LATE = 0.02  # seconds between a turn and its use that need no second note
_LONGEST = 5.0  # seconds of sleep before asking again: another worker may have been told to rest meanwhile


class DatabaseTurns(ABC):
    """The part both databases share. ``SharedTurns`` of the crawler."""

    def __init__(self) -> None:
        self._notes: set[asyncio.Task[None]] = set()

    async def take(self, delays: Mapping[str, float]) -> None:
        """Wait for the turn; a database that is away is waited for, as nobody could be polite without it."""
        while True:
            asked = time.monotonic()
            try:
                wait = await self._try(delays)
            except self.away as error:
                logger.warning("turns: the database is away (%s)", type(error).__name__)
                wait = _WAIT
            if wait <= 0:
                if time.monotonic() - asked > _LATE:
                    # This process is short of time and asks later than it wrote down.
                    self.reached(delays, 0.0)
                return
            await asyncio.sleep(min(wait, _LONGEST))

    def reached(self, delays: Mapping[str, float], ago: float) -> None:
        """The pause counts from when the server was reached, not from when the turn was taken."""
        self._note(self._set("started", dict.fromkeys(delays, -ago)))

    def rest(self, key: str, seconds: float) -> None:
        """The server asked for rest."""
        self._note(self._set("rests_until", {key: seconds}))

    def _note(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(self._quietly(work))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except self.away as error:
            logger.warning("turns: not noted (%s)", type(error).__name__)

    @property
    @abstractmethod
    def away(self) -> tuple[type[Exception], ...]:
        """Errors that say the database is away."""

    @abstractmethod
    async def _try(self, delays: Mapping[str, float]) -> float:
        """Take the turn and return 0, or return the seconds to wait."""

    @abstractmethod
    async def _set(self, column: str, ahead: Mapping[str, float]) -> None:
        """Move a time to so many seconds from now, never back."""


def _waits(rows: Mapping[str, tuple[float, float]], delays: Mapping[str, float], now: float) -> float:
    return max(max(started + delays[key], rests) for key, (started, rests) in rows.items()) - now


class SqliteTurns(DatabaseTurns):
    """In the SQLite file of one machine; asked from a thread of its own, so that fetching never waits."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="turns")
        self._connection: sqlite3.Connection | None = None

    @property
    def away(self) -> tuple[type[Exception], ...]:
        return (sqlite3.OperationalError,)

    async def _try(self, delays: Mapping[str, float]) -> float:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._take, dict(delays))

    async def _set(self, column: str, ahead: Mapping[str, float]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._move, column, dict(ahead))

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, timeout=60, isolation_level=None)
            # A turn lost by a power cut hurts nobody: the machine takes longer to start than a pause.
            self._connection.execute("PRAGMA synchronous=OFF")
        return self._connection

    def _take(self, delays: dict[str, float]) -> float:
        database = self._open()
        marks = ",".join("?" * len(delays))
        database.execute("BEGIN IMMEDIATE")
        try:
            now = time.time()
            found = database.execute(
                f"SELECT key, started, rests_until FROM {TABLE} WHERE key IN ({marks})",  # noqa: S608 - marks
                list(delays),
            )
            rows = dict.fromkeys(delays, (0.0, 0.0)) | {key: (begun, rests) for key, begun, rests in found}
            wait = _waits(rows, delays, now)
            if wait <= 0:
                self._write(database, "started", dict.fromkeys(delays, now))
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            raise
        return wait

    def _move(self, column: str, ahead: dict[str, float]) -> None:
        now = time.time()
        self._write(self._open(), column, {key: now + seconds for key, seconds in ahead.items()})

    @staticmethod
    def _write(database: sqlite3.Connection, column: str, times: Mapping[str, float]) -> None:
        database.executemany(
            f"INSERT INTO {TABLE} (key, started, rests_until) VALUES (?, 0, 0) ON CONFLICT (key) DO NOTHING",  # noqa: S608
            [(key,) for key in times],
        )
        database.executemany(
            f"UPDATE {TABLE} SET {column} = max({column}, ?) WHERE key = ?",  # noqa: S608 - two fixed names
            [(moment, key) for key, moment in times.items()],
        )


class PostgresTurns(DatabaseTurns):
    """In PostgreSQL, by the server's clock, so that machines may disagree about the time."""

    def __init__(self, conninfo: str) -> None:
        super().__init__()
        from psycopg_pool import AsyncConnectionPool  # noqa: PLC0415 - only with PostgreSQL

        self._pool = AsyncConnectionPool(
            conninfo,
            min_size=1,
            max_size=4,
            open=False,
            check=AsyncConnectionPool.check_connection,
            kwargs={"options": "-c synchronous_commit=off"},
        )
        self._opening: asyncio.Task[None] | None = None

    @property
    def away(self) -> tuple[type[Exception], ...]:
        import psycopg  # noqa: PLC0415

        return (psycopg.OperationalError, psycopg.InterfaceError)

    async def _ready(self) -> None:
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._pool.open())
        await self._opening

    async def _try(self, delays: Mapping[str, float]) -> float:
        await self._ready()
        keys = sorted(delays)  # everybody locks rows in one order, so nobody waits in a circle
        async with self._pool.connection() as database:
            cursor = await database.execute(
                # The update that changes nothing locks the rows, and tells what they hold after the wait.
                f"INSERT INTO {TABLE} (key, started, rests_until) SELECT unnest(%s::text[]), 0, 0"  # noqa: S608
                " ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key"
                " RETURNING key, started, rests_until, extract(epoch FROM clock_timestamp())::float8",
                (keys,),
            )
            found = await cursor.fetchall()
            now = max(row[3] for row in found)
            wait = _waits({row[0]: (row[1], row[2]) for row in found}, delays, now)
            if wait <= 0:
                await database.execute(
                    f"UPDATE {TABLE} SET started = %s WHERE key = ANY(%s)",  # noqa: S608
                    (now, keys),
                )
        return float(wait)

    async def _set(self, column: str, ahead: Mapping[str, float]) -> None:
        await self._ready()
        async with self._pool.connection() as database:
            for key in sorted(ahead):
                await database.execute(
                    f"UPDATE {TABLE} SET {column} = greatest({column},"  # noqa: S608 - two fixed names
                    " extract(epoch FROM clock_timestamp())::float8 + %s) WHERE key = %s",
                    (ahead[key], key),
                )

    async def close(self) -> None:
        """Give the connections back."""
        await self._pool.close()
