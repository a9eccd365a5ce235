"""Service names in the lines of a section (items, bullets), and how sure they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.named.alike import are_alike, is_tally, may_be_listed
from auditor.checks.named.products import Named
from auditor.checks.procedure.papers import PHRASES as STEPS
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.sight.below import sections_below, spans_below
from auditor.checks.words.clauses import within
from auditor.checks.words.marks import COUNTED, uncounted
from auditor.checks.words.names import (
    is_group_label,
    is_part,
    is_praise,
    is_service_name,
    is_site_part,
    is_weak_name,
)
from auditor.checks.words.phrasebook import bare_label, fold
from auditor.checks.words.stops import PAUSE
from auditor.models import SectionKind
from auditor.patterns import Owned

PHRASES = Phrases.load("produk")
_TERMS = re.compile(
    r"\d+\s*(?:\(\w+\)\s*)?(?:menit|hari kerja|hari)\b|rp\.?\s?\d|gratis|tidak dipungut"
    r"|(?:^|\t)\d{1,3}\.\d{3}\s*$"  # the last column of a list of fees; a budget's sums are larger
)
_UPLOAD = "[unggah berkas]"  # how reading tells a field for a file
_PRICED = re.compile(r"\s*(?P<name>[^\n]{3,90}?)[\s.:;=…\-–]*rp\.?\s{0,2}\d", re.IGNORECASE)
_SHARE = re.compile(r"\d\s?%")
# where a name may begin, in a text that opens with a line's end; a sign first, so that ``re`` leaps to it
_ASKING = re.compile(
    r"[\nu.;](?:(?<=\n)(?:untuk |(?=[a-z]))|(?<!\wu)(?<=u)ntuk |(?<=[a-z)][.;]) (?:untuk |(?=[a-z])))"
)
_PAPERS = 2  # papers that one service asks for, at least
_ASKED = 70  # characters of a name and the verb behind it
ITEMS = frozenset({"sure_items", "standards"})
"""Lists whose words let an item stand for a service."""
_NUMBERED = re.compile(r"(?<=[\w)])(?=\s(?:[2-9]|1\d)[.)]\s+[A-Za-z])")  # items that go on in one line
_CHOICE = re.compile(r"(\s/\s)")
_FACTS = frozenset({SectionKind.FORM, SectionKind.DEFINITION, SectionKind.LINE, SectionKind.PARAGRAPH})


class _Below(NamedTuple):
    """What stands below a section and is judged by itself: where in its body, and its headings."""

    spans: list[tuple[int, int]]
    heads: tuple[str, ...]


@cache
def _listing() -> Owned[str]:
    lists = {name: PHRASES[name] for name in ("sure_items", "told", "standards")}
    lists["overview"] = REQUIREMENTS["overview"]
    return Owned((name, pattern) for name, words in lists.items() for pattern in words.loose)


@lru_cache(maxsize=2048)  # cards and feet repeat on every page
def listing(body: str) -> frozenset[str]:
    """Of which lists (``_listing``) a section's words or lines may be."""
    return frozenset(_listing().of(body))


def weight_of(sight: Sight, name: str, full: float) -> float:
    """A name that programmes and news bear too counts fully only where services are told."""
    if not is_weak_name(name):
        return full
    above = [fold(part) for part in sight.section.path[1:]]
    if name != sight.label and not _bears(sight.page, sight.label):
        above.append(sight.label)
    if any(is_group_label(part) or PHRASES["service_pages"].search(part) for part in above):
        return full
    if PHRASES["service_pages"].search(sight.page.heading):
        return full
    if content_of_a_service(sight):
        return full
    return 0.3


def _bears(page: PageSight, label: str) -> bool:
    """The page's own name stands over everything on it."""
    return bool(label) and label in page.title


def content_of_a_service(sight: Sight) -> bool:
    """Papers, steps, a time, a fee or a file to hand in under the name make it a service."""
    return bool(
        (sight.kind is SectionKind.FORM and _UPLOAD in sight.body)
        or REQUIREMENTS["labels"].search(sight.body)
        or REQUIREMENTS["copies"].search(sight.body)
        or STEPS["labels"].search(sight.body)
        or _TERMS.search(sight.body)
        or len({hit.group() for hit in REQUIREMENTS["documents"].finditer(sight.body)}) >= _PAPERS
    )


