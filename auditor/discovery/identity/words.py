"""What a page's host, title and text say of whose it is: names of reasons, weighed in ``weights.toml``."""

from __future__ import annotations

import re

from auditor.discovery.aliases import names_of
from auditor.discovery.hosts import label_fits
from auditor.discovery.identity.others import names_other, other_host, part_of
from auditor.discovery.identity.records import SAME, Case
from auditor.discovery.names import PLACED, ROMAN, fold
from auditor.models import DomainClass, Kind
from auditor.reference import bare_name
from auditor.urls import classify_domain


def host_signs(case: Case) -> list[str]:
    """Signs of the host: whose domain it is, and whose name its labels spell."""
    domain = classify_domain(case.host, case.region, case.regions)
    found: list[str] = []
    if domain is DomainClass.GO_ID:
        found.append("own_go_id")
    elif domain is DomainClass.GO_ID_OTHER:
        holder = case.regions.by_host(case.host)
        if holder is not None and holder.code != case.region.code[:2]:
            found.append("other_region_go_id")
    elif domain is DomainClass.DESA_ID and case.own.kind != "desa":
        found.append("village_domain")
    if case.labels:
        if max(label_fits(label, case.agency, case.region) for label in case.labels) >= 0.8:
            found.append("host_label")
        elif other_host(case, case.label):
            # Below a path, under a title of its own, another unit's host only lends the room.
            lent = case.inner and any(case.like(title) >= SAME for title in case.titles)
            found.append("hosted_by_other_unit" if lent else "other_unit_host")
    elif domain in (DomainClass.NON_GO_ID, DomainClass.FREE_HOST):
        first = case.host.removeprefix("www.").partition(".")[0]
        if label_fits(first, case.agency, case.region) >= 0.8 or _spelled(case, first):
            found.append("host_names_unit")
    return found


def title_signs(case: Case) -> list[str]:
    """The one sign of what the page calls itself: title, headline, logo, site name."""
    best = max((case.like(title) for title in case.titles), default=0.0)
    if best < 1.0 and any(title in case.neighbours for title in case.titles):
        return ["other_unit_title"]
    if best >= SAME:
        return ["title"]
    if max((case.like(mark) for mark in case.marks), default=0.0) >= SAME:
        return ["mark"]
    if any(names_other(case, title) for title in case.titles):
        return ["other_unit_title"]
    if (best >= 0.6 and case.own.kind not in PLACED) or any(part_of(case, title) for title in case.titles):
        return ["title_in_part"]
    return ["portal_title"] if _is_portal_title(case) else []


def _is_portal_title(case: Case) -> bool:
    """Only the region is named: where any name is answered (wildcard DNS), this is the portal."""
    if case.agency.kind is Kind.PORTAL or any(title.words for title in case.titles):
        return False
    region = re.escape(fold(bare_name(case.region)))
    return bool(re.search(rf"\b(?:pemerintah|{region})\b", case.title))


def text_signs(case: Case) -> list[str]:
    """Whether the text names the unit, also shortened ("pkm Sungai Kakap")."""
    spelled = "|".join(re.escape(fold(name)) for name in names_of(case.agency) if fold(name))
    short = " ".join((*case.own.words, case.own.number)).strip()
    if spelled and re.search(rf"\b(?:{spelled})\b", case.text):
        return ["name_in_text"]
    if case.own.kind in ("puskesmas", "kecamatan", "kelurahan", "rsud") and short:
        numbers = rf"(?:{re.escape(short)}|{re.escape(' '.join(case.own.words))} {_roman(case.own.number)})"
        kinds = {"puskesmas": "puskesmas|pkm", "kecamatan": "kecamatan|kec", "kelurahan": "kelurahan|kel"}
        if re.search(rf"\b(?:{kinds.get(case.own.kind, 'rsud')}) {numbers}\b", case.text):
            return ["name_in_text"]
    return []


def _spelled(case: Case, label: str) -> bool:
    plain = label.replace("-", "")
    return case.own.kind in PLACED and len("".join(case.own.words)) > 3 and "".join(case.own.words) in plain


def _roman(number: str) -> str:
    return ROMAN[int(number) - 1] if number and 0 < int(number) <= len(ROMAN) else "0"
