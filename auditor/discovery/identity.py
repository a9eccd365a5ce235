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
from urllib.parse import SplitResult, urlsplit

from auditor.discovery.aliases import names_in, names_of
from auditor.discovery.hosts import label_fits, label_kind, labels_below
from auditor.discovery.names import PLACED, ROMAN, Name, fold, parse, similarity
from auditor.models import Agency, DomainClass, Kind, Link, Region
from auditor.reference import (
    Regions,
    all_districts,
    all_puskesmas,
    bare_name,
    load_districts,
    load_kinds,
    load_puskesmas,
    load_regions,
)
from auditor.reference.naming import load_aliases
from auditor.urls import (
    classify_domain,
    host_of,
    in_scope,
    is_directory,
    is_path_host,
    is_social,
    is_vendor_application,
)

ACCEPT = 0.6
REFUSE = 0.35
"""From ACCEPT on it is the unit's site; below REFUSE it is not; between them a person decides."""

_NEWS = re.compile(r"/(?:\d{4}/\d{2}/|read/|berita/|news/|artikel/)")
_SEPARATORS = re.compile(r"\s*(?:\||–|—|»|•|·|::|\s-\s|\s:\s|,\s(?=kab|kota|prov))\s*", re.IGNORECASE)
_EMPTY = frozenset({"parked", "suspended", "default_server_page"})
# "hacked" is none of these: a site taken over is still the unit's when its name says so.
_SAME = 0.85
"""Likeness of names from which they are one unit's; typing errors stay above, neighbours below."""
_OWN_PAGES = 1
"""Pages below a path from which it is a website of its own (our rule: docs/discovery.md)."""
_AREA = re.compile(r"(?<!\d)\(?(?:\+62|0)[\s-]?([2-79]\d{1,2})\)?[\s.-]*\d{5,8}(?!\d)")
_SPEAKS = 200  # characters from which a page's silence about the unit says something
_POSITIVE = frozenset(
    f"+{reason}"
    for reason in (
        "own_go_id", "host_label", "host_names_unit", "title", "title_in_part", "mark", "name_in_text",
        "region_in_text", "regions_mixed", "links_to_region", "district_in_text",
    )
)  # fmt: skip
_NAMED = frozenset({"+own_go_id", "+host_label", "+host_names_unit", "+title", "+mark"})
_PROOF = frozenset({"+own_go_id", "+region_in_text", "+links_to_region", "+district_in_text"})
"""Any of them says in which region the page's unit lies; without one a namesake may be meant."""
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
    PROFILE = "profile"
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
class Locality:
    """What is known around a unit: area codes of the region's landlines (``561``), its portals' domains,
    the names of all its units that are looked for."""

    area_codes: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    agency: Agency
    region: Region
    regions: Regions
    names: tuple[Name, ...]
    host: str
    labels: tuple[str, ...]
    title: str
    titles: tuple[Name, ...]
    marks: tuple[Name, ...]
    text: str
    plain: str
    links: Sequence[Link]
    around: Locality
    listed: bool
    inner: bool

    @property
    def own(self) -> Name:
        return self.names[0]

    @property
    def label(self) -> str:
        return self.labels[0] if self.labels else ""

    def like(self, name: Name) -> float:
        """Likeness to whichever of the unit's names is nearest."""
        return max(similarity(own, name) for own in self.names)


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
    marks: Sequence[str] = (),
    around: Locality | None = None,
    listed: bool = False,
) -> Identity:
    """Judge one page (usually the home page, after redirects) as the unit's website.

    ``signals`` are those of ``auditor.signals.page_signals`` for it; ``regions`` the known regions
    (the packaged ones by default); ``marks`` what the page calls itself beside its title (headline, logo,
    site name); ``around`` what the region's own pages told; ``listed`` says that a list of the region
    names the unit beside this address.
    """
    regions = regions or load_regions()
    host = host_of(url)
    if shut := _shut(url, host, signals):
        return shut
    case = _Case(
        agency=agency,
        region=region,
        regions=regions,
        names=names_in(agency, region),
        host=host,
        labels=labels_below(host, region),
        title=fold(page_title),
        titles=tuple(parse(part, region) for part in _SEPARATORS.split(page_title) if part.strip()),
        marks=tuple(parse(part, region) for mark in marks for part in _SEPARATORS.split(mark)),
        text=fold(page_text[:200_000]),
        plain=page_text[:200_000],
        links=links,
        around=around or Locality(),
        listed=listed,
        inner=urlsplit(url).path not in ("", "/"),
    )
    score, reasons = 0.0, list[str]()
    for points, reason in (*_host(case), *_title(case), *_text(case), *_place(case), *_near(case)):
        score += points
        reasons.append(f"{'+' if points >= 0 else '-'}{reason}")
    if len(_campaign().findall(case.text)) > 1 and not _NAMED.intersection(reasons):
        reasons.append("-campaign")
        score -= 0.3
    speaks = page_title.strip() and len(case.text) >= _SPEAKS and "hacked" not in signals
    if speaks and not _POSITIVE.intersection(reasons):
        reasons.append("-nobody_named")  # it speaks, and of something else
    if score >= ACCEPT and not _place_proven(case, reasons):
        score = ACCEPT - 0.01
        reasons.append("-region_unproven")
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
    if case.labels:
        if max(label_fits(label, case.agency, case.region) for label in case.labels) >= 0.8:
            found.append((0.4, "host_label"))
        elif _other_host(case, case.label):
            # Below a path, under a title of its own, another unit's host only lends the room.
            lent = case.inner and any(case.like(title) >= _SAME for title in case.titles)
            found.append((0.0, "hosted_by_other_unit") if lent else (-0.3, "other_unit_host"))
    elif domain in (DomainClass.NON_GO_ID, DomainClass.FREE_HOST):
        first = case.host.removeprefix("www.").partition(".")[0]
        if label_fits(first, case.agency, case.region) >= 0.8 or _spelled(case, first):
            found.append((0.25, "host_names_unit"))
    return found


