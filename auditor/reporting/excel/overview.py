"""Sheets about the region as a whole: ``Ringkasan`` and ``Metode``."""

from __future__ import annotations

from typing import Any

from auditor.models import Verdict
from auditor.reporting.sheets import Book, bar
from auditor.reporting.view import RegionView
from auditor.reporting.wording import percent


def summary(book: Book, region: RegionView) -> None:
    """How many units, sites and verdicts of each sort there are."""
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


def method(book: Book, region: RegionView) -> None:
    """What was measured by which rubric and program, and what the words mean."""
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
