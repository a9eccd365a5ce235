"""Whether a section, or one beside it, tells what a service asks for or how one gets it: a time or "gratis"
told there in other words than those of a standard is that service's."""

from __future__ import annotations

from auditor.checks import persyaratan, prosedur
from auditor.checks.base import Sight, first_published

_CARD = 2500  # characters of a section that tells of one matter
_CHECKS = (persyaratan.CHECK, prosedur.CHECK)


def tells_service(sight: Sight) -> bool:
    """Papers asked for or steps stand in the section itself, or in one on its own level or above; of a page
    that is no news; what stands on a sheet by itself is judged by its form."""
    page = sight.page
    if sight.zone != "main" or page.is_news or page.is_listing or page.is_document or len(sight.body) > _CARD:
        return False
    path, label = sight.section.path, sight.section.label
    near = (
        other
        for other in page.sections
        if other is sight
        or (other.zone == "main" and other.section.path == path)
        or (label and other.section.path[-1:] == (label,))
        or other.section.label in path[-1:]
    )
    return any(first_published(other, _CHECKS) is not None for other in near)
