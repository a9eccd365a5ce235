"""Kubu Raya as it was in 2021, and after two agencies had moved: from its own target file.

The sentence that discovery must be able to say: "11 OPD tanpa website, 2 di luar go.id, puskesmas tidak
ada yang punya", and at the next run "2 pindah ke go.id". Which agencies they were is not recorded; the
file's are dealt out in its order.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

from auditor.models import Agency, DomainClass, Kind, Region, SiteStatus
from auditor.practice.dns import Name
from auditor.practice.invented.draft import Draft
from auditor.practice.invented.pages import home_page, portal_home
from auditor.practice.invented.records import Ground, Host, Redirect, Truth
from auditor.practice.region import stable_address
from auditor.practice.yamlfile import PracticeError
from auditor.reference import load_regions

CODE = "61.12"
WITHOUT, ABROAD = 11, 2
"""Agencies without a website, and agencies outside go.id, in 2021."""
_NO_SITE_FIRST = ("setda", "setwan", "inspektorat", "satpolpp", "bpbd", "dp3a", "pertanian", "kesbangpol")
"""Agencies whose row of the target file gives no address: they are among those without."""


def kubu_raya(targets: Path, *, moved: bool = False) -> Ground:
    """The ground for ``targets/61.12-kubu-raya.csv``; ``moved``: the two are below go.id by now.

    Raises PracticeError when the file has too few agencies for the scenario.
    """
    region = load_regions()[CODE]
    rng = random.Random("kubu raya")  # noqa: S311 -- a reproducible draw, no secret
    with targets.open(encoding="utf-8", newline="") as lines:
        units = [row for row in csv.DictReader(lines) if row["kind"] in ("opd", "puskesmas")]
    offices = [row for row in units if row["kind"] == "opd"]
    if len(offices) < WITHOUT + ABROAD + 3:
        raise PracticeError(f"{targets}: {len(offices)} OPD; the scenario needs {WITHOUT + ABROAD + 3}")
    none_first = sorted(
        offices,
        key=lambda row: (row["unit_id"].rpartition("-")[2] not in _NO_SITE_FIRST, bool(row["website"])),
    )
    without = {row["unit_id"] for row in none_first[:WITHOUT]}
    abroad = [row["unit_id"] for row in none_first[WITHOUT : WITHOUT + ABROAD]]
    ground = Ground(regions=[region], certificates={region.domain})
    rows: list[tuple[Draft, str]] = []
    for row in units:
        draft = Draft(
            unit_id=row["unit_id"],
            name=row["name"],
            kind=Kind(row["kind"]),
            shown=row["name"],
            short=row["name"],
            labels={},
        )
        has = row["kind"] == "opd" and row["unit_id"] not in without
        urls: tuple[str, ...] = ()
        domain, stated = DomainClass.NONE, ""
        if has:
            label = row["unit_id"].rpartition("-")[2]
            inside, outside = f"{label}.{region.domain}", f"www.{label}-kuburaya.com"
            abroad_now = row["unit_id"] in abroad and not moved
            host = outside if abroad_now else inside
            domain = DomainClass.NON_GO_ID if abroad_now else DomainClass.GO_ID
            urls = (f"https://{host}/",)
            _put(ground, host, Host(pages={"/": home_page(draft, region, host, rng, placed=True)}))
            if row["unit_id"] in abroad and moved:
                _put(ground, outside, Host(pages={"/": Redirect(urls[0])}, whole=True))
            rows.append((draft, urls[0]))
            # One of the two is in the target file at its old address in both runs, the other is not.
            stated = f"https://{outside}/" if row["unit_id"] == abroad[0] else ""
        agency = Agency(
            unit_id=draft.unit_id,
            name=draft.name,
            kind=draft.kind,
            region=CODE,
            website=stated,
            parent=row["parent"],
        )
        status = SiteStatus.ONLINE if has else SiteStatus.NONE
        trap = "moved" if row["unit_id"] in abroad else ""
        ground.truths.append(Truth(agency=agency, status=status, domain=domain, urls=urls, trap=trap))
    _portal(ground, region, rows, rng)
    return ground


def _put(ground: Ground, host: str, what: Host) -> None:
    ground.hosts[host] = what
    ground.names[host] = Name(a=(stable_address(host),))


def _portal(ground: Ground, region: Region, rows: list[tuple[Draft, str]], rng: random.Random) -> None:
    url = f"https://{region.domain}/"
    shown = Host(pages={"/": portal_home(region, "cards", rows, rng)})
    for host in (region.domain, f"www.{region.domain}"):
        _put(ground, host, shown)
    agency = Agency(
        unit_id=f"{CODE}-portal", name=f"Portal {region.name}", kind=Kind.PORTAL, region=CODE, website=url
    )
    ground.truths.append(
        Truth(agency=agency, status=SiteStatus.ONLINE, domain=DomainClass.GO_ID, urls=(url,))
    )
