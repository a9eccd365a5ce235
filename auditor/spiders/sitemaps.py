"""A site's own list of its addresses."""

from __future__ import annotations

import gzip
import io
import zlib

from scrapy.utils.sitemap import Sitemap

from auditor.spiders.fetcher import Got
from auditor.spiders.look import is_html
from auditor.urls import UrlError, canonical

_MAX_BYTES = 20_000_000


def read_sitemap(got: Got) -> tuple[str, list[str]]:
    """Its type (``urlset``, ``sitemapindex``, empty when it is none) and the addresses in it."""
    body = got.body
    if got.status != 200 or is_html(got.content_type, body):
        return "", []
    try:
        if body[:2] == b"\x1f\x8b":
            body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(_MAX_BYTES)
        sitemap = Sitemap(body)
        found: list[str] = []
        for entry in sitemap:
            try:
                found.append(canonical(str(entry["loc"])))
            except (UrlError, KeyError):
                continue
    except (OSError, EOFError, ValueError, zlib.error, AttributeError):
        return "", []
    return sitemap.type or "", found
