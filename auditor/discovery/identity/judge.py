"""Does this site belong to this unit of this region, or to a namesake, the portal, a directory?

Names recur: many regencies have a "Puskesmas Larangan". A site is the unit's when host, title
and text say so together; every reason is kept, so that a person can follow the judgement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from auditor.discovery.aliases import names_in
from auditor.discovery.hosts import labels_below
from auditor.discovery.identity.others import names_other
from auditor.discovery.identity.place import near_signs, one_of_its_name, region_signs
from auditor.discovery.identity.records import Belongs, Case, Identity, Locality
from auditor.discovery.identity.weights import weights
from auditor.discovery.identity.words import host_signs, text_signs, title_signs
from auditor.discovery.names import PLACED, fold, parse
from auditor.models import Agency, Kind, Link, Region
from auditor.reference import Regions, load_regions
from auditor.reference.naming import load_aliases
from auditor.urls import host_of, in_scope, is_directory, is_path_host, is_social, is_vendor_application

_NEWS = re.compile(r"/(?:\d{4}/\d{2}/|read/|berita/|news/|artikel/)")
_SEPARATORS = re.compile(r"\s*(?:\||–|—|»|•|·|::|\s-\s|\s:\s|,\s(?=kab|kota|prov))\s*", re.IGNORECASE)
_EMPTY = frozenset({"parked", "suspended", "default_server_page"})
# "hacked" is none of these: a site taken over is still the unit's when its name says so.
_OWN_PAGES = 1
"""Pages below a path from which it is a website of its own (our rule: docs/discovery.md)."""
_SPEAKS = 200  # characters from which a page's silence about the unit says something
_LIST = 6
"""Links naming so many other units make a page a list of units."""


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
    case = Case(
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
    weigh = weights()
    seen = [*host_signs(case), *title_signs(case), *text_signs(case), *region_signs(case), *near_signs(case)]
    if len(_campaign().findall(case.text)) > 1 and not weigh.names_unit(seen):
        seen.append("campaign")
    speaks = page_title.strip() and len(case.text) >= _SPEAKS and "hacked" not in signals
    if speaks and not weigh.speaks_of_unit(seen):
        seen.append("nobody_named")
    score = sum((weigh.signs[name].points for name in seen), 0.0)
    if score >= weigh.accept and not (weigh.proves_region(seen) or one_of_its_name(case)):
        score = weigh.accept - 0.01
        seen.append("region_unproven")
    score = round(min(1.0, max(0.0, score)), 3)
    special, reason = _special(case, url, seen)
    verdict = special or _by_score(score, seen)
    if verdict not in (Belongs.OWN, Belongs.UNCLEAR):
        score = min(score, round(weigh.refuse - 0.01, 3))
    return Identity(
        score, verdict, tuple([weigh.told(name) for name in seen] + [f"-{reason}"] * bool(reason))
    )


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


def _by_score(score: float, seen: Sequence[str]) -> Belongs:
    if score >= weights().accept:
        return Belongs.OWN
    if "other_unit_title" in seen or "other_unit_host" in seen:
        return Belongs.OTHER_UNIT
    return Belongs.UNCLEAR if score >= weights().refuse else Belongs.NO


@lru_cache(maxsize=1)
def _campaign() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_aliases().campaign.words)})\b")


def _special(case: Case, url: str, seen: Sequence[str]) -> tuple[Belongs | None, str]:
    """What the page is whatever its signs weigh, and by which reason; None where the weights decide."""
    parts = urlsplit(url)
    root = parts.path in ("", "/") and not parts.query and not parts.fragment
    bare = case.host.removeprefix("www.")
    portal_unit = case.agency.kind is Kind.PORTAL
    if bare in (case.region.domain, *case.region.other_domains) and not portal_unit:
        if root:
            return Belongs.PORTAL, "portal_home"
        if "title" not in seen:
            return Belongs.PORTAL, "portal_page"
    if "other_region_go_id" in seen or "other_region_in_text" in seen:
        return Belongs.NAMESAKE, ""
    if not portal_unit and case.own.kind in PLACED and "host_label" not in seen:
        others = {link.url for link in case.links if names_other(case, parse(link.text, case.region), True)}
        if len(others) >= _LIST and (case.own.kind == "puskesmas") == (
            case.label in ("", "puskesmas", "pkm")
        ):
            return Belongs.LIST if root else None, "list_of_units"
    if "portal_title" in seen and not portal_unit:
        others = {link.url for link in case.links if names_other(case, parse(link.text, case.region))}
        if len(others) >= _LIST:
            return Belongs.PORTAL, "portal_content"
    return _inner(case, parts, url, seen) if not root else (None, "")


def _inner(case: Case, parts: SplitResult, url: str, seen: Sequence[str]) -> tuple[Belongs | None, str]:
    """A page below a site's front page: news about the unit, or a page about it on another's site."""
    if "host_label" in seen or is_path_host(case.host):
        return None, ""
    if "host_names_unit" not in seen and _NEWS.search(parts.path):
        return Belongs.NEWS, "news_page"
    if _alone(url, case.links):
        return Belongs.PROFILE, "single_page"
    return None, ""


def _alone(url: str, links: Sequence[Link]) -> bool:
    """Whether no pages lie below this one: a page about the unit on somebody else's site."""
    below = {link.url for link in links if link.url != url and in_scope(link.url, url, True)}
    return len({re.sub(r"[/#]+$", "", target) for target in below} - {url.rstrip("/")}) < _OWN_PAGES
