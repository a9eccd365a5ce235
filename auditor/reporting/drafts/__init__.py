"""Drafts to fill in for one unit: what the site already says, with its source, and marked blanks."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.reporting.drafts import documents, page
from auditor.reporting.view import UnitView

FILES = {
    "standard": "1-standar-pelayanan.docx",
    "promise": "2-maklumat-pelayanan.docx",
    "sop": "3-lembar-sop.docx",
    "survey": "4-kuesioner-skm.docx",
    "page": "5-halaman-web.html",
    "page_text": "5-halaman-web.txt",
}
"""File names of the drafts, by the names ``tasks.toml`` and the texts know them by."""


def drafts(view: UnitView, read: str, date: Sequence[int]) -> dict[str, bytes]:
    """The drafts of one unit by file name. ``read`` is the day of the audit in words, ``date`` in numbers."""
    it = documents.case(view, read, date)
    made = {
        "standard": documents.standard(it),
        "promise": documents.promise(it),
        "sop": documents.sop(it),
        "survey": documents.survey(it),
        "page": page.html(it).encode(),
        "page_text": page.text(it).encode(),
    }
    return {FILES[name]: data for name, data in made.items()}
