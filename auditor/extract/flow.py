"""Walks the nodes of a page in reading order and tells an ``Outline`` what a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final

from auditor.extract import (
    boxes,
    consent,
    controls,
    embeds,
    headings,
    iconed,
    inline,
    replay,
    shapes,
    tables,
    titles,
)
from auditor.extract.controls import CLICK
from auditor.extract.dom import Node, squeeze
from auditor.extract.labels import MAX_LABEL, opens_its_row
from auditor.extract.looks import HEADINGS, IMAGE, INVISIBLE, Look
from auditor.extract.names import ROW, SHOWN
from auditor.extract.outline import RANK_FRAME, Outline
from auditor.extract.panels import SIGNS
from auditor.extract.styles import NONE, Styles
from auditor.extract.teller import Teller
from auditor.extract.zones import spam_hidden, zone_of
from auditor.models import Link, SectionKind

_FRAMED: Final = frozenset({"li", "details", "dialog", "article", "dd", "td", "th", "fieldset", "figure"})
_STRONG: Final = frozenset({"b", "strong"})
_REPEATED: Final = frozenset({"div", "section", "article", "a", "li"})
_PARTS: Final = frozenset({"div", "section"})
_A_PART: Final = 4  # lines: more than a heading with what leads over to the boxes it heads
_SIGNS: Final = frozenset(SIGNS)
_NO_FORMS: Final[frozenset[Node]] = frozenset()


class Walker(Teller):
    """One walk. ``styles``: what the page's own style sheet says of classes; ``labels``: panels
    and the words of what opens them; ``forms``: nodes that are forms; ``banners``: a banner that asks for
    consent may stand on the page."""

    __slots__ = (
        "above",
        "again",
        "banners",
        "forms",
        "heads",
        "labels",
        "shaped",
        "styles",
        "with_forms",
        "with_panels",
    )

    def __init__(
        self,
        out: Outline,
        base: str,
        *,
        labels: Mapping[Node, str],
        forms: frozenset[Node] = _NO_FORMS,
        styles: Styles = NONE,
        sheets: bool = False,
        banners: bool = False,
    ) -> None:
        super().__init__(out, base, sheets=sheets)
        self.banners = banners
        self.styles = styles
        self.heads = styles.heads
        self.labels = labels
        self.forms = forms
        self.with_panels = replay.holders(labels)
        self.with_forms = replay.holders(forms)
        self.shaped: dict[int, shapes.Like] = {}  # of a parent's kids
        self.above: titles.Above = {}
        self.again = 0  # blocks we are in that stood on an earlier page too

    # ---------------------------------------------------------------- walking

    def walk(self, node: Node, bold: bool = False) -> None:
        """One node and what is below it."""
        tag = node.tag
        if not tag:
            self.text(node.text, bold)
            return
        if node.look.icon:
            self._icon(node, bold)
        way = _WAYS.get(tag)
        if way is not None:
            way(self, node, bold)
        else:
            sets = node.look.bold or (bool(self.heads) and not self.heads.isdisjoint(node.classes))
            if node.block:
                self._block(node, bold or (sets and (tag in _STRONG or self._heads(node))))
            else:
                self._run_on(node, bold or sets)

    def _run_on(self, node: Node, bold: bool) -> None:
        """What is below an inline element: words of the running line."""
        kids = node.kids
        if len(kids) == 1 and not kids[0].tag:
            if not (node.look.invisible or (node.tlen == 1 and kids[0].text.strip() in _SIGNS)):
                self.text(kids[0].text, bold)
            return
        before: Node | None = None
        for kid in kids:
            if before is not None and not (before.block or kid.block) and _apart(before, kid):
                self.text(" ", bold)
            self.walk(kid, bold)
            before = kid

    def _heads(self, node: Node) -> bool:
        """Whether a box that style sets bold or large may be a heading: a line of the page's own part. Of a
        longer box the style says nothing of its lines."""
        return node.tlen <= MAX_LABEL and self.out.zone == "main"

    def walk_kids(self, node: Node, bold: bool) -> None:
        """What is below a node, with what sets it apart on the page."""
        kids = node.kids
        pair, chips = None, False
        if len(kids) > 1 and node.tlen <= 400 and inline.has_parts(node):
            if node.block and node.tlen <= 120 and (valued := inline.value_first(node)):
                self.runs.append((": ".join(valued), bold, False))
                return
            pair = inline.caption_pair(node)
            chips = pair is None and (inline.chips(node) or inline.choices(node))
        apart = bool(node.look.traits & ROW) and inline.row(node)
        before: Node | None = None
        for kid in kids:
            if not (kid.tlen or kid.tag or apart):  # blanks
                if self.runs:
                    self.text(kid.text, bold)
                before = kid
                continue
            if chips and kid.tlen and not kid.block:
                self.runs.append(("\n", bold, False))
            elif pair is not None and kid is pair[1]:
                self.runs.append((": ", bold, False))
            elif before is not None and not (before.block or kid.block) and (apart or _apart(before, kid)):
                self.runs.append((" ", bold, False))
            self.walk(kid, bold)
            before = kid

    def _block(self, node: Node, bold: bool) -> None:
        if self.runs or self.pending:
            self.flush(node.parent or node)
        tag = node.tag
        out = self.out
        if node.look.traits & SHOWN:
            self._shown(node)
            return
        if self.sheets and "data-halaman" in node.attrs:
            self.sheet = f"halaman {node.get('data-halaman')}"
        elif self.sheets and "data-gambar" in node.attrs:
            self.sheet = "gambar"
        look = node.look
        zone = self._zone(node)
        off = self.styles.off_screen
        spam = node.llen > 0 and bool(look.hides or off) and spam_hidden(node, off)
        if spam:
            self.marks.add("hidden_links")
            zone = "aside"
        label = self.labels.get(node, "") if self.labels else ""
        repeated = node.nth > 0 and tag in _REPEATED and self._repeated(node)
        if repeated and not spam:
            self._ends_before(node)
        framed = zone != out.zone or bool(label) or tag in _FRAMED or repeated
        self.again += node.again
        state = None
        if self.again and node.told is not None and not (spam or label):
            ends = not framed and tag in _PARTS and shapes.ends_here(node)
            state = self._state(node, zone, (bold, framed, repeated, ends))
        if state is None or node.told is None:
            self._walk_block(node, bold, zone, label, spam=spam, framed=framed, repeated=repeated)
        elif (told := node.told.get(state) or node.told.get((state, self.addresses.folder))) is not None:
            replay.again(self, told)
        else:
            begun = replay.begin(self)
            self._walk_block(node, bold, zone, label, spam=spam, framed=framed, repeated=repeated)
            if (told := replay.end(self, begun)) is not None:
                node.told[(state, self.addresses.folder) if told.in_folder else state] = told
        self.again -= node.again

    def _ends_before(self, node: Node) -> None:
        """A box among its like that begins with a heading ends what stands beside it below one as high:
        a component's with nothing told, or one in a part of the page before it, which no frame ended."""
        out = self.out
        if (bare := out.bare()) and headings.headed(node) == bare:
            out.close(bare)
        elif node.tag in _PARTS and out.past() and (rank := headings.headed(node)):
            out.close_past(rank)

    def _zone(self, node: Node) -> str:
        zone = zone_of(node, self.out.zone) if node.look.zone else self.out.zone
        if zone == "header" and node.tag in {"ul", "ol"} and node.llen and node.llen == node.tlen:
            return "nav"  # a masthead's menu, whatever its class: the address above it is no part of it
        if self.banners and zone not in {"nav", "aside"} and consent.asks(node):
            return "aside"
        return zone

    def _state(self, node: Node, zone: str, flags: tuple[bool, ...]) -> Hashable | None:
        """What the block's words depend on beside its nodes; None where it must be walked."""
        if id(node) in self.with_panels:
            return None
        around = self.with_forms.get(id(node), ()) if self.with_forms else ()
        return replay.state(self, node, zone, flags, (self.styles, around))

    def _walk_block(
        self, node: Node, bold: bool, zone: str, label: str, *, spam: bool, framed: bool, repeated: bool
    ) -> None:
        out = self.out
        mark = out.enter(zone if zone != out.zone else None) if framed else None
        card, before = self.card, len(out.lines)
        if framed and repeated:
            self.card = (before, node.tlen)
        if spam:
            out.open("", RANK_FRAME, SectionKind.PARAGRAPH, self.place(node) + " (tersembunyi)", shown=False)
        if label and label != out.label_now():
            out.open(label, RANK_FRAME, SectionKind.PANEL, self.place(node), shown=False)
            inner = out.enter()
            self._inside(node, bold)
            self.flush(node)
            out.leave(inner)
            out.ends_here()
        else:
            self._inside(node, bold)
            if self.runs or self.pending:
                self.flush(node)
        self.card = card
        if mark is not None:
            out.leave(mark)
        elif not self.sheet and node.tag in _PARTS:
            out.close_furniture(before)
            told = out.told_since(before)
            if told >= 0 and shapes.ends_here(node):
                out.close_from(told)
            if len(out.lines) - before >= _A_PART:
                out.passed(before)

    def _shown(self, node: Node) -> None:
        """What the browser brought to light by a click, kept behind the page's end: a panel of its own."""
        node.look = Look("div", node.attrs)
        node.tag = "div"  # a head or foot in it is the page's, not an article's
        mark = self.out.fresh()
        head = next((kid for kid in node.kids if kid.tag), None)
        label = head.words(MAX_LABEL) if head is not None and head.tag == "h3" else ""
        if label:
            self.out.open(label, RANK_FRAME, SectionKind.PANEL, self.place(node))
        inner = self.out.enter()
        for kid in node.kids:
            if not label or kid is not head:
                self.walk(kid)
        self.flush(node)
        self.out.leave(inner)
        self.out.leave(mark)

    def _inside(self, node: Node, bold: bool) -> None:
        way = _INSIDE.get(node.look.acts)
        if (
            self.forms
            and node in self.forms
            and (way is None or node.tag in {"button", "fieldset", "pre", "table"})
        ):
            boxes.form(self, node, bold)
        elif way is not None:
            way(self, node, bold)
        else:
            self.walk_kids(node, bold)

    def _repeated(self, node: Node) -> bool:
        """One of several like elements side by side (cards, slides, steps): its headings end with it."""
        parent = node.parent
        if parent is None or not (node.classes or headings.has_heading(node)):
            return False
        like = self.shaped.get(id(parent))
        if like is None:
            # Counted once a parent: a page may hang ten thousand elements under one.
            like = self.shaped[id(parent)] = shapes.Like(parent)
        return like.has_twin(node) and not (headings.only_heading(node) or headings.only_label(node))

    # ---------------------------------------------------------------- elements

    def _break(self, _: Node, bold: bool) -> None:
        self.runs.append(("\n", bold, False))

    def _nothing(self, _: Node, __: bool) -> None:
        """Nobody sees it."""

    def _noscript(self, node: Node, _: bool) -> None:
        if node.holds & IMAGE:
            for item in node.iter():
                if item.tag == "img":
                    self.image(item)

    def _icon(self, node: Node, bold: bool) -> None:
        said, outside = iconed.told(node)
        self.outside += outside
        if said:
            self.text(said, bold)

    def _picture(self, node: Node, _: bool) -> None:
        self.image(node)

    def _anchor(self, node: Node, bold: bool) -> None:
        if node.look.acts != "a":
            (self._block if node.block else self._run_on)(node, bold)
            return
        url = self.addresses.of(node.get("href"))
        if url in {"", "#"} and (click := CLICK.search(node.get("onclick"))):
            url = self.addresses.of(click[1])
        if "href" in node.attrs or url:
            text = node.words(300) or squeeze(node.get("title") or node.get("aria-label") or shapes.alt(node))
            if opens_its_row(text):
                text = inline.row_name(node) or text
            self.link(Link(text=text[:300], url=url))
        if node.block:
            self._block(node, bold)
            return
        self.in_link += 1
        self._run_on(node, bold)
        self.in_link -= 1

    def _press(self, node: Node, bold: bool) -> None:
        if node.block:
            self._block(node, bold)
        else:
            controls.button(self, node, bold)

    def _embed(self, node: Node, _: bool) -> None:
        self.flush(node)
        section = embeds.embed(node, self.addresses.of, self.out)
        if section is not None:
            self.out.add(section)
            self.links.extend(section.links)
        if node.tag == "object":
            self.walk_kids(node, False)

    def _preformatted(self, node: Node, bold: bool) -> None:
        for line in node.words(50_000).split("\n"):
            self.text(line + "\n", bold)

    def _control(self, node: Node, bold: bool) -> None:
        controls.control(self, node, bold)

    def _button(self, node: Node, bold: bool) -> None:
        controls.button(self, node, bold)

    def _heading(self, node: Node, _: bool) -> None:
        titles.heading(self, node, self.above)

    def _table(self, node: Node, _: bool) -> None:
        tables.table(self, node)

    def _items(self, node: Node, bold: bool) -> None:
        boxes.items(self, node, bold)

    def _definitions(self, node: Node, bold: bool) -> None:
        boxes.definitions(self, node, bold)

    def _headed(self, node: Node, bold: bool) -> None:
        if self.in_form and node.tag == "fieldset":
            self.walk_kids(node, bold)
        else:
            boxes.headed(self, node, bold)


def _apart(one: Node, other: Node) -> bool:
    """Whether style sets apart two pieces of a running line."""
    if one.tag and other.tag:
        return inline.set_apart(one, other)
    return bool(one.tlen and other.tlen) and inline.runs_into(one, other)


_Way = Callable[[Walker, Node, bool], None]
_WAYS: Final[dict[str, _Way]] = {
    **dict.fromkeys(INVISIBLE, Walker._nothing),
    **dict.fromkeys(("input", "select", "textarea"), Walker._control),
    **dict.fromkeys(("iframe", "frame", "embed", "object", "video", "audio"), Walker._embed),
    "a": Walker._anchor,
    "br": Walker._break,
    "button": Walker._press,
    "img": Walker._picture,
    "noscript": Walker._noscript,
}
_INSIDE: Final[dict[str, _Way]] = {
    **dict.fromkeys(HEADINGS, Walker._heading),
    **dict.fromkeys(("ul", "ol", "menu"), Walker._items),
    "button": Walker._button,
    **dict.fromkeys(("details", "fieldset"), Walker._headed),
    "dl": Walker._definitions,
    "pre": Walker._preformatted,
    "table": Walker._table,
}
