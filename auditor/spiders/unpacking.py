"""Scrapy's own middleware for compressed bodies, without its guess at their letters."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response, TextResponse


class Unpacking(HttpCompressionMiddleware):
    """Unpacks gzip, Brotli and Zstandard.

    Scrapy makes an HTML response of the packed bytes and asks it, when it is copied, in which encoding
    they are written: a charset is then guessed from what is no text yet, a tenth of a whole crawl's time.
    """

    def process_response(  # type: ignore[override] # Scrapy passes no spider to a method that takes none
        self, request: Request, response: Response
    ) -> Request | Response:
        """As Scrapy's, from a response that is no text."""
        if isinstance(response, TextResponse) and response.headers.get("Content-Encoding"):
            kept = {name: getattr(response, name) for name in Response.attributes}
            response = Response(**kept)
        return super().process_response(request, response)
