"""Writes PDF files from blocks: with text, as pictures of pages, and with a broken font map."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from auditor.practice import pictures, spec
from auditor.practice.yamlfile import PracticeError

WHEN = dt.datetime(2023, 5, 2, 8, 0, tzinfo=dt.UTC)
BRAND = "Microsoft Word 2016"


class _Paper(FPDF):
    """A page writer with the font and sizes of one document."""

    def __init__(self, *, landscape: bool, size: float) -> None:
        super().__init__(orientation="L" if landscape else "P", format="A4")
        self.base_size = size
        self.face = "Helvetica"
        self.core_fonts_encoding = "windows-1252"
        self.set_margin(18)
        self.set_auto_page_break(True, margin=18)
        self.set_creation_date(WHEN)
        self.set_producer(BRAND)
        self.set_creator(BRAND)

    def pen(self, scale: float = 1.0, style: str = "") -> None:
        """Choose size and style for what follows."""
        self.set_font(self.face, "" if self.face != "Helvetica" else style, self.base_size * scale)

    def lines(self, text: str, *, align: str = "L", width: float = 0, left: float | None = None) -> None:
        """Text wrapped within ``width`` mm from ``left`` on; the pen goes to the next line."""
        if left is not None:
            self.set_x(left)
        self.multi_cell(width, self.font_size * 1.35, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def text_pdf(file: spec.Pdf) -> bytes:
    """A PDF with a text layer (or, ``garbled``, one whose letters map to others)."""
    paper = _Paper(landscape=file.landscape, size=file.font_size)
    if file.title:
        paper.set_title(file.title)
    if file.garbled:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "font.ttf"
            path.write_bytes(pictures.font(10).font_bytes)
            paper.add_font("Aileron", fname=str(path))
            paper.add_font("Aileron", style="B", fname=str(path))
            paper.face = "Aileron"
            paper.set_compression(False)
            _write(paper, file.blocks)
            return _garbled(bytes(paper.output()))
    if file.encrypted:
        paper.set_encryption(owner_password="pemilik", user_password="sandi")  # noqa: S106 -- a test file
    _write(paper, file.blocks)
    return bytes(paper.output())


def _write(paper: _Paper, blocks: Sequence[spec.Block]) -> None:
    paper.add_page()
    paper.pen()
    try:
        _blocks(paper, blocks)
    except UnicodeEncodeError as error:
        sign = error.object[error.start : error.end]
        raise PracticeError(
            f"pdf: {sign!r} in {error.object[:60]!r} is not in windows-1252; write it otherwise"
        ) from error


def _garbled(data: bytes) -> bytes:
    """The PDF with every character of its ToUnicode maps moved by three: right to see, garbage to read."""

    def move(match: re.Match[bytes]) -> bytes:
        code = int(match[2], 16)
        return match[1] + b"%04X" % (code - 26 if code > 64 else code + 23) + match[3]

    def shift(stream: re.Match[bytes]) -> bytes:
        return re.sub(rb"(<[0-9A-Fa-f]{4}> <)([0-9A-Fa-f]{4})(>\s*\n)", move, stream[0])

    return re.sub(rb"beginbfchar.*?endbfchar", shift, data, flags=re.DOTALL)


def _blocks(  # noqa: PLR0912 -- one branch a kind of block
    paper: _Paper, blocks: Sequence[spec.Block]
) -> None:
    for block in blocks:
        if block.h1 is not None:
            paper.pen(1.3, "B")
            paper.lines(block.h1, align="C")
        elif block.h2 is not None:
            paper.pen(1.12, "B")
            paper.lines(block.h2)
        elif block.h3 is not None or block.bold is not None:
            paper.pen(1.0, "B")
            paper.lines(block.h3 or block.bold or "")
        elif block.p is not None:
            paper.pen()
            paper.lines(block.p, align="J")
        elif block.center is not None:
            paper.pen()
            paper.lines(block.center, align="C")
        elif block.bullets is not None or block.steps is not None:
            _list(paper, block)
        elif block.fields is not None:
            _fields(paper, block.fields)
        elif block.table is not None:
            _table(paper, block.table)
        elif block.columns is not None:
            _columns(paper, block.columns)
        elif block.drawing is not None:
            _drawing(paper, block.drawing)
        elif block.signature is not None:
            paper.pen()
            for line in block.signature:
                paper.lines(line or " ", align="C", left=paper.w / 2)
        elif block.space is not None:
            paper.ln(block.space / 3)
        elif block.page_break:
            paper.add_page()
        paper.ln(1.5)


def _list(paper: _Paper, block: spec.Block) -> None:
    paper.pen()
    items = block.bullets if block.bullets is not None else block.steps or []
    for place, item in enumerate(items, 1):
        mark = "-" if block.bullets is not None else f"{place}."
        paper.set_x(paper.l_margin + 3)
        paper.cell(6, paper.font_size * 1.35, mark)
        paper.lines(item, left=paper.l_margin + 9)


def _fields(paper: _Paper, fields: dict[str, str]) -> None:
    paper.pen()
    wide = max(paper.get_string_width(label) for label in fields) + 4
    for label, value in fields.items():
        paper.cell(wide, paper.font_size * 1.35, label)
        paper.cell(4, paper.font_size * 1.35, ":")
        paper.lines(value, left=paper.l_margin + wide + 4)


def _table(paper: _Paper, table: spec.Table) -> None:
    paper.pen(0.92)
    count = max([len(table.head), *(len(row) for row in table.rows)])
    widths = tuple(table.widths) if len(table.widths) == count else None
    with paper.table(
        col_widths=widths,
        line_height=paper.font_size * 1.35,
        text_align="LEFT",
        first_row_as_headings=bool(table.head),
        padding=1,
    ) as made:
        for row in ([table.head] if table.head else []) + list(table.rows):
            line = made.row()
            for cell in [*row, *[""] * (count - len(row))]:
                line.cell(cell or "")
    paper.ln(1)


def _columns(paper: _Paper, columns: list[list[spec.Block]]) -> None:
    """Columns side by side; each must fit on the rest of the page, as flyers' columns do."""
    left, right, top, page = paper.l_margin, paper.r_margin, paper.get_y(), paper.page
    gap = 8.0
    wide = (paper.epw - gap * (len(columns) - 1)) / len(columns)
    lowest = top
    for place, blocks in enumerate(columns):
        start = left + place * (wide + gap)
        paper.page = page
        paper.set_left_margin(start)
        paper.set_right_margin(paper.w - start - wide)
        paper.set_xy(start, top)
        _blocks(paper, blocks)
        lowest = max(lowest, paper.get_y())
    paper.set_left_margin(left)
    paper.set_right_margin(right)
    paper.set_xy(left, lowest)


def _drawing(paper: _Paper, boxes: Sequence[str]) -> None:
    paper.pen()
    wide = min(90.0, paper.epw)
    left = paper.l_margin + (paper.epw - wide) / 2
    for place, words in enumerate(boxes):
        if paper.get_y() + 24 > paper.h - paper.b_margin:
            paper.add_page()
        top = paper.get_y()
        paper.set_xy(left, top + 2)
        paper.multi_cell(wide, paper.font_size * 1.35, words, align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        end = paper.get_y() + 2
        paper.rect(left, top, wide, end - top)
        paper.set_y(end)
        if place < len(boxes) - 1:
            paper.line(left + wide / 2, end, left + wide / 2, end + 5)
            paper.set_y(end + 5)
    paper.ln(2)


def scanned_pdf(file: spec.PdfScan) -> bytes:
    """A PDF of page pictures, without any text layer."""
    paper = FPDF(format="A4")
    paper.set_creation_date(WHEN)
    paper.set_producer("CanoScan LiDE 300")
    paper.set_auto_page_break(False)
    for page in pictures.scan_pages(file):
        paper.add_page()
        paper.image(io.BytesIO(page), x=0, y=0, w=paper.w, h=paper.h)
    return bytes(paper.output())
