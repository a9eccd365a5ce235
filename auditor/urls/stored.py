"""Documents kept elsewhere: on Drive-like hosts, behind viewers and redirectors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from auditor.reference import load_policy
from auditor.urls.canonical import UrlError, absolute


@dataclass(frozen=True, slots=True)
class Drive:
    """A file or folder on a file host; ``download`` is the address of the bytes ('' if none)."""

    kind: str
    download: str


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(d.pattern), d.name, d.download) for d in load_policy().drives)


def drive(url: str) -> Drive | None:
    """What an address on a Drive-like host points to, or None for other hosts."""
    for pattern, kind, template in _patterns():
        if match := pattern.search(url):
            groups = {name: value or "" for name, value in match.groupdict().items()}
            return Drive(kind, template.format_map(groups).replace("?&", "?") if template else "")
    return None


@cache
def _viewers() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(v.pattern), v.parameters) for v in load_policy().viewers)


def unwrap(url: str) -> str:
    """The document behind a viewer or redirector, canonical; the address itself otherwise.

    Relative targets (``viewer.html?file=/uploads/sp.pdf``) are read against the viewer.
    """
    for _ in range(3):  # a viewer of a redirect of a file; more is a trap
        inner = _unwrap_once(url)
        if inner == url:
            break
        url = inner
    return url


def _unwrap_once(url: str) -> str:
    for pattern, parameters in _viewers():
        if not pattern.search(url):
            continue
        given = dict(parse_qsl(urlsplit(url).query))
        for name in parameters:
            if target := given.get(name, ""):
                try:
                    return absolute(url, target)
                except UrlError:
                    continue
    return url
