"""Whether words or headings are about complaints."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.words.clauses import words_around
from auditor.checks.words.phrasebook import fold

PHRASES = Phrases.load("pengaduan")
CAPTION = 60
"""Characters of a label, a button."""


@lru_cache(maxsize=8192)  # headings are asked of for each section below them
def names(label: str, limit: int) -> bool:
    """Whether a heading names complaints; "pengajuan" (an application) is one letter away and is none."""
    if is_clinical(label):  # "Tips Menghadapi Keluhan Lambung"
        return False
    if len(label) <= limit and PHRASES["labels"].search(label):
        return True
    return PHRASES["labels"].is_label(label, limit) and not PHRASES["not_fuzzy"].search(label)


def under_complaints(sight: Sight) -> bool:
    """A heading above names complaints, or the page is the complaint page and this is its content."""
    headings = [fold(name) for name in sight.section.path]
    if sight.zone != "main" and headings and headings[0] == sight.page.title:
        headings = headings[1:]  # a footer does not become the complaint desk by the page above it
    if any(names(name, 90) for name in headings[-2:]):
        return True
    return sight.zone == "main" and _is_complaint_page(sight.page)


def _is_complaint_page(page: PageSight) -> bool:
    return (
        (PHRASES["labels"].is_label(page.title, 90) or _is_desk_of_both(page))
        and not is_clinical(page.title)
        and not page.is_news
        and not PHRASES["not_labels"].search(page.title)
    )


def _is_desk_of_both(page: PageSight) -> bool:
    """A contact page whose line below its heading is "Layanan Aduan & Konsultasi"."""
    lead = next((one for one in page.sections if one.zone == "main" and one.label and one.body), None)
    if lead is None or len(lead.label) > CAPTION or not PHRASES["contact_labels"].search(lead.label):
        return False
    line = lead.body.split("\n", 1)[0].strip()
    is_heading = any(other.label == line for other in page.sections)
    return not is_heading and len(line) <= CAPTION and PHRASES["desk_lines"].search(line) is not None


def is_clinical(text: str) -> bool:
    """What patients complain of; "Pengaduan dan Keluhan Pasien" is a desk, with a complaint word left."""
    clinical = PHRASES["clinical"]
    if clinical.search(text) is None:
        return False
    return PHRASES["sure"].search(clinical.regex.sub(" ", text)) is None


def other_sense(text: str, hit: re.Match[str]) -> bool:
    """Whether a complaint word means something else where it stands ("keluhan pasien", "lapor diri")."""
    around = text[max(0, hit.start() - 80) : hit.end() + 60]
    senses = {found.group() for found in PHRASES["other_sense"].finditer(around)}
    if senses and all(PHRASES["beside"].regex.fullmatch(sense) for sense in senses):
        said = PHRASES["other_sense"].regex.sub(" ", words_around(text, hit.start(), hit.end()))
        return PHRASES["sure"].search(said) is None or is_clinical(around)
    return bool(senses) or is_clinical(around)
