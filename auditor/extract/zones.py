"""Which part of a page is menu, head, foot or side, and what is hidden the way spam is hidden."""

from __future__ import annotations

import re

from auditor.extract.dom import Node

_ROLES = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "nav",
}
_NAV = re.compile(
    r"^(?:(?:main|top|mobile|site|primary|secondary|side|sub|mega|drop|nav|off|sticky|header|footer|page)[-_]?)*"
    r"(?:nav|navbar|navigation|menu|navmenu|dropdown-menu|submenu|sub-menu|breadcrumbs?|pagination|topbar|topnav|sidenav|"
    r"mainmenu|offcanvas|hamburger|burger|menubar|sosmed|social|socials|social-links|social-icons|share|lang-switch)"
    r"(?:[-_]?(?:wrap|wrapper|area|container|bar|list|links|collapse|menu|nav|items?|main|primary|inner|content))*$"
)
_HEADER = re.compile(
    r"^(?:site|main|page|top)?[-_]?(?:header|masthead|top-?bar|head-?bar)(?:[-_](?:area|wrap|wrapper|main|top|inner))*$"
)
_FOOTER = re.compile(
    r"^(?:site|main|page|sub)?[-_]?(?:footer|colophon|copyright|foot)(?:[-_](?:area|wrap|wrapper|main|top|bottom|inner|section|\d))*$"
)
_ASIDE = re.compile(
    r"^(?:side-?bar|widget|widgets|widget-area|aside|right-?bar|left-?bar|related(?:-posts)?|recent-?posts|blog-sidebar|"
    r"archive|statistik|visitor|counter-pengunjung|comments?|comment-list|respond)(?:[-_](?:area|wrap|wrapper|inner|\d|right|left|widget))*$"
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
)
_OFF_SCREEN = re.compile(
    r"(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\s*\d{3,}|"
    r"(?:^|[;\s])(?:height|width|max-height)\s*:\s*[01]px[^%]*overflow\s*:\s*hidden|overflow\s*:\s*hidden[^%]*(?:height|width)\s*:\s*[01]px|"
    r"clip\s*:\s*rect\(\s*[01]"
)  # fmt: skip


def zone_of(node: Node, current: str) -> str:
    """The zone a node opens, or ``current``. Words inside menus stay menu; an article's own header is
    content."""
    if current in {"nav", "aside"}:
        return current
    tag = node.tag
    zone = ""
    if tag == "nav":
        zone = "nav"
    elif tag == "footer":
        zone = "footer"
    elif tag == "aside":
        zone = "aside"
    elif tag == "header":
        zone = "header"
    elif tag == "main":
        return "main"
    elif tag in {"dialog", "article", "form", "html", "body", "table", "tr", "td"}:
        return current
    else:
        zone = _ROLES.get(node.get("role").lower(), "")
        if not zone and (node.classes or node.get("id")):
            zone = _by_name(node)
    if not zone:
        return current
    return zone if _holds(node, zone) else current


def _by_name(node: Node) -> str:
    if node.tag not in {"div", "ul", "ol", "section", "header", "span", "center"}:
        return ""
    names = (*node.classes, node.get("id").lower())
    for name in names:
        if not name or len(name) > 40:
            continue
        if _NAV.match(name):
            return "nav"
        if _FOOTER.match(name):
            return "footer"
        if _HEADER.match(name):
            return "header"
        if _ASIDE.match(name):
            return "aside"
    return ""


_INSIDE = frozenset({"article", "section", "main", "td", "li", "details", "blockquote", "figure"})


def _holds(node: Node, zone: str) -> bool:
    """A name alone does not make a menu: its words must mostly be links (or it must be small)."""
    words, linked = node.tlen, node.llen
    if zone == "nav":
        if node.tag == "nav":
            return linked * 2 >= words or words < 400
        return linked * 10 >= words * 6 or words < 30
    if zone == "header":
        if node.tag == "header" and inside_content(node):
            return False
        # A top part that says more than it links is the page's own opening, not a masthead.
        return linked * 2 >= words and linked > 0
    if zone == "footer":
        # An article's or a card's foot is content.
        return not (node.tag == "footer" and inside_content(node)) and (
            node.tag == "footer" or linked * 4 >= words or words < 600
        )
    # A side part that is no list of links tells something of its own: hours, contacts, channels.
    return linked * 3 >= words


def inside_content(node: Node) -> bool:
    """Whether a node stands in an article, a cell, an item: its head and foot are then the article's own."""
    parent = node.parent
    while parent is not None:
        if parent.tag in _INSIDE:
            return True
        parent = parent.parent
    return False


def hidden_styles(css: str) -> frozenset[str]:
    """Classes and ids that a page's own style sheet throws off the screen. ``display:none`` alone is not
    counted here: tabs and menus begin so."""
    found: set[str] = set()
    css = css[:200_000]
    # From the brace on, backwards to the selector: the other way round every letter is tried as its start.
    for match in re.finditer(r"\{([^{}]{1,600})\}", css):
        if _OFF_SCREEN.search(match[1]):
            start = match.start()
            above = max(css.rfind("{", 0, start), css.rfind("}", 0, start)) + 1
            found.update(
                name.lower() for name in re.findall(r"[.#][\w-]+", css[max(above, start - 200) : start])
            )
    return frozenset(found)


_ACCESSIBLE = frozenset(
    {"sr-only", "visually-hidden", "screen-reader-text", "skip-link", "visuallyhidden", "sr-only-focusable"}
)


def spam_hidden(node: Node, off_screen: frozenset[str]) -> bool:
    """Hidden by style and full of links to other hosts: the way injected links are hidden. Collapsed panels
    and
    menus, whose links stay on the site, are not."""
    style = node.get("style").lower()
    hidden = bool(style) and bool(_OFF_SCREEN.search(style))
    collapsed = bool(style) and bool(_HIDDEN.search(style))
    if not hidden and not collapsed and off_screen:
        names = {"." + name for name in node.classes} | {"#" + node.get("id").lower()}
        hidden = not off_screen.isdisjoint(names)
    if not (hidden or collapsed) or _ACCESSIBLE.intersection(node.classes):
        return False
    outward = sum(
        1 for item in node.iter() if item.tag == "a" and re.match(r"(?:https?:)?//", item.get("href").strip())
    )
    if hidden:
        return outward >= 1
    return outward >= 3 and node.llen * 2 >= node.tlen
