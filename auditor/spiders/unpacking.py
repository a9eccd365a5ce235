"""Scrapy's own middleware for compressed bodies, without its guess at their letters, gzip by ISA-L."""

from __future__ import annotations

from typing import Self

from isal import isal_zlib
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import ACCEPTED_ENCODINGS, HttpCompressionMiddleware
from scrapy.http import Response, TextResponse

_GZIP = 31  # zlib's word for the largest window in a gzip member
_ACCEPTED = b", ".join(ACCEPTED_ENCODINGS)


class Unpacking(HttpCompressionMiddleware):
    """Unpacks gzip, Brotli and Zstandard.

    Scrapy makes an HTML response of the packed bytes and, copying it, asks in which encoding they are
    written: where no header says so it is guessed from what is no text yet, a tenth of a crawl's time.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy's, but nobody reads its counts."""
        made = super().from_crawler(crawler)
        made.stats = None
        return made

    def process_request(self, request: Request) -> None:  # type: ignore[override] # as below
        """As Scrapy's."""
        request.headers.setdefault("Accept-Encoding", _ACCEPTED)

    def process_response(  # type: ignore[override] # Scrapy passes no spider to a method that takes none
        self, request: Request, response: Response
    ) -> Request | Response:
        """As Scrapy's; the unpacked response has its encoding found anew."""
        if b"Content-Encoding" not in response.headers:
            return response
        if isinstance(response, TextResponse):
            response._encoding = "ascii"
        return super().process_response(request, response)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        """As Scrapy's, which also has the word on what is broken, too long or of several members."""
        if encoding in {b"gzip", b"x-gzip"} and max_size:
            gzip = isal_zlib.decompressobj(_GZIP)
            try:
                unpacked = gzip.decompress(body, max_size)
            except isal_zlib.error:  # type: ignore[misc] # its stub calls the class an instance
                unpacked = b""
            if gzip.eof and not gzip.unused_data:
                return unpacked
        return HttpCompressionMiddleware._decode(body, encoding, max_size)
