"""What an invented ground consists of: hosts that answer, DNS names, and the true answer per unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.models import Agency, DomainClass, Region, SiteStatus
from auditor.practice.dns import Name
from auditor.practice.spec import Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page drawn from ``templates/<template>.html`` with ``fields`` when it is asked for."""

    template: str
    fields: Mapping[str, object]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect to an absolute address."""

    to: str


@dataclass(slots=True, kw_only=True)
class Host:
    """What one host name answers. ``whole``: for every path, not only those of ``pages``.

    ``reset`` cuts the connection after the request was read.
    """

    pages: dict[str, Page | Redirect] = field(default_factory=dict)
    tls: Tls = "valid"
    whole: bool = False
    reset: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The right answer for one unit.

    ``agency`` is its row of the target file. ``urls`` are the addresses any of which is right (host
    without ``www.``, path where the unit lives under one); empty where it has no website. ``trap`` names
    what was done to it, as in ``rates.toml``; ``known_by`` is the source that knows the website:
    ``stated``, ``listed``, ``form`` (only the form of its host name), ``nobody``.
    """

    agency: Agency
    status: SiteStatus
    domain: DomainClass
    urls: tuple[str, ...] = ()
    trap: str = ""
    known_by: str = ""


@dataclass(slots=True, kw_only=True)
class Ground:
    """Regions, their units' truths, and the internet they live in.

    ``names`` are DNS names (``*.zone`` for wildcards); ``certificates`` are domains that show one
    certificate for all names below them.
    """

    regions: list[Region] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    hosts: dict[str, Host] = field(default_factory=dict)
    names: dict[str, Name] = field(default_factory=dict)
    certificates: set[str] = field(default_factory=set)

    def join(self, other: Ground) -> None:
        """Take the other ground in; its hosts and codes must be others."""
        self.regions += other.regions
        self.truths += other.truths
        self.hosts |= other.hosts
        self.names |= other.names
        self.certificates |= other.certificates
