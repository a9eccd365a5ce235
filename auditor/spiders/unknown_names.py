"""What names that cannot exist are answered with: a page shown for any name is nobody's website."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from auditor.signals import page_signals
from auditor.spiders.answers import Got
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher, Shared
from auditor.spiders.look import decode, is_html, look
from auditor.spiders.names import Names
from auditor.spiders.once import Once
from auditor.urls import host_of, registered_domain

_DOMAINS_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What names that cannot exist lead to below one domain.

    ``addresses`` are those DNS gives them (empty: no wildcard); ``parked`` says that a parking page
    answers there; ``final`` is where they are led and ``digest`` what is shown.
    """

    addresses: frozenset[str] = frozenset()
    parked: bool = False
    final: str = ""
    digest: str = ""


class UnknownNames:
    """The answers of one crawl, one per domain."""

    def __init__(self, shared: Shared, names: Names) -> None:
        self._shared, self._names = shared, names
        self._shown: Once[str, Shown] = Once(_DOMAINS_KEPT)

    async def below(self, parent: str) -> Shown:
        """What a visitor of a name that cannot exist below ``parent`` is shown (none below a suffix)."""
        if registered_domain(f"x.{parent}") == f"x.{parent}":
            return Shown()
        return await self._shown.of(parent, lambda: self._show_unknown(parent))

    async def _show_unknown(self, parent: str) -> Shown:
        wild = await self._names.wildcard(parent)
        if not wild.host:
            return Shown()
        fetcher = Fetcher(self._shared)
        for scheme in ("http", "https"):
            try:
                got = await fetcher.get(f"{scheme}://{wild.host}/", attempts=1)
            except FetchError:
                continue
            page = look(decode(got.body, got.content_type))
            signals = page_signals(got.status, dict(got.headers), page.text, page.title, page.html)
            return Shown(wild.addresses, "parked" in signals, got.url, page_digest(got))
        return Shown(wild.addresses)


def parent_of(host: str) -> str:
    """The domain below which a host is one name among others; ``www.`` is none of its own."""
    return host.removeprefix("www.").partition(".")[2]


def page_digest(got: Got) -> str:
    """Hash of the words a page shows, whatever host they were asked under; empty for no page."""
    if not is_html(got.content_type, got.body):
        return ""
    page = look(decode(got.body, got.content_type))
    words = f"{page.title} {page.text}".lower()
    for host in {host_of(got.url), host_of(got.requested_url)}:
        words = words.replace(host, "")
    return hashlib.sha256(words.encode()).hexdigest() if words.strip() else ""
