"""Whether a page needs the browser: what it says itself, and what the site's own small scripts say."""

from __future__ import annotations

import hashlib

from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.frontier import Item
from auditor.spiders.links import Found, script_links
from auditor.spiders.look import (
    Look,
    decode,
    inline_scripts,
    is_html,
    needs_browser,
    own_scripts,
    render_rules,
)
from auditor.spiders.noticed import Noticed, plain_note
from auditor.spiders.offers import Offers
from auditor.spiders.record import Record
from auditor.urls import UrlError, absolute, host_of, registered_domain

_SCRIPTS = 20  # different scripts asked for on one site
_FILLED_BY_SCRIPT = ("framework", "framed", "no_content", "body_written", "filled", "template")


class Reasons:
    """Finds why a page of one site has to be drawn; each script is asked once."""

    def __init__(self, fetcher: Fetcher, render: str, record: Record, offers: Offers) -> None:
        """``render`` is ``auto``, ``always`` or ``never``."""
        self._fetcher, self._render = fetcher, render
        self._record, self._offers = record, offers
        self._scripts: dict[str, str] = {}

    async def why(self, noticed: Noticed, url: str) -> str:
        """The reason in a word, empty when the page need not be drawn."""
        if self._render == "always":
            return "always"
        why = noticed.note.why
        if why is None or not await self._same_scripts(noticed, url):
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
            asked = [(address, await self._text_of(address, url)) for address in _own_addresses(page, url)]
            extra = "\n".join(text for _, text in asked)
            unread = any(not text for _, text in asked)
            why = needs_browser(page, f"{scripts}\n{extra}", unread) if asked else ""
        noticed.decided(why, tuple((address, _hash(text)) for address, text in asked))
        return why

    async def _same_scripts(self, noticed: Noticed, url: str) -> bool:
        """Whether the scripts that had a say are still the same."""
        for address, before in noticed.note.scripts:
            if _hash(await self._text_of(address, url)) != before:
                return False
        return True

    async def _text_of(self, address: str, url: str) -> str:
        """The words of a script; each is asked once."""
        if address not in self._scripts:
            self._scripts[address] = await self._ask(address, url) if len(self._scripts) < _SCRIPTS else ""
        return self._scripts[address]

    async def _ask(self, address: str, page_url: str) -> str:
        try:
            got = await self._fetcher.get(address, referrer=page_url, attempts=1)
        except FetchError:
            return ""
        if got.status != 200 or len(got.body) > render_rules().scripts.max_bytes or is_html("", got.body):
            return ""
        self._record.book.aside(got.url, plain_note(got), got.body)
        text = decode(got.body, got.content_type)
        carrier = Item(rank=0, number=0, url=address, kind="page", depth=1)
        for raw, found in script_links(text):
            try:
                link = absolute(page_url, raw)
            except UrlError:
                continue
            how = "route" if "#" in link else found.how
            self._offers.offer(Found(url=link, how=how, hint=found.hint), page_url, carrier, 0.0)
        return text


def _own_addresses(page: Look, url: str) -> list[str]:
    """Addresses of the site's own small scripts: they name the places they fill."""
    found: list[str] = []
    for source in own_scripts(page)[: render_rules().scripts.max_files]:
        try:
            address = absolute(url, source)
        except UrlError:
            continue
        if registered_domain(host_of(address)) == registered_domain(host_of(url)):
            found.append(address)
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""
