"""A portal's list of its units: which link is which unit's website."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.discovery.hosts import first_label, label_fits
from auditor.discovery.names import Name, parse, similarity
from auditor.models import Agency, Link, Region
from auditor.urls import (
    UrlError,
    canonical,
    host_of,
    is_directory,
    is_social,
    is_vendor_application,
    unwrap,
)

LEAST = 0.8
"""Least likeness of a link's text to the unit's name; below it names of other units begin."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that may lead to the unit's website. ``score`` 0-1; ``text`` as on the page."""

    url: str
    score: float
    text: str
    reason: str


def from_links(agency: Agency, region: Region, links: Iterable[Link]) -> list[Offer]:
    """Links of a list that name the unit, best first, one per address.

    Social networks, maps, registers and vendor applications are no websites and left out.
    """
    own = parse(agency.name, region)
    best: dict[str, Offer] = {}
    for link in links:
        try:
            url = unwrap(canonical(link.url))
        except UrlError:
            continue
        host = host_of(url)
        if is_social(url) or is_directory(host) or is_vendor_application(host):
            continue
        offer = _offer(agency, region, own, text=link.text, url=url)
        if offer and (url not in best or offer.score > best[url].score):
            best[url] = offer
    return sorted(best.values(), key=lambda offer: (-offer.score, len(offer.url), offer.url))


def _offer(agency: Agency, region: Region, own: Name, *, text: str, url: str) -> Offer | None:
    label = first_label(host_of(url), region)
    by_text = similarity(own, parse(text, region)) if text.strip() else 0.0
    by_host = label_fits(label, agency, region) if label else 0.0
    if by_text < LEAST and not (by_host == 1.0 and (by_text >= 0.5 or not text.strip())):
        return None
    score = min(1.0, by_text + (0.1 if by_host >= LEAST else 0.0)) if by_text >= LEAST else 0.8
    reason = "link_text" if by_host < LEAST else "link_text_and_host" if by_text >= LEAST else "host_label"
    return Offer(url, round(score, 3), text.strip(), reason)
