"""A Word document for staff to fill in: A4, Indonesian, plain tables, marked blanks, same bytes each time.

All words go in as text runs (never as fields or XML), without what XML cannot hold.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from auditor.reporting.printable import xml_text

_STAMP = (2000, 1, 1, 0, 0, 0)  # of the parts inside the file; a file that tells no time is the same twice
_DIM = RGBColor(0x55, 0x60, 0x6D)

Part = tuple[str, str]
"""Words and how they are set: ``text``, ``strong``, ``small`` or ``blank``."""


class DocxFile:
    """One document under construction."""

    def __init__(self, title: str, date: Sequence[int], *, landscape: bool = False) -> None:
        self._document: Any = Document()
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = "Arial", Pt(10)
        style.paragraph_format.space_after = Pt(4)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "id-ID")
        style.element.get_or_add_rPr().append(language)
        section = self._document.sections[0]
        wide, high = (Cm(29.7), Cm(21.0)) if landscape else (Cm(21.0), Cm(29.7))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = wide, high
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
        self._width = Cm(25.7) if landscape else Cm(17)
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = xml_text(title)[:250], "auditor", "id-ID"
        properties.comments = ""
        properties.created = properties.modified = datetime(date[0], date[1], date[2])

    def heading(self, words: str, level: int = 1, *, centred: bool = False) -> None:
        """A heading (level 0 is the title)."""
        paragraph = self._document.add_heading(level=level)
        run = paragraph.add_run(xml_text(words))
        run.font.name, run.font.color.rgb = "Arial", RGBColor(0x1D, 0x27, 0x33)
        run.font.size = Pt((18, 13, 11)[min(level, 2)])
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def paragraph(self, *parts: Part, centred: bool = False, style: str = "") -> None:
        """A paragraph of parts."""
        paragraph = self._document.add_paragraph(style=style or None)
        _write(paragraph, parts)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def table(
        self,
        rows: Iterable[Sequence[Sequence[Part]]],
        shares: Sequence[float],
        *,
        head: Sequence[str] = (),
    ) -> None:
        """A table with borders; ``shares`` are the columns' shares of the width."""
        table = self._document.add_table(rows=0, cols=len(shares))
        table.style, table.autofit = "Table Grid", False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = int(self._width * share)
        heads = [[[(name, "strong")] for name in head]] if head else []
        for row in [*heads, *rows]:
            line = table.add_row()
            _mark(line, "w:cantSplit")
            cells = line.cells
            for cell, parts, share in zip(cells, row, shares, strict=True):
                cell.width = int(self._width * share)
                _write(cell.paragraphs[0], parts)
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        if head:
            _mark(table.rows[0], "w:tblHeader")
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def page_break(self) -> None:
        """What follows begins on a new page."""
        self._document.add_page_break()

    def data(self) -> bytes:
        """The file's bytes; the same words give the same bytes."""
        raw, out = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with (
            zipfile.ZipFile(raw) as parts,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
        ):
            for name in parts.namelist():
                made.writestr(zipfile.ZipInfo(name, _STAMP), parts.read(name), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _write(paragraph: Any, parts: Iterable[Part]) -> None:
    for words, kind in parts:
        run = paragraph.add_run(xml_text(words))
        if kind == "strong":
            run.bold = True
        elif kind == "small":
            run.font.size, run.font.color.rgb = Pt(8), _DIM
        elif kind == "blank":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _mark(row: Any, name: str) -> None:
    """A property of a row: not split over pages, or a heading repeated on every page."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
