"""Whether a page needs the browser: what it says itself, and what the site's own small scripts say."""

from __future__ import annotations

from auditor.spiders.asides import Asides, digest_of, own_addresses
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.frontier import Item
from auditor.spiders.look import inline_scripts, own_scripts
from auditor.spiders.noticed import Noticed
from auditor.spiders.offers import Offers
from auditor.spiders.record import Record
from auditor.spiders.render_rules import render_rules
from auditor.spiders.undrawn import needs_browser
from auditor.spiders.written import Found, script_links
from auditor.urls import UrlError, absolute

_SCRIPTS = 20  # different scripts asked for on one site
_FILLED_BY_SCRIPT = ("framework", "framed", "no_content", "body_written", "filled", "template")


class Reasons:
    """Finds why a page of one site has to be drawn; each script is asked once."""

    def __init__(self, fetcher: Fetcher, render: str, record: Record, offers: Offers) -> None:
        """``render`` is ``auto``, ``always`` or ``never``."""
        self._render, self._record, self._offers = render, record, offers
        self._scripts = Asides(fetcher, record.book, _SCRIPTS, self._offer)

    async def why(self, noticed: Noticed, url: str) -> str:
        """The reason in a word, empty when the page need not be drawn."""
        if self._render == "always":
            return "always"
        why = noticed.note.why
        if why is None or not await self._scripts.same(noticed.note.scripts, url):
            why = await self._find(noticed, url)
        if self._render == "auto":
            return why
        # Still find out, so that the page is not taken for empty.
        if why.startswith(_FILLED_BY_SCRIPT):
            self._record.notes.add("render_never")
            return why
        return ""

    async def _find(self, noticed: Noticed, url: str) -> str:
        page = noticed.page
        scripts = inline_scripts(page)
        why, asked = needs_browser(page, scripts), []
        if not why and self._render == "auto":
            own = own_addresses(own_scripts(page)[: render_rules().scripts.max_files], url)
            asked = [(address, await self._scripts.text(address, url)) for address in own]
            extra = "\n".join(text for _, text in asked)
            unread = any(not text for _, text in asked)
            why = needs_browser(page, f"{scripts}\n{extra}", unread) if asked else ""
        noticed.decided(why, tuple((address, digest_of(text)) for address, text in asked))
        return why

    def _offer(self, text: str, address: str, page_url: str) -> None:
        carrier = Item(rank=0, number=0, url=address, kind="page", depth=1)
        for raw, found in script_links(text):
            try:
                link = absolute(page_url, raw)
            except UrlError:
                continue
            how = "route" if "#" in link else found.how
            self._offers.offer(Found(url=link, how=how, hint=found.hint), page_url, carrier, 0.0)
