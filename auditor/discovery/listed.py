"""The units a region's own lists name, laid beside those the reference data expects.

Official names differ from the standard ones in nearly every region; the region's own spelling counts.
A link's words are taken for a unit only when every word of them is a place or a known function: a
headline about an agency is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

from auditor.discovery.links import Offer, from_links
from auditor.discovery.names import PLACED, fold, parse, similarity
from auditor.models import Agency, Kind, Link, Region
from auditor.reference import load_kinds
from auditor.reference.naming import load_abbreviations
from auditor.urls import host_of, is_social

_SURE = 0.9
_SAME = 0.85
_KINDS = {
    "puskesmas": Kind.PUSKESMAS,
    "kecamatan": Kind.KECAMATAN,
    "kelurahan": Kind.KELURAHAN,
    "rsud": Kind.RSUD,
}
_MAX_NAME = 150


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_abbreviations().bodies.words)})\b")


def with_listed(
    agencies: Sequence[Agency], region: Region, listed: Iterable[tuple[Link, str]], day: str
) -> list[Agency]:
    """The expected units with names and addresses from the lists, then units only the lists name.

    ``listed`` are links with the page each stands on; ``day`` (ISO) goes into the notes.
    """
    told_on = list(listed)
    pages = {(link.url, link.text): page for link, page in reversed(told_on)}
    links = [link for link, _ in told_on]
    known = [_completed(agency, region, links, pages, day) for agency in agencies]
    names = [parse(agency.name, region) for agency in known]
    for link in links:
        kind = _unit_kind(link.text, region)
        name = parse(link.text, region)
        if kind is None or any(similarity(name, other) >= _SAME for other in names):
            continue
        names.append(name)
        told = " ".join(link.text.split())
        unit = Agency(
            unit_id=f"{region.code}-{'-'.join(fold(told).split())[:60]}",
            name=told,
            kind=kind,
            region=region.code,
            website=link.url if _is_own(link.url, region) else "",
            notes=f"tercantum di {pages[(link.url, link.text)]}, {day}",
        )
        if unit.unit_id not in {agency.unit_id for agency in known}:
            known.append(unit)
    return known


def _completed(
    agency: Agency, region: Region, links: Sequence[Link], pages: dict[tuple[str, str], str], day: str
) -> Agency:
    if agency.kind is Kind.PORTAL:
        return agency
    offers = [offer for offer in from_links(agency, region, links) if offer.score >= _SURE]
    merged = _merged(agency, region, links) if not offers and agency.kind is Kind.OPD else None
    if merged and parse(merged.text, region).words[0] == parse(agency.name, region).words[0]:
        offers = [Offer(merged.url, _SURE, merged.text, "merged")]
    elif merged:
        note = f'mungkin tergabung dalam "{" ".join(merged.text.split())}"'
        return replace(agency, notes="; ".join(filter(None, (agency.notes, note))))
    if not offers:
        return agency
    best = next((offer for offer in offers if _is_own(offer.url, region)), offers[0])
    page = pages.get((best.url, best.text), "")
    website = agency.website or (best.url if _is_own(best.url, region) else "")
    name = best.text if _unit_kind(best.text, region) else agency.name
    changed = fold(name) != fold(agency.name)
    notes = [agency.notes] if not changed or agency.kind is not Kind.OPD else [f"nama baku: {agency.name}"]
    notes.append(f"tercantum di {page}, {day}" if page else "")
    return replace(
        agency,
        name=" ".join(name.split()) if agency.kind is Kind.OPD else agency.name,
        website=website,
        notes="; ".join(filter(None, notes)),
    )


def _merged(agency: Agency, region: Region, links: Sequence[Link]) -> Link | None:
    """An agency of the lists whose name holds all functions of this one, and more."""
    own = set(parse(agency.name, region).words)
    for link in links:
        if own and _unit_kind(link.text, region) is Kind.OPD and own < set(parse(link.text, region).words):
            return link
    return None


def _unit_kind(text: str, region: Region) -> Kind | None:
    """The kind of unit a link's words name, when they name one and nothing else."""
    folded = fold(text)
    if not _begins().match(folded) or len(text) > _MAX_NAME:
        return None
    name = parse(text, region)
    if name.kind in PLACED:
        return _KINDS.get(name.kind) if name.words and len(name.words) <= 4 else None
    return Kind.OPD if name.words and set(name.words) <= _vocabulary() else None


@cache
def _vocabulary() -> frozenset[str]:
    """All words that names of agencies consist of."""
    kinds = [kind for kind in load_kinds().values() if kind.usual != "aplikasi"]
    names = [parse(name) for kind in kinds for name in (kind.name, *kind.names)]
    functions = [parse(function.name) for function in load_abbreviations().functions]
    return frozenset(word for name in (*names, *functions) for word in name.words)


def _is_own(url: str, region: Region) -> bool:
    """Whether an address may be a website of its own: not the portal's front page, no account."""
    own = host_of(url).removeprefix("www.") in (region.domain, *region.other_domains)
    return not is_social(url) and not (own and urlsplit(url).path in ("", "/"))
