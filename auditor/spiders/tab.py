"""One page in the browser: loading it, waiting until it is drawn, clicking through it."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Self

import msgspec

from auditor.spiders.driver import quietly, trouble
from auditor.spiders.request_guard import Allow, RequestGuard
from auditor.spiders.revealed import Revealed

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Request

logger = logging.getLogger(__name__)

_OPEN_SECONDS = 8.0  # for a document to be parsed; what is there by then is read
# Waiting is measured in time as the page lives it (``watch.js``), and a look at the page never counts for
# more than a few of its intervals: neither a busy machine nor a busy crawler takes patience from a page.
_SETTLE_SECONDS = 5.0  # for short timers and changes to end
_ANSWER_SECONDS = 10.0  # for what the page has asked for to come
_QUIET_MS = 250  # without a change after which a page counts as drawn
_POLL_SECONDS = 0.05
_REVEAL_SECONDS = 8.0  # of clicking on one page
_WALK_SECONDS = 3.0  # of clicking after a way was walked again
_STRETCH = 3.0  # so many times as long may it all take by the clock
_DEAF_SECONDS = 15.0  # a page that answers nothing for so long is caught in a loop of its own
_CLICKS = 80
_RELOADS = 5  # ways lost by clicking that are gone again on a fresh page
_LOOK = "window.__auditor ? [window.__auditor.quiet(), window.__auditor.lived()] : [0, 0]"
_AWAITED = frozenset({"document", "script", "xhr", "fetch"})
MOST_SECONDS = (_OPEN_SECONDS + _SETTLE_SECONDS) * 2 + _REVEAL_SECONDS * 2 * _STRETCH
"""How long a page may take beyond its first answer."""


@cache
def own_script(name: str) -> str:
    """A script of ours that runs in the page."""
    return files("auditor.spiders").joinpath(name).read_text(encoding="utf-8")


class _Running:
    """Requests of one page that are under way and may still bring content."""

    def __init__(self, page: Page) -> None:
        self._open: set[Request] = set()
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def __bool__(self) -> bool:
        return bool(self._open)

    def clear(self) -> None:
        """What ran belongs to a document that is gone."""
        self._open.clear()

    def _began(self, request: Request) -> None:
        if request.resource_type in _AWAITED:
            self._open.add(request)

    def _ended(self, request: Request) -> None:
        self._open.discard(request)


class Tab:
    """A page of its own for one address; made by ``on``."""

    def __init__(self, page: Page, url: str, guard: RequestGuard) -> None:
        self.page = page
        self._url = url
        self._guard = guard
        self._running = _Running(page)

    @classmethod
    async def on(cls, context: BrowserContext, url: str, allow: Allow) -> Self:
        """A tab in ``context`` that loads only what ``url``'s page may load."""
        page, guard = await context.new_page(), RequestGuard(url, allow)
        await page.route("**/*", guard.decide)
        page.on("dialog", lambda dialog: asyncio.ensure_future(quietly(dialog.dismiss())))
        page.on("popup", lambda popup: asyncio.ensure_future(quietly(popup.close())))
        return cls(page, url, guard)

    async def close(self) -> None:
        """Close the page, whatever has become of it."""
        await quietly(self.page.close())

    async def open(self) -> None:
        """Load the address and wait until the page is drawn; a script that never comes does not lose it."""
        self._guard.arrived = False
        self._running.clear()
        try:
            await self.page.goto(self._url, wait_until="commit")
            try:
                await self.page.wait_for_load_state("domcontentloaded", timeout=_OPEN_SECONDS * 1000)
            except trouble():
                logger.debug("still parsing: %s", self._url)
            await self._settle()
        finally:
            self._guard.arrived = True

    async def reveal(self) -> Revealed:
        """Click through the page; ways that clicking closed are walked again on a fresh one."""
        end = time.monotonic() + _REVEAL_SECONDS * 2 * _STRETCH
        all_ = await self._click_through([], [], _REVEAL_SECONDS)
        waiting = list(all_.lost)
        for _ in range(_RELOADS):
            if not waiting or time.monotonic() > end:
                break
            path = waiting.pop(0)
            try:
                await self.open()
                more = await self._click_through(all_.done, path, _WALK_SECONDS)
            except trouble() as error:
                logger.debug("%s: %s", self._url, error)
                break
            # The same thing may be reached on several ways; each is walked once.
            waiting += [way for way in more.lost if way not in waiting and way != path]
            have = {item.html for item in all_.shown}
            all_.shown += [item for item in more.shown if item.html not in have]
            all_.routes += more.routes
            all_.opened += more.opened
            all_.done = more.done
        return all_

    async def _settle(self) -> None:
        """Wait until requests, short timers and changes of the document are over, not for ever."""
        end = time.monotonic() + _ANSWER_SECONDS * _STRETCH
        spent = before = 0.0
        scrolled = False
        while time.monotonic() < end:
            try:
                quiet, lived = await asyncio.wait_for(self.page.evaluate(_LOOK), _DEAF_SECONDS)
            except trouble():
                # The page led itself elsewhere while we waited; what comes then is watched as well.
                await self.page.wait_for_load_state("domcontentloaded", timeout=_OPEN_SECONDS * 1000)
                continue
            spent += min(max(lived - before, 0.0) / 1000, _POLL_SECONDS * 3)
            before = lived
            if spent > (_ANSWER_SECONDS if self._running else _SETTLE_SECONDS):
                return
            if not self._running and quiet >= _QUIET_MS:
                if scrolled:
                    return
                # What waits for the visitor to scroll may begin now.
                scrolled = True
                await self.page.evaluate(
                    "scrollTo(0, document.documentElement.scrollHeight); dispatchEvent(new Event('scroll'))"
                )
            await asyncio.sleep(_POLL_SECONDS)

    async def _click_through(self, done: list[str], replay: list[str], seconds: float) -> Revealed:
        given = await asyncio.wait_for(
            self.page.evaluate(
                own_script("reveal.js"),
                {
                    "maxClicks": _CLICKS,
                    "budgetMs": int(seconds * 1000),
                    "mostMs": int(seconds * _STRETCH * 1000),
                    "done": done,
                    "replay": replay,
                },
            ),
            seconds * _STRETCH + _SETTLE_SECONDS,
        )
        return msgspec.convert(given, Revealed)
