"""A PDF's title is what somebody wrote, never what a program left in its place."""

import fpdf
import pytest

from auditor.extract.pdf_titles import given_title
from tests.extract.helpers import read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "SOP",
        "(anonymous)",
        "untitled",
        "Untitled-1",
        "Untitled Design",
        "Microsoft Word - draf1.docx",
        "Microsoft PowerPoint - Presentation1",
        "PowerPoint Presentation",
        "Presentasi PowerPoint",
        "Slide 1",
        "about:blank",
        "file:///C:/Users/Admin/Desktop/sp.html",
        "C:\\Users\\admin\\SOP baru.doc",
        "Doc1",
        "Scan_0003",
        "CamScanner 05-21-2026 09.30",
    ],
)
def test_what_programs_leave_is_no_title(written):
    assert not given_title(written)


@pytest.mark.parametrize(
    "written",
    [
        "Standar Pelayanan KTP-el",
        "Maklumat Pelayanan",
        "SK Kepala Dinas Nomor 5 Tahun 2024",
        "Dokumen Standar Pelayanan 2024",
        "Judul Layanan: Surat Pindah",
        "Microsite Puskesmas Kakap",
        "Title: Standar Biaya",
        "Scan di tempat: cara mendaftar",
    ],
)
def test_what_people_write_is_one(written):
    assert given_title(f"  {written.replace(' ', '  ')} ") == written


def test_long_titles_are_cut():
    assert len(given_title("Standar Pelayanan " * 40)) == 200


@pytest.mark.parametrize("title", ["(anonymous)", "Standar Pelayanan 2024"])
def test_in_a_real_file(title):
    paper = fpdf.FPDF()
    paper.set_title(title)
    paper.add_page()
    paper.set_font("helvetica", size=11)
    paper.cell(text="Persyaratan: fotokopi KTP dan Kartu Keluarga pemohon")
    assert read(bytes(paper.output()), content_type="application/pdf").title == given_title(title)
