"""Scrapy's download handler for http and https: aiohttp, connecting only where ``Network`` says it may.

aiohttp reads an answer at a third of the cost of Scrapy's own handler. What goes through the user's proxy
is left to that one: the proxy does the resolving there.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from yarl import URL

from auditor.spiders.connections import SENDING, GuardedConnections, sending_of_request
from auditor.spiders.network import Network
from auditor.spiders.setup import MEDIA, options_from

if TYPE_CHECKING:
    from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

_LONGEST_LINE = 65_536  # of a head: cookies and policies grow beyond aiohttp's 8 kB
_MOST_LINES = 1_000


def network_of(crawler: Crawler) -> Network:
    """The crawl's one Network; made from the settings when nobody gave one (``scrapy shell``)."""
    network = getattr(crawler, "auditor_network", None)
    if network is None:
        network = Network(options_from(crawler.settings))
        crawler.auditor_network = network  # type: ignore[attr-defined]
    return network


class GuardedHandler(BaseDownloadHandler):
    """``DOWNLOAD_HANDLERS`` entry for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._network = network_of(crawler)
        self._max_body = options_from(crawler.settings).max_body
        self._seconds = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._proxied: HTTP11DownloadHandler | None = None
        self._session: aiohttp.ClientSession | None = None

    async def download_request(self, request: Request) -> Response:
        """Raises FetchError where no connection is made, else what aiohttp raises."""
        sending = request.meta.get(SENDING)
        if request.meta.get("proxy"):
            if sending is not None:
                await sending()
            return await self._through_proxy().download_request(request)
        seconds = request.meta.get("download_timeout", self._seconds)
        # Half of the whole time: a host that takes longer to accept than that will not be read.
        limits = aiohttp.ClientTimeout(total=seconds, sock_connect=max(1.0, seconds / 2))
        sending_of_request.set(sending)
        asked = time.monotonic()
        async with self._open_session().request(
            request.method,
            URL(request.url, encoded=True),
            headers=[
                (name.decode("latin-1"), value.decode("utf-8", "replace"))
                for name, values in request.headers.items()
                for value in values
            ],
            data=request.body or None,
            allow_redirects=False,
            timeout=limits,
        ) as answer:
            request.meta["download_latency"] = time.monotonic() - asked
            return await self._read(answer, request)

    async def _read(self, answer: aiohttp.ClientResponse, request: Request) -> Response:
        """The answer, its body cut where it is too long, of no use or broken off; flags say so."""
        flags: list[str] = []
        pieces: list[bytes] = []
        size, limit = answer.content_length or 0, request.meta.get("download_maxsize", self._max_size)
        if 0 < limit < size:
            raise DownloadCancelledError(f"{request.url}: {size} > {limit}")
        if answer.headers.get("Content-Type", "").lower().startswith(MEDIA):
            flags.append("download_stopped")
        else:
            size = 0
            try:
                async for piece in answer.content.iter_any():
                    pieces.append(piece)
                    size += len(piece)
                    if size > self._max_body:
                        flags.append("download_stopped")
                        break
            except aiohttp.ClientPayloadError:
                flags.append("dataloss")
        headers, body = Headers(answer.raw_headers), b"".join(pieces)
        # What is packed says what it is when it is unpacked.
        kind = Response
        if body and b"Content-Encoding" not in headers:
            kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(
            url=request.url,
            status=answer.status,
            headers=headers,
            body=body,
            flags=flags,
            request=request,
            protocol="HTTP/1.1",
        )

    def _through_proxy(self) -> HTTP11DownloadHandler:
        if self._proxied is None:
            # Slow to load: three times it looks through all modules for whoever imports it.
            from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler  # noqa: PLC0415

            self._proxied = HTTP11DownloadHandler(self.crawler)
        return self._proxied

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:  # it needs the running loop
            self._session = aiohttp.ClientSession(
                connector=GuardedConnections(self._network),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
                max_line_size=_LONGEST_LINE,
                max_field_size=_LONGEST_LINE,
                max_headers=_MOST_LINES,
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        if self._proxied is not None:
            await self._proxied.close()
