"""What belongs to a website."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit

from auditor.reference import load_policy
from auditor.urls.canonical import UrlError, canonical
from auditor.urls.hosts import registered_domain


def in_scope(url: str, home: str, path_scoped: bool) -> bool:
    """Whether ``url`` is part of the website at ``home``.

    The same host (with or without ``www.``) and hosts below it. A domain that is itself
    registered under go.id is a region's portal: the hosts below it are other units. On
    ``path_scoped`` sites, and on hosts that serve many owners, only addresses below the home's path.
    """
    try:
        there, here = urlsplit(canonical(url)), urlsplit(canonical(home))
    except UrlError:
        return False
    host, own = _plain(there.hostname or ""), _plain(here.hostname or "")
    if _port_of(there) != _port_of(here):
        return False
    policy = load_policy()
    if host != own:
        if path_scoped or not host.endswith(f".{own}") or own in policy.path_hosts.hosts:
            return False
        return not (registered_domain(own) == own and own.endswith(policy.suffixes.government))
    if not path_scoped and own not in policy.path_hosts.hosts:
        return True
    return _below(there, here)


def _plain(host: str) -> str:
    return host.lower().removeprefix("www.")


def _port_of(parts: SplitResult) -> int | None:
    # http and https on their default ports are one site.
    return parts.port


def _below(there: SplitResult, here: SplitResult) -> bool:
    base = re.sub(r"/(?:index|home|default)\.\w{2,5}$", "/", here.path).rstrip("/")
    base = re.sub(r"\.(?:html?|php|aspx?)$", "", base)
    path = re.sub(r"\.(?:html?|php|aspx?)$", "", there.path.rstrip("/"))
    if path != base and not path.startswith(base + "/"):
        return False
    wanted = parse_qsl(here.query, keep_blank_values=True)
    if wanted and path == base:
        given = parse_qsl(there.query, keep_blank_values=True)
        if any(pair not in given for pair in wanted):
            return False
    route = here.fragment.rstrip("/")
    return not route or there.fragment == route or there.fragment.startswith(f"{route}/")


def is_path_host(host: str) -> bool:
    """Whether one host serves the sites of many owners, each below a path."""
    return _plain(host) in load_policy().path_hosts.hosts
