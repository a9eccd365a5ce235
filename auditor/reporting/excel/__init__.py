"""The Excel workbook ``laporan.xlsx``: real tables with filters, frozen panes, links and data bars.

How cells are written is in ``sheets.py``. Above ``TABLES_UP_TO`` units the book is lean: its sheets
carry plain filters instead of tables.
"""

from __future__ import annotations

from pathlib import Path

from auditor.reporting.excel.evidence import evidence
from auditor.reporting.excel.lists import lists
from auditor.reporting.excel.overview import method, summary
from auditor.reporting.excel.units import matrix, units
from auditor.reporting.sheets import Book
from auditor.reporting.view import RegionView

TABLES_UP_TO = 2000


def write(region: RegionView, folder: Path) -> Path:
    """Write ``laporan.xlsx``."""
    path = folder / "laporan.xlsx"
    run = region.results.run
    words = region.texts
    book = Book(
        path,
        lean=len(region.units) > TABLES_UP_TO,
        created=run.finished_at or run.started_at,
        title=f"{words('labels', 'report')}: {region.title}",
    )
    try:
        summary(book, region)
        units(book, region)
        if region.judged:
            matrix(book, region)
            evidence(book, region)
        lists(book, region)
        method(book, region)
    finally:
        book.close()
    return path
