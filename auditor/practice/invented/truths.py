"""The true answers on an invented region's units."""

from __future__ import annotations

from auditor.models import Agency, DomainClass, Kind, Region, SiteStatus
from auditor.practice.invented.draft import Draft
from auditor.practice.invented.records import Truth

FREE = (".blogspot.com", ".wordpress.com")
_STATUS = {
    "hacked": SiteStatus.HACKED,
    "under_construction": SiteStatus.UNDER_CONSTRUCTION,
    "blocked": SiteStatus.BLOCKED,
    "dead_stated": SiteStatus.DEAD,
    "parked_stated": SiteStatus.PARKED,
    "social_only": SiteStatus.SOCIAL_ONLY,
}


def portal_truth(region: Region) -> Truth:
    """The portal itself: online, and stated in the target file."""
    url = f"https://{region.domain}/"
    agency = Agency(
        unit_id=f"{region.code}-portal",
        name=f"Portal {region.name}",
        kind=Kind.PORTAL,
        region=region.code,
        website=url,
    )
    return Truth(
        agency=agency, status=SiteStatus.ONLINE, domain=DomainClass.GO_ID, urls=(url,), known_by="stated"
    )


def truth_of(draft: Draft, region: Region) -> Truth:
    """What is true of a unit, once everything has befallen it."""
    agency = Agency(
        unit_id=draft.unit_id,
        name=draft.name,
        kind=draft.kind,
        region=region.code,
        website=draft.website,
        parent=draft.parent,
    )
    status = _STATUS.get(draft.trap, SiteStatus.ONLINE if draft.urls else SiteStatus.NONE)
    return Truth(
        agency=agency,
        status=status,
        domain=_domain(draft, region, status),
        urls=tuple(draft.urls),
        trap=draft.trap,
        known_by=draft.known_by,
    )


def _domain(draft: Draft, region: Region, status: SiteStatus) -> DomainClass:
    if status in (SiteStatus.NONE, SiteStatus.SOCIAL_ONLY):
        return DomainClass.NONE
    where = (draft.urls[0] if draft.urls else draft.website).partition("://")[2].partition("/")[0]
    if where == region.domain or where.endswith("." + region.domain):
        return DomainClass.GO_ID
    return DomainClass.FREE_HOST if where.endswith(FREE) else DomainClass.NON_GO_ID
