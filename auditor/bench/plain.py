"""The yardstick: plain Scrapy with its own LinkExtractor, which follows every link and checks nothing.

``python -m auditor.bench.plain PORT URL...`` prints how many responses came. Every name is at 127.0.0.1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor
from twisted.internet.base import ThreadedResolver
from twisted.internet.defer import Deferred, succeed


class Loopback(ThreadedResolver):
    """Answers every name with 127.0.0.1, so that no packet leaves."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Loopback:  # noqa: ARG003
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self.reactor.installResolver(self)  # type: ignore[arg-type] # as Scrapy's own resolver does

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: ARG002
        return succeed("127.0.0.1")


class Plain(scrapy.Spider):
    """Every link of its own hosts, once."""

    name = "plain"

    def __init__(self, urls: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = list(urls)
        self.allowed_domains = [urlsplit(url).hostname or "" for url in urls]
        self._links = LinkExtractor(deny_extensions=[])

    def parse(self, response: Response, **kwargs: Any) -> Iterator[scrapy.Request]:  # noqa: ARG002
        if isinstance(response, HtmlResponse):
            for link in self._links.extract_links(response):
                yield response.follow(link)


def main(urls: Sequence[str]) -> int:
    """Crawl; 0."""
    process = AsyncCrawlerProcess(
        {
            "TWISTED_DNS_RESOLVER": Loopback,
            "CONCURRENT_REQUESTS": 64,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOAD_DELAY": 0,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    crawler = process.create_crawler(Plain)
    process.crawl(crawler, urls=urls)
    process.start()
    count = crawler.stats.get_value("response_received_count", 0) if crawler.stats else 0
    sys.stdout.write(f"{count}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
