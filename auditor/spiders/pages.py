"""One site's pages in turn, from its home page on: what comes back is told apart, kept and followed."""

from __future__ import annotations

from auditor.spiders.answers import Got
from auditor.spiders.budget import Budget
from auditor.spiders.drawing import Drawing
from auditor.spiders.earlier import Earlier
from auditor.spiders.failures import FetchError
from auditor.spiders.frontier import Item
from auditor.spiders.frontier_rules import kind_of, promise, rules, same, words_of
from auditor.spiders.noticed import Noticed, notice, plain_note
from auditor.spiders.offers import LIKELY, Offers
from auditor.spiders.options import CrawlOptions
from auditor.spiders.reasons import Reasons
from auditor.spiders.record import Record
from auditor.spiders.sheets import Sheets
from auditor.spiders.sitemaps import Sitemaps
from auditor.urls import drive, host_of

_SITEMAP_AFTER = 6  # pages read before the sitemap is asked: menus say more
_WALLS = 2
_LEFT = 400  # failures of a unit beyond which what was left is not told one by one


class SitePages:
    """The crawl of one site. ``walls`` counts pages that turned robots away; two end the crawl."""

    def __init__(
        self,
        options: CrawlOptions,
        *,
        record: Record,
        offers: Offers,
        budget: Budget,
        earlier: Earlier,
        reasons: Reasons,
        drawing: Drawing,
        sitemaps: Sitemaps,
        sheets: Sheets,
    ) -> None:
        self._options = options
        self._record, self._offers, self._budget = record, offers, budget
        self._earlier, self._reasons, self._drawing = earlier, reasons, drawing
        self._sitemaps, self._sheets = sitemaps, sheets
        self._sitemaps_read = False
        self.walls = 0

    async def home(self, got: Got) -> None:
        """Take in the home page."""
        await self._take(got, Item(rank=0, number=0, url=got.url, kind="page", anchor="", depth=0))

    async def rest(self, home: str) -> None:
        """Read on from the home page (at ``home``) until nothing is left, or the budget or a wall ends it."""
        frontier = self._offers.frontier
        await self._earlier.look_ahead(home)
        while (item := frontier.pop()) is not None:
            if self._budget.spent_out():
                self._leave(item)
                break
            if not self._budget.has_room(item.kind):
                self._leave(item)
                continue
            await self._visit(item)
            if self.walls >= _WALLS:
                break
            enough = self._budget.counts["page"] >= _SITEMAP_AFTER or not len(frontier)
            if enough and not self._sitemaps_read:
                self._sitemaps_read = True
                await self._sitemaps.read()
        for item in frontier.rest():
            self._leave(item)
        if self.walls < _WALLS:
            await self._earlier.look_for_gone()
        self._earlier.close()

    def _leave(self, item: Item) -> None:
        """Remember what was not read if it may hold something: absence must not be claimed then."""
        words = promise(f"{item.anchor} {words_of(item.url)}")
        if words >= LIKELY and len(self._record.failures) < _LEFT:
            self._record.fail(item, FetchError("budget", item.kind))

    async def _visit(self, item: Item) -> None:
        if item.how == "route" and "#" in item.url:
            await self._drawing.route(item)
            return
        self._budget.counts[item.kind] += 1
        try:
            got = await self._earlier.answer(item)
        except FetchError as error:
            if not self._earlier.stand_in(item, error.cause):
                self._record.fail(item, error)
            return
        known = self._offers.frontier.known
        if got.url != item.url and known(got.url) and same(got.url) != same(item.url):
            return  # it only leads to a page that was read or waits
        self._offers.frontier.mark(got.url)
        if item.external and host_of(got.url) in rules().data.login.hosts:
            self._record.fail(item, FetchError("drive_private", got.url[:200]))
        elif got.status >= 400:
            await self._refused(got, item)
        elif 300 <= got.status < 400:
            target = got.header("location")[:200]
            login = any(host in target for host in rules().data.login.hosts)
            self._record.fail(item, FetchError("drive_private" if login else "redirected_away", target))
        else:
            await self._take(got, item)

    async def _refused(self, got: Got, item: Item) -> None:
        """An answer of 400 or more."""
        if got.status in (404, 410) and item.how == "script":
            return  # a string in a program, not a link a visitor was offered
        if await self._drawing.stand_in(item) or self._earlier.stand_in(item, f"http_{got.status}"):
            return
        self._earlier.note_gone(item, got.status)
        if drive(item.url) and got.status in (401, 403):
            self._record.fail(item, FetchError("drive_private", f"http_{got.status}"))
        else:
            self._record.fail(item, FetchError(f"http_{got.status}"))

    async def _take(self, got: Got, item: Item) -> None:
        page = notice(got)
        if page is None:
            self._take_file(got, item)
        elif item.external and drive(item.url) and page.note.asks_login:
            self._record.fail(item, FetchError("drive_private", page.note.title[:100]))
        elif "bot_wall" in page.note.signals:
            self._walled(page, got, item)
        elif item.kind == "page" or (item.kind == "document" and not item.external):
            await self._take_page(page, got, item)
        # else: a missing file answered with a page

    def _walled(self, page: Noticed, got: Got, item: Item) -> None:
        self.walls += _WALLS if item.depth == 0 else 1
        self._record.notes.add("bot_wall")
        if item.depth and self._earlier.stand_in(item, "bot_wall"):
            return
        self._record.fail(item, FetchError("bot_wall", page.note.title[:100]))
        if item.depth == 0:
            self._record.store(got, item)

    async def _take_page(self, page: Noticed, got: Got, item: Item) -> None:
        record = self._record
        repeated = got.sha256 in record.bodies
        record.bodies.add(got.sha256)
        if not repeated:
            record.store(got, item)
            if "login_wall" in page.note.signals and item.depth == 0:
                record.notes.add("login_wall")
            self._offers.spread(
                page.note.points, await self._sheets.links(page, got.url, item), got.url, item
            )
        why = "" if item.external else await self._reasons.why(page, got.url)
        record.book.page(got.url, page.note)
        if why:
            await self._drawing.page(got.url, item, why)

    def _take_file(self, got: Got, item: Item) -> None:
        counts = self._budget.counts
        if item.kind == "page" and kind_of(got.url) == "page":
            kind = "image" if got.content_type.startswith("image/") else "document"
            counts["page"] -= 1 if item.depth else 0
            counts[kind] += 1
        if got.content_type.startswith(("video/", "audio/")):
            return
        if got.truncated:
            self._record.fail(item, FetchError("too_large", f"> {self._options.max_body}"))
            return
        note = plain_note(got)
        self._record.book.page(got.url, note)
        if got.sha256 not in self._record.bodies and note.size:
            self._record.bodies.add(got.sha256)
            self._record.store(got, item)
