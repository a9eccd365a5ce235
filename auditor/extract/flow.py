"""Walks the nodes of a page in reading order and tells an ``Outline`` what a reader sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from auditor.extract import embeds, panels, replay, tables
from auditor.extract.dom import INVISIBLE, Node, squeeze
from auditor.extract.labels import (
    MAX_LABEL,
    all_caps,
    component_only,
    component_start,
    is_generic_button,
    service_of,
    split_clauses,
    split_inline,
    split_label,
    split_valued,
    title_class,
)
from auditor.extract.outline import RANK_BOLD, RANK_CAPS, RANK_FRAME, RANK_LABEL, RANK_TITLED, Outline
from auditor.extract.picture_files import picture_files
from auditor.extract.zones import spam_hidden, zone_of
from auditor.models import Link, Section, SectionKind
from auditor.text import NUMBERING, item_number, strip_number

_HEADINGS = {"h1": 10, "h2": 20, "h3": 30, "h4": 40, "h5": 50, "h6": 60}
_BOLD = frozenset({"b", "strong", "th"})
_SIZED = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_CONTROLS = frozenset({"input", "select", "textarea", "button"})
_ONCLICK = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\(|location\.(?:assign|replace)\(|href\s*=)\s*['\"`]([^'\"`]+)['\"`]"
)


def absolute(base: str, href: str) -> str:
    """The address a browser would go to (``\\`` is ``/``); empty where there is none, ``#...`` kept as it
    is."""
    href = href.strip().strip("”“\"'")
    if not href or href.startswith("#"):
        return href
    if href.lower().startswith(("javascript:", "data:", "blob:", "about:")):
        return "#"
    href = re.sub(r"[\t\r\n]", "", href).replace("\\", "/").replace(" ", "%20")
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


_Run = tuple[str, bool, bool]  # words, whether bold, whether the words of a link
_ALNUM = re.compile(r"[^\W_]")


_absolute = lru_cache(maxsize=16384)(absolute)


_ROOTED = ("/", "http://", "https://", "mailto:", "tel:")


def _root(base: str) -> str:
    parts = base.split("/", 3)
    return "/".join(parts[:3]) + "/" if len(parts) > 3 else base


def _folder(base: str) -> str:
    bare = base.split("#", 1)[0].split("?", 1)[0]
    return bare[: bare.rfind("/") + 1] if bare.count("/") >= 3 else bare


@dataclass(slots=True)
class Walker:
    """State of one walk. ``base`` is the address links are resolved against."""

    out: Outline
    base: str
    off_screen: frozenset[str] = frozenset()
    panel_labels: Mapping[Node, str] = field(default_factory=dict)
    form_nodes: frozenset[Node] = frozenset()
    links: list[Link] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    images: list[str] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    pending: list[Link] = field(default_factory=list)
    prefix: str = ""
    glue: bool = False
    shapes: dict[int, Counter[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    in_form: int = 0
    in_link: int = 0
    card: tuple[int, int] | None = None  # lines told before the card we are in, and its characters
    with_panels: Container[int] = frozenset()
    with_forms: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    folder: str = ""  # the address but for its last part: nearly all links depend on no more of it
    root: str = ""  # the address of the host
    asked: int = 0  # what links asked for beside the host: ``replay.FOLDER``, ``replay.BASE``
    again: int = 0  # blocks we are in that stood on an earlier page too
    sheet: str = ""
    sheets: bool = False  # the page was built by this reader out of a document's sheets

    def __post_init__(self) -> None:
        self.root, self.folder = _root(self.base), _folder(self.base)

    def address(self, href: str) -> str:
        """The address a link leads to."""
        if href.startswith(_ROOTED):
            return _absolute(self.root, href) if len(href) < 1000 else absolute(self.root, href)
        if href.strip()[:1] in {"?", ";"}:
            self.asked |= replay.BASE
            return absolute(self.base, href)
        if not href.startswith("#"):
            self.asked |= replay.FOLDER
        return _absolute(self.folder, href) if len(href) < 1000 else absolute(self.folder, href)

    def place(self, node: Node) -> str:
        """Where a node stands: the sheet of a document, else a CSS path."""
        return self.sheet or locator(node)

    # ---------------------------------------------------------------- walking

    def walk(self, node: Node, bold: bool = False) -> None:  # noqa: PLR0911
        """One node and what is below it."""
        if not node.tag:
            self._text(node.text, bold)
            return
        tag = node.tag
        if tag == "br":
            self.runs.append(("\n", bold, False))
            return
        if tag == "noscript":
            self._noscript(node)
            return
        if tag in INVISIBLE:
            return
        if tag == "img":
            self._image(node)
            return
        if tag == "a":
            self._anchor(node, bold)
            return
        if tag in _CONTROLS and tag != "button":
            self._control(node)
            return
        if tag in {"iframe", "frame", "embed", "object", "video", "audio"}:
            self.flush(node)
            self._embed(node)
            return
        if not node.block:
            if tag == "button":
                self._button(node, bold)
                return
            strong = bold or tag in _BOLD or (bool(node.attrs) and bool(_SIZED.search(node.get("style"))))
            for kid in node.kids:
                self.walk(kid, strong)
            return
        self._block(node, bold or tag in {"b", "strong"})

    def _block(self, node: Node, bold: bool) -> None:
        self.flush(node.parent or node)
        tag = node.tag
        out = self.out
        if "auditor-shown" in node.classes:
            self._shown(node)
            return
        if self.sheets and "data-halaman" in node.attrs:
            self.sheet = f"halaman {node.get('data-halaman')}"
        elif self.sheets and "data-gambar" in node.attrs:
            self.sheet = "gambar"
        zone = zone_of(node, out.zone)
        spam = bool(node.attrs) and node.llen > 0 and spam_hidden(node, self.off_screen)
        if spam:
            self.marks.add("hidden_links")
            zone = "aside"
        label = self.panel_labels.get(node, "")
        repeated = self._repeated(node)
        framed = (
            zone != out.zone
            or bool(label)
            or tag in {"li", "details", "dialog", "article", "dd", "td", "th", "fieldset", "figure"}
            or repeated
        )
        self.again += node.again
        state = None
        if self.again and node.told is not None and not (spam or label):
            ends = not framed and tag in {"div", "section"} and _ends_here(node)
            state = replay.state(self, node, zone, self.place(node), (bold, framed, repeated, ends))
        if state is None or node.told is None:
            self._walk_block(node, bold, zone, label, spam=spam, framed=framed, repeated=repeated)
        elif (told := node.told.get(state) or node.told.get((state, self.folder))) is not None:
            replay.again(self, told)
        else:
            begun = replay.begin(self)
            self._walk_block(node, bold, zone, label, spam=spam, framed=framed, repeated=repeated)
            if (told := replay.end(self, begun)) is not None:
                node.told[(state, self.folder) if told.in_folder else state] = told
        self.again -= node.again

    def _walk_block(
        self, node: Node, bold: bool, zone: str, label: str, *, spam: bool, framed: bool, repeated: bool
    ) -> None:
        out = self.out
        mark = out.enter(zone if zone != out.zone else None) if framed else None
        card, before = self.card, len(out.lines)
        if framed and repeated:
            self.card = (len(out.lines), node.tlen)
        if spam:
            out.open("", RANK_FRAME, SectionKind.PARAGRAPH, self.place(node) + " (tersembunyi)", shown=False)
        if label and label != out.label_now():
            out.open(label, RANK_FRAME, SectionKind.PANEL, self.place(node), shown=False)
            mark = mark or None
            self._inside_panel(node, bold)
        else:
            self._inside(node, bold)
        self.flush(node)
        self.card = card
        if mark is None and not self.sheet and node.tag in {"div", "section"}:
            told = out.told_since(before)
            if told >= 0 and _ends_here(node):
                out.close_from(told)
        if mark is not None:
            out.leave(mark)

    def _shown(self, node: Node) -> None:
        """What the browser brought to light by a click, kept behind the page's end: a panel of its own."""
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

    def _inside_panel(self, node: Node, bold: bool) -> None:
        inner = self.out.enter()
        self._inside(node, bold)
        self.flush(node)
        self.out.leave(inner)

    def _inside(self, node: Node, bold: bool) -> None:
        tag = node.tag
        if tag in _HEADINGS:
            self._heading(node, _HEADINGS[tag])
        elif tag == "table":
            tables.table(self, node)
        elif tag in {"ul", "ol", "menu"}:
            self._list(node, bold)
        elif tag == "dl":
            self._definitions(node, bold)
        elif tag == "details":
            self._details(node, bold)
        elif node in self.form_nodes:
            self._form(node, bold)
        elif tag in {"textarea", "select"}:
            self._control(node)
        elif tag == "button":
            self._button(node, bold)
        elif tag == "pre":
            for line in node.words(50_000).split("\n"):
                self._text(line + "\n", bold)
        else:
            self._kids(node, bold)

    def _kids(self, node: Node, bold: bool) -> None:
        pair = _caption_pair(node)
        chips = pair is None and _chips(node)
        before: Node | None = None
        for kid in node.kids:
            if chips and kid.tag and kid.tlen:
                self.runs.append(("\n", bold, False))
            elif pair and kid is pair[1]:
                self.runs.append((": ", bold, False))
            elif before is not None and _set_apart(before, kid):
                self.runs.append((" ", bold, False))
            self.walk(kid, bold)
            before = kid

    def _repeated(self, node: Node) -> bool:
        """One of several like elements side by side (cards, slides, steps): its headings end with it."""
        if node.tag not in {"div", "section", "article", "a", "li"} or node.parent is None:
            return False
        shapes = self.shapes.get(id(node.parent))
        if shapes is None:
            # Counted once a parent: a page may hang ten thousand elements under one.
            shapes = self.shapes[id(node.parent)] = Counter(
                (kid.tag, kid.classes) for kid in node.parent.kids if kid.tag and kid.tlen
            )
        return (
            shapes[(node.tag, node.classes)] > 1
            and (bool(node.classes) or _has_heading(node))
            and not _only_heading(node)
        )

    # ---------------------------------------------------------------- inline

    def _text(self, text: str, bold: bool) -> None:
        if self.runs or not text.isspace():  # blanks before a line's first word are none of it
            if "\n" in text or "\r" in text:
                text = text.replace("\n", " ").replace("\r", " ")
            if text:
                self.runs.append((text, bold, self.in_link > 0))

    def _anchor(self, node: Node, bold: bool) -> None:
        url = self.address(node.get("href"))
        if not url and (click := _ONCLICK.search(node.get("onclick"))):
            url = self.address(click[1])
        text = node.words(300) or node.get("title") or node.get("aria-label") or _alt(node)
        if "href" in node.attrs or url:
            link = Link(text=squeeze(text)[:300], url=url)
            self.links.append(link)
            self.pending.append(link)
        if node.block:
            self._block(node, bold)
        else:
            self.in_link += 1
            for kid in node.kids:
                self.walk(kid, bold)
            self.in_link -= 1

    def _button(self, node: Node, bold: bool) -> None:
        text = node.words(200) or node.get("title") or node.get("aria-label") or node.get("value")
        click = _ONCLICK.search(node.get("onclick"))
        target = (
            node.get("data-href")
            or node.get("data-url")
            or (click[1] if click else "")
            or node.get("formaction")
        )
        if target:
            link = Link(text=squeeze(text), url=self.address(target))
            self.links.append(link)
            self.pending.append(link)
        self.in_link += 1
        self._kids(node, bold)
        self.in_link -= 1
        if self.in_form:
            self.flush(node)
        else:
            self._text(" ", bold)

    def _control(self, node: Node) -> None:
        kind = node.get("type").lower()
        if kind == "hidden":
            return
        if node.tag == "select":
            names = [squeeze(kid.words(120)) for kid in node.iter() if kid.tag == "option"]
            words = " / ".join(name for name in names[:40] if name)
        elif node.tag == "input" and kind in {"submit", "button", "reset"}:
            words = node.get("value") or ("Kirim" if kind == "submit" else "")
        elif node.tag == "input" and kind in {"checkbox", "radio"}:
            return
        else:
            if self.in_form:
                self.flush(node)  # a field without words still ends its label's line
            words = (
                node.get("placeholder")
                or node.get("aria-label")
                or ("[unggah berkas]" if kind == "file" else "")
            )
        if words:
            self.flush(node)
            self.out.line(squeeze(words))

    def _noscript(self, node: Node) -> None:
        for item in node.iter():
            if item.tag == "img":
                self._image(item)

    def _image(self, node: Node) -> None:
        urls = [url for url in map(self.address, picture_files(node)) if url]
        url = urls[0] if urls else ""
        alt, title = squeeze(node.get("alt")), squeeze(node.get("title"))
        figure = node.up("figure")
        caption = ""
        if figure is not None:
            caption = next((kid.words(300) for kid in figure.iter() if kid.tag == "figcaption"), "")
        if not url and not alt:
            return
        if url:
            self.images.append(url)
        name = url.split("?")[0].rsplit("/", 1)[-1]
        lines = list(dict.fromkeys(part for part in (alt, title, caption) if part))
        self.out.add(
            Section(
                label=caption or alt or title,
                body="\n".join(lines),
                kind=SectionKind.IMAGE,
                path=((self.out.title,) if self.out.title else ()) + self.out.path_now(),
                locator=f"img {name}"[:200],
                links=tuple(Link(text=alt or title or caption, url=each) for each in urls),
                zone=self.out.zone,
            )
        )

    def _embed(self, node: Node) -> None:
        section = embeds.embed(node, self.address, self.out)
        if section is not None:
            self.out.add(section)
            self.links.extend(section.links)
        if node.tag == "object":
            self._kids(node, False)

    # ---------------------------------------------------------------- lines

    def flush(self, owner: Node) -> None:
        """Ends the running lines: each becomes a label or a line of text."""
        if not (self.runs or self.pending):
            return
        runs, self.runs = self.runs, []
        links, self.pending = self.pending, []
        lines = _lines(runs) if runs else []
        if not lines:
            for link in links:
                self.out.link(link)
            return
        place = self.place(owner)
        if owner.tag in _HEADINGS or owner.tag in {"summary", "caption", "legend"}:
            text = " ".join(text for text, _, _ in lines)
            self._tell(text, place, False)
        elif self.in_form or self.out.zone in {"nav", "header"}:
            for text, _, _ in lines:
                self._tell(text, place, False)
        else:
            self._label_lines(lines, owner, place)
        for link in links:
            self.out.link(link)

    def _tell(self, text: str, place: str, prose: bool, plain: bool = False) -> None:
        if self.prefix:
            if not item_number(text):
                text = f"{self.prefix} {text}"
            self.prefix = ""
        self.out.line(text, glue=self.glue, prose=prose, locator=place, plain=plain and not self.glue)
        self.glue = False

    def _open(self, text: str, rank: int, kind: SectionKind, place: str) -> None:
        self.out.expect(text, rank)
        if self.prefix:
            # The list's number stays on the line a reader sees, not in the label's words.
            shown = text if item_number(text) else f"{self.prefix} {text}"
            self.prefix = ""
            self.out.line(shown, glue=self.glue, locator=place)
            self.glue = False
            self.out.open(text, rank, kind, place, shown=False)
            return
        if self.glue:
            self.out.line(text, glue=True, locator=place)
            self.glue = False
            self.out.open(text, rank, kind, place, shown=False)
            return
        self.out.open(text, rank, kind, place)

    def _label_lines(self, lines: list[tuple[str, bool, bool]], owner: Node, place: str) -> None:
        titled = len(lines) <= 2 and any(title_class().search(name) for name in owner.classes)
        single = len(lines) == 1
        for text, bold, linked in lines:
            if text == ":":
                continue
            bare = strip_number(text)
            short = len(bare) <= MAX_LABEL and any(char.isalpha() for char in bare)
            if linked and not titled:
                # The words of a link or button lead somewhere else: they head nothing here.
                self._tell(text, place, False)
                continue
            if short and titled and owner.tag not in {"td", "li"}:
                self._open(text, RANK_TITLED, SectionKind.HEADING, place)
                continue
            if self._told_in_parts(text, place) or self._told_as_pair(text, bold, short, place):
                continue
            rank = self._rank(text, bare, bold, single, owner) if short else 0
            if rank:
                self._open(text, rank, SectionKind.HEADING, place)
                continue
            # A label alone in a cell heads the cell beside it: the table tells it.
            alone = short and not (single and owner.tag in {"td", "th"})
            alone = alone and not bare.endswith((".", ",", ";")) and bare.count(" ") < 12
            self._tell(text, place, owner.tag != "li", alone)

    def _told_in_parts(self, text: str, place: str) -> bool:
        """Several components told in one line."""
        parts = split_inline(text) if len(text) > 40 else []
        for label, body in parts:
            if label:
                self._open(label, RANK_LABEL, SectionKind.LINE, place)
            if body:
                self._tell(body, place, True)
        return bool(parts) or (len(text) > 60 and self._clauses(text, place))

    def _told_as_pair(self, text: str, bold: bool, short: bool, place: str) -> bool:
        """ "Label: value", "Label:" or "Tarif Rp 5.000"."""
        pair = split_label(text) if ":" in text else split_valued(text) if short else None
        if pair is None:
            return False
        if not pair[1]:
            if short:
                rank = RANK_BOLD if bold else RANK_LABEL
                self._open(text, rank, SectionKind.HEADING if bold else SectionKind.LINE, place)
            return short
        label = strip_number(pair[0])
        if component_start(pair[0]) and len(label) <= 80:
            self._open(pair[0], RANK_LABEL, SectionKind.LINE, place)
            self._tell(pair[1], place, True)
            return True
        if len(label.split()) > 5:
            return False
        self._tell(text, place, True)
        self.out.add(
            Section(
                label=pair[0],
                body=pair[1],
                kind=SectionKind.DEFINITION,
                path=((self.out.title,) if self.out.title else ()) + self.out.path_now(),
                locator=place,
                zone=self.out.zone,
            )
        )
        return True

    def _rank(self, text: str, bare: str, bold: bool, single: bool, owner: Node) -> int:
        """The rank of a short line that acts as a heading, else 0."""
        if single and owner.tag in {"td", "th"}:
            return 0
        if component_only(text):
            return (RANK_BOLD if bold else RANK_LABEL) if owner.tag != "a" else 0
        if bare.endswith((".", ",", ";")):
            return 0
        item = owner.tag == "li" and single
        if bold and not is_generic_button(bare) and (not item or self._titles_item(owner, bare)):
            return RANK_BOLD
        if self._capital_title(text, bare, owner):
            return RANK_CAPS
        first = self.card is not None and self.card[0] == len(self.out.lines)
        return RANK_TITLED if first and bare.count(" ") < 12 and self._names_card(text) else 0

    def _titles_item(self, owner: Node, text: str) -> bool:
        """The bold first words of a list item that goes on below them."""
        return (
            owner.tlen > len(text) + 5
            and any(kid.tag in {"ul", "ol", "p", "div", "table", "dl"} for kid in owner.kids)
        )  # fmt: skip

    def _capital_title(self, text: str, bare: str, owner: Node) -> bool:
        """A line in capitals that heads what follows; right under "Persyaratan" it is content ("KTP, KK")."""
        if not all_caps(bare) or owner.tag == "li" or " " not in bare or NUMBERING.match(text):
            return False
        return component_start(text) or not self.out.only_capitals(bool(service_of(text)))

    def _names_card(self, text: str) -> bool:
        """A card's first line, when more follows and it names a service."""
        return self.card is not None and self.card[1] > len(text) + 12 and bool(service_of(text))

    def _clauses(self, text: str, place: str) -> bool:
        """A whole standard in one sentence, its components set off by semicolons."""
        parts = split_clauses(text)
        for label, body in parts:
            if label:
                self._open(label, RANK_LABEL if body else RANK_CAPS, SectionKind.LINE, place)
            else:
                self.out.close(RANK_LABEL)
            if body:
                self._tell(body, place, True)
        if parts:
            self.out.close(RANK_LABEL)
        return bool(parts)

    # ---------------------------------------------------------------- blocks

    def _heading(self, node: Node, rank: int) -> None:
        text = node.words(400)
        if not text:
            self._kids(node, False)
            return
        if len(text) > 250:  # a paragraph set in heading type
            self._kids(node, False)
            return
        pair = split_label(text) if ":" in text else None
        if pair and pair[1] and component_only(pair[0]):
            self._open(pair[0], rank, SectionKind.HEADING, self.place(node))
            self._tell(pair[1], self.place(node), True)
            self.quiet(node)
            return
        self._open(text, rank, SectionKind.HEADING, self.place(node))
        self.quiet(node)

    def quiet(self, node: Node) -> None:
        """The links and pictures of a node whose words are already told as a label."""
        for item in node.iter():
            if item.tag == "a" and item.get("href"):
                link = Link(text=item.words(300), url=self.address(item.get("href")))
                self.links.append(link)
                self.out.link(link)
            elif item.tag == "img":
                self._image(item)

    def _list(self, node: Node, bold: bool) -> None:
        number = _int(node.get("start"), 1)
        style = node.get("type") or _list_style(node)
        for kid in node.kids:
            if kid.tag != "li":
                self.walk(kid, bold)
                continue
            number = _int(kid.get("value"), number)
            mark = f"{_numeral(number, style)}." if node.tag == "ol" else "-"
            outer, self.prefix = self.prefix, mark if self.out.zone not in {"nav", "header"} else ""
            self.walk(kid, bold)
            self.prefix = "" if not kid.tlen else outer if outer and self.prefix else ""
            number += 1

    def _definitions(self, node: Node, bold: bool) -> None:
        mark = self.out.enter()
        for kid in _terms(node):
            if kid.tag == "dt":
                self.flush(node)
                text = kid.words(300)
                if text:
                    self.out.open(text, RANK_FRAME, SectionKind.DEFINITION, self.place(kid))
            else:
                inner = self.out.enter()
                if kid.tag in {"dd", "div"}:
                    self._kids(kid, bold)
                else:
                    self.walk(kid, bold)
                self.flush(kid if kid.tag else node)
                self.out.leave(inner)
        self.out.leave(mark)

    def _details(self, node: Node, bold: bool) -> None:
        summary = next((kid for kid in node.kids if kid.tag == "summary"), None)
        if summary is not None and summary.tlen:
            self.out.open(summary.words(300), RANK_FRAME, SectionKind.PANEL, self.place(node))
        inner = self.out.enter()
        for kid in node.kids:
            if kid is not summary:
                self.walk(kid, bold)
        self.flush(node)
        self.out.leave(inner)

    def _form(self, node: Node, bold: bool) -> None:
        label = panels.form_label(node) or self.out.label_now()
        action = node.get("action")
        mark = self.out.enter()
        self.out.open(label, RANK_FRAME, SectionKind.FORM, self.place(node), shown=False)
        self.in_form += 1
        inner = self.out.enter()
        self._kids(node, bold)
        self.flush(node)
        self.out.leave(inner)
        self.in_form -= 1
        if node.tag == "form":
            url = self.address(action)
            self.out.link(Link(text=panels.submit_text(node), url=url))
        self.out.leave(mark)


