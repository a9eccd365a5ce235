"""One Chromium for the whole crawl: pages whose scripts bring the content, and accessibility where asked.

At most four tabs, one context per site, restarted after a number of pages so that its memory
stays bounded. It reaches the network through ``GuardProxy`` alone.
"""

from __future__ import annotations

import asyncio
import html as entities
import logging
import os
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import msgspec

from auditor.models import Accessibility
from auditor.spiders.accessibility import examine
from auditor.spiders.failures import FetchError
from auditor.spiders.guard import GuardProxy
from auditor.spiders.look import render_rules
from auditor.spiders.network import Network
from auditor.spiders.options import CrawlOptions
from auditor.urls import host_of, registered_domain

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Request, Route

logger = logging.getLogger(__name__)

_TABS = 4
_DRIVER_GONE = "Connection closed"  # what Playwright says when its own program has ended
_PAGES_PER_BROWSER = 200
_LEAST_SECONDS = 12.0  # for a first answer: the page has come without a browser, slowness is this machine's
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
_NEVER = frozenset({"image", "media", "font", "texttrack", "manifest", "ping", "cspviolationreport"})
_AWAITED = frozenset({"document", "script", "xhr", "fetch"})
_SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DRAW_SECONDS = (_OPEN_SECONDS + _SETTLE_SECONDS) * 2 + _REVEAL_SECONDS * 2 * _STRETCH
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--mute-audio",
    "--no-first-run",
    "--no-pings",
    "--metrics-recording-only",
    # This list takes the place of Playwright's own. With HttpsUpgrades an http page would be drawn from
    # https, that is from another address, and nothing on it would be clicked.
    "--disable-features=OptimizationHints,Translate,MediaRouter,AutofillServerCommunication,DialMediaRouteProvider,"
    "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--blink-settings=imagesEnabled=false",
    "--proxy-bypass-list=<-loopback>",
    # A second lock: Chromium itself can resolve nothing; only the proxy can.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the browser made of an address: the DOM and the routes clicking led to."""

    url: str
    html: str
    routes: tuple[str, ...] = ()


class _Shown(msgspec.Struct):
    labels: list[str]
    html: str


class _Opened(msgspec.Struct):
    label: str
    url: str


class _Revealed(msgspec.Struct):
    """What one round of ``reveal.js`` gave."""

    shown: list[_Shown]
    routes: list[str]
    opened: list[_Opened]
    done: list[str]
    lost: list[list[str]]


Allow = Callable[[str], Awaitable[bool]]
T = TypeVar("T")


def executable() -> str | None:
    """The system's Chromium, if there is one."""
    return next((path for name in _SYSTEM if (path := shutil.which(name))), None)


@cache
def _script(name: str) -> str:
    return files("auditor.spiders").joinpath(name).read_text(encoding="utf-8")


