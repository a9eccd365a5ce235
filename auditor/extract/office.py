"""DOCX, XLSX, PPTX and OpenDocument → the HTML reader. Members are measured before they are unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

from auditor.extract import ocr
from auditor.extract.html import read_html
from auditor.extract.options import ReadOptions
from auditor.extract.pictures import Unreadable, picture_html
from auditor.extract.unread import unread_file
from auditor.models import Fetch, Page, Source, Unread

MAX_UNPACKED = 150 * 1024**2  # bytes of all members together
MAX_RATIO = 200  # a member that unpacks to more than this is a bomb
_PICTURE = "gambar-dalam-dokumen-"
_IMG = re.compile(rf'<img\b[^<>]*alt="{_PICTURE}(\d+)"[^<>]*>')
_LITTLE = 600  # characters: a document with less, whose pictures were not read, is only half read
_MANIFEST = "META-INF/manifest.xml"  # of OpenDocument: says what a password locks
_OPEN = {"odt": Source.DOCX, "ods": Source.XLSX, "odp": Source.PPTX}
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 20, 2000, 60
_HEAD, _THOUSAND = 40, 1000  # characters of a column's head; rupiah from which on a fee has thousands
_FEE = re.compile(r"(?i)\b(?:tarif|biaya|retribusi|harga|rp)\b")
_TITLES = 6  # rows at the top of a sheet among which its titles stand


def read_office(
    body: bytes, fetch: Fetch, kind: str, options: ReadOptions, budget: ocr.Budget
) -> Page | Unread:
    """Reads a word-processor, spreadsheet or slides file; pictures in it cost from ``budget``. Unread:
    ``broken``, ``too_large``, ``encrypted``, ``truncated``, ``no_text`` and the reasons of pictures."""
    reason = _weigh(body)
    if reason:
        return unread_file(fetch, "truncated" if fetch.truncated and reason == "broken" else reason)
    try:
        if kind in _OPEN:
            return _open(body, fetch, _OPEN[kind], options, budget)
        if kind == "pptx":
            return _pptx(body, fetch, options, budget)
        return _docx(body, fetch, options, budget) if kind == "docx" else _xlsx(body, fetch)
    except (MemoryError, RecursionError):
        return unread_file(fetch, "too_large")
    except Exception:
        # mammoth and openpyxl raise whatever their XML parser meets; the file is unreadable either way.
        return unread_file(fetch, "truncated" if fetch.truncated else "broken")


def _weigh(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            total = 0
            for entry in archive.infolist():
                total += entry.file_size
                if entry.flag_bits & 1:
                    return "encrypted"
                if entry.file_size > 5 * 1024**2 and entry.file_size > MAX_RATIO * max(
                    1, entry.compress_size
                ):
                    return "too_large"
            if total > MAX_UNPACKED or len(archive.infolist()) > 5000:
                return "too_large"
            locked = _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST)
            return "encrypted" if locked else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return "broken"


def _docx(body: bytes, fetch: Fetch, options: ReadOptions, budget: ocr.Budget) -> Page | Unread:
    import mammoth  # noqa: PLC0415

    inside: list[bytes] = []

    def keep(image: Any) -> dict[str, str]:
        with image.open() as stream:
            inside.append(stream.read())
        return {"src": "", "alt": f"{_PICTURE}{len(inside) - 1}"}

    result = mammoth.convert_to_html(io.BytesIO(body), convert_image=mammoth.images.img_element(keep))
    return _with_pictures(result.value, inside, fetch, Source.DOCX, options, budget)


def _pptx(body: bytes, fetch: Fetch, options: ReadOptions, budget: ocr.Budget) -> Page | Unread:
    from auditor.extract.slides import slides_html  # noqa: PLC0415

    return _from_html(slides_html, body, fetch, Source.PPTX, options, budget)


def _open(
    body: bytes, fetch: Fetch, source: Source, options: ReadOptions, budget: ocr.Budget
) -> Page | Unread:
    from auditor.extract.opendocument import document_html  # noqa: PLC0415

    return _from_html(document_html, body, fetch, source, options, budget)


def _from_html(  # noqa: PLR0917 - what a document consists of, and on what terms it is read
    html_of: Callable[[bytes, Callable[[bytes], str]], str],
    body: bytes,
    fetch: Fetch,
    source: Source,
    options: ReadOptions,
    budget: ocr.Budget,
) -> Page | Unread:
    """The page of a document whose reader hands over each picture and puts what it gets back in its place."""
    inside: list[bytes] = []

    def keep(picture: bytes) -> str:
        inside.append(picture)
        return f'<img src="" alt="{_PICTURE}{len(inside) - 1}" />'

    return _with_pictures(html_of(body, keep), inside, fetch, source, options, budget)


def _with_pictures(  # noqa: PLR0917 - what a document consists of, and on what terms it is read
    html: str, inside: list[bytes], fetch: Fetch, source: Source, options: ReadOptions, budget: ocr.Budget
) -> Page | Unread:
    """The page of a document, where its pictures stood what OCR reads on them."""
    marks: set[str] = set()
    reasons: list[str] = []

    def told(match: re.Match[str]) -> str:
        number = int(match[1])
        found = picture_html(inside[number], options, budget) if number < len(inside) else None
        if found is None:
            return ""
        if isinstance(found, Unreadable):
            reasons.append(found.reason)
            return ""
        marks.add("ocr")
        return f'<div data-gambar="{number + 1}">{found}</div>'

    page = read_html(_IMG.sub(told, html), fetch, source)
    if not page.text.strip():
        return unread_file(fetch, reasons[0] if reasons else "no_text")
    if reasons and len(page.text) < _LITTLE:
        marks.add("pages_unread")
    return replace(page, dated="", marks=tuple(sorted({*page.marks, *marks})))


def _xlsx(body: bytes, fetch: Fetch) -> Page | Unread:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(io.BytesIO(body), data_only=True)
    parts: list[str] = []
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state == "visible":
            parts.append(f"<h2>{escape(sheet.title)}</h2>{_sheet(sheet)}")
    book.close()
    page = read_html("".join(parts), fetch, Source.XLSX)
    return (
        replace(page, dated="")
        if any(section.body for section in page.sections)
        else unread_file(fetch, "no_text")
    )


def _sheet(sheet: Any) -> str:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    inside: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        if merged.size["rows"] * merged.size["columns"] > 20_000:
            continue
        spans[(merged.min_row, merged.min_col)] = (merged.size["rows"], merged.size["columns"])
        inside.update(
            (row, column)
            for row in range(merged.min_row, merged.max_row + 1)
            for column in range(merged.min_col, merged.max_col + 1)
        )
    inside -= spans.keys()
    rows = list(
        sheet.iter_rows(
            max_row=min(sheet.max_row or 0, MAX_ROWS), max_col=min(sheet.max_column or 0, MAX_COLUMNS)
        )
    )
    used = sorted({cell.column for row in rows for cell in row if cell.value is not None})
    if not used:
        return ""
    fees: set[int] = set()  # columns whose head says that figures below it are rupiah
    titles: list[str] = []  # lines over the columns
    out = ["<table border=1>"]
    for number, row in enumerate(rows):
        filled = [cell for cell in row if cell.value is not None]
        if number < _TITLES and len(out) == 1 and len(filled) == 1 and len(used) > 1 and _is_words(filled[0]):
            titles.append(f"<h3>{escape(_value(filled[0]))}</h3>")
            continue
        if all(cell.value is None for cell in row) and not any(
            (cell.row, cell.column) in inside for cell in row
        ):
            continue
        out.append("<tr>")
        for cell in row:
            at = (cell.row, cell.column)
            if at in inside or not used[0] <= cell.column <= used[-1]:
                continue
            high, wide = spans.get(at, (1, 1))
            size = (f' rowspan="{high}"' if high > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            if isinstance(cell.value, str) and len(cell.value) < _HEAD and _FEE.search(cell.value):
                fees.add(cell.column)
            text = "<br>".join(escape(line) for line in _value(cell, fee=cell.column in fees).split("\n"))
            out.append(f"<td{size}>{text}</td>")
        out.append("</tr>")
    out.append("</table>")
    return "".join((*titles, *out))


def _is_words(cell: Any) -> bool:
    return isinstance(cell.value, str) and len(cell.value.strip()) > 2


def _value(cell: Any, fee: bool = False) -> str:
    """A cell as the sheet shows it, as far as its number format is a plain one; a ``fee`` with its
    thousands set off, as printed elsewhere."""
    value = cell.value
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%d-%m-%Y")) if hasattr(value, "year") else str(value.strftime("%H.%M"))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    shape = str(cell.number_format or "")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and ("Rp" in shape or "#,##0" in shape or (fee and value >= _THOUSAND)):
        text = f"{value:,.0f}".replace(",", ".")
        return f"Rp {text}" if "Rp" in shape else text
    if isinstance(value, float) and "%" in shape:
        return f"{value * 100:g}%".replace(".", ",")
    return str(value)
