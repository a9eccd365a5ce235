"""Loads the practice region's folder and proves that it is whole.

region/region.yaml            the region, extra DNS names
region/<unit_id>/unit.yaml    one unit of the target file
region/_<name>/unit.yaml      a site that is no unit (a Drive, a blog host, a gambling site)
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from urllib.parse import unquote, urlsplit

from auditor.models import COMPONENTS, SiteStatus, Verdict
from auditor.practice import spec
from auditor.practice.plaintext import file_text, html_text, page_text, squeeze
from auditor.practice.yamlfile import PracticeError, load

DEFAULT_FOLDER = Path(str(resources.files("auditor.practice"))) / "region"
UNTESTED = frozenset({SiteStatus.DEAD, SiteStatus.BLOCKED, SiteStatus.NOT_TESTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One folder of the region: ``id`` its name, ``file`` what its unit.yaml says."""

    id: str
    source: Path
    file: spec.UnitFile

    @property
    def is_unit(self) -> bool:
        """Whether it belongs in the target file."""
        return not self.id.startswith("_")

    @property
    def base(self) -> str:
        """Path prefix of the site's addresses: its mount, or empty."""
        return self.file.mount.path.rstrip("/") if self.file.mount else ""

    @property
    def host(self) -> str:
        """The host its pages stand on; empty for a unit without a site."""
        if self.file.mount:
            return self.file.mount.host
        return self.file.hosts[0] if self.file.hosts else ""

    @property
    def address(self) -> str:
        """Address of its hosts: as declared (IPv4 or IPv6), else a stable IPv4 one out of a public range."""
        return self.file.address or stable_address(self.id)

    def url(self, path: str) -> str:
        """Whole address of a path of this site."""
        scheme = "http" if self.file.tls == "http_only" else "https"
        return f"{scheme}://{self.host}{self.base}{path}"


@dataclass(frozen=True)
class Region:
    """The practice region as read: its own file and its sites by folder name."""

    folder: Path
    file: spec.RegionFile
    sites: Mapping[str, Site]

    @property
    def units(self) -> Iterator[Site]:
        """The sites that are units of the target file, in the order of their names."""
        return (site for site in self.sites.values() if site.is_unit)

    @cached_property
    def by_host(self) -> dict[str, Site]:
        """The site declared for each host name (``*.zone`` stands for every name below zone)."""
        return {host: site for site in self.sites.values() for host in site.file.hosts}


def stable_address(name: str) -> str:
    """An address made from a name, in 103.0.0.0/10-like space that Indonesian hosters use."""
    digest = hashlib.sha256(name.encode()).digest()
    return f"103.{digest[0] % 120 + 100}.{digest[1]}.{digest[2] % 253 + 1}"


def load_region(folder: Path | None = None) -> Region:
    """Read the region at ``folder`` (default: the packaged one); `PracticeError` on any mistake."""
    folder = folder or DEFAULT_FOLDER
    file = load(folder / "region.yaml", spec.RegionFile)
    sites: dict[str, Site] = {}
    for path in sorted(folder.glob("*/unit.yaml")):
        sites[path.parent.name] = Site(id=path.parent.name, source=path, file=load(path, spec.UnitFile))
    region = Region(folder=folder, file=file, sites=sites)
    first = next(complaints(region), None)
    if first:
        raise PracticeError(first)
    return region


def complaints(region: Region) -> Iterator[str]:
    """Every mistake that the structures cannot see, one line each: file, key, mend."""
    owners: dict[str, Site] = {}
    for site in region.sites.values():
        for host in site.file.hosts:
            if host in owners:
                yield f"{site.source}: hosts: {host} already belongs to {owners[host].id}; keep one"
            if host != host.lower() or "/" in host or ":" in host:
                yield f"{site.source}: hosts: {host!r} is no bare lower-case host name"
            owners[host] = site
    mounts: dict[tuple[str, str], Site] = {}
    for site in region.sites.values():
        yield from _site_complaints(site, owners)
        code = site.file.unit.region if site.file.unit else ""
        if code not in ("", *(entry.code for entry in (region.file.region, *region.file.regions))):
            yield f"{site.source}: unit.region: {code!r} is missing in region.yaml; add it there"
        if site.file.mount:
            key = (site.file.mount.host, site.base)
            if key in mounts:
                yield f"{site.source}: mount: {key} already belongs to {mounts[key].id}"
            mounts[key] = site
    for name, record in region.file.records.items():
        for address in (*record.a, *record.aaaa):
            if not _is_address(address):
                yield f"{region.folder / 'region.yaml'}: records.{name}: {address!r} is no address"
        if name in owners:
            yield f"{region.folder / 'region.yaml'}: records.{name}: a site declares this host already"


