"""Lexbor's tree read from its serialized form, at every ``<``: the same nodes as a walk of the tree gives.

What Lexbor writes is regular (every attribute quoted, every element closed). A tag spelled as one met before
is not taken apart again (``looks``), and a stretch that stood on an earlier page of the same site is not read
again: its nodes are hung into the new page. Whatever is odd (templates, very deep nesting) raises
``OddMarkup``.
"""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.blocks import TAG, Blocks, Known, OddMarkup, unescape
from auditor.extract.dom import MAX_DEPTH, MAX_NODES, Node, measure, text_node
from auditor.extract.looks import BOX, RAW, TEXT, VOID
from auditor.extract.marked import Marked, sorted_out

_OPENING: Final = re.compile(rf'{TAG.pattern}(?: (?:[^\s/>=]+|=[^\s/>=]*)="[^"]*")*>')
_KEY: Final = (
    100  # characters of markup by which a block is found again; a shorter one is not worth remembering
)


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
                        Known(html[start:end], node, depth, count - before, index - at, marked[size:]),
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
                                kids.append(text_node(unescape(words) if "&" in words else words))
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
            kids.append(text_node(unescape(words) if "&" in words else words))
    pages = [kid for kid in above.kids if kid.tag]
    if depth or len(pages) != 1:
        raise OddMarkup
    pages[0].parent = None
    return pages[0], sorted_out(marked)
