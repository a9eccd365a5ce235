"""A page as light nodes: elements and texts in the order a visitor sees them.

Lexbor parses as a browser does (``</br>`` is a line break, misnested tables are repaired), in time linear in
the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from auditor.extract.looks import TEXT, Look

# Deeper nesting is lifted to this level: no page needs it, and recursion stays shallow.
MAX_DEPTH: Final = 90
MAX_NODES: Final = 200_000

_SPACE: Final = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_BLANK: Final = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\ufeff"
_BLANKS: Final[dict[str, Node]] = {}  # texts without words
_MOST_BLANKS: Final = 1000
_NO_KIDS: Final[list[Node]] = []  # of texts and empty elements: nobody adds to it


class Node:
    """An element (``tag``) or a text (``tag`` empty)."""

    __slots__ = (
        "again",
        "attrs",
        "block",
        "classes",
        "holds",
        "kids",
        "llen",
        "look",
        "nth",
        "parent",
        "tag",
        "text",
        "tlen",
        "told",
    )

    def __init__(self, look: Look, parent: Node | None) -> None:
        self.look = look
        self.tag = look.tag
        self.parent = parent
        self.kids: list[Node] = _NO_KIDS
        self.attrs = look.attrs
        self.classes = look.classes
        self.text = ""
        self.block = look.block  # it is set as a block, or one stands in it
        self.holds = 0  # what stands below: ``looks``
        self.nth = 0  # place among the siblings of its tag, 0 when it is alone
        self.tlen = 0  # characters of visible text below
        self.llen = 0  # of these inside links
        self.again = False  # stood on an earlier page of the site too
        self.told: dict[Any, Any] | None = None  # what a walk of a block told, by what it depends on

    def iter(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.kids:
                stack.extend(reversed(node.kids))

    def get(self, name: str) -> str:
        """An attribute's value; empty where there is none."""
        return self.attrs.get(name, "")

    def words(self, limit: int = 4000) -> str:
        """Visible text below, spaces folded."""
        kids = self.kids
        if len(kids) == 1 and not kids[0].tag:
            return "" if self.look.invisible else squeeze(kids[0].text)
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
            elif not node.look.invisible:
                if node.block:
                    parts.append(" ")
                stack.extend(reversed(node.kids))
        return squeeze("".join(parts))

    def begins(self) -> str:
        """The first character of its visible text, empty where it has none."""
        for kid in self.kids:
            if kid.tlen:
                return kid.begins() if kid.tag else kid.text.lstrip(_BLANK)[:1]
        return ""

    def up(self, *tags: str) -> Node | None:
        """Nearest ancestor with one of these tags."""
        node = self.parent
        while node is not None and node.tag not in tags:
            node = node.parent
        return node


def text_node(text: str) -> Node:
    """A text below an element. It does not know which: blanks, half of all texts, are the same everywhere."""
    blank = text.isspace()
    if blank and (known := _BLANKS.get(text)) is not None:
        return known
    node = Node(TEXT, None)
    node.text = text
    if not blank:
        node.tlen = len(text.strip())
    elif len(_BLANKS) < _MOST_BLANKS:
        _BLANKS[text] = node
    return node


def squeeze(text: str) -> str:
    """Runs of space as one blank, ends trimmed."""
    if text.isascii():
        return " ".join(text.split())
    return _SPACE.sub(" ", text).strip()


def measure(node: Node) -> None:
    """Counts what stands below a node whose kids are counted, and their places."""
    words = linked = holds = 0
    block = False
    first: Node | None = None
    last: dict[str, Node] | None = None  # of each tag, once there are two elements
    for kid in node.kids:
        words += kid.tlen
        tag = kid.tag
        if tag:
            linked += kid.llen
            holds |= kid.holds | kid.look.holds
            if kid.block and not kid.look.invisible:
                block = True
            kid.nth = 0
            if first is None:
                first = kid
                continue
            if last is None:
                last = {first.tag: first}
            before = last.get(tag)
            if before is not None:
                before.nth = before.nth or 1
                kid.nth = before.nth + 1
            last[tag] = kid
    node.holds = holds
    if block:
        node.block = True
    if not node.look.invisible:
        node.tlen = words
        node.llen = words if node.look.acts == "a" else linked
