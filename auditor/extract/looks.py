"""What follows from an element's opening tag alone, worked out once for each spelling of it.

Menus, lists and cards repeat their tags thousands of times on a site: here stand the answers to what a class,
an id or an inline style says of an element, so that no question about it is asked twice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from auditor.extract import names
from auditor.extract.icons import is_drawn, is_ligature, may_stand, stands_for

BLOCK: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "iframe", "legend", "li", "main",
        "menu", "nav", "ol", "optgroup", "p", "pre", "section", "select", "summary", "table", "tbody", "td",
        "textarea", "tfoot", "th", "thead", "tr", "ul", "video", "audio", "object", "embed",
    }
)  # fmt: skip
INVISIBLE: Final = frozenset(
    {
        "script", "style", "template", "head", "link", "meta", "base", "noscript", "title", "svg", "math",
        "datalist",
    }
)  # fmt: skip
FIELDS: Final = frozenset({"textarea", "input", "select"})
HEADINGS: Final = {"h1": 10, "h2": 20, "h3": 30, "h4": 40, "h5": 50, "h6": 60}
TARGETS: Final = (
    "aria-controls", "data-bs-target", "data-target", "data-tab", "data-tab-target", "data-modal",
    "data-modal-target", "data-panel",
)  # fmt: skip

# Who asks for an element when it asks about the whole page (``marked``).
HEAD: Final = 1
SCRIPTS: Final = 2
OPENERS: Final = 4
IDS: Final = 8
STRIPS: Final = 16
FORMS: Final = 32
DATES: Final = 64
LINKS: Final = 128
PASSES: Final = (HEAD, SCRIPTS, OPENERS, IDS, STRIPS, FORMS, DATES, LINKS)
_TAG_BITS: Final = {
    "title": HEAD,
    "base": HEAD,
    "style": HEAD,
    "meta": HEAD | DATES,
    "script": SCRIPTS | DATES,
    "article": DATES,
    "time": DATES,
    "form": FORMS,
    "button": FORMS,
    "a": LINKS,
    **dict.fromkeys(FIELDS, FORMS),
}
PRESSED: Final = frozenset({"onclick", "@click", "x-on:click", "aria-expanded"})
_OPENING: Final = PRESSED.union(TARGETS)

# What stands below an element.
HEADING: Final = 1
ANCHOR: Final = 2
IMAGE: Final = 4
CONTENT: Final = 8
RICH: Final = 16
BUTTON: Final = 32
NAMED: Final = 64
_BELOW: Final = {
    **dict.fromkeys(HEADINGS, HEADING | NAMED),
    **dict.fromkeys(("picture", "embed", "object", "video", "input", "ul", "ol"), CONTENT),
    **dict.fromkeys(("h1", "h2", "h3", "h4"), HEADING | NAMED | RICH),
    **dict.fromkeys(("table", "form", "iframe"), CONTENT | RICH),
    "a": ANCHOR | CONTENT | BUTTON,
    "img": IMAGE | CONTENT,
    "button": CONTENT | BUTTON,
    "legend": NAMED,
}

# What an inline style hides: thrown off the screen, or not shown.
OFF_SCREEN: Final = 1
COLLAPSED: Final = 2
_COLLAPSED: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
)
_OFF_SCREEN: Final = re.compile(
    r"(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\s*\d{3,}|"
    r"(?:^|[;\s])(?:height|width|max-height)\s*:\s*[01]px[^%]*overflow\s*:\s*hidden|overflow\s*:\s*hidden[^%]*(?:height|width)\s*:\s*[01]px|"
    r"clip\s*:\s*rect\(\s*[01]"
)  # fmt: skip
_ROLES: Final = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "nav",
}
_TAG_ZONES: Final = {"nav": "nav", "footer": "footer", "aside": "aside", "header": "header", "main": "main"}
_NO_ZONE: Final = frozenset({"dialog", "article", "form", "html", "body", "table", "tr", "td"})
_NAMED_ZONE: Final = frozenset({"div", "ul", "ol", "section", "span", "center"})
_ROW: Final = re.compile(r"display\s*:\s*(?:inline-)?(?:flex|grid)")
_BOLD: Final = frozenset({"b", "strong", "th", "u", "big"})
# Bold, or as large as a heading: 24 pixels are 18 points.
SIZED: Final = re.compile(
    r"font-(?:weight\s*:\s*(?:bold|[6-9]00)|size\s*:\s*(?:xx?-large|(?:2[4-9]|[3-9]\d)(?:\.\d+)?px|"
    r"(?:1[89]|[2-9]\d)(?:\.\d+)?pt|(?:1\.[5-9]\d*|[2-9](?:\.\d+)?)r?em))"
)
_UNDERLINED: Final = re.compile(r"text-decoration\s*:\s*underline")
_ID: Final = re.compile(r"^[A-Za-z][\w-]*$")
_VOID: Final = frozenset(
    {
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
        "link", "meta", "param", "source", "track", "wbr",
    }
)  # fmt: skip
_RAW: Final = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"))
INLINE: Final = 0
BOX: Final = 1
VOID: Final = 2
RAW: Final = 3
_NO_ATTRS: Final[dict[str, str]] = {}
_NO_CLASSES: Final[tuple[str, ...]] = ()


class _Tag:
    """What follows from a tag's name."""

    __slots__ = ("bits", "block", "bold", "closing", "foreign", "holds", "icons", "invisible", "kind", "zone")

    def __init__(self, tag: str) -> None:
        self.block = tag in BLOCK
        self.invisible = tag in INVISIBLE or is_drawn(tag)
        self.kind = VOID if tag in _VOID else RAW if tag in _RAW else BOX if self.block else INLINE
        self.closing = f"/{tag}>"
        self.foreign = tag in {"svg", "math"}
        self.holds = _BELOW.get(tag, 0)
        self.bits = _TAG_BITS.get(tag, 0)
        self.zone = _TAG_ZONES.get(tag, "")
        self.bold = tag in _BOLD
        self.icons = may_stand(tag)


