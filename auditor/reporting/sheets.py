"""Sheets of a workbook: tables with filters, links, data bars, and text that stays text.

Every text is written as text (never as formula, number or link by guess), so that a page's words
cannot calculate. A ``lean`` book uses XlsxWriter's constant-memory mode: rows go to disk as they come,
and tables become plain filters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from auditor.models import Verdict

_CELL = 32_000  # Excel holds 32,767 characters in a cell
_URL = 2_000  # and 2,079 in a link
_LINKS = 60_000  # and 65,530 links on a sheet
_ROWS = 1_048_000  # and 1,048,576 rows
_LINE, _LINES = 15.0, 14  # height of a line in points, and the most lines a row shows

COLOURS = {
    Verdict.PUBLISHED: ("#D3EFDD", "#115A30"),
    Verdict.PARTIAL: ("#FDEAB9", "#6B4600"),
    Verdict.NOT_FOUND: ("#F9D9D5", "#8A1E13"),
    Verdict.NOT_TESTED: ("#E2E6EA", "#38424D"),
    Verdict.NOT_APPLICABLE: ("#F3F4F6", "#545D68"),
}


@dataclass(frozen=True)
class Link:
    """A cell that shows ``text`` and opens ``url`` (http, https, or a page beside the workbook).

    With a verdict it has that verdict's colours.
    """

    url: str
    text: str
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Column:
    """A column: its heading, width in characters and how its cells look (a name of ``_FORMATS``)."""

    title: str
    width: float
    look: str = "text"


_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"valign": "top"},
    "wrap": {"valign": "top", "text_wrap": True},
    "number": {"valign": "top", "num_format": "0.0"},
    "fine": {"valign": "top", "num_format": "0.00"},
    "whole": {"valign": "top", "num_format": "0"},
    "share": {"valign": "top", "num_format": "0%"},
    "link": {"valign": "top", "text_wrap": True, "font_color": "#0B4F8A", "underline": 1},
    "centre": {"valign": "top", "align": "center"},
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "valign": "top", "text_wrap": True, "bottom": 1, "bg_color": "#E8EEF4"},
    "over": {
        "bold": True,
        "valign": "top",
        "text_wrap": True,
        "bottom": 1,
        "bg_color": "#E8EEF4",
        "align": "right",
    },
    "upright": {"bold": True, "rotation": 90, "valign": "bottom", "align": "center", "bg_color": "#E8EEF4"},
    "note": {"valign": "top", "text_wrap": True, "font_color": "#55606D"},
    "mark": {"align": "center", "valign": "top"},
    "big": {"bold": True, "font_size": 12, "num_format": "0.##", "align": "left"},
}


class _Disk:
    """The workbook's file. Once the disk refused something it takes the rest without a word: the library's
    archive, ended later by Python itself, would print the same trouble as a traceback."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._refused: OSError | None = None

    def write(self, data: bytes) -> int:
        return int(self._try(self._file.write, data))

    def seek(self, place: int, whence: int = 0) -> int:
        return int(self._try(self._file.seek, place, whence))

    def tell(self) -> int:
        return int(self._try(self._file.tell))

    def flush(self) -> None:
        self._try(self._file.flush)

    def close(self) -> None:
        """Raises what the disk said at first."""
        self._try(self._file.close)
        if self._refused:
            raise self._refused

    def _try(self, act: Callable[..., int | None], *given: Any) -> int:
        if self._refused is None:
            try:
                return act(*given) or 0
            except OSError as error:
                self._refused = error
        return 0


