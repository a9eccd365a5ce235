"""Scripts and style sheets of a site: asked for to understand a page, kept beside the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.look import decode, is_html
from auditor.spiders.notes import NoteBook
from auditor.spiders.noticed import plain_note
from auditor.spiders.render_rules import render_rules
from auditor.urls import UrlError, absolute, host_of, registered_domain


class Asides:
    """Asks for each of a site's own once, and for no more than ``most`` of them."""

    def __init__(
        self,
        fetcher: Fetcher,
        book: NoteBook,
        most: int,
        on_text: Callable[[str, str, str], None] | None = None,
    ) -> None:
        """``on_text`` is told of each that came: its words, its address, and the page's."""
        self._fetcher, self._book, self._most = fetcher, book, most
        self._on_text = on_text
        self._texts: dict[str, str] = {}

    async def text(self, address: str, page_url: str) -> str:
        """Its words; empty where there is none, it is too large, or enough were asked for."""
        if address not in self._texts:
            self._texts[address] = await self._ask(address, page_url) if len(self._texts) < self._most else ""
        return self._texts[address]

    async def same(self, before: tuple[tuple[str, str], ...], page_url: str) -> bool:
        """Whether those (address, hash) that had a say before still say the same."""
        for address, digest in before:
            if digest_of(await self.text(address, page_url)) != digest:
                return False
        return True

    async def _ask(self, address: str, page_url: str) -> str:
        try:
            got = await self._fetcher.get(address, referrer=page_url, attempts=1)
        except FetchError:
            return ""
        if got.status != 200 or len(got.body) > render_rules().scripts.max_bytes or is_html("", got.body):
            return ""
        self._book.aside(got.url, plain_note(got), got.body)
        text = decode(got.body, got.content_type)
        if self._on_text is not None:
            self._on_text(text, address, page_url)
        return text


def digest_of(text: str) -> str:
    """By what two answers are held to be the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def own_addresses(sources: list[str], page_url: str) -> list[str]:
    """Those below the page's own domain."""
    found: list[str] = []
    for source in sources:
        try:
            address = absolute(page_url, source)
        except UrlError:
            continue
        if registered_domain(host_of(address)) == registered_domain(host_of(page_url)):
            found.append(address)
    return found