def _caption_pair(node: Node) -> tuple[Node, Node] | None:
    """A box of two inline elements, a component's label and its value, set apart by style only."""
    if len(node.kids) < 2 or node.tlen > 400:
        return None
    kids = [kid for kid in node.kids if kid.tag and kid.tlen]
    if len(kids) != 2 or any(kid.block for kid in kids):
        return None
    if any(not kid.tag and kid.text.strip() for kid in node.kids):
        return None
    label, value = kids
    words = label.words(MAX_LABEL + 10)
    if (
        label.tag in {"a", "button"}
        or value.tag in {"a", "button"}
        or ":" in words
        or not component_only(words)
    ):
        return None
    rest = value.words(10)
    return None if rest.startswith((":", "/", ",", "-", "(")) else (label, value)


def _chips(node: Node) -> bool:
    """A box of nothing but short inline elements of one class: badges, each a line of its own."""
    if not 2 <= len(node.kids) <= 17 or node.tlen > 300 or not node.block:
        return False
    kids = [kid for kid in node.kids if kid.tag or kid.text.strip()]
    first = kids[0] if kids else None
    return (
        first is not None
        and 2 <= len(kids) <= 8
        and bool(first.classes)
        and first.tag in {"span", "div", "small", "strong", "b"}
        and all(
            kid.tag == first.tag and kid.classes == first.classes and not kid.block and 0 < kid.tlen <= 40
            for kid in kids
        )
    )


