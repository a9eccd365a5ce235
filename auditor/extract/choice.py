"""Which of a visit's pictures are read, and in what order: what the pages say around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from auditor.extract import inside, sniff
from auditor.extract.likely import likelihood
from auditor.extract.options import Stored
from auditor.extract.picture_files import uncut
from auditor.models import Fetch, Link, Page, Section, SectionKind, Source


def pasted(
    pages: Iterable[Page], get: Callable[[Fetch], Stored | None]
) -> Iterator[tuple[Fetch, inside.Picture]]:
    """The pictures that stand in the pages' own markup, each once, as if they had been fetched: what proves
    them is the page."""
    seen: set[str] = set()
    for page in pages:
        if page.source not in {Source.HTML, Source.RENDERED}:
            continue
        names = {link.url for _, link in _shown(page) if link.url.startswith(inside.NAME)} - seen
        stored = get(page.fetch) if names else None
        if stored is None:
            continue
        seen |= names
        for name, body in inside.pictures(sniff.decode(stored.body, stored.headers)).items():
            if name in names:
                url = page.fetch.url + name
                picture = replace(page.fetch, url=url, requested_url=url, anchor="", referrer=page.fetch.url)
                yield picture, inside.Picture(body)


def _shown(page: Page) -> Iterator[tuple[Section, Link]]:
    """The pictures a page shows among its own content, each file with its section."""
    for section in page.sections:
        if section.kind is SectionKind.IMAGE and section.zone == "main":
            for link in section.links:
                yield section, link


def _address(link: Link, page: Page) -> str:
    return page.fetch.url + link.url if link.url.startswith(inside.NAME) else link.url


def context_of(pages: Iterable[Page]) -> dict[str, str]:
    """What the pages say around each picture: its alt, caption, the headings above and the page's title. Of a
    picture no section shows (a background) the address of its page tells as much: its title."""
    out: dict[str, str] = {}
    for page in pages:
        out.setdefault(page.fetch.url, page.title)
        for section, link in _shown(page):
            above = dict.fromkeys((*section.path[:1], *section.path[-2:]))
            words = " ".join((section.body.replace("\n", " "), *above)).strip()
            url = _address(link, page)
            if len(words) > len(out.get(url, "")):
                out[url] = words
    return out


def smaller(
    pages: Iterable[Page], pictures: Iterable[tuple[int, Fetch]], sizes: Mapping[str, int]
) -> set[str]:
    """Addresses of pictures of which a larger file was fetched as well: a thumbnail, a size for telephones.
    The larger holds the same words, and they can be read."""
    fetched = {fetch.url for _, fetch in pictures}
    whole: dict[str, set[str]] = {}
    for url in fetched:
        whole.setdefault(uncut(url), set()).add(url)
    groups = list(whole.values())
    for page in pages:
        for section in page.sections:
            if section.kind is SectionKind.IMAGE and len(section.links) > 1:
                groups.append({_address(link, page) for link in section.links} & fetched)
    out: set[str] = set()
    for group in groups:
        out.update(sorted(group, key=lambda url: (-sizes.get(url, 0), url))[1:])
    return out


def rank_of(fetch: Fetch, context: dict[str, str]) -> int:
    """How likely a picture holds part of a standard, by its names and the words around it (``context`` by
    address)."""
    around = context.get(fetch.url) or context.get(fetch.requested_url) or context.get(fetch.referrer, "")
    return likelihood("" if inside.NAME in fetch.url else fetch.url, fetch.anchor, around)
