"""``auditor run``: from the user's order to the exit status, with what the terminal shows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from auditor.discovery.decisions import FILE_NAME as DECISIONS
from auditor.discovery.decisions import load_decisions, with_decisions
from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.jobs.run import FULL_EVERY, Outcome, Return, new_record, run
from auditor.models import Agency
from auditor.progress import Live, closing_table
from auditor.reference import load_regions
from auditor.spiders.events import Event
from auditor.spiders.options import CrawlOptions
from auditor.targets import load_targets

FINISHED, UNASSESSED, INTERRUPTED = 0, 3, 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything one ``auditor run`` was asked for."""

    targets: tuple[Path, ...]
    out: Path
    crawl: CrawlOptions
    resume: bool = False
    only: tuple[str, ...] = ()
    skip_bad_rows: bool = False
    rubric: str = "uu25-2009"
    regions: Path | None = None
    ocr: str = "auto"
    formats: tuple[str, ...] = ("html", "xlsx", "csv", "json")
    lang: str = "id"
    progress: bool = True
    site_only: bool = False
    decisions: tuple[Path, ...] = ()
    previous: Path | None = None
    full_every: int = FULL_EVERY
    metrics: str = ""


def audit(order: Order) -> int:
    """Carry the order out; the exit status. Raises AuditorError for what the user can mend."""
    outcome = carry_out(order)
    if outcome.results is None:
        cause = "dihentikan oleh pengguna" if outcome.interrupted else outcome.cause
        mend = "" if "--resume" in cause else ", lanjutkan dengan --resume"
        say(f"auditor: {cause}; yang sudah selesai tersimpan di {order.out}{mend}")
        return INTERRUPTED if outcome.interrupted else UNASSESSED
    closing_table(outcome.results, order.out)
    if order.site_only:
        return FINISHED
    if unassessed := outcome.unassessed:
        say(f"auditor: {unassessed} unit belum dapat dinilai (alasannya ada dalam laporan)")
        return UNASSESSED
    return FINISHED


def _measured(address: str) -> Callable[[Event], None]:
    """What counts a run's events for Prometheus at this address; nothing does without one."""
    if not address:
        return lambda _: None
    from auditor.jobs.metrics import Metrics  # noqa: PLC0415 - only where somebody asks

    metrics = Metrics()
    metrics.serve(address)
    return metrics.hear


def carry_out(order: Order) -> Outcome:
    """Run the order with its progress bar."""
    heard = _measured(order.metrics)
    regions = load_regions(order.regions)
    targets, decided = _told_apart(order.targets, order.decisions)
    agencies = load_targets(
        targets, regions, skip_bad_rows=order.skip_bad_rows, on_defect=lambda defect: say(str(defect))
    )
    agencies, strangers = with_decisions(agencies, load_decisions(decided, datetime.now(UTC).date()))
    if strangers:
        say(
            f"auditor: {len(strangers)} keputusan untuk unit yang tidak ada dalam berkas sasaran "
            f"(mis. {strangers[0]}); diabaikan"
        )
    agencies = _only(agencies, order.only)
    record = new_record(
        agencies,
        order.rubric,
        order.crawl,
        order.ocr,
        uuid4().hex[:12],
        site_only=order.site_only,
        returns=Return(folder=order.previous, out=order.out, full_every=order.full_every)
        if order.previous is not None
        else None,
    )
    folder = RunFolder(order.out)
    done = sum(folder.visited(agency.unit_id) for agency in agencies) if order.resume else 0
    with Live(len(agencies), shown=order.progress and sys.stderr.isatty(), done=done) as live:

        def tell(event: Event) -> None:
            live(event)
            heard(event)

        return run(
            order.out,
            record,
            regions,
            order.crawl,
            resume=order.resume,
            extra_regions=order.regions,
            formats=order.formats,
            lang=order.lang,
            on_event=tell,
        )


def _told_apart(targets: Sequence[Path], asked: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Target files and decision files: those asked for, and ``decisions.csv`` among or beside the targets."""
    own = [path for path in targets if path.name != DECISIONS]
    beside = (path.with_name(DECISIONS) for path in targets)
    found = [*asked, *(path for path in beside if path.is_file())]
    return own, list({path.resolve(): path for path in found}.values())


def say(line: str) -> None:
    """One line for the user, on standard error."""
    sys.stderr.write(line + "\n")


def _only(agencies: Sequence[Agency], wanted: Sequence[str]) -> list[Agency]:
    known = {agency.unit_id for agency in agencies}
    unknown = [unit_id for unit_id in wanted if unit_id not in known]
    if unknown:
        raise AuditorError(f"--only {unknown[0]}: tidak ada dalam berkas sasaran; periksa kolom unit_id")
    return [agency for agency in agencies if not wanted or agency.unit_id in wanted]
