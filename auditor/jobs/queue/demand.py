"""Units on demand: audited at once, ahead of the timetable, in a run of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from auditor.errors import AuditorError
from auditor.jobs.run import new_record
from auditor.jobs.timetable.moments import Moment
from auditor.models import Agency
from auditor.reference import Regions
from auditor.spiders.options import CrawlOptions
from auditor.targets import load_targets

_FIRST = 10
"""Priority over the timetable's units (0)."""


def wanted(targets: Sequence[Path], unit_ids: Sequence[str], regions: Regions) -> list[Agency]:
    """The units of the target files with these ids. Raises AuditorError for one that is in none."""
    agencies = {agency.unit_id: agency for agency in load_targets(targets, regions)}
    unknown = [unit_id for unit_id in unit_ids if unit_id not in agencies]
    if unknown:
        raise AuditorError(f"unit {unknown[0]}: tidak ada dalam berkas sasaran; periksa kolom unit_id")
    return [agencies[unit_id] for unit_id in dict.fromkeys(unit_ids)]


def demand(
    agencies: Sequence[Agency],
    options: Mapping[str, Any],
    *,
    rubric: str = "uu25-2009",
    ocr: str = "auto",
    machine: CrawlOptions | Mapping[str, Any] | None = None,
    formats: Sequence[str] = ("html", "xlsx", "csv", "json"),
) -> str:
    """Plan a run of these units that is due now, before everything else; its run id.

    For the command line and for whoever holds the store (Django has to be ready): the next tick of any
    worker hands it over. ``options`` are crawl options by name, ``machine`` those of the machine.
    """
    from auditor.jobs.queue.runs import open_run  # noqa: PLC0415 - its models need settings first

    at = datetime.now(UTC)
    run_id = f"{at:%Y%m%d-%H%M%S}-{uuid4().hex[:6]}"
    here = machine if isinstance(machine, CrawlOptions) else CrawlOptions(**(machine or {}))
    record = new_record(agencies, rubric, replace(here, **options), ocr, run_id)
    moments = {agency.unit_id: Moment(at, at) for agency in agencies}
    open_run(record, options, moments, formats=formats, priority=_FIRST)
    return run_id
