"""Groups of services: headings under which they are listed, and what stands below such a heading."""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight
from auditor.checks.named.alike import may_be_listed
from auditor.checks.named.lists import in_links
from auditor.checks.named.parts import lists_papers
from auditor.checks.requirement.offered import lists_services
from auditor.checks.words.marks import MARKED, uncounted
from auditor.checks.words.names import is_group_label, is_office, is_part, is_praise, is_service_name
from auditor.checks.words.phrasebook import bare_label, fold, folded
from auditor.models import SectionKind

PHRASES = Phrases.load("produk")
_TOLD = 40  # characters that tell something of a service
_ITEMS = re.compile(r"\n| \| ")


def is_group(sight: Sight) -> bool:
    return (
        is_group_label(sight.label)
        or (PHRASES["labels"].is_label(sight.label, 50) and not PHRASES["other_lists"].opens(sight.label))
        or (is_office(sight.label) and is_group_label(sight.above))
        or (PHRASES["served"].opens(sight.label) and lists_services(sight))
    )


def is_below_title_of_services(sight: Sight) -> bool:
    """A list without a heading of its own on the page "Layanan | Dinas ...": names in company of a sure one,
    no papers and no steps."""
    heads = sight.section.path[1:]
    return (
        is_group_label(sight.page.own_title)
        and sight.zone == "main"
        and (sight.kind is SectionKind.PARAGRAPH or _is_unit(sight, bare_label(sight.label)))
        and (not heads or (len(heads) == 1 and (is_group_label(sight.above) or _is_unit(sight, sight.above))))
        and (MARKED.search(sight.body) is not None or " | " in sight.body)
        and not lists_papers(sight)
        and PHRASES["stations"].search(sight.body) is None
        and any(is_service_name(uncounted(item).strip()) for item in _ITEMS.split(sight.body))
    )


def is_under_group(sight: Sight) -> bool:
    """A card or row under "Jenis Pelayanan": its title names a service, whatever its words."""
    label = bare_label(sight.label)
    return (
        bool(sight.section.path)
        and (is_group_label(sight.above) or _heads_page_of_services(sight) or _is_in_part_of_group(sight))
        and sight.kind in {SectionKind.HEADING, SectionKind.PANEL, SectionKind.DEFINITION, SectionKind.ROW}
        and not (sight.body.strip() and sight.is_placeholder)
        and not _is_of_a_shop(sight)
        and not PHRASES["company_services"].opens(label)
        and 3 <= len(label) <= 60
        and label.count(" ") <= 6
        and not PHRASES["not_items"].search(label)
        and not is_part(label)
        and not is_office(label)
        and not is_praise(label)
        and not _is_unit(sight, label)
    )


def _is_in_part_of_group(sight: Sight) -> bool:
    """A card below "Rehabilitasi Sosial", below "Layanan Kami": it tells what it gives, so do those beside
    it, and one of them is surely called as services are."""
    path = sight.section.path
    if len(path) < 2 or not is_group_label(folded(path[-2])) or is_part(bare_label(sight.above)):
        return False
    beside = [
        other
        for other in sight.page.sections
        if other.section.path == path and other.kind is sight.kind and other.label
    ]
    return (
        len(beside) >= 2
        and all(_tells(other) and may_be_listed(other.label) for other in beside)
        and any(is_service_name(other.label) for other in beside)
    )


def lists_links(sight: Sight) -> bool:
    """A part of the services ("Klaster 2" below "Layanan Kami") that is nothing but links side by side, one
    of them surely to a service."""
    if not is_group_label(sight.above) or sight.zone != "main":
        return False
    return any(is_service_name(fold(text.strip())) for text in in_links(sight))


def _heads_page_of_services(sight: Sight) -> bool:
    """One of several headings right below the title "Layanan | Dinas ...", with something told under each."""
    if len(sight.section.path) != 1 or sight.zone != "main" or not is_group_label(sight.page.own_title):
        return False
    beside = [other for other in sight.page.sections if other.section.path == sight.section.path]
    told = [other for other in beside if _tells(other)]
    return len(told) >= 2 and _tells(sight) and any(_is_of_service(other) for other in told)


def _is_of_service(sight: Sight) -> bool:
    """Called as services are, or as an app is ("SIMANTAP"); "Tim Profesional" is praise."""
    label = bare_label(sight.label)
    return is_service_name(sight.label) or (sight.section.label.isupper() and label.isalpha())


def _tells(sight: Sight) -> bool:
    told = sight.kind is SectionKind.HEADING and sight.zone == "main" and len(sight.body) >= _TOLD
    if bare_label(sight.label).endswith(" kami"):
        return False
    return told and not is_part(bare_label(sight.label)) and not is_office(sight.label)


def _is_of_a_shop(sight: Sight) -> bool:
    """A card under "Produk", among which goods are sold, and that is called by no service."""
    if "produk" not in {bare_label(sight.above), bare_label(sight.page.own_title)}:
        return False
    beside = (other for other in sight.page.sections if other.section.path == sight.section.path)
    return not is_service_name(sight.label) and any(PHRASES["goods"].search(other.body) for other in beside)


def _is_unit(sight: Sight, label: str) -> bool:
    """The unit itself, as the headline over all of its page "Pelayanan"."""
    unit = sight.page.unit_name
    return bool(unit and label) and (label.startswith(unit) or unit.startswith(label))
