"""Papers made of a finished run: dossiers, clinic packs, simulations. No network, no archive."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from auditor.compare import compare
from auditor.compare.records import CAUSES
from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.models import Results
from auditor.reporting import region_view
from auditor.reporting.clinic import write as write_clinic
from auditor.reporting.dossier import ChangedVerdict, UnitChanges
from auditor.reporting.dossier import write as write_dossiers
from auditor.reporting.view import RegionView, UnitView
from auditor.scoring import load_rubric
from auditor.simulate import Simulation, find_unit, simulate

_ALONE = 60  # so few units are not worth another process


class PapersError(AuditorError):
    """The papers asked for cannot be made: which, why, how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierJob:
    """What every process that makes dossiers is told."""

    folder: Path
    out: Path
    formats: tuple[str, ...]
    previous: Path | None
    base: str


def dossiers(
    folder: Path,
    unit_ids: Sequence[str],
    out: Path,
    formats: Collection[str],
    *,
    previous: Path | None = None,
    base: str = "",
) -> list[Path]:
    """Dossiers of the units named (all when none is), on every core; the paths in order of the units.

    Raises PapersError for an unknown unit, FolderError for a folder that is no finished run.
    """
    job = DossierJob(folder=folder, out=out, formats=tuple(formats), previous=previous, base=base)
    return _shared_out(partial(_make_dossiers, job), folder, unit_ids)


def _make_dossiers(job: DossierJob, unit_ids: Sequence[str]) -> list[Path]:
    region = _region(job.folder)
    changes = unit_changes(_results(job.previous), region.results) if job.previous else None
    views = chosen(region, unit_ids)
    return list(write_dossiers(region, views, job.out, job.formats, changes=changes, base=job.base))


def clinics(folder: Path, unit_ids: Sequence[str], out: Path) -> list[Path]:
    """Clinic packs of the units named (all when none is), on every core; the paths in order of the units.

    Raises PapersError for an unknown unit, RubricError where the run's rubric is gone.
    """
    return _shared_out(partial(_make_clinics, folder, out), folder, unit_ids)


def _make_clinics(folder: Path, out: Path, unit_ids: Sequence[str]) -> list[Path]:
    region = _region(folder)
    return list(write_clinic(region, chosen(region, unit_ids), out))


def _shared_out(
    make: Callable[[Sequence[str]], list[Path]], folder: Path, unit_ids: Sequence[str]
) -> list[Path]:
    """``make`` over the units chosen, in as many processes as are worth it; the paths in their order."""
    wanted = [view.unit.unit_id for view in chosen(_region(folder), unit_ids)]
    workers = min(os.cpu_count() or 1, -(-len(wanted) // _ALONE))
    if workers < 2:
        return make(wanted) if wanted else []
    size = -(-len(wanted) // workers)
    parts = [wanted[start : start + size] for start in range(0, len(wanted), size)]
    # Spawned: a fork would inherit the locks of threads that typst and Arrow keep in this process.
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        return [path for paths in pool.map(make, parts) for path in paths]


def simulation(folder: Path, unit_id: str, publish: Sequence[str]) -> tuple[UnitView, Simulation]:
    """The unit, and its score if it published the components named, by the run's own rubric.

    Raises SimulateError for an unknown unit or component, RubricError where the rubric is gone.
    """
    region = _region(folder)
    unit = find_unit(region.results, unit_id)
    rubric = load_rubric(unit.score.rubric)
    return UnitView(unit, region.texts, rubric), simulate(unit, rubric, publish)


def chosen(region: RegionView, unit_ids: Sequence[str]) -> list[UnitView]:
    """The units named, in the order of the run; all of them when none is named."""
    known = {view.unit.unit_id for view in region.units}
    unknown = [unit_id for unit_id in unit_ids if unit_id not in known]
    if unknown:
        some = ", ".join(sorted(known)[:5])
        raise PapersError(
            f"unit {', '.join(map(repr, unknown))} tidak ada pada hasil ini; yang ada antara lain: {some}"
        )
    return [view for view in region.units if not unit_ids or view.unit.unit_id in unit_ids]


def unit_changes(before: Results, after: Results) -> dict[str, UnitChanges]:
    """What changed for every unit of ``after`` since ``before``, for its dossier."""
    found = compare(before, after)
    scores = {one.unit_id: (one.before, one.after) for one in found.scores}
    sites: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for site in found.sites:
        sites[site.unit_id].append((site.what, site.before, site.after))
    verdicts: dict[str, list[ChangedVerdict]] = defaultdict(list)
    for one in found.changes:
        verdicts[one.unit_id].append(
            ChangedVerdict(
                component=one.component,
                before=one.before.value,
                after=one.after.value,
                direction=one.direction.value,
                cause=CAUSES[one.cause],
            )
        )
    new = {unit_id for unit_id, _ in found.new}
    return {
        unit.unit_id: UnitChanges(
            date=before.run.finished_at or before.run.started_at,
            known=unit.unit_id not in new,
            rules=found.rubric_changed or found.program_changed,
            score=scores.get(unit.unit_id),
            site=tuple(sites[unit.unit_id]),
            verdicts=tuple(verdicts[unit.unit_id]),
        )
        for unit in after.units
    }


def _region(folder: Path) -> RegionView:
    return region_view(_results(folder), folder)


def _results(folder: Path) -> Results:
    return RunFolder(folder).read_results()
