"""Running words of a page become lines, labels and links of its ``Outline``.

What walks the page (``flow``), its tables, forms and lists tell their words here; what a line is (a label, a
pair "Label: value", prose) is decided when it ends.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from auditor.extract.addresses import Addresses
from auditor.extract.dom import Node, squeeze
from auditor.extract.label_values import is_valued, split_clauses, split_inline, split_label, split_valued
from auditor.extract.labels import MAX_LABEL, all_caps, component_only, component_start, is_generic_button
from auditor.extract.lines import Run, lines_of
from auditor.extract.looks import ANCHOR, IMAGE
from auditor.extract.names import TITLE
from auditor.extract.outline import RANK_BOLD, RANK_CAPS, RANK_LABEL, RANK_TITLED, Outline
from auditor.extract.picture_files import picture_files
from auditor.extract.service_labels import service_of
from auditor.extract.shapes import locator
from auditor.models import Link, Section, SectionKind
from auditor.text import NUMBERING, item_number, strip_number

_TITLES: Final = frozenset({"summary", "caption", "legend"})
_CELLS: Final = frozenset({"td", "th"})
_BELOW_ITEM: Final = frozenset({"ul", "ol", "p", "div", "table", "dl"})


class Teller(ABC):
    """Words told so far and those of the running line. ``base`` is the address links are resolved against;
    ``sheets``: the page was built by this reader out of a document's sheets."""

    __slots__ = (
        "addresses", "card", "glue", "images", "in_form", "in_link", "links", "marks", "out", "outside",
        "pending", "prefix", "runs", "sheet", "sheets",
    )  # fmt: skip

    def __init__(self, out: Outline, base: str, *, sheets: bool = False) -> None:
        self.out = out
        self.addresses = Addresses(base)
        self.sheets = sheets
        self.sheet = ""
        self.links: list[Link] = []
        self.marks: set[str] = set()
        self.images: list[str] = []
        self.runs: list[Run] = []
        self.pending: list[Link] = []
        self.prefix = ""
        self.glue = False
        self.in_form = self.in_link = 0
        self.outside = 0  # times a box's words hung on what stands after it
        self.card: tuple[int, int] | None = None  # lines told before the card we are in, and its characters

    @abstractmethod
    def walk(self, node: Node, bold: bool = False) -> None:
        """One node and what is below it."""

    @abstractmethod
    def walk_kids(self, node: Node, bold: bool) -> None:
        """What is below a node."""

    def place(self, node: Node) -> str:
        """Where a node stands: the sheet of a document, else a CSS path."""
        return self.sheet or locator(node)

    # ---------------------------------------------------------------- pieces

    def text(self, text: str, bold: bool) -> None:
        """Words of the running line."""
        if self.runs or not text.isspace():  # blanks before a line's first word are none of it
            if text == "\n":
                text = " "  # a line break of the source is none of the page's
            if text:
                self.runs.append((text, bold, self.in_link > 0))

    def link(self, link: Link) -> None:
        """A link within the running line."""
        self.links.append(link)
        self.pending.append(link)

    def quiet(self, node: Node) -> None:
        """The links and pictures of a node whose words are already told as a label."""
        if not (node.look.holds | node.holds) & (ANCHOR | IMAGE):
            return
        for item in node.iter():
            if item.tag == "a" and item.get("href"):
                link = Link(text=item.words(300), url=self.addresses.of(item.get("href")))
                self.links.append(link)
                self.out.link(link)
            elif item.tag == "img":
                self.image(item)

    def image(self, node: Node) -> None:
        """A picture, with the words about it."""
        urls = [url for url in map(self.addresses.of, picture_files(node)) if url]
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

    # ---------------------------------------------------------------- lines

    def flush(self, owner: Node) -> None:
        """Ends the running lines: each becomes a label or a line of text."""
        if self.runs:
            runs, self.runs = self.runs, []
            lines = lines_of(runs)
            if lines:
                place = self.sheet or locator(owner)
                if owner.tag in _TITLES:
                    self.tell(" ".join([text for text, _, _ in lines]), place, False)
                elif self.in_form or self.out.zone in {"nav", "header"}:
                    for text, _, _ in lines:
                        self.tell(text, place, False)
                else:
                    self._label_lines(lines, owner, place)
        if self.pending:
            links, self.pending = self.pending, []
            for link in links:
                self.out.link(link)

    def tell(self, text: str, place: str, prose: bool, plain: bool = False) -> None:
        """A line of text."""
        if self.prefix:
            if not item_number(text):
                text = f"{self.prefix} {text}"
            self.prefix = ""
        self.out.line(text, glue=self.glue, prose=prose, locator=place, plain=plain and not self.glue)
        self.glue = False

    def open(self, text: str, rank: int, kind: SectionKind, place: str) -> None:
        """A line that heads what follows."""
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

    def _label_lines(self, lines: list[Run], owner: Node, place: str) -> None:
        titled = len(lines) <= 2 and bool(owner.look.traits & TITLE)
        single = len(lines) == 1
        for text, bold, linked in lines:
            if text == ":":
                continue
            if linked and not titled:
                # The words of a link or button lead somewhere else: they head nothing here.
                self.tell(text, place, False)
                continue
            bare = strip_number(text)
            short = len(bare) <= MAX_LABEL and (bare[:1].isalpha() or any(char.isalpha() for char in bare))
            if short and titled and owner.tag not in {"td", "li"}:
                self.open(text, RANK_TITLED, SectionKind.HEADING, place)
                continue
            if self._told_in_parts(text, place) or self._told_as_pair(text, bold, short, place):
                continue
            rank = self._rank(text, bare, bold, single, owner) if short else 0
            if rank:
                self.open(text, rank, SectionKind.HEADING, place)
                continue
            # A label alone in a cell heads the cell beside it: the table tells it.
            alone = short and not (single and owner.tag in _CELLS)
            alone = alone and not bare.endswith((".", ",", ";")) and bare.count(" ") < 12
            alone = alone and not (single and owner.tag == "li" and _is_point(owner, bare))
            self.tell(text, place, owner.tag != "li", alone)

    def _told_in_parts(self, text: str, place: str) -> bool:
        """Several components told in one line."""
        parts = split_inline(text) if len(text) > 40 else []
        for label, body in parts:
            if label:
                self.open(label, RANK_LABEL, SectionKind.LINE, place)
            if body:
                self.tell(body, place, True)
        return bool(parts) or (len(text) > 60 and self._clauses(text, place))

    def _told_as_pair(self, text: str, bold: bool, short: bool, place: str) -> bool:
        """ "Label: value", "Label:" or "Tarif Rp 5.000"."""
        pair = split_label(text) if ":" in text else split_valued(text) if short else None
        if pair is None:
            return False
        if not pair[1]:
            if short:
                rank = RANK_BOLD if bold else RANK_LABEL
                self.open(text, rank, SectionKind.HEADING if bold else SectionKind.LINE, place)
            return short
        label = strip_number(pair[0])
        if component_start(pair[0]) and len(label) <= 80:
            self.open(pair[0], RANK_LABEL, SectionKind.LINE, place)
            self.tell(pair[1], place, True)
            return True
        if len(label.split()) > 5:
            return False
        self.tell(text, place, True)
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
        if single and owner.tag in _CELLS:
            return 0
        if component_only(text):
            return (RANK_BOLD if bold else RANK_LABEL) if owner.tag != "a" else 0
        if bare.endswith((".", ",", ";")):
            return 0
        item = owner.tag == "li" and single
        if bold and not is_generic_button(bare) and (not item or _titles_item(owner, bare)):
            return 0 if self.answers(text, RANK_BOLD) else RANK_BOLD
        if self._capital_title(text, bare, owner):
            return RANK_CAPS
        first = self.card is not None and self.card[0] == len(self.out.lines)
        return RANK_TITLED if first and bare.count(" ") < 12 and self._names_card(text) else 0

    def answers(self, text: str, rank: int) -> bool:
        """Whether a line set larger than the component's label right above it is what the label asks for
        ("Biaya" small over "Gratis" in bold), not a heading of its own."""
        label = self.out.waiting()
        if label is None or component_start(text) or service_of(text) or NUMBERING.match(text):
            return False
        return is_valued(label.label, strip_number(text)) or (rank == RANK_BOLD and label.rank > RANK_BOLD)

    def _capital_title(self, text: str, bare: str, owner: Node) -> bool:
        """A line in capitals that heads what follows; right under "Persyaratan" it is content ("KTP, KK")."""
        if owner.tag == "li" or " " not in bare or not all_caps(bare) or NUMBERING.match(text):
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
                self.open(label, RANK_LABEL if body else RANK_CAPS, SectionKind.LINE, place)
            else:
                self.out.close(RANK_LABEL)
            if body:
                self.tell(body, place, True)
        if parts:
            self.out.close(RANK_LABEL)
        return bool(parts)


def _titles_item(owner: Node, text: str) -> bool:
    """The bold first words of a list item that goes on below them."""
    return owner.tlen > len(text) + 5 and any(kid.tag in _BELOW_ITEM for kid in owner.kids)


def _is_point(item: Node, text: str) -> bool:
    """One of a list's points, with nothing of its own below: "3. Surat Rujukan" names what the list names and
    heads nothing that comes after the list. (Lists of one point each are headings that an office program
    numbered.)"""
    if item.parent is None or item.tlen > len(text) + 5:
        return False
    points = [kid for kid in item.parent.kids if kid.tag]
    return len(points) > 1 and all(kid.tag == "li" for kid in points)
