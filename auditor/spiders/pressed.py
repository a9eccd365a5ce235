"""What is known of clicks before their round is over, and what the clicks of one site have taught.

A click that takes the page away must cost neither what was read before it nor the same time on every page.
"""

from __future__ import annotations

import contextlib

import msgspec

from auditor.spiders.revealed import Revealed

_MOST_CHARACTERS = 20_000_000  # of what one page tells while it is clicked through
_SURE = 2  # clicks that led to the same address after which a thing is known to lead there


class Site:
    """What clicking on pages of one site has taught: addresses reached, and things that lead away."""

    def __init__(self) -> None:
        self.reached: set[str] = set()
        self._away: set[str] = set()
        self._led: dict[str, list[str]] = {}

    def took_away(self, key: str) -> None:
        """Clicking ``key`` took the page away."""
        self._away.add(key)

    def learn(self, revealed: Revealed) -> None:
        """Take in where clicks led."""
        for state in revealed.states:
            self.reached.add(state.url)
            self._led.setdefault(state.key, []).append(state.url)

    def idle(self) -> list[str]:
        """Keys of what need not be clicked again: it took a page away, or leads where it led before."""
        sure = [key for key, urls in self._led.items() if len(urls) >= _SURE and len(set(urls)) == 1]
        return sorted({*self._away, *sure})


class _Told(Revealed):
    """News between two clicks; ``way`` are the keys clicked up to the one about to be."""

    way: list[str] = msgspec.field(default_factory=list)


class Diary:
    """What one round told before each of its clicks, for the case that it does not end."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget the round before."""
        self.so_far = Revealed()
        self.way: list[str] = []
        self._size = 0

    def told(self, news: object) -> None:
        """Called from the page, which may say anything."""
        with contextlib.suppress(msgspec.ValidationError):
            told = msgspec.convert(news, _Told)
            self._size += sum(len(item.html) for item in told.shown)
            self._size += sum(len(item.html) for item in told.states)
            if self._size > _MOST_CHARACTERS:
                return
            self.so_far.add(told)
            self.so_far.routes = told.routes  # told whole each time
            self.so_far.done += told.way[-1:]
            self.way = told.way
