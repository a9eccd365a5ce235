"""Questions asked once: shared answers, bounded memory, failures that pass asked again."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from auditor.spiders.failures import FetchError
from auditor.spiders.once import Once


class _Asked:
    """Counts questions; answers or raises what it was given, in turn."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.times = 0

    def __call__(self) -> Coroutine[Any, Any, Any]:
        return self._answer()

    async def _answer(self) -> object:
        self.times += 1
        await asyncio.sleep(0)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_many_visits_share_one_question() -> None:
    async def run() -> None:
        once: Once[str, str] = Once(10)
        ask = _Asked("a")
        assert await asyncio.gather(*(once.of("x", ask) for _ in range(5))) == ["a"] * 5
        assert await once.of("x", ask) == "a"
        assert ask.times == 1
        assert (once.known("x"), once.known("y")) == ("a", None)

    asyncio.run(run())


def test_the_answer_not_asked_for_longest_goes_first() -> None:
    async def run() -> None:
        once: Once[str, str] = Once(2)
        asks: dict[str, Callable[[], Coroutine[Any, Any, Any]]] = {key: _Asked(key) for key in "abc"}
        for key in "ab":
            await once.of(key, asks[key])
        await once.of("a", asks["a"])
        await once.of("c", asks["c"])
        assert [key for key in "abc" if once.known(key)] == ["a", "c"]

    asyncio.run(run())


def test_room_is_counted_by_weight_and_one_answer_always_stays() -> None:
    async def run() -> None:
        once: Once[int, bytes] = Once(100, weight=len)
        for number in range(10):
            await once.of(number, _Asked(b"x" * 40))
        assert [number for number in range(10) if once.known(number)] == [8, 9]
        await once.of(99, _Asked(b"x" * 1000))
        assert [number for number in (*range(10), 99) if once.known(number)] == [99]

    asyncio.run(run())


@pytest.mark.parametrize(("refusals", "times"), [(True, 1), (False, 2)])
def test_refusals_that_will_not_pass_are_kept_where_asked(refusals: bool, times: int) -> None:
    async def run() -> None:
        once: Once[str, str] = Once(10, refusals=refusals)
        ask = _Asked(FetchError("dns_nxdomain", "x.go.id"))
        for _ in range(2):
            with pytest.raises(FetchError) as caught:
                await once.of("x", ask)
            assert (caught.value.cause, caught.value.detail) == ("dns_nxdomain", "x.go.id")
        assert ask.times == times

    asyncio.run(run())


def test_what_may_pass_is_asked_again() -> None:
    async def run() -> None:
        once: Once[str, str] = Once(10, refusals=True)
        ask = _Asked(FetchError("timeout", "x"), OSError("disk"), "a")
        with pytest.raises(FetchError):
            await once.of("x", ask)
        with pytest.raises(OSError, match="disk"):
            await once.of("x", ask)
        assert await once.of("x", ask) == "a"

    asyncio.run(run())


def test_an_answer_not_to_be_kept_is_asked_anew() -> None:
    async def run() -> None:
        once: Once[str, str] = Once(10, keep=lambda answer: answer != "silent")
        ask = _Asked("silent", "spoke")
        assert [await once.of("x", ask) for _ in range(3)] == ["silent", "spoke", "spoke"]

    asyncio.run(run())


def test_a_visit_that_is_broken_off_takes_no_answer_from_the_others() -> None:
    async def run() -> None:
        once: Once[str, str] = Once(10)
        ask = _Asked("a")
        first = asyncio.ensure_future(once.of("x", ask))
        second = asyncio.ensure_future(once.of("x", ask))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == "a"
        assert ask.times == 1

    asyncio.run(run())


class _Held:
    """Stands for what a visit has in hand."""


def test_a_refusal_holds_nothing_of_the_visit_that_met_it() -> None:
    async def run() -> None:
        once: Once[str, str] = Once(10, refusals=True)

        async def ask(what: _Held) -> str:
            assert what is not None
            raise FetchError("http_404", "x")

        async def visit() -> weakref.ref[_Held]:
            held = _Held()
            with pytest.raises(FetchError):
                await once.of("x", lambda: ask(held))
            return weakref.ref(held)

        gone = await visit()
        for _ in range(3):
            await asyncio.sleep(0)
        gc.collect()
        assert gone() is None
        with pytest.raises(FetchError):
            await once.of("x", _Asked("never asked"))

    asyncio.run(run())
