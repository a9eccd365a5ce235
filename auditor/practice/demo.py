"""``auditor demo``: the practice region, audited by the same code path as the live web."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.jobs.audit import FINISHED, Order, audit
from auditor.jobs.folder import RunFolder
from auditor.practice.labels import write_labels, write_targets
from auditor.practice.region import DEFAULT_FOLDER, load_region
from auditor.practice.server import spawn
from auditor.spiders.options import CrawlOptions, parse_connect_to


def demo(out: Path, *, progress: bool) -> int:
    """Audit the practice region into ``out``, replacing an earlier demo there; the exit status.

    Units that cannot be assessed are part of the practice region, so they do not fail the demo.
    """
    RunFolder(out).clear()
    region = load_region(DEFAULT_FOLDER)
    with TemporaryDirectory(prefix="auditor-demo-") as scratch, spawn(time_scale=0.2) as practice:
        targets, regions = write_targets(region, Path(scratch))
        order = Order(
            targets=(targets,),
            out=out,
            crawl=CrawlOptions(
                nameserver=practice.nameserver,
                connect_to=parse_connect_to(practice.connect_to),
                ca_file=str(practice.ca_file),
                contact="latihan@contoh.go.id",
                delay=0.0,
                timeout=4.0,
            ),
            regions=regions,
            progress=progress,
        )
        status = audit(order)
    write_labels(region, out)
    return FINISHED if RunFolder(out).results_path.is_file() else status
