"""Posters that set things side by side without rules: steps under circles, values, labels beside their
text; and rows of ink that Tesseract passes over. Pictures are read by the real Tesseract."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.extract import ReadOptions, ocr, sheets, tesseract
from auditor.extract.ink import ink
from auditor.extract.inked import with_inked
from auditor.extract.layout import to_html
from auditor.extract.pictures import tidy
from auditor.extract.pieces import Piece

OPTIONS = ReadOptions()


def _at(text: str, x: float, y: float, high: float = 20) -> Piece:
    return Piece(text, x, y, x + 9 * len(text), y + high)


def _told(pieces: Sequence[Piece]) -> str:
    return to_html(pieces).replace("<p>", "\n").replace("</p>", "")


STEPS = [
    _at("ALUR PELAYANAN", 400, 0),
    *[_at(str(n + 1), 100 + 300 * n, 80) for n in range(3)],
    _at("Pemohon mengisi", 50, 140),
    _at("Petugas memeriksa", 340, 140),
    _at("Surat diserahkan", 650, 140),
    _at("formulir", 80, 165),
    _at("berkas", 390, 165),
    _at("Kantor Contoh di Jalan Kenari", 350, 260),
]


def test_steps_under_their_numbers_are_told_one_by_one() -> None:
    assert _told(STEPS).split("\n")[1:] == [
        "ALUR PELAYANAN",
        "1. Pemohon mengisi formulir",
        "2. Petugas memeriksa berkas",
        "3. Surat diserahkan",
        "Kantor Contoh di Jalan Kenari",
    ]


def test_rows_of_cells_without_rules_are_a_table() -> None:
    pieces = [
        _at(text, x, 60 * row)
        for row, words in enumerate(["satu", "dua", "tiga"])
        for text, x in ((str(row + 1), 0), (f"Layanan {words}", 150), (f"Loket {words} saja", 450))
    ]
    told = to_html(pieces)
    assert told.count("<tr>") == 3
    assert "<td>2</td><td>Layanan dua</td><td>Loket dua saja</td>" in told


def test_columns_of_lists_under_labels_are_no_steps() -> None:
    columns = [("Persyaratan", "KTP asli", "Kartu keluarga"), ("Prosedur", "Daftar loket", "Terima surat"),
               ("Biaya", "Rp 5.000 saja", "untuk umum")]  # fmt: skip
    pieces = [
        _at(text, 300 * n, 40 * row) for n, texts in enumerate(columns) for row, text in enumerate(texts)
    ]
    told = _told(pieces)
    assert told.index("Persyaratan") < told.index("Kartu keluarga") < told.index("Prosedur")
    assert told.index("Terima surat") < told.index("Biaya") < told.index("untuk umum")


def test_words_of_a_spaced_title_stay_a_line() -> None:
    told = _told(
        [_at("LAYANAN", 0, 0), _at("SURAT", 90, 0), _at("PINDAH", 165, 0), _at("Datang ke loket", 0, 60)]
    )
    assert "LAYANAN SURAT PINDAH" in told


def test_values_stand_beside_what_they_are_of() -> None:
    prices = [("Cabut gigi susu", "Rp 25.000"), ("Tes gula darah", "Rp 20.000"), ("Surat sehat", "Gratis")]
    pieces = [_at("Jenis Layanan", 0, 0), _at("Tarif", 600, 0)]
    pieces += [
        _at(text, x, 50 + 50 * n)
        for n, pair in enumerate(prices)
        for text, x in zip(pair, (0, 600), strict=True)
    ]
    for name, price in prices:
        assert f"<td>{name}</td><td>{price}</td>" in to_html(pieces)


def test_columns_of_text_are_no_values() -> None:
    pieces = [_at(f"kalimat kiri ke {n}", 0, 30 * n) for n in range(6)]
    pieces += [_at(f"kalimat kanan ke {n}", 400, 30 * n) for n in range(6)]
    told = _told(pieces)
    assert "<td>" not in told
    assert told.index("kiri ke 5") < told.index("kanan ke 0")


@pytest.mark.parametrize("middle", [True, False])
def test_labels_own_the_text_they_stand_beside(middle: bool) -> None:
    """In the middle of it, as on posters, or at its first line."""
    items = [("PERSYARATAN", ["1. KTP asli", "2. Kartu keluarga", "3. Pas foto"]),
             ("PROSEDUR", ["1. Ambil nomor", "2. Serahkan berkas", "3. Terima surat"]),
             ("WAKTU", ["15 menit"])]  # fmt: skip
    pieces, y = [_at("Surat Keterangan Usaha", 300, 0)], 60.0
    for label, texts in items:
        pieces.append(_at(label, 20, y + (30 * (len(texts) - 1) / 2 if middle else 0)))
        pieces += [_at(text, 300, y + 30 * n) for n, text in enumerate(texts)]
        y += 30 * len(texts) + 40
    told = to_html(pieces)
    for label, texts in items:
        row = told[told.index(f"<td>{label}</td>") :]
        assert row[: row.index("</tr>")].count("<p>") == len(texts), told
        assert texts[0] in row[: row.index("</tr>")]


def test_dots_read_as_letters_are_dots() -> None:
    assert [piece.text for piece in tidy([_at("e Fotokopi KTP", 0, 0), _at("e-KTP lama", 0, 40)])] == [
        "• Fotokopi KTP",
        "e-KTP lama",
    ]


def _ring() -> Image.Image:
    """A figure in a thick ring, beside print."""
    image = Image.new("RGB", (1100, 560), "#f3f7fb")
    draw = ImageDraw.Draw(image)
    draw.text((300, 30), "HASIL SURVEI KEPUASAN", fill="#134074", font=ImageFont.load_default(40))
    draw.ellipse((60, 150, 400, 490), outline="#13a89e", width=32)
    draw.text((118, 276), "86,42", fill="#134074", font=ImageFont.load_default(78))
    draw.text((480, 230), "Nilai IKM", fill="#333333", font=ImageFont.load_default(30))
    draw.rounded_rectangle((480, 290, 1000, 370), 26, fill="#ff7f11")
    draw.text((510, 308), "Mutu pelayanan: B (Baik)", fill="white", font=ImageFont.load_default(34))
    return image


@pytest.mark.skipif(not tesseract.available(), reason="needs Tesseract")
def test_a_figure_in_a_ring_is_read() -> None:
    found = ocr.read_image(_ring(), OPTIONS)
    assert isinstance(found, list), found
    assert "86,42" in [word for piece in found for word in piece.text.split()]


@pytest.mark.skipif(not tesseract.available(), reason="needs Tesseract")
def test_a_row_read_in_part_is_read_whole() -> None:
    image = Image.new("RGB", (1000, 300), "white")
    ImageDraw.Draw(image).text(
        (60, 100), "1 hari kerja sejak berkas lengkap", fill="#333333", font=ImageFont.load_default(36)
    )
    ready = sheets.prepare(image)
    words = tesseract.look(ready.convert("L"), OPTIONS)
    assert isinstance(words, list)
    part = [word for word in words if word.text not in {"1", "hari"}]
    whole = with_inked(ink(ready), ready, part, OPTIONS)
    assert " ".join(word.text for word in sorted(whole, key=lambda word: word.x0)).startswith("1 hari kerja")
    assert with_inked(ink(ready), ready, words, OPTIONS) == words
