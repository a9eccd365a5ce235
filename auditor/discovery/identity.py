"""Does this site belong to this unit of this region, or to a namesake, the portal, a directory?

Names recur: many regencies have a "Puskesmas Larangan". A site is the unit's when host, title
and text say so together; every reason is kept, so that a person can follow the judgement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from auditor.discovery.hosts import first_label, label_fits, label_kind
from auditor.discovery.names import PLACED, ROMAN, Name, fold, parse, similarity
from auditor.models import Agency, DomainClass, Kind, Link, Region
from auditor.reference import Regions, bare_name, load_districts, load_kinds, load_puskesmas, load_regions
from auditor.urls import (
    classify_domain,
    host_of,
    is_directory,
    is_path_host,
    is_social,
    is_vendor_application,
)

ACCEPT = 0.6
REFUSE = 0.35
"""From ACCEPT on it is the unit's site; below REFUSE it is not; between them a person decides."""

_SEPARATORS = re.compile(r"\s*(?:\||–|—|»|•|·|::|\s-\s|\s:\s|,\s(?=kab|kota|prov))\s*", re.IGNORECASE)
_EMPTY = frozenset({"parked", "suspended", "default_server_page"})
# "hacked" is none of these: a site taken over is still the unit's when its name says so.
_SAME = 0.85
"""Likeness of names from which they are one unit's; typing errors stay above, neighbours below."""
_LIST = 6
"""Links naming so many other units make a page a list of units."""


class Belongs(StrEnum):
    """Whose site it is."""

    OWN = "own"
    UNCLEAR = "unclear"
    OTHER_UNIT = "other_unit"
    NAMESAKE = "namesake"
    PORTAL = "portal"
    LIST = "list"
    DIRECTORY = "directory"
    NEWS = "news"
    SOCIAL = "social"
    EMPTY = "empty"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Identity:
    """``score`` 0-1, the verdict, and what spoke for (+) and against (-) it."""

    score: float
    verdict: Belongs
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    agency: Agency
    region: Region
    regions: Regions
    own: Name
    host: str
    label: str
    titles: tuple[Name, ...]
    text: str


def belongs(  # noqa: PLR0917 - the signature the crawler holds to
    agency: Agency,
    region: Region,
    page_title: str,
    page_text: str,
    url: str,
    links: Sequence[Link] = (),
    *,
    signals: Collection[str] = (),
    regions: Regions | None = None,
) -> Identity:
    """Judge one page (usually the home page, after redirects) as the unit's website.

    ``signals`` are those of ``auditor.signals.page_signals`` for it; ``regions`` the known regions
    (the packaged ones by default).
    """
    regions = regions or load_regions()
    host = host_of(url)
    if shut := _shut(url, host, signals):
        return shut
    case = _Case(
        agency=agency,
        region=region,
        regions=regions,
        own=parse(agency.name, region),
        host=host,
        label=first_label(host, region),
        titles=tuple(parse(part, region) for part in _SEPARATORS.split(page_title) if part.strip()),
        text=fold(page_text[:200_000]),
    )
    score, reasons = 0.0, list[str]()
    for points, reason in (*_host(case), *_title(case), *_text(case), *_place(case)):
        score += points
        reasons.append(f"{'+' if points >= 0 else '-'}{reason}")
    score = round(min(1.0, max(0.0, score)), 3)
    verdict = _special(case, url, links, reasons) or _by_score(score, reasons)
    if verdict not in (Belongs.OWN, Belongs.UNCLEAR):
        score = min(score, round(REFUSE - 0.01, 3))
    return Identity(score, verdict, tuple(reasons))


def _shut(url: str, host: str, signals: Collection[str]) -> Identity | None:
    if not host:
        return Identity(0.0, Belongs.NO, ("-no_host",))
    if is_social(url):
        return Identity(0.0, Belongs.SOCIAL, ("-social_network",))
    if is_vendor_application(host):
        return Identity(0.0, Belongs.DIRECTORY, ("-vendor_application",))
    if is_directory(host):
        return Identity(0.0, Belongs.DIRECTORY, ("-directory_host",))
    if found := sorted(_EMPTY.intersection(signals)):
        return Identity(0.0, Belongs.EMPTY, tuple(f"-{signal}" for signal in found))
    return None


