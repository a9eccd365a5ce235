"""Services told in running text: as pairs of a name, a stroke, and what it takes ("Cuti besar - permohonan,
persetujuan atasan"), or in a row of names ("IGD, rawat inap, hemodialisa").

Whatever a name's words are, papers, a fee or a time of its own behind it make it a service's; what a
component, a day, a step or a person is called makes it none ("Syarat: KTP, KK", "Pasien baru: KTP").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.named.alike import may_be_listed
from auditor.checks.named.products import Named
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.words.names import (
    is_group_label,
    is_office,
    is_part,
    is_service_name,
    is_weak_name,
    normal,
    opens_name,
)
from auditor.checks.words.phrasebook import bare_label, fold
from auditor.checks.words.stops import parted
from auditor.models import SectionKind
from auditor.patterns import Whether, quick

PHRASES = Phrases.load("produk")
# ends a sentence, or an item of a list that goes on in its line ("1 SKTM : KTP 2 Domisili : KK")
_END = re.compile(
    r"[.;\s](?:(?<=\n)|(?<=[a-z0-9)][.;])(?<!^\d.)(?<!^\d\d.)(?<! \d.)(?=\s+[A-Z0-9])"
    r"|(?<=\s)(?=\d{1,2}[.)]?\s+[A-Z][^:\n]{2,40}:))",
    re.MULTILINE,
)
_PAIR = re.compile(
    r"\W*(?:\d{1,2}[.)]?\s+|[A-Za-z][.)]\s+)?(?P<name>[^\W\d_][^:→⇒–—=\t\n]{2,60}?)"
    r"\s*(?::|→|⇒|=>|=|–|—|\s-\s|\t)\s*(?P<said>\S.*)"
)
# a point of a list that ends with its time: "1. Aktivasi IKD, ponsel dan surel, 10 menit"
_ITEM = re.compile(
    r"\W*(?:\d{1,2}[.)]|-|•)\s+(?P<name>[^\W\d_][^,\n]{2,60}?),\s(?P<said>[^\n]*\d+\s*(?:x\s*24\s*)?(?:menit|jam|hari)\b.*)"
)
_TAKES = re.compile(
    r"(?<!\w)rp\.?\s?\d|(?<!\w)\d+\s*(?:\(\w+\)\s*)?(?:menit|jam|hari)(?!\w)|(?<!\w)gratis(?!\w)"
)
# a fee and a time have a figure, papers something that joins them
_TOLD = re.compile(r"\d|[,&+]|gratis| dan ")
_BUDGET = re.compile(  # ten millions and more are no fee
    r"rp\.?\s?(?:\d{2,3}(?:\.\d{3}){2,}|[\d.,]+\s*(?:juta|jt|m|miliar|milyar|triliun)(?!\w))"
)
_PRICE = re.compile(r"[\s:=@(]*rp\.?\s?\d.*$", re.IGNORECASE)
_FEE = re.compile(r"rp\.?\s?\d", re.IGNORECASE)
_CUT = re.compile(
    r"(?<!\d),\s*(?:dan\s+|serta\s+)?|,(?!\d)\s*(?:dan\s+|serta\s+)?|;\s*|\s(?:dan|serta)\s|\s\|\s|\s[•·]\s"
)
_ROW = 3  # names in a row, with those that no list knows
_WORDS = 6  # blanks in a name, at most
_PAPERS = 2  # papers of its own that make it a service
_LABELLED = frozenset({SectionKind.LINE, SectionKind.DEFINITION, SectionKind.ROW})
_HEADS = frozenset({SectionKind.HEADING, SectionKind.PANEL})


def paired(page: PageSight) -> list[Named]:
    """The names before such strokes; two at least, one of them called as services are."""
    if page.is_news:
        return []
    told = (named for sight in page.sections if _may_pair(sight) for named in _pairs(sight))
    found = [named for named in told if not _is_barred(named.sight)]
    names = {normal(named.name) for named in found}
    sure = any(is_service_name(fold(named.name)) for named in found)
    by_title = _is_of_services(page) and not any(named.sight.kind in _HEADS for named in found)
    return found if len(names) >= 2 and (sure or by_title) else []


def _is_of_services(page: PageSight) -> bool:
    title = bare_label(page.own_title)
    return is_group_label(title) or REQUIREMENTS["labels"].is_label(title)


@cache
def _taking() -> Whether | None:
    return quick([_TAKES.pattern], pieces=True)


@lru_cache(maxsize=2048)  # cards repeat on every page
def _may_take(body: str) -> bool:
    """Whether a fee or a time may stand in it (``_takes``)."""
    taking = _taking()
    return taking is None or bool(taking(body.encode()))


def _may_pair(sight: Sight) -> bool:
    return (
        sight.zone == "main"
        and sight.kind is not SectionKind.FORM
        and ("persyaratan.documents" in sight.said or _may_take(sight.body))
        and _TOLD.search(sight.body) is not None
        and sight.is_leaf
        and (not sight.service or sight.service == sight.label)
    )


def _is_barred(sight: Sight) -> bool:
    """Asked of what pairs alone."""
    return sight.is_ppid or sight.is_dated_item or sight.is_vacancy_or_event


def _pairs(sight: Sight) -> Iterator[Named]:
    papers = any(REQUIREMENTS["labels"].is_label(head) for head in (sight.label, sight.above))
    if sight.label and sight.kind in _LABELLED:
        if _is_name(sight.section.label) and _takes(sight.body) and _may_ask(sight.label, papers):
            yield Named(sight.section.label, sight, None, 0.62)
        return
    if sight.kind in _HEADS and _is_name(sight.section.label) and _asks(sight.body):
        yield Named(sight.section.label, sight, None, 0.62)
    if PHRASES["other_lists"].opens(sight.label):
        return
    body = sight.section.body
    for start, end in parted(body, _END):
        hit = _PAIR.match(body[start:end]) or _ITEM.match(body[start:end])
        if hit is None or not _is_name(hit["name"]) or not _takes(fold(hit["said"])):
            continue
        if _may_ask(fold(hit["name"]), papers):
            yield Named(hit["name"].strip(), sight, (start, end), 0.62)


def _may_ask(name: str, papers: bool) -> bool:
    """Below "Persyaratan" a paper too stands before a stroke ("Surat nikah: asli dan fotokopi"), and a case
    of the one service ("Bayi lahir di rumah: ..."); what is called as services are is one of several."""
    return not papers or (is_service_name(name) and not REQUIREMENTS["own_papers"].opens(name))


def in_a_row(sight: Sight) -> Iterator[Named]:
    """Names of services side by side in a sentence, with or without a fee each; papers are none."""
    body = sight.section.body
    if body.count(",") + body.count("|") < _ROW - 1:
        return
    if sight.kind is SectionKind.FORM or sight.is_reporting or not sight.is_leaf:
        return
    if any(REQUIREMENTS["labels"].is_label(head) for head in (sight.label, sight.above)):
        return
    if PHRASES["not_pairs"].opens(sight.label) or PHRASES["other_lists"].opens(sight.label):
        return
    for start, end in parted(body):
        sentence = body[start:end]
        if sentence.count(",") + sentence.count("|") < _ROW - 1:
            continue
        pieces = list(_pieces(sentence))
        named = [piece for piece in pieces if _is_service(piece)]
        if len(pieces) < _ROW or not named:
            continue
        if _are_priced(sentence, pieces) and any(not is_weak_name(fold(name)) for name in named):
            yield from [Named(name, sight, (start, end), 0.6) for name in pieces]
        elif len(named) >= 2 and 2 * len(named) >= len(pieces) and _offers(fold(sentence)):
            yield from [Named(name, sight, (start, end), 0.6) for name in named]


def _are_priced(sentence: str, pieces: list[str]) -> bool:
    """Each with a fee of its own: "Scaling Rp 100.000, cabut gigi Rp 25.000, tambal Rp 60.000"."""
    return len(_FEE.findall(sentence)) >= len(pieces) and all(map(may_be_listed, pieces))


def _offers(sentence: str) -> bool:
    """A bare row, one behind a colon, or behind a word of serving: "akan membangun radiologi, hemodialisa"
    and "Lantai 1: IGD, farmasi" offer nothing."""
    if PHRASES["not_offered"].search(sentence):
        return False
    lead, colon, _ = sentence.rpartition(": ")
    if colon:
        return not PHRASES["not_pairs"].opens(lead)
    first = _CUT.split(sentence, maxsplit=1)[0]
    return opens_name(first) or PHRASES["serving"].search(sentence) is not None


def _pieces(sentence: str) -> Iterator[str]:
    """The parts of a row, without what leads to it and the fee behind each."""
    for piece in _CUT.split(sentence.rsplit(": ", 1)[-1]):
        name = _PRICE.sub("", piece).strip(" .;:\t-")
        if name:
            yield name


def _is_service(name: str) -> bool:
    folded = fold(name)
    return (
        3 <= len(name) <= 50
        and name.count(" ") < _WORDS
        and is_service_name(folded)
        and REQUIREMENTS["documents"].search(folded) is None
        and not PHRASES["not_pairs"].opens(folded)
    )


def _is_name(name: str) -> bool:
    label = bare_label(fold(name))
    return (
        3 <= len(label) <= 60
        and label.count(" ") <= _WORDS
        and not PHRASES["not_pairs"].search(label)
        and not PHRASES["not_items"].search(label)
        and not is_part(label)
        and not is_office(label)
    )


def _takes(said: str) -> bool:
    """Papers to bring, a fee or a time stand there."""
    if PHRASES["counted"].regex.match(said):
        return False
    return _asks(said) or (_TAKES.search(said) is not None and _BUDGET.search(said) is None)


def _asks(said: str) -> bool:
    return len({hit.group() for hit in REQUIREMENTS["documents"].finditer(said)}) >= _PAPERS
