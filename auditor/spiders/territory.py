"""Which addresses are a unit's own site, once its home page is known."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from auditor.models import Agency, Kind, Region
from auditor.spiders.frontier_rules import rules
from auditor.urls import host_of, in_scope, registered_domain


class Territory:
    """The site at ``home``, without the sites of other units that live below it.

    ``shared_hosts`` serve several units, so only addresses below the home's path are this unit's;
    ``claims`` are websites of units (unit, address) by host without ``www.``.
    """

    def __init__(
        self,
        agency: Agency,
        region: Region,
        home: str,
        *,
        shared_hosts: frozenset[str],
        claims: Iterable[tuple[str, str]],
    ) -> None:
        self.home = home
        self._agency, self._region = agency, region
        self.scoped = self._is_scoped(shared_hosts)
        self._others = tuple(
            website
            for unit_id, website in claims
            if unit_id != agency.unit_id and not in_scope(home, website, True)
        )
        self._ours: dict[str, bool] = {}  # each address is asked about several times

    def _is_scoped(self, shared_hosts: frozenset[str]) -> bool:
        parts = urlsplit(self.home)
        if parts.path in ("", "/") and not parts.query and not parts.fragment:
            return False
        return _bare_host(self.home) in shared_hosts or (
            self._on_portal() and self._agency.kind is not Kind.PORTAL
        )

    def _on_portal(self) -> bool:
        return _bare_host(self.home) in (self._region.domain, *self._region.other_domains)

    def is_ours(self, url: str) -> bool:
        """Whether the address is part of this unit's site, and not of one that lives below it."""
        ours = self._ours.get(url)
        if ours is None:
            ours = self._ours[url] = in_scope(url, self.home, self.scoped) and not any(
                in_scope(url, other, True) for other in self._others
            )
        return ours

    def on_host(self, url: str) -> bool:
        """Whether the address lies on the home's host or below it, whoever's page it is."""
        return in_scope(url, self.home, False)

    def under_own_domain(self, url: str) -> bool:
        """Whether the address lies below the domain that was registered for the site."""
        return registered_domain(host_of(url)) == registered_domain(host_of(self.home))

    def keeps_uploads(self, url: str) -> bool:
        """Whether the address's host keeps pictures of this site, not advertisements or samples."""
        host = host_of(url)
        return self.under_own_domain(url) or any(
            host == known or host.endswith(f".{known}") for known in rules().data.images.offsite_hosts
        )

    def is_portal_instead(self, asked: str) -> bool:
        """Whether ``asked`` only led to the region's front page, which says nothing of the unit."""
        moved = _bare_host(asked) != _bare_host(self.home)
        return (
            self._on_portal()
            and moved
            and self._agency.kind is not Kind.PORTAL
            and urlsplit(self.home).path in ("", "/")
        )


def _bare_host(url: str) -> str:
    return host_of(url).removeprefix("www.")
