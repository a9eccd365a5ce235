"""Serves an invented ground: which host answers what, drawn when it is asked for."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader

from auditor.practice import extras, spec
from auditor.practice.dns import Name, Zone
from auditor.practice.invented.records import Ground, Host, Page, Redirect
from auditor.practice.message import Request, Response, html, redirect
from auditor.practice.region import stable_address

SOCIAL = ("www.instagram.com", "www.facebook.com")


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("auditor.practice.invented"), autoescape=True)


class Internet:
    """The servers' view of a ground."""

    def __init__(self, ground: Ground) -> None:
        names = {host: Name(a=(stable_address(host),)) for host in SOCIAL}
        social = Host(pages={"/": Page(template="social", fields={})}, whole=True)
        self._hosts = {**dict.fromkeys(SOCIAL, social), **ground.hosts}
        self._certificates = ground.certificates
        self.zone = Zone({**names, **ground.names})

    def _host(self, name: str) -> Host | None:
        return self._hosts.get(name) or self._hosts.get("*." + ".".join(name.split(".")[-3:]))

    def tls(self, host: str) -> spec.Tls | None:
        """The certificate ``host`` shows; None where the handshake is refused."""
        found = self._host(host)
        if found is None:
            return "self_signed"
        return None if found.reset else found.tls

    def certificate(self, host: str) -> str:
        """One wildcard certificate for a region's names, as shared hosting has it."""
        parent = host.partition(".")[2]
        if host in self._certificates:
            return f"*.{host}"
        return f"*.{parent}" if parent in self._certificates else host

    def closed(self) -> list[tuple[str, int]]:
        """No host needs a closed port: ``reset`` cuts instead, at any number of hosts."""
        return []

    def respond(self, request: Request) -> Response:
        """The page at the request's path, 404 where there is none."""
        host = self._host(request.host)
        if host is None:
            return html(extras.plain_404(), 404)
        if host.reset:
            return Response(reset_after=0)
        path = request.path
        found = host.pages.get(path) or host.pages.get(f"{path}/")
        if found is None and host.whole:
            found = host.pages["/"]
        if isinstance(found, Redirect):
            return redirect(found.to, 302)
        if found is None:
            return html(extras.plain_404(), 404)
        body = _templates().get_template(f"{found.template}.html").render(found.fields)
        return html(body, found.status)
