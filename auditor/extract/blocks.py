"""What the pages of one site repeat, tags and whole blocks, kept while the site is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from auditor.extract.dom import Node
from auditor.extract.looks import Look
from auditor.extract.marked import Marked, sorted_out

TAG: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTR: Final = re.compile(r' ([^\s/>=]+|=[^\s/>=]*)="([^"]*)"')
_ODD: Final = frozenset({"template", "plaintext"})
_PER_KEY: Final = 8  # blocks remembered that begin with the same characters
_MOST: Final = 8000  # blocks of a site
_SEEN: Final = 100_000  # signs of blocks of a site
_LOOKS: Final = 20_000  # tags of a site


class OddMarkup(Exception):
    """The page holds something that only a walk of the tree reads rightly."""


class Known:
    """A block of an earlier page: its markup and what was made of it."""

    __slots__ = ("depth", "marked", "markup", "node", "pieces", "size", "sorted")

    def __init__(  # noqa: PLR0917
        self, markup: str, node: Node, depth: int, size: int, pieces: int, marked: list[Node | Marked]
    ) -> None:
        self.markup = markup
        self.node = node
        self.depth = depth
        self.size = size
        self.pieces = pieces
        self.marked = marked
        self.sorted: Marked | None = None

    def sorted_out(self) -> Marked:
        if self.sorted is None:
            self.sorted = sorted_out(self.marked)
        return self.sorted


@dataclass(slots=True)
class Blocks:
    """What the pages of one site repeat: menus, heads, feet, side columns. Reading gives the same with it
    and without it."""

    known: dict[str, list[Known]] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    count: int = 0

    def comes_again(self, key: str, size: int) -> bool:
        """Whether a block that begins so and is as long stood on the site before: what comes but once would
        only fill the memory."""
        sign = hash((key, size))
        if sign in self.seen:
            return True
        if len(self.seen) >= _SEEN:
            self.seen.clear()
        self.seen.add(sign)
        return False

    def remember(self, key: str, block: Known) -> None:
        """Keeps a block for the pages to come; of those that never came again the last gives way."""
        if self.count >= _MOST:
            self.known.clear()
            self.count = 0
        same = self.known.setdefault(key, [])
        if len(same) >= _PER_KEY:
            same.pop()
        else:
            self.count += 1
        same.append(block)

    def find(self, key: str, html: str, place: int, depth: int, root: Node) -> Known | None:
        """The block that stands at this place of a page, when it was met before and is not on it already."""
        same = self.known.get(key)
        if same is None:
            return None
        for index, block in enumerate(same):
            if block.depth == depth and html.startswith(block.markup, place):
                if block.node.told is None:
                    del same[index]
                    self.count -= 1
                    let_go(block.node)
                    return None
                if not _taken_out(block.node, root):
                    return None
                if index:
                    same.insert(0, same.pop(index))
                return block
        return None

    def let_go(self) -> None:
        """After the site's last page: its nodes go at once."""
        blocks = [block.node for same in self.known.values() for block in same]
        self.known.clear()
        for node in blocks:
            node.told = None
        for node in blocks:
            let_go(node)

    def look(self, head: str) -> Look | None:
        """What ``<head>`` says, None where that is no whole opening tag. Raises OddMarkup."""
        tag, _, written = head.partition(" ")
        if tag in _ODD:
            raise OddMarkup
        attrs: dict[str, str] = {}
        if written:
            size = 0
            for name, value in _ATTR.findall(f" {written}"):
                size += len(name) + len(value) + 4
                attrs[name] = unescape(value) if "&" in value else value
            if size != len(written) + 1:
                return None
        elif not TAG.fullmatch(head):
            return None
        if len(self.looks) >= _LOOKS:
            self.looks.clear()
        look = self.looks[head] = Look(tag, attrs)
        return look


def let_go(root: Node) -> None:
    """Parts a page's nodes, which hold each other, from their parents: they go at once, without a look for
    garbage. The blocks that are remembered stay whole."""
    stack = [root]
    while stack:
        node = stack.pop()
        kids, node.kids = node.kids, []
        stack += [kid for kid in kids if kid.kids and kid.told is None]


def _taken_out(node: Node, root: Node) -> bool:
    """Takes a block out of the page it stood on, whose larger blocks are whole no longer. False: it stands on
    the page under ``root`` already."""
    above = []
    item = node.parent
    while item is not None:
        if item is root:
            return False
        above.append(item)
        item = item.parent
    for item in above:
        item.told = None
    return True


def unescape(text: str) -> str:
    """Serialized words as they read."""
    return (
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&nbsp;", "\u00a0")
        .replace("&amp;", "&")
    )  # fmt: skip
