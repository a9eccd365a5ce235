"""Which hosts a unit may have: labels really used, in the order of how often they are.

Only ``{label}.{domain}`` is worth trying (and the same under a former domain): that is what the
counted hosts look like. Candidates need checking by DNS and content; wildcard DNS answers for all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.discovery.aliases import names_in, names_of
from auditor.discovery.habits import Habit, packaged_habit
from auditor.discovery.labels import agency_labels, filled, likely_labels, sure_labels
from auditor.discovery.names import PLACED, parse, similarity
from auditor.models import Agency, Kind, Region
from auditor.reference import load_kinds
from auditor.urls import registered_domain

MAX_CANDIDATES = 30
"""Hosts tried for one unit: each costs the region's name server a question."""


def candidate_hosts(agency: Agency, region: Region, habit: Habit | None = None) -> list[str]:
    """Hosts worth asking for, best first, at most MAX_CANDIDATES; empty without a known domain."""
    if not region.domain:
        return []
    habit = habit or packaged_habit(region)
    if agency.kind is Kind.PORTAL:
        return _portal_hosts(region)
    labels = list(dict.fromkeys(_all_names(agency, region, habit)))
    # DKI's cities have sub-domains of the province's domain, their units do not.
    main = registered_domain(region.domain)
    others = [domain for domain in (region.domain, *region.other_domains) if domain != main]
    first_www = habit.www > 0.5
    hosts: list[str] = list(_outside(agency, region, habit))
    for label in labels[: MAX_CANDIDATES // 2]:
        host = f"{label}.{main}"
        hosts += [f"www.{host}", host] if first_www else [host]
    for domain in others[:2]:  # a former domain often keeps a few live hosts
        hosts += [f"{label}.{domain}" for label in labels[:4]]
    if not first_www:
        hosts += [f"www.{label}.{main}" for label in labels[:4]]
    hosts += [f"{label}.{main}" for label in labels[MAX_CANDIDATES // 2 :]]
    return list(dict.fromkeys(hosts))[:MAX_CANDIDATES]


def _all_names(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
    """Labels of the unit's name, then a few of each other name it goes or went by."""
    names = names_of(agency)
    first, *others = (likely_labels(replace(agency, name=name, notes=""), region, habit) for name in names)
    yield from itertools.islice(first, MAX_CANDIDATES // 3)
    for more in others[:3]:
        yield from itertools.islice(more, 5)
    for name in names[1:]:
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,30}", name):
            yield name.lower()  # an abbreviation is a label as it stands
    yield from first


def _outside(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
    """Hosts outside the region's domain, in a form that at least two siblings follow."""
    kind = parse(agency.name, region).kind
    for template, count in habit.own.get(kind, {}).items():
        if not template.startswith("//") or count < 2:
            continue
        if kind in PLACED:
            yield from filled(template[2:], agency.name, region)
        else:
            labels = itertools.islice(agency_labels(agency, region, habit), 3)
            yield from (template[2:].format(label=label) for label in labels)


def label_fits(label: str, agency: Agency, region: Region) -> float:
    """How well a host's first label names the unit, 0 to 1 (1: a form known to be used)."""
    label = label.lower()
    plain = label.replace("-", "")
    if plain in sure_labels(agency, region):
        return 1.0
    spaced = parse(label.replace("-", " "), region)
    agencies = (own for own in names_in(agency, region) if own.kind not in PLACED)
    return max((similarity(own, spaced) for own in agencies), default=0.0)


def may_name(host: str, agency: Agency, region: Region) -> bool:
    """Whether a host somebody else saw below the region's domain may be the unit's: it bears its name."""
    for label in labels_below(host, region):
        plain = label.replace("-", "")
        for own in names_in(agency, region):
            words = "".join(own.words)
            if own.kind in PLACED:
                if len(words) > 3 and words in plain:
                    return True
            elif similarity(own, parse(label.replace("-", " "), region)) >= 0.6:
                return True
    return False


def labels_below(host: str, region: Region) -> tuple[str, ...]:
    """All labels before the region's domain, the outermost first (``ppid.dinkes.x.go.id``: dinkes, ppid)."""
    bare = host.removeprefix("www.")
    parent = registered_domain(region.domain) if region.domain else ""
    for domain in (region.domain, *region.other_domains, parent):
        if domain and bare.endswith(f".{domain}"):
            return tuple(reversed(bare.removesuffix(f".{domain}").split(".")))
    return ()


def label_kind(label: str) -> str:
    """The kind of unit a label stands for when exactly one kind uses it, else ''."""
    plain = label.lower().replace("-", "")
    kinds = [
        kind.id
        for kind in load_kinds().values()
        if kind.usual != "aplikasi" and plain in {known.replace("-", "") for known in kind.labels}
    ]
    return kinds[0] if len(kinds) == 1 else ""


def _portal_hosts(region: Region) -> list[str]:
    hosts = [h for d in (region.domain, *region.other_domains) for h in (f"www.{d}", d)]
    return [*hosts, f"portal.{region.domain}"]
