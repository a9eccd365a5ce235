"""Makes an invented region from a seed: its units, their websites, the traps, and the true answers."""

from __future__ import annotations

import random
from collections.abc import Callable

from auditor.models import Agency, DomainClass, Kind, Region, SiteStatus
from auditor.practice.dns import Name
from auditor.practice.invented.data import Habit, Rate, habits, rates, words
from auditor.practice.invented.draft import Draft, draw_units, make_region, region_names, slug
from auditor.practice.invented.pages import directory_pages, home_page, list_page, mute_page, portal_home
from auditor.practice.invented.records import Ground, Host, Page, Redirect, Truth
from auditor.practice.region import stable_address

FREE = (".blogspot.com", ".wordpress.com")
SHARED_SERVER = 0.3
"""Share of a region's hosts that lie on the portal's own server."""


def generate(seed: int, *, units: int = 150, habit: str = "", code: str = "", each: bool = True) -> Ground:
    """One region of about ``units`` units; the same seed gives the same ground.

    ``each`` strikes every trap at least once where a unit fits; without it traps come at their rates,
    which is what a small region needs.
    """
    rng = random.Random(f"region {seed}")  # noqa: S311 -- a reproducible draw, no secret
    chosen = habits()[habit] if habit else rng.choice(list(habits().values()))
    own, neighbour = region_names(rng, 2)
    code = code or f"4{seed % 10}.{seed // 10 % 49 + 1:02d}"
    region = make_region(code, own, chosen, rng)
    other = make_region(f"{code[:3]}{int(code[3:]) + 50:02d}", neighbour, habits()["campur"], rng)
    return _Maker(region, other, chosen, rng, each).make(units)