def _set_apart(one: Node, other: Node) -> bool:
    """Two inline elements side by side that a page's style sets apart: links, or boxes of unlike classes.
    Runs of one style, as word processors cut a word into, are not."""
    if not (one.tag and other.tag) or one.block or other.block:
        return False
    if one.tag == other.tag and one.tag in {"a", "button", "label"}:
        return True
    if not one.classes or not other.classes:
        return False
    if one.classes != other.classes:
        return True
    end, start = one.words(400)[-1:], other.words(400)[:1]
    return end.islower() and (start.isupper() or start.isdigit())


def _lines(runs: list[_Run]) -> list[tuple[str, bool, bool]]:
    """Running text as lines, each with whether all of it is bold and whether all of it is a link."""
    out: list[tuple[str, bool, bool]] = []
    text: list[str] = []
    plain = free = 0
    for words, bold, linked in (*runs, ("\n", False, False)):
        if words == "\n":
            line = squeeze("".join(text))
            if line:
                out.append((line, plain == 0, free == 0))
            text, plain, free = [], 0, 0
        else:
            text.append(words)
            if not (bold and linked) and _ALNUM.search(words):
                plain += not bold
                free += not linked
    return out


def _terms(node: Node) -> list[Node]:
    """The dt and dd of a list; a div may wrap each pair. Whatever else stands there is read as dd."""
    out: list[Node] = []
    for kid in node.kids:
        if kid.tag == "div" and any(inner.tag in {"dt", "dd"} for inner in kid.kids):
            out.extend(inner for inner in kid.kids if inner.tag or inner.text.strip())
        elif kid.tag or kid.text.strip():
            out.append(kid)
    return out


