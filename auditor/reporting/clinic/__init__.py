"""The clinic pack of a unit: a plan of what to mend first, examples, and drafts to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.errors import AuditorError
from auditor.reporting.clinic.paper import paper
from auditor.reporting.clinic.peers import Peers
from auditor.reporting.clinic.plan import plan, simulation_text
from auditor.reporting.dates import day, numbers
from auditor.reporting.drafts import FILES, drafts
from auditor.reporting.html import environment
from auditor.reporting.view import RegionView, UnitView
from auditor.scoring import load_rubric

__all__ = ["ClinicError", "simulation_text", "write"]

_PLAN = "0-rencana-perbaikan"


class ClinicError(AuditorError):
    """A clinic pack cannot be written: where, how to mend it."""


def write(region: RegionView, views: Sequence[UnitView], folder: Path) -> Iterator[Path]:
    """Write one folder per unit; the paths as they are written.

    Raises ClinicError for a folder that cannot be written, RubricError where the run's rubric is gone.
    """
    rubric = load_rubric(region.results.run.rubric)
    peers = Peers(region, rubric)
    time = region.results.run.finished_at or region.results.run.started_at
    read, date = day(time, region.texts), numbers(time)
    for view in views:
        data = plan(view, region, rubric, peers)
        words = view.texts.tables["clinic_files"]
        data["files"] = FILES
        data["listing"] = [[name, words[key]] for key, name in FILES.items()]
        files = {
            f"{_PLAN}.html": environment()
            .get_template("clinic.html")
            .render(d=data, region=region, T=view.texts)
            .encode(),
            f"{_PLAN}.docx": paper(data, view.texts, date),
            **drafts(view, read, date),
        }
        room = folder / view.file.removesuffix(".html")
        try:
            room.mkdir(parents=True, exist_ok=True)
            for name, made in files.items():
                (room / name).write_bytes(made)
                yield room / name
        except OSError as error:
            raise ClinicError(
                f"{error.filename or room}: tidak dapat ditulis ({error.strerror}); "
                "periksa izin dan sisa tempat, atau pilih folder lain dengan --out"
            ) from error