class Book:
    """A workbook whose sheets are written row by row."""

    def __init__(self, path: Path, *, lean: bool, created: str, title: str) -> None:
        self.lean = lean
        self._disk = _Disk(path)
        self.book = xlsxwriter.Workbook(
            self._disk,
            {
                "constant_memory": lean,
                "in_memory": not lean,  # what is held anyway needs no temporary files
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self.looks = {name: self.book.add_format(look) for name, look in _FORMATS.items()}
        self.verdicts = {
            verdict: self.book.add_format(
                {"bg_color": back, "font_color": ink, "align": "center", "valign": "top"}
            )
            for verdict, (back, ink) in COLOURS.items()
        }
        self._links: dict[str, int] = {}
        self._tables = 0
        # The run's own time, not the clock's: the same results give the same file.
        properties: dict[str, Any] = {"title": title, "comments": "auditor"}
        properties["created"] = moment(created)
        self.book.set_properties(properties)

    def close(self) -> None:
        """Write the file. Raises OSError."""
        self.book.close()
        self._disk.close()

    def sheet(self, name: str, *, landscape: bool = True, wide: bool = False) -> Any:
        """A sheet that prints one page wide, on A4, or on A3 where it is ``wide``."""
        sheet = self.book.add_worksheet(name)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(8 if wide else 9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P/&N")
        return sheet

    def cell(self, sheet: Any, row: int, column: int, value: object, look: Any) -> None:
        """One cell, by the kind of its value; text is always text."""
        if isinstance(value, Link):
            self._link(sheet, row, column, value, look)
        elif isinstance(value, Verdict):
            sheet.write_string(row, column, value.value, self.verdicts[value])
        elif isinstance(value, bool) or value is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, clip(str(value)), look)

    def _link(self, sheet: Any, row: int, column: int, value: Link, look: Any) -> None:
        colours = self.verdicts[value.verdict] if value.verdict else None
        made = self._links.get(sheet.name, 0)
        if value.url and len(value.url) <= _URL and made < _LINKS:
            self._links[sheet.name] = made + 1
            ink = colours or self.looks["link"]
            sheet.write_url(row, column, value.url, ink, string=clip(value.text))
        else:
            sheet.write_string(row, column, clip(value.text), colours or look)

    def table(
        self,
        sheet: Any,
        columns: Sequence[Column],
        rows: Iterable[Sequence[object]],
        *,
        freeze: int = 1,
    ) -> int:
        """A table with filters; the number of the last row written."""
        table = self.open_table(sheet, columns, freeze=freeze)
        for cells in rows:
            table.add(cells)
        return table.close()

    def open_table(
        self, sheet: Any, columns: Sequence[Column], *, top: int = 0, freeze: int = 1
    ) -> TableWriter:
        """A table whose rows come one by one; several may be open on several sheets."""
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        if freeze:
            sheet.freeze_panes(top + 1, freeze)
            sheet.repeat_rows(top)
        if not any(column.look == "mark" for column in columns):
            sheet.set_row(top, _height([column.title for column in columns], columns))
        for place, column in enumerate(columns):
            sheet.write_string(top, place, column.title, self.looks[_head(column)])
        self._tables += 1
        return TableWriter(self, sheet, columns, top, f"Tabel{self._tables}")


class TableWriter:
    """The rows of one table, in order; ``close`` gives it its filters."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column], top: int, name: str) -> None:
        self._book, self._sheet, self._columns = book, sheet, columns
        self._top, self._name = top, name
        self.row = top

    def add(self, cells: Sequence[object]) -> None:
        """The next row; beyond the sheet's last row nothing is written."""
        if self.row >= _ROWS:
            return
        self.row += 1
        height = _height(cells, self._columns)
        if height > _LINE:  # LibreOffice does not fit rows by itself when it converts
            self._sheet.set_row(self.row, height)
        for place, value in enumerate(cells):
            look = self._book.looks[self._columns[place].look]
            self._book.cell(self._sheet, self.row, place, value, look)

    def close(self) -> int:
        """Filters (a real table where the book allows it); the number of the last row."""
        sheet, last = self._sheet, len(self._columns) - 1
        if self.row == self._top:  # a table needs a row
            self.row += 1
            sheet.write_string(self.row, 0, "Tidak ada.", self._book.looks["note"])
        if self._book.lean:
            sheet.autofilter(self._top, 0, self.row, last)
            return self.row
        options = {
            "name": self._name,
            "style": "Table Style Light 1",
            "columns": [
                {"header": column.title, "header_format": self._book.looks[_head(column)]}
                for column in self._columns
            ],
        }
        sheet.add_table(self._top, 0, self.row, last, options)
        return self.row


def _height(cells: Sequence[object], columns: Sequence[Column]) -> float:
    """Points a row needs so that its wrapped texts are seen, up to ``_LINES`` lines."""
    most = 1
    for value, column in zip(cells, columns, strict=True):
        text = value.text if isinstance(value, Link) else value
        if isinstance(text, str) and len(text) > column.width - 1 and column.look != "text":
            most = max(
                most, sum(-(-len(line) // max(1, int(column.width) - 1)) for line in text.splitlines())
            )
        elif isinstance(text, str) and "\n" in text and column.look == "wrap":
            most = max(most, text.count("\n") + 1)
    return _LINE * min(most, _LINES)


def _head(column: Column) -> str:
    return "upright" if column.look == "mark" else "head"


def bar(colour: str, most: float) -> dict[str, Any]:
    """A conditional format: a data bar from 0 to ``most``."""
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": most}
    return {"type": "data_bar", "bar_color": colour, "bar_solid": True, **limits}


def clip(text: str) -> str:
    """A text as long as a cell may hold."""
    return text if len(text) <= _CELL else f"{text[:_CELL]}…"


def moment(at: str) -> datetime:
    """A time of ours ("2026-11-22T08:00:00Z"); the first day of 2000 for any other text."""
    try:
        return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
