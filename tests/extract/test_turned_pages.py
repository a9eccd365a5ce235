"""PDF pages whose text lies on its side or head, by the page's own turn or without it."""

from __future__ import annotations

import io
import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.extract.layout import to_html
from auditor.extract.pdf_tables import go_on, table_html
from auditor.extract.pieces import Piece
from tests.extract.helpers import one, read

fpdf = pytest.importorskip("fpdf")
pdfium = pytest.importorskip("pypdfium2")

_LINES = (
    "STANDAR PELAYANAN KARTU KUNING",
    "1. Persyaratan",
    "a. Ijazah terakhir",
    "b. Pas foto berwarna",
    "2. Jangka Waktu Penyelesaian",
    "15 menit",
)


def _turned(text: int, page: int) -> bytes:
    """Text turned by ``text`` degrees counter-clockwise on a sheet that is shown turned by ``page``."""
    pdf = fpdf.FPDF(format=(200, 200))
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    with pdf.rotation(text, 100, 100):
        for number, line in enumerate(_LINES):
            pdf.text(30, 40 + 9 * number, line)
    if not page:
        return bytes(pdf.output())
    document = pdfium.PdfDocument(bytes(pdf.output()))
    document[0].set_rotation(page)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "page"),
    [(0, 0), (90, 0), (270, 0), (180, 0), (90, 90), (270, 270), (180, 180), (0, 90), (0, 180)],
)
def test_text_is_read_along_its_own_lines(text: int, page: int) -> None:
    read_page = read(_turned(text, page))
    assert one(read_page, "1. Persyaratan").body == "a. Ijazah terakhir\nb. Pas foto berwarna"
    assert one(read_page, "2. Jangka Waktu Penyelesaian").body == "15 menit"


def test_a_ruled_table_on_a_turned_sheet_keeps_its_rows() -> None:
    pdf = fpdf.FPDF(format=(200, 200))
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    with pdf.rotation(90, 100, 100):
        for row, (label, body) in enumerate(
            (("Persyaratan", "Ijazah"), ("Jangka Waktu", "15 menit"), ("Biaya", "Gratis"))
        ):
            for column, words in enumerate((label, body)):
                pdf.rect(30 + 60 * column, 40 + 12 * row, 60, 12)
                pdf.text(33 + 60 * column, 48 + 12 * row, words)
    document = pdfium.PdfDocument(bytes(pdf.output()))
    document[0].set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    document.close()
    page = read(out.getvalue())
    assert [(label, one(page, label).body) for label in ("Jangka Waktu", "Biaya")] == [
        ("Jangka Waktu", "15 menit"),
        ("Biaya", "Gratis"),
    ]


_places = st.floats(-50, 900, allow_nan=False)
_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
_boxes = st.tuples(_places, _places, _places, _places)
_pieces = st.builds(lambda words, box: Piece(words, *box), _words, _boxes)


@settings(max_examples=60)
@given(st.lists(_pieces, max_size=25))
def test_any_pieces_become_html_that_holds_their_letters(pieces: list[Piece]) -> None:
    told = Counter(char for piece in pieces for char in piece.text if char.isalnum())
    html = Counter(unescape(re.sub(r"<[^<>]*>", " ", to_html(pieces, 600.0))))
    assert all(html[char] >= times for char, times in told.items())


@st.composite
def _sheets(draw: st.DrawFn) -> list[dict[str, Any]]:
    cell = st.tuples(_places, _places, _places, _places, _words).map(list)
    sheets = []
    for _ in range(draw(st.integers(0, 3))):
        cells = draw(st.lists(cell, min_size=1, max_size=6))
        tables = [{"box": draw(_boxes), "cells": cells}] if draw(st.booleans()) else []
        pieces = draw(st.lists(st.tuples(_words, _places, _places, _places, _places).map(list), max_size=4))
        sheets.append({"pieces": pieces, "tables": tables})
    return sheets


@settings(max_examples=60)
@given(_sheets())
def test_tables_over_the_ends_of_any_pages_lose_no_words(sheets: list[dict[str, Any]]) -> None:
    def told() -> list[str]:
        return [str(cell[4]) for sheet in sheets for table in sheet["tables"] for cell in table["cells"]]

    before = [words for words in told() if words.strip()]
    go_on(sheets)
    after = told()
    assert all(words in after for words in before)
    for sheet in sheets:
        for table in sheet["tables"]:
            assert table_html(table["cells"], 5.0).count("<table") == 1
