"""Documents are readable by real readers, and the same bytes each time."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from auditor.practice import documents
from auditor.practice.region import Region

WORDS = (
    "STANDAR PELAYANAN",
    "Fotokopi KTP",
    "Fotokopi Kartu Keluarga",
    "Pemohon datang ke loket",
    "3 (tiga) hari kerja",
)


def made(region: Region, path: str) -> bytes:
    return documents.make("dokumen", path, region.sites["dokumen"].file.files[path]).body


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def ocr(picture: Image.Image, tmp_path: Path) -> str:
    if shutil.which("tesseract") is None:
        pytest.skip("no Tesseract: apt-get install tesseract-ocr tesseract-ocr-ind")
    file = tmp_path / "gambar.png"
    picture.save(file)
    run = subprocess.run(
        ["tesseract", str(file), "-", "-l", "ind"], capture_output=True, text=True, check=True, timeout=60
    )
    return " ".join(run.stdout.split())


def test_text_pdf(region: Region) -> None:
    text = pdf_text(made(region, "/teks.pdf"))
    for words in (*WORDS, "Tidak dipungut biaya"):
        assert words in text
    both = pdf_text(made(region, "/dua-kolom.pdf"))
    assert "kolom kiri berisi syarat" in both
    assert "kolom kanan berisi biaya" in both


def test_garbled_pdf_looks_right_and_reads_wrong(region: Region, tmp_path: Path) -> None:
    data = made(region, "/kacau.pdf")
    text = pdf_text(data)
    assert len(text) > 100
    assert not any(words in text for words in ("PELAYANAN", "Fotokopi", "Pemohon"))
    assert "Fotokopi KTP" in ocr(pypdfium2.PdfDocument(data)[0].render(scale=2.5).to_pil(), tmp_path)


def test_locked_pdf_asks_for_a_password(region: Region) -> None:
    with pytest.raises(pypdfium2.PdfiumError, match=r"[Pp]assword"):
        pypdfium2.PdfDocument(made(region, "/terkunci.pdf"))


def test_scan_has_no_text_and_tesseract_reads_it(region: Region, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(made(region, "/pindai.pdf"))
    assert document[0].get_textpage().get_text_range().strip() == ""
    text = ocr(document[0].render(scale=200 / 72).to_pil(), tmp_path)
    for words in (*WORDS, "Tidak dipungut biaya"):
        assert words in text


@pytest.mark.parametrize("path", ["/poster.png", "/alur.jpg"])
def test_posters_are_readable(region: Region, path: str, tmp_path: Path) -> None:
    text = ocr(Image.open(io.BytesIO(made(region, path))), tmp_path)
    for words in ("ALUR PELAYANAN", "Pasien diperiksa") if path == "/alur.jpg" else WORDS:
        assert words in text


def test_word_document(region: Region) -> None:
    document = docx.Document(io.BytesIO(made(region, "/sp.docx")))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "Fotokopi Kartu Keluarga" in lines
    assert "Jangka waktu\t: 3 (tiga) hari kerja" in lines
    table = document.tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Biaya", "Tidak dipungut biaya"]
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc  # merged


def test_workbook(region: Region) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(region, "/sp.xlsx")))["SP"]
    assert [[cell.value for cell in row] for row in sheet] == [["No", "Komponen"], [1, "Persyaratan"]]


def test_bytes_are_the_same_each_time(region: Region) -> None:
    for path, file in region.sites["dokumen"].file.files.items():
        assert documents._make(path, file) == documents._make(path, file), path
