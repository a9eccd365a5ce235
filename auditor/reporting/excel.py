"""The Excel workbook ``laporan.xlsx``: real tables with filters, frozen panes, links and data bars.

Every text is written as text (never as formula, number or link by guess), so that a page's words
cannot calculate. Above ``TABLES_UP_TO`` units XlsxWriter's constant-memory mode is used, which has
no tables: there the sheets carry plain filters instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from auditor.models import COMPONENTS, Candidate, Verdict
from auditor.reporting.view import (
    RegionView,
    evidence_link,
    joined,
    link,
    percent,
    value_text,
)
from auditor.values.masking import mask

TABLES_UP_TO = 2000
_CELL = 32_000  # Excel holds 32,767 characters in a cell
_URL = 2_000  # and 2,079 in a link
_LINKS = 60_000  # and 65,530 links on a sheet
_ROWS = 1_048_000  # and 1,048,576 rows

_COLOURS = {
    Verdict.PUBLISHED: ("#D3EFDD", "#115A30"),
    Verdict.PARTIAL: ("#FDEAB9", "#6B4600"),
    Verdict.NOT_FOUND: ("#F9D9D5", "#8A1E13"),
    Verdict.NOT_TESTED: ("#E2E6EA", "#38424D"),
    Verdict.NOT_APPLICABLE: ("#F3F4F6", "#545D68"),
}


@dataclass(frozen=True)
class Link:
    """A cell that shows ``text`` and opens ``url`` (http, https, or a page beside the workbook)."""

    url: str
    text: str


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
    "whole": {"valign": "top", "num_format": "0"},
    "share": {"valign": "top", "num_format": "0%"},
    "link": {"valign": "top", "font_color": "#0B4F8A", "underline": 1},
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "valign": "top", "text_wrap": True, "bottom": 1, "bg_color": "#E8EEF4"},
    "upright": {"bold": True, "rotation": 90, "valign": "bottom", "align": "center", "bg_color": "#E8EEF4"},
    "note": {"valign": "top", "text_wrap": True, "font_color": "#55606D"},
    "mark": {"align": "center", "valign": "top"},
    "big": {"bold": True, "font_size": 12, "num_format": "0.##", "align": "left"},
}


class _Book:
    """A workbook whose sheets are written row by row."""

    def __init__(self, path: Path, *, lean: bool, created: str, title: str) -> None:
        self.lean = lean
        self.book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": lean,
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
            for verdict, (back, ink) in _COLOURS.items()
        }
        self._links: dict[str, int] = {}
        self._tables = 0
        # The run's own time, not the clock's: the same results give the same file.
        properties: dict[str, Any] = {"title": title, "comments": "auditor"}
        properties["created"] = _moment(created)
        self.book.set_properties(properties)

    def sheet(self, name: str, *, landscape: bool = True) -> Any:
        sheet = self.book.add_worksheet(name)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P/&N")
        return sheet

    def cell(self, sheet: Any, row: int, column: int, value: object, look: Any) -> None:
        """One cell, by the kind of its value; text is always text."""
        if isinstance(value, Link) and value.url:
            text = _clip(value.text)
            if len(value.url) <= _URL and self._links.get(sheet.name, 0) < _LINKS:
                self._links[sheet.name] = self._links.get(sheet.name, 0) + 1
                sheet.write_url(row, column, value.url, self.looks["link"], string=text)
            else:
                sheet.write_string(row, column, text, look)
        elif isinstance(value, Link):
            sheet.write_string(row, column, _clip(value.text), look)
        elif isinstance(value, Verdict):
            sheet.write_string(row, column, value.value, self.verdicts[value])
        elif isinstance(value, bool) or value is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, _clip(str(value)), look)

    def table(
        self,
        sheet: Any,
        columns: Sequence[Column],
        rows: Iterable[Sequence[object]],
        *,
        top: int = 0,
        freeze: int = 1,
    ) -> int:
        """A table with filters from row ``top`` on; the number of the last row written."""
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(top + 1, freeze)
        sheet.repeat_rows(top)
        for place, column in enumerate(columns):
            look = "upright" if column.look == "mark" else "head"
            sheet.write_string(top, place, column.title, self.looks[look])
        row = top
        for row, cells in enumerate(rows, top + 1):
            if row > _ROWS:
                break
            for place, value in enumerate(cells):
                self.cell(sheet, row, place, value, self.looks[columns[place].look])
        if row == top:  # a table needs a row
            row = top + 1
            sheet.write_string(row, 0, "Tidak ada.", self.looks["note"])
        if self.lean:
            sheet.autofilter(top, 0, row, len(columns) - 1)
        else:
            self._tables += 1
            options = {
                "name": f"Tabel{self._tables}",
                "style": "Table Style Light 1",
                "columns": [
                    {
                        "header": column.title,
                        "header_format": self.looks["upright" if column.look == "mark" else "head"],
                    }
                    for column in columns
                ],
            }
            sheet.add_table(top, 0, row, len(columns) - 1, options)
        return row


def _clip(text: str) -> str:
    return text if len(text) <= _CELL else f"{text[:_CELL]}…"


def _moment(at: str) -> datetime:
    try:
        return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)


def write(region: RegionView, folder: Path) -> Path:
    """Write ``laporan.xlsx``."""
    path = folder / "laporan.xlsx"
    run = region.results.run
    words = region.texts
    book = _Book(
        path,
        lean=len(region.units) > TABLES_UP_TO,
        created=run.finished_at or run.started_at,
        title=f"{words('labels', 'report')}: {region.title}",
    )
    try:
        _summary(book, region)
        _units(book, region)
        _matrix(book, region)
        _evidence(book, region)
        _lists(book, region)
        _method(book, region)
    finally:
        book.book.close()
    return path


def _summary(book: _Book, region: RegionView) -> None:
    words, total = region.texts, len(region.units)
    sheet = book.sheet("Ringkasan", landscape=False)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 6, 15)
    sheet.write_string(0, 0, f"{words('labels', 'report')}: {region.title}", book.looks["title"])
    sheet.write_string(1, 0, words("labels", "score_long"), book.looks["text"])
    facts: list[tuple[str, object]] = [
        ("Unit diperiksa", total),
        ("Situs aktif", region.statuses["online"]),  # type: ignore[index]
        (words("labels", "without_site"), len(region.without_site)),
        ("Situs bukan di go.id wilayah sendiri", len(region.outside)),
        (words("labels", "unwell"), len(region.unwell)),
        (
            "Median skor informasi daring",
            region.median if region.median is not None else words("labels", "no_score"),
        ),
        *((title, many) for _, title, many in region.zones),
        ("Belum dapat dinilai", total - len(region.scores)),
    ]
    row = 3
    for row, (name, value) in enumerate(facts, 3):
        book.cell(sheet, row, 0, name, book.looks["text"])
        book.cell(sheet, row, 1, value, book.looks["big"])
    top = row + 2
    heads = (
        words("labels", "component"),
        *(words("verdicts", verdict) for verdict in Verdict),
        "Bagian terpublikasi",
    )
    for place, head in enumerate(heads):
        sheet.write_string(top, place, head, book.looks["head"])
    for row, (code, counted) in enumerate(region.components.items(), top + 1):
        book.cell(sheet, row, 0, words("components", code), book.looks["text"])
        for place, verdict in enumerate(Verdict, 1):
            sheet.write_number(row, place, counted[verdict], book.looks["whole"])
        judged = total - counted[Verdict.NOT_APPLICABLE]
        share = counted[Verdict.PUBLISHED] / judged if judged else 0
        sheet.write_number(row, len(heads) - 1, share, book.looks["share"])
    last = len(heads) - 1
    sheet.conditional_format(top + 1, last, row, last, _bar("#63BE7B", 1))


def _bar(colour: str, most: float) -> dict[str, Any]:
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": most}
    return {"type": "data_bar", "bar_color": colour, "bar_solid": True, **limits}


def _units(book: _Book, region: RegionView) -> None:
    words = region.texts
    sheet = book.sheet("Unit")
    columns = [
        Column("unit_id", 16),
        Column(words("labels", "unit"), 44, "wrap"),
        Column(words("labels", "kind"), 16),
        Column(words("labels", "region"), 20),
        Column(words("labels", "status"), 22),
        Column("Sebab", 34, "wrap"),
        Column(words("labels", "website"), 38, "link"),
        Column(words("labels", "domain"), 20),
        Column(words("labels", "https"), 12),
        Column("Skor", 9, "number"),
        Column(words("labels", "coverage"), 10, "share"),
        Column("Paling rendah", 10, "number"),
        Column("Paling tinggi", 10, "number"),
        Column(words("labels", "zone"), 12),
        Column("Layanan", 9, "whole"),
        Column("Layanan lengkap", 10, "whole"),
        Column("Halaman dibaca", 10, "whole"),
        Column("Dokumen dibaca", 10, "whole"),
        Column(words("labels", "problems"), 30, "wrap"),
    ]
    rows = (
        (
            mask(view.unit.unit_id),
            Link(f"external:{view.href}", view.name),
            words("kinds", view.unit.kind.value),
            region.region(view.unit.region),
            words("statuses", view.unit.site.status.value),
            joined(view.reasons),
            Link(link(view.url), mask(view.url)),
            words("domains", view.unit.site.domain.value),
            words("https", view.unit.site.https.value) if view.url else "–",
            view.unit.score.value,
            view.unit.score.coverage,
            view.unit.score.low,
            view.unit.score.high,
            view.zone,
            len(view.unit.services),
            view.complete_services,
            view.unit.site.pages_fetched,
            view.unit.site.documents_fetched,
            joined(words("problems", code) for code in sorted({p.code for p in view.unit.problems})),
        )
        for view in region.units
    )
    last = book.table(sheet, columns, rows, freeze=2)
    sheet.conditional_format(1, 9, last, 9, _bar("#8FB8DE", 100))
    sheet.conditional_format(1, 10, last, 10, _bar("#C9D3DD", 1))


def _matrix(book: _Book, region: RegionView) -> None:
    words = region.texts
    sheet = book.sheet("Matriks")
    columns = [
        Column(words("labels", "unit"), 44),
        *(Column(words("short", code), 5, "mark") for code in COMPONENTS),
    ]
    sheet.set_row(0, 110)
    rows = (
        (view.name, *(_mark(region, view.unit.components[code].verdict) for code in COMPONENTS))
        for view in region.units
    )
    last = book.table(sheet, columns, rows)
    for verdict in Verdict:
        rule = {"type": "cell", "criteria": "==", "value": f'"{words("verdict_marks", verdict)}"'}
        sheet.conditional_format(1, 1, last, len(COMPONENTS), {**rule, "format": book.verdicts[verdict]})
    legend = "   ".join(f"{words('verdict_marks', v)} {words('verdicts', v)}" for v in Verdict)
    sheet.set_header(f"&L{legend}")
    # Beside the table, where a filter does not hide it.
    for row, verdict in enumerate(Verdict):
        column = len(COMPONENTS) + 2
        if not book.lean:
            sheet.write_string(row + 1, column, words("verdict_marks", verdict), book.verdicts[verdict])
            sheet.write_string(row + 1, column + 1, words("verdicts", verdict), book.looks["text"])
    sheet.set_column(len(COMPONENTS) + 3, len(COMPONENTS) + 3, 22)


def _mark(region: RegionView, verdict: Verdict) -> str:
    return region.texts("verdict_marks", verdict.value)


def _evidence(book: _Book, region: RegionView) -> None:
    words = region.texts
    sheet = book.sheet("Bukti")
    columns = [
        Column("unit_id", 16),
        Column(words("labels", "unit"), 34, "wrap"),
        Column(words("labels", "component"), 26, "wrap"),
        Column(words("labels", "verdict"), 18),
        Column(words("labels", "confidence"), 10, "share"),
        Column(words("labels", "points"), 7, "number"),
        Column("Dari", 7, "number"),
        Column(words("labels", "reason"), 34, "wrap"),
        Column(words("labels", "quote"), 60, "wrap"),
        Column(words("labels", "values"), 34, "wrap"),
        Column(words("labels", "address"), 44, "link"),
        Column(words("labels", "form"), 14),
        Column(words("labels", "place"), 22, "wrap"),
        Column(words("labels", "fetched"), 20),
        Column(words("labels", "hash"), 20),
    ]

    def rows() -> Iterable[Sequence[object]]:
        for view in region.units:
            for code, found in view.unit.components.items():
                values = joined(value_text(value, words) for value in found.values)
                head = (
                    mask(view.unit.unit_id),
                    view.name,
                    words("components", code),
                    words("verdicts", found.verdict.value),
                    found.confidence,
                    found.points,
                    found.max_points,
                    words.reason(code, found.reason),
                )
                for number, proof in enumerate(found.evidence):
                    yield (
                        *head,
                        mask(proof.snippet),
                        values if number == 0 else "",
                        Link(evidence_link(proof), mask(proof.url)),
                        words("sources", proof.source.value),
                        mask(proof.locator),
                        proof.fetched_at,
                        proof.sha256,
                    )
                if not found.evidence:
                    yield (*head, "", values, "", "", "", "", "")

    book.table(sheet, columns, rows(), freeze=3)


def _lists(book: _Book, region: RegionView) -> None:
    words = region.texts
    site = (Column("unit_id", 16), Column(words("labels", "unit"), 44, "wrap"))
    book.table(
        book.sheet("Tanpa website"),
        [
            *site,
            Column(words("labels", "status"), 22),
            Column(words("labels", "candidates"), 70, "wrap"),
            Column("Media sosial", 44, "wrap"),
        ],
        (
            (
                mask(view.unit.unit_id),
                view.name,
                words("statuses", view.unit.site.status.value),
                joined(_tried(tried, region) for tried in view.unit.site.candidates),
                joined(view.unit.site.social),
            )
            for view in region.without_site
        ),
    )
    book.table(
        book.sheet("Di luar go.id"),
        [
            *site,
            Column(words("labels", "domain"), 22),
            Column(words("labels", "website"), 50, "link"),
            Column(words("labels", "status"), 22),
        ],
        (
            (
                mask(view.unit.unit_id),
                view.name,
                words("domains", view.unit.site.domain.value),
                Link(link(view.url), mask(view.url)),
                words("statuses", view.unit.site.status.value),
            )
            for view in region.outside
        ),
    )
    book.table(
        book.sheet("Masalah"),
        [
            *site,
            Column(words("labels", "problem"), 28),
            Column(words("labels", "address"), 50, "link"),
            Column(words("labels", "quote"), 70, "wrap"),
        ],
        (
            (
                mask(view.unit.unit_id),
                view.name,
                words("problems", problem.code),
                Link(link(problem.url), mask(problem.url)),
                mask(problem.snippet),
            )
            for view in region.units
            for problem in view.unit.problems
        ),
    )


def _tried(tried: Candidate, region: RegionView) -> str:
    words = region.texts
    return f"{mask(tried.url)} ({words('outcomes', tried.outcome)}: {mask(words.cause(tried.reason))})"


def _method(book: _Book, region: RegionView) -> None:
    words, run = region.texts, region.results.run
    sheet = book.sheet("Metode", landscape=False)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 110)
    rows: list[tuple[str, object]] = [
        (words("labels", "score"), words("labels", "score_note")),
        ("Rubrik", run.rubric),
        ("Program", f"auditor {run.tool_version}"),
        ("Pemeriksaan", f"{run.started_at} – {run.finished_at}"),
        *((f"Pilihan: {name}", value) for name, value in run.options.items()),
        *((words("verdicts", verdict), words("verdict_meanings", verdict)) for verdict in Verdict),
        *(
            (words("statuses", status), words("status_meanings", status))
            for status in words.tables["status_meanings"]
        ),
    ]
    if region.rubric is not None:
        rubric = region.rubric
        rows += [
            ("Catatan", rubric.note),
            ("Bobot", rubric.weights_note),
            ("Ambang", rubric.zones_note),
            ("Cakupan terkecil", percent(rubric.minimum_coverage, 1)),
            *((f"Bobot: {words('components', code)}", weight) for code, weight in rubric.weights.items()),
            *((zone.title, f"mulai {zone.min:g}") for zone in rubric.zones),
            *(
                (f"Tidak berlaku bagi {words('kinds', kind.value)}: {words('components', code)}", reason)
                for kind, codes in rubric.exceptions.items()
                for code, reason in codes.items()
            ),
            *((basis.rule, f"{basis.says} Sumber: {basis.url} ({basis.status})") for basis in rubric.basis),
        ]
    for row, (name, value) in enumerate(rows):
        book.cell(sheet, row, 0, name, book.looks["head"])
        book.cell(sheet, row, 1, value, book.looks["wrap"])
