"""Whether scripts draw a page: by the page's source and by what its own scripts say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

from auditor.patterns import Owned
from auditor.spiders.look import Look, inside, own_length, own_scripts, visible_text
from auditor.spiders.render_rules import render_rules
from auditor.text import fold

_MUSTACHE = re.compile(r"\{\{\s*[\w.$ |()'\"]+\s*\}\}")
_LITERAL = re.compile(r"""'(?:[^'\\\n]|\\.){12,}'|"(?:[^"\\\n]|\\.){12,}"|`[^`]{12,}`""")


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
    framed = all(inside(node, ("nav", "header", "footer")) for node in shown)
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