def _site_complaints(  # noqa: PLR0912 -- a list of rules
    site: Site, owners: Mapping[str, Site]
) -> Iterator[str]:
    file, where = site.file, site.source
    if site.is_unit and (file.unit is None or file.labels is None):
        yield f"{where}: a unit needs the keys 'unit' and 'labels' (a folder that is no unit begins with '_')"
    if not site.is_unit and (file.unit or file.labels):
        yield f"{where}: a folder beginning with '_' is no unit; remove 'unit' and 'labels' or rename it"
    if file.hosts and file.mount:
        yield f"{where}: 'hosts' and 'mount' exclude each other; keep one"
    if file.mount and (file.mount.host not in owners or not file.mount.path.startswith("/")):
        yield f"{where}: mount: {file.mount.host!r} must be another site's host, path must begin with '/'"
    if (file.pages or file.files) and not site.host:
        yield f"{where}: pages and files need 'hosts' or 'mount'"
    if file.address and not _is_address(file.address):
        yield f"{where}: address: {file.address!r} is no IP address"
    if file.site is None and any(
        (page.theme or file.theme) != "none" and not page.canned for page in file.pages.values()
    ):
        yield f"{where}: pages with a theme need 'site' (title, menu, footer)"
    for key in (*file.pages, *file.files, *file.redirects):
        if not key.startswith("/"):
            yield f"{where}: path {key!r} must begin with '/'"
        if "#" in key:
            yield f"{where}: path {key!r}: a fragment is never asked for; name the page without '#'"
    for key in set(file.pages) & set(file.files) | set(file.pages) & set(file.redirects):
        yield f"{where}: {key} stands twice (pages, files, redirects); keep one"
    for key, page in file.pages.items():
        if page.canned and page.body:
            yield f"{where}: pages.{key}: 'canned' and 'body' exclude each other"
    if file.labels:
        yield from _label_complaints(site, file.labels, owners)


def _label_complaints(site: Site, labels: spec.Labels, owners: Mapping[str, Site]) -> Iterator[str]:
    where = site.source
    for code, label in labels.components.items():
        if code not in COMPONENTS:
            yield f"{where}: labels.components.{code}: unknown component; one of {', '.join(COMPONENTS)}"
        claimed = label.verdict in (Verdict.PUBLISHED, Verdict.PARTIAL)
        if claimed and not label.evidence:
            yield f"{where}: labels.components.{code}: {label.verdict} needs evidence (path and quote)"
        for evidence in label.evidence:
            problem = _missing_quote(site, evidence, owners)
            if problem:
                yield f"{where}: labels.components.{code}: {problem}"
    for service in labels.services:
        for code in service.components:
            if code not in COMPONENTS:
                yield f"{where}: labels.services.{service.name}: unknown component {code}"
    for problem_label in labels.problems:
        if problem_label.path and not resolve(site, problem_label.path):
            yield f"{where}: labels.problems.{problem_label.code}: no such path {problem_label.path}"


def _missing_quote(site: Site, evidence: spec.LabelEvidence, owners: Mapping[str, Site]) -> str:
    """What is wrong with a piece of evidence; empty when its quote stands where it says."""
    holder, path = site, evidence.path
    if evidence.url:
        parts = urlsplit(evidence.url)
        found = owners.get(parts.hostname or "")
        if found is None:
            return f"evidence url {evidence.url}: no site of the region has this host"
        holder = found
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if holder is not site and holder.file.mount is None and resolve(holder, path) is None:
            return f"evidence url {evidence.url}: no such page or file"
    text = resolve(holder, path)
    if text is None:
        return f"evidence path {path!r} is neither a page nor a file here"
    if squeeze(evidence.quote) not in text:
        return f"quote {evidence.quote!r} does not stand at {path}"
    return ""


def resolve(site: Site, path: str) -> str | None:
    """Words of the page or file that ``path`` names (without its fragment), None where none is."""
    path = unquote(path.partition("#")[0]) or "/"
    pages = {unquote(key): page for key, page in site.file.pages.items()}
    files = {unquote(key): file for key, file in site.file.files.items()}
    if path in pages:
        page = pages[path]
        info = site.file.site
        around = f" {_html(info.sidebar)} {_html(info.footer)} {_menu(info.menu)}" if info else ""
        return squeeze(page_text(page) + around + _html(site.file.behaviours.inject))
    if path in files:
        return file_text(files[path])
    if path in site.file.redirects or path in ("/robots.txt", "/sitemap.xml"):
        return ""
    for cloak in site.file.behaviours.cloak:
        if cloak.path == path:
            return squeeze(_html(cloak.body) + _html(cloak.append))
    return None


def _menu(items: list[spec.MenuItem]) -> str:
    return " ".join(f"{item.text} {_menu(item.children)}" for item in items)


def _html(fragment: str) -> str:
    return " " + html_text(fragment) if fragment else ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
