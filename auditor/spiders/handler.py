"""Scrapy's download handler, for ``scrapy shell`` and ``fetch``: through the same door as visits."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from auditor.spiders.client import Client
from auditor.spiders.network import Network
from auditor.spiders.setup import options_from


class GuardedHandler(BaseDownloadHandler):
    """``DOWNLOAD_HANDLERS`` entry for http and https."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        options = options_from(crawler.settings)
        self._client = Client(Network(options), options)

    async def download_request(self, request: Request) -> Response:
        """Asks with GET. Raises FetchError where no connection is made, else what aiohttp raises."""
        sent = {
            name.decode("latin-1"): values[-1].decode("latin-1") for name, values in request.headers.items()
        }
        answer = await self._client.ask(request.url, sent)
        headers = Headers(answer.headers)
        headers.pop("Content-Encoding", None)  # it is unpacked
        kind = responsetypes.from_args(headers=headers, url=request.url, body=answer.body)
        return kind(url=request.url, status=answer.status, headers=headers, body=answer.body, request=request)

    async def close(self) -> None:
        await self._client.close()
