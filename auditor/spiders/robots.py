"""robots.txt, read as RFC 9309 says and as Google's parser does (Protego, Scrapy's own choice)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

_MAX_BYTES = 512_000  # RFC 9309 2.5: at least 500 KiB must be read
_PRODUCT = "auditor"
MAX_CRAWL_DELAY = 30.0
"""Seconds. A longer delay is obeyed up to this, which leaves fewer pages; the visit notes it."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host. ``delay`` in seconds; ``unreachable`` forbids everything (5xx)."""

    rules: Protego | None = None
    delay: float = 0.0
    delay_asked: float = 0.0
    sitemaps: tuple[str, ...] = ()
    unreachable: bool = False

    def allows(self, url: str) -> bool:
        """Whether our product token may read the address."""
        if self.unreachable:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, _PRODUCT))


def parse(body: bytes) -> Robots:
    """Rules from a robots.txt body; bytes that are no text at all forbid nothing."""
    text = body[:_MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<":
        return Robots()  # a page with status 200 where the file should be
    rules = Protego.parse(text)
    asked = float(rules.crawl_delay(_PRODUCT) or 0.0)
    rate = rules.request_rate(_PRODUCT)
    if rate is not None and rate.requests:
        asked = max(asked, rate.seconds / rate.requests)
    return Robots(
        rules=rules,
        delay=min(asked, MAX_CRAWL_DELAY),
        delay_asked=asked,
        sitemaps=tuple(rules.sitemaps)[:10],
    )
