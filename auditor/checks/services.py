"""Named services of a unit, each with the components published of it.

A service comes from what ties sections to it: a table, a heading or card of its name, a document, data
a page draws from (``Section.service``), or an item under "Jenis Pelayanan". Names are compared
without numbering, opening words and spelling of case; the first printed form is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.checks.base import Sight, look
from auditor.checks.named.catalogue import Entry, Places, entries
from auditor.checks.registry import JUDGES
from auditor.checks.words.names import is_service_name, normal
from auditor.models import (
    MANUFACTURING,
    SERVICE_DELIVERY,
    Finding,
    Section,
    Service,
    ServiceFinding,
    Snapshot,
    Value,
    Verdict,
)

__all__ = ["COMPLETE", "Gathered", "complete", "find", "gather", "listed"]

# A complete standard online: the service-delivery part of PermenPANRB 15/2014 that is the service's own
# (complaints are published once for the whole office).
COMPLETE = ("persyaratan", "prosedur", "jangka_waktu", "biaya", "produk")
_JUDGED = (*SERVICE_DELIVERY, *MANUFACTURING)
_JUDGES = {code: JUDGES[code] for code in _JUDGED if code in JUDGES}
_MOST = 400
_RANK = {Verdict.PUBLISHED: 2, Verdict.PARTIAL: 1}


@dataclass
class Gathered:
    """A service and all that is published of it; ``told`` are the published findings by component."""

    name: str
    url: str
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    values: dict[str, list[Value]] = field(default_factory=dict)
    told: dict[str, list[Finding]] = field(default_factory=dict)


def find(snapshot: Snapshot) -> tuple[Service, ...]:
    """The unit's services in the order met, at most 400; components without a verdict are left out."""
    return listed(gather(snapshot))


def gather(snapshot: Snapshot) -> list[Gathered]:
    """The unit's services in the order met, at most 400, with every finding that tells of them."""
    site = look(snapshot)
    known = entries(site.pages)
    made = {entry: _begun(entry) for entry in dict.fromkeys(known.values())}
    names = {name: made[entry] for name, entry in known.items()}
    for page in site.pages if names else ():
        if page.is_ppid or page.external:
            continue
        told = [
            (place, owner)
            for place in page.places_for(_JUDGES)
            if (owner := _owner(page.page.sections[place], names)) is not None
        ]
        if not told or page.is_news_about:  # the dearer question last: most news tell of no service
            continue
        for place, owner in told:
            sight = page.sight(place)
            if not sight.is_nav and not sight.is_ppid:
                _judge(sight, owner)
    places = Places(known)
    kept = [begun for entry, begun in made.items() if begun.told or places.speak_for(entry)]
    return kept[:_MOST]


def _begun(entry: Entry) -> Gathered:
    begun = Gathered(entry.name, entry.page.page.fetch.url)
    begun.verdicts["produk"] = Verdict.PUBLISHED
    return begun


def listed(gathered: list[Gathered]) -> tuple[Service, ...]:
    """The services as a result names them."""
    return tuple(
        Service(
            name=item.name,
            url=item.url,
            components={
                code: ServiceFinding(verdict=item.verdicts[code], values=tuple(item.values.get(code, ())))
                for code in _JUDGED
                if code in item.verdicts
            },
        )
        for item in gathered
    )


def complete(services: tuple[Service, ...]) -> int:
    """How many services have the whole service-delivery standard published."""
    return sum(
        all(
            service.components.get(code) is not None and service.components[code].verdict is Verdict.PUBLISHED
            for code in COMPLETE
            if code != "produk"
        )
        for service in services
    )


def _owner(section: Section, names: dict[str, Gathered]) -> Gathered | None:
    """The service a section belongs to: its own, its label's, or the nearest above it."""
    for name in (section.service, section.label, *reversed(section.path)):
        if name:
            owner = names.get(normal(name))
            if owner is not None and (name == section.service or is_service_name(name.lower())):
                return owner
    return None


def _judge(sight: Sight, owner: Gathered) -> None:
    for component, judge in _JUDGES.items():
        finding = sight.judged(component, judge) if sight.may_be(component) else None
        if finding is None or finding.verdict not in _RANK:
            continue
        had = owner.verdicts.get(component)
        if had is None or _RANK[finding.verdict] > _RANK[had]:
            owner.verdicts[component] = finding.verdict
        if finding.verdict is Verdict.PUBLISHED:
            owner.told.setdefault(component, []).append(finding)
            kept = owner.values.setdefault(component, [])
            for value in finding.values:
                if value not in kept:
                    kept.append(value)
