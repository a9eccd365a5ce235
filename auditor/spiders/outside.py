"""Sources outside the region: certificate-transparency logs and search APIs. Both off by default.

An API is no website: robots.txt does not speak of it; the pauses, size limits and the guard on
addresses hold all the same. The key of a search API comes from the environment and is written nowhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec

from auditor.clock import now
from auditor.models import Agency, Asked, Region
from auditor.spiders.answers import Got
from auditor.spiders.failures import FetchError
from auditor.spiders.fetcher import Fetcher
from auditor.urls import UrlError, canonical, host_of

SEARCH_KEY = "AUDITOR_SEARCH_KEY"
SEARCH_HEADER = "AUDITOR_SEARCH_HEADER"
"""Environment: the key, and the header that carries it where the address has no ``{key}``."""

_HEADER = "X-Subscription-Token"  # Brave Search API; others name theirs in the environment
_MAX_HOSTS = 5000
_MAX_RESULTS = 10
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a search."""

    url: str
    title: str


async def certificate_hosts(fetcher: Fetcher, address: str, domain: str) -> tuple[tuple[str, ...], Asked]:
    """Hosts below ``domain`` that certificates were issued for, from a log like crt.sh.

    ``address`` holds ``{domain}``, e.g. ``https://crt.sh/?q=%25.{domain}&output=json``; the answer is a
    JSON list of objects with ``name_value`` (one name a line) and ``common_name``.
    """
    if not address:
        return (), Asked(source="certificates", state="off", detail="not_asked_for")
    entries, cause = await _json(fetcher, address.replace("{domain}", quote(domain, safe="")), {})
    if not cause and not isinstance(entries, list):
        cause = "bad_response"
    if cause:
        return (), Asked(source="certificates", state="silent", detail=cause, at=now())
    hosts: dict[str, None] = {}
    for entry in entries if isinstance(entries, list) else ():
        told = entry if isinstance(entry, dict) else {}
        names = f"{told.get('name_value') or ''}\n{told.get('common_name') or ''}"
        for name in names.lower().split():
            host = name.removeprefix("*.").rstrip(".")
            # A wildcard certificate names no host.
            if name == host and host.endswith(f".{domain}") and _HOST.fullmatch(host):
                hosts[host] = None
        if len(hosts) >= _MAX_HOSTS:
            break
    return tuple(hosts), Asked(source="certificates", state="answered", at=now())


async def search(
    fetcher: Fetcher, address: str, agency: Agency, region: Region
) -> tuple[tuple[Result, ...], Asked]:
    """What a search API finds for a unit's name and region.

    ``address`` holds ``{query}`` and, where the key belongs into it, ``{key}``. Any JSON whose objects
    have ``url`` or ``link`` and ``title`` or ``name`` is understood (Brave, Google, Bing, SearXNG).
    """
    if not address:
        return (), Asked(source="search", state="off", detail="not_asked_for")
    key = os.environ.get(SEARCH_KEY, "")
    if "{key}" in address and not key:
        return (), Asked(source="search", state="off", detail="no_key")
    query = f'"{agency.name}" "{region.name}"' if region.name else f'"{agency.name}"'
    headers = {} if "{key}" in address or not key else {os.environ.get(SEARCH_HEADER, _HEADER): key}
    url = address.replace("{query}", quote(query, safe="")).replace("{key}", quote(key, safe=""))
    answer, cause = await _json(fetcher, url, headers)
    if cause:
        return (), Asked(source="search", state="silent", detail=cause, at=now())
    results = {result.url: result for result in reversed(list(_results(answer, 0)))}
    return tuple(reversed(results.values()))[:_MAX_RESULTS], Asked(
        source="search", state="answered", at=now()
    )


async def _json(fetcher: Fetcher, url: str, headers: dict[str, str]) -> tuple[Any, str]:
    """The decoded answer and an empty cause, or None and the cause."""
    try:
        got: Got = await fetcher.get(
            url, attempts=2, obey_robots=False, headers=headers, follow=lambda to: host_of(to) == host_of(url)
        )
    except FetchError as error:
        return None, error.cause
    if got.truncated:
        return None, "too_large"
    if got.status != 200:
        return None, f"http_{got.status}"
    try:
        return msgspec.json.decode(got.body), ""
    except (msgspec.DecodeError, RecursionError):
        return None, "bad_response"


def _results(value: Any, depth: int) -> Iterator[Result]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _results(item, depth + 1)
    elif isinstance(value, dict):
        url, title = value.get("url") or value.get("link"), value.get("title") or value.get("name")
        if isinstance(url, str) and isinstance(title, str):
            with suppress(UrlError):
                yield Result(canonical(url), title[:300])
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _results(item, depth + 1)
