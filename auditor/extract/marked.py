"""The few nodes of a page that questions about the whole page ask for, found while it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.extract.dom import Node
from auditor.extract.looks import LINKS, PASSES


@dataclass(slots=True)
class Marked:
    """Nodes in document order: ``head`` title, base, meta, style; ``openers`` what may open a panel, ``ids``
    what bears an id, ``strips`` strips of tabs; ``forms`` forms, fields and buttons; ``dates`` what may tell
    a post's date; ``links`` those that lead on ("Selengkapnya")."""

    head: list[Node] = field(default_factory=list)
    scripts: list[Node] = field(default_factory=list)
    openers: list[Node] = field(default_factory=list)
    ids: list[Node] = field(default_factory=list)
    strips: list[Node] = field(default_factory=list)
    forms: list[Node] = field(default_factory=list)
    dates: list[Node] = field(default_factory=list)
    links: list[Node] = field(default_factory=list)

    def parts(self) -> tuple[list[Node], ...]:
        """The lists in the order of ``looks.PASSES``."""
        return (
            self.head, self.scripts, self.openers, self.ids, self.strips, self.forms, self.dates, self.links
        )  # fmt: skip


def sorted_out(found: Iterable[Node | Marked]) -> Marked:
    """Nodes whose look has ``bits``, by who asks for them; a stretch sorted out before is taken as it is."""
    out = Marked()
    lists = out.parts()
    ways: dict[int, list[list[Node]]] = {}
    for item in found:
        if isinstance(item, Marked):
            for mine, more in zip(lists, item.parts(), strict=True):
                if more:
                    mine.extend(more)
            continue
        bits = item.look.bits
        if bits & LINKS and not _leads_on(item):
            bits -= LINKS
        way = ways.get(bits)
        if way is None:
            way = ways[bits] = [mine for mine, bit in zip(lists, PASSES, strict=True) if bits & bit]
        for mine in way:
            mine.append(item)
    return out


_MORE = re.compile(
    r"^(?:baca\s+)?selengkapnya|^baca(?:\s+(?:lebih|artikel|berita)|$)|^read\s+more|^lanjutkan\s+membaca|^continue\s+reading",
    re.IGNORECASE,
)
_MORE_BEGINS = frozenset("bsrlcBSRLC\u017f")  # and the long s, which folds to one


def _leads_on(node: Node) -> bool:
    return 0 < node.tlen < 40 and node.begins() in _MORE_BEGINS and _MORE.match(node.words(60)) is not None
