"""What the shape of an element says of its words: cards, chips, pairs, rows of a grid. Questions to nodes."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import Node, squeeze
from auditor.extract.label_values import is_valued
from auditor.extract.labels import MAX_LABEL, component_only, component_start
from auditor.extract.looks import BUTTON, CONTENT, HEADING, HEADINGS, IMAGE
from auditor.extract.names import CHIP, TITLE
from auditor.extract.service_labels import service_of
from auditor.text import item_number

_ICONS: Final = re.compile(r"^\W+")  # an icon before a caption: "⏱️ Waktu"
_NO_PAIR: Final = frozenset({"a", "br", "button"})
_NUMBER: Final = 3  # characters
_CHIPS: Final = frozenset({"span", "div", "small", "strong", "b"})
_STYLED: Final = frozenset({"span", "small", "strong", "b"})
_BOXES: Final = frozenset({"div", "section", "article"})
_MENUS: Final = _BOXES | {"nav", "aside", "header", "footer"}
_LISTS: Final = frozenset({"ul", "ol", "table", "dl"})
_VALUE_BEGINS: Final = frozenset(
    "0123456789±RrGgNnTt"
)  # "3 hari", "Rp 5.000", "Gratis", "Nihil", "Tanpa biaya"
_FIGURE_ENDS: Final = tuple("0123456789+%")  # "24/7" large over "Siap Melayani"
_WORD_ENDS: Final = re.compile(r"[^\W_]{3,}[a-z0-9]$")
_SECOND: Final = re.compile(r"\s(?:2\s?[.)]|[-•*])\s?\w")  # an item that is not the first
_BREAKS: Final = frozenset({"br", "p", "div", "ul", "ol"})
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


def above_headings(parent: Node) -> dict[int, Node]:
    """What stands right above each heading of a box, by the heading's ``id()``: told in one go, as a page may
    hang ten thousand headings under one parent."""
    out: dict[int, Node] = {}
    above: Node | None = None
    for kid in parent.kids:
        if above is not None and kid.look.acts in HEADINGS:
            out[id(kid)] = above
        if kid.tlen or (kid.holds | kid.look.holds) & CONTENT:
            above = kid
    return out


def eyebrow(above: Node | None) -> str:
    """The words right above a heading in its own box, in an element that is no heading ("PENGADUAN" small
    above "Sampaikan kepada kami"); empty where there are none."""
    if above is None or not above.tag or above.look.acts in HEADINGS or above.look.holds & CONTENT:
        return ""
    return "" if above.holds & (HEADING | CONTENT) else above.words(MAX_LABEL + 1)


def only_heading(node: Node) -> bool:
    """A row of a grid that holds a heading and nothing else: what the heading heads is the next row."""
    if not 0 < node.tlen <= 250:
        return False
    below = node.look.holds | node.holds
    if below & CONTENT:
        return False
    heads = sum(item.tlen for item in node.iter() if item.look.acts in HEADINGS) if below & HEADING else 0
    return node.tlen <= heads + 2


def only_label(node: Node) -> bool:
    """A box that holds a component's name, or a line set as a title, and nothing else, with something of
    another kind on either side: what it heads is what stands after it ("<div class=bold>Persyaratan:</div>
    <ul>"). Among its like it is a tab."""
    if not 0 < node.tlen <= MAX_LABEL or node.parent is None or has_heading(node):
        return False
    if (node.look.holds | node.holds) & CONTENT:
        return False
    named = component_only(node.words(MAX_LABEL))
    if not (named or set_as_title(node)):
        return False
    beside = [kid for kid in node.parent.kids if kid.tlen or kid is node]
    place = beside.index(node)
    after, before = beside[place + 1 : place + 2], beside[max(0, place - 1) : place]
    if not after:
        return False
    if all(not kid.tag or kid.look.shape != node.look.shape for kid in (*before, *after)):
        return True
    # The cells of a row set as boxes: "Persyaratan" and what is asked for, before them perhaps a number.
    row = len(beside) == 2 or (len(beside) == 3 and place == 1 and beside[0].tlen <= 3)
    return named and row and place == len(beside) - 2 and not component_only(after[0].words(MAX_LABEL + 10))


def set_as_title(node: Node) -> bool:
    """A box whose style, or that of its only element, sets its words bold or calls them a title."""
    item = node
    while not (item.look.bold or item.look.traits & TITLE):
        kids = [kid for kid in item.kids if kid.tlen]
        if len(kids) != 1 or not kids[0].tag:
            return False
        item = kids[0]
    return True


class Like:
    """The elements under one parent, told apart by shape and, where a shape comes again, by first heading.

    Cards of one kind begin with headings of one level. The head and the body of a single card are boxes of
    one shape too, with a heading each: "h3 Surat Domisili" and "h4 Persyaratan".
    """

    def __init__(self, parent: Node) -> None:
        shapes: dict[str, int] = {}
        kids = [kid for kid in parent.kids if kid.tag and kid.tlen]
        for kid in kids:
            shapes[kid.look.shape] = shapes.get(kid.look.shape, 0) + 1
        levels: dict[tuple[str, str], int] = {}
        if len(shapes) < len(kids):
            for kid in kids:
                if shapes[kid.look.shape] > 1:
                    key = (kid.look.shape, first_heading(kid))
                    levels[key] = levels.get(key, 0) + 1
        self.shapes, self.levels = shapes, levels

    def has_twin(self, node: Node) -> bool:
        """Whether an element of its kind stands beside it."""
        shape = node.look.shape
        if self.shapes.get(shape, 0) < 2:
            return False
        level = first_heading(node)
        if not level or self.levels.get((shape, level), 0) > 1:
            return True
        return bool(node.classes) and self.levels.get((shape, ""), 0) > 0


def first_heading(node: Node) -> str:
    """The tag of the first heading below; empty where there is none."""
    if not has_heading(node):
        return ""
    for item in node.iter():
        if item.look.holds & HEADING:
            return item.look.acts
    return ""


def headed(node: Node) -> int:
    """Rank of the heading a box begins with; 0 where it begins with none, or with one that may well belong to
    a heading of its own level above it: a service's name, or a component's with more words ("Prosedur Rawat
    Jalan")."""
    tag = first_heading(node)
    if not tag:
        return 0
    text = next(item.words(MAX_LABEL) for item in node.iter() if item.look.acts == tag)
    if not text or service_of(text) or (component_start(text) and not component_only(text)):
        return 0
    return HEADINGS[tag] if node.words(400).startswith(text) else 0


def ends_here(node: Node) -> bool:
    """A box of several elements with something other than a list after it: labels inside it end with it."""
    if len(node.kids) < 2 or node.parent is None:
        return False
    siblings = node.parent.kids
    after = next((kid for kid in siblings[siblings.index(node) + 1 :] if kid.tlen), None)
    return after is not None and after.tag in _BOXES and not _begins_list(after)


def _begins_list(node: Node) -> bool:
    item: Node | None = node
    while item is not None and item.tag in _BOXES:
        item = next((kid for kid in item.kids if kid.tlen), None)
    return item is not None and item.tag in _LISTS


def itemised(node: Node, text: str) -> bool:
    """A heading that holds items, two at least: "Syarat:<br>1. KTP<br>2. Pas foto", or a list."""
    if len(node.kids) == 1 and not node.kids[0].tag:
        return False  # most headings: asked of each
    for kid in node.kids:
        if kid.tag in {"ul", "ol"}:
            return sum(item.tag == "li" for item in kid.iter()) >= 2
    if _SECOND.search(text) is None:
        return False
    lines, line = 0, ""
    for item in (*node.iter(), None):
        if item is None or item.tag in _BREAKS:
            lines += item_number(line.lstrip()) != ""
            line = ""
        elif not item.tag:
            line += item.text
    return lines >= 2


def over_items(node: Node) -> tuple[str, int]:
    """The words of such a heading over its items, and how many of its kids they are; none where it begins
    with an item."""
    place = next((place for place, kid in enumerate(node.kids) if kid.tag in _BREAKS), 0)
    words = squeeze(" ".join([kid.words() if kid.tag else kid.text for kid in node.kids[:place]]))
    titles = bool(words) and len(words) <= MAX_LABEL and not item_number(words)
    return (words, place) if titles else ("", 0)


def has_heading(node: Node) -> bool:
    """Whether a node is a heading or has one below."""
    return bool((node.look.holds | node.holds) & HEADING)


def alt(node: Node) -> str:
    """The words that stand for the first picture below that has any."""
    if not (node.look.holds | node.holds) & IMAGE:
        return ""
    return next((item.get("alt") for item in node.iter() if item.tag == "img" and item.get("alt")), "")


def terms(node: Node) -> list[Node]:
    """The dt and dd of a list; a div may wrap each pair. Whatever else stands there is read as dd."""
    out: list[Node] = []
    for kid in node.kids:
        if kid.tag == "div" and any(inner.tag in {"dt", "dd"} for inner in kid.kids):
            out.extend(inner for inner in kid.kids if inner.tag or inner.tlen)
        elif kid.tag or kid.tlen:
            out.append(kid)
    return out


def locator(node: Node) -> str:
    """A CSS path a person can paste: from the nearest id down, at most four steps."""
    steps: list[str] = []
    item: Node | None = node
    while item is not None and len(steps) < 4:
        step = item.look.step
        if step:
            steps.append(step)
            break
        tag = item.tag
        if tag in {"html", ""}:
            break
        steps.append(f"{tag}:nth-of-type({item.nth})" if item.nth else tag)
        item = item.parent
    if len(steps) == 1:
        return steps[0]
    steps.reverse()
    return " > ".join(steps)
