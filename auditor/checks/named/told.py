"""Services that a sentence lists behind what leads to them: "Kami melayani: tera ulang timbangan, ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import Phrases, Sight
from auditor.checks.named.alike import are_alike, may_be_listed
from auditor.checks.named.lists import listing
from auditor.checks.named.products import Named
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.sight.below import spans_below
from auditor.checks.words.clauses import line_around, within
from auditor.checks.words.marks import uncounted
from auditor.checks.words.names import is_group_label, is_service_name
from auditor.checks.words.phrasebook import fold
from auditor.models import SectionKind

PHRASES = Phrases.load("produk")
_REACH = 600  # characters behind the lead
_END = re.compile(r"(?<=[a-z)][a-z)])(?<!\bket)\.(?=\s|$)|\n\n")
_CUT = re.compile(
    r"((?<!\d),|,(?!\d)|[;\n|•]|\s(?:dan|serta|sama|atau|&)\s|(?:^|(?<=\s))(?:\((?:\d{1,2}|[a-h])\)|(?:\d{1,2}|[a-h])[.)])\s)"
)
_JOINING = re.compile(r"^(?:dan|serta|sama|atau)\s+")


def told(sight: Sight) -> Iterator[Named]:
    """Two sure names at least, or one among others that all may be; also those whose requirements the site
    tells."""
    may = listing(sight.body)
    hit = next(PHRASES["told"].known(sight.body), None) if "told" in may else None
    if hit is None and "overview" in may:
        hit = next(REQUIREMENTS["overview"].known(sight.body), None)
    if hit is None or sight.is_reporting:
        return
    if PHRASES["not_offered"].search(line_around(sight.body, *hit.span())):
        return
    if within(spans_below(sight, _has_own_head), hit.start()):
        return  # judged by itself
    end = _END.search(sight.body, hit.end(), hit.end() + _REACH)
    stop = end.start() if end else min(len(sight.body), hit.end() + _REACH)
    pieces = list(_pieces(sight.section.body, hit.end(), stop))
    found = list(_sure(sight, pieces))
    if len(found) <= 1 and PHRASES["leads"].search(hit.group()):
        sure = {named.name for named in found}
        called = hit.group().endswith(":") and is_group_label(hit.group().strip(" .!?\n"))
        alike = are_alike([words for words, _ in pieces], by_lead=called)
        others = [(words, span) for words, span in pieces if words not in sure and may_be_listed(words)]
        found += [Named(words, sight, span, 0.5) for words, span in (others if alike else ())]
    if len(found) >= 2:
        yield from found


def _has_own_head(below: Sight) -> bool:
    return below.kind in {SectionKind.HEADING, SectionKind.PANEL}


def _pieces(body: str, place: int, stop: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The words between commas, numbers and "dan", with their places."""
    for piece in _CUT.split(body[place:stop]):
        words = _JOINING.sub("", uncounted(piece)).strip(" ,;:.\n\t()")
        if words and not _CUT.fullmatch(piece):
            yield words, (place, place + len(piece))
        place += len(piece)


def _sure(sight: Sight, pieces: list[tuple[str, tuple[int, int]]]) -> Iterator[Named]:
    opening = ""
    for words, span in pieces:
        folded = fold(words)
        if 3 <= len(words) <= 80 and words.count(" ") <= 8:
            if PHRASES["not_listed"].opens(folded):
                continue
            if is_service_name(folded):
                opening = folded.split()[0]
                yield Named(words, sight, span, 0.7)
            elif opening in PHRASES["shared_openings"].words and words.count(" ") <= 2:
                # "pemeriksaan air dan klinik": the first word goes for both
                yield Named(words, sight, span, 0.6)
