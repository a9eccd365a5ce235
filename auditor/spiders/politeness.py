"""How fast one may ask: one request at a time, with a pause, per registered domain *and* address.

Many agencies share one server, so the host name alone says too little.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from auditor.spiders.failures import SILENT_HOST

_BREAK_AFTER = 3  # timeouts or refusals in a row before a host is left alone
_MAX_BACKOFF = 60.0


@dataclass(slots=True)
class _Slot:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0
    users: int = 0


class Slots:
    """All slots of one crawl. A slot nobody waits for, and whose pause is over, is forgotten."""

    def __init__(self) -> None:
        self._slots: dict[str, _Slot] = {}

    @asynccontextmanager
    async def hold(self, keys: tuple[str, ...], delay: float) -> AsyncIterator[None]:
        """Wait for the turn on every key; afterwards each rests ``delay`` seconds from the start.

        Keys are taken in sorted order, so two holders can never wait for each other.
        """
        ordered = sorted(set(keys))
        slots = [self._slots.setdefault(key, _Slot()) for key in ordered]
        for slot in slots:
            slot.users += 1
        try:
            async with AsyncExitStack() as stack:
                for slot in slots:
                    await stack.enter_async_context(slot.lock)
                pause = max(slot.next_at for slot in slots) - time.monotonic()
                if pause > 0:
                    await asyncio.sleep(pause)
                started = time.monotonic()
                try:
                    yield
                finally:
                    for slot in slots:
                        slot.next_at = max(slot.next_at, started + delay)
        finally:
            now = time.monotonic()
            for key, slot in zip(ordered, slots, strict=True):
                slot.users -= 1
                if not slot.users and slot.next_at <= now:
                    self._slots.pop(key, None)

    def rest(self, keys: tuple[str, ...], seconds: float) -> None:
        """Nobody asks on these keys for that long (``Retry-After``)."""
        until = time.monotonic() + seconds
        for key in keys:
            slot = self._slots.setdefault(key, _Slot())
            slot.next_at = max(slot.next_at, until)


class Breaker:
    """Stops asking a host of one visit that does not talk to us any more."""

    def __init__(self, after: int = _BREAK_AFTER) -> None:
        self._after = after
        self._silent: dict[str, int] = {}

    def open(self, host: str) -> bool:
        """Whether the host is left alone from now on."""
        return self._silent.get(host, 0) >= self._after

    def heard(self, host: str) -> None:
        """The host answered, whatever it said."""
        self._silent.pop(host, None)

    def failed(self, host: str, cause: str) -> None:
        """Count the failure when it means silence."""
        if cause in SILENT_HOST:
            self._silent[host] = self._silent.get(host, 0) + 1


def backoff(attempt: int, delay: float, retry_after: str) -> float:
    """Seconds to wait before attempt number ``attempt`` (1 = first retry), at most a minute."""
    if retry_after.strip().isdigit():
        return min(float(retry_after), _MAX_BACKOFF)
    return min(max(delay, 0.25) * 2.0**attempt, _MAX_BACKOFF)
