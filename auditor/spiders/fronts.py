"""Pages that several units look at (portals, lists, home pages), each asked once per crawl.

Bounded: what many units' visits have used lately stays, the oldest goes first.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace

from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher, Got

MAX_BYTES = 64_000_000
"""Bodies kept at once; a region of a hundred units needs about a tenth of it."""
_REFUSALS_KEPT = 20_000


async def _fetch(fetcher: Fetcher, url: str, attempts: int) -> Got:
    """The answer without what one unit's earlier visit made of it: that is nobody else's."""
    got = await fetcher.get(url, attempts=attempts)
    return replace(got, content=got.body, note=None, not_modified=False, noisy=False)


class Fronts:
    """Answers by address. A failure that may pass is not kept."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._tasks: OrderedDict[str, asyncio.Task[Got]] = OrderedDict()
        # Cause and detail only: an exception holds on to everything its visit had in hand.
        self._refused: OrderedDict[str, tuple[str, str]] = OrderedDict()

    async def get(self, fetcher: Fetcher, url: str, *, attempts: int) -> Got:
        """The answer at ``url``, asked with the first asker's ``fetcher``. Raises FetchError as it does."""
        if (refusal := self._refused.get(url)) is not None:
            self._refused.move_to_end(url)
            raise FetchError(*refusal)
        task = self._tasks.get(url)
        if task is None:
            task = self._tasks[url] = asyncio.ensure_future(_fetch(fetcher, url, attempts))
            task.add_done_callback(lambda done: self._kept(url, done))
        else:
            self._tasks.move_to_end(url)
        try:
            return await asyncio.shield(task)
        except FetchError as error:
            raise FetchError(error.cause, error.detail) from None

    def _kept(self, url: str, task: asyncio.Task[Got]) -> None:
        if not _answered(task):
            self._tasks.pop(url, None)
            error = None if task.cancelled() else task.exception()
            if isinstance(error, FetchError) and error.permanent:
                self._refused[url] = (error.cause, error.detail)
                if len(self._refused) > _REFUSALS_KEPT:
                    self._refused.popitem(last=False)
            return
        self._bytes += len(task.result().body)
        for old in list(self._tasks):
            if self._bytes <= self._max_bytes:
                break
            if old != url and _answered(self._tasks[old]):
                self._bytes -= len(self._tasks.pop(old).result().body)


def _answered(task: asyncio.Task[Got]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None