def _by_score(score: float, reasons: Sequence[str]) -> Belongs:
    if score >= ACCEPT:
        return Belongs.OWN
    if "-other_unit_title" in reasons or "-other_unit_host" in reasons:
        return Belongs.OTHER_UNIT
    return Belongs.UNCLEAR if score >= REFUSE else Belongs.NO


# ---------------------------------------------------------------- evidence


def _host(case: _Case) -> list[tuple[float, str]]:
    domain = classify_domain(case.host, case.region, case.regions)
    found: list[tuple[float, str]] = []
    if domain is DomainClass.GO_ID:
        found.append((0.2, "own_go_id"))
    elif domain is DomainClass.GO_ID_OTHER:
        holder = case.regions.by_host(case.host)
        if holder is not None and holder.code != case.region.code[:2]:
            found.append((-0.8, "other_region_go_id"))
    elif domain is DomainClass.DESA_ID and case.own.kind != "desa":
        found.append((-0.3, "village_domain"))
    label = case.label
    if label:
        fit = label_fits(label, case.agency, case.region)
        if fit >= 0.8:
            found.append((0.4, "host_label"))
        elif _other_host(case, label):
            found.append((-0.3, "other_unit_host"))
    elif domain in (DomainClass.NON_GO_ID, DomainClass.FREE_HOST):
        first = case.host.removeprefix("www.").partition(".")[0]
        if label_fits(first, case.agency, case.region) >= 0.8 or _spelled(case, first):
            found.append((0.25, "host_names_unit"))
    return found


def _title(case: _Case) -> list[tuple[float, str]]:
    best = max((similarity(case.own, title) for title in case.titles), default=0.0)
    if best >= _SAME:
        return [(0.4, "title")]
    if any(_names_other(case, title) for title in case.titles):
        return [(-0.5, "other_unit_title")]
    if (best >= 0.6 and case.own.kind not in PLACED) or any(_part(case, title) for title in case.titles):
        return [(0.25, "title_in_part")]
    if case.titles and not any(title.words for title in case.titles) and case.agency.kind is not Kind.PORTAL:
        # Only the region is named: where any name is answered (wildcard DNS), this is the portal.
        return [(-0.25, "portal_title")]
    return []


def _part(case: _Case, name: Name) -> bool:
    """One place name inside the other ("Kakap", "Sungai Kakap"), and no other unit bears it."""
    own = case.own
    if name.kind != own.kind or own.kind not in PLACED or name.number != own.number:
        return False
    one, other = sorted(("".join(own.words), "".join(name.words)), key=len)
    inside = len(one) > 3 and one != other and (other.startswith(one) or other.endswith(one))
    return inside and "".join(name.words) not in _registered(own.kind, case.region)


@lru_cache(maxsize=1024)
def _registered(kind: str, region: Region) -> frozenset[str]:
    """Place names of the units of that kind in the national registers."""
    units = load_puskesmas(region.code) if kind == "puskesmas" else load_districts(region.code)
    names = (f"{kind} {unit.name.removeprefix('Puskesmas ')}" for unit in units)
    return frozenset("".join(parse(name, region).words) for name in names)


def _text(case: _Case) -> list[tuple[float, str]]:
    name = fold(case.agency.name)
    short = " ".join((*case.own.words, case.own.number)).strip()
    if name and re.search(rf"\b{re.escape(name)}\b", case.text):
        return [(0.2, "name_in_text")]
    if case.own.kind in ("puskesmas", "kecamatan", "kelurahan", "rsud") and short:
        numbers = rf"(?:{re.escape(short)}|{re.escape(' '.join(case.own.words))} {_roman(case.own.number)})"
        kinds = {"puskesmas": "puskesmas|pkm", "kecamatan": "kecamatan|kec", "kelurahan": "kelurahan|kel"}
        if re.search(rf"\b(?:{kinds.get(case.own.kind, 'rsud')}) {numbers}\b", case.text):
            return [(0.2, "name_in_text")]
    return []


