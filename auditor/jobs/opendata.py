"""The open data of a run folder."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.reporting.opendata.package import PackageWriter
from auditor.reporting.opendata.points import load_points
from auditor.reporting.texts import load_texts
from auditor.reporting.view import UnitView
from auditor.scoring import find_rubric
from auditor.unitstream import UnitStream


def write_opendata(folder: Path, out: Path, points: Path | None = None) -> list[Path]:
    """Write the data package of a run folder into ``out``; its files. Raises AuditorError.

    ``points`` is a CSV of coordinates (see :mod:`auditor.reporting.opendata.points`).
    """
    stream = UnitStream(RunFolder(folder).results_path)
    known = load_points(points, stream.ids) if points else {}
    regions = RunFolder(folder).regions()
    texts = load_texts("id")
    rubric = find_rubric(stream.run.rubric)
    try:
        with PackageWriter(out, stream.run, regions, rubric) as package:
            for unit in stream:
                package.add(UnitView(unit, texts, rubric), known.get(unit.unit_id))
    except OSError as error:
        raise AuditorError(
            f"{error.filename or out}: tidak dapat ditulis ({error.strerror}); periksa izin dan sisa tempat"
        ) from error
    return package.paths
