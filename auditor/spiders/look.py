"""A first look at a fetched page: its words, its links' worth, and whether scripts draw it.

Pure. Only what the crawler needs to decide where to go next; reading is ``extract``'s job.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import re2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.patterns import Owned
from auditor.spiders.frontier_rules import promise
from auditor.text import fold

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w:.-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_MUSTACHE = re.compile(r"\{\{\s*[\w.$ |()'\"]+\s*\}\}")
_LITERAL = re.compile(r"""'(?:[^'\\\n]|\\.){12,}'|"(?:[^"\\\n]|\\.){12,}"|`[^`]{12,}`""")
_BETWEEN = "\0"  # no parsed text holds it
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class _Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patterns: list[str]
    source: str


class _Waiting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: list[str]
    ignored: str
    max_text: int
    source: str


class _Scripts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    writes: str
    loads: str
    frames: str
    targets: list[str]
    class_targets: list[str]
    containers: list[str]
    filled_text: int
    whole_body: str
    ignored_places: str
    libraries: str
    max_bytes: int
    max_files: int
    source: str


class _Brings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fetches: str
    fetches_ignored: str
    opens: str
    clicks: str
    service_words: str
    least_literals: int
    source: str


class _Dialogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    field: str
    asks: str
    source: str


class _Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least_text: int
    source: str


class _ThirdParty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hosts: list[str]
    bystanders: str
    source: str


class RenderRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``rendering.toml``."""

    framework: _Patterns
    waiting: _Waiting
    scripts: _Scripts
    brings: _Brings
    dialogue: _Dialogue
    content: _Content
    third_party: _ThirdParty


@cache
def render_rules() -> RenderRules:
    """The signs of script-drawn pages."""
    text = files("auditor.spiders").joinpath("rendering.toml").read_bytes()
    return msgspec.toml.decode(text, type=RenderRules)


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
    inside = [node for node in frames if not _inside(node, ("nav", "header", "footer"))]
    return max(0, len(page.text) - sum(len(visible_text(node)) for node in inside))


def _inside(node: LexborNode, tags: tuple[str, ...]) -> bool:
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


@dataclass(frozen=True, slots=True)
class _Signs:
    """The patterns of ``rendering.toml``, compiled once. RE2 where whole pages are searched: ``page`` and
    ``scripts`` name the signs that stand in a page's source and in its scripts, each read once."""

    page: Owned[str]
    scripts: Owned[str]
    fetches: Any
    fetches_ignored: Any
    service: Any
    waiting_ignored: re.Pattern[str]
    whole_body: re.Pattern[str]
    ignored_places: re.Pattern[str]


@cache
def _signs() -> _Signs:
    rules = render_rules()
    waiting = "(?i)" + "|".join(map(re.escape, rules.waiting.words))
    return _Signs(
        page=Owned(
            [
                *(("framework", f"(?is){pattern}") for pattern in rules.framework.patterns),
                ("waiting", waiting),
                ("clicks", rules.brings.clicks),
                ("hash", """["']#"""),
            ]
        ),
        scripts=Owned(
            [
                ("writes", rules.scripts.writes),
                ("loads", rules.scripts.loads),
                ("frames", rules.scripts.frames),
                ("opens", rules.brings.opens),
                ("clicks", rules.brings.clicks),
            ]
        ),
        fetches=re2.compile(rules.brings.fetches),
        fetches_ignored=re2.compile(rules.brings.fetches_ignored),
        service=re2.compile(rules.brings.service_words),
        waiting_ignored=re.compile(rules.waiting.ignored, re.IGNORECASE),
        whole_body=re.compile(rules.scripts.whole_body),
        ignored_places=re.compile(rules.scripts.ignored_places, re.IGNORECASE),
    )


def needs_browser(page: Look, scripts: str, unread: bool = False) -> str:  # noqa: PLR0911, PLR0912 - one return per sign, in order
    """Why the page must be drawn by a browser to be read, empty when it need not be.

    ``scripts`` is the text of the page's inline and own scripts; ``unread``: others were not read.
    """
    signs = _signs()
    if page.tree.css_first("iframe[srcdoc], template[shadowrootmode]") is not None:
        return "framed"
    if page.tree.css_first("script") is None and "onclick" not in page.html:
        return ""
    shown = signs.page.of(page.html)
    if "framework" in shown:
        return "framework"
    if "{{" in page.text and len(_MUSTACHE.findall(page.text)) >= 2:
        return "template"
    done = signs.scripts.of(scripts)
    writes, clicks = "writes" in done, "clicks" in done or "clicks" in shown
    if ("hash" in shown or "hashchange" in scripts) and _routes(page, scripts, writes):
        return "routes"
    if writes:
        if signs.whole_body.search(scripts):
            return "body_written"
        if place := _empty_place(page, scripts):
            return f"filled:{place}"
        if why := _brings(page, scripts, clicks):
            return why
    if "frames" in done and _names_frame(page, scripts, clicks):
        return "framed"
    if clicks and "opens" in done:
        return "opens"
    if "waiting" in shown and _waits(page):
        return "waiting"
    least = render_rules().content.least_text
    heavy = writes or unread or "loads" in done or _foreign(page)
    if heavy and (len(page.text) < least or own_length(page) < least):
        return "no_content"
    return ""


