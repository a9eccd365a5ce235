"""Lexbor's tree as light nodes: parsed as a browser does, in time linear in the page.

Lexbor follows the HTML standard (``</br>`` is a line break, misnested tables are repaired), so
the words come in the order a visitor sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# Deeper nesting is lifted to this level: no page needs it, and recursion stays shallow.
MAX_DEPTH = 90
MAX_NODES = 200_000

BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frame",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
        "audio",
        "object",
        "embed",
    ]
)
INVISIBLE = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "link",
        "meta",
        "base",
        "noscript",
        "title",
        "svg",
        "math",
        "datalist",
    ]
)
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")


_NO_ATTRS: Mapping[str, str] = {}
_NO_KIDS: list[Node] = []  # of texts and empty elements: nobody adds to it


class Node:
    """An element (``tag``) or a text (``tag`` empty)."""

    __slots__ = (
        "again",
        "attrs",
        "bits",
        "block",
        "classes",
        "kids",
        "llen",
        "nth",
        "parent",
        "tag",
        "text",
        "tlen",
        "told",
    )

    def __init__(self, tag: str, parent: Node | None) -> None:
        self.tag = tag
        self.parent = parent
        self.kids: list[Node] = _NO_KIDS
        self.attrs: Mapping[str, str] = _NO_ATTRS
        self.classes: tuple[str, ...] = ()
        self.text = ""
        self.block = False
        self.nth = 0  # place among the siblings of its tag, 0 when it is alone
        self.tlen = 0  # characters of visible text below
        self.llen = 0  # of these inside links
        self.bits = 0  # who asks for it: ``marked``
        self.again = False  # stood on an earlier page of the site too
        self.told: dict[Any, Any] | None = None  # what a walk of a block told, by what it depends on

    def iter(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.kids))

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    def words(self, limit: int = 4000) -> str:
        """Visible text below, spaces folded."""
        parts: list[str] = []
        size = 0
        stack = [self]
        while stack and size < limit:
            node = stack.pop()
            if not node.tag:
                parts.append(node.text)
                size += len(node.text)
            elif node.tag == "br":
                parts.append(" ")
            elif node.tag not in INVISIBLE:
                if node.block:
                    parts.append(" ")
                stack.extend(reversed(node.kids))
        return squeeze("".join(parts))

    def up(self, *tags: str) -> Node | None:
        """Nearest ancestor with one of these tags."""
        node = self.parent
        while node is not None and node.tag not in tags:
            node = node.parent
        return node


def squeeze(text: str) -> str:
    """Runs of space as one blank, ends trimmed."""
    return _SPACE.sub(" ", text).strip()


def walked(source: Any) -> Node:
    """Lexbor's tree as nodes. Never raises; comments and void nodes are dropped."""
    root = Node("html", None)
    root.kids = []
    if source is None:
        return root
    order: list[Node] = [root]
    _take(source, root)
    stack = [(source.child, root, 1)]
    while stack:
        item, parent, depth = stack.pop()
        while item is not None:
            tag = item.tag
            nxt = item.next
            if tag == "-text":
                node = Node("", parent)
                node.text = item.text_content or ""
                parent.kids.append(node)
                order.append(node)
            elif tag and tag[0] != "-" and tag[0] != "!":
                node = Node(tag, parent)
                node.kids = []
                _take(item, node)
                parent.kids.append(node)
                order.append(node)
                if len(order) > MAX_NODES:
                    stack.clear()
                    break
                child = item.child
                if child is not None:
                    stack.append((nxt, parent, depth))
                    # Below the limit children are hung on their grandparent: nothing is lost.
                    stack.append((child, node if depth < MAX_DEPTH else parent, min(depth + 1, MAX_DEPTH)))
                    break
            item = nxt
    _measure(order)
    return root


def _take(item: object, node: Node) -> None:
    attributes = getattr(item, "attributes", None)
    if attributes:
        node.attrs = {key: value or "" for key, value in attributes.items()}
        classes = node.attrs.get("class")
        if classes:
            node.classes = tuple(classes.lower().split())


def _measure(order: list[Node]) -> None:
    for node in reversed(order):
        if len(node.kids) > 1:
            seen: dict[str, int] = {}
            for kid in node.kids:
                kid.nth = seen[kid.tag] = seen.get(kid.tag, 0) + 1
            for kid in node.kids:
                if seen[kid.tag] == 1:
                    kid.nth = 0
        parent = node.parent
        if not node.tag:
            node.tlen = len(node.text.strip())
        elif node.tag in INVISIBLE:
            node.tlen = node.llen = 0
            continue
        else:
            if node.tag == "a":
                node.llen = node.tlen
            if node.tag in BLOCK:
                node.block = True
        if parent is not None:
            parent.tlen += node.tlen
            parent.llen += node.llen
            if node.block:
                parent.block = True
