"""Makes the files a site offers, from their data; lazily, once, and with the same bytes always."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import mimetypes
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import docx
import msgspec
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH

from auditor.practice import pdf, pictures, spec
from auditor.practice.yamlfile import PracticeError

WHEN = dt.datetime(2023, 5, 2, 8, 0)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Made:
    """Bytes of a file and the content type an honest server gives them."""

    body: bytes
    content_type: str


_MADE: dict[tuple[str, bytes], Made] = {}
_LOCK = threading.Lock()


def make(site_id: str, path: str, file: spec.File) -> Made:
    """The file at ``path`` of a site; kept in memory after the first time."""
    key = (f"{site_id} {path}", spec_bytes(file))
    with _LOCK:
        if key not in _MADE:
            try:
                _MADE[key] = _make(path, file)
            except PracticeError as error:
                raise PracticeError(f"{site_id}: files.{path}: {error}") from error
        return _MADE[key]


def spec_bytes(file: spec.File) -> bytes:
    """A file's data as bytes, to tell one from another."""
    return msgspec.json.encode(file)


def _make(path: str, file: spec.File) -> Made:
    match file:
        case spec.Pdf():
            made = Made(pdf.text_pdf(file), "application/pdf")
        case spec.PdfScan():
            made = Made(pdf.scanned_pdf(file), "application/pdf")
        case spec.Docx():
            made = Made(word(file), WORD)
        case spec.Xlsx():
            made = Made(workbook(file), SHEET)
        case spec.Poster():
            made = Made(pictures.poster(file), f"image/{file.format}")
        case spec.Image():
            kind = mimetypes.guess_type(path)[0] or "image/jpeg"
            made = Made(pictures.photograph(file, path), kind)
        case spec.Raw():
            made = _raw(path, file)
    return made


def _raw(path: str, file: spec.Raw) -> Made:
    kind = mimetypes.guess_type(path.partition("?")[0])[0] or "application/octet-stream"
    if file.json is not None:
        body = json.dumps(file.json, ensure_ascii=False).encode()
        kind = "application/json"
    elif file.base64 is not None:
        body = base64.b64decode(file.base64)
    else:
        body = (file.text or "").encode(file.encoding)
    if file.size > len(body):
        body = (body or b"\0") * (file.size // max(1, len(body)) + 1)
        body = body[: file.size]
    return Made(body, kind)


def _same_zip(data: bytes) -> bytes:
    """A ZIP container with every entry's time set to the same moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            entry = zipfile.ZipInfo(info.filename, date_time=WHEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(info.filename))
    return out.getvalue()


def word(file: spec.Docx) -> bytes:
    """A Word document of the blocks; tables are tables, lists are lists."""
    document = docx.Document()
    properties = document.core_properties
    properties.created = properties.modified = WHEN
    properties.author = properties.last_modified_by = "Bagian Organisasi"
    properties.title = file.title
    _word_blocks(document, file.blocks)
    out = io.BytesIO()
    document.save(out)
    return _same_zip(out.getvalue())


def _word_blocks(  # noqa: PLR0912 -- one branch a kind of block
    document: docx.document.Document, blocks: Sequence[spec.Block]
) -> None:
    for block in blocks:
        for level, title in enumerate((block.h1, block.h2, block.h3), 1):
            if title is not None:
                document.add_heading(title, level)
        if block.p is not None:
            document.add_paragraph(block.p)
        if block.bold is not None:
            document.add_paragraph().add_run(block.bold).bold = True
        if block.center is not None:
            document.add_paragraph(block.center).alignment = WD_ALIGN_PARAGRAPH.CENTER
        for item in block.bullets or ():
            document.add_paragraph(item, style="List Bullet")
        for item in block.steps or block.drawing or ():
            document.add_paragraph(item, style="List Number")
        for label, value in (block.fields or {}).items():
            document.add_paragraph(f"{label}\t: {value}")
        if block.table is not None:
            _word_table(document, block.table)
        for column in block.columns or ():
            _word_blocks(document, column)
        for line in block.signature or ():
            document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if block.page_break:
            document.add_page_break()  # type: ignore[no-untyped-call]


def _word_table(document: docx.document.Document, table: spec.Table) -> None:
    rows: list[list[str | None]] = [[*table.head], *table.rows] if table.head else table.rows
    count = max(len(row) for row in rows)
    made = document.add_table(rows=len(rows), cols=count, style="Table Grid")
    for line, row in enumerate(rows):
        for place in range(count):
            cell = row[place] if place < len(row) else ""
            if cell is None and line:
                made.cell(line - 1, place).merge(made.cell(line, place))
            else:
                made.cell(line, place).text = cell or ""


def workbook(file: spec.Xlsx) -> bytes:
    """An Excel workbook of the sheets as given."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "Bagian Organisasi", "created": WHEN})
    for name, rows in file.sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(line, place, cell)
    book.close()
    return _same_zip(out.getvalue())
