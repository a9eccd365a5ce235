"""What ``auditor accuracy`` measures on: the practice region, and captured sites with labels."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from auditor.errors import AuditorError
from auditor.evaluate import UnitLabels, load_labels
from auditor.jobs.accuracy import Ground, Network, Served, run_ground
from auditor.jobs.folder import RunFolder
from auditor.models import Kind
from auditor.practice.labels import write_labels, write_targets
from auditor.practice.region import DEFAULT_FOLDER, load_region
from auditor.practice.server import spawn
from auditor.reference.kinds import load_kinds
from auditor.urls import registered_domain

REGION = "99.99"
"""Code of the invented region that captured sites are put in when no target file says more."""

_OPD_GROUPS = frozenset({"dinas", "badan", "satuan", "sekretariat", "inspektorat"})


@dataclass(frozen=True, slots=True)
class _Spawn:
    """The servers of the practice region (``sites`` None) or of captured sites, once called."""

    sites: Path | None = None
    starts: tuple[tuple[str, str], ...] = ()

    def __call__(self) -> AbstractContextManager[Network]:
        return spawn(sites=self.sites, starts=dict(self.starts), time_scale=0.2)


def practice_ground(scratch: Path) -> Ground:
    """The practice region; its target file and labels are written into ``scratch``."""
    region = load_region(DEFAULT_FOLDER)
    targets, regions = write_targets(region, scratch)
    return Ground(
        key="practice",
        labels=write_labels(region, scratch),
        served=Served(targets=targets, regions=regions, serve=_Spawn(), timeout=4.0),
    )


def labelled_ground(
    folder: Path, scratch: Path, targets: Path | None = None, regions: Path | None = None
) -> Ground:
    """The ground in ``folder``: ``labels.yaml`` with captured ``sites/``, or with a finished run.

    Without ``targets`` a target file is made from the labels. Raises AuditorError when the folder
    holds neither, or a labelled site is not there.
    """
    path = folder / "labels.yaml"
    sites = folder / "sites"
    if sites.is_dir():
        return _captured(path, sites, scratch, targets, regions)
    if RunFolder(folder).results_path.is_file():
        return run_ground(folder)
    raise AuditorError(
        f"{folder}: tidak berisi 'sites/' (situs tangkapan) atau results.json (hasil audit) di samping "
        "labels.yaml; periksa alamat --corpus"
    )


def _captured(path: Path, sites: Path, scratch: Path, targets: Path | None, regions: Path | None) -> Ground:
    labels = load_labels(path)
    lost = [site.host for site in labels if not (sites / site.host).is_dir()] if targets is None else []
    if lost or not labels:
        raise AuditorError(
            f"{path}: situs {lost[0]!r} tidak ada di {sites}; beri satu folder untuk setiap host"
            if lost
            else f"{path}: tidak ada label yang sudah ditetapkan; isi dulu verdict-nya"
        )
    if targets is None:
        targets, regions = _targets(labels, scratch)
    starts = tuple((site.host, site.start) for site in labels if site.start and "/" not in site.start)
    served = Served(targets=targets, regions=regions, serve=_Spawn(sites=sites, starts=starts))
    return Ground(key="corpus", labels=path, served=served)


def _targets(labels: tuple[UnitLabels, ...], scratch: Path) -> tuple[Path, Path]:
    """A target file of the labelled units and a region whose domain most of them lie under."""
    scratch.mkdir(parents=True, exist_ok=True)
    targets, regions = scratch / "targets.csv", scratch / "regions.csv"
    with targets.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(["unit_id", "name", "kind", "region", "website"])
        for site in labels:
            below = site.start.rpartition("/")[0]
            website = f"http://{site.host}/" + (f"{below}/" if below else "")
            sheet.writerow([site.unit_id, site.name or site.unit_id, kind_of(site.kind), REGION, website])
    domains = Counter(registered_domain(site.host) for site in labels)
    with regions.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(["code", "name", "kind", "province", "domain"])
        sheet.writerow([REGION, "Wilayah Berlabel", "kabupaten", "Berlabel", domains.most_common(1)[0][0]])
    return targets, regions


@cache
def _kinds() -> dict[str, str]:
    text = resources.files("auditor.practice").joinpath("label_kinds.toml").read_text("utf-8")
    table: dict[str, str] = tomllib.loads(text)["kinds"]
    named = {kind.id: Kind.OPD.value for kind in load_kinds().values() if kind.group in _OPD_GROUPS}
    return {**named, **table, **{kind.value: kind.value for kind in Kind}}


def kind_of(word: str) -> str:
    """The kind of a target file that a label's word for the kind of unit means."""
    return _kinds().get(word.casefold(), Kind.OTHER.value)
