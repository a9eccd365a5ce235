"""What a site offers beside the standard: links to national systems, signed documents, accessibility.

Found        a link a visitor can follow, a document with a signature, a page a browser examined.
Not found    everything the site offered was read, nothing of the kind.
Not tested   the site could not be read, or no browser examined it.
Findings of their own: they give no points and change no verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Literal

import msgspec

from auditor.models import (
    Accessibility,
    Evidence,
    Feature,
    Link,
    Page,
    Signature,
    Site,
    SiteStatus,
    Snapshot,
    Source,
)
from auditor.text import fold
from auditor.urls import host_of, registered_domain

_Absent = Literal["not_found", "not_tested"]
_PROOFS = 3
_IMPACTS = ("critical", "serious", "moderate", "minor")  # axe-core's, worst first


class System(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A national or regional system a site may link to; see ``features.toml``."""

    code: str
    title: str
    source: str
    hosts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    own_region: bool = False


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A certificate authority by the words of its name."""

    code: str
    title: str
    words: tuple[str, ...]
    source: str


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    systems: tuple[System, ...]
    authorities: tuple[Authority, ...]


@cache
def data() -> _Data:
    """The systems and authorities looked for."""
    return msgspec.toml.decode(files(__package__).joinpath("features.toml").read_bytes(), type=_Data)


def find(snapshot: Snapshot, site: Site) -> tuple[Feature, ...]:
    """All features of one unit, in the order of the data file; ``snapshot`` without tainted pages."""
    there = site.status is SiteStatus.ONLINE and snapshot.reached
    pages = snapshot.pages if there else ()
    absent: _Absent = "not_found" if there and not snapshot.unread else "not_tested"
    offers = _offers(pages)
    found = [_linked(system, snapshot, offers, absent) for system in data().systems]
    return (*found, _signed(pages, absent), _accessible(snapshot.accessibility))


_Offers = dict[tuple[str, str], tuple[Page, Link, str]]


def _offers(pages: Sequence[Page]) -> _Offers:
    """Every address the unit's own pages link to in words, by the host it stands on, with its own host: menus
    repeat on every page, and the first page that offers it is the proof."""
    found: _Offers = {}
    met: dict[str, set[str]] = {}
    for page in pages:
        if page.fetch.external:
            continue
        here = host_of(page.fetch.url)
        known = met.setdefault(here, set())
        for link in _links(page):
            if link.url not in known and link.text.strip():
                known.add(link.url)
                found[link.url, here] = (page, link, host_of(link.url).removeprefix("www."))
    return found


def _linked(system: System, snapshot: Snapshot, offers: _Offers, absent: _Absent) -> Feature:
    if system.names and not any(name in fold(snapshot.agency.name) for name in system.names):
        return Feature(code=system.code, state="not_applicable")
    proofs: dict[str, Evidence] = {}
    for (url, here), (page, link, host) in offers.items():
        if url not in proofs and _leads_to(system, url, host, here):
            proofs[url] = _evidence(page, f"{' '.join(link.text.split())} → {url}")
    shown = tuple(proofs.values())[:_PROOFS]
    return Feature(code=system.code, state="found" if shown else absent, evidence=shown)


def _links(page: Page) -> Iterator[Link]:
    return chain(page.links, *(section.links for section in page.sections))


def _leads_to(system: System, url: str, host: str, here: str) -> bool:
    for place in system.hosts:
        name, slash, path = place.partition("/")
        if (host == name or host.endswith("." + name)) and f"{slash}{path}" in url:
            return True
    if not system.own_region or host == here.removeprefix("www."):
        return False
    if registered_domain(host) != registered_domain(here):
        return False
    return any(host.partition(".")[0].startswith(label) for label in system.labels)


def _signed(pages: Sequence[Page], absent: _Absent) -> Feature:
    signed = [(page, item) for page in pages for item in page.signatures]
    facts = Counter(authority_of(item) for _, item in signed)
    damaged = sum(not item.intact for _, item in signed)
    proofs = tuple(_evidence(page, signature_words(item)) for page, item in signed[:_PROOFS])
    counted = {code: str(count) for code, count in sorted(facts.items())}
    if damaged:
        counted["damaged"] = str(damaged)
    return Feature(
        code="signed_document", state="found" if signed else absent, evidence=proofs, facts=counted
    )


def authority_of(signature: Signature) -> str:
    """Code of the known authority behind a signature, else ``other``."""
    issuer = fold(signature.issuer)
    return next(
        (item.code for item in data().authorities if any(word in issuer for word in item.words)), "other"
    )


def signature_words(signature: Signature) -> str:
    """A signature in a line: who, by whose certificate, when, and whether the file is unchanged."""
    state = "utuh" if signature.intact else "RUSAK atau berubah sesudah ditandatangani"
    when = f", {signature.signed_at[:10]}" if signature.signed_at else ""
    return f"{signature.signer} (penerbit sertifikat: {signature.issuer}{when}); tanda tangan {state}"


def _accessible(seen: Sequence[Accessibility]) -> Feature:
    if not seen:
        return Feature(code="accessibility", state="not_tested")
    impacts = Counter[str]()
    for page in seen:
        for barrier in page.barriers:
            impacts[barrier.impact] += barrier.count
    facts = {"pages": str(len(seen)), "engine": seen[0].engine}
    facts |= {impact: str(count) for impact, count in sorted(impacts.items())}
    worst = sorted(
        ((page, barrier) for page in seen for barrier in page.barriers),
        key=lambda pair: (_IMPACTS.index(pair[1].impact) if pair[1].impact in _IMPACTS else 9, pair[1].rule),
    )
    proofs = tuple(
        Evidence(
            url=page.url,
            source=Source.RENDERED,
            locator=barrier.rule,
            snippet=f"{barrier.help} ({barrier.impact}, {barrier.count} tempat)",
            sha256="",
            fetched_at=page.at,
        )
        for page, barrier in worst[:5]
    )
    return Feature(code="accessibility", state="found", evidence=proofs, facts=facts)


def _evidence(page: Page, snippet: str) -> Evidence:
    return Evidence(
        url=page.fetch.url,
        source=page.source,
        locator="",
        snippet=snippet[:300],
        sha256=page.fetch.sha256,
        fetched_at=page.fetch.fetched_at,
    )
