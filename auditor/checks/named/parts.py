"""Services that no name tells: a heading with parts of a standard below, or over papers to bring."""

from __future__ import annotations

from functools import cache

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.named.products import Named
from auditor.checks.procedure.papers import PHRASES as STEPS
from auditor.checks.requirement.offered import lists_services
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.words.marks import MARKED, uncounted
from auditor.checks.words.names import (
    is_group_label,
    is_office,
    is_part,
    is_service_name,
    is_site_part,
    normal,
    opens_name,
)
from auditor.checks.words.phrasebook import bare_label, fold
from auditor.models import SectionKind
from auditor.patterns import Owned

PHRASES = Phrases.load("produk")
_NAME = 90  # characters of a name that reads like none
_PARTS = ("part_papers", "part_way", "part_takes")


def has_parts(sight: Sight) -> bool:
    """Two components of a standard stand under the heading: whatever it is called, it is a service."""
    return len({hit.group().strip() for hit in PHRASES["parts"].finditer(sight.body)}) >= 2


def told_in_parts(page: PageSight) -> dict[str, list[Sight]]:
    """Headings that no service is called by ("AMDAL"), with two components of a standard below each: papers
    and anything else, or the way and what it takes. A waterfall has a fee and rules, an SOP of the staff its
    laws and a way. Each with the sections that tell them."""
    parts: dict[str, set[str]] = {}
    met: dict[str, list[Sight]] = {}
    for sight in () if page.is_news else page.sections:
        if sight.kind is not SectionKind.HEADING or sight.service or not sight.section.path:
            continue
        if len(sight.section.path) == 1 and not sight.section.service:
            continue  # only the page's title stands above
        hit = PHRASES["parts"].regex.match(sight.label)
        if hit and sight.body.strip() and not sight.is_placeholder:
            # "Prosedur Pengajuan" has its own word for a service; what it stands below is the one told of
            raw = sight.section.path[-1]
            told = next((part for part in _PARTS if PHRASES[part].opens(uncounted(sight.label))), "")
            papers = told == "part_papers" and REQUIREMENTS["documents"].search(sight.body) is None
            parts.setdefault(raw, set()).add("rules" if papers else told)
            met.setdefault(raw, []).append(sight)
    return {
        raw: met[raw]
        for raw, told in parts.items()
        if _is_told(told) and _may_be_called(bare_label(fold(raw)))
    }


def _is_told(told: set[str]) -> bool:
    return ("part_papers" in told and len(told - {"", "rules"}) >= 2) or {"part_way", "part_takes"} <= told


@cache
def _copies() -> Owned[str]:
    return Owned(("copies", pattern) for pattern in REQUIREMENTS["copies"].loose)


def over_papers(page: PageSight) -> list[Named]:
    """Lines of a poster, each the name of a service with its papers as items below it; two at least."""
    found = []
    shown = () if page.is_news else [sight for sight in page.sections if sight.zone == "main"]
    if not _copies().of("\n".join([sight.body for sight in shown])):
        return []
    for sight in shown:
        if not REQUIREMENTS["copies"].search(sight.body) or sight.is_ppid:
            continue
        if any(REQUIREMENTS["labels"].is_label(head) for head in (sight.label, sight.above)):
            continue  # papers, each with what it must be
        place, lines = 0, sight.section.body.splitlines(keepends=True)
        for line, *below in (lines[at : at + 3] for at in range(len(lines) - 1)):
            name = line.strip(" :.\n\t")
            papers = any(_is_copy(fold(item)) for item in below)
            if papers and _heads_items(line, below) and REQUIREMENTS["given_papers"].opens(fold(name)):
                found.append(Named(name, sight, (place, place + len(line)), 0.7))
            place += len(line)
    return found if len({normal(named.name) for named in found}) >= 2 else []


def _is_copy(item: str) -> bool:
    """ "Fotokopi KTP": of what it is a copy, unlike a paper's own "fotokopi legalisir"."""
    return bool(REQUIREMENTS["copies"].search(item) and REQUIREMENTS["own_papers"].search(item))


def _heads_items(line: str, below: list[str]) -> bool:
    return MARKED.match(line) is None and all(MARKED.match(item) for item in below)


def _may_be_called(label: str) -> bool:
    """A name of a few words that is no office, no question and no part of every site."""
    served = PHRASES["served"].regex.match(label) is not None  # "Layanan Aspirasi" may have a standard too
    known = (
        is_site_part(label) or is_group_label(label) or is_office(label) or (is_part(label) and not served)
    )
    bare = opens_name(label) and not is_service_name(label) and " " not in label
    return 2 <= len(label) <= _NAME and not label.endswith("?") and not known and not bare


def lists_papers(sight: Sight) -> bool:
    """A list of what to bring or do names documents and steps, not services."""
    for phrases in (REQUIREMENTS, STEPS):
        if phrases["labels"].is_label(sight.label) or phrases["labels"].is_label(sight.above):
            return True
    if lists_services(sight):
        return False
    return (
        bool(sight.service) or is_service_name(sight.label) or bool(REQUIREMENTS["copies"].search(sight.body))
    )
