"""Reports for people: HTML, Excel, PDF, CSV, and ``results.json`` itself.

Every quote shown is masked (:mod:`auditor.masking`), every text is escaped by the means of
its format, and only http and https addresses become links.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AuditorError
from auditor.models import Region, Results
from auditor.reference import load_regions
from auditor.reporting.texts import load_texts
from auditor.results import encode
from auditor.scoring import find_rubric

if TYPE_CHECKING:
    from auditor.reporting.view import RegionView

FORMATS = ("json", "csv", "xlsx", "html", "pdf")


class ReportError(AuditorError):
    """A report cannot be written: which, where, how to mend it."""


def write(results: Results, folder: Path, formats: Collection[str], lang: str = "id") -> list[Path]:
    """Write the reports of ``formats`` into ``folder``; the paths written, in order.

    Raises ReportError for an unknown format or a folder that cannot be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ReportError(f"bentuk laporan {', '.join(unknown)} tidak ada; pilih: {', '.join(FORMATS)}")
    region = region_view(results, folder, lang)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [path for name in FORMATS if name in formats for path in _write(name, region, folder)]
    except OSError as error:
        raise ReportError(
            f"{error.filename or folder}: tidak dapat ditulis ({error.strerror}); "
            "periksa izin dan sisa tempat"
        ) from error


def region_view(results: Results, folder: Path, lang: str = "id") -> RegionView:
    """The results of a run folder as the reports show them.

    Names of regions come from the program's register and, when there is one, ``regions.csv`` in
    the folder.
    """
    # It masks, and so compiles the patterns of all values: not in a crawl, which only tells words.
    from auditor.reporting.view import RegionView  # noqa: PLC0415

    extra = folder / "regions.csv"
    regions: Mapping[str, Region] = load_regions(extra if extra.is_file() else None)
    return RegionView(results, load_texts(lang), find_rubric(results.run.rubric), regions)


def _write(name: str, region: RegionView, folder: Path) -> Iterator[Path]:
    # Each writer's library is loaded only where its format is asked for.
    if name == "json":
        path = folder / "results.json"
        path.write_bytes(encode(region.results))
        yield path
    elif name == "csv":
        from auditor.reporting import csv_files  # noqa: PLC0415

        yield from csv_files.write(region, folder)
    elif name == "xlsx":
        from auditor.reporting import excel  # noqa: PLC0415

        yield excel.write(region, folder)
    elif name == "html":
        from auditor.reporting import html  # noqa: PLC0415

        yield from html.write(region, folder)
    else:
        from auditor.reporting import pdf  # noqa: PLC0415

        yield pdf.write(region, folder)
