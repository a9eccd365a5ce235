"""Sheets with a row a unit: ``Unit`` and ``Matriks``."""

from __future__ import annotations

from auditor.masking import mask
from auditor.models import COMPONENTS, Verdict
from auditor.reporting.links import link
from auditor.reporting.sheets import Book, Column, Link, bar
from auditor.reporting.view import RegionView, UnitView
from auditor.reporting.wording import joined


def units(book: Book, region: RegionView) -> None:
    """Every unit with its website and, where judged, its score."""
    words = region.texts
    sheet = book.sheet("Unit")
    scores = (
        Column("Skor", 9, "number"),
        Column(words("labels", "coverage"), 10, "share"),
        Column("Paling rendah", 10, "number"),
        Column("Paling tinggi", 10, "number"),
        Column(words("labels", "zone"), 14, "centre"),
        Column("Layanan", 9, "whole"),
        Column("Layanan lengkap", 10, "whole"),
    )
    columns = [
        Column("unit_id", 16),
        Column(words("labels", "unit"), 44, "wrap"),
        Column(words("labels", "kind"), 16),
        Column(words("labels", "region"), 20),
        Column(words("labels", "status"), 22),
        Column("Sebab", 80, "wrap"),
        Column(words("labels", "website"), 38, "link"),
        Column(words("labels", "domain"), 20),
        Column(words("labels", "https"), 12),
        *(scores if region.judged else ()),
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
            " ".join(view.reasons),
            Link(link(view.url), mask(view.url)),
            words("domains", view.unit.site.domain.value),
            words("https", view.unit.site.https.value) if view.url else "–",
            *(_scores(view) if region.judged else ()),
            view.unit.site.pages_fetched,
            view.unit.site.documents_fetched,
            joined(words("problems", code) for code in sorted({p.code for p in view.unit.problems})),
        )
        for view in region.units
    )
    last = book.table(sheet, columns, rows, freeze=2)
    if region.judged:
        sheet.conditional_format(1, 9, last, 9, bar("#8FB8DE", 100))
        sheet.conditional_format(1, 10, last, 10, bar("#C9D3DD", 1))


def _scores(view: UnitView) -> tuple[object, ...]:
    return (
        view.unit.score.value,
        view.unit.score.coverage,
        view.unit.score.low,
        view.unit.score.high,
        view.zone,
        len(view.unit.services),
        view.complete_services,
    )


def matrix(book: Book, region: RegionView) -> None:
    """Unit by component: a mark for each verdict."""
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
