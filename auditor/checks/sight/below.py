"""What stands below a heading: its parts with headings of their own, by what those are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from auditor.checks.words.wordings import CONTEXT
from auditor.models import SectionKind

if TYPE_CHECKING:
    from auditor.checks.sight.section import Sight


def sections_below(sight: Sight) -> Iterator[Sight]:
    """The sections under a section's own heading, up to the first that is not; a menu may stand between."""
    depth, label = len(sight.section.path), sight.section.label
    for other in sight.page.sections[sight.index + 1 :] if label else ():
        if other.is_nav:
            continue
        if other.section.path[depth : depth + 1] != (label,):
            return
        yield other


def spans_below(sight: Sight, is_other: Callable[[Sight], bool]) -> list[tuple[int, int]]:
    """Where in the body the sections below stand that are another matter's: a page's heading has all of its
    cards in its body, that of complaints or of the village's shop among them."""
    spans = []
    for below in sections_below(sight):
        if below.label and below.body.strip() and is_other(below):
            end = "" if below.kind is SectionKind.LINE else f"\n{below.body}"  # "Waktu: 1 hari" is one line
            place = sight.body.find(f"{below.label}{end}")
            if place >= 0:
                spans.append((place, place + len(below.label) + 1 + len(below.body)))
    return spans


def has_only_facts_below(sight: Sight) -> bool:
    """Whether all that stands below are single lines like "Waktu: 1 hari kerja", as posters end a card."""
    return all(
        below.kind is SectionKind.LINE and CONTEXT["facts"].regex.fullmatch(below.label)
        for below in sections_below(sight)
    )
