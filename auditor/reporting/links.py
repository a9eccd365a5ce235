"""Addresses as reports give them: only what may be clicked, at the very words; and a unit's own file."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, urlsplit

from auditor.masking import mask
from auditor.models import Evidence, Source

_PAGE = re.compile(r"(?:halaman|page|hal\.?)[\s:=#]*(\d+)", re.IGNORECASE)


def link(url: str) -> str:
    """The address if it may be clicked (http or https, no control characters), else empty."""
    if any(char <= " " or char in '<>"\\^`{|}' for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def evidence_link(evidence: Evidence) -> str:
    """A link that opens the live page at the quote (text fragment) or the PDF at its page.

    Empty when the address may not be clicked. A quote that holds personal data is not put into
    the address, and neither is one read off a picture: no browser finds that text on the page.
    """
    url = link(evidence.url)
    if not url or "#" in url:
        return url
    if evidence.source is Source.PDF:
        page = _PAGE.search(evidence.locator)
        return f"{url}#page={page.group(1)}" if page else url
    if evidence.source not in {Source.HTML, Source.RENDERED} or mask(evidence.snippet) != evidence.snippet:
        return url
    fragment = text_fragment(evidence.snippet)
    return f"{url}#:~:text={fragment}" if fragment else url


def text_fragment(snippet: str) -> str:
    """The value of a ``:~:text=`` fragment: the whole of a short quote, else its first and last words.

    Rule: WICG Scroll To Text Fragment; dash, comma and ampersand are its syntax and must be encoded.
    """
    words = snippet.strip(" .…\n\t").split()
    if not words:
        return ""
    if len(words) <= 8 and "\n" not in snippet.strip():
        return _fragment_part(words)
    return f"{_fragment_part(words[:4])},{_fragment_part(words[-4:])}"


def _fragment_part(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")


def unit_file(unit_id: str) -> str:
    """File name of a unit's page: its id percent-encoded, shortened by its hash where too long."""
    name = quote(unit_id, safe="")
    if len(name) > 180:
        name = f"{name[:150]}-{hashlib.sha256(unit_id.encode()).hexdigest()[:16]}"
    return f"{name}.html"
