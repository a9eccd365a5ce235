"""The data files as a whole: ``unit.yaml``, ``region.yaml``."""

from __future__ import annotations

from typing import Literal

from auditor.practice.spec.base import Base, Theme, Tls
from auditor.practice.spec.behaviours import Behaviours, Dns, Redirect
from auditor.practice.spec.files import File
from auditor.practice.spec.labels import Labels
from auditor.practice.spec.pages import Page
from auditor.practice.spec.site import Mount, SiteInfo, UnitInfo


class UnitFile(Base, frozen=True, kw_only=True):
    """``<unit_id>/unit.yaml``. Folders beginning with ``_`` are sites that are no unit.

    ``address`` may be an IPv6 address: the hosts then have no other. ``cname`` makes the hosts aliases of
    another name (a record, or another site's host). ``dns_delay`` is how late the name server answers.
    """

    unit: UnitInfo | None = None
    hosts: list[str] = []
    mount: Mount | None = None
    address: str = ""
    tls: Tls = "valid"
    dns: Dns = "ok"
    dns_delay: float = 0.0
    cname: str = ""
    theme: Theme = "plain"
    site: SiteInfo | None = None
    behaviours: Behaviours = Behaviours()
    pages: dict[str, Page] = {}
    files: dict[str, File] = {}
    redirects: dict[str, str | Redirect] = {}
    labels: Labels | None = None


class RegionInfo(Base, frozen=True, kw_only=True):
    """The invented region, in the fields of `auditor.models.Region`."""

    code: str
    name: str
    kind: Literal["provinsi", "kabupaten", "kota"]
    province: str
    domain: str
    other_domains: list[str] = []
    source: str = ""


class DnsRecord(Base, frozen=True, kw_only=True):
    """One DNS name that no site declares. ``a``/``aaaa`` are addresses; ``state`` a failure."""

    a: list[str] = []
    aaaa: list[str] = []
    cname: str = ""
    state: Dns = "ok"


class RegionFile(Base, frozen=True, kw_only=True):
    """``region.yaml``: the region, names without a site, zones that answer for every name."""

    region: RegionInfo
    regions: list[RegionInfo] = []
    records: dict[str, DnsRecord] = {}
    wildcards: dict[str, str] = {}
