"""Reading the lists of one site: its home page, the pages that list units, its sitemap.

What a portal says of its units stands in menus, footers, lists over several pages and sitemaps; a
portal drawn by scripts is drawn by the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import msgspec
from selectolax.lexbor import LexborNode

from auditor.clock import now
from auditor.models import Link
from auditor.signals import page_signals
from auditor.spiders.answers import Got
from auditor.spiders.browser import Renderer
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.fronts import Fronts
from auditor.spiders.links import base_of, find_links
from auditor.spiders.look import Look, decode, inline_scripts, is_html, look
from auditor.spiders.names import GONE
from auditor.spiders.sitemaps import read_sitemap
from auditor.spiders.undrawn import needs_browser
from auditor.text import fold
from auditor.urls import UrlError, absolute, host_of, in_scope, unwrap

_FEW_LINKS = 8  # a shell that scripts fill offers fewer
_SOME_LINKS = 3  # from these on a page was read, whatever its scripts add
_EMPTY = ("framework", "no_content", "body_written", "filled", "template", "routes")
_SITEMAP_LISTS = 4
_MAX_BESIDE = 2000
_LEVELS = 4  # from a link up to its row or card
_ROW_LINKS = 8  # a row may link a site, a map and the accounts of one unit; more is a menu
_ROW_TEXT = 400
_UNREADABLE = frozenset({"bot_wall", "parked", "suspended"})


class _Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: str
    then: str
    more: str
    max_pages: int
    source: str


class _HealthOffice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    names: str
    source: str


class _Phones(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    area: str
    source: str


class DirectoryRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``directory.toml``."""

    lists: _Lists
    health_office: _HealthOffice
    phones: _Phones


@cache
def directory_rules() -> DirectoryRules:
    """How lists are known."""
    text = files("auditor.spiders").joinpath("directory.toml").read_bytes()
    return msgspec.toml.decode(text, type=DirectoryRules)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list, as fetched and as read."""

    got: Got
    links: tuple[Link, ...]
    text: str
    fetched_at: str
    via: str = "http"


@dataclass(frozen=True, slots=True)
class ListSite:
    """What one site's lists gave; without pages ``cause`` says why."""

    pages: tuple[ListPage, ...] = ()
    cause: str = ""


class ListReader:
    """Reads the lists of sites; pages are shared with everybody who looks at them."""

    def __init__(self, fetcher: Fetcher, fronts: Fronts, renderer: Renderer, render: str) -> None:
        self._fetcher, self._fronts, self._renderer, self._render = fetcher, fronts, renderer, render

    async def read(self, hosts: Sequence[str]) -> ListSite:
        """The lists of the first host that shows a page."""
        cause = ""
        for host in hosts:
            for scheme in ("https", "http"):
                found = await self.page(f"{scheme}://{host}/")
                if isinstance(found, ListPage):
                    return ListSite(tuple(await self._below(found)))
                cause = cause or found
                if found in GONE:
                    break  # no name, whatever the scheme
        return ListSite(cause=cause or "dns_nxdomain")

    async def page(self, url: str) -> ListPage | str:
        """A page with its links, or the cause why there is none."""
        try:
            got = await self._fronts.get(self._fetcher, url, attempts=1)
        except FetchError as error:
            return error.cause
        if got.status >= 400:
            return f"http_{got.status}"
        if not is_html(got.content_type, got.body):
            return "unsupported"
        page = look(decode(got.body, got.content_type))
        signals = page_signals(got.status, dict(got.headers), page.text, page.title, page.html)
        if shut := sorted(_UNREADABLE.intersection(signals)):
            return shut[0]
        links = links_of(page, got.url)
        if len(links) < _FEW_LINKS and needs_browser(page, inline_scripts(page)).startswith(_EMPTY):
            drawn = await self._drawn(got)
            if isinstance(drawn, ListPage) or len(links) < _SOME_LINKS:
                return drawn
        return ListPage(got=got, links=links, text=page.text, fetched_at=now())

    async def _drawn(self, got: Got) -> ListPage | str:
        """A page that scripts fill: without a browser it was not read."""
        if self._render == "never" or not await self._renderer.available():
            return "needs_browser"
        site = f"lists:{host_of(got.url)}"
        try:
            async with self._fetcher.turn(got.url, await self._fetcher.lane(got.url)):
                pass
            drawn = await self._renderer.draw(got.url, site, self._allowed)
        except FetchError as error:
            return error.cause
        finally:
            await self._renderer.forget(site)
        page = look(drawn.html)
        shown = replace(
            got, content=drawn.html.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),)
        )
        return ListPage(
            got=shown, links=links_of(page, got.url), text=page.text, fetched_at=now(), via="browser"
        )

    async def _allowed(self, url: str) -> bool:
        return (await self._fetcher.robots(url)).allows(url)

    async def _below(self, home: ListPage) -> list[ListPage]:
        """The home page, then the pages that list units, most telling links first."""
        rules = directory_rules().lists
        pages = [home]
        waiting = list(_list_links(home, home.got.url))
        if len(waiting) < _SITEMAP_LISTS:
            waiting += await self._from_sitemap(home.got.url)
        seen = {_same(home.got.url), _same(home.got.requested_url)}
        while waiting and len(pages) < rules.max_pages:
            url = waiting.pop(0)
            if _same(url) in seen:
                continue
            seen.add(_same(url))
            page = await self.page(url)
            if not isinstance(page, ListPage) or _same(page.got.url) in seen - {_same(url)}:
                continue
            seen.add(_same(page.got.url))
            pages.append(page)
            waiting[:0] = [link.url for link in page.links if _is_next(link, page.got.url)]
        return pages

    async def _from_sitemap(self, home: str) -> list[str]:
        parts = urlsplit(home)
        named = (await self._fetcher.robots(home)).sitemaps
        addresses = [*named, f"{parts.scheme}://{parts.netloc}/sitemap.xml"]
        first = re.compile(directory_rules().lists.first)
        found: list[str] = []
        for address in dict.fromkeys(addresses[:2]):
            try:
                kind, inside = read_sitemap(await self._fronts.get(self._fetcher, address, attempts=1))
                for below, _ in inside[:2] if kind == "sitemapindex" else ():
                    inside += read_sitemap(await self._fronts.get(self._fetcher, below, attempts=1))[1]
            except FetchError:
                continue
            found += [url for url, _ in inside if first.search(_words(url)) and in_scope(url, home, False)]
        return sorted(dict.fromkeys(found), key=lambda url: (urlsplit(url).path.count("/"), len(url)))[:8]


