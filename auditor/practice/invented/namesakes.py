"""The puskesmas names the country has most often, each in two regions: none may get the other's site."""

from __future__ import annotations

import random
from collections import Counter

from auditor.models import Agency, DomainClass, Kind, SiteStatus
from auditor.practice.dns import Name
from auditor.practice.invented.data import habits
from auditor.practice.invented.draft import Draft, make_region, region_names, slug
from auditor.practice.invented.pages import home_page, list_page, portal_home
from auditor.practice.invented.records import Ground, Host, Truth
from auditor.practice.region import stable_address
from auditor.reference import load_puskesmas, load_regions


def most_frequent(count: int = 50) -> list[str]:
    """The names of the register that most regions have a puskesmas of, most frequent first."""
    names = Counter(
        slug_name
        for code in load_regions()
        for slug_name in {
            unit.name.removeprefix("Puskesmas ").strip().title() for unit in load_puskesmas(code)
        }
    )
    return [name for name, _ in sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))[:count]]


def namesakes(count: int = 50) -> Ground:
    """Two regions with those puskesmas each. By turns both, one or none of the two has a website, below
    its region's go.id, at a free host or at a domain of its own; each health office's list links also
    the namesake of the other region where the own puskesmas has none.
    """
    rng = random.Random("namesakes")  # noqa: S311 -- a reproducible draw, no secret
    habit = habits()["campur"]
    first, second = (
        make_region(f"48.{number:02d}", name, habit, rng)
        for number, name in enumerate(region_names(rng, 2), start=1)
    )
    ground = Ground(regions=[first, second], certificates={first.domain, second.domain})
    rows: dict[str, list[tuple[Draft, str]]] = {first.code: [], second.code: []}
    for place, name in enumerate(most_frequent(count)):
        urls = {}
        for side, region in enumerate((first, second)):
            draft = Draft(
                unit_id=f"{region.code}-pkm-{slug(name, '-')}",
                name=f"Puskesmas {name}",
                kind=Kind.PUSKESMAS,
                shown=f"Puskesmas {name}",
                short=f"PKM {name}",
                labels={},
            )
            has = place % 4 in ((0, 1, 2), (0, 1, 3))[side]
            bare = slug(region.name.partition(" ")[2])
            stem = f"pkm-{slug(name)}"
            host, domain = (
                (f"{stem}.{region.domain}", DomainClass.GO_ID),
                (f"{stem}-{bare}.blogspot.com", DomainClass.FREE_HOST),
                (f"www.puskesmas{slug(name)}{bare}.com", DomainClass.NON_GO_ID),
            )[(place // 4 + side) % 3]
            url = f"https://{host}/" if has else ""
            if has:
                page = home_page(draft, region, host, rng, placed=True)
                ground.hosts[host] = Host(pages={"/": page})
                ground.names[host] = Name(a=(stable_address(host),))
                rows[region.code].append((draft, url))
            urls[region.code] = (draft, url)
            ground.truths.append(
                Truth(
                    agency=Agency(
                        unit_id=draft.unit_id, name=draft.name, kind=draft.kind, region=region.code
                    ),
                    status=SiteStatus.ONLINE if has else SiteStatus.NONE,
                    domain=domain if has else DomainClass.NONE,
                    urls=(url,) if has else (),
                    trap="namesake",
                    known_by="listed" if has else "",
                )
            )
        for one, other in ((first, second), (second, first)):
            if not urls[one.code][1] and urls[other.code][1]:
                rows[one.code].append((urls[one.code][0], urls[other.code][1]))
    for region in (first, second):
        _frame(ground, region.code, rows[region.code], rng)
    return ground


def _frame(ground: Ground, code: str, rows: list[tuple[Draft, str]], rng: random.Random) -> None:
    """The region's portal and its health office with the list."""
    region = next(one for one in ground.regions if one.code == code)
    office = Draft(
        unit_id=f"{code}-dinkes",
        name="Dinas Kesehatan",
        kind=Kind.OPD,
        shown="Dinas Kesehatan",
        short="Dinkes",
        labels={},
    )
    host, portal = f"dinkes.{region.domain}", f"https://{region.domain}/"
    home = home_page(
        office, region, host, rng, template="bootstrap", links=[("Daftar Puskesmas", "/daftar-puskesmas")]
    )
    ground.hosts[host] = Host(
        pages={
            "/": home,
            "/daftar-puskesmas": list_page("Daftar Puskesmas", region, rows, rng),
        }
    )
    shown = Host(pages={"/": portal_home(region, "menu", [(office, f"https://{host}/")], rng)})
    for name in (region.domain, f"www.{region.domain}"):
        ground.hosts[name] = shown
    for name in (host, region.domain, f"www.{region.domain}"):
        ground.names[name] = Name(a=(stable_address(name),))
    ground.truths.append(
        Truth(
            agency=Agency(unit_id=office.unit_id, name=office.name, kind=Kind.OPD, region=code),
            status=SiteStatus.ONLINE,
            domain=DomainClass.GO_ID,
            urls=(f"https://{host}/",),
            known_by="listed",
        )
    )
    ground.truths.append(
        Truth(
            agency=Agency(
                unit_id=f"{code}-portal",
                name=f"Portal {region.name}",
                kind=Kind.PORTAL,
                region=code,
                website=portal,
            ),
            status=SiteStatus.ONLINE,
            domain=DomainClass.GO_ID,
            urls=(portal,),
            known_by="stated",
        )
    )
