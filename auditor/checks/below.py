"""What stands below a heading under headings of its own, by what those are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from auditor.checks.wordings import CONTEXT
from auditor.models import SectionKind

if TYPE_CHECKING:
    from auditor.checks.sight import Sight


def spans_below(sight: Sight, is_other: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Where in the body sections below stand whose folded heading is another matter's: a page's heading has
    all of its cards in its body, that of complaints or of the village's shop among them."""
    spans = []
    for below in sight.page.sections[sight.index + 1 :]:
        if below.zone == sight.zone and sight.section.label not in below.section.path:
            break
        if below.label and below.body and is_other(below.label):
            place = sight.body.find(f"{below.label}\n{below.body}")
            if place >= 0:
                spans.append((place, place + len(below.label) + 1 + len(below.body)))
    return spans


def has_only_facts_below(sight: Sight) -> bool:
    """Whether all that stands below are single lines like "Waktu: 1 hari kerja", as posters end a card."""
    for below in sight.page.sections[sight.index + 1 :]:
        if below.zone != sight.zone:
            continue
        if sight.section.label not in below.section.path:
            return True
        if below.kind is not SectionKind.LINE or not CONTEXT["facts"].regex.fullmatch(below.label):
            return False
    return True