def _title(case: _Case) -> list[tuple[float, str]]:
    best = max((case.like(title) for title in case.titles), default=0.0)
    if best < 1.0 and any(title in _neighbours(case) for title in case.titles):
        return [(-0.5, "other_unit_title")]
    if best >= _SAME:
        return [(0.4, "title")]
    if max((case.like(mark) for mark in case.marks), default=0.0) >= _SAME:
        return [(0.35, "mark")]
    if any(_names_other(case, title) for title in case.titles):
        return [(-0.5, "other_unit_title")]
    if (best >= 0.6 and case.own.kind not in PLACED) or any(_part(case, title) for title in case.titles):
        return [(0.25, "title_in_part")]
    return [(-0.25, "portal_title")] if _is_portal_title(case) else []


def _is_portal_title(case: _Case) -> bool:
    """Only the region is named: where any name is answered (wildcard DNS), this is the portal."""
    if case.agency.kind is Kind.PORTAL or any(title.words for title in case.titles):
        return False
    region = re.escape(fold(bare_name(case.region)))
    return bool(re.search(rf"\b(?:pemerintah|{region})\b", case.title))


def _neighbours(case: _Case) -> frozenset[Name]:
    """The other place-named units of the region, exactly as the target files name them."""
    return _placed(case.around.units, case.region) - set(case.names)


@lru_cache(maxsize=256)
def _placed(units: tuple[str, ...], region: Region) -> frozenset[Name]:
    names = (parse(unit, region) for unit in units)
    return frozenset(name for name in names if name.kind in PLACED and name.words)


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
    spelled = "|".join(re.escape(fold(name)) for name in names_of(case.agency) if fold(name))
    short = " ".join((*case.own.words, case.own.number)).strip()
    if spelled and re.search(rf"\b(?:{spelled})\b", case.text):
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


@lru_cache(maxsize=1)
def _campaign() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_aliases().campaign.words)})\b")


def _near(case: _Case) -> list[tuple[float, str]]:
    """Signs of the place beside its name: who is linked, which district, which area code."""
    if classify_domain(case.host, case.region, case.regions) is DomainClass.GO_ID:
        return []
    found: list[tuple[float, str]] = []
    holders = Counter(_holder(case, host_of(link.url)) for link in case.links)
    if holders["own"]:
        found.append((0.1, "links_to_region"))
    elif holders["other"]:
        found.append((-0.2, "links_to_other_region"))
    pattern = _district_pattern(case.region)
    named = {match[1] for match in pattern.finditer(case.text)} if pattern else set()
    if named - {" ".join(own.words) for own in case.names}:
        found.append((0.1, "district_in_text"))
    codes = set(_AREA.findall(case.plain))
    if codes and case.around.area_codes:
        known = bool(codes & case.around.area_codes)
        found.append((0.1, "area_code") if known else (-0.2, "other_area_code"))
    return found


def _holder(case: _Case, host: str) -> str:
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


def _place_proven(case: _Case, reasons: Sequence[str]) -> bool:
    """Whether it is sure that no namesake in another region is meant.

    Agencies have one in every region; a puskesmas whose name the register holds once has none.
    """
    if case.listed or _PROOF.intersection(reasons) or case.agency.kind is Kind.PORTAL:
        return True
    if case.own.kind != "puskesmas":
        return False
    return _puskesmas_named()[("".join(case.own.words), case.own.number)] == 1


@lru_cache(maxsize=1)
def _puskesmas_named() -> Counter[tuple[str, str]]:
    names = (parse(unit.name) for unit in all_puskesmas())
    return Counter(("".join(name.words), name.number) for name in names)


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
    if "-portal_title" in reasons and case.agency.kind is not Kind.PORTAL:
        others = {link.url for link in links if _names_other(case, parse(link.text, case.region))}
        if len(others) >= _LIST:
            reasons.append("-portal_content")
            return Belongs.PORTAL
    return _inner(case, parts, url, reasons) if not root else None


def _inner(case: _Case, parts: SplitResult, url: str, reasons: list[str]) -> Belongs | None:
    """A page below a site's front page: news about the unit, or a page about it on another's site."""
    if "+host_label" in reasons or is_path_host(case.host):
        return None
    if "+host_names_unit" not in reasons and _NEWS.search(parts.path):
        reasons.append("-news_page")
        return Belongs.NEWS
    if _alone(url, case.links):
        reasons.append("-single_page")
        return Belongs.PROFILE
    return None


def _alone(url: str, links: Sequence[Link]) -> bool:
    """Whether no pages lie below this one: a page about the unit on somebody else's site."""
    below = {link.url for link in links if link.url != url and in_scope(link.url, url, True)}
    return len({re.sub(r"[/#]+$", "", target) for target in below} - {url.rstrip("/")}) < _OWN_PAGES


def _names_other(case: _Case, name: Name, same_kind: bool = False) -> bool:
    """Whether a name surely is another unit's: another place or number, or another kind."""
    own = case.own
    if name.kind in PLACED and name.words:
        if name.kind == own.kind:
            if not own.words:
                return False  # "RSUD" alone may be whichever the region has
            return name in _neighbours(case) or (case.like(name) < _SAME and not _part(case, name))
        return not same_kind and own.kind in PLACED
    if same_kind or name.kind != "agency" or own.kind != "agency":
        return False
    # Only what is known as an agency's function counts: titles say many other things.
    return bool(_known_agency(name)) and case.like(name) < 0.3


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
