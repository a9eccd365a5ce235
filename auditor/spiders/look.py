"""A first look at a fetched page: its words, what they promise, and its own scripts and style sheets.

Pure. Only what the crawler needs to decide where to go next; reading is ``extract``'s job.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.spiders.frontier_rules import promise
from auditor.spiders.render_rules import render_rules

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w:.-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_BETWEEN = "\0"  # no parsed text holds it
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A parsed page: ``text`` is visible text, ``points`` what its own words promise."""

    tree: LexborHTMLParser
    html: str
    title: str
    text: str
    points: float


def decode(body: bytes, content_type: str) -> str:
    """Text of an HTML body: byte order mark, then UTF-8 if it fits, then what is declared."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    header = _HEADER_CHARSET.search(content_type)
    meta = _META_CHARSET.search(body[:4096])
    declared = header[1] if header else meta[1].decode("ascii", "replace") if meta else "windows-1252"
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        codec = "cp1252"
    # A declared UTF-8 that does not decode is windows-1252 nearly always: browsers' legacy default.
    broken = body.decode("utf-8", "replace").count("\ufffd")
    if codec in ("utf-8", "ascii", "iso8859-1"):
        return (
            body.decode("utf-8", "replace")
            if broken <= 2 and len(body) > 4000
            else body.decode("cp1252", "replace")
        )
    return body.decode(codec, "replace")


def is_html(content_type: str, body: bytes) -> bool:
    """Whether the body is a page, by its own beginning where the type is missing or lies."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(
        (b"%pdf", b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89png", b"\xff\xd8\xff", b"gif8", b"riff")
    ):
        return False
    kind = content_type.split(";", maxsplit=1)[0].strip()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    return kind in ("", "text/plain", "application/octet-stream", "application/xml", "text/xml") and (
        head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head
    )


def look(html: str) -> Look:
    """Parse a page once and take what the crawler needs of it."""
    tree = LexborHTMLParser(html)
    node = tree.css_first("title")
    title = node.text(strip=True) if node is not None else ""
    heads = " ".join(item.text(separator=" ", strip=True) for item in tree.css("h1, h2, h3")[:12])
    text = visible_text(tree.body)
    return Look(tree=tree, html=html, title=title, text=text, points=max(0.0, promise(f"{title} {heads}")))


def visible_text(root: LexborNode | None) -> str:
    """Words of the tree without scripts and styles, one blank between pieces."""
    if root is None:
        return ""
    unseen: list[str | None] = [
        text.text_content
        for node in root.css("script, style, noscript, template")
        for text in node.iter(include_text=True)
        if text.tag == "-text" and text.text_content and not text.text_content.isspace()
    ]
    if not unseen:
        return " ".join(root.text(separator=" ").split())
    pieces, next_unseen = [], 0
    unseen.append(None)  # the last is met
    for piece in root.text(separator=_BETWEEN).split(_BETWEEN):
        if piece == unseen[next_unseen]:  # both lists are in the order of the page
            next_unseen += 1
        else:
            pieces.append(piece)
    return " ".join(" ".join(pieces).split())


def own_length(page: Look) -> int:
    """Characters of visible text outside menus, header and footer."""
    frames = page.tree.css("nav, header, footer")
    outermost = [node for node in frames if not inside(node, ("nav", "header", "footer"))]
    return max(0, len(page.text) - sum(len(visible_text(node)) for node in outermost))


def inside(node: LexborNode, tags: tuple[str, ...]) -> bool:
    """Whether one of these elements is above a node."""
    current = node.parent
    while current is not None and current.tag:
        if current.tag in tags:
            return True
        current = current.parent
    return False


def own_scripts(page: Look) -> list[str]:
    """``src`` of scripts that may name places of this page (no well-known libraries)."""
    library = re.compile(render_rules().scripts.libraries, re.IGNORECASE)
    sources = [node.attributes.get("src") or "" for node in page.tree.css("script[src]")]
    return [source for source in sources if source and not library.search(source)]


def own_sheets(page: Look) -> list[str]:
    """``href`` of style sheets that may be of this page (no well-known libraries), the last first: what is
    written for one site stands behind its theme."""
    library = re.compile(render_rules().scripts.libraries, re.IGNORECASE)
    nodes = page.tree.css("link[rel~='stylesheet'][href]")
    sheets = [node.attributes.get("href") or "" for node in nodes]
    return [sheet for sheet in reversed(sheets) if sheet and not library.search(sheet)]


def inline_scripts(page: Look) -> str:
    """All inline scripts, joined."""
    return "\n".join(
        node.text(deep=True) or "" for node in page.tree.css("script") if not node.attributes.get("src")
    )
