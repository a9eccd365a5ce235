"""Headings of PDFs that only the weight or the size of their letters tells."""

from __future__ import annotations

from collections.abc import Sequence

import fpdf
import pytest

from tests.extract.helpers import read

_LINES = (
    ("head", "Surat Keterangan Usaha"),
    ("text", "Dipakai untuk mengajukan kredit."),
    ("head", "Surat Keterangan Domisili"),
    ("text", "Menerangkan tempat tinggal pemohon."),
    ("text", "Diterbitkan di kantor desa."),
)


def _sheet(lines: Sequence[tuple[str, str]], head: tuple[str, int], text: tuple[str, int]) -> bytes:
    pdf = fpdf.FPDF()
    pdf.add_page()
    for number, (kind, line) in enumerate(lines):
        style, size = head if kind == "head" else text
        pdf.set_font("helvetica", style=style, size=size)
        pdf.text(20, 20 + 7 * number, line)
    return bytes(pdf.output())


@pytest.mark.parametrize("head", [("B", 11), ("", 14)])
def test_heavy_or_large_lines_head_what_follows(head: tuple[str, int]) -> None:
    page = read(_sheet(_LINES, head, ("", 11)))
    found = {section.label: section.body for section in page.sections if section.label}
    assert found == {
        "Surat Keterangan Usaha": "Dipakai untuk mengajukan kredit.",
        "Surat Keterangan Domisili": "Menerangkan tempat tinggal pemohon.\nDiterbitkan di kantor desa.",
    }


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (("", 11), ("", 11)),  # set alike
        (("B", 11), ("B", 11)),  # a page in bold throughout
        (("", 12), ("", 11)),  # hardly larger
    ],
)
def test_lines_set_alike_head_nothing(head: tuple[str, int], text: tuple[str, int]) -> None:
    assert not [section for section in read(_sheet(_LINES, head, text)).sections if section.label]
