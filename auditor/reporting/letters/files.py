"""The lists as files: one workbook, and for each list a page and a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from auditor.masking import mask
from auditor.reporting.dates import day as long_day
from auditor.reporting.html import environment
from auditor.reporting.letters import ANSWERS_UP_TO, LISTS, LetterRow, Letters, condensed
from auditor.reporting.sheets import Book, Column, Link
from auditor.reporting.typeset import Typesetter

TABLES_UP_TO = 20_000
"""Above this many rows the workbook is written straight to disk, with filters instead of tables."""
PAPER_UP_TO = 1_000
"""A list longer than this gets no PDF: it is written region by region instead."""


@lru_cache(maxsize=1)
def _setter() -> Typesetter:
    return Typesetter("lampiran.typ")


def write(letters: Letters, folder: Path, region: str = "", *, empty: bool = True) -> Iterator[Path]:
    """Write the lists of one region, or of all; the paths as they are written. Raises TypesetError.

    Without ``empty`` a list of nobody is left out.
    """
    lists = {name: rows for name in LISTS if (rows := letters.of(name, region)) or empty}
    if not lists:
        return
    folder.mkdir(parents=True, exist_ok=True)
    yield _workbook(letters, folder / "lampiran-situs.xlsx", region)
    page = environment().get_template("lampiran.html")
    for name, rows in lists.items():
        stem = letters.texts("letter_files", name)
        data = _data(letters, name, rows, region)
        path = folder / f"{stem}.html"
        path.write_text(page.render(d=data, T=letters.texts), encoding="utf-8", newline="\n")
        yield path
        if len(rows) <= PAPER_UP_TO:
            path = folder / f"{stem}.pdf"
            path.write_bytes(_setter().pdf(data, path.name))
            yield path


def _data(letters: Letters, name: str, rows: list[LetterRow], region: str) -> dict[str, Any]:
    words = letters.texts
    return {
        "lang": words.lang,
        "date": [int(part) for part in letters.day[:10].split("-")],
        "title": f"{words('letters', name)}: {letters.place(region)}",
        "heading": words("letters", name),
        "place": letters.place(region),
        "attachment": words("letters", "attachment"),
        "letter": [words("letters", "letter_number"), words("letters", "letter_date")],
        "subtitle": f"{len(rows)} unit · diperiksa {long_day(letters.day[:10], words)} · pemeriksaan "
        f"{mask(letters.run_id)}",
        "note": words("letters", f"{name}_note"),
        "none": words("letters", f"{name}_none"),
        "footer": words("letters", "footer"),
        "heads": _heads(letters, name),
        "with_url": name != "without",
        "rows": [_row(row, number, letters) for number, row in enumerate(rows, 1)],
    }


def _heads(letters: Letters, name: str) -> list[str]:
    words = letters.texts
    return [
        words("letters", "number"),
        words("labels", "unit"),
        words("labels", "domain") if name == "outside" else words("labels", "status"),
        *([words("labels", "address")] if name != "without" else []),
        words("letters", "proof"),
    ]


def _row(row: LetterRow, number: int, letters: Letters) -> dict[str, Any]:
    words = letters.texts
    answers = condensed(row.answers)
    shown = answers[:ANSWERS_UP_TO]
    left = len(answers) - len(shown)
    return {
        "number": str(number),
        "name": row.name,
        "kind": f"{row.kind}, {row.region}" if len(letters.codes) > 1 else row.kind,
        "finding": row.finding,
        "address": row.url,
        "url": row.href,
        "sources": f"{words('letters', 'sources')}: {'; '.join(row.sources)}." if row.sources else "",
        "reasons": list(row.reasons),
        "answers": [{"address": a.url, "url": a.href, "words": a.words, "at": _time(a.at)} for a in shown],
        "more": words("letters", "more").format(many=left) if left else "",
        "at": _time(row.at),
    }


def _time(at: str) -> str:
    """``2026-11-22T03:00:00Z`` as ``2026-11-22 03:00``."""
    return at[:16].replace("T", " ")


def _workbook(letters: Letters, path: Path, region: str) -> Path:
    words = letters.texts
    lists = {name: letters.of(name, region) for name in LISTS}
    book = Book(
        path,
        lean=sum(map(len, lists.values())) > TABLES_UP_TO,
        created=letters.day,
        title=f"{words('letters', 'attachment')}: {letters.place(region)}",
    )
    try:
        for name, rows in lists.items():
            book.table(
                book.sheet(words("letter_sheets", name), wide=True),
                _columns(letters, name),
                _cells(name, rows),
                freeze=2,
            )
        book.table(
            book.sheet(words("labels", "evidence"), wide=True),
            [
                Column(words("labels", "unit"), 40, "wrap"),
                Column("Daftar", 16),
                Column(words("letters", "asked"), 60, "link"),
                Column(words("letters", "answered"), 60, "wrap"),
                Column(words("letters", "when"), 22),
                Column("unit_id", 18),
            ],
            (
                (row.name, words("letter_sheets", name), Link(a.href, a.url), a.words, a.at, row.unit_id)
                for name, rows in lists.items()
                for row in rows
                for a in row.answers
            ),
        )
        _notes(book, letters)
    finally:
        book.close()
    return path


def _columns(letters: Letters, name: str) -> list[Column]:
    words = letters.texts
    return [
        Column(words("letters", "number"), 6, "whole"),
        Column(words("labels", "unit"), 44, "wrap"),
        Column(words("letters", "kind"), 17),
        Column(words("labels", "region"), 26, "wrap"),
        Column(words("labels", "domain") if name == "outside" else words("labels", "status"), 20),
        *([Column(words("labels", "address"), 40, "link")] if name != "without" else []),
        Column(words("letters", "sources"), 44, "wrap"),
        Column(words("labels", "reason"), 50, "wrap"),
        Column(words("letters", "answered"), 70, "wrap"),
        Column(words("letters", "when"), 20),
        Column("unit_id", 18),
    ]


def _cells(name: str, rows: list[LetterRow]) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(rows, 1):
        yield (
            number,
            row.name,
            row.kind,
            row.region,
            row.finding,
            *([Link(row.href, row.url)] if name != "without" else []),
            "; ".join(row.sources),
            " ".join(row.reasons),
            "\n".join(f"{a.url}: {a.words}" for a in condensed(row.answers)[:ANSWERS_UP_TO]),
            row.at,
            row.unit_id,
        )


def _notes(book: Book, letters: Letters) -> None:
    words = letters.texts
    sheet = book.sheet(words("labels", "method"), landscape=False)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    lines = [(words("letter_sheets", name), words("letters", f"{name}_note")) for name in LISTS]
    lines += [("Pemeriksaan", f"{mask(letters.run_id)}, {letters.day}"), ("", words("letters", "footer"))]
    for row, (name, text) in enumerate(lines):
        sheet.set_row(row, 45)
        book.cell(sheet, row, 0, name, book.looks["head"])
        book.cell(sheet, row, 1, text, book.looks["wrap"])