def links_of(page: Look, url: str) -> tuple[Link, ...]:
    """The links of a page, each with its own words and, in a row or card, with the words beside it.

    "Puskesmas X | Kunjungi" names the unit in another cell than the link's.
    """
    found = [Link(text=link.text, url=link.url) for link in find_links(page.tree, url) if link.how != "image"]
    beside: list[Link] = []
    base = base_of(page.tree, url)
    for node in page.tree.css("tr a[href], li a[href], article a[href], div a[href], p a[href]"):
        try:
            target = unwrap(absolute(base, node.attributes.get("href") or ""))
        except UrlError:
            continue
        own = " ".join((node.text(deep=True, separator=" ") or "").split())
        beside += [Link(text=words, url=target) for words in dict.fromkeys([own, *_beside(node)]) if words]
        if len(beside) > _MAX_BESIDE:
            break
    return tuple(dict.fromkeys([*found, *beside]))


def marks_of(page: Look) -> tuple[str, ...]:
    """What a site calls itself beside its title: its name for sharing, its headline, its logo's words."""
    found = [
        node.attributes.get("content") or ""
        for node in page.tree.css('meta[property="og:site_name"], meta[name="application-name"]')
    ]
    found += [node.text(deep=True, separator=" ") or "" for node in page.tree.css("h1")[:3]]
    found += [node.attributes.get("alt") or "" for node in page.tree.css("img[alt]")[:40] if _is_logo(node)]
    marks = (" ".join(text.split()) for text in found)
    return tuple(dict.fromkeys(text for text in marks if 2 < len(text) <= 200))


def _is_logo(node: LexborNode) -> bool:
    around = (node, node.parent, node.parent.parent if node.parent else None)
    words = " ".join(
        str(item.attributes.get(name) or "")
        for item in around
        if item is not None
        for name in ("class", "id", "src", "alt")
    )
    return bool(re.search(r"logo|brand|header", words, re.IGNORECASE))


def _beside(node: LexborNode) -> list[str]:
    """The first words of the row or card around a link, when it speaks of one thing only."""
    around: LexborNode | None = node.parent
    for _ in range(_LEVELS):
        if around is None or around.tag in ("body", "nav", "ul", "ol", "table", "tbody", "main", "section"):
            return []
        if len(around.css("a[href]")) > _ROW_LINKS:
            return []
        lines = [" ".join(line.split()) for line in (around.text(separator="\n") or "").splitlines()]
        words = [line for line in lines if len(line) > 3 and not re.fullmatch(r"[\d\W]+", line)]
        if sum(map(len, words)) > _ROW_TEXT:
            return []
        if len(words) > 1 or around.tag in ("tr", "li", "article"):
            return words[:2]
        around = around.parent
    return []


def _list_links(page: ListPage, home: str) -> Iterator[str]:
    rules = directory_rules().lists
    for pattern in (rules.first, rules.then):
        for link in page.links:
            if re.search(pattern, f"{fold(link.text)} {_words(link.url)}") and in_scope(
                link.url, home, False
            ):
                yield link.url


def _is_next(link: Link, page: str) -> bool:
    """A link to the next page of the same list."""
    if not re.match(directory_rules().lists.more, " ".join(link.text.split()).casefold()):
        return False
    here, there = urlsplit(page), urlsplit(link.url)
    base = re.sub(r"/(?:page|halaman|hal)/\d+/?$", "", there.path).rstrip("/")
    own = re.sub(r"/(?:page|halaman|hal)/\d+/?$", "", here.path).rstrip("/")
    return here.netloc == there.netloc and base == own and link.url != page


def _words(url: str) -> str:
    """The words of an address's path; those of its host say nothing of one page."""
    parts = urlsplit(url)
    return fold(re.sub(r"[-_/.=&?+]+", " ", f"{parts.path} {parts.query} {parts.fragment}"))


def _same(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
