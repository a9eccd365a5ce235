"""What a page that is no news tells of one day: items of news, announcements, boxes of an agenda.

What stands there goes for its day (label definitions, partial c), whatever component it is of. Judges ask
``Sight.is_dated_item`` of a section and ``Sight.told_once`` of a passage; how an item shows its day (a line
that is nothing but a date, a dateline that opens its text, a heading of news above it) is told here alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from auditor.checks.sight.section import Sight
from auditor.checks.words.names import is_service_name, is_weak_name
from auditor.checks.words.wordings import CONTEXT
from auditor.models import SectionKind

_TITLE = 4  # blanks in a service's name; a headline has more
_TELLING = 5  # spaces in a line that is a sentence


@lru_cache(maxsize=2048)  # a section's first line is that of the sections around it, too
def opens_with_day(line: str) -> bool:
    """ "Andai, 12 Maret 2024. Kepala Dinas ...", "ANDAI (14/6) - ...", "Rabu (14/6), dinas ..."."""
    return CONTEXT["report_opening"].regex.match(line.strip()) is not None


@lru_cache(maxsize=2048)
def is_date(line: str) -> bool:
    """A line that is nothing but a date: "Senin, 12 Mei 2025", "Tanggal : 2025-05-12"."""
    return "20" in line and CONTEXT["date_line"].regex.fullmatch(line.strip()) is not None  # its year's


def _is_posted(lines: list[str]) -> bool:
    return any(is_date(line) and CONTEXT["posted_line"].search(line) for line in lines)


def _is_service(label: str) -> bool:
    """A card called "Akta Kematian" tells of the service, whenever it was put there."""
    return label.count(" ") < _TITLE and is_service_name(label) and not is_weak_name(label)


def dated_labels(sections: Sequence[Sight], title: str) -> frozenset[str]:
    """Headings with a line below, or one line and then one, that is nothing but a date, or whose text opens
    with a dateline: items of news on a page that is none.

    Neither the page's own headline (``is_news`` says what that is) nor one that a standard is told under.
    """
    found = set()
    for sight in sections:
        label = sight.label
        if not label:
            continue
        lines = [line for line in sight.body.split("\n", 3)[:3] if line not in ("", "×", label)]
        if not lines:
            continue
        dates = list(map(is_date, lines))
        if not (dates[0] or dates == [False, True] or opens_with_day(lines[0])):
            continue
        if sight.label in title or CONTEXT["standard_title"].search(sight.label):
            continue
        if not (_is_posted(lines) and _is_service(sight.label)):
            found.add(sight.section.label)
    return frozenset(found)


def told_as_news(sections: Sequence[Sight], text: str) -> frozenset[str]:
    """Folded lines that stand below a heading of news ("Berita Terbaru"), in a dated item, or that name their
    own day, on a page that is none.

    A sentence there tells of its day; captions and figures ("Gratis", "1 hari kerja") are left out, for a
    card or a footer may follow without a heading that ends the news.
    """
    heads = {
        sight.section.label
        for sight in sections
        if sight.zone == "main"
        and sight.kind is SectionKind.HEADING
        and CONTEXT["news_heading"].regex.fullmatch(sight.label)
    }
    below = takewhile(
        lambda sight: not CONTEXT["after_news"].regex.fullmatch(sight.label),
        (sight for sight in sections if heads and not heads.isdisjoint(sight.section.path[1:])),
    )
    items = (sight for sight in sections if sight.is_dated_item)
    told = {line.strip() for part in (below, items) for sight in part for line in sight.whole.split("\n")}
    if CONTEXT["day_of_report"].may_occur(text):
        told.update(filter(CONTEXT["day_of_report"].search, map(str.strip, text.split("\n"))))
    return frozenset(line for line in told if line.count(" ") >= _TELLING)
