"""HTML → ``Page``: labelled sections in every way units write a standard."""

from __future__ import annotations

import re

from resiliparse.extract.html2text import extract_plain_text

from auditor.extract import dates, panels, scripts
from auditor.extract.dom import Node, parse, squeeze
from auditor.extract.flow import Walker, absolute
from auditor.extract.outline import Outline
from auditor.extract.zones import hidden_styles
from auditor.models import Fetch, Link, Page, Section, Source

_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
MAX_CHARS = 6_000_000


def screen_text(html: str) -> str:
    """Visible text, quick and without structure (0.3 ms a page): for deciding what to read fully."""
    return str(extract_plain_text(html, preserve_formatting=False, main_content=False))


def read_html(html: str, fetch: Fetch, source: Source = Source.HTML) -> Page:
    """Reads one page. Never raises on broken markup; nothing visible in ``main`` stays outside every
    section."""
    html = html[:MAX_CHARS]
    root = parse(html)
    title, base, refresh, css = _head(root, fetch.url)
    out = Outline(title)
    off_screen = hidden_styles(css) if css else frozenset()
    walker = Walker(
        out=out,
        base=base,
        off_screen=off_screen,
        panel_labels=panels.panel_labels(root),
        form_nodes=panels.form_nodes(root),
        sheets=source in {Source.PDF, Source.IMAGE, Source.DOCX},
    )
    walker.walk(root)
    walker.flush(root)
    links = walker.links
    if refresh:
        links.append(Link(text="", url=absolute(base, refresh)))
    script_sections = scripts.sections(root, title, lambda piece: _piece(piece, base))
    marks = set(walker.marks)
    if script_sections:
        marks.add("script_data")
    sections = (*out.sections(), *script_sections)
    text = out.text()
    dated = dates.published(root, fetch.url)
    if dates.is_listing(root):
        marks.add("listing")
    return Page(
        fetch=fetch,
        source=source,
        title=title,
        text=text,
        sections=sections,
        links=tuple(dict.fromkeys(links)),
        dated=dated,
        marks=tuple(sorted(marks)),
    )


def _piece(html: str, base: str) -> tuple[Section, ...]:
    """The sections of HTML that a script holds; its scripts are not looked into again."""
    root = parse(html)
    out = Outline("")
    walker = Walker(out=out, base=base, panel_labels=panels.panel_labels(root))
    walker.walk(root)
    walker.flush(root)
    return out.sections()


def _head(root: Node, url: str) -> tuple[str, str, str, str]:
    title, base, refresh = "", url, ""
    css: list[str] = []
    for node in root.iter():
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
