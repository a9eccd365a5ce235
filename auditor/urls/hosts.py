"""Whose name a host lives under, and what kind of host it is (``reference/domain_policy.toml``)."""

from __future__ import annotations

from functools import cache, lru_cache

import tldextract

from auditor.models import DomainClass, Region
from auditor.reference import Regions, bare_name, load_kinds, load_policy, squeeze
from auditor.reference.policy import under
from auditor.urls.canonical import KEPT


@cache
def _suffixes() -> tldextract.TLDExtract:
    # Free hosts count as suffixes: each sub-domain has an owner of its own.
    policy = load_policy()
    hosts = tuple(host for host in policy.free_hosts.hosts if host not in policy.path_hosts.hosts)
    return tldextract.TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=hosts
    )


@lru_cache(maxsize=KEPT)
def registered_domain(host: str) -> str:
    """The domain somebody registered: ``dinkes.kuburayakab.go.id`` → ``kuburayakab.go.id``.

    ``go.id``, ``desa.id`` and free hosts (``blogspot.com``) are suffixes. A host without a known
    suffix (an IP address, ``localhost``) is returned as it is.
    """
    host = host.lower().rstrip(".")
    return _suffixes()(host).top_domain_under_public_suffix or host


def classify_domain(host: str, region: Region | None, regions: Regions) -> DomainClass:
    """Whose name a host lives under, seen from ``region`` (None: any region is its own).

    Basis: PM Kominfo 28/2006 and 5/2015 (``domain_policy.toml``). A unit's own registered name
    (``dprd-xkab.go.id``) is the region's when the rest of the name is.
    """
    host = host.lower().rstrip(".")
    if not host:
        return DomainClass.NONE
    policy = load_policy()
    suffix = _suffixes()(host).suffix
    if suffix in policy.suffixes.village:
        return DomainClass.DESA_ID
    if suffix in policy.suffixes.government:
        return DomainClass.GO_ID if _own(host, region, regions) else DomainClass.GO_ID_OTHER
    if under(host, policy.free_hosts.hosts):
        return DomainClass.FREE_HOST
    return DomainClass.NON_GO_ID


def _own(host: str, region: Region | None, regions: Regions) -> bool:
    if region is None:
        return regions.by_host(host) is not None
    if under(host, _own_domains(region)):
        return True
    label = registered_domain(host).partition(".")[0]
    if regions.by_host(host) or label.startswith(load_policy().not_regional.prefixes):
        return False
    names = _own_labels(region, regions)
    return any(rest in names for rest in _without_unit(label))


@lru_cache(maxsize=4096)
def _own_domains(region: Region) -> frozenset[str]:
    """A region's domains. DKI's cities live below the province's, whose agencies serve them."""
    domains = {domain for domain in (region.domain, *region.other_domains) if domain}
    return frozenset(domains | {registered_domain(domain) for domain in domains})


@lru_cache(maxsize=4096)
def _own_labels_of(region: Region, shared: bool) -> frozenset[str]:
    bare = squeeze(bare_name(region))
    labels = {squeeze(d.partition(".")[0]) for d in (region.domain, *region.other_domains) if d}
    short = {"kabupaten": "kab", "kota": "kota", "provinsi": "prov"}[region.kind]
    labels |= {f"{bare}{short}", f"{short}{bare}", f"pemkab{bare}" if short == "kab" else f"pem{short}{bare}"}
    if not shared:
        labels.add(bare)
    return frozenset(labels)


def _own_labels(region: Region, regions: Regions) -> frozenset[str]:
    shared = len(regions.bare_names.get(squeeze(bare_name(region)), ())) > 1
    return _own_labels_of(region, shared)


@cache
def _unit_labels() -> tuple[str, ...]:
    labels = {squeeze(label) for kind in load_kinds().values() for label in kind.labels}
    return tuple(
        sorted((label for label in labels if len(label) > 2), key=lambda label: (-len(label), label))
    )


def _without_unit(label: str) -> list[str]:
    """What is left of a registered label when a unit's abbreviation before or behind it goes."""
    whole = squeeze(label)
    rests = [whole]
    for unit in _unit_labels():
        if whole.startswith(unit):
            rests.append(whole.removeprefix(unit))
        if whole.endswith(unit):
            rests.append(whole.removesuffix(unit))
    head, hyphen, tail = label.partition("-")
    if hyphen:
        rests += [squeeze(tail), squeeze(head)]
    return rests


def is_vendor_application(host: str) -> bool:
    """Whether the host is a vendor's application used by units, no website of a unit."""
    return bool(under(host.lower(), load_policy().vendor_applications.hosts))


def is_directory(host: str) -> bool:
    """Whether the host lists or describes other people's units (maps, registers, news)."""
    return bool(under(host.lower(), load_policy().directories.hosts))
