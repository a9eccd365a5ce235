"""Documents by the way they are set: letters placed one by one, ruled scans, sheets on their side."""

from __future__ import annotations

import io
from typing import Any

import fpdf
import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.extract import ReadOptions, ocr, sheets
from auditor.extract.cells import missed
from auditor.extract.grids import grid_html, tables_of
from auditor.extract.layout import to_html
from auditor.extract.pdf_tables import go_on
from auditor.extract.pieces import Piece
from auditor.extract.rules import table
from auditor.extract.tesseract import Word, pieces
from tests.extract.helpers import one, read

OPTIONS = ReadOptions()
HEADS = ("No", "Jenis Layanan", "Persyaratan", "Waktu", "Biaya")
ROWS = (
    ("1", "Surat Keterangan Usaha", "Fotokopi kartu keluarga", "15 menit", "Gratis"),
    ("2", "Izin Reklame", "Gambar reklame", "3 hari kerja", "Rp 50.000"),
)


def _pdf() -> fpdf.FPDF:
    out = fpdf.FPDF(unit="pt", format="A4")
    out.add_page()
    out.set_font("helvetica", size=11)
    return out


def _letters(out: fpdf.FPDF, x: float, y: float, words: str) -> None:
    """Each letter a text of its own, as drawing programs write."""
    for letter in words:
        if letter != " ":
            out.text(x, y, letter)
        x += out.get_string_width(letter)


def test_letters_placed_one_by_one_become_lines() -> None:
    out = _pdf()
    for place, words in enumerate(
        ("Jam Pelayanan", "Senin - Kamis : 07.30 - 12.00", "Tarif", "Pasien umum Rp 7.500,-")
    ):
        _letters(out, 60, 80 + 20 * place, words)
    page = read(bytes(out.output()))
    assert "Senin - Kamis : 07.30 - 12.00" in page.text.replace("\n", " "), page.text
    assert "Rp 7.500" in page.text


def test_columns_of_a_leaflet_are_told_one_after_the_other() -> None:
    def column(x: float, lines: list[str]) -> list[Piece]:
        return [Piece(line, x, 40 + 16 * n, x + 6 * len(line), 50 + 16 * n) for n, line in enumerate(lines)]

    left = ["Jam Pelayanan", "Senin - Kamis 08.00 - 12.00", "Jumat 08.00 - 11.00", "Jenis Pelayanan"]
    left += ["Poli Umum", "Poli Gigi", "Imunisasi", "Laboratorium"]
    right = ["Persyaratan", "1. Kartu berobat", "2. Kartu keluarga", "Tarif", "Pasien umum Rp 5.000"]
    right += ["Pengaduan", "Kotak saran"]
    html = to_html([*column(40, left), *column(320, right)], 595)
    assert html.index("Laboratorium") < html.index("Persyaratan")
    assert "<p>Poli Umum</p><p>Poli Gigi</p>" in html


def test_a_row_goes_on_over_the_end_of_a_page() -> None:
    out = _pdf()

    def row(y: float, texts: tuple[str, str], height: float = 40) -> None:
        for x, width, text in ((40, 160, texts[0]), (200, 340, texts[1])):
            out.rect(x, y, width, height)
            out.text(x + 4, y + 14, text)

    row(40, ("Komponen", "Uraian"))
    row(80, ("Biaya/Tarif", "Gratis"))
    row(120, ("Persyaratan", "1. Fotokopi kartu keluarga"))
    out.add_page()
    row(40, ("Komponen", "Uraian"))
    row(80, ("", "2. Surat pengantar desa"))
    row(120, ("Produk Pelayanan", "Surat keterangan"))
    page = read(bytes(out.output()))
    told = [section.body for section in page.sections if section.label == "Persyaratan"]
    assert any("Surat pengantar desa" in body for body in told), [(s.label, s.body) for s in page.sections]


