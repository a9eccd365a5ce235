"""Turns that several processes take together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from auditor.jobs.queue.turns import SqliteTurns
from auditor.spiders.politeness import Lane, Slots
from auditor.store.db import configure


@pytest.fixture
def path(tmp_path: Path) -> Iterator[str]:
    place = str(tmp_path / "auditor.sqlite3")
    configure(f"sqlite:///{place}")
    yield place
    from django.db import connection

    connection.close()


def test_two_crawlers_keep_the_pause_of_server_and_domain(path: str) -> None:
    lanes = [
        Lane(host=f"h{n}", server="192.0.2.1" if n < 2 else f"192.0.2.{n}", domain="a" if n != 1 else "b")
        for n in range(4)
    ]
    asked: list[tuple[float, Lane]] = []

    async def crawler(mine: list[Lane]) -> None:
        slots = Slots(shared=SqliteTurns(path))

        async def visit(lane: Lane) -> None:
            for _ in range(3):
                async with slots.hold(lane, 0.1):
                    asked.append((time.monotonic(), lane))

        await asyncio.gather(*map(visit, mine))

    async def both() -> None:
        await asyncio.gather(crawler(lanes[::2]), crawler(lanes[1::2]))

    asyncio.run(both())
    assert len(asked) == 12
    for key in ("server", "domain", "host"):
        for name in {getattr(lane, key) for _, lane in asked}:
            times = sorted(at for at, lane in asked if getattr(lane, key) == name)
            # What is measured is when the event loop came back, a hair later than the turn.
            assert all(later - earlier > 0.08 for earlier, later in pairwise(times)), (key, name, times)


@pytest.mark.parametrize("late", [0.0, 0.15, 0.25, 0.45])
def test_a_worker_that_is_late_shortens_no_pause(path: str, late: float) -> None:
    """It may send long after its turn, also when the other's turn has come."""
    lane = Lane(host="h", server="192.0.2.1", domain="a")
    sent: list[float] = []

    async def worker(delayed: float) -> None:
        slots = Slots(shared=SqliteTurns(path))
        for _ in range(3):
            async with slots.hold(lane, 0.2) as turn:
                await asyncio.sleep(delayed)
                await turn.sending()
                sent.append(time.monotonic())

    async def both() -> None:
        await asyncio.gather(worker(late), worker(0.0))

    asyncio.run(both())
    assert len(sent) == 6
    # What is measured is when the event loop came back, a hair later than the turn.
    assert all(later - earlier > 0.19 for earlier, later in pairwise(sent)), sent


def test_a_worker_whose_database_answers_late_gets_its_turn_and_shortens_no_pause(path: str) -> None:
    lane = Lane(host="h", server="192.0.2.1", domain="a")
    sent: list[float] = []

    class Slow(SqliteTurns):
        def _take(self, delays: dict[str, float], margin: float, own: float | None) -> tuple[float, float]:
            answer = super()._take(delays, margin, own)
            time.sleep(0.1)
            return answer

    async def worker(turns: SqliteTurns) -> None:
        slots = Slots(shared=turns)
        for _ in range(3):
            async with slots.hold(lane, 0.2) as turn:
                await turn.sending()
                sent.append(time.monotonic())

    async def both() -> None:
        await asyncio.gather(worker(Slow(path)), worker(SqliteTurns(path)))

    asyncio.run(both())
    assert len(sent) == 6
    assert all(later - earlier > 0.19 for earlier, later in pairwise(sent)), sent


def test_a_server_that_asked_for_rest_is_left_alone_by_everybody(path: str) -> None:
    lane = Lane(host="h", server="192.0.2.1", domain="a")
    elsewhere = Lane(host="i", server="192.0.2.1", domain="b")

    async def scenario() -> float:
        one, other = Slots(shared=SqliteTurns(path)), Slots(shared=SqliteTurns(path))
        async with one.hold(lane, 0.0):
            one.rest(lane, 0.5)
        await asyncio.sleep(0.1)
        began = time.monotonic()
        async with other.hold(elsewhere, 0.0):
            return time.monotonic() - began

    assert 0.3 < asyncio.run(scenario()) < 2
