"""Pages on the Standar Pelayanan Minimal, told by what they hold: another duty than the standard of service.

PP 2/2018 and the ministries' rules below it set what a region owes its people in six fields, by indicators
and targets. A page that is only called so, and holds the components of a standard of service, is one.
"""

from __future__ import annotations

from auditor.checks.sight.section import Sight
from auditor.checks.words.phrasebook import bare_label
from auditor.checks.words.wordings import CONTEXT

_OPENING = 120  # characters of a text in which it says what it is about
_TEXT = 40  # characters of a section that tells anything
_SIGNS = 2  # of the duty
_COMPONENTS = 2  # headings of a standard that make it one, whatever it is called


def is_on_minimal_standard(title: str, sections: tuple[Sight, ...]) -> bool:
    """Whether a page's first text is named Standar Pelayanan Minimal, and speaks of that duty."""
    own = [sight for sight in sections if sight.zone == "main" and len(sight.body) >= _TEXT]
    if not own:
        return False
    first = own[0]
    called = f"{title} / {first.label} / {first.body[:_OPENING]}"
    if CONTEXT["minimal_named"].search(called) is None:
        return False
    told = {hit.group()[:6] for sight in own for hit in CONTEXT["minimal_signs"].finditer(sight.body)}
    heads = {
        hit.group()
        for sight in sections
        if (hit := CONTEXT["table_heads"].regex.match(bare_label(sight.label)))
    }
    return len(told) >= _SIGNS and len(heads) < _COMPONENTS
