"""The date printed on a post, and whether a page is an index of posts."""

from __future__ import annotations

import re
from datetime import date

from auditor.extract.dom import Node
from auditor.extract.marked import Marked
from auditor.extract.names import DATED
from auditor.reference.calendar import month_numbers

_MONTHS = month_numbers()
_WORDS = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})\s*(?:st|nd|rd|th)?[\s/-]+({_WORDS})[a-z]*\.?,?[\s/-]+((?:19|20)\d\d)\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"\b({_WORDS})\.?\s+(\d{{1,2}}),?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)\b")
_URL = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})(?:/(\d{1,2}))?(?:/|$)")
_POST = re.compile(r"(?i)(?:^|[-_])(?:posts?|news|berita|blogs?|artikel|articles?|entry|entries)(?:[-_]|$)")
_BOXES_UP = 4  # from a card's link to its box
_META = frozenset(
    {
        "article:published_time",
        "datepublished",
        "og:published_time",
        "pubdate",
        "dc.date",
        "publish_date",
        "dc.date.issued",
    }
)
_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


def find(text: str) -> str:
    """The first date of a text as ISO, else empty."""
    best: tuple[int, str] | None = None
    for pattern, order in ((_ISO, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy"), (_NUMERIC, "dmy")):
        match = pattern.search(text)
        if not match:
            continue
        parts = dict(zip(order, match.groups(), strict=True))
        iso = _iso(parts["y"], parts["m"], parts["d"])
        if iso and (best is None or match.start() < best[0]):
            best = (match.start(), iso)
    return best[1] if best else ""


def _iso(year: str, month: str, day: str) -> str:
    number = _MONTHS.get(month.casefold(), 0) or (int(month) if month.isdigit() else 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


def own(nodes: list[Node]) -> list[Node]:
    """Those that stand on the page itself, not in another view that a click brought to light."""
    return [node for node in nodes if not _behind_click(node)]


def _behind_click(node: Node) -> bool:
    item = node.parent
    while item is not None:
        if "auditor-shown" in item.classes:
            return True
        item = item.parent
    return False


def published(marked: Marked, url: str) -> str:  # noqa: PLR0912
    """The publication date of a post: from its metadata, its byline, or its address. Empty for a plain
    page."""
    meta, near, times = "", "", []
    posts = 0
    for node in marked.dates:
        attrs = node.attrs
        if node.tag == "meta" and not meta:
            name = (attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or "").lower()
            if name in _META:
                meta = find(attrs.get("content", ""))
        elif node.tag == "script" and not meta and attrs.get("type") == "application/ld+json":
            match = _LD.search("".join(kid.text for kid in node.kids))
            if match:
                meta = find(match[1])
        elif node.tag == "article":
            posts += 1
        elif node.tag == "time":
            times.append(find(attrs.get("datetime", "")) or find(node.words(100)))
        elif not near and 0 < node.tlen < 160 and node.look.traits & DATED:
            near = find(node.words(200))
            if near:
                times.append(near)
    # A page with many dated cards is a front page or an index: its dates are its posts'.
    if len(times) > 3 or posts > 3:
        times = []
    if meta and (
        times
        or posts == 1
        or _URL.search(url)
        or "berita" in url
        or "post" in url
        or "news" in url
        or "artikel" in url
        or "article" in url
    ):
        return meta
    found = next((value for value in times if value), "")
    if found:
        return found
    match = _URL.search(url)
    if match and not url.rstrip("/").endswith(match[0].rstrip("/")):
        return _iso(match[1], match[2], match[3] or "1")
    return ""


def is_listing(marked: Marked) -> bool:
    """An index of posts: at least four dated cards, or four "Selengkapnya" links with a date among them or in
    boxes that their class calls posts. Cards of services lead on with the same words, but are neither."""
    more = marked.links
    cards = sum(
        node.tag == "time"
        or (
            0 < node.tlen < 80
            and node.look.traits & DATED
            and node not in more
            and bool(find(node.words(100)))
        )
        for node in marked.dates
    )
    return cards >= 4 or (len(more) >= 4 and (cards >= 1 or any(_in_post(node) for node in more)))


def _in_post(node: Node) -> bool:
    """Whether one of the boxes right around a link is a post by its tag or class."""
    around: Node | None = node
    for _ in range(_BOXES_UP):
        around = around.parent if around is not None else None
        if around is None:
            return False
        if around.tag == "article" or any(_POST.search(name) for name in around.classes):
            return True
    return False
