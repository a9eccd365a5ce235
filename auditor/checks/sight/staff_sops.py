"""Procedures of an office's own people and papers: nothing in them is a service's (corpus definition)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.checks.words.phrasebook import Phrases, fold
from auditor.models import Agency

if TYPE_CHECKING:
    from auditor.checks.sight.page import PageSight
    from auditor.checks.sight.section import Sight

PHRASES = Phrases.load("prosedur")
_SHEET = Phrases.load("sop")["sheet"]
_NAME = re.compile(r"(?:nama|judul)\s+sop\W+([^\n]{0,120}(?:\n[^\n]{0,60})?)")
_CALLED_SOP = re.compile(r"\W*(?:sop|standar[dt]? operasional prosedur|prosedur tetap)(?!\w)")
_HEAD = 1500  # characters in which a sheet says what it is for
_MARKS = 3  # different words of a sheet that make a paper one


def is_sheet(text: str) -> bool:
    """Whether a text is laid out as the sheet of an SOP."""
    return len({hit.group() for hit in _SHEET.finditer(text)}) >= _MARKS


def name_of(text: str) -> str:
    """What a sheet says it is the SOP of; empty where it does not say."""
    named = _NAME.search(text)
    return named.group(1) if named else ""


def is_for_staff(called: str, agency: Agency) -> bool:
    """An SOP on the office's own people and papers; of a BKPSDM civil servants are the customers."""
    matters = {hit.group() for hit in PHRASES["staff_matters"].finditer(called)}
    if PHRASES["personnel_offices"].search(fold(agency.name)):
        matters = {matter for matter in matters if not PHRASES["personnel"].regex.fullmatch(matter)}
    return bool(matters)


def is_staff_sop(page: PageSight) -> bool:
    """A page or document that is the sheet of such an SOP: its papers and minutes are the staff's."""
    if "staff_sop" not in page.memo:
        page.memo["staff_sop"] = _is_staff_sop(page)
    found: bool = page.memo["staff_sop"]
    return found


def is_below_staff_sop(sight: Sight) -> bool:
    """Below the heading of such an SOP, where a page shows several, each with its sheet."""
    site = sight.page.site
    return site is not None and any(
        _CALLED_SOP.match(head) is not None and is_for_staff(head, site.snapshot.agency)
        for head in (sight.label, *sight.path.split(" / "))
    )


def _is_staff_sop(page: PageSight) -> bool:
    if page.site is None or ("sop" not in page.heading and "sop" not in page.text[:_HEAD]):
        return False
    if not is_sheet(page.text[:_HEAD]):
        return False
    called = name_of(page.text[:_HEAD]) or f"{page.title} / {page.anchor}"
    return is_for_staff(called, page.site.snapshot.agency)
