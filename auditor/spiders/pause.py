"""Waiting for our own network to come back: a lost line pauses a run, it does not end it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)
_FIRST, _LONGEST = 1.0, 60.0


class Patience:
    """One wait that all units share. ``seconds`` is how long the line may be gone before giving up;
    ``alive`` says whether it is there."""

    def __init__(self, seconds: float, alive: Callable[[], Awaitable[bool]]) -> None:
        self._seconds, self._alive = seconds, alive
        self._waiting: asyncio.Task[bool] | None = None

    async def back(self) -> bool:
        """Wait until the network answers again; False when it stayed silent too long."""
        if self._waiting is None or self._waiting.done():
            self._waiting = asyncio.ensure_future(self._wait())
        return await asyncio.shield(self._waiting)

    async def _wait(self) -> bool:
        loop = asyncio.get_running_loop()
        until, step = loop.time() + self._seconds, _FIRST
        while True:
            if await self._alive():
                logger.warning("network is back, the run goes on")
                return True
            left = until - loop.time()
            if left <= 0:
                return False
            logger.warning("network lost, waiting (%d s left)", left)
            await asyncio.sleep(min(step, left))
            step = min(2 * step, _LONGEST)
