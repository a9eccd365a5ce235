"""Parts of a section that have a heading or a form of their own: their words are judged there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import Phrases, Sight
from auditor.checks.complaint_names import CAPTION, names
from auditor.checks.phrasebook import fold
from auditor.models import SectionKind

PHRASES = Phrases.load("pengaduan")
_HEADED = {SectionKind.HEADING, SectionKind.PANEL}


def parts(sight: Sight, called: str = "") -> list[tuple[int, int]]:
    """Where in a section's body the parts with a heading of their own stand: their words are judged there.
    With the name of a list, only those whose heading is in it. A line "Pengaduan: ..." is such a part."""
    body = sight.section.body
    spans: list[tuple[int, int]] = []
    for other in below(sight):
        if not other.section.label or not other.section.body.strip():
            continue
        if other.kind not in _HEADED and not (
            other.kind is SectionKind.LINE and not called and names(other.label, CAPTION)
        ):
            continue
        if called and not PHRASES[called].search(other.label):
            continue
        place = body.find(other.section.label)
        if place >= 0:
            spans.append((place, place + len(other.section.label) + 1 + len(other.section.body)))
    return spans


def below(sight: Sight) -> Iterator[Sight]:
    """The sections that stand under a section's own heading."""
    depth, label = len(sight.section.path), sight.section.label
    for other in sight.page.sections[sight.index + 1 :] if label else ():
        if other.section.path[depth : depth + 1] != (label,):
            return
        yield other


def names_of_parts(sight: Sight) -> set[str]:
    """Headings below that are followed by a form, a picture or a link: "Kotak Saran" there is no box in a
    corridor, and "Pengaduan Langsung" over a form or a flow chart no desk; where it lies may be linked."""
    shown = {
        other.section.path[-1]
        for other in sight.page.sections
        if other.kind is SectionKind.IMAGE and other.section.path
    }
    return {
        " ".join(other.label.split())
        for other in below(sight)
        if other.section.label
        and (
            other.kind is SectionKind.FORM
            or any(not PHRASES["not_a_way"].search(fold(link.url)) for link in other.section.links)
            or (not other.body.strip() and other.section.label in shown)
        )
    }


def without_forms(sight: Sight) -> str:
    """The body with blanks where a form below it stands: "08xxxxxxxxxx" in a field is an example."""
    body = sight.section.body
    if sight.kind is SectionKind.FORM:
        return body
    for other in sight.page.sections[sight.index + 1 :]:
        if sight.section.label not in other.section.path:
            break
        form = other.section.body
        if other.kind is SectionKind.FORM and form and (place := body.find(form)) >= 0:
            body = body[:place] + re.sub(r"[^\n]", " ", form) + body[place + len(form) :]
    return body