def _table(lines: bool = True) -> Image.Image:
    image = Image.new("RGB", (1400, 420), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(26)
    edges = (40, 120, 460, 860, 1110, 1360)
    for y, texts in enumerate((HEADS, *ROWS)):
        for x, text in enumerate(texts):
            draw.text((edges[x] + 12, 60 + 110 * y), text, fill="black", font=font)
    if lines:
        for edge in edges:
            draw.line((edge, 30, edge, 360), fill="black", width=3)
        for y in (30, 140, 250, 360):
            draw.line((40, y, 1360, y), fill="black", width=3)
    return image


def _bytes(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("foot", "head", "carried"),
    [("", "", True), ("Standar Pelayanan - 1", "Standar Pelayanan - 2", True), ("", "- 2 -", True),
     ("", "B. Surat Keterangan Usaha", False), ("Ditetapkan di Selasih", "", False)],
)  # fmt: skip
def test_a_row_goes_on_only_where_nothing_stands_between(foot: str, head: str, carried: bool) -> None:
    def page(first: list[str], y: float, words: str) -> dict[str, Any]:
        texts = [first, ["Waktu", "3 hari"]]
        cells = [
            [200 * x, 100 + 20 * n, 200 * x + 200, 120 + 20 * n, text]
            for n, row in enumerate(texts)
            for x, text in enumerate(row)
        ]
        pieces = [[words, 40, y, 300, y + 12]] if words else []
        return {"pieces": pieces, "tables": [{"box": [0, 100, 400, 140], "cells": cells}]}

    pages = [page(["Biaya", "Gratis"], 700, foot), page(["", "dan cepat"], 40, head)]
    go_on(pages)
    assert pages[1]["tables"][0]["cells"][0][4] == ("Waktu" if carried else "")


def test_cells_between_the_rules_of_a_picture() -> None:
    boxes = table(_table().convert("L"))[1]
    assert len(boxes) == 15
    plain = _table(lines=False).convert("L")
    assert table(plain) == (plain, [])


def test_squared_paper_is_no_table() -> None:
    image = Image.new("L", (1300, 1300), "white")
    draw = ImageDraw.Draw(image)
    for place in range(10, 1300, 32):
        draw.line((place, 10, place, 1290), fill="black", width=2)
        draw.line((10, place, 1290, place), fill="black", width=2)
    assert table(image)[1] == []


def test_a_ruled_scan_is_read_cell_by_cell() -> None:
    page = read(_bytes(_table()))
    waits = [(section.service, section.body) for section in page.sections if section.label == "Waktu"]
    assert ("Surat Keterangan Usaha", "15 menit") in waits, [(s.label, s.body) for s in page.sections]
    fees = [(section.service, section.body) for section in page.sections if section.label == "Biaya"]
    assert ("Izin Reklame", "Rp 50.000") in fees


def test_cells_with_spans() -> None:
    boxes = {(0.0, 0.0, 50.0, 40.0): "a", (50.0, 0.0, 90.0, 20.0): "b", (50.0, 20.0, 90.0, 40.0): "c"}
    assert grid_html(boxes, 2) == (
        '<table border=1><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>'
    )
    assert len(tables_of([*boxes, (0.0, 200.0, 50.0, 240.0)], 10)) == 2


def test_rows_less_high_than_the_lines_of_a_poster_stay_apart() -> None:
    titles = [Piece(f"JUDUL {n}", 40, 40 + 60 * n, 600, 85 + 60 * n) for n in range(14)]
    rows = ("Persyaratan", "Fotokopi KTP"), ("Waktu", "3 hari"), ("Biaya", "Rp 25.000"), ("Produk", "Surat")
    cells = [
        Piece(words, x + 5, y + 5, x + 100, y + 25, cell=(x, y, x + 256, y + 26))
        for y, row in zip((1000, 1030, 1060, 1090), rows, strict=True)
        for x, words in zip((40, 300), row, strict=True)
    ]
    html = to_html([*titles, *cells], 700)
    assert html.count("<tr>") == 4
    assert "<tr><td><p>Biaya</p></td><td><p>Rp 25.000</p></td></tr>" in html


def test_of_two_cells_in_one_place_both_are_told() -> None:
    boxes = {(0.0, 0.0, 50.0, 20.0): "<p>a</p>", (0.0, 1.0, 50.0, 20.0): "<p>b</p>"}
    assert "<td><p>a</p><p>b</p></td>" in grid_html(boxes, 2)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_on_its_side_or_head_is_turned(turn: int) -> None:
    image = Image.new("RGB", (900, 620), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(34)
    for place, words in enumerate(
        ("MAKLUMAT PELAYANAN", "Dengan ini kami menyatakan sanggup", "melaksanakan pelayanan sesuai standar",
         "pelayanan yang telah ditetapkan", "dan siap menerima sanksi")
    ):  # fmt: skip
        draw.text((60, 50 + 100 * place), words, fill="black", font=font)
    found = ocr.read_image(image.rotate(turn, expand=True), OPTIONS)
    assert isinstance(found, list)
    text = " ".join(piece.text for piece in found).casefold()
    assert "menyatakan sanggup" in text and "menerima sanksi" in text, text


def test_words_that_were_read_surely_are_not_turned() -> None:
    words = [Word("pelayanan", 95, 0, 20 * n, 90, 20 * n + 15, (str(n),)) for n in range(8)]
    assert sheets.turned(words) == 0
    assert sheets.turned(words[:3]) == 0


def test_a_few_words_do_not_replace_a_whole_reading() -> None:
    doubtful = [Word("pelayanan", 60, 0, 20 * n, 90, 20 * n + 15, (str(n),)) for n in range(8)]
    sure = [Word("pelayanan", 95, 0, 20 * n, 90, 20 * n + 15, (str(n),)) for n in range(8)]
    assert sheets.turned(doubtful) == 180
    assert not sheets._better([], doubtful) and not sheets._better(sure[:3], doubtful)
    assert sheets._better(sure, doubtful)


def test_large_figures_at_the_edge_are_cut_out_of_the_picture_only(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def look(image: Image.Image, *_: object) -> list[Word]:
        seen.append(image.tobytes())
        return []

    monkeypatch.setattr(sheets, "look", look)
    figures = [Word("85,42", 40, 0, 0, 300, 120, ("a",)), Word("100", 40, 0, 900, 300, 1020, ("b",))]
    assert sheets._large(Image.new("L", (400, 400), 255), figures, OPTIONS) == figures
    assert len(seen) == 1 and set(seen[0]) == {255}


def test_titles_of_a_sheet_stand_over_its_columns() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["DAFTAR LAYANAN DINAS"], [], HEADS, *ROWS):
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    page = read(buffer.getvalue())
    assert one(page, "DAFTAR LAYANAN DINAS")
    assert [s.body for s in page.sections if s.label == "Waktu"] == ["15 menit", "3 hari kerja"]


def test_a_table_whose_cells_stayed_empty_is_cut_out_and_read() -> None:
    """Beside other parts of a sheet its narrow columns are taken for none."""
    grey = _table().convert("L")
    wiped, cells = table(grey)
    again = missed(wiped, cells, [], OPTIONS)
    told = {piece.text: piece for piece in pieces(again, cells)}
    assert {"15 menit", "3 hari kerja", "Rp 50.000"} <= told.keys(), list(told)
    assert told["15 menit"].cell is not None and 860 < told["15 menit"].x0 < 1110
    assert missed(wiped, cells, again, OPTIONS) == []


def test_a_word_in_the_box_of_the_rows_around_it_is_no_large_print() -> None:
    line = ("6", "1")
    words = [Word("27", 90, 391, 406, 405, 419, line), Word("Menit", 90, 414, 392, 450, 428, line)]
    assert [piece.text for piece in pieces(words)] == ["27 Menit"]
    figure = [Word("87,24", 90, 0, 0, 240, 96, line), Word("Menit", 90, 250, 40, 310, 60, line)]
    assert [piece.text for piece in pieces(figure)] == ["87,24", "Menit"]
    assert "<p>27 Menit</p>" in to_html([Piece("27", 391, 406, 405, 419), Piece("Menit", 414, 392, 450, 428)])
