"""Parts of a section that have a heading or a form of their own: their words are judged there."""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight
from auditor.checks.complaint.names import CAPTION, names
from auditor.checks.sight.below import sections_below, spans_below
from auditor.checks.words.phrasebook import fold
from auditor.models import SectionKind

PHRASES = Phrases.load("pengaduan")
_CAPTIONED = {SectionKind.LINE, SectionKind.DEFINITION}
_HEADED = {SectionKind.HEADING, SectionKind.PANEL}


def parts(sight: Sight, called: str = "") -> list[tuple[int, int]]:
    """Where in a section's body the parts with a heading of their own stand: their words are judged there.
    With the name of a list, only those whose heading is in it. A line "Pengaduan: ..." is such a part, a row
    of that name and a heading over nothing ("SP4N LAPOR" on a card that is a link)."""

    def is_part(below: Sight) -> bool:
        captioned = below.kind in _CAPTIONED and not called and names(below.label, CAPTION)
        return (below.kind in _HEADED or captioned) and (
            not called or PHRASES[called].search(below.label) is not None
        )

    spans = spans_below(sight, is_part)
    for below in () if called else sections_below(sight):
        if not names(below.label, CAPTION):
            continue
        if below.kind is SectionKind.ROW:
            words = f"{below.label}\t{below.body}"
            place = sight.body.find(words)
        elif below.kind in _HEADED and not below.body.strip():
            words = below.label
            place = f"\n{sight.body}\n".find(f"\n{words}\n")
        else:
            continue
        if place >= 0:
            spans.append((place, place + len(words)))
    return spans


def form_captions(sight: Sight) -> list[tuple[int, int]]:
    """Where in a section's body the lines stand that name the form right behind them: its words, too."""
    following = sight.page.sections[sight.index + 1 :]
    forms = (other for other in following if other.kind is SectionKind.FORM)
    return [span for form in forms if (span := _caption(sight.section.body, form)) is not None]


def is_captioned(form: Sight) -> bool:
    """Whether the line right before a form names complaints, as the caption of a table above it does."""
    return any(
        other.kind is not SectionKind.FORM and _caption(other.section.body, form) is not None
        for other in form.page.sections[: form.index]
    )


def _caption(body: str, form: Sight) -> tuple[int, int] | None:
    """Where the line right before a form stands in a body that holds both, if it names complaints."""
    own = form.section.body
    before = body[: max(0, body.find(own))].rstrip() if own else ""
    start = before.rfind("\n") + 1
    return (start, len(before)) if names(fold(before[start:]), CAPTION) else None


def is_of_other_part(sight: Sight, start: int, end: int) -> bool:
    """Whether words of a section stand below another heading of the page that is not of complaints, as on a
    page whose first heading heads everything."""
    said = sight.section.body[start:end]
    for other in sight.page.sections[sight.index + 1 :]:
        whole = other.section.body
        if (
            other.kind in _HEADED
            and other.section.label
            and len(whole) < len(sight.section.body)
            and said in whole
            and f"{other.section.label}\n{whole}" in sight.section.body
            and not PHRASES["words"].search(other.whole)
        ):
            return True
    return False


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
        for other in sections_below(sight)
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
    for other in sections_below(sight):
        form = other.section.body
        if other.kind is SectionKind.FORM and form and (place := body.find(form)) >= 0:
            body = body[:place] + re.sub(r"[^\n]", " ", form) + body[place + len(form) :]
    return body
