"""One Chromium for the whole crawl: pages whose scripts bring the content, and accessibility where asked.

At most four tabs, one context per site, restarted after a number of pages so that its memory
stays bounded. It reaches the network through ``GuardProxy`` alone.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from auditor.models import Accessibility
from auditor.spiders.accessibility import examine
from auditor.spiders.driver import executable, quietly, started_driver, trouble
from auditor.spiders.failures import FetchError
from auditor.spiders.guard import GuardProxy
from auditor.spiders.network import Network
from auditor.spiders.options import CrawlOptions
from auditor.spiders.pressed import Site
from auditor.spiders.request_guard import Allow
from auditor.spiders.revealed import State, with_shown
from auditor.spiders.tab import MOST_SECONDS, Tab, own_script
from auditor.urls import host_of, registered_domain

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

_TABS = 4
_DRIVER_GONE = "Connection closed"  # what Playwright says when its own program has ended
_PAGES_PER_BROWSER = 200
_CLOSE_SECONDS = 10.0  # for a site's context
_LEAST_SECONDS = 12.0  # for a first answer: the page has come without a browser, slowness is this machine's
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
    "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,BackForwardCache",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--blink-settings=imagesEnabled=false",
    "--proxy-bypass-list=<-loopback>",
    # A second lock: Chromium itself can resolve nothing; only the proxy can.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the browser made of an address: the DOM, the routes clicking led to, and other addresses of the
    site that it led to without leaving the document. ``lost`` are others' hosts whose scripts or data it did
    not get."""

    url: str
    html: str
    routes: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    lost: tuple[str, ...] = ()


T = TypeVar("T")


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
        self._learnt: dict[str, Site] = {}
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
        return await self._in_tab(url, site, lambda context: self._draw(context, url, site, allow))

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
                    return await asyncio.wait_for(work(context), self._answer + MOST_SECONDS)
            except trouble() as error:
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
        self._learnt.pop(site, None)
        context = self._contexts.pop(site, None)
        if context is not None:
            await quietly(asyncio.wait_for(context.close(), _CLOSE_SECONDS))

    async def close(self) -> None:
        """Stop the browser and its proxy."""
        await self._stop()
        if self._guard is not None:
            await self._guard.close()
            self._guard = None
        if self._playwright is not None:
            await quietly(self._playwright.stop())
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
            await context.add_init_script(own_script("watch.js"))
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
                    self._playwright = await started_driver()
                self._browser = await self._playwright.chromium.launch(
                    executable_path=executable(),
                    args=flags,
                    proxy={"server": self._proxy},
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                )
            except (trouble(), OSError) as error:
                self.missing = str(error).splitlines()[0][:200]
                raise FetchError("needs_browser", self.missing) from None
            self._drawn = 0
            return self._browser

    async def _stop(self) -> None:
        for site in list(self._contexts):
            await self.forget(site)
        if self._browser is not None:
            await quietly(self._browser.close())
            self._browser = None

    async def _draw(self, context: BrowserContext, url: str, site: str, allow: Allow) -> Drawn:
        tab = await Tab.on(context, url, allow)
        try:
            await tab.open()
            before = await tab.content()
            if tab.page.url.partition("#")[0] != url.partition("#")[0]:
                # A script led on: what is there is another page, to be asked by its own address.
                return Drawn(url=tab.page.url, html=before)
            revealed = await tab.reveal(self._learnt.setdefault(site, Site()))
            return Drawn(
                url=url,
                html=with_shown(before, revealed),
                routes=tuple(dict.fromkeys(revealed.routes)),
                states=tuple(revealed.states),
                lost=tab.lost,
            )
        finally:
            await tab.close()

    async def _examine(self, context: BrowserContext, url: str, allow: Allow, at: str) -> Accessibility:
        tab = await Tab.on(context, url, allow)
        try:
            await tab.open()
            return await examine(tab.page, url, at)
        finally:
            await tab.close()
