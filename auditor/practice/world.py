"""Puts the region (and captured sites) together: which host answers what, and every DNS name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from auditor.practice import extras, spec
from auditor.practice.dns import Name, Zone
from auditor.practice.message import Handler, Request, Response, html
from auditor.practice.region import Region, Site, stable_address
from auditor.practice.site import SiteHandler

T = TypeVar("T")


def _name(site: Site) -> Name:
    """What DNS says of a site's hosts."""
    file = site.file
    if file.cname:
        return Name(cname=file.cname, slow=file.dns_delay)
    six = ":" in site.address
    return Name(
        a=() if six else (site.address,),
        aaaa=(site.address,) if six else (),
        state=file.dns,
        slow=file.dns_delay,
    )


class World:
    """Every host of the practice internet; a `Handler` for all of them together."""

    def __init__(self, region: Region | None, captured: Mapping[str, Handler] | None = None) -> None:
        self.region = region
        self._handlers: dict[str, Handler] = {}
        self._mounts: dict[str, list[tuple[str, Handler]]] = {}
        self._sites: dict[str, Site] = {}
        names: dict[str, Name] = {}
        for site in region.sites.values() if region else ():
            handler = SiteHandler(site)
            if site.file.mount:
                self._mounts.setdefault(site.file.mount.host, []).append((site.base, handler))
                continue
            for host in site.file.hosts:
                self._handlers[host], self._sites[host] = handler, site
                names[host] = _name(site)
        if region:
            for host, record in region.file.records.items():
                names[host] = Name(
                    a=tuple(record.a), aaaa=tuple(record.aaaa), cname=record.cname, state=record.state
                )
            for host, address in region.file.wildcards.items():
                names[host] = Name(a=(address,))
        for host, handler_ in (captured or {}).items():
            self._handlers[host] = handler_
            names[host] = Name(a=(stable_address(host),))
        for mounts in self._mounts.values():
            mounts.sort(key=lambda item: -len(item[0]))
        self.zone = Zone(names)

    def site(self, host: str) -> Site | None:
        """The site that ``host`` belongs to, by name or wildcard."""
        return self._pick(self._sites, host)

    def tls(self, host: str) -> spec.Tls | None:
        """The certificate ``host`` shows; None where the handshake is refused."""
        site = self.site(host)
        if site is None:
            return "valid" if self._pick(self._handlers, host) else "self_signed"
        return None if site.file.behaviours.refuse in ("closed", "reset") else site.file.tls

    def certificate(self, host: str) -> str:
        """The name on the host's certificate: its own."""
        return host

    def closed(self) -> list[tuple[str, int]]:
        """Host and port pairs that shall refuse the connection itself (no wildcard hosts)."""
        pairs: list[tuple[str, int]] = []
        for host, site in self._sites.items():
            if host.startswith("*."):
                continue
            everything = site.file.behaviours.refuse == "closed"
            if everything or site.file.tls == "https_only":
                pairs.append((host, 80))
            if everything or site.file.tls == "http_only":
                pairs.append((host, 443))
        return pairs

    def respond(self, request: Request) -> Response:
        """The answer of whichever site the request's host and path belong to."""
        for base, handler in self._mounts.get(request.host, ()):
            if request.path == base or request.path.startswith(base + "/"):
                return handler.respond(request)
        found = self._pick(self._handlers, request.host)
        if found is None:
            return html(extras.plain_404(), 404)
        site = self.site(request.host)
        if site is not None and (
            site.file.behaviours.refuse == "closed"
            or (site.file.tls == "https_only" and request.scheme == "http")
        ):
            return Response(reset_after=0)
        return found.respond(request)

    @staticmethod
    def _pick(table: Mapping[str, T], host: str) -> T | None:
        if host in table:
            return table[host]
        labels = host.split(".")
        for depth in range(1, len(labels)):
            key = "*." + ".".join(labels[depth:])
            if key in table:
                return table[key]
        return None
