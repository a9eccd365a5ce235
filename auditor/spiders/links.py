"""Where the links of a page lead: what is written (``written``) read against the page's base."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser

from auditor.spiders.backdrops import backdrops
from auditor.spiders.surroundings import Surroundings
from auditor.spiders.written import Found, of_box, written_links
from auditor.urls import UrlError, absolute, unwrap

_REFRESH = re.compile(r"""^\s*\d+(?:\.\d+)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s]+)""", re.IGNORECASE)
_NO_PAGE = ("data:", "javascript:", "mailto:", "tel:", "blob:", "about:", "whatsapp:")
_MAX_LINKS = 3000
_REMEMBERED = 20_000  # of one site; one that writes more has other troubles


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """The address relative links of the page are read against."""
    node = tree.css_first("base[href]")
    if node is None:
        return url
    try:
        return absolute(url, node.attributes.get("href") or "")
    except UrlError:
        return url


def refresh_target(tree: LexborHTMLParser, url: str) -> str:
    """Where ``<meta http-equiv=refresh>`` leads, empty when it reloads or is absent."""
    for node in tree.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() != "refresh":
            continue
        match = _REFRESH.match(node.attributes.get("content") or "")
        if match:
            try:
                target = absolute(url, match[1])
            except UrlError:
                continue
            if target != url:
                return target
    return ""


class Memory:
    """Where what is written on the pages of one site leads: a menu stands on every one of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, Found], Found | None] = {}

    def read(self, written: str, found: Found, page: _Bases) -> Found | None:
        """The link with its address; None for what is no address of a page or file."""
        raw = written.strip()
        key = (page.of(raw), raw, found)
        if key not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[key] = _read(raw, found, page)
        return self._known[key]


class _Bases:
    """What addresses of one page are read against."""

    def __init__(self, base: str, url: str) -> None:
        self.base, self.url = base, url
        parts = urlsplit(base)
        self._origin = f"{parts.scheme}://{parts.netloc}"

    def of(self, raw: str) -> str:
        """As much of it as decides where an address leads: of ``/path`` and ``https:…`` only the site."""
        if raw.startswith("#"):
            return self.url
        return self._origin if raw.startswith(("/", "http://", "https://")) else self.base


def _read(raw: str, found: Found, page: _Bases) -> Found | None:
    # What a script has yet to fill in is no address.
    if not raw or "${" in raw or "{{" in raw or "<%" in raw or raw.startswith(_NO_PAGE):
        return None
    if raw.startswith("#") and not raw.startswith(("#/", "#!")):
        return None
    try:
        target = unwrap(absolute(page.url if raw.startswith("#") else page.base, raw))
    except UrlError:
        return None
    return msgspec.structs.replace(found, url=target, how="route" if "#" in target else found.how)


def find_links(tree: LexborHTMLParser, url: str, memory: Memory | None = None) -> list[Found]:
    """All links of a page in the order of the page, each address and kind once.

    ``memory`` is that of the page's site.
    """
    page, memory = _Bases(base_of(tree, url), url), memory or Memory()
    out: dict[tuple[str, bool], Found] = {}
    for written, found in written_links(tree):
        link = memory.read(written, found, page)
        if link is not None:
            out.setdefault((link.url, found.how == "image"), link)
            if len(out) >= _MAX_LINKS:
                break
    return list(out.values())


def sheet_links(css: str, sheet: str, tree: LexborHTMLParser) -> list[Found]:
    """The pictures that the style sheet at ``sheet`` shows in empty boxes of a page."""
    base, around = _Bases(sheet, sheet), Surroundings(tree)
    found = (_read(written.strip(), of_box(box, around), base) for written, box in backdrops(css, tree))
    return [link for link in found if link is not None]