def undrawn(page: Look) -> bool:
    """Whether a page that scripts should have filled holds next to nothing, or still its blanks."""
    if len(_MUSTACHE.findall(page.text)) >= 2:
        return True
    shown = page.tree.css("img, iframe, embed, object, form")
    framed = all(_inside(node, ("nav", "header", "footer")) for node in shown)
    return framed and own_length(page) < render_rules().content.least_text


def _brings(page: Look, scripts: str, clicks: bool) -> str:
    """Whether the scripts fetch data, or hold words of services that only a click shows."""
    signs = _signs()
    for match in signs.fetches.finditer(scripts):
        # What is asked stands in the call; counters, chats and votes bring no content.
        asked = scripts[match.end() : match.end() + 160].partition(")")[0]
        if not signs.fetches_ignored.search(match[0] + asked):
            return "fetches"
    if not clicks:
        return ""
    shown = page.text.casefold()
    fresh = 0
    for match in _LITERAL.finditer(scripts) if signs.service.search(scripts) else ():
        words = " ".join(re.sub(r"<[^>]*>", " ", match[0][1:-1]).casefold().split())
        if len(words) >= 12 and signs.service.search(words) and words[:60] not in shown:
            fresh += 1
            if fresh >= render_rules().brings.least_literals:
                return "click"
    return ""


def _routes(page: Look, scripts: str, writes: bool) -> bool:
    links = page.tree.css('a[href^="#/"], a[href^="#!/"]')
    # A bare "#/" leads nowhere: it stands where others write "#".
    named = any(len((node.attributes.get("href") or "").strip("#!/")) > 0 for node in links)
    return named or ("hashchange" in scripts and writes)


def _foreign(page: Look) -> bool:
    """Whether a script that cannot be seen from here might bring content."""
    return any(source.startswith(("http:", "https:", "//")) for source in own_scripts(page))


def _empty_place(page: Look, scripts: str) -> str:
    """A container a script names and that holds (next to) nothing yet."""
    ignored = _signs().ignored_places
    for name, selector in _places(scripts):
        if not ignored.search(name) and _is_empty(page, selector):
            return name
    return ""


def _places(scripts: str) -> Iterator[tuple[str, str]]:
    """The places of a page that scripts name, with their selectors."""
    rules = render_rules().scripts
    for patterns, selector in ((rules.targets, "id="), (rules.class_targets, "class~=")):
        for pattern in patterns:
            for name in dict.fromkeys(re.findall(pattern, scripts)):
                yield str(name), f'[{selector}"{name}"]'


def _names_frame(page: Look, scripts: str, clicks: bool) -> bool:
    """Whether scripts name a frame of the page: what they, or a click, put into it is the page's."""
    if page.tree.css_first("iframe, embed, object") is None:
        return False
    nodes = (page.tree.css_first(selector) for _, selector in _places(scripts))
    frames = (node for node in nodes if node is not None and node.tag in {"iframe", "embed", "object"})
    return any(clicks or not (node.attributes.get("src") or node.attributes.get("data")) for node in frames)


def _is_empty(page: Look, selector: str) -> bool:
    rules = render_rules().scripts
    node = page.tree.css_first(selector)
    if node is None or node.tag not in rules.containers:
        return False
    if node.css_first("img, iframe, form, input, canvas, svg, video") is not None:
        return False
    return len(visible_text(node)) < rules.filled_text


def _waits(page: Look) -> bool:
    """A short element that only says the content is coming."""
    rules = render_rules().waiting
    wanted = tuple(rules.words)
    ignored = _signs().waiting_ignored
    for node in page.tree.css("p, div, td, span, h1, h2, h3, li, noscript"):
        text = node.text(deep=True) or ""
        if len(text) > rules.max_text * 2:
            continue
        folded = fold(text).rstrip(". …")
        if len(folded) <= rules.max_text and folded.startswith(wanted):
            names = " ".join(
                f"{item.attributes.get('class') or ''} {item.attributes.get('id') or ''}"
                for item in (node, node.parent)
                if item is not None
            )
            if not ignored.search(names):
                return True
    return False