def _place(case: _Case) -> list[tuple[float, str]]:
    own, other = _mentions(case)
    if own:
        return [(0.2, "region_in_text")] if own >= other else [(0.0, "regions_mixed")]
    # A go.id host of the region says where it is; elsewhere the text has to.
    own_host = classify_domain(case.host, case.region, case.regions) is DomainClass.GO_ID
    if other and not own_host:
        return [(-0.6, "other_region_in_text")]
    return [] if own_host else [(-0.1, "region_not_named")]


def _mentions(case: _Case) -> tuple[int, int]:
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


# ---------------------------------------------------------------- special cases


def _special(case: _Case, url: str, links: Sequence[Link], reasons: list[str]) -> Belongs | None:
    parts = urlsplit(url)
    root = parts.path in ("", "/") and not parts.query and not parts.fragment
    bare = case.host.removeprefix("www.")
    portal = bare in (case.region.domain, *case.region.other_domains) and case.agency.kind is not Kind.PORTAL
    if portal and (root or "+title" not in reasons):
        reasons.append("-portal_home" if root else "-portal_page")
        return Belongs.PORTAL
    if "-other_region_go_id" in reasons or "-other_region_in_text" in reasons:
        return Belongs.NAMESAKE
    if case.agency.kind is not Kind.PORTAL and case.own.kind in PLACED and "+host_label" not in reasons:
        others = {link.url for link in links if _names_other(case, parse(link.text, case.region), True)}
        if len(others) >= _LIST and (case.own.kind == "puskesmas") == (
            case.label in ("", "puskesmas", "pkm")
        ):
            reasons.append("-list_of_units")
            return Belongs.LIST if root else None
    news = re.search(r"/(?:\d{4}/\d{2}/|read/|berita/|news/|artikel/)", parts.path)
    named = {"+host_label", "+host_names_unit"} & set(reasons) or is_path_host(case.host)
    if news and not named:
        reasons.append("-news_page")
        return Belongs.NEWS
    return None


def _names_other(case: _Case, name: Name, same_kind: bool = False) -> bool:
    """Whether a name surely is another unit's: another place or number, or another kind."""
    own = case.own
    if name.kind in PLACED and name.words:
        if name.kind == own.kind:
            return similarity(own, name) < _SAME and not _part(case, name)
        return not same_kind and own.kind in PLACED
    if same_kind or name.kind != "agency" or own.kind != "agency":
        return False
    # Only what is known as an agency's function counts: titles say many other things.
    return bool(_known_agency(name)) and similarity(own, name) < 0.3


@lru_cache(maxsize=8192)
def _known_agency(name: Name) -> str:
    for kind in load_kinds().values():
        if kind.id not in PLACED and kind.usual != "aplikasi" and similarity(name, parse(kind.name)) >= 0.9:
            return kind.id
    return ""


def _other_host(case: _Case, label: str) -> bool:
    """Whether a host's label surely is another unit's; abbreviated places (``kecmsi``) say nothing."""
    name, own = parse(_spaced(label), case.region), case.own
    if name.kind == own.kind and own.kind in PLACED:
        place = "".join(name.words)
        neighbour = place in _registered(own.kind, case.region) and not _part(case, name)
        return neighbour or (place == "".join(own.words) and name.number != own.number)
    return _names_other(case, name) or _other_kind(case, label)


def _other_kind(case: _Case, label: str) -> bool:
    """The label stands for one kind of agency, and the unit is none of it."""
    kind = label_kind(label)
    if not kind:
        return False
    if case.own.kind in PLACED:
        return kind != case.own.kind
    return _known_agency(case.own) not in ("", kind)


def _spaced(label: str) -> str:
    """``pkm-air-putih`` and ``puskesmasguntur2`` as names."""
    match = re.match(r"(puskesmas|puskes|pkm|kecamatan|kec|kelurahan|kel|rsud)-?(.+)", label)
    return f"{match[1]} {match[2].replace('-', ' ')}" if match else label.replace("-", " ")


def _spelled(case: _Case, label: str) -> bool:
    plain = label.replace("-", "")
    return case.own.kind in PLACED and len("".join(case.own.words)) > 3 and "".join(case.own.words) in plain


def _roman(number: str) -> str:
    return ROMAN[int(number) - 1] if number and 0 < int(number) <= len(ROMAN) else "0"
