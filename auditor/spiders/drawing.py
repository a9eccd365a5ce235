"""One visit's use of the browser: pages and hash routes drawn within the budget, likely pages examined."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from urllib.parse import urljoin

from auditor.clock import now
from auditor.models import Accessibility, Fetch
from auditor.spiders.browser import Renderer
from auditor.spiders.budget import Budget
from auditor.spiders.earlier import Earlier
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.frontier import Item
from auditor.spiders.frontier_rules import promise, same, words_of
from auditor.spiders.look import look
from auditor.spiders.noticed import links_of
from auditor.spiders.offers import LIKELY, Offers
from auditor.spiders.record import Record
from auditor.spiders.revealed import State
from auditor.spiders.sheets import Sheets
from auditor.spiders.undrawn import undrawn
from auditor.spiders.written import Found
from auditor.urls import UrlError, canonical, host_of

logger = logging.getLogger(__name__)

# Why a page was drawn, where a place of it waits for content.
_AWAITED = ("framework", "template", "body_written", "filled", "waiting", "fetches")
_EXAMINED = 3  # pages for axe-core: the home page and two of the service pages


class Browsing:
    """The browser as one visit may use it: in turn, and where robots.txt allows."""

    def __init__(self, renderer: Renderer, fetcher: Fetcher, unit_id: str, render: str) -> None:
        """``render`` is ``auto``, ``always`` or ``never``."""
        self.renderer, self.render = renderer, render
        self.unit_id = unit_id
        self._fetcher = fetcher

    async def turn(self, url: str) -> None:
        """Wait for the page's turn to begin. Raises FetchError when its host cannot be reached.

        A page being drawn asks little and must not block the other units of a shared domain for seconds.
        """
        lane = await self._fetcher.lane(url)
        async with self._fetcher.turn(url, lane):
            pass

    async def allowed(self, url: str) -> bool:
        """Whether robots.txt lets the browser ask for an address."""
        try:
            return (await self._fetcher.robots(url)).allows(url)
        except FetchError:
            return False

    async def examined(
        self, home: str, fetches: Iterable[Fetch], notes: set[str]
    ) -> tuple[Accessibility, ...]:
        """What the browser says of the home page and the likeliest service pages."""
        if self.render == "never":
            return ()
        if not await self.renderer.available():
            notes.add("no_browser")
            return ()
        likely = sorted(
            {
                fetch.url: promise(f"{fetch.anchor} {words_of(fetch.url)}")
                for fetch in fetches
                if fetch.content_type.startswith("text/html") and fetch.status == 200 and not fetch.external
            }.items(),
            key=lambda page: (-page[1], page[0]),
        )
        wanted = [home, *(url for url, worth in likely if url != home and worth >= LIKELY)]
        found: list[Accessibility] = []
        for url in wanted[:_EXAMINED]:
            try:
                await self.turn(url)
                found.append(await self.renderer.examine(url, self.unit_id, self.allowed, now()))
            except FetchError as error:
                logger.info("not_examined", extra={"url": url, "cause": error.cause})
        return tuple(found)


class Drawing:
    """Draws pages of one site and takes in what the drawn page shows."""

    def __init__(  # noqa: PLR0917 - the parts of a visit
        self,
        browsing: Browsing,
        record: Record,
        offers: Offers,
        budget: Budget,
        earlier: Earlier,
        sheets: Sheets,
    ) -> None:
        self._browsing, self._record, self._offers = browsing, record, offers
        self._budget, self._earlier, self._sheets = budget, earlier, sheets
        self._reached: dict[str, str] = {}  # addresses clicks led to, and the page as it stood there

    async def route(self, item: Item) -> None:
        """A hash route: a page that only the browser can open."""
        self._budget.counts["page"] += 1
        if self._browsing.render == "never":
            self._record.fail(item, FetchError("needs_browser", "render=never"))
            return
        await self.page(item.url, item, "route")

    async def page(self, url: str, item: Item, why: str) -> None:
        """Draw the page at ``url``, or say why it was not (``why`` it had to be is then told)."""
        if (refused := await self._refused(why)) is not None:
            self._record.fail(item, refused, url)
            return
        self._budget.counts["render"] += 1
        browsing = self._browsing
        likely = item.depth == 0 or promise(f"{item.anchor} {words_of(url)}") >= LIKELY
        awaited = likely and why.startswith(_AWAITED)
        try:
            await browsing.turn(url)
            drawn = await browsing.renderer.draw(url, browsing.unit_id, browsing.allowed)
            if host_of(url) in drawn.lost and undrawn(look(drawn.html)):
                # What fails once may answer now.
                await browsing.turn(url)
                drawn = await browsing.renderer.draw(url, browsing.unit_id, browsing.allowed)
        except FetchError as error:
            if error.cause == "needs_browser":
                self._record.notes.add("no_browser")
            if not (await self.stand_in(item, url) or self._earlier.stand_in_drawn(url, item, error.cause)):
                self._record.fail(item, error, url)
            return
        if drawn.lost and awaited and undrawn(look(drawn.html)):
            # What the page shows a visitor was to come from where we were not let or got no answer.
            self._record.fail(item, FetchError("render_failed", " ".join(drawn.lost)[:200]), url)
        await self._take(url, item, drawn.html, drawn.routes)
        for state in drawn.states:
            self._led_to(state, url, item)

    async def stand_in(self, item: Item, url: str = "") -> bool:
        """Go on with what a click showed at an address that its server does not answer; False if none did.

        Sites whose scripts know addresses that their server was not told of are read by clicking alone.
        """
        html = self._reached.pop(same(url or item.url), "")
        if html:
            await self._take(url or item.url, item, html, ())
        return bool(html)

    def _led_to(self, state: State, url: str, item: Item) -> None:
        """Another address that clicking on the page at ``url`` led to: a page of its own, to be asked."""
        try:
            target = canonical(state.url)
        except UrlError:
            return
        if state.html:
            self._reached.setdefault(same(target), state.html)
        self._offers.offer(Found(url=target, text=state.label), url, item, 0.0)

    async def _refused(self, why: str) -> FetchError | None:
        if self._browsing.render == "never":
            return FetchError("needs_browser", f"render=never {why}")
        if not self._budget.has_room("render"):
            return FetchError("budget", f"render {why}")
        if not await self._browsing.renderer.available():
            self._record.notes.add("no_browser")
            return FetchError("needs_browser", why)
        return None

    async def _take(self, url: str, item: Item, html: str, routes: Iterable[str]) -> None:
        record, offers = self._record, self._offers
        body = html.encode("utf-8", "replace")
        digest = hashlib.sha256(body).hexdigest()
        if digest in record.bodies:
            return
        record.bodies.add(digest)
        record.store_drawn(url, item, html=html, body=body, sha256=digest)
        page = look(html)
        table = record.book.table
        found = [*links_of(page, url, table.memory), *await self._sheets.drawn(page, url, item)]
        offers.spread(page.points, table.places(found), url, item)
        for route in routes:
            try:
                target = canonical(urljoin(url, route))
            except UrlError:
                continue
            offers.offer(Found(url=target, how="route"), url, item, page.points)
