"""Makes an invented region from a seed: its units, their websites, the traps, and the true answers."""

from __future__ import annotations

import random
from collections.abc import Callable

from auditor.models import Kind
from auditor.practice.dns import Name
from auditor.practice.invented.data import Rate, habits, rates
from auditor.practice.invented.draft import Draft, draw_units, make_region, region_names
from auditor.practice.invented.pages import home_page, list_page, portal_home
from auditor.practice.invented.records import Ground, Host, Page, Redirect
from auditor.practice.invented.traps import Traps
from auditor.practice.invented.truths import portal_truth, truth_of
from auditor.practice.region import stable_address


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
    return _Whole(region, other, chosen, rng, each).make(units)


class _Whole(Traps):
    """A region from the draw of its units to the answers."""

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
        truths = [truth_of(draft, self.region) for draft in drafts]
        self.ground.truths += [portal_truth(self.region), *truths]

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
