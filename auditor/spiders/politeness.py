"""How fast one may ask: how many at once and with which pause, per host, address *and* domain.

Many agencies share one server, so the host name alone says too little; and many servers answer
for one domain, so the domain alone must not be a queue of one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from auditor.spiders.failures import SILENT_HOST
from auditor.spiders.turns import Given, SharedTurns

DOMAIN_AT_ONCE = 4
"""Requests under way below one registered domain, each to another address: what one browser tab opens
to a site at least, and little for a data centre; starts are spaced by the pause all the same."""
_STALLED_SECONDS = 2.0
"""A request without an end for so long waits for a silent server, which keeps its own slot: it no
longer counts for the domain, or four dead servers would stop forty living ones."""
_SWEEP_AT = 2000  # slots kept before those nobody needs any more are looked for
_BREAK_AFTER = 3  # timeouts or refusals in a row before a host is left alone
_MAX_BACKOFF = 60.0


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a request has to queue: its host, its server's address and its registered domain."""

    host: str
    server: str
    domain: str

    @property
    def keys(self) -> tuple[str, str, str]:
        """Names of the three slots, in the order in which they are taken."""
        return (f"host:{self.host}", f"server:{self.server}", f"domain:{self.domain}")


@dataclass(slots=True)
class _Slot:
    """One at a time through ``lock``; ``permits`` bounds how many may be under way after that."""

    permits: asyncio.Semaphore
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    started: float = float("-inf")
    rests_until: float = float("-inf")
    kept_until: float = float("-inf")
    users: int = 0

    async def pause(self, delay: float) -> None:
        """Sleep until the slot's turn; to be called with its lock held."""
        # A sleep may end a hair early: ask the clock until the moment has really come.
        while (wait := max(self.started + delay, self.rests_until) - time.monotonic()) > 0:
            await asyncio.sleep(wait)


_SOON = 0.01  # seconds; a request that goes out within them goes out at once


class Turn:
    """The turn of one who holds the host and the server.

    Connecting, a busy process or a slow database come between a turn and its request. Pauses lie between
    requests: who is late takes the turn again, and waits again where somebody else asked meanwhile.
    """

    def __init__(self, slots: Mapping[str, _Slot], delays: Mapping[str, float], shared: SharedTurns | None):
        """Slots and delays by the names of a lane, the domain's last."""
        self._slots, self._delays, self._shared = slots, delays, shared
        self._domain = list(slots)[-1]
        self._at = float("nan")
        self._given: Given | None = None

    async def take(self) -> None:
        """Wait for the domain's turn, and for that of all processes."""
        domain = self._slots[self._domain]
        async with domain.lock:
            if domain.started != self._at:
                await domain.pause(self._delays[self._domain])
            if self._shared is not None:
                self._given = await self._shared.take(self._delays, self._given)
            self._asks()

    async def sending(self) -> None:
        """To be awaited last of all before the request goes out."""
        while self._late():
            await self.take()
        self._asks()

    def _late(self) -> bool:
        until = self._at + _SOON if self._given is None else self._given.until
        return time.monotonic() > until

    def _asks(self) -> None:
        self._at = time.monotonic()
        for slot in self._slots.values():
            slot.started = self._at


