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
from auditor.spiders.pressed import Diary, Site
from auditor.spiders.request_guard import Allow, RequestGuard
from auditor.spiders.revealed import Revealed

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Frame, Page, Request

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
_CLOSE_SECONDS = 5.0  # a page that went away may never say that it is closed
_CLICKS = 80
_RETURNS = 3  # so often is a page opened anew that a click took away
_RELOADS = 5  # ways lost by clicking that are gone again on a fresh page
_LOOK = "window.__auditor ? [window.__auditor.quiet(), window.__auditor.lived()] : [0, 0]"
_SCROLLS = 8
_SCROLL = """(() => {
  const most = document.documentElement.scrollHeight;
  scrollTo(0, most);
  dispatchEvent(new Event("scroll"));
  return most;
})()"""
_COMPOSED = """(() => {
  const state = window.__auditor;
  if (!state || !state.declared) return "";
  state.declared();
  return state.roots.size ? state.markup(document.documentElement) : "";
})()"""
_AWAITED = frozenset({"document", "script", "xhr", "fetch"})
_CLICKING_SECONDS = _REVEAL_SECONDS * 2 * _STRETCH  # for all rounds of one page, by the clock
MOST_SECONDS = (_OPEN_SECONDS + _SETTLE_SECONDS) * 2 + _CLICKING_SECONDS
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

    def __init__(self, page: Page, url: str, guard: RequestGuard, diary: Diary) -> None:
        self.page = page
        self._url = url
        self._guard = guard
        self._diary = diary
        self._gone = asyncio.Event()
        page.on("requestfailed", guard.missed)
        page.on("response", guard.answered)
        page.on("framenavigated", self._moved)
        self._running = _Running(page)

    @classmethod
    async def on(cls, context: BrowserContext, url: str, allow: Allow) -> Self:
        """A tab in ``context`` that loads only what ``url``'s page may load."""
        page, guard, diary = await context.new_page(), RequestGuard(url, allow), Diary()
        await page.route("**/*", guard.decide)
        await page.expose_function("__auditorTold", diary.told)
        page.on("dialog", lambda dialog: asyncio.ensure_future(quietly(dialog.dismiss())))
        page.on("popup", lambda popup: asyncio.ensure_future(quietly(popup.close())))
        return cls(page, url, guard, diary)

    @property
    def lost(self) -> tuple[str, ...]:
        """Hosts whose scripts or data the page did not get."""
        return tuple(sorted(self._guard.lost))

    async def close(self) -> None:
        """Close the page, whatever has become of it."""
        await quietly(asyncio.wait_for(self.page.close(), _CLOSE_SECONDS))

    async def open(self) -> None:
        """Load the address and wait until the page is drawn; a script that never comes does not lose it."""
        self._guard.arrived = False
        self._running.clear()
        self._gone.clear()
        try:
            await self.page.goto(self._url, wait_until="commit")
            try:
                await self.page.wait_for_load_state("domcontentloaded", timeout=_OPEN_SECONDS * 1000)
            except trouble():
                logger.debug("still parsing: %s", self._url)
            await self._settle()
        finally:
            self._guard.arrived = True

    async def content(self) -> str:
        """The page as it stands, shadow trees in their places."""
        return str(await self.page.evaluate(_COMPOSED)) or await self.page.content()

    async def reveal(self, site: Site) -> Revealed:
        """Click through the page; ways that clicking closed are walked again on a fresh one.

        What a click takes away with the page is only what it would have shown. ``site`` learns from it.
        """
        found = Revealed()
        try:
            async with asyncio.timeout(_CLICKING_SECONDS):
                await self._rounds(found, site)
        except (trouble(), TimeoutError) as error:
            logger.debug("%s: %s", self._url, error)
            found.add(self._diary.so_far)
        site.learn(found)
        return found

    async def _rounds(self, found: Revealed, site: Site) -> None:
        waiting: list[list[str]] = []
        for _ in range(_RETURNS):
            if await self._round(found, waiting, site, [], _REVEAL_SECONDS):
                break
            await self.open()
        for _ in range(_RELOADS):
            if not waiting:
                break
            path = waiting.pop(0)
            await self.open()
            # The same thing may be reached on several ways; each is walked once.
            await self._round(found, waiting, site, path, _WALK_SECONDS)

    async def _round(
        self, found: Revealed, waiting: list[list[str]], site: Site, path: list[str], seconds: float
    ) -> bool:
        """Click on, after walking ``path``; False when a click took the page away."""
        self._diary.begin()
        whole = True
        try:
            more = await self._click_through([*found.done, *site.idle()], path, sorted(site.reached), seconds)
        except trouble() as error:
            logger.debug("%s: %s", self._url, error)
            whole, more, way = False, self._diary.so_far, self._diary.way
            if way:
                site.took_away(way[-1])
                # What else it stood beside is come to on the same way again.
                more.lost = [way[:-1]] if len(way) > 1 and way[:-1] != path else []
        found.add(more)
        self._diary.begin()
        waiting += [way for way in more.lost if way not in waiting and way != path]
        return whole

    async def _settle(self) -> None:
        """Wait until requests, short timers and changes of the document are over, not for ever."""
        end = time.monotonic() + _ANSWER_SECONDS * _STRETCH
        spent = before = 0.0
        reached, scrolls = -1, 0
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
                # What waits for the visitor to scroll may begin now, and again as long as the page grows.
                below = await self.page.evaluate(_SCROLL)
                if below <= reached or scrolls >= _SCROLLS:
                    return
                reached, scrolls = below, scrolls + 1
            await asyncio.sleep(_POLL_SECONDS)

    async def _click_through(
        self, done: list[str], replay: list[str], reached: list[str], seconds: float
    ) -> Revealed:
        clicking = asyncio.ensure_future(
            self.page.evaluate(
                own_script("reveal.js"),
                {
                    "maxClicks": _CLICKS,
                    "budgetMs": int(seconds * 1000),
                    "mostMs": int(seconds * _STRETCH * 1000),
                    "done": done,
                    "replay": replay,
                    "reached": reached,
                },
            )
        )
        # The browser does not always say that what it was asked went away with the page.
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait(
                (clicking, gone),
                timeout=seconds * _STRETCH + _SETTLE_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if gone.done():
                raise trouble()("a click took the page away")
            if not clicking.done():
                raise TimeoutError
            return msgspec.convert(clicking.result(), Revealed)
        finally:
            gone.cancel()
            if not clicking.cancel():
                clicking.exception()  # taken note of

    def _moved(self, frame: Frame) -> None:
        """No page of the site is let in by a click, so what takes the page's place is the browser's own."""
        if frame == self.page.main_frame and not frame.url.startswith(("http:", "https:")):
            self._gone.set()
