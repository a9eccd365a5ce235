"""Pieces of a running line that only style sets apart: chips, links side by side, a caption and its value."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import Node
from auditor.extract.label_values import is_valued
from auditor.extract.labels import MAX_LABEL, component_only
from auditor.extract.looks import BUTTON, CONTENT
from auditor.extract.names import CHIP

_ICONS: Final = re.compile(r"^\W+")  # an icon before a caption: "⏱️ Waktu"
_NO_PAIR: Final = frozenset({"a", "br", "button"})
_NUMBER: Final = 3  # characters
_CHIPS: Final = frozenset({"span", "div", "small", "strong", "b"})
_STYLED: Final = frozenset({"span", "small", "strong", "b"})
_MENUS: Final = frozenset({"div", "section", "article", "nav", "aside", "header", "footer"})
_VALUE_BEGINS: Final = frozenset(
    "0123456789±RrGgNnTt"
)  # "3 hari", "Rp 5.000", "Gratis", "Nihil", "Tanpa biaya"
_FIGURE_ENDS: Final = tuple("0123456789+%")  # "24/7" large over "Siap Melayani"
_WORD_ENDS: Final = re.compile(r"[^\W_]{3,}[a-z0-9]$")
_WORD_BEGINS: Final = re.compile(r"[A-Z][a-z]")


def has_parts(node: Node) -> bool:
    """Whether more than one of the things right below a node has words."""
    before = False
    for kid in node.kids:
        if kid.tlen:
            if before:
                return True
            before = True
    return False


def caption_pair(node: Node) -> tuple[Node, Node] | None:
    """A component's label and its value in a box, set apart by style only: two inline elements, or bold words
    and what stands behind them ("<b>Biaya</b> Gratis")."""
    if len(node.kids) < 2 or node.tlen > 400:
        return None
    kids = [kid for kid in node.kids if kid.tlen or kid.tag == "br"]
    if len(kids) > 2 and kids[0].tag and kids[0].tlen <= _NUMBER:
        del kids[0]  # "1" before "Biaya" and "Gratis"
    if len(kids) < 2 or not kids[0].tag or any(kid.block or kid.tag in _NO_PAIR for kid in kids[:2]):
        return None
    label, value = kids[:2]
    words = label.words(MAX_LABEL + 10)
    if ":" in words or not component_only(_ICONS.sub("", words)):
        return None
    rest = value.words(80) if value.tag else value.text.strip()
    if rest.startswith((":", "/", ",", "-", "(")):
        return None
    alone = len(kids) == 2 and bool(value.tag)
    told = label.look.bold and (rest[:1].isupper() or is_valued(words, rest))
    return (label, value) if alone or told else None


def chips(node: Node) -> bool:
    """A box of nothing but short inline elements of one class: badges, each a line of its own. The letters of
    a word, set one by one to be moved by a script, are none."""
    if not 2 <= len(node.kids) <= 17 or node.tlen > 300 or not node.block:
        return False
    kids = [kid for kid in node.kids if kid.tag or kid.tlen]
    first = kids[0] if kids else None
    return (
        first is not None
        and 2 <= len(kids) <= 8
        and bool(first.classes)
        and first.tag in _CHIPS
        and all(
            kid.look.shape == first.look.shape and not kid.block and 0 < kid.tlen <= 40
            for kid in kids
        )
        and not all(kid.tlen == 1 and kid.begins().isalpha() for kid in kids)
    )  # fmt: skip


def row_name(node: Node) -> str:
    """What stands before a button in its own short row, by which alone one knows what it opens ("Maklumat
    Pelayanan" before "Buka / Unduh"); empty where more than a name stands there, or another link."""
    row = node.parent
    if row is None or row.tag not in {"li", "div", "p", "td"} or not row.block:
        return ""
    if not 0 < row.tlen - node.tlen <= MAX_LABEL or row.llen != node.llen:
        return ""
    before = row.kids[: row.kids.index(node)]
    return " ".join(
        words for kid in before if (words := kid.words(MAX_LABEL) if kid.tag else kid.text.strip())
    )


def choices(node: Node) -> bool:
    """A box whose only words beside headings and other boxes are links and buttons side by side: each leads
    somewhere of its own and is a line of its own."""
    if node.tag not in _MENUS or not node.holds & BUTTON:
        return False
    kids = [kid for kid in node.kids if kid.tlen and not kid.block]
    return len(kids) >= 2 and all(kid.tag in {"a", "button"} for kid in kids)


def row(node: Node) -> bool:
    """A box whose style sets its parts side by side. The letters of a word, set one by one to be moved by a
    script, are none."""
    return not all(kid.tlen <= 1 for kid in node.kids)


def set_apart(one: Node, other: Node) -> bool:
    """Two inline elements side by side that a page's style sets apart: links, chips, or boxes of unlike
    classes. Runs of one style, as word processors cut a word into, are not."""
    if (one.tag == other.tag and one.tag in {"a", "label"}) or "button" in {one.tag, other.tag}:
        return True  # a button is a box whatever the style
    if one.classes and other.classes and one.classes != other.classes:
        return True
    if (one.look.traits | other.look.traits) & CHIP:
        return True
    if not (one.classes and other.classes) and not {one.tag, other.tag} <= _STYLED:
        return False
    before, start = one.words(400), other.words(400)[:1]
    letter = before[-1:].islower()
    if letter and start.isdigit():
        return bool(one.classes) or _WORD_ENDS.search(before[-40:]) is not None
    return start.isupper() and (letter or before[-1:] in _FIGURE_ENDS)


def runs_into(one: Node, other: Node) -> bool:
    """A styled element and bare words that touch without a blank where a word ends and the next begins with
    a capital: the style sets them apart ("5 hari" in bold, then "Estimasi")."""
    styled, bare = (one, other) if one.tag else (other, one)
    if styled.tag not in _STYLED or not (one.tlen and other.tlen):
        return False
    edge = bare.text[:1] if styled is one else bare.text[-1:]
    if not edge.isalnum():
        return False
    before, after = (kid.words(400) if kid.tag else kid.text for kid in (one, other))
    return _WORD_ENDS.search(before[-40:]) is not None and _WORD_BEGINS.match(after) is not None


def value_first(node: Node) -> tuple[str, str] | None:
    """A box of two parts, a value and below it what it is of ("3 hari" large, "Waktu Penyelesaian" small):
    the label and its value."""
    if not 8 <= node.tlen <= 120 or (node.look.holds | node.holds) & CONTENT:
        return None
    if node.begins() not in _VALUE_BEGINS:
        return None
    kids = [kid for kid in node.kids if kid.tlen]
    if len(kids) != 2:
        return None
    value, label = (kid.words(80) if kid.tag else kid.text.strip() for kid in kids)
    return (label, value) if len(label) <= 50 and is_valued(label, value) else None