_known = lru_cache(maxsize=256)(_Tag)


@lru_cache(maxsize=8192)
def _classed(written: str) -> tuple[tuple[str, ...], int, str]:
    """A ``class`` attribute's names, what they make of their element, the zone the first of them names."""
    classes = tuple(written.lower().split())
    kinds, zone = 0, ""
    for name in classes:
        traits, part = names.traits(name)
        kinds |= traits
        zone = zone or part
    return classes, kinds, zone


class Look:
    """An opening tag."""

    __slots__ = (
        "acts", "attrs", "bits", "block", "bold", "classes", "closing", "foreign", "hides", "holds", "icon",
        "invisible", "kind", "shape", "step", "tag", "traits", "zone",
    )  # fmt: skip

    def __init__(self, tag: str, attrs: dict[str, str] = _NO_ATTRS) -> None:
        known = _known(tag)
        self.tag = tag
        self.acts = tag  # the tag it acts as: a box of the role of a heading is one
        self.attrs = attrs
        self.block = known.block
        self.invisible = known.invisible
        self.kind = known.kind
        self.closing = known.closing
        self.foreign = known.foreign
        self.holds = known.holds
        self.bits = known.bits
        self.zone = known.zone
        self.bold = known.bold
        self.step = ""  # the first step of a CSS path that needs no other before it
        self.icon = ""  # the word an icon of this tag stands for
        self.hides = self.traits = 0
        self.classes = _NO_CLASSES
        self.shape = tag  # the same for elements of one tag and the same classes
        if attrs:
            self._attributes(attrs, known)

    def _attributes(self, attrs: dict[str, str], known: _Tag) -> None:
        tag = self.tag
        if known.icons:
            self.icon = stands_for(tag, attrs)
        named = not self.zone and tag in _NAMED_ZONE
        zone = ""
        classes = attrs.get("class")
        if classes:
            self.classes, self.traits, zone = _classed(classes)
            self.shape = " ".join((tag, *self.classes))
            self.invisible = self.invisible or (known.icons and is_ligature(self.classes))
            self.bold = self.bold or bool(self.traits & names.BOLD)
        own = attrs.get("id", "")
        role = attrs.get("role", "")
        if own:
            self.bits |= IDS
            if _ID.match(own):
                self.step = f"{tag}#{own}"
        self._role(role)
        if self.traits & names.TABS or role == "tablist":
            self.bits |= STRIPS
        if self.traits & names.DATED:
            self.bits |= DATES
        href = attrs.get("href", "")
        opens = self.traits & names.OPENER or role == "button" or (tag == "label" and "for" in attrs)
        if opens or (href[:1] == "#" and len(href) > 1) or not _OPENING.isdisjoint(attrs):
            self.bits |= OPENERS
        if attrs.get("type", "").lower() == "submit":
            self.bits |= FORMS
        if not self.zone and tag not in _NO_ZONE:
            self.zone = _ROLES.get(role.lower(), "")
            if not self.zone and named:
                self.zone = zone or (names.traits(own.lower())[1] if own else "")
        style = attrs.get("style", "")
        if style:
            style = style.lower()
            self.bold = self.bold or bool(SIZED.search(style) or _UNDERLINED.search(style))
            if _ROW.search(style):
                self.traits |= names.ROW
            self.hides = (OFF_SCREEN if _OFF_SCREEN.search(style) else 0) | (
                COLLAPSED if _COLLAPSED.search(style) else 0
            )

    def _role(self, role: str) -> None:
        """The tag it acts as, where that is not its own."""
        tag, attrs = self.tag, self.attrs
        if role == "heading" and self.block and tag not in HEADINGS:
            level = f"h{attrs.get('aria-level')}"
            self.acts = level if level in HEADINGS else "h2"
            self.holds |= _BELOW[self.acts]
        elif (
            tag == "a"
            and "href" not in attrs
            and ("name" in attrs or "id" in attrs)
            and PRESSED.isdisjoint(attrs)
        ):
            self.acts = "span"  # a mark to jump to: written <a name="x"/> it holds all that follows


def off_screen(style: str) -> bool:
    """Whether declarations throw an element off the screen."""
    return bool(_OFF_SCREEN.search(style))


TEXT = Look("")
