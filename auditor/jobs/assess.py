"""Judge one unit from its archive alone: read, check, score. No network, no order of arrival.

The same function serves a run (as each unit ends) and a recheck, so both give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from auditor.checks import Judgement, judge
from auditor.checks.site import judge_site
from auditor.extract import ReadOptions, snapshot
from auditor.jobs.folder import RunFolder, write_atomically
from auditor.models import (
    COMPONENTS,
    Agency,
    ComponentResult,
    Finding,
    Score,
    Site,
    SiteStatus,
    Snapshot,
    UnitResult,
    Verdict,
    Visit,
)
from auditor.reference import Regions, load_regions
from auditor.results import encode_unit
from auditor.scoring import Rubric, apply_exceptions, load_rubric, score
from auditor.store.archive import open_bodies, read_visit


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessOptions:
    """What can change a verdict besides the archive: small and picklable, for worker processes."""

    root: Path
    rubric: str
    ocr: Literal["auto", "never"] = "auto"
    regions: Path | None = None
    run: str = ""
    site_only: bool = (
        False  # `auditor discover`: the home page was fetched, the components were not looked for
    )


@lru_cache(maxsize=4)
def _tools(options: AssessOptions) -> tuple[Regions, Rubric]:
    return load_regions(options.regions), load_rubric(options.rubric)


def assess_unit(unit_id: str, options: AssessOptions) -> UnitResult:
    """The judged unit; also written to its ``result.json``."""
    visit, shot = read_unit(unit_id, options)
    return _settle(visit, shot, judge_site(visit, shot, _tools(options)[0]), options)


def leave_untested(unit_id: str, options: AssessOptions, cause: str) -> UnitResult:
    """The result of a unit whose judging failed, through no fault of its site: nothing is claimed."""
    visit = read_visit(RunFolder(options.root).unit(unit_id))
    site = Site(
        status=SiteStatus.NOT_TESTED,
        url=visit.home,
        final_url=visit.final_url,
        https=visit.https,
        reasons=(f"Halaman tersimpan, tetapi pemeriksaannya gagal: {cause}.",),
    )
    return _settle(visit, Snapshot(agency=visit.agency, reached=False), site, options)


def leave_unvisited(agency: Agency, options: AssessOptions, cause: str) -> UnitResult:
    """The result of a unit whose crawl was given up through a fault of ours: nothing is claimed."""
    site = Site(
        status=SiteStatus.NOT_TESTED,
        url=agency.website,
        reasons=(f"Situsnya belum dapat dijelajahi, bukan karena situsnya: {cause}.",),
    )
    return _settle(Visit(agency=agency), Snapshot(agency=agency, reached=False), site, options)


def _settle(visit: Visit, shot: Snapshot, site: Site, options: AssessOptions) -> UnitResult:
    rubric = _tools(options)[1]
    judged = _site_only() if options.site_only else judge(shot, site)
    _keep_traces(RunFolder(options.root).unit(visit.agency.unit_id), judged.traces)
    findings = apply_exceptions(judged.findings, visit.agency.kind, rubric)
    points = score(findings, visit.agency.kind, rubric)
    result = UnitResult(
        unit_id=visit.agency.unit_id,
        name=visit.agency.name,
        kind=visit.agency.kind,
        region=visit.agency.region,
        site=site,
        components=_components(findings, points),
        services=tuple(judged.services),
        problems=tuple(judged.problems),
        score=points,
    )
    write_atomically(RunFolder(options.root).result_path(result.unit_id), encode_unit(result))
    return result


def _site_only() -> Judgement:
    return Judgement(
        findings={
            code: Finding(component=code, verdict=Verdict.NOT_TESTED, confidence=1.0, reason="site_only")
            for code in COMPONENTS
        }
    )


def _keep_traces(unit_dir: Path, traces: Mapping[str, str]) -> None:
    """What a check that broke down said, for whoever maintains the checks."""
    path = unit_dir / "check-errors.txt"
    path.unlink(missing_ok=True)
    if traces:
        write_atomically(path, "\n".join(f"{code}\n{trace}" for code, trace in traces.items()).encode())


def read_unit(unit_id: str, options: AssessOptions) -> tuple[Visit, Snapshot]:
    """A crawled unit's visit, and its site as read from the archive."""
    folder = RunFolder(options.root)
    unit_dir = folder.unit(unit_id)
    visit = read_visit(unit_dir)
    with open_bodies(unit_dir) as bodies:
        return visit, snapshot(visit, bodies, ReadOptions(ocr=options.ocr, cache=folder.cache))


def _components(findings: Mapping[str, Finding], points: Score) -> dict[str, ComponentResult]:
    lines = {line.code: line for line in points.lines}
    return {
        code: ComponentResult(
            verdict=findings[code].verdict,
            confidence=findings[code].confidence,
            points=lines[code].points,
            max_points=lines[code].max_points,
            evidence=findings[code].evidence,
            values=findings[code].values,
            reason=findings[code].reason,
        )
        for code in COMPONENTS
    }
