"""The Excel workbook ``laporan.xlsx``: real tables with filters, frozen panes, links and data bars.

How cells are written is in ``sheets.py``. Above ``TABLES_UP_TO`` units the book is lean: its sheets
carry plain filters instead of tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from auditor.masking import mask
from auditor.models import COMPONENTS, Candidate, Verdict
from auditor.reporting.links import evidence_link, link
from auditor.reporting.sheets import Book, Column, Link, bar
from auditor.reporting.view import RegionView, UnitView
from auditor.reporting.wording import candidate_words, joined, percent, value_texts

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
        _summary(book, region)
        _units(book, region)
        if region.judged:
            _matrix(book, region)
            _evidence(book, region)
        _lists(book, region)
        _method(book, region)
    finally:
        book.close()
    return path


def _summary(book: Book, region: RegionView) -> None:
    words, total = region.texts, len(region.units)
    sheet = book.sheet("Ringkasan", landscape=False)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 6, 15)
    sheet.write_string(0, 0, f"{words('labels', 'report')}: {region.title}", book.looks["title"])
    note = words("labels", "score_long" if region.judged else "site_only")
    sheet.write_string(1, 0, note, book.looks["text"])
    facts: list[tuple[str, object]] = [
        ("Unit diperiksa", total),
        ("Situs aktif", region.statuses["online"]),  # type: ignore[index]
        (words("labels", "without_site"), len(region.without_site)),
        ("Situs bukan di go.id wilayah sendiri", len(region.outside)),
        (words("labels", "unwell"), len(region.unwell)),
    ]
    if region.judged:
        median = region.median if region.median is not None else words("labels", "no_score")
        facts += [
            ("Median skor informasi daring", median),
            *((title, many) for _, title, many in region.zones),
            ("Belum dapat dinilai", total - len(region.scores)),
        ]
    row = 3
    for row, (name, value) in enumerate(facts, 3):
        book.cell(sheet, row, 0, name, book.looks["text"])
        book.cell(sheet, row, 1, value, book.looks["big"])
    if region.judged:
        _verdict_counts(book, region, sheet, row + 2)


def _verdict_counts(book: Book, region: RegionView, sheet: Any, top: int) -> None:
    words, total = region.texts, len(region.units)
    heads = (
        words("labels", "component"),
        *(words("verdicts", verdict) for verdict in Verdict),
        "Bagian terpublikasi",
    )
    for place, head in enumerate(heads):
        sheet.write_string(top, place, head, book.looks["head"])
    row = top
    for row, (code, counted) in enumerate(region.components.items(), top + 1):
        book.cell(sheet, row, 0, words("components", code), book.looks["text"])
        for place, verdict in enumerate(Verdict, 1):
            sheet.write_number(row, place, counted[verdict], book.looks["whole"])
        judged = total - counted[Verdict.NOT_APPLICABLE]
        share = counted[Verdict.PUBLISHED] / judged if judged else 0
        sheet.write_number(row, len(heads) - 1, share, book.looks["share"])
    last = len(heads) - 1
    sheet.conditional_format(top + 1, last, row, last, bar("#63BE7B", 1))


def _units(book: Book, region: RegionView) -> None:
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


def _matrix(book: Book, region: RegionView) -> None:
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


def _evidence(book: Book, region: RegionView) -> None:
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
                values = joined(value_texts(found.values, words))
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


def _lists(book: Book, region: RegionView) -> None:
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
    return f"{mask(tried.url)} ({words('outcomes', tried.outcome)}: {candidate_words(tried.reason, words)})"


def _method(book: Book, region: RegionView) -> None:
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
    if region.rubric is not None and region.judged:
        rubric = region.rubric
        rows += [
            ("Catatan", rubric.note),
            ("Bobot", rubric.weights_note),
            ("Ambang", rubric.zones_note),
            ("Cakupan terkecil", percent(rubric.minimum_coverage, 1)),
            *((f"Bobot: {words('components', code)}", weight) for code, weight in rubric.weights.items()),
            *((zone.title, f"mulai {zone.min:g}") for zone in rubric.zones),
            *(
                (
                    f"Tidak berlaku bagi {words('kinds', one.kind.value)}: {words('components', code)}",
                    one.reason,
                )
                for one in rubric.exceptions
                for code in one.components
            ),
            *((basis.rule, f"{basis.says} Sumber: {basis.url} ({basis.status})") for basis in rubric.basis),
        ]
    for row, (name, value) in enumerate(rows):
        book.cell(sheet, row, 0, name, book.looks["head"])
        book.cell(sheet, row, 1, value, book.looks["wrap"])