_CONTENT = frozenset(
    {
        "img",
        "picture",
        "iframe",
        "embed",
        "object",
        "video",
        "form",
        "table",
        "input",
        "button",
        "a",
        "ul",
        "ol",
    }
)


def _only_heading(node: Node) -> bool:
    """A row of a grid that holds a heading and nothing else: what the heading heads is the next row."""
    if not 0 < node.tlen <= 250:
        return False
    below = list(node.iter())
    heads = sum(item.tlen for item in below if item.tag in _HEADINGS)
    return node.tlen <= heads + 2 and not any(item.tag in _CONTENT for item in below)


def _ends_here(node: Node) -> bool:
    """A box of several elements with something other than a list after it: labels inside it end with it."""
    if len(node.kids) < 2 or node.parent is None:
        return False
    siblings = node.parent.kids
    after = next((kid for kid in siblings[siblings.index(node) + 1 :] if kid.tlen), None)
    return after is not None and after.tag in {"div", "section", "article"} and not _begins_list(after)


def _begins_list(node: Node) -> bool:
    item: Node | None = node
    while item is not None and item.tag in {"div", "section", "article"}:
        item = next((kid for kid in item.kids if kid.tlen), None)
    return item is not None and item.tag in {"ul", "ol", "table", "dl"}


def _has_heading(node: Node) -> bool:
    return any(item.tag in _HEADINGS for item in node.iter())


