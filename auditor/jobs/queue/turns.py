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
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from auditor.spiders.turns import Given

logger = logging.getLogger(__name__)
TABLE = "queue_serverturn"
_WAIT = 0.5  # seconds between attempts while the database is away
_MARGIN = 0.02  # seconds between asking for a turn and its use; twice as many whenever they were too few
_LONGEST = 5.0  # seconds of sleep before asking again: another worker may have been told to rest meanwhile


class DatabaseTurns(ABC):
    """The part both databases share. ``SharedTurns`` of the crawler."""

    def __init__(self) -> None:
        self._notes: set[asyncio.Task[None]] = set()

    async def take(self, delays: Mapping[str, float], late: Given | None = None) -> Given:
        """The turn, its margin not over yet.

        A database that is away is waited for, as nobody could be polite without it.
        """
        while True:
            margin, own = (2 * late.margin, late.noted) if late is not None else (_MARGIN, None)
            asked = time.monotonic()
            try:
                wait, noted = await self._try(delays, margin, own)
            except self.away as error:
                logger.warning("turns: the database is away (%s)", type(error).__name__)
                wait, noted = _WAIT, 0.0
            if wait > 0:
                await asyncio.sleep(min(wait, _LONGEST))
                continue
            late = Given(noted, asked + margin, margin)
            if time.monotonic() <= late.until:
                return late

    def rest(self, key: str, seconds: float) -> None:
        """The server asked for rest."""
        task = asyncio.ensure_future(self._noted(key, seconds))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _noted(self, key: str, seconds: float) -> None:
        try:
            await self._rest(key, seconds)
        except self.away as error:
            logger.warning("turns: not noted (%s)", type(error).__name__)

    @property
    @abstractmethod
    def away(self) -> tuple[type[Exception], ...]:
        """Errors that say the database is away."""

    @abstractmethod
    async def _try(
        self, delays: Mapping[str, float], margin: float, own: float | None
    ) -> tuple[float, float]:
        """The seconds to wait, and when the turn counts as used: ``margin`` from now, where they are over.

        What was noted as ``own`` is no turn to wait after.
        """

    @abstractmethod
    async def _rest(self, key: str, seconds: float) -> None:
        """Nobody asks for so many seconds from now, and none who was told to wait longer any sooner."""


def _waits(
    rows: Mapping[str, tuple[float, float]], delays: Mapping[str, float], now: float, own: float | None
) -> float:
    return (
        max(
            max(now if started == own else started + delays[key], rests)
            for key, (started, rests) in rows.items()
        )
        - now
    )


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

    async def _try(
        self, delays: Mapping[str, float], margin: float, own: float | None
    ) -> tuple[float, float]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._take, dict(delays), margin, own)

    async def _rest(self, key: str, seconds: float) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._leave, key, seconds)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, timeout=60, isolation_level=None)
            # A turn lost by a power cut hurts nobody: the machine takes longer to start than a pause.
            self._connection.execute("PRAGMA synchronous=OFF")
        return self._connection

    def _take(self, delays: dict[str, float], margin: float, own: float | None) -> tuple[float, float]:
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
            wait = _waits(rows, delays, now, own)
            if wait <= 0:
                self._write(database, "started", dict.fromkeys(delays, now + margin))
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            raise
        return wait, now + margin

    def _leave(self, key: str, seconds: float) -> None:
        self._write(self._open(), "rests_until", {key: time.time() + seconds})

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

    async def _try(
        self, delays: Mapping[str, float], margin: float, own: float | None
    ) -> tuple[float, float]:
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
            wait = _waits({row[0]: (row[1], row[2]) for row in found}, delays, now, own)
            if wait <= 0:
                await database.execute(
                    f"UPDATE {TABLE} SET started = %s WHERE key = ANY(%s)",  # noqa: S608
                    (now + margin, keys),
                )
        return float(wait), float(now + margin)

    async def _rest(self, key: str, seconds: float) -> None:
        await self._ready()
        async with self._pool.connection() as database:
            await database.execute(
                f"UPDATE {TABLE} SET rests_until = greatest(rests_until,"  # noqa: S608
                " extract(epoch FROM clock_timestamp())::float8 + %s) WHERE key = %s",
                (seconds, key),
            )

    async def close(self) -> None:
        """Give the connections back."""
        await self._pool.close()
