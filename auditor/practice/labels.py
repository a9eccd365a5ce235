"""Writes the region's target file, its regions file and its labels for ``auditor evaluate``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from auditor.models import COMPONENTS, Verdict
from auditor.practice import spec
from auditor.practice.region import UNTESTED, Region, Site
from auditor.practice.theme_addresses import address_of

CHANNELS = {
    "form": "web_form",
    "social": "social_media",
    "in_person": "walk_in",
    "sms": "phone",
    "hotline": "phone",
}
"""The complaint channels of interface.md that the labels' definitions name otherwise."""


def write_targets(region: Region, folder: Path) -> tuple[Path, Path]:
    """Write ``targets.csv`` and ``regions.csv`` into ``folder``; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = folder / "targets.csv"
    with targets.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(["unit_id", "name", "kind", "region", "website", "parent", "notes"])
        for site in region.units:
            info = site.file.unit
            assert info is not None
            code = info.region or region.file.region.code
            sheet.writerow([site.id, info.name, info.kind, code, info.website, info.parent, info.notes])
    regions = folder / "regions.csv"
    with regions.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(["code", "name", "kind", "province", "domain", "other_domains", "domain_source"])
        for entry in (region.file.region, *region.file.regions):
            others = "|".join(entry.other_domains)
            source = entry.source or "practice"
            sheet.writerow([entry.code, entry.name, entry.kind, entry.province, entry.domain, others, source])
    return targets, regions


def write_labels(region: Region, folder: Path) -> Path:
    """Write ``labels.yaml`` (all 22 components, site, services, problems) into ``folder``; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "labels.yaml"
    data = {"sites": [unit_labels(site) for site in region.units]}
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8")
    return path


def unit_labels(site: Site) -> dict[str, Any]:
    """The labels of one unit: the corpus's keys, plus ``site`` and ``services``."""
    labels, info = site.file.labels, site.file.unit
    assert labels is not None
    assert info is not None
    default = labels.default or (Verdict.NOT_TESTED if labels.site.status in UNTESTED else Verdict.NOT_FOUND)
    blank = spec.ComponentLabel(verdict=default)
    found: dict[str, Any] = {
        "unit_id": site.id,
        "host": site.host,
        "start": f"{site.base}/".lstrip("/"),
        "name": info.name,
        "kind": str(info.kind),
        "site": {
            "status": str(labels.site.status),
            "domain": str(labels.site.domain),
            "https": str(labels.site.https),
        },
        "labels": {code: _component(site, code, labels.components.get(code, blank)) for code in COMPONENTS},
        "services": [_service(site, service) for service in labels.services],
        "problems": [_problem(site, problem) for problem in labels.problems],
        "traps": labels.traps,
        "notes": labels.notes,
    }
    if labels.site.url:
        found["site"]["url"] = labels.site.url
    return found


def _component(site: Site, code: str, label: spec.ComponentLabel) -> dict[str, Any]:
    found: dict[str, Any] = {"verdict": str(label.verdict)}
    if label.evidence:
        found["evidence"] = [_evidence(site, item) for item in label.evidence]
    if label.values:
        found["values"] = [dict(value) for value in label.values]
    if code == "pengaduan" and label.values:
        found["channels"] = [
            {"kind": CHANNELS.get(value["channel"], value["channel"]), "value": value.get("value", "")}
            for value in label.values
            if "channel" in value
        ]
    if label.form:
        found["form"] = label.form
    return found


def _evidence(site: Site, item: spec.LabelEvidence) -> dict[str, Any]:
    path, fragment = item.path.partition("#")[0], item.path.partition("#")[2]
    shown = address_of(site.file, path) + (f"#{fragment}" if fragment else "")
    found = {
        "file": f"{site.base}{shown}".lstrip("/") if not item.url else item.url,
        "url": item.url or site.url(shown),
        "quote": item.quote,
        "via": item.via or _via(site, item),
    }
    if item.page:
        found["page"] = f"{site.base}{item.page}".lstrip("/")
    return found


def _via(site: Site, item: spec.LabelEvidence) -> str:
    if item.url and item.url.partition("://")[2].partition("/")[0] not in site.file.hosts:
        return "external"
    file = site.file.files.get(item.path)
    if file is None:
        page = site.file.pages.get(item.path.partition("#")[0])
        theme = (page.theme if page else None) or site.file.theme
        return "rendered" if theme in spec.THEMES_DRAWN else "html"
    kinds: dict[type, str] = {spec.Docx: "docx", spec.Xlsx: "xlsx", spec.Poster: "image", spec.Image: "image"}
    return kinds.get(type(file), "html" if isinstance(file, spec.Raw) else "pdf")


def _service(site: Site, service: spec.ServiceLabel) -> dict[str, Any]:
    found: dict[str, Any] = {"name": service.name}
    if service.path:
        found["url"] = site.url(address_of(site.file, service.path))
    found["components"] = {
        code: {"verdict": str(label)} if isinstance(label, Verdict) else _component(site, code, label)
        for code, label in service.components.items()
    }
    return found


def _problem(site: Site, problem: spec.ProblemLabel) -> dict[str, Any]:
    found = {"kind": problem.code}
    if problem.path:
        found["file"] = f"{site.base}{problem.path}".lstrip("/")
        found["url"] = site.url(problem.path)
    if problem.quote:
        found["quote"] = problem.quote
    return found
