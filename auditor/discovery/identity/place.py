"""What a page says of where it lies: regions named, districts, area codes, whom it links to."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from auditor.discovery.identity.records import Case
from auditor.discovery.names import fold, parse
from auditor.models import DomainClass, Kind, Region
from auditor.reference import all_districts, all_puskesmas, bare_name, load_districts
from auditor.urls import classify_domain, host_of

_AREA = re.compile(r"(?<!\d)\(?(?:\+62|0)[\s-]?([2-79]\d{1,2})\)?[\s.-]*\d{5,8}(?!\d)")


def region_signs(case: Case) -> list[str]:
    """The one sign of which regions the text names."""
    own, other = _mentions(case)
    if own:
        return ["region_in_text"] if own >= other else ["regions_mixed"]
    # A go.id host of the region says where it is; elsewhere the text has to.
    own_host = classify_domain(case.host, case.region, case.regions) is DomainClass.GO_ID
    if other and not own_host:
        return ["other_region_in_text"]
    return [] if own_host else ["region_not_named"]


def near_signs(case: Case) -> list[str]:
    """Signs of the place beside its name: who is linked, which district, which area code."""
    if classify_domain(case.host, case.region, case.regions) is DomainClass.GO_ID:
        return []
    found: list[str] = []
    holders = Counter(_holder(case, host_of(link.url)) for link in case.links)
    if holders["own"]:
        found.append("links_to_region")
    elif holders["other"]:
        found.append("links_to_other_region")
    pattern = _district_pattern(case.region)
    named = {match[1] for match in pattern.finditer(case.text)} if pattern else set()
    if named - {" ".join(own.words) for own in case.names}:
        found.append("district_in_text")
    codes = set(_AREA.findall(case.plain))
    if codes and case.around.area_codes:
        known = bool(codes & case.around.area_codes)
        found.append("area_code" if known else "other_area_code")
    return found


def _holder(case: Case, host: str) -> str:
    """Whose government host a link leads to: ``own``, ``other`` region, or nobody's."""
    bare = host.removeprefix("www.")
    if not bare.endswith(".go.id") or bare == case.host.removeprefix("www."):
        return ""
    if any(bare == domain or bare.endswith(f".{domain}") for domain in case.around.domains):
        return "own"
    holder = case.regions.by_host(bare)
    if holder is None or holder.code == case.region.code[:2]:
        return ""
    return "own" if holder.code == case.region.code else "other"


@lru_cache(maxsize=1024)
def _district_pattern(region: Region) -> re.Pattern[str] | None:
    """The region's districts whose names no other region's district bears."""
    names = [fold(unit.name) for unit in load_districts(region.code)]
    unique = [re.escape(name) for name in names if _districts_named()[name] == 1]
    return re.compile(rf"\b(?:kecamatan|kec) ({'|'.join(unique)})\b") if unique else None


@lru_cache(maxsize=1)
def _districts_named() -> Counter[str]:
    return Counter(fold(unit.name) for unit in all_districts())


def one_of_its_name(case: Case) -> bool:
    """Whether no namesake in another region can be meant, though the page itself does not say where it lies.

    Agencies have one in every region; a puskesmas whose name the register holds once has none.
    """
    if case.listed or case.agency.kind is Kind.PORTAL:
        return True
    if case.own.kind != "puskesmas":
        return False
    return _puskesmas_named()[("".join(case.own.words), case.own.number)] == 1


@lru_cache(maxsize=1)
def _puskesmas_named() -> Counter[tuple[str, str]]:
    names = (parse(unit.name) for unit in all_puskesmas())
    return Counter(("".join(name.words), name.number) for name in names)


def _mentions(case: Case) -> tuple[int, int]:
    """How often the text and titles name the own region, and the most named other one."""
    counts: Counter[str] = Counter()
    for match in _region_pattern(case.regions.spoken_names).finditer(case.text):
        kind = "kota" if match[1].startswith("kota") else "kabupaten"
        for code in case.regions.bare_names.get(match[2].replace(" ", ""), ()):
            if case.regions[code].kind == kind:
                counts[code] += 1
    bare = fold(bare_name(case.region))
    own = counts.pop(case.region.code, 0)
    if not own and len(case.regions.bare_names.get(bare.replace(" ", ""), ())) == 1:
        # "Puskesmas Sambas" does not yet say that the page is of Kabupaten Sambas.
        around = case.text.replace(fold(case.agency.name), " ")
        own = min(1, len(re.findall(rf"\b{re.escape(bare)}\b", around)))
    return own, max(counts.values(), default=0)


@lru_cache(maxsize=4)
def _region_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted({fold(name) for name in names}, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(kabupaten|kab|kota)(?: administrasi)? ({'|'.join(map(re.escape, longest))})\b")
