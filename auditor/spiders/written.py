"""Every address a page offers a visitor, as its tags and scripts write it: found in one pass over the tree.

Links hide in buttons, data attributes, viewers and scripts as often as in ``a href``.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator

import msgspec
import re2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.spiders.backdrops import backdrops
from auditor.spiders.surroundings import Surroundings


class Found(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True, gc=False):
    """One link. ``how`` is ``link``, ``embed``, ``image``, ``script`` or ``route`` (``#/...``)."""

    url: str
    text: str = ""
    how: str = "link"
    zone: str = "main"
    hint: str = ""  # class, size and caption words of a picture
    small: bool = False


_ONCLICK = re.compile(
    r"""(?:location(?:\.href|\.assign|\.replace)?\s*(?:=|\()\s*|window\.open\s*\(\s*|navigate(?:To)?\s*\(\s*(?=["'`][^"'`]*[/.]))"""
    r"""["'`]([^"'`]+)["'`]"""
)
_IN_SCRIPT = re.compile(
    r"""["'`]((?:https?:)?[^"'`<>{}\s]{1,300}?\.(?:pdf|docx?|xlsx?|jpe?g|png|webp|html?|php)(?:\?[^"'`<>\s]{0,200})?)["'`]""",
    re.IGNORECASE,
)
_ENDING = re2.compile(r"(?i)\.(?:pdf|docx?|xlsx?|jpe?g|png|webp|html?|php)[?\"'`]")
_LEADS = re2.compile(r"location|window\.open|navigate")
_ROUTE = re.compile(r"""["'`](#!?/[^"'`<>{}\s$]{1,120})["'`]""")
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_DATA_LINK = ("data-href", "data-url", "data-link", "data-file", "data-pdf", "data-target-url", "data-iframe")
_DATA_IMAGE = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-image",
    "data-full",
    "data-bg",
    "data-echo",
)
# Where galleries, sliders and flip books keep a file's address (Fancybox, PhotoSwipe, Swiper, DearFlip).
_DATA_FILE = ("data-src", "data-source", "source", "data-background", "data-pswp-src", "data-mfp-src")
# Attributes a plain link has not.
_SELDOM = frozenset((*_DATA_LINK, *_DATA_FILE, "onclick", "style", "data-bg"))
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|jpe?g|png|webp)(?:[?#]|$)", re.IGNORECASE)


def written_links(tree: LexborHTMLParser) -> Iterator[tuple[str, Found]]:
    """What each tag, style and script writes, with all that is known of it but where it leads."""
    around = Surroundings(tree)
    for node in tree.css(
        "a, area, iframe, frame, embed, object, img, source, input[type=image], button, video[poster],"
        "[onclick], [data-href], [data-url], [data-link], [data-file], [data-pdf], [data-iframe],"
        "[data-bg], [data-src], [data-source], [data-background], [source], [style*='url('], form[action],"
        "option[value]"
    ):
        attributes = node.attributes
        if node.tag != "a" or not _SELDOM.isdisjoint(attributes):
            yield from _of_node(node, around)
        elif written := attributes.get("href"):
            yield written, Found(url="", text=around.label(node), zone=around.zone(node))
    for node in tree.css("style"):
        for written, box in backdrops(node.text(deep=True) or "", tree):
            yield written, of_box(box, around)
    for node in tree.css("script"):
        source = node.attributes.get("src")
        text = node.text(deep=True) or ""
        if source or len(text) > 400_000 or "ld+json" in (node.attributes.get("type") or ""):
            continue
        yield from _of_script(text)


def of_box(box: LexborNode, around: Surroundings) -> Found:
    """A picture that a style shows in an empty box."""
    said = box.attributes.get("aria-label") or box.attributes.get("title") or ""
    hint = box.attributes.get("class") or ""
    return Found(url="", text=said[:200], how="image", zone=around.zone(box), hint=hint)


def script_links(text: str) -> list[tuple[str, Found]]:
    """Addresses of pages, documents and pictures written as strings in a script."""
    return list(_of_script(text))


def _of_script(text: str) -> Iterator[tuple[str, Found]]:
    text = text.replace("\\/", "/")
    # Cheap questions first: most scripts name no file, no address and no route.
    for match in _IN_SCRIPT.finditer(text) if _ENDING.search(text) else ():
        yield match[1], Found(url="", how=_script_kind(match[1]), hint="script")
    for match in _ONCLICK.finditer(text) if _LEADS.search(text) else ():
        yield match[1], Found(url="", how="script")
    for match in _ROUTE.finditer(text) if "#/" in text or "#!" in text else ():
        yield match[1], Found(url="", how="route")


def _of_node(node: LexborNode, around: Surroundings) -> Iterator[tuple[str, Found]]:  # noqa: PLR0912 - one branch per kind of tag
    tag = node.tag or ""
    attributes = node.attributes
    zone = around.zone(node)
    text = ""
    if tag in ("a", "button", "area") or attributes.get("onclick"):
        text = around.label(node)
    if tag in ("a", "area") and attributes.get("href"):
        yield attributes["href"] or "", Found(url="", text=text, zone=zone)
    elif tag in ("iframe", "frame", "embed", "object"):
        target = attributes.get("src") or attributes.get("data") or attributes.get("data-src") or ""
        yield target, Found(url="", text=attributes.get("title") or "", how="embed", zone=zone)
    elif tag in ("img", "source", "input", "video"):
        yield from _image(node, zone)
    elif tag == "form" and (attributes.get("method") or "get").lower() == "get" and attributes.get("action"):
        if not node.css_first("input[type=password]") and not node.css_first("input"):
            yield attributes["action"] or "", Found(url="", text=around.label(node), zone=zone)
    elif tag == "option" and re.match(
        r"(?:https?:/|\.{0,2}/)?[\w./-]+\.(?:html?|php|pdf)", attributes.get("value") or ""
    ):
        yield attributes["value"] or "", Found(url="", text=around.label(node), zone=zone)
    for name in _DATA_LINK:
        if value := attributes.get(name):
            yield value, Found(url="", text=text or around.label(node), zone=zone)
    if onclick := attributes.get("onclick"):
        for match in _ONCLICK.finditer(entities.unescape(onclick)):
            yield match[1], Found(url="", text=text, zone=zone)
        for match in _IN_SCRIPT.finditer(onclick):
            yield match[1], Found(url="", text=text, how=_script_kind(match[1]), zone=zone)
    style = attributes.get("style") or ""
    for match in _CSS_URL.finditer(style):
        yield (
            match[1],
            Found(url="", how="image", zone=zone, hint="background " + (attributes.get("class") or "")),
        )
    for name in _DATA_FILE if tag not in ("img", "source", "iframe", "script") else ():
        if (value := attributes.get(name)) and _FILE.search(value):
            kind = _script_kind(value)
            yield value, Found(url="", text=text, how="link" if kind == "script" else kind, zone=zone)
    if tag not in ("img", "source") and (value := attributes.get("data-bg")):
        yield value, Found(url="", how="image", zone=zone, hint="background")


def _script_kind(target: str) -> str:
    return "image" if re.search(r"\.(?:jpe?g|png|webp)(?:\?|$)", target, re.IGNORECASE) else "script"


def _image(node: LexborNode, zone: str) -> Iterator[tuple[str, Found]]:
    attributes = node.attributes
    alt = " ".join(filter(None, (attributes.get("alt"), attributes.get("title"))))
    classes = " ".join(filter(None, (attributes.get("class"), attributes.get("id"))))
    parent = node.parent
    caption = ""
    if parent is not None:
        classes = f"{classes} {parent.attributes.get('class') or ''}"
        figure = parent if parent.tag == "figure" else parent.parent
        if figure is not None and figure.tag == "figure":
            words = figure.css_first("figcaption")
            caption = words.text(separator=" ", strip=True)[:200] if words is not None else ""
    found = Found(
        url="",
        text=f"{alt} {caption}".strip(),
        how="image",
        zone=zone,
        hint=classes.strip(),
        small=_small(node),
    )
    largest = _largest(attributes.get("srcset") or attributes.get("data-srcset") or "")
    lazy = next((attributes[name] for name in _DATA_IMAGE if attributes.get(name)), "")
    source = attributes.get("src") or attributes.get("poster") or ""
    for target in dict.fromkeys(filter(None, (lazy, source, largest))):
        if not target.startswith("data:"):
            yield target, found


def _largest(srcset: str) -> str:
    """The widest picture of a srcset; it holds the others' content."""
    best, width = "", -1.0
    for part in re.split(r",\s+", srcset):
        fields = part.strip().split()
        if not fields:
            continue
        match = re.fullmatch(r"([\d.]+)[wx]", fields[-1]) if len(fields) > 1 else None
        size = float(match[1]) if match and match[1].count(".") < 2 and match[1] != "." else 0.0
        if size > width:
            best, width = fields[0], size
    return best


def _small(node: LexborNode) -> bool:
    for name in ("width", "height"):
        value = node.attributes.get(name) or ""
        if re.fullmatch(r"\d{1,3}(?:px)?", value) and int(value.removesuffix("px")) < 120:
            return True
    return False
