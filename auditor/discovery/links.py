"""A portal's list of its units: which link is which unit's website."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.discovery.aliases import names_in
from auditor.discovery.hosts import label_fits, labels_below
from auditor.discovery.names import Name, parse, similarity
from auditor.models import Agency, Link, Region
from auditor.reference import load_policy
from auditor.urls import (
    UrlError,
    canonical,
    host_of,
    is_directory,
    is_social,
    is_vendor_application,
    social_account,
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
    own = names_in(agency, region)
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


def accounts_from_links(agency: Agency, region: Region, links: Iterable[Link]) -> list[str]:
    """Accounts on social networks that a list names the unit beside, in the order of the list."""
    own = names_in(agency, region)
    found = [
        account
        for link in links
        if is_social(link.url)
        and (account := social_account(link.url))
        and any(similarity(name, parse(_without_network(link.text), region)) >= LEAST for name in own)
    ]
    return list(dict.fromkeys(found))


def _without_network(text: str) -> str:
    networks = (site.name for site in load_policy().social.sites)
    return re.sub(rf"(?i)\b(?:{'|'.join(map(re.escape, networks))}|ig|fb)\b", " ", text).strip(" :-|@")


def _offer(agency: Agency, region: Region, own: tuple[Name, ...], *, text: str, url: str) -> Offer | None:
    said = parse(text, region)
    by_text = max((similarity(name, said) for name in own), default=0.0) if text.strip() else 0.0
    labels = labels_below(host_of(url), region)
    by_host = max((label_fits(label, agency, region) for label in labels), default=0.0)
    if by_text < LEAST and not (by_host == 1.0 and (by_text >= 0.5 or not text.strip())):
        return None
    score = min(1.0, by_text + (0.1 if by_host >= LEAST else 0.0)) if by_text >= LEAST else 0.8
    reason = "link_text" if by_host < LEAST else "link_text_and_host" if by_text >= LEAST else "host_label"
    return Offer(url, round(score, 3), text.strip(), reason)