def asked_for(sight: Sight) -> Iterator[Named]:
    """ "Untuk surat usaha lampirkan foto. Pengurusan surat pindah cukup membawa KK": what papers are asked
    for."""
    if sight.service or "sure_items" not in listing(sight.body) or not PHRASES["brings"].search(sight.body):
        return
    heads = (head for head in (sight.label, sight.above) if not head.endswith("?"))
    if any(REQUIREMENTS["labels"].is_label(head) for head in heads):
        return  # what one service asks for
    found: list[Named] = []
    for hit in _ASKING.finditer(f"\n{sight.body}"):
        start = hit.end() - 1
        verb = PHRASES["brings"].search(sight.body[start : start + _ASKED])
        words = sight.section.body[start : start + verb.start()].strip() if verb else ""
        named = is_service_name(fold(words)) and PHRASES["sure_items"].opens(fold(words))
        if verb and named and not PAUSE.search(words):
            found.append(Named(words, sight, (start, start + verb.start()), 0.62))
    if len(found) >= 2:
        yield from found


def priced(sight: Sight) -> Iterator[Named]:
    """ "DAFTAR TARIF PELAYANAN": each line a service and its fee."""
    if PHRASES["price_list"].search(sight.label) is None or PHRASES["classes"].search(sight.body):
        return
    place = 0
    found: list[Named] = []
    for line in sight.section.body.splitlines(keepends=True):
        hit = _PRICED.match(line)
        words = uncounted(hit["name"]).strip(" .:;-–…\t") if hit else ""
        if 3 <= len(words) <= 80 and words.count(" ") <= 8 and not PHRASES["not_items"].search(fold(words)):
            found.append(Named(words, sight, (place, place + len(line)), 0.62))
        place += len(line)
    if len(found) >= 2:
        yield from found


def lists_items(sight: Sight) -> bool:
    """Nothing but the items themselves stands under the heading; under a line also pictures of each."""
    return sight.is_leaf or sight.kind is SectionKind.LINE or next(sections_below(sight), None) is None


def _only_facts_below(sight: Sight) -> bool:
    """Nothing with a heading of its own stands below: a form or "Diperbarui: 12 Maret" at most."""
    return all(below.kind in _FACTS for below in sections_below(sight))


def items(sight: Sight) -> Iterator[Named]:
    """Items under "Jenis Pelayanan": short lines name services, whatever their words; where nothing marks
    them, all of them are short, and one is called as services are. What stands under a heading below is told
    there; beside such parts only sure names count."""
    place = 0
    below = _told_below(sight)
    goods = bare_label(sight.label) == "produk"  # there only sure names: goods are listed so too
    lines = [item for line in sight.section.body.splitlines(keepends=True) for item in _NUMBERED.split(line)]
    linked = in_links(sight)
    pieces = linked or (lines if len(lines) > 1 else re.split(r"(?<=[,;|])", sight.section.body))
    alone = not goods and lists_items(sight)
    any_words = alone or (not goods and _only_facts_below(sight))
    alike = alone and are_alike(map(uncounted, pieces))
    for piece in pieces:
        if within(below.spans, place) or fold(uncounted(piece)).startswith(below.heads):
            place += len(piece)
            continue
        words = _first_cell(uncounted(piece)).strip(" ,;|.\n\t")
        folded = words.lower()
        counts = is_tally(folded) or _SHARE.search(folded) is not None
        if _is_short(words) and not is_site_part(folded) and not is_praise(folded) and not counts:
            sure = is_service_name(folded)
            mark = COUNTED.match(piece)
            marked = bool(linked) or (mark is not None and mark.group().strip() != "")
            part = bool(linked) and is_part(bare_label(folded))  # "Informasi Lebih Lanjut" among buttons
            if sure or (any_words and (marked or alike) and not part):
                yield Named(words, sight, (place, place + len(piece)), 0.85 if sure else 0.6)
        place += len(piece)


