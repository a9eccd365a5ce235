"""HTML → ``Page``: labelled sections in every way units write a standard."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from auditor.extract import consent, dates, inside, panels, scripts, shadow, unseen
from auditor.extract.addresses import absolute
from auditor.extract.blocks import Blocks, OddMarkup, let_go
from auditor.extract.dom import Node, squeeze
from auditor.extract.flow import Walker
from auditor.extract.marked import Marked
from auditor.extract.markup import read_markup
from auditor.extract.outline import Outline
from auditor.extract.styles import NONE, styles
from auditor.extract.tree import mark, walked
from auditor.extract.unshown import brought_up
from auditor.models import Fetch, Link, Page, Section, Source

_REFRESH: Final = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_BLANK: Final = re.compile(
    r"\{\{[^{}<>\n]{1,200}\}\}"
)  # "{{ layanan.nama }}": a template's blank says nothing
_SHEETS: Final = frozenset({Source.PDF, Source.IMAGE, Source.DOCX, Source.PPTX})
MAX_CHARS: Final = 6_000_000


def parse(html: str, blocks: Blocks | None = None) -> tuple[Node, Marked]:
    """The page as nodes, with those that questions about the whole page ask for. Never raises."""
    if "\0" in html:
        html = html.replace("\0", "")
    html = shadow.opened(html)
    tree = LexborHTMLParser(_BLANK.sub("", html) if "{{" in html else html).root
    written = (tree.html or "") if tree is not None else ""
    seen = brought_up(unseen.without(written))
    if blocks is None:
        blocks = Blocks()
    try:
        return read_markup(seen, blocks)
    except OddMarkup:
        root = walked(tree if seen == written else LexborHTMLParser(seen).root)
        return root, mark(root)


@contextmanager
def _collector_waits() -> Iterator[None]:
    """All nodes of a page live until it is read: the garbage collector would look at them in vain, over and
    over. It comes once, afterwards."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_collector_waits()
def read_html(html: str, fetch: Fetch, source: Source = Source.HTML, blocks: Blocks | None = None) -> Page:
    """Reads one page. Never raises on broken markup; nothing visible in ``main`` stays outside every
    section. ``blocks`` are those met on earlier pages of the site: they save time and change nothing."""
    html = inside.named(html)[:MAX_CHARS]
    shown = "auditor-shown" in html  # what a click brought to light is changed while it is read
    root, marked = parse(html, None if shown else blocks)
    title, base, refresh, css = _head(marked, fetch.url)
    out = Outline(title)
    walker = Walker(
        out,
        base,
        labels=panels.panel_labels(marked),
        forms=panels.form_nodes(root, marked),
        styles=styles(css) if css else NONE,
        sheets=source in _SHEETS,
        banners=consent.may_ask(html),
    )
    walker.walk(root)
    walker.flush(root)
    links = walker.links
    if refresh:
        links.append(Link(text="", url=absolute(base, refresh)))
    text = out.text()
    script_sections = scripts.sections(
        marked, title, lambda piece: _piece(piece, base), text, source is Source.RENDERED
    )
    marks = set(walker.marks)
    if script_sections:
        marks.add("script_data")
    sections = (*out.sections(), *script_sections)
    if shown:
        marked.dates, marked.links = dates.own(marked.dates), dates.own(marked.links)
    dated = dates.published(marked, fetch.url)
    if dates.is_listing(marked):
        marks.add("listing")
    page = Page(
        fetch=fetch,
        source=source,
        title=title,
        text=text,
        sections=sections,
        links=tuple({(link.text, link.url): link for link in links}.values()),
        dated=dated,
        marks=tuple(sorted(marks)),
    )
    let_go(root)
    return page


def _piece(html: str, base: str) -> tuple[Section, ...]:
    """The sections of HTML that a script holds; its scripts are not looked into again."""
    root, marked = parse(html)
    out = Outline("")
    walker = Walker(out, base, labels=panels.panel_labels(marked))
    walker.walk(root)
    walker.flush(root)
    let_go(root)
    return out.sections()


def _head(marked: Marked, url: str) -> tuple[str, str, str, str]:
    title, base, refresh = "", url, ""
    css: list[str] = []
    for node in marked.head:
        tag = node.tag
        if tag == "title" and not title and (node.parent is None or node.parent.tag != "svg"):
            title = squeeze("".join(kid.text for kid in node.kids))[:300]
        elif tag == "base" and base == url and node.get("href"):
            base = absolute(url, node.get("href")) or url
        elif tag == "meta" and node.get("http-equiv").lower() == "refresh":
            match = _REFRESH.match(node.get("content"))
            refresh = match[1] if match else refresh
        elif tag == "style":
            text = "".join(kid.text for kid in node.kids)
            if "-" in text:
                css.append(text)
    return title, base, refresh, "\n".join(css)
