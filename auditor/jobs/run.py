"""One run, end to end: crawl every unit, judge each as it ends, then store and report.

The crawl and the judging meet only in the run folder: a unit whose ``visit.json`` is there can be
judged at any time, by any process. Judging happens in worker processes so that parsing and OCR
never hold up fetching.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor import __version__, journal
from auditor.clock import now
from auditor.errors import AuditorError
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.folder import (
    KEEP_DAYS,
    FolderError,
    RunFolder,
    RunRecord,
    UnwritableError,
    write_atomically,
)
from auditor.jobs.judged import JudgedUnits
from auditor.jobs.judges import Judges
from auditor.jobs.lock import locked
from auditor.models import Agency, Results, RunInfo
from auditor.reference import Regions
from auditor.results import encode_parts, encode_unit
from auditor.scoring import load_rubric
from auditor.spiders.crawl import CrawlEnd, crawl
from auditor.spiders.events import Event, UnitDone
from auditor.spiders.known import Revisit
from auditor.spiders.options import CrawlOptions

FULL_EVERY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended. ``cause`` is one line for the user when it could not go on."""

    results: Results | None
    interrupted: bool = False
    cause: str = ""

    @property
    def unassessed(self) -> int:
        """How many units have no score: what they publish could not be tested."""
        return sum(unit.score.value is None for unit in (self.results.units if self.results else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A run that comes back to what the run in ``folder`` left, to be written into ``out``.

    Every ``full_every``-th run asks for every body, so that a server's wrong "not modified" does not last.
    """

    folder: Path
    out: Path
    full_every: int = FULL_EVERY
    keep_days: int = KEEP_DAYS

    def applied(self, record: RunRecord) -> RunRecord:
        """The record with what it comes back to. Raises FolderError when there is no finished run."""
        if self.folder.resolve() == self.out.resolve():
            raise FolderError(f"--previous {self.folder}: sama dengan --out; beri folder audit yang lalu")
        earlier = RunFolder(self.folder).read_record()
        if not earlier.info.finished_at:
            raise FolderError(f"--previous {self.folder}: audit itu belum selesai; lanjutkan dengan --resume")
        recrawls = (earlier.recrawls + 1) % self.full_every
        place = os.path.relpath(self.folder.resolve(), self.out.resolve())
        return replace(record, previous=place, recrawls=recrawls, keep_days=self.keep_days)


def new_record(
    agencies: Sequence[Agency],
    rubric: str,
    crawl_options: CrawlOptions,
    ocr: str,
    run_id: str,
    *,
    site_only: bool = False,
    returns: Return | None = None,
) -> RunRecord:
    """The record of a run that begins now; ``returns`` names the run it comes back to."""
    settings = {**crawl_options.as_settings(), "ocr": ocr}
    if site_only:
        settings["site_only"] = "True"
    info = RunInfo(
        id=run_id,
        started_at=now(),
        finished_at="",
        rubric=load_rubric(rubric).full_id,
        tool_version=__version__,
        options=settings,
    )
    record = RunRecord(info=info, agencies=tuple(agencies), settings={**settings, "rubric": rubric})
    return record if returns is None else returns.applied(record)


def run(
    root: Path,
    record: RunRecord,
    regions: Regions,
    crawl_options: CrawlOptions,
    *,
    resume: bool = False,
    extra_regions: Path | None = None,
    formats: Collection[str] = ("json", "csv", "xlsx", "html"),
    lang: str = "id",
    on_event: Callable[[Event], None] = lambda _: None,
) -> Outcome:
    """Audit the record's units into the folder ``root``; with ``resume`` only what is not done yet.

    Raises AuditorError when the folder cannot be used; crawl trouble is in the Outcome.
    """
    with locked(root):
        folder = RunFolder(root)
        record = folder.open(record, resume=resume, regions=extra_regions)
        journal.bind(record.info.id)
        if not resume:
            folder.take_over_cache(record)
        try:
            end = _crawl_and_judge(folder, record, regions, crawl_options, on_event)
            left = sum(not folder.visited(agency.unit_id) for agency in record.agencies)
            if end.interrupted or end.cause or left:
                cause = end.cause or f"{left} unit belum selesai dijelajahi (lihat {folder.log_path})"
                return Outcome(results=None, interrupted=end.interrupted, cause=cause)
            finished = replace(record, info=replace(record.info, finished_at=now()))
            results = collect(folder, finished)
            publish(folder, finished, results, formats, lang)
        except UnwritableError as error:
            return Outcome(results=None, cause=str(error))
        return Outcome(results=results)


def _crawl_and_judge(
    folder: RunFolder,
    record: RunRecord,
    regions: Regions,
    crawl_options: CrawlOptions,
    on_event: Callable[[Event], None],
) -> CrawlEnd:
    with Judges(assess_options(folder, record)) as judges:

        def forward(event: Event) -> None:
            if isinstance(event, UnitDone):
                judges.submit(event.unit_id)
            on_event(event)

        for agency in record.agencies:
            if folder.visited(agency.unit_id) and not folder.result_path(agency.unit_id).is_file():
                judges.submit(agency.unit_id)
        end = crawl(
            record.agencies, regions, folder.root, crawl_options, forward, revisit=revisit(folder, record)
        )
        if end.interrupted or end.cause:
            judges.stop()
        else:
            judges.wait()
            judges.look_again(record.agencies)
    return end


def recheck(
    root: Path,
    *,
    rubric: str | None = None,
    formats: Collection[str] = ("json", "csv", "xlsx", "html"),
    lang: str = "id",
    on_unit: Callable[[str], None] = lambda _: None,
) -> Results:
    """Judge a finished run's archive again, without one request."""
    folder = RunFolder(root)
    record = folder.read_record()
    missing = [agency.unit_id for agency in record.agencies if not folder.visited(agency.unit_id)]
    if missing:
        raise AuditorError(
            f"{root}: {len(missing)} unit belum dijelajahi (mis. {missing[0]}); "
            "selesaikan dulu dengan 'auditor run … --resume'"
        )
    if rubric is not None:
        info = replace(record.info, rubric=load_rubric(rubric).full_id)
        record = replace(record, info=info, settings={**record.settings, "rubric": rubric})
    with Judges(assess_options(folder, record)) as judges:
        for agency in record.agencies:
            judges.submit(agency.unit_id, on_unit)
        judges.wait()
        judges.look_again(record.agencies)
    results = collect(folder, record)
    publish(folder, record, results, formats, lang)
    return results


def revisit(folder: RunFolder, record: RunRecord) -> Revisit | None:
    """How the crawl of a run comes back to the run before it, None for a first one."""
    earlier = folder.previous(record)
    if earlier is None:
        return None
    return Revisit(root=earlier.root, ask_all=record.recrawls == 0, keep_days=record.keep_days)


def assess_options(folder: RunFolder, record: RunRecord) -> AssessOptions:
    """The judging settings of a run folder."""
    earlier = folder.previous(record)
    return AssessOptions(
        root=folder.root,
        previous=earlier.root if earlier is not None else None,
        previous_at=earlier.read_record().info.finished_at if earlier is not None else "",
        run=record.info.id,
        rubric=record.settings["rubric"],
        ocr=record.settings["ocr"],
        regions=folder.regions_path if folder.regions_path.is_file() else None,
        site_only=record.settings.get("site_only") == "True",
    )


def collect(folder: RunFolder, record: RunRecord) -> Results:
    """All judged units, in the order of the target files, read from the folder as they are wanted."""
    return Results(run=record.info, units=JudgedUnits(folder, [agency.unit_id for agency in record.agencies]))


def publish(
    folder: RunFolder, record: RunRecord, results: Results, formats: Collection[str], lang: str
) -> None:
    """Write results.json, the store and the reports; the record last, as the sign of a finished run."""
    gc.freeze()  # what the crawl left stays to the end
    units = results.units
    encoded = units.encoded() if isinstance(units, JudgedUnits) else map(encode_unit, units)
    write_atomically(folder.results_path, encode_parts(results.run, encoded))
    _store(folder, results)
    if reports := [name for name in formats if name != "json"]:
        from auditor.reporting import write as write_reports  # noqa: PLC0415 - only where somebody wants any

        # Reports go over the units again and again.
        write_reports(replace(results, units=tuple(units)), folder.root, reports, lang)
    folder.write_record(record)


def _store(folder: RunFolder, results: Results) -> None:
    from auditor.store.db import configure, default_url  # noqa: PLC0415 - Django only where a run is stored

    configure(default_url(folder.root))
    from auditor.store.save import save_results  # noqa: PLC0415 - its models need settings first

    save_results(results)