def _first_cell(line: str) -> str:
    """Of a table's row the cell that names it: "Poli Anak | Selasa, Kamis | 08.30-12.00"."""
    return line.strip("\t").split("\t", 1)[0]


def _is_short(words: str) -> bool:
    short = 3 <= len(words) <= 80 and words.count(" ") <= 8
    return short and not PHRASES["not_items"].search(words.lower())


def in_links(sight: Sight) -> list[str]:
    """The words of links that stand side by side, or below each other, and are all there is, each an item;
    empty else."""
    body = sight.section.body
    texts = [link.text.strip() for link in sight.section.links]
    if len(texts) < 2 or body.split() != " ".join(texts).split():
        return []
    return [f"{text} " for text in texts]


def asks_which(sight: Sight) -> bool:
    """A form with a field in which one chooses what one has come for."""
    return sight.kind is SectionKind.FORM and PHRASES["which_one"].search(sight.body) is not None


def _is_choice(label: str) -> bool:
    """The field's own label asks which service it is."""
    return is_group_label(fold(label)) or PHRASES["which_one"].regex.match(fold(label)) is not None


def bullets(sight: Sight) -> Iterator[Named]:
    """Items anywhere that read like service names on their own; choices of a form stand in one line."""
    may = listing(sight.body)
    if may.isdisjoint(ITEMS) and not asks_which(sight):
        return
    place = 0
    form = sight.kind is SectionKind.FORM
    standards = (
        "standards" in may
        and not form
        and sum(bool(PHRASES["standards"].search(line)) for line in sight.body.split("\n")) >= 2
    )
    before = ""
    below: _Below | None = None
    for line in sight.section.body.splitlines(keepends=True):
        before, label = line, before
        found: list[Named] = []
        inner = place
        pieces = _CHOICE.split(line) if form else [line]
        asked = form and _is_choice(label) and are_alike(pieces[::2])
        if form and _is_purpose(sight, fold(label)):
            place += len(line)
            continue
        for piece in pieces:
            words = _first_cell(uncounted(piece)).strip(" ,;.\n\t")
            if not form and _lists_papers(fold(words)):
                continue
            short = (3 if form else 5) <= len(words) <= 80 and words.count(" ") <= 7
            if short and PHRASES["sure_items"].opens(words.lower()) and is_service_name(fold(words)):
                weight = 0.6 if form else weight_of(sight, fold(words), 0.6)
                found.append(Named(words, sight, (inner, inner + len(piece)), weight))
            elif asked and may_be_listed(words):
                found.append(Named(words, sight, (inner, inner + len(piece)), 0.5))
            elif short and standards and PHRASES["standards"].search(fold(words)):
                found.append(Named(words, sight, (inner, inner + len(piece)), 0.6))
            inner += len(piece)
        # what a complaint is about, a target reached, or a count names no service; asked last: few lines do
        topic = found and form and PHRASES["topics"].regex.match(fold(label)) is not None
        named = found and not topic and not _SHARE.search(line) and not is_tally(fold(line))
        if named:
            below = below or _told_below(sight)
            if not (within(below.spans, place) or fold(uncounted(line)).startswith(below.heads)):
                yield from found
        place += len(line)


def _is_purpose(sight: Sight, label: str) -> bool:
    """What the paper is for that the form itself asks for ("Permohonan Pengantar SKCK": "Keperluan: ...")."""
    return bool(sight.service) and PHRASES["purposes"].regex.match(label) is not None


def _lists_papers(words: str) -> bool:
    """ "KTP, foto usaha, surat pengantar RT": what one brings, told in a line."""
    first, *others = (piece.strip() for piece in words.split(","))
    return REQUIREMENTS["documents"].opens(first) and any(
        REQUIREMENTS["documents"].opens(other) or PHRASES["beside_papers"].opens(other) for other in others
    )


def _told_below(sight: Sight) -> _Below:
    if sight.is_leaf:
        return _Below([], ())
    heads = tuple(below.label for below in sections_below(sight) if below.label)
    return _Below(spans_below(sight, lambda _below: True), heads)
