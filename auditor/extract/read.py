"""One stored response → a ``Page``, or why it could not be read."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from auditor.extract import sniff
from auditor.extract.html import read_html
from auditor.extract.options import ReadOptions, Stored
from auditor.models import Fetch, Page, Source, Unread


def read_response(fetch: Fetch, stored: Stored, options: ReadOptions) -> Page | Unread:
    """Reads one response by what its bytes are, not by what it calls itself.

    Unread reasons: ``empty_body``, ``truncated``, ``unsupported``, ``no_tesseract``, ``ocr_off``,
    ``ocr_budget``, ``ocr_timeout``, ``no_text``, ``encrypted``, ``broken``, ``too_large``, ``timeout``, ``memory``.
    """
    form = sniff.form_of(stored.body, fetch.content_type)
    if form in {"html", "text", "xml", "json"}:
        source = Source.RENDERED if fetch.via == "browser" else Source.HTML
        return read_html(sniff.decode(stored.body, stored.headers), fetch, source)
    return unread(fetch, "unsupported" if form != "empty" else "empty_body")


def unread(fetch: Fetch, reason: str, what: str = "document") -> Unread:
    """Why a fetch gave nothing."""
    return Unread(url=fetch.url, what=what, reason=reason, label=fetch.anchor or file_name(fetch.url), referrer=fetch.referrer)


def file_name(url: str) -> str:
    """The last part of an address, decoded."""
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])
