"""PDF, scans, pictures, DOCX and XLSX, made here and read back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.extract import ReadOptions, ocr, read_response, sheets, tesseract
from auditor.extract.layout import to_html
from auditor.extract.letters import are_broken
from auditor.extract.mended_labels import mend_label
from auditor.extract.pieces import Piece
from auditor.models import Page, SectionKind, Source, Unread
from auditor.text import fold_label
from tests.extract.helpers import Response, fetch, one, read, read_any

fpdf = pytest.importorskip("fpdf")
needs_tesseract = pytest.mark.skipif(
    not tesseract.available(), reason="Tesseract with Indonesian words is not installed"
)


def _pdf(build: object = None) -> fpdf.FPDF:
    pdf = fpdf.FPDF()
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    return pdf


def test_pdf_lines_become_labelled_sections() -> None:
    pdf = _pdf()
    for line in (
        "STANDAR PELAYANAN PENERBITAN KARTU KUNING",
        "1. Persyaratan",
        "a. Ijazah terakhir",
        "b. Pas foto",
        "2. Jangka Waktu Penyelesaian",
        "15 menit",
        "3. Biaya : Gratis",
    ):
        pdf.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    page = read(bytes(pdf.output()), "https://x.go.id/unduh?id=4", content_type="application/octet-stream")
    assert page.source is Source.PDF
    section = one(page, "1. Persyaratan")
    assert section.body == "a. Ijazah terakhir\nb. Pas foto"
    assert section.locator == "halaman 1"
    assert section.service == "PENERBITAN KARTU KUNING"
    assert one(page, "2. Jangka Waktu Penyelesaian").body == "15 menit"


def test_pdf_table_rows() -> None:
    pdf = _pdf()
    with pdf.table(col_widths=(1, 4, 10)) as table:
        for cells in (
            ("No", "Komponen", "Uraian"),
            ("1", "Persyaratan", "Fotokopi KTP dan kartu keluarga pemohon"),
            ("2", "Biaya/tarif", "Tidak dipungut biaya"),
            ("3", "Waktu", "2 hari kerja"),
        ):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    page = read(bytes(pdf.output()))
    rows = {section.label: section.body for section in page.sections if section.kind is SectionKind.ROW}
    assert rows == {
        "Persyaratan": "Fotokopi KTP dan kartu keluarga pemohon",
        "Biaya/tarif": "Tidak dipungut biaya",
        "Waktu": "2 hari kerja",
    }


@pytest.mark.parametrize("spacing", [0.8, 1.2])
def test_pdf_letter_spaced_titles_are_words(spacing: float) -> None:
    """Set letter by letter, as a browser or Canva prints them."""
    pdf = _pdf()
    x = 20.0
    for letter in "PEMERIKSAAN GIGI UMUM":
        pdf.text(x, 30, letter) if letter != " " else None
        x += pdf.get_string_width(letter) + spacing
    pdf.text(20, 40, "Persyaratan")
    pdf.text(20, 46, "Kartu berobat")
    text = read(bytes(pdf.output())).text
    assert "PEMERIKSAAN GIGI UMUM" in text and "Kartu berobat" in text


def test_pdf_columns_are_kept_apart() -> None:
    pdf = _pdf()
    left = ["Kiri satu dua tiga", "kiri empat lima enam", "kiri tujuh delapan", "kiri sembilan akhir."]
    right = ["Kanan satu dua tiga", "kanan empat lima enam", "kanan tujuh delapan", "kanan sembilan akhir."]
    for number, (one_line, other) in enumerate(zip(left, right, strict=True)):
        pdf.text(15, 30 + 6 * number, one_line)
        pdf.text(115, 30 + 6 * number, other)
    text = " ".join(read(bytes(pdf.output())).text.split())
    assert text.index("kiri sembilan") < text.index("Kanan satu")


@pytest.mark.parametrize("cut", [200, 700])
def test_broken_pdf_is_unread(cut: int) -> None:
    pdf = _pdf()
    pdf.cell(0, 8, "Persyaratan")
    result = read_any(bytes(pdf.output())[:cut])
    assert isinstance(result, Unread)
    assert result.reason in {"broken", "no_text"}


def test_encrypted_pdf_is_unread() -> None:
    pdf = _pdf()
    pdf.cell(0, 8, "Rahasia")
    pdf.set_encryption("a", "b")
    result = read_any(bytes(pdf.output()))
    assert isinstance(result, Unread)
    assert result.reason == "encrypted"


def _poster(lines: list[str], size: int = 30) -> Image.Image:
    image = Image.new("RGB", (1000, 120 + 70 * len(lines)), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((60, 50 + 70 * number), line, fill="black", font=ImageFont.load_default(size))
    return image


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


LINES = [
    "STANDAR PELAYANAN IZIN REKLAME",
    "Persyaratan :",
    "1. Fotokopi KTP pemohon",
    "2. Foto lokasi",
    "Waktu : 3 hari kerja",
    "Biaya : gratis",
]


@needs_tesseract
def test_poster_is_read_once(tmp_path: Path) -> None:
    options = ReadOptions(cache=tmp_path)
    body = _png(_poster(LINES))
    page = read(body, "https://x.go.id/poster.png", options)
    assert page.source is Source.IMAGE
    assert "ocr" in page.marks
    assert one(page, "Persyaratan :").body == "1. Fotokopi KTP pemohon\n2. Foto lokasi"
    assert one(page, "Waktu").body == "3 hari kerja"
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]
    assert read(body, "https://x.go.id/poster.png", options) == page


@needs_tesseract
def test_poster_under_a_heading_of_a_pdf_is_read() -> None:
    pdf = _pdf()
    pdf.cell(0, 8, "Lampiran: standar pelayanan pada loket pendaftaran", new_x="LMARGIN", new_y="NEXT")
    pdf.image(_poster(LINES), x=5, y=30, w=200)
    page = read(bytes(pdf.output()))
    assert "ocr" in page.marks
    assert one(page, "Biaya").body == "gratis"
    assert "loket pendaftaran" in page.text


@needs_tesseract
def test_scanned_pdf_is_read() -> None:
    pdf = fpdf.FPDF()
    pdf.add_page()
    pdf.image(_poster(LINES), x=5, y=5, w=200)
    page = read(bytes(pdf.output()))
    assert page.source is Source.PDF
    assert "ocr" in page.marks
    assert one(page, "Biaya").body == "gratis"


@needs_tesseract
def test_of_more_scans_than_may_be_read_the_likeliest_are() -> None:
    pdf = fpdf.FPDF()
    chapter = ["BAB", "Kabupaten ini terletak di tepi sungai", "dan berbatasan dengan laut"]
    for lines in (*[chapter] * 6, LINES, chapter):
        pdf.add_page()
        pdf.image(_poster(lines), x=5, y=5, w=200)
    page = read(bytes(pdf.output()), options=ReadOptions(ocr_pages=4))
    assert one(page, "Biaya").body == "gratis"
    assert "pages_unread" in page.marks, "the glances were paid from the same budget"


def test_without_tesseract_a_poster_is_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "available", lambda: False)
    result = read_any(_png(_poster(LINES)))
    assert isinstance(result, Unread)
    assert (result.reason, result.what) == ("no_tesseract", "image")


def test_small_and_flat_pictures_hold_nothing() -> None:
    for image in (
        Image.new("RGB", (1, 1)),
        Image.new("RGB", (900, 900), "navy"),
        Image.radial_gradient("L").resize((700, 700)),
    ):
        page = read(_png(image))
        assert page.sections == ()
        assert page.marks == ("no_words",)


def test_huge_and_cut_pictures_are_unread() -> None:
    huge = _png(Image.new("1", (20_000, 9_000)))
    assert ocr.open_image(huge) == "too_large"
    assert ocr.open_image(_png(_poster(LINES))[:3000]) == "broken"


def test_docx() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Standar Pelayanan Legalisir", 1)
    table = document.add_table(rows=0, cols=3)
    for cells in (
        ("No", "Komponen", "Uraian"),
        ("1", "Persyaratan", "Ijazah asli"),
        ("2", "Waktu", "10 menit"),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    page = read(buffer.getvalue(), "https://x.go.id/unduh.php", content_type="application/zip")
    assert page.source is Source.DOCX
    assert one(page, "Persyaratan").body == "Ijazah asli"
    assert one(page, "Waktu").service == "Legalisir"


def test_xlsx_with_merged_cells() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("No", "Jenis Layanan", "Persyaratan", "Biaya"),
        (1, "Izin Usaha", "KTP", 25000),
        (2, "Izin Praktik", "STR", None),
    ):
        sheet.append(row)
    sheet["D2"].number_format = '"Rp" #,##0'
    sheet.merge_cells("D2:D3")
    buffer = io.BytesIO()
    book.save(buffer)
    page = read(buffer.getvalue())
    assert page.source is Source.XLSX
    got = {
        (section.service, section.label): section.body
        for section in page.sections
        if section.kind is SectionKind.DEFINITION
    }
    assert got[("Izin Praktik", "Persyaratan")] == "STR"
    assert got[("Izin Praktik", "Biaya")] == "Rp 25.000"


def test_zip_bomb_and_other_archives() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 200_000_000)
    result = read_any(buffer.getvalue())
    assert isinstance(result, Unread)
    assert result.reason == "too_large"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"x")
    assert isinstance(read_any(buffer.getvalue()), Unread)


def test_truncated_body_says_so() -> None:
    body = b"%PDF-1.4 cut"
    result = read_response(fetch(body, truncated=True), Response(200, body), ReadOptions())
    assert isinstance(result, Unread)
    assert result.reason == "truncated"


def test_page_type() -> None:
    assert isinstance(
        read_any("<p>x</p>", "https://x.go.id/a.php", content_type="application/octet-stream"), Page
    )


def test_two_labels_side_by_side_head_two_columns() -> None:
    left = ["Persyaratan", "1. KTP asli", "2. Kartu keluarga", "3. Pas foto"]
    right = ["Prosedur", "1. Ambil nomor", "2. Serahkan berkas", "3. Terima surat"]
    pieces = [Piece("LAYANAN SURAT PENGANTAR", 10, 0, 190, 10)]
    for number, (one_line, other) in enumerate(zip(left, right, strict=True), 1):
        pieces.append(Piece(one_line, 10, 15 * number, 70, 15 * number + 10))
        pieces.append(Piece(other, 110, 15 * number, 180, 15 * number + 10))
    pieces.append(Piece("Biaya : gratis", 60, 80, 140, 90))
    page = read(to_html(pieces))
    assert one(page, "Persyaratan").body == "1. KTP asli\n2. Kartu keluarga\n3. Pas foto"
    assert one(page, "Prosedur").body == "1. Ambil nomor\n2. Serahkan berkas\n3. Terima surat"
    assert one(page, "Biaya").body == "gratis"


@needs_tesseract
@pytest.mark.parametrize("width", [3, 12])
def test_ruled_table_in_a_picture(width: int) -> None:
    rows = [
        ("1", "Persyaratan", "Fotokopi KTP dan KK"),
        ("2", "Biaya", "Tidak dipungut biaya"),
        ("3", "Produk", "Surat domisili"),
    ]
    picture = Image.new("L", (1100, 60 + 110 * len(rows)), 255)
    draw = ImageDraw.Draw(picture)
    columns = (30, 130, 420, 1070)
    for index in range(len(rows) + 1):
        draw.line([(30, 30 + 110 * index), (1070, 30 + 110 * index)], fill=0, width=width)
    for x in columns:
        draw.line([(x, 30), (x, 30 + 110 * len(rows))], fill=0, width=width)
    for index, cells in enumerate(rows):
        for x, words in zip(columns, cells, strict=False):
            draw.text((x + 22, 70 + 110 * index), words, font=ImageFont.load_default(28), fill=0)
    page = read(_png(picture), "https://x.go.id/tabel-standar-pelayanan.png", content_type="image/png")
    told = {fold_label(section.label): section.body for section in page.sections}
    assert told["persyaratan"] == "Fotokopi KTP dan KK"
    assert told["biaya"] == "Tidak dipungut biaya"


@needs_tesseract
def test_pictures_inside_a_docx_are_read_on_the_budget() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Lampiran keputusan kepala dinas")
    document.add_picture(io.BytesIO(_png(_poster(LINES))))
    out = io.BytesIO()
    document.save(out)
    page = read(out.getvalue(), "https://x.go.id/sp.docx")
    assert page.source is Source.DOCX
    assert "ocr" in page.marks
    assert any(section.locator.startswith("gambar") for section in page.sections)
    unseen = read(out.getvalue(), "https://x.go.id/sp.docx", ReadOptions(ocr="never"))
    assert "pages_unread" in unseen.marks


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("Persyaralan", "Persyaratan"),
        ("JANGKA WAKTU PENYELESALAN : 2 hari", "JANGKA WAKTU PENYELESAIAN : 2 hari"),
        ("Izin Pelayaran", "Izin Pelayaran"),
        ("Waria", "Waria"),
    ],
)
def test_labels_of_scans_a_letter_off(line: str, mended: str) -> None:
    assert mend_label(line) == mended


def test_text_layer_of_a_font_without_a_map_isare_broken() -> None:
    codes = "6KTMKXZOGT 7GJGRGN[7KTIG 4UE7*UQ[SKT :GTMMGR7:KXHOZ 6KZ[MGY7SKSG I70GT[GXO7IG " * 3
    assert are_broken(codes)
    assert not are_broken(
        "Daftar nama penerima bantuan Siti Aminah, Budi Santoso, Rt 02 dan pegawai lain di desa " * 4
    )
    assert not are_broken(
        "1.250.000 2.500.000 3.750.000 Rp 10.000 / bulan untuk tarif retribusi kios dan los " * 5
    )


@pytest.mark.parametrize("places", [1, -1, -29, 31])
def test_words_moved_by_some_letters_are_no_text(places: int) -> None:
    """Whole, and in the headings alone: they are of another font."""
    heads = ["Persyaratan", "Prosedur Pelayanan", "Jangka Waktu Penyelesaian", "PRODUK PELAYANAN"]
    told = "Fotokopi KTP dan KK yang masih berlaku untuk pemohon yang akan dilayani oleh petugas di loket. "

    def moved(text: str) -> str:
        return "".join(char if char == " " else chr(ord(char) + places) for char in text)

    assert are_broken(moved(" ".join(heads) + told * 3))
    assert are_broken(" ".join(f"{moved(head)} {told}" for head in heads))
    for written in (str, str.upper, str.lower):
        assert not are_broken(" ".join(f"{written(head)} {told}" for head in heads))


@pytest.mark.parametrize("sign", ["?", "\ufffd", "\uf061"])
def test_lines_of_nameless_letters_are_no_text(sign: str) -> None:
    told = "1. Fotokopi KTP dan KK yang masih berlaku untuk pemohon. "
    assert are_broken(f"{sign * 11} {told * 2} {sign * 8} {told * 2} {sign * 6}")
    assert not are_broken(
        f"Apa saja syaratnya? {told * 2} \uf0b7 {told} \uf0fc\uf0fc {told} Di mana??? {told * 9}"
    )


def test_figures_below_a_head_of_fees_are_amounts() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["No", "Jenis Pelayanan", "Tarif", "Kuota"],
        [1, "Rawat jalan", 10000, 1200],
        [2, "Surat sehat", 15000, 40],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    body = read(out.getvalue()).text
    assert "10.000" in body
    assert "1200" in body  # no fee: as the sheet shows it
