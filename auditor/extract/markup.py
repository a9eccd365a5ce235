"""Lexbor's tree read from its serialized form, at every ``<``: the same nodes as a walk of the tree gives.

What Lexbor writes is regular (every attribute quoted, every element closed). A tag spelled as one met before
is not taken apart again (``looks``), and a stretch that stood on an earlier page of the same site is not read
again: its nodes are hung into the new page. Whatever is odd (templates, very deep nesting) raises
``OddMarkup``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from auditor.extract.dom import MAX_DEPTH, MAX_NODES, Node, measure, text_node
from auditor.extract.looks import BOX, RAW, TEXT, VOID, Look
from auditor.extract.marked import Marked, sorted_out

_TAG: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_OPENING: Final = re.compile(rf'{_TAG.pattern}(?: (?:[^\s/>=]+|=[^\s/>=]*)="[^"]*")*>')
_ATTR: Final = re.compile(r' ([^\s/>=]+|=[^\s/>=]*)="([^"]*)"')
_ODD: Final = frozenset({"template", "plaintext"})
_KEY: Final = (
    100  # characters of markup by which a block is found again; a shorter one is not worth remembering
)
_PER_KEY: Final = 8  # blocks remembered that begin with the same characters
_MOST: Final = 8000  # blocks of a site
_SEEN: Final = 100_000  # signs of blocks of a site
_LOOKS: Final = 20_000  # tags of a site


class OddMarkup(Exception):
    """The page holds something that only a walk of the tree reads rightly."""


class _Known:
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

    known: dict[str, list[_Known]] = field(default_factory=dict)
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

    def remember(self, key: str, block: _Known) -> None:
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

    def find(self, key: str, html: str, place: int, depth: int, root: Node) -> _Known | None:
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
                attrs[name] = _unescape(value) if "&" in value else value
            if size != len(written) + 1:
                return None
        elif not _TAG.fullmatch(head):
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


def _unescape(text: str) -> str:
    return (
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&nbsp;", "\u00a0")
        .replace("&amp;", "&")
    )  # fmt: skip


def _joined(pieces: list[str], index: int) -> tuple[str, str, int]:
    """The opening tag at a piece whose attributes hold brackets: what stands in it, the text behind it and
    the place of its last piece. Raises OddMarkup."""
    size = 2
    while True:
        text = "<".join(pieces[index : index + size])
        match = _OPENING.match(text)
        if match:
            words = text[match.end() :].partition("<")[0]
            return match[0][:-1], words, index + match[0].count("<")
        if index + size >= len(pieces):
            raise OddMarkup
        size *= 4


def _text_of(pieces: list[str], index: int, tag: str) -> tuple[str, int]:
    """What stands in a script or style from the piece behind its opening on, and the piece that closes it.
    Raises OddMarkup."""
    closing = f"/{tag}>"
    for last in range(index, len(pieces)):
        if pieces[last].startswith(closing):
            return "<".join(("", *pieces[index:last])), last
    raise OddMarkup


def _comment(pieces: list[str], index: int) -> tuple[str, int]:
    """The text behind the comment that begins at a piece, and the piece it ends in. Raises OddMarkup."""
    if pieces[index].startswith("!--"):
        start = 3
        for last in range(index, len(pieces)):
            stop = pieces[last].find("-->", start)
            if stop >= 0:
                return pieces[last][stop + 3 :], last
            start = 0
    raise OddMarkup


def read_markup(html: str, blocks: Blocks) -> tuple[Node, Marked]:  # noqa: PLR0912, PLR0915 - one loop over all tags
    """The nodes of a serialized page, with those that questions about the whole page ask for.

    Raises OddMarkup.
    """
    if html[:1] != "<":
        raise OddMarkup
    above = node = Node(TEXT, None)  # the page hangs below it until it is whole
    kids: list[Node] = []
    above.kids = kids
    marked: list[Node | Marked] = []
    begun: list[tuple[str, int, int, int, int]] = []  # of the open blocks: key, place, piece, count, marked
    looks, known = blocks.looks, blocks.known
    pieces = html.split("<")
    total = len(pieces)
    closing = above.look.closing
    count = depth = 0
    foreign = 0  # drawings and formulas we are in: there every element is closed
    index = 1
    place, behind = 0, 0  # of the "<" before the piece at hand, and the characters from there to the next
    while index < total:
        place += behind
        piece = pieces[index]
        behind = len(piece) + 1
        if piece.startswith(closing):
            words = piece[len(closing) :] if behind > len(closing) + 1 else ""
            look = node.look
            measure(node)
            depth -= 1
            if look.kind == BOX:
                key, start, at, before, size = begun.pop()
                end = place + len(closing) + 1
                if end - start >= _KEY and depth and blocks.comes_again(key, end - start):
                    node.told = {}
                    node.again = True
                    blocks.remember(
                        key,
                        _Known(html[start:end], node, depth, count - before, index - at, marked[size:]),
                    )
            elif look.foreign:
                foreign -= 1
            node = node.parent or above
            kids = node.kids
            closing = node.look.closing
            index += 1
        else:
            head, whole, words = piece.partition(">")
            at = index
            found = looks.get(head) if whole else None
            if found is None:
                if head[:1] in "!?/":
                    words, index = _comment(pieces, index)
                else:
                    found = blocks.look(head) if whole else None
                    if found is None:
                        head, words, index = _joined(pieces, index)
                        found = blocks.look(head)
            if found is not None:
                look = found
                if look.kind == BOX and depth:
                    key = html[place : place + _KEY]
                    if key in known:
                        block = blocks.find(key, html, place, depth, above)
                        if block is not None:
                            item = block.node
                            item.parent = node
                            item.again = True
                            kids.append(item)
                            count += block.size
                            marked.append(block.sorted_out())
                            index = at + block.pieces
                            words = pieces[index].partition(">")[2]
                            behind = len(block.markup) + len(words)
                            index += 1
                            if words:
                                count += 1
                                kids.append(text_node(_unescape(words) if "&" in words else words))
                            continue
                    begun.append((key, place, at, count, len(marked)))
                elif look.kind == BOX:
                    begun.append(("", place, at, count, len(marked)))
                item = Node(look, node)
                kids.append(item)
                count += 1
                if look.bits:
                    marked.append(item)
                if look.kind == RAW:
                    more, index = _text_of(pieces, index + 1, look.tag)
                    if not depth or (foreign and more):
                        raise OddMarkup  # within a drawing a style may hold elements
                    count += 1
                    if words or more:
                        item.kids = [text_node(words + more)]
                        measure(item)
                    words = pieces[index].partition(">")[2]
                elif look.kind != VOID or foreign:
                    node = item
                    kids = node.kids = []
                    closing = look.closing
                    depth += 1
                    if look.foreign:
                        foreign += 1
                    if depth > MAX_DEPTH or count > MAX_NODES:
                        raise OddMarkup
            if index != at:
                behind = sum(len(part) + 1 for part in pieces[at : index + 1])
            index += 1
        if words:
            count += 1
            kids.append(text_node(_unescape(words) if "&" in words else words))
    pages = [kid for kid in above.kids if kid.tag]
    if depth or len(pages) != 1:
        raise OddMarkup
    pages[0].parent = None
    return pages[0], sorted_out(marked)
