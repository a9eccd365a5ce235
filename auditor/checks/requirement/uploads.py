"""What an application form asks to be uploaded: its fields name papers, but tell nobody to bring them.

Corpus definition, partial (d). Forms are drawn with real file inputs (read as "[unggah berkas]"), with
buttons and drop zones ("Pilih file", "Seret file ke sini"), as tables, cards or wizard steps; what stands on
the line of such a control, right above it, or with the accepted format right below it, is a field.
"""

from __future__ import annotations

import re

from auditor.checks.sight.section import Sight
from auditor.checks.words.marks import MARKED
from auditor.checks.words.phrasebook import Phrases

_WORDS = Phrases.load("persyaratan")
_LINE = re.compile(r"[^\n]+")
_A_FIELD = 90  # characters of the name of a field


def upload_fields(body: str) -> list[tuple[int, int]]:
    """Spans of the lines of a folded text that are upload fields; empty when it has no such control."""
    if not _WORDS["upload"].may_occur(body) and not _WORDS["controls"].may_occur(body):
        return []
    lines = list(_LINE.finditer(body))
    found: set[int] = set()
    for number, line in enumerate(lines):
        if not is_control(line.group()):
            continue
        found.add(number)
        above = lines[number - 1].group() if number else "- "
        own = _WORDS["documents"].search(line.group())
        if not own and len(above) <= _A_FIELD and not above.startswith("- "):
            found.add(number - 1)
        below = lines[number + 1].group() if number + 1 < len(lines) else ""
        if _WORDS["file_formats"].search(below):
            found.add(number + 1)
    return [lines[number].span() for number in sorted(found)]


def is_control(line: str) -> bool:
    """Whether a line is a button or zone for a file, not an item of a list that tells how to upload."""
    if len(line) <= _A_FIELD and _WORDS["buttons"].search(line):
        return True
    hit = _WORDS["controls"].search(line)
    if hit is None or (MARKED.match(line) and "[" not in hit.group()):
        return False
    return len(line) <= _A_FIELD or _WORDS["file_formats"].search(line) is not None


def names_field(sight: Sight) -> bool:
    """A section that is one field: a paper as its label, and below it nothing but the control or the format
    it takes ("Upload KTP" above "Format: jpg, maks 1 MB"; a row "KTP" with a file input)."""
    if not _WORDS["documents"].search(sight.label) or len(sight.label) > _A_FIELD:
        return False
    lines = sight.body.splitlines()
    if not lines or len(lines) > 3:
        return False
    asked = _WORDS["upload"].opens(sight.label) and _WORDS["file_formats"].search(lines[0])
    return bool(asked) or is_control(lines[0])