class Slots:
    """All slots of one crawl. A slot nobody waits for, and whose pause is long over, is forgotten.

    With ``shared`` a turn is taken there too, last of all, so that pauses hold across processes.
    """

    def __init__(self, domain_at_once: int = DOMAIN_AT_ONCE, shared: SharedTurns | None = None) -> None:
        self._domain_at_once = domain_at_once
        self._shared = shared
        self._slots: dict[str, _Slot] = {}
        self._sweep_at = _SWEEP_AT

    @asynccontextmanager
    async def hold(
        self, lane: Lane, delay: float, *, host_delay: float = 0.0, server_delay: float = 0.0
    ) -> AsyncIterator[Turn]:
        """Wait for the turn, then ask inside the block, awaiting ``Turn.sending`` before.

        Starts on one server and below one domain lie ``delay`` seconds apart; on the host and the
        server longer, where their own delay is. Host and server serve one at a time. Everybody takes
        host, server and domain in this order, so two holders never wait for each other.
        """
        slots = {key: self._slot(key) for key in lane.keys}
        host, server, domain = slots.values()
        delays = dict(zip(lane.keys, (max(delay, host_delay), max(delay, server_delay), delay), strict=True))
        turn = Turn(slots, delays, self._shared)
        try:
            async with host.lock:
                await host.pause(max(delay, host_delay))
                async with server.lock:
                    await server.pause(max(delay, server_delay))
                    release = await self._enter(domain, turn)
                    try:
                        yield turn
                    finally:
                        release()
        finally:
            for slot in slots.values():
                slot.users -= 1
                slot.kept_until = max(slot.kept_until, slot.started + max(delay, host_delay, server_delay))

    @staticmethod
    async def _enter(domain: _Slot, turn: Turn) -> _Once:
        """A place below the domain, given back at the end or when the request stalls."""
        await domain.permits.acquire()
        release = _Once(domain.permits)
        try:
            await turn.take()
        except BaseException:
            release()
            raise
        release.timer = asyncio.get_running_loop().call_later(_STALLED_SECONDS, release)
        return release

    def rest(self, lane: Lane, seconds: float) -> None:
        """Nobody asks the server for that long (``Retry-After``)."""
        slot = self._slot(lane.keys[1])
        slot.rests_until = slot.kept_until = max(slot.rests_until, time.monotonic() + seconds)
        slot.users -= 1
        if self._shared is not None:
            self._shared.rest(lane.keys[1], seconds)

    def _slot(self, key: str) -> _Slot:
        slot = self._slots.get(key)
        if slot is None:
            if len(self._slots) >= self._sweep_at:
                self._sweep()
            slot = self._slots[key] = _Slot(permits=asyncio.Semaphore(self._domain_at_once))
        slot.users += 1
        return slot

    def _sweep(self) -> None:
        now = time.monotonic()
        over = [key for key, slot in self._slots.items() if not slot.users and slot.kept_until <= now]
        for key in over:
            del self._slots[key]
        self._sweep_at = max(_SWEEP_AT, 2 * len(self._slots))


class _Once:
    """Gives a permit back exactly once."""

    def __init__(self, permits: asyncio.Semaphore) -> None:
        self._permits: asyncio.Semaphore | None = permits
        self.timer: asyncio.TimerHandle | None = None

    def __call__(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        if self._permits is not None:
            self._permits.release()
            self._permits = None


class Breaker:
    """Stops asking a host of one visit that does not talk to us any more."""

    def __init__(self, after: int = _BREAK_AFTER) -> None:
        self._after = after
        self._silent: dict[str, int] = {}

    def open(self, host: str) -> bool:
        """Whether the host is left alone from now on."""
        return self._silent.get(host, 0) >= self._after

    def silent(self, host: str) -> bool:
        """Whether the host's last answer was silence."""
        return host in self._silent

    def heard(self, host: str) -> None:
        """The host answered, whatever it said."""
        self._silent.pop(host, None)

    def failed(self, host: str, cause: str) -> None:
        """Count the failure when it means silence."""
        if cause in SILENT_HOST:
            self._silent[host] = self._silent.get(host, 0) + 1


def retry_after(header: str, now: float) -> float:
    """Seconds a ``Retry-After`` header asks for (RFC 9110 10.2.3: seconds or a date), at most a minute.

    ``now`` is the time in seconds since the epoch. Anything else asks for nothing.
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _MAX_BACKOFF)
    try:
        wanted = parsedate_to_datetime(text).timestamp() - now
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return min(max(wanted, 0.0), _MAX_BACKOFF)


def backoff(attempt: int, delay: float, asked: float) -> float:
    """Seconds to wait before attempt number ``attempt`` (1 = first retry), at most a minute."""
    return max(asked, min(max(delay, 0.25) * 2.0**attempt, _MAX_BACKOFF))