class _Maker:
    """The work on one region; every method does one thing to the ground."""

    def __init__(
        self, region: Region, neighbour: Region, habit: Habit, rng: random.Random, each: bool
    ) -> None:
        self.region, self.neighbour, self.habit, self.rng, self.each = region, neighbour, habit, rng, each
        self.ground = Ground(regions=[region, neighbour], certificates={region.domain, neighbour.domain})
        self.portal_address = stable_address(region.domain)
        self.taken: set[str] = {"www", "portal"}
        self.rows: list[tuple[Draft, str]] = []  # what the portal's list links
        self.health_rows: list[tuple[Draft, str]] = []
        self.bare = region.name.partition(" ")[2]

    def make(self, units: int) -> Ground:
        drafts = draw_units(self.region.code, self.habit, units, self.rng)
        with_site = [draft for draft in drafts if self._has_site(draft)]
        without = [draft for draft in drafts if draft not in with_site]
        self._strike(with_site, rates().site, self._site_fits)
        self._strike(without, rates().none, self._none_fits)
        for draft in drafts:
            getattr(self, f"_{draft.trap}", self._plain if draft in with_site else self._nothing)(draft)
        self._finish(drafts)
        return self.ground

    # ------------------------------------------------------------ who has what

    def _has_site(self, draft: Draft) -> bool:
        share = {
            Kind.OPD: self.habit.opd_site,
            Kind.RSUD: self.habit.opd_site,
            Kind.PUSKESMAS: self.habit.pkm_site,
            Kind.KECAMATAN: self.habit.kec_site,
        }.get(draft.kind, self.habit.kel_site)
        return draft.unit_id.endswith("-dinkes") or self.rng.random() < share

    def _strike(
        self, drafts: list[Draft], traps: dict[str, Rate], fits: Callable[[Draft, str], bool]
    ) -> None:
        """Give each trap its share of the units, each unit one trap at most."""
        free = [draft for draft in drafts if not draft.unit_id.endswith("-dinkes")]
        whole = len(free)
        for trap, rate in traps.items():
            share = rate.share * whole
            count = int(share) + (self.rng.random() < share % 1)
            fitting = [draft for draft in free if fits(draft, trap)]
            for draft in self.rng.sample(fitting, min(max(count, int(self.each)), len(fitting))):
                draft.trap = trap
                free.remove(draft)

    def _site_fits(self, draft: Draft, trap: str) -> bool:
        if trap == "old_name":
            return draft.older is not None
        if trap == "mounted":
            return draft.kind in (Kind.OPD, Kind.PUSKESMAS)
        if trap in ("person_host", "free_host"):
            return draft.kind is not Kind.OPD
        return True

    def _none_fits(self, draft: Draft, trap: str) -> bool:
        if trap.startswith("namesake"):
            return draft.kind in (Kind.PUSKESMAS, Kind.KECAMATAN)
        if trap.endswith("_listed"):
            return draft.kind is not Kind.KELURAHAN
        return True

    # ------------------------------------------------------------ websites

    def _label(self, draft: Draft) -> str:
        """A host label of the unit that nobody else in the region has; rare ones only with a link."""
        free = {label: seen for label, seen in draft.labels.items() if label not in self.taken}
        if not free:
            free = {f"{slug(draft.short)}{self.rng.randint(2, 9)}": 1}
        label = self.rng.choices(list(free), list(free.values()))[0]
        self.taken.add(label)
        if free[label] < 2:
            draft.known_by = draft.known_by or "listed"
        return label

    def _address(self, host: str) -> str:
        return self.portal_address if self.rng.random() < SHARED_SERVER else stable_address(host)

    def _host(self, draft: Draft) -> str:
        """The unit's host below the region's domain, by the habit."""
        return f"{self._label(draft)}.{self.region.domain}"

    def _open(
        self,
        draft: Draft,
        host: str,
        page: Page | None = None,
        *,
        name: Name | None = None,
        scheme: str = "https",
        known: bool = True,
        **how: object,
    ) -> Host:
        """Put a website up at ``host`` and decide who knows of it."""
        made = Host(pages={"/": page or self._home(draft, host)}, **how)  # type: ignore[arg-type] # Host's own keys
        own = host.endswith("." + self.region.domain)
        www = own and self.rng.random() < self.habit.www
        shown = f"www.{host}" if www else host
        self.ground.hosts[shown] = made
        self.ground.names[shown] = name or Name(a=(self._address(host),))
        if not www and own:
            self.ground.hosts[f"www.{host}"] = made
            if self.rng.random() < 0.5:
                self.ground.names[f"www.{host}"] = self.ground.names[shown]
        draft.urls.append(f"{scheme}://{shown}/")
        if known:
            self._tell(draft, draft.urls[-1], findable=own)
        return made

    def _tell(self, draft: Draft, url: str, *, findable: bool) -> None:
        """Who knows the website: the target file, a list, or nobody (then the form of its name must do)."""
        stated = self.rng.random() < self.habit.stated
        listed = self.rng.random() < self.habit.listed or draft.known_by == "listed"
        if not (stated or listed or findable):
            listed = True
        if stated:
            draft.website = url
        if listed:
            self._list(draft, url)
        draft.known_by = "stated" if stated else "listed" if listed else "form"

    def _list(self, draft: Draft, url: str) -> None:
        (self.health_rows if draft.kind is Kind.PUSKESMAS else self.rows).append((draft, url))

    def _home(self, draft: Draft, host: str) -> Page:
        mute = host.endswith(self.region.domain) and self.rng.random() < 0.12
        office = draft.unit_id.endswith("-dinkes")
        links = [("Daftar Puskesmas", "/daftar-puskesmas")] if office else []
        return home_page(draft, self.region, host, self.rng, mute=mute, links=links)

    def _plain(self, draft: Draft) -> None:
        self._open(draft, self._host(draft))

    def _non_go_id(self, draft: Draft) -> None:
        ending = self.rng.choice((".com", ".web.id", ".id", ".or.id"))
        stem = f"{slug(draft.short)}{slug(self.bare) if draft.kind is Kind.OPD else ''}"
        self._open(draft, f"www.{stem}{slug(self.bare)[:3]}{ending}")

    def _free_host(self, draft: Draft) -> None:
        host = f"{slug(draft.name)}{slug(self.bare)[:4]}{self.rng.choice(FREE)}"
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="blogger"))

    def _person_host(self, draft: Draft) -> None:
        host = (
            f"{slug(self.rng.choice(words().given) + self.rng.choice(words().family))}{self.region.code[3:]}"
        )
        host += ".blogspot.com"
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="blogger"))

    def _mounted(self, draft: Draft) -> None:
        """Under a path of the portal, or of the health office."""
        path = (
            f"/puskesmas/{slug(draft.name, '-')}" if draft.kind is Kind.PUSKESMAS else f"/{slug(draft.short)}"
        )
        draft.urls.append(path)  # the host follows in _finish, when both holders are there
        draft.known_by = "listed"

    def _http_only(self, draft: Draft) -> None:
        self._open(draft, self._host(draft), scheme="http", tls="http_only")

    def _bad_certificate(self, draft: Draft) -> None:
        self._open(draft, self._host(draft), tls=self.rng.choice(("expired", "self_signed")))

    def _logo_only(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="logo", mute=True))

    def _old_name(self, draft: Draft) -> None:
        assert draft.older is not None
        draft.labels, draft.shown, draft.short = dict(draft.older.labels), draft.older.name, draft.older.short
        draft.known_by = "listed"
        self._plain(draft)

    def _ipv6_only(self, draft: Draft) -> None:
        number = self.rng.randrange(1, 0xFFFF)
        self._open(draft, self._host(draft), name=Name(aaaa=(f"2404:c0:1a::{number:x}",)))

    def _vendor_cname(self, draft: Draft) -> None:
        vendor = f"cl{self.rng.randint(1, 40)}.hostingdesa.co.id"
        self.ground.names[vendor] = Name(a=(stable_address(vendor),))
        self._open(draft, self._host(draft), name=Name(cname=vendor))

    def _slow_dns(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, name=Name(a=(stable_address(host),), slow=1.5))

    def _moved(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, known=False)
        old = f"www.{slug(draft.short)}{slug(self.bare)}.com"
        self.ground.hosts[old] = Host(pages={"/": Redirect(draft.urls[0])}, whole=True)
        self.ground.names[old] = Name(a=(stable_address(old),))
        draft.website, draft.known_by = f"http://{old}/", "stated"

    def _stale_stated(self, draft: Draft) -> None:
        draft.known_by = "listed"
        self._open(draft, self._host(draft))
        draft.website = f"http://{slug(draft.short)}-lama.{self.region.domain}/"
        if self.habit.wildcard:
            draft.website = f"http://www.{slug(draft.short)}{slug(self.bare)}.web.id/"

    def _hacked(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="hacked"))

    def _under_construction(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, mute_page("construction", draft, self.region))

    def _blocked(self, draft: Draft) -> None:
        host = self._host(draft)
        made = self._open(draft, host, mute_page("forbidden", draft, self.region, status=403), known=False)
        made.whole = True
        draft.website, draft.known_by = draft.urls[0], "stated"

    def _hidden(self, draft: Draft) -> None:
        label = f"{self.rng.choice(words().syllables)}{self.rng.choice(words().syllables)}mantap"
        draft.known_by = "nobody"
        self._open(draft, f"{label}{slug(draft.short)[:2]}.{self.region.domain}", known=False)

    # ------------------------------------------------------------ no websites

    def _nothing(self, draft: Draft) -> None:
        """No website, and nothing that looks like one."""

    def _dead_stated(self, draft: Draft) -> None:
        host = f"{self._label(draft)}.{self.region.domain}"
        # Behind a wildcard every name exists.
        state = self.rng.choice(
            ("servfail", "lame", "reset", *(() if self.habit.wildcard else ("nxdomain",)))
        )
        draft.website = f"http://{host}/"
        if state == "reset":
            self.ground.hosts[host] = Host(reset=True, whole=True)
            self.ground.names[host] = Name(a=(stable_address(host),))
        else:
            self.ground.names[host] = Name(state=state)

    def _parked_stated(self, draft: Draft) -> None:
        host = f"www.{slug(draft.short)}{slug(self.bare)}.com"
        self.ground.hosts[host] = Host(pages={"/": mute_page("parked", draft, self.region)}, whole=True)
        self.ground.names[host] = Name(a=(stable_address("parkir"),))
        draft.website = f"http://{host}/"

    def _social_only(self, draft: Draft) -> None:
        url = f"https://www.instagram.com/{slug(draft.short)}.{slug(self.bare)}/"
        if self.rng.random() < 0.5:
            draft.website = url
        else:
            self._list(draft, url)

    def _namesake(self, draft: Draft) -> str:
        """The website of the unit of that name in the neighbouring region."""
        domain = self.neighbour.domain
        own = self.rng.random() < 0.5
        host = f"{slug(draft.name)}.{domain}" if own else f"www.{slug(draft.name)}{slug(domain)[:5]}.com"
        self.ground.hosts[host] = Host(
            pages={"/": home_page(draft, self.neighbour, host, self.rng, placed=True)}
        )
        self.ground.names[host] = Name(a=(stable_address(host),))
        return f"https://{host}/"

    def _namesake_stated(self, draft: Draft) -> None:
        draft.website = self._namesake(draft)

    def _namesake_listed(self, draft: Draft) -> None:
        self._list(draft, self._namesake(draft))

    def _news_listed(self, draft: Draft) -> None:
        host = f"www.kabar{slug(self.bare)}.com"
        path = f"/2026/0{self.rng.randint(1, 9)}/{slug(draft.short, '-')}-gelar-sosialisasi/"
        made = self.ground.hosts.setdefault(host, Host(pages={"/": mute_page("news", draft, self.region)}))
        made.pages[path] = mute_page("news", draft, self.region)
        self.ground.names[host] = Name(a=(stable_address(host),))
        self._list(draft, f"https://{host}{path}")

    def _directory_listed(self, draft: Draft) -> None:
        host, path, page = directory_pages(draft, self.region, self.rng)
        self.ground.hosts.setdefault(host, Host()).pages[path] = page
        self.ground.names[host] = Name(a=(stable_address(host),))
        self._list(draft, f"https://{host}{path}")

    def _portal_stated(self, draft: Draft) -> None:
        draft.website = f"https://{self.region.domain}/"

    def _person_campaign(self, draft: Draft) -> None:
        person = f"{self.rng.choice(words().given)} {self.rng.choice(words().family)}"
        host = f"www.{slug(person)}{self.region.code[3:]}.com"
        self.ground.hosts[host] = Host(pages={"/": mute_page("campaign", draft, self.region, person=person)})
        self.ground.names[host] = Name(a=(stable_address(host),))
        draft.website = f"https://{host}/"

    # ------------------------------------------------------------ portal, health office, answers

    def _finish(self, drafts: list[Draft]) -> None:
        domain, hosts, names = self.region.domain, self.ground.hosts, self.ground.names
        office = next(draft for draft in drafts if draft.unit_id.endswith("-dinkes"))
        office_url = office.urls[0].rstrip("/")
        office_host = hosts[office_url.partition("://")[2]]
        portal = Host()
        for draft in drafts:
            if draft.trap != "mounted":
                continue
            health = draft.kind is Kind.PUSKESMAS
            path = draft.urls.pop()
            page = home_page(draft, self.region, domain, self.rng, base=path)
            (office_host if health else portal).pages[f"{path}/"] = page
            draft.urls.append(f"{office_url if health else f'https://{domain}'}{path}/")
            self._list(draft, draft.urls[0])
        portal.pages["/"] = portal_home(self.region, self.habit.list_style, self.rows, self.rng)
        if self.habit.list_style == "table":
            portal.pages["/perangkat-daerah"] = list_page(
                "Perangkat Daerah", self.region, self.rows, self.rng
            )
        health_page = list_page("Daftar Puskesmas", self.region, self.health_rows, self.rng)
        office_host.pages["/daftar-puskesmas"] = health_page
        for host in (domain, f"www.{domain}"):
            hosts[host], names[host] = portal, Name(a=(self.portal_address,))
        self._wildcard(portal)
        truths = [self._truth(draft) for draft in drafts]
        self.ground.truths += [self._portal_truth(), *truths]

    def _wildcard(self, portal: Host) -> None:
        zone, wildcard = f"*.{self.region.domain}", self.habit.wildcard
        if not wildcard:
            return
        address = self.portal_address
        if wildcard == "portal":
            self.ground.hosts[zone] = Host(pages={"/": portal.pages["/"]}, whole=True)
        elif wildcard == "redirect":
            self.ground.hosts[zone] = Host(
                pages={"/": Redirect(f"https://{self.region.domain}/")}, whole=True
            )
        else:
            address = stable_address("vendor")
            page = Page(
                template="vendor", fields={"title": "Domain Default page", "domain": self.region.domain}
            )
            self.ground.hosts[zone] = Host(pages={"/": page}, whole=True)
        self.ground.names[zone] = Name(a=(address,))

    def _portal_truth(self) -> Truth:
        url = f"https://{self.region.domain}/"
        agency = Agency(
            unit_id=f"{self.region.code}-portal",
            name=f"Portal {self.region.name}",
            kind=Kind.PORTAL,
            region=self.region.code,
            website=url,
        )
        return Truth(
            agency=agency, status=SiteStatus.ONLINE, domain=DomainClass.GO_ID, urls=(url,), known_by="stated"
        )

    def _truth(self, draft: Draft) -> Truth:
        agency = Agency(
            unit_id=draft.unit_id,
            name=draft.name,
            kind=draft.kind,
            region=self.region.code,
            website=draft.website,
            parent=draft.parent,
        )
        special = {
            "hacked": SiteStatus.HACKED,
            "under_construction": SiteStatus.UNDER_CONSTRUCTION,
            "blocked": SiteStatus.BLOCKED,
            "dead_stated": SiteStatus.DEAD,
            "parked_stated": SiteStatus.PARKED,
            "social_only": SiteStatus.SOCIAL_ONLY,
        }
        status = special.get(draft.trap, SiteStatus.ONLINE if draft.urls else SiteStatus.NONE)
        return Truth(
            agency=agency,
            status=status,
            domain=self._domain(draft, status),
            urls=tuple(draft.urls),
            trap=draft.trap,
            known_by=draft.known_by,
        )

    def _domain(self, draft: Draft, status: SiteStatus) -> DomainClass:
        if status in (SiteStatus.NONE, SiteStatus.SOCIAL_ONLY):
            return DomainClass.NONE
        where = (draft.urls[0] if draft.urls else draft.website).partition("://")[2].partition("/")[0]
        if where == self.region.domain or where.endswith("." + self.region.domain):
            return DomainClass.GO_ID
        return DomainClass.FREE_HOST if where.endswith(FREE) else DomainClass.NON_GO_ID
