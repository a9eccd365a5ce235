"""The few nodes of a page that questions about the whole page ask for, found while it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from auditor.extract.dom import Node

HEAD, SCRIPTS, PANELS, FORMS, DATES, LINKS = PASSES = (1, 2, 4, 8, 16, 32)
TARGETS = (
    "aria-controls",
    "data-bs-target",
    "data-target",
    "data-tab",
    "data-tab-target",
    "data-modal",
    "data-modal-target",
    "data-panel",
)
FIELDS = frozenset({"textarea", "input", "select"})
TABS = re.compile(r"(?:^|[-_])(?:tabs?|tab-?(?:nav|list|buttons|menu|header|bar)|nav-(?:tabs|pills))$")
DATE_CLASS = re.compile(
    r"(?:^|[-_])(?:date|tanggal|tgl|posted-on|published|publish|post-?meta|entry-?meta|meta-?date|time|byline|waktu)(?:[-_]|$)"
)
TAG_BITS = {
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
_OPENERS = frozenset({"id", "onclick", *TARGETS})


@dataclass(slots=True)
class Marked:
    """Nodes in document order: ``head`` title, base, meta, style; ``panels`` what opens, may be opened or
    is a strip of tabs; ``forms`` forms, fields and buttons; ``dates`` what may tell a post's date."""

    head: list[Node] = field(default_factory=list)
    scripts: list[Node] = field(default_factory=list)
    panels: list[Node] = field(default_factory=list)
    forms: list[Node] = field(default_factory=list)
    dates: list[Node] = field(default_factory=list)
    links: list[Node] = field(default_factory=list)


@lru_cache(maxsize=8192)
def _bits_of_class(name: str) -> int:
    return (PANELS if TABS.search(name) else 0) | (DATES if DATE_CLASS.search(name) else 0)


def bits_of_attributes(attrs: Mapping[str, str], classes: tuple[str, ...]) -> int:
    """Which of ``PASSES`` ask for an element by its attributes."""
    bits = 0
    for name in classes:
        bits |= _bits_of_class(name)
    if not _OPENERS.isdisjoint(attrs) or attrs.get("role") == "tablist" or attrs.get("href", "")[:1] == "#":
        bits |= PANELS
    if attrs.get("type", "").lower() == "submit":
        bits |= FORMS
    return bits


def sorted_out(nodes: list[Node]) -> Marked:
    """Nodes with ``bits``, by who asks for them."""
    return Marked(*([node for node in nodes if node.bits & bit] for bit in PASSES))


def mark(root: Node) -> Marked:
    """The marked nodes of a tree that was walked."""
    found = []
    for node in root.iter():
        node.bits = TAG_BITS.get(node.tag, 0)
        if node.attrs:
            node.bits |= bits_of_attributes(node.attrs, node.classes)
        if node.bits:
            found.append(node)
    return sorted_out(found)
