"""Judge one unit from its archive alone: read, check, score. No network, no order of arrival.

The same function serves a run (as each unit ends) and a recheck, so both give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor.checks import Judgement, judge
from auditor.checks.facts import keeping
from auditor.checks.problems.age import stale_from
from auditor.checks.site import judge_site
from auditor.checks.templates import shown_by, without
from auditor.errors import AuditorError
from auditor.extract import ReadOptions, snapshot
from auditor.jobs import reuse
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.continuity import with_ages, with_memory, with_unasked
from auditor.jobs.folder import RESULT_NAME, RunFolder, link_or_copy, write_atomically
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
from auditor.results import decode_unit, encode_unit
from auditor.scoring import Rubric, apply_exceptions, load_rubric, score
from auditor.store.archive import open_bodies, read_visit


@lru_cache(maxsize=4)
def _tools(options: AssessOptions) -> tuple[Regions, Rubric]:
    return load_regions(options.regions), load_rubric(options.rubric)


def assess_unit(unit_id: str, options: AssessOptions) -> UnitResult:
    """The judged unit; also written to its ``result.json``.

    What an earlier run judged of the same pages, by the same rules, is taken over.
    """
    unit_dir = RunFolder(options.root).unit(unit_id)
    visit = read_visit(unit_dir)
    judged = reuse.Judged(essence=reuse.essence(visit), rules=_rules(options))
    same = _same_as_before(unit_id, visit, judged, options)
    if same is not None:
        return same
    shot, shelf = _read(visit, options)
    turns = stale_from(shot)
    with keeping(shelf.facts):
        unit = _settle(visit, shot, judge_site(_as_asked(visit, options), shot, _tools(options)[0]), options)
    judged = replace(judged, turns=turns.isoformat() if turns else "")
    write_atomically(unit_dir / reuse.READ_NAME, shelf.packed(), lasting=False)
    if not shot.cut_short:  # else the next run reads on where this one's budget ended
        write_atomically(unit_dir / reuse.JUDGED_NAME, msgspec.json.encode(judged), lasting=False)
    return unit


def assess_without(unit_id: str, options: AssessOptions, texts: Collection[str]) -> UnitResult:
    """The unit judged again without texts that are a template's (``auditor.jobs.templates``).

    Which texts those are depends on the other units of the run, so no later run may take it over. Trouble
    is told of the pages as they are, with the template's text as one more.
    """
    folder = RunFolder(options.root)
    visit, shot = read_unit(unit_id, options)
    before = decode_unit(folder.result_path(unit_id).read_bytes())
    unit = _settle(visit, without(shot, texts), judge_site(visit, shot, _tools(options)[0]), options)
    told = {**dict.fromkeys(before.problems), **dict.fromkeys(shown_by(shot, texts))}
    unit = replace(unit, problems=tuple(told))
    write_atomically(folder.result_path(unit_id), encode_unit(unit))
    (folder.unit(unit_id) / reuse.JUDGED_NAME).unlink(missing_ok=True)
    return unit


def _rules(options: AssessOptions) -> str:
    """Everything beside the pages that decides a verdict."""
    rubric = _tools(options)[1]
    own = hashlib.sha256(options.regions.read_bytes()).hexdigest() if options.regions is not None else ""
    weights = hashlib.sha256(msgspec.json.encode(rubric)).hexdigest()
    return f"{reuse.judge_print()} {rubric.full_id} {weights} {options.ocr} {options.site_only} {own}"


def _same_as_before(
    unit_id: str, visit: Visit, judged: reuse.Judged, options: AssessOptions
) -> UnitResult | None:
    """The earlier run's result, when this visit found the very same and the same rules judge it."""
    if options.previous is None:
        return None
    earlier, unit_dir = RunFolder(options.previous).unit(unit_id), RunFolder(options.root).unit(unit_id)
    before = reuse.read_judged(earlier)
    if before is None or (before.essence, before.rules) != (judged.essence, judged.rules):
        return None
    try:
        first = read_visit(earlier)
        if before.turns and (first.finished_at[:10] < before.turns) != (
            visit.finished_at[:10] < before.turns
        ):
            return None
        unit = reuse.renewed(decode_unit((earlier / RESULT_NAME).read_bytes()), first, visit)
        unit = with_unasked(unit, visit)
        link_or_copy(earlier / reuse.READ_NAME, unit_dir / reuse.READ_NAME)
    except (OSError, AuditorError):
        return None
    write_atomically(unit_dir / RESULT_NAME, encode_unit(unit))
    write_atomically(unit_dir / reuse.JUDGED_NAME, msgspec.json.encode(before), lasting=False)
    return unit


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
        features=judged.features,
    )
    result = _with_memory(with_unasked(with_ages(result, visit), visit), options)
    write_atomically(RunFolder(options.root).result_path(result.unit_id), encode_unit(result))
    return result


def _with_memory(unit: UnitResult, options: AssessOptions) -> UnitResult:
    """What an earlier run saw of the components that could not be tested now."""
    untested = any(found.verdict is Verdict.NOT_TESTED for found in unit.components.values())
    if options.previous is None or options.site_only or not untested:
        return unit
    try:
        before = decode_unit(RunFolder(options.previous).result_path(unit.unit_id).read_bytes())
    except (OSError, AuditorError):
        return unit
    return with_memory(unit, before, options.previous_at)


def _as_asked(visit: Visit, options: AssessOptions) -> Visit:
    """A search asks for front pages only: that there is more to read is no shortcoming of the visit."""
    if not options.site_only:
        return visit
    return replace(visit, notes=tuple(note for note in visit.notes if note != "budget_pages"))


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
    visit = read_visit(RunFolder(options.root).unit(unit_id))
    return visit, _read(visit, options)[0]


def _read(visit: Visit, options: AssessOptions) -> tuple[Snapshot, reuse.Shelf]:
    folder = RunFolder(options.root)
    unit_dir = folder.unit(visit.agency.unit_id)
    earlier = RunFolder(options.previous).unit(visit.agency.unit_id) if options.previous is not None else None
    limits = _read_options(options.ocr, folder.cache)
    shelf = reuse.Shelf(earlier, limits.ocr, visit.agency)
    with open_bodies(unit_dir) as bodies:
        shot = snapshot(visit, bodies, limits, shelf)
    return shot, shelf


def _read_options(ocr: str, cache: Path) -> ReadOptions:
    limits = ReadOptions(ocr="never" if ocr == "never" else "auto", cache=cache)
    return replace(limits, ocr_limit=int(ocr)) if ocr.isdigit() else limits


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
