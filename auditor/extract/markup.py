"""Lexbor's tree read from its serialized form: the same nodes as ``dom.walked`` gives.

What Lexbor writes is regular (every attribute quoted, every element closed), so one expression takes it
apart. A stretch that stood on an earlier page of the same site is not read again: its nodes are hung into
the new page. Whatever is odd (templates, very deep nesting) raises ``OddMarkup``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from auditor.extract.dom import BLOCK, INVISIBLE, MAX_DEPTH, MAX_NODES, Node
from auditor.extract.marked import TAG_BITS, Marked, bits_of_attributes, sorted_out

_ATTRS = r'(?: (?:[^\s/>=]+|=[^\s/>=]*)="[^"]*")*'
_TOKEN = re.compile(
    r"</([^\s>]*)>"
    rf"|<(script|style|xmp|iframe|noembed|noframes|plaintext)({_ATTRS})>(.*?)</\2>"
    r"|<!--.*?-->|<[!?][^>]*>"
    rf"|<([a-zA-Z][^\s/>]*)({_ATTRS})>"
    r"|([^<]+)|(.)",
    re.DOTALL,
)
_END, _RAW, _START, _TEXT = 1, 4, 6, 7
_ATTR = re.compile(r' ([^\s/>=]+|=[^\s/>=]*)="([^"]*)"')
_VOID = frozenset(
    ["area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
     "link", "meta", "param", "source", "track", "wbr"]
)  # fmt: skip
_FOREIGN = frozenset({"svg", "math"})
_LEAST = 300  # characters of markup from which a block is worth remembering
_PER_TAG = 8  # blocks remembered that begin with the same tag
_MOST = 4000  # blocks of a site
_NO_ATTRS: dict[str, str] = {}


class OddMarkup(Exception):
    """The page holds something that only a walk of the tree reads rightly."""


@dataclass(slots=True)
class _Known:
    markup: str
    node: Node
    depth: int
    size: int
    marked: list[Node]


@dataclass(slots=True)
class Blocks:
    """What the pages of one site repeat: menus, heads, feet, side columns. Reading gives the same with it
    and without it."""

    known: dict[str, list[_Known]] = field(default_factory=dict)
    attributes: dict[str, tuple[dict[str, str], tuple[str, ...], int]] = field(default_factory=dict)
    count: int = 0

    def remember(self, opening: str, block: _Known) -> None:
        """Keeps a block for the pages to come; of those that never came again the last gives way."""
        if self.count >= _MOST:
            self.known.clear()
            self.count = 0
        same = self.known.setdefault(opening, [])
        if len(same) >= _PER_TAG:
            same.pop()
        else:
            self.count += 1
        same.append(block)

    def find(self, opening: str, html: str, place: int, depth: int, root: Node | None) -> _Known | None:
        """The block that stands at this place of a page, when it was met before and is not on it already."""
        same = self.known.get(opening)
        if same is None:
            return None
        for index, block in enumerate(same):
            if block.depth == depth and html.startswith(block.markup, place):
                if block.node.told is None:
                    del same[index]
                    self.count -= 1
                    return None
                if not _taken_out(block.node, root):
                    return None
                if index:
                    same.insert(0, same.pop(index))
                return block
        return None


def _taken_out(node: Node, root: Node | None) -> bool:
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


def _attributes(text: str) -> tuple[dict[str, str], tuple[str, ...], int]:
    found = dict(_ATTR.findall(text))
    if "&" in text:
        found = {name: _unescape(value) for name, value in found.items()}
    classes = tuple(found["class"].lower().split()) if "class" in found else ()
    return found, classes, bits_of_attributes(found, classes)


def read_markup(html: str, blocks: Blocks) -> tuple[Node, Marked]:  # noqa: PLR0912, PLR0915 - one loop over all tokens
    """The nodes of a serialized page, with those that questions about the whole page ask for.

    Raises OddMarkup.
    """
    if "<template" in html:
        raise OddMarkup
    marked: list[Node] = []
    root: Node | None = None
    node: Node | None = None
    kids: list[Node] = []
    open_at: list[tuple[Node, str, int, int, int]] = []
    attributes = blocks.attributes
    known = blocks.known
    place = count = 0
    foreign = 0  # drawings and formulas we are in: there every element is closed
    total = len(html)
    while place < total:
        for match in _TOKEN.finditer(html, place):
            kind = match.lastindex
            if kind == _TEXT:
                if node is not None:
                    words = match[_TEXT]
                    item = Node("", node)
                    item.text = _unescape(words) if "&" in words else words
                    item.tlen = len(item.text.strip())
                    kids.append(item)
                    count += 1
            elif kind == _START:
                tag = match[5]
                is_block = tag in BLOCK
                if is_block and node is not None:
                    opening = match[0]
                    if opening in known:
                        start = match.start()
                        block = blocks.find(opening, html, start, len(open_at), root)
                        if block is not None:
                            block.node.parent = node
                            block.node.again = True
                            kids.append(block.node)
                            count += block.size
                            marked += block.marked
                            place = start + len(block.markup)
                            break
                item = Node(tag, node)
                bits = TAG_BITS.get(tag, 0)
                written = match[6]
                if written:
                    told = attributes.get(written)
                    if told is None:
                        told = attributes[written] = _attributes(written)
                    item.attrs, item.classes, more = told
                    bits |= more
                count += 1
                if node is not None:
                    kids.append(item)
                elif root is None:
                    root = item
                else:
                    raise OddMarkup
                if tag in _VOID and not foreign:
                    if is_block:
                        item.block = True
                else:
                    open_at.append((item, match[0] if is_block else "", match.start(), count, len(marked)))
                    node = item
                    kids = item.kids = []
                    if tag in _FOREIGN:
                        foreign += 1
                    if len(open_at) > MAX_DEPTH or count > MAX_NODES:
                        raise OddMarkup
                if bits:
                    item.bits = bits
                    marked.append(item)
            elif kind == _END:
                if not open_at:
                    raise OddMarkup
                item, opening, start, before, size = open_at.pop()
                tag = item.tag
                if match[1] != tag:
                    raise OddMarkup
                if tag in _FOREIGN:
                    foreign -= 1
                _measure(item)
                node = item.parent
                if node is None:
                    continue
                kids = node.kids
                end = match.end()
                if opening and end - start >= _LEAST:
                    item.told = {}
                    blocks.remember(
                        opening,
                        _Known(html[start:end], item, len(open_at), count - before + 1, marked[size:]),
                    )
            elif kind == _RAW:
                item = Node(match[2], node)
                item.bits = TAG_BITS.get(item.tag, 0)
                if match[3]:
                    item.attrs, item.classes, more = _attributes(match[3])
                    item.bits |= more
                if item.bits:
                    marked.append(item)
                if node is None or (foreign and "<" in match[_RAW]):
                    raise OddMarkup  # within a drawing a style may hold elements
                kids.append(item)
                inner = Node("", item)
                inner.text = match[_RAW]
                inner.tlen = len(inner.text.strip())
                item.kids = [inner] if inner.text else []
                _measure(item)
                count += 2
            elif kind is not None:
                raise OddMarkup
        else:
            break
    if root is None or open_at:
        raise OddMarkup
    return root, sorted_out(marked)


def _measure(node: Node) -> None:
    """What ``dom.walked`` counts from the leaves up, for one node whose kids are counted."""
    tag = node.tag
    words = linked = 0
    block = False
    first: dict[str, Node] = {}
    places: dict[str, int] = {}
    for kid in node.kids:
        below = kid.tag
        words += kid.tlen
        if below:
            linked += kid.llen
            if kid.block and below not in INVISIBLE:
                block = True
            if below in first:
                nth = places.get(below, 1) + 1
                if nth == 2:
                    first[below].nth = 1
                places[below] = kid.nth = nth
            else:
                first[below] = kid
                kid.nth = 0
    if tag in INVISIBLE:
        node.block = block
        return
    node.tlen = words
    node.llen = words if tag == "a" else linked
    node.block = block or tag in BLOCK