class Renderer:
    """The shared browser. ``draw`` may be called by many visits at once."""

    def __init__(self, network: Network, options: CrawlOptions) -> None:
        self._network = network
        self._options = options
        self._answer = max(options.timeout, _LEAST_SECONDS)
        self._tabs = asyncio.Semaphore(_TABS)
        self._lock = asyncio.Lock()
        self._idle = asyncio.Condition()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._guard: GuardProxy | None = None
        self._proxy = ""
        self._drawn = 0
        self._open = 0
        self._contexts: dict[str, BrowserContext] = {}
        self.missing = ""

    async def available(self) -> bool:
        """Whether a browser could be started; ``missing`` says why not."""
        if self.missing:
            return False
        try:
            await self._started()
        except FetchError:
            return False
        return True

    async def draw(self, url: str, site: str, allow: Allow) -> Drawn:
        """The DOM of ``url`` after its scripts ran and its tabs were opened.

        ``allow`` is asked for every page, frame and data request of the site (robots.txt). Raises
        FetchError ``needs_browser`` without a browser, ``render_failed`` or ``timeout`` otherwise.
        """
        return await self._in_tab(url, site, lambda context: self._draw(context, url, allow))

    async def examine(self, url: str, site: str, allow: Allow, at: str) -> Accessibility:
        """What axe-core says of ``url`` as it stands once drawn. Raises FetchError as ``draw``."""
        return await self._in_tab(url, site, lambda context: self._examine(context, url, allow, at))

    async def _in_tab(self, url: str, site: str, work: Callable[[BrowserContext], Awaitable[T]]) -> T:
        async with self._tabs:
            context = await self._context(site)
            self._open += 1
            assert self._guard is not None
            try:
                with self._guard.opened_for(registered_domain(host_of(url))):
                    return await asyncio.wait_for(work(context), self._answer + _DRAW_SECONDS)
            except _trouble() as error:
                text = str(error).splitlines()[0][:200]
                raise FetchError("timeout" if "Timeout" in text else "render_failed", text) from None
            except TimeoutError:
                raise FetchError("timeout", "browser") from None
            except Exception as error:
                if _DRIVER_GONE not in str(error):
                    raise
                self._playwright = self._browser = None  # the next page starts another
                raise FetchError("render_failed", str(error)) from None
            finally:
                self._open -= 1
                self._drawn += 1

    async def forget(self, site: str) -> None:
        """Close a site's context: its crawl is over."""
        context = self._contexts.pop(site, None)
        if context is not None:
            await _quietly(context.close())

    async def close(self) -> None:
        """Stop the browser and its proxy."""
        await self._stop()
        if self._guard is not None:
            await self._guard.close()
            self._guard = None
        if self._playwright is not None:
            await _quietly(self._playwright.stop())
            self._playwright = None

    async def _context(self, site: str) -> BrowserContext:
        if self._drawn >= _PAGES_PER_BROWSER and self._open == 0:
            await self._stop()
        browser = await self._started()
        context = self._contexts.get(site)
        if context is None:
            context = await browser.new_context(
                ignore_https_errors=True,
                user_agent=self._options.agent,
                locale="id-ID",
                timezone_id="Asia/Jakarta",
                viewport={"width": 1280, "height": 1600},
                service_workers="block",
                reduced_motion="reduce",
                accept_downloads=False,
            )
            context.set_default_timeout(self._answer * 1000)
            await context.add_init_script(_script("watch.js"))
            self._contexts[site] = context
        return context

    async def _started(self) -> Browser:
        async with self._lock:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            self._contexts.clear()
            if self._guard is None:
                self._guard = GuardProxy(self._network, self._options.timeout)
                self._proxy = await self._guard.start()
            flags = [*_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
            try:
                if self._playwright is None:
                    self._playwright = await _driver()
                self._browser = await self._playwright.chromium.launch(
                    executable_path=executable(),
                    args=flags,
                    proxy={"server": self._proxy},
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                )
            except (_trouble(), OSError) as error:
                self.missing = str(error).splitlines()[0][:200]
                raise FetchError("needs_browser", self.missing) from None
            self._drawn = 0
            return self._browser

    async def _stop(self) -> None:
        for site in list(self._contexts):
            await self.forget(site)
        if self._browser is not None:
            await _quietly(self._browser.close())
            self._browser = None

    async def _draw(self, context: BrowserContext, url: str, allow: Allow) -> Drawn:
        page = await context.new_page()
        try:
            guard, running = await _prepare(page, url, allow)
            await _open(page, url, guard, running)
            before = await page.content()
            if page.url.partition("#")[0] != url.partition("#")[0]:
                # A script led on: what is there is another page, to be asked by its own address.
                return Drawn(url=page.url, html=before)
            revealed = await self._reveal(page, url, guard, running)
            return Drawn(
                url=url, html=_with_shown(before, revealed), routes=tuple(dict.fromkeys(revealed.routes))
            )
        finally:
            await _quietly(page.close())

    async def _examine(self, context: BrowserContext, url: str, allow: Allow, at: str) -> Accessibility:
        page = await context.new_page()
        try:
            guard, running = await _prepare(page, url, allow)
            await _open(page, url, guard, running)
            return await examine(page, url, at)
        finally:
            await _quietly(page.close())

    @staticmethod
    async def _reveal(page: Page, url: str, guard: _RequestGuard, running: _Running) -> _Revealed:
        """Click through the page; ways that clicking closed are walked again on a fresh one."""
        end = time.monotonic() + _REVEAL_SECONDS * 2 * _STRETCH
        all_ = await _click_through(page, [], [], _REVEAL_SECONDS)
        waiting = list(all_.lost)
        for _ in range(_RELOADS):
            if not waiting or time.monotonic() > end:
                break
            path = waiting.pop(0)
            try:
                await _open(page, url, guard, running)
                more = await _click_through(page, all_.done, path, _WALK_SECONDS)
            except _trouble() as error:
                logger.debug("%s: %s", url, error)
                break
            # The same thing may be reached on several ways; each is walked once.
            waiting += [way for way in more.lost if way not in waiting and way != path]
            have = {item.html for item in all_.shown}
            all_.shown += [item for item in more.shown if item.html not in have]
            all_.routes += more.routes
            all_.opened += more.opened
            all_.done = more.done
        return all_


def _trouble() -> type[Exception]:
    """Playwright's own error. The package takes a fifth of a second to load, which most runs can save."""
    from playwright.async_api import Error  # noqa: PLC0415

    return Error


async def _driver() -> Playwright:
    """Playwright's own program, which talks to the browser. Raises its error when it does not start."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 - see _trouble

    try:
        return await async_playwright().start()
    except Exception as error:
        # It says so with a bare Exception when its program cannot run (a system library is missing, say).
        raise _trouble()(f"Playwright's driver does not start: {error}") from error


class _RequestGuard:
    """Decides what the page may load: its own site's text and data, known script networks."""

    def __init__(self, url: str, allow: Allow) -> None:
        self._domain = registered_domain(host_of(url))
        self._host = host_of(url)
        self._allow = allow
        self.arrived = False

    async def decide(self, route: Route) -> None:
        request = route.request
        try:
            if self._leads_away(request):
                # No content keeps the page as it is. An aborted navigation would put the browser's error
                # page in its place, sooner or later than the look at the page ends.
                await route.fulfill(status=204)
            elif await self._may(request.url, request.resource_type, request):
                await route.continue_()
            else:
                await route.abort()
        except _trouble():
            logger.debug("closed meanwhile: %s", request.url)

    def _leads_away(self, request: Request) -> bool:
        """Whether a click, or a script after the page arrived, wants another page in this one's place."""
        return self.arrived and request.is_navigation_request() and request.frame.parent_frame is None

    async def _may(self, url: str, kind: str, request: object) -> bool:
        if urlsplit(url).scheme not in ("http", "https"):
            return urlsplit(url).scheme in ("data", "blob")
        if kind in _NEVER:
            return False
        if getattr(request, "method", "GET") not in ("GET", "HEAD", "OPTIONS", "POST") or (
            self.arrived and getattr(request, "method", "GET") == "POST"
        ):
            return False  # nothing is ever sent on a visitor's behalf
        host = host_of(url)
        if registered_domain(host) == self._domain or host == self._host:
            return kind not in ("document", "xhr", "fetch") or await self._allow(url)
        return kind in ("script", "xhr", "fetch", "stylesheet") and host in render_rules().third_party.hosts


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


async def _prepare(page: Page, url: str, allow: Allow) -> tuple[_RequestGuard, _Running]:
    guard = _RequestGuard(url, allow)
    await page.route("**/*", guard.decide)
    page.on("dialog", lambda dialog: asyncio.ensure_future(_quietly(dialog.dismiss())))
    page.on("popup", lambda popup: asyncio.ensure_future(_quietly(popup.close())))
    return guard, _Running(page)


async def _open(page: Page, url: str, guard: _RequestGuard, running: _Running) -> None:
    """Load the address and wait until the page is drawn; a script that never comes does not lose it."""
    guard.arrived = False
    running.clear()
    try:
        await page.goto(url, wait_until="commit")
        try:
            await page.wait_for_load_state("domcontentloaded", timeout=_OPEN_SECONDS * 1000)
        except _trouble():
            logger.debug("still parsing: %s", url)
        await _settle(page, running)
    finally:
        guard.arrived = True


async def _settle(page: Page, running: _Running) -> None:
    """Wait until requests, short timers and changes of the document are over, not for ever."""
    end = time.monotonic() + _ANSWER_SECONDS * _STRETCH
    spent = before = 0.0
    scrolled = False
    while time.monotonic() < end:
        try:
            quiet, lived = await asyncio.wait_for(page.evaluate(_LOOK), _DEAF_SECONDS)
        except _trouble():
            # The page led itself elsewhere while we waited; what comes then is watched as well.
            await page.wait_for_load_state("domcontentloaded", timeout=_OPEN_SECONDS * 1000)
            continue
        spent += min(max(lived - before, 0.0) / 1000, _POLL_SECONDS * 3)
        before = lived
        if spent > (_ANSWER_SECONDS if running else _SETTLE_SECONDS):
            return
        if not running and quiet >= _QUIET_MS:
            if scrolled:
                return
            # What waits for the visitor to scroll may begin now.
            scrolled = True
            await page.evaluate(
                "scrollTo(0, document.documentElement.scrollHeight); dispatchEvent(new Event('scroll'))"
            )
        await asyncio.sleep(_POLL_SECONDS)


async def _click_through(page: Page, done: list[str], replay: list[str], seconds: float) -> _Revealed:
    given = await asyncio.wait_for(
        page.evaluate(
            _script("reveal.js"),
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
    return msgspec.convert(given, _Revealed)


def _with_shown(html: str, revealed: _Revealed) -> str:
    """The DOM with what clicking brought, each piece under the words of what was clicked."""
    pieces = "".join(_piece(item.labels, item.html) for item in revealed.shown)
    for item in revealed.opened:
        words, address = entities.escape(item.label or item.url), entities.escape(item.url, quote=True)
        pieces += f'<p class="auditor-opened"><a href="{address}">{words}</a></p>'
    head, mark, tail = html.rpartition("</body>")
    return f"{head}{pieces}{mark}{tail}" if mark else html + pieces


def _piece(labels: list[str], html: str) -> str:
    if len(labels) > 1:
        html, labels = _piece(labels[1:], html), labels[:1]
    heading = f"<h3>{entities.escape(labels[0])}</h3>" if labels else ""
    return f'<section class="auditor-shown">{heading}{html}</section>'


async def _quietly(awaitable: Awaitable[object]) -> None:
    """Closing something that may be closed already."""
    try:
        await awaitable
    except (_trouble(), OSError, asyncio.CancelledError):
        logger.debug("already closed")
