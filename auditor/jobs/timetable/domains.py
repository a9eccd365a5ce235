"""The registered domain a unit lies on, as far as it is told without asking anybody."""

from __future__ import annotations

from auditor.models import Agency
from auditor.reference import Regions
from auditor.urls import UrlError, host_of, registered_domain, website_address


def domain_of(agency: Agency, regions: Regions) -> str:
    """The registered domain of the unit's website, or of its region where none is known."""
    host = named_host(agency)
    if host:
        return registered_domain(host) or host
    region = regions.get(agency.region)
    return region.domain if region is not None and region.domain else f"wilayah {agency.region}"


def named_host(agency: Agency) -> str:
    """The host of the website that the unit names; empty where it names none."""
    try:
        return host_of(website_address(agency.website)) if agency.website else ""
    except UrlError:
        return ""
