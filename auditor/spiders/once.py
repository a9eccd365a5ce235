"""Questions that many visits of a crawl ask: each is put once, its answer kept while there is room.

What is kept is the answer alone. A finished task holds its coroutine and the context it was begun in, a
raised exception all that its visit had in hand: for 30,000 units that is more than the answers.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any, Generic, TypeVar

from auditor.spiders.failures import FetchError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_REFUSALS = 20_000  # kept: a few hundred bytes each


class Once(Generic[K, V]):
    """Answers by question; the one not asked for longest goes first.

    ``room`` is how much is kept, counted by ``weight`` (1 for each answer). An answer that ``keep`` refuses
    is given to those who wait and asked anew by the next. A FetchError that will not pass is kept where
    ``refusals`` are; every other failure is asked again.
    """

    def __init__(
        self,
        room: int,
        *,
        weight: Callable[[V], int] = lambda _: 1,
        keep: Callable[[V], bool] = lambda _: True,
        refusals: bool = False,
    ) -> None:
        self._room, self._weight, self._keep, self._refusals = room, weight, keep, refusals
        self._known: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._refused: OrderedDict[K, tuple[str, str]] = OrderedDict()  # cause and detail
        self._asking: dict[K, asyncio.Task[V]] = {}
        self._held = 0

    async def of(self, key: K, ask: Callable[[], Coroutine[Any, Any, V]]) -> V:
        """The answer; ``ask`` is called when nobody has it and nobody is asking. Raises what it raises."""
        if (known := self._known.get(key)) is not None:
            self._known.move_to_end(key)
            return known[0]
        if (refusal := self._refused.get(key)) is not None:
            raise FetchError(*refusal)
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.ensure_future(ask())
            task.add_done_callback(partial(self._remember, key))
        try:
            return await asyncio.shield(task)
        except FetchError as error:
            raise FetchError(error.cause, error.detail) from None

    def known(self, key: K) -> V | None:
        """The answer if it is here already."""
        kept = self._known.get(key)
        return kept[0] if kept is not None else None

    def refusal(self, key: K) -> str:
        """The cause with which the question was refused for good; empty when it was not."""
        return self._refused.get(key, ("", ""))[0]

    def _remember(self, key: K, task: asyncio.Task[V]) -> None:
        del self._asking[key]
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            answer = task.result()
            if self._keep(answer):
                self._known[key] = (answer, self._weight(answer))
                self._held += self._known[key][1]
        elif self._refusals and isinstance(error, FetchError) and error.permanent:
            self._refused[key] = (error.cause, error.detail)
            if len(self._refused) > _REFUSALS:
                self._refused.popitem(last=False)
        while self._held > self._room and len(self._known) > 1:
            _, (_, weight) = self._known.popitem(last=False)
            self._held -= weight
