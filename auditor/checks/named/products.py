"""The row "Produk Pelayanan" of a standard: it names one service, or several.

A name counts once: the row of a service that is told by name on the same page names nothing further, unless
it lists several (the label definitions ask for two services or products by name).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from auditor.checks import facts
from auditor.checks.sight.page import PageSight
from auditor.checks.sight.section import Sight
from auditor.checks.words.marks import MARKED, uncounted
from auditor.checks.words.names import is_part, is_service_name
from auditor.checks.words.phrasebook import Phrases, bare_label, fold
from auditor.models import SectionKind

_WORDS = Phrases.load("produk")
_ITEMS = re.compile(r"([\n;])")
_PARTS = re.compile(r"([\n;,/]|\s(?:dan|serta|atau)\s)")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 110
_TITLE = 6  # blanks in a name among others


@dataclass(frozen=True)
class Named:
    """A service name as met: the words, where, and how surely it is one (0-1)."""

    name: str
    sight: Sight
    span: tuple[int, int] | None
    weight: float


def kept(page: PageSight, fact: str, find: Callable[[], Iterable[Named]]) -> list[Named]:
    """Names that ``find`` finds on one page alone, found once and kept with the page as ``fact``."""
    rows = facts.once(
        page.page,
        fact,
        lambda: [(named.name, named.sight.index, named.span, named.weight) for named in find()],
        list[tuple[str, int, tuple[int, int] | None, float]],
    )
    return [Named(name, page.sections[index], span, weight) for name, index, span, weight in rows]


def products(page: PageSight) -> list[Named]:
    """What the rows of one page name, in order; of a row with one product ``span`` is the whole body."""
    return kept(page, "products", lambda: _of_rows(page))


def _of_rows(page: PageSight) -> Iterator[Named]:
    for sight in page.sights_for("produk"):
        if not sight.is_nav and _is_row(sight):
            yield from _of_row(sight)


def _is_row(sight: Sight) -> bool:
    """ "Produk Pelayanan | Kartu Keluarga" in a standard."""
    label = bare_label(sight.label)
    hit = _WORDS["row_labels"].regex.match(label)
    if hit is None or sight.is_placeholder or not re.match(r"\s*(?:[/(].*)?$", label[hit.end() :]):
        return False  # "Produk UMKM", "Produk Hukum" are other things
    if sight.is_ppid or sight.page.is_news_about or not _LETTER.search(sight.body):
        return False  # "Produk | 3,35" is an element of a survey and its value
    if label == "produk" and sight.kind is SectionKind.HEADING and not sight.service:
        lines = (uncounted(line) for line in sight.body.splitlines())
        return any(is_service_name(line) for line in lines)  # else goods: a standard's own row is no heading
    return len(sight.body.strip()) >= 2


def _is_list_of_titles(body: str) -> bool:
    """ "Kursi Roda bagi Lansia, Alat Bantu Dengar": one line of names and commas, each with a capital."""
    parts = [part.strip(" .") for part in body.strip().split(",")]
    named = (part[:1].isupper() and part.count(" ") <= _TITLE for part in parts)
    return "\n" not in body.strip() and len(parts) >= 2 and all(named)


def _of_row(sight: Sight) -> Iterator[Named]:
    weight = 0.93 if sight.kind is SectionKind.ROW else 0.85
    place = 0
    found: list[Named] = []
    marked = sum(MARKED.match(line) is not None for line in sight.body.splitlines()) >= 2
    listed = marked or ";" in sight.body
    titled = not listed and _is_list_of_titles(sight.section.body)
    for piece in (_ITEMS if listed else _PARTS).split(sight.section.body):
        words = uncounted(piece).strip(" .;:\t\n")
        # a product by its place
        item = titled or (listed and (not marked or MARKED.match(piece) is not None))
        if 3 <= len(words) <= _LONGEST and (item or is_service_name(fold(words))):
            found.append(Named(words, sight, (place, place + len(piece)), weight))
        place += len(piece)
    if len(found) >= 2:
        yield from found
    else:
        first = uncounted(sight.section.body.strip().split("\n", 1)[0])
        if is_part(bare_label(fold(first))):
            return  # the components of a standard, told one after the other
        yield Named(sight.section.service or first[:_LONGEST], sight, (0, 60), weight)
