"""Whose lists tell of a region's units: the hosts of its portal and of its health office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.clock import now
from auditor.discovery import candidate_hosts, from_links
from auditor.models import Agency, Asked, Kind, Link, Region
from auditor.spiders.lists import directory_rules
from auditor.spiders.names import Names
from auditor.spiders.unknown_names import parent_of
from auditor.urls import host_of, is_social


async def list_hosts(
    region: Region, source: str, units: Sequence[Agency], links: Sequence[Link], names: Names
) -> tuple[list[str], Asked | None]:
    """Hosts whose lists to read, or why there is nothing to read.

    ``units`` are the region's, ``links`` those of the portal's lists.
    """
    stated = [
        host_of(unit.website)
        for unit in units
        if unit.website and not is_social(unit.website) and _keeps_lists(unit, source)
    ]
    if source == "portal":
        own = [f"www.{region.domain}", region.domain] if region.domain else []
        hosts = list(dict.fromkeys([*own, *stated]))
        return hosts, None if hosts else _absent(source, "domain_unknown")
    name = directory_rules().health_office.name
    named = Agency(unit_id="-", name=name, kind=Kind.OPD, region=region.code)
    office = next((unit for unit in units if _keeps_lists(unit, source)), named)
    offered = [host_of(offer.url) for offer in from_links(office, region, links)]
    portal = {region.domain, *region.other_domains}
    hosts = [host for host in dict.fromkeys([*stated, *offered]) if host.removeprefix("www.") not in portal]
    if not hosts and names.off:
        return candidate_hosts(office, region)[:1], None
    known, wild, cause = await _known(names, candidate_hosts(office, region)) if not hosts else ([], [], "")
    hosts = (hosts + known)[:3] or wild[:4]
    if hosts:
        return hosts, None
    return [], Asked(source=source, state="silent", detail=cause, at=now()) if cause else _absent(
        source, "no_host"
    )


async def _known(names: Names, hosts: Sequence[str]) -> tuple[list[str], list[str], str]:
    """Hosts with an address of their own, hosts only a wildcard answers for, and a cause of silence."""
    known: list[str] = []
    wild: list[str] = []
    cause = ""
    for host in [*hosts[:6], *(f"www.{host}" for host in hosts[:2] if not host.startswith("www."))]:
        answer = await names.ask(host)
        cause = cause or answer.cause
        if answer.addresses:
            unknown = await names.wildcard(parent_of(host))
            (known if unknown.addresses.isdisjoint(answer.addresses) else wild).append(host)
    return known, sorted(wild, key=lambda host: _rank(host, hosts)), cause


def _rank(host: str, hosts: Sequence[str]) -> int:
    bare = host.removeprefix("www.")
    return hosts.index(bare) if bare in hosts else hosts.index(host)


def _keeps_lists(unit: Agency, source: str) -> bool:
    if source == "portal":
        return unit.kind is Kind.PORTAL
    return unit.kind is Kind.OPD and bool(re.search(directory_rules().health_office.names, unit.name))


def _absent(source: str, why: str) -> Asked:
    return Asked(source=source, state="absent", detail=why, at=now())
