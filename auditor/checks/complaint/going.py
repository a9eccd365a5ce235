"""Desks, people and papers that a list of ways to complain names without a number: one goes there.

"Kanal pengaduan: 1. WhatsApp 08... 2. Satpam di pintu masuk 3. Buku tamu": what stands beside ways that
give a number or an address, and names a place, a person or a paper, is a way as well. By itself it is none.
"""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight
from auditor.checks.words.clauses import line_span
from auditor.models import Channel
from auditor.values import Found

PHRASES = Phrases.load("pengaduan")
_POINT = re.compile(r"[^\w\n]{0,4}(?:\w{1,2}[.)]\s|\d{1,2}\t|[\-•*]\s)")
_NO_MARK = re.compile(r"[^\w\n]{0,4}(?:\w{1,2}[.)]\s|\d{1,2}\t)?")
_NEXT = re.compile(r";\s|(?<=\w{4})\.\s|,\s|\n|\t|\s(?=\d{1,2}[.)]\s)|\s(?:atau|maupun|dan)\s")
_WAY = 90  # characters of one way
_LIST = 400  # characters behind "melalui" in which ways are listed


def gone_to(sight: Sight, found: list[Found[Channel]]) -> list[Found[Channel]]:
    """The first such way beside those found; none where one is among them already."""
    told = [item for item in found if item.end]
    if not told or any(item.value.channel == "in_person" for item in found):
        return []
    for hit in PHRASES["places"].finditer(sight.body):
        place = hit.start("place")
        stop = _NEXT.search(sight.body, hit.end())
        end = stop.start() if stop else len(sight.body)
        if end - place > _WAY or any(hit.start() <= item.start < end for item in told):
            continue
        if PHRASES["at_work"].search(sight.body[place:end]) is None and _is_listed(sight, hit, told):
            value = " ".join(sight.body[place:end].split())
            return [Found(Channel(channel="in_person", value=value), place, end)]
    return []


def _is_listed(sight: Sight, hit: re.Match[str], told: list[Found[Channel]]) -> bool:
    """A point next to one that gives a number, or one of the ways on a line behind "melalui"."""
    text, place = sight.body, hit.start("place")
    start, end = line_span(text, place, place)
    mark = _NO_MARK if PHRASES["heads_ways"].search(sight.label) else _POINT
    point = mark.match(text, start)
    if point is not None and hit.start() <= max(point.start(), point.end() - 1):
        for beside in {max(start - 1, 0), min(end + 1, len(text))}:
            low, high = line_span(text, beside, beside)
            if mark.match(text, low) and any(low <= item.start < high for item in told):
                return True
    if any(
        start <= item.start < place and PHRASES["sends_to"].search(text[start : item.start]) for item in told
    ):  # "adukan ke WA 08... atau loket 3"
        return True
    ways = PHRASES["ways"].search(text[start:place])
    return (
        ways is not None
        and place - start - ways.start() <= _LIST
        and PHRASES["enclosed"].search(text[start + ways.start() : place]) is None
        and any(start + ways.start() < item.start < end for item in told)
    )
