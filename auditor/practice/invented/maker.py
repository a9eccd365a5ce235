"""The work on one invented region that all traps share: names, hosts, and who knows of a website."""

from __future__ import annotations

import random

from auditor.models import Kind, Region
from auditor.practice.dns import Name
from auditor.practice.invented.data import Habit
from auditor.practice.invented.draft import Draft, slug
from auditor.practice.invented.pages import home_page
from auditor.practice.invented.records import Ground, Host, Page
from auditor.practice.region import stable_address

SHARED_SERVER = 0.3
"""Share of a region's hosts that lie on the portal's own server."""


class Maker:
    """One region in the making; every method does one thing to the ground."""

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