def _alt(node: Node) -> str:
    return next((item.get("alt") for item in node.iter() if item.tag == "img" and item.get("alt")), "")


def _int(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default


def _list_style(node: Node) -> str:
    match = re.search(
        r"list-style(?:-type)?\s*:\s*(lower-alpha|upper-alpha|lower-roman|upper-roman|none)",
        node.get("style"),
    )
    return (
        {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}.get(match[1], "")
        if match
        else ""
    )


_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _numeral(number: int, style: str) -> str:
    if style in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in {"i", "I"} and 1 <= number <= 39:
        text = ""
        for value, sign in _ROMAN:
            while number >= value:
                text += sign
                number -= value
        return text if style == "i" else text.upper()
    return str(number)


def locator(node: Node) -> str:
    """A CSS path a person can paste: from the nearest id down, at most four steps."""
    steps: list[str] = []
    item: Node | None = node
    while item is not None and len(steps) < 4:
        name = item.get("id")
        if name and re.match(r"^[A-Za-z][\w-]*$", name):
            steps.append(f"{item.tag}#{name}")
            break
        if item.tag in {"html", ""}:
            break
        steps.append(f"{item.tag}:nth-of-type({item.nth})" if item.nth else item.tag)
        item = item.parent
    return " > ".join(reversed(steps))
