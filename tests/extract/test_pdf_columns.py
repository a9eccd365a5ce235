"""Leaflets, slides and ruled tables of PDFs: columns, boxes of text, words broken at a line's end."""

from __future__ import annotations

from collections.abc import Sequence

import fpdf
import pytest

from auditor.extract.pdf_tables import table_html
from auditor.extract.pieces import joined
from tests.extract.helpers import one, read


def _sheet(*columns: tuple[float, Sequence[str]], landscape: bool = True) -> str:
    """The text of a page with lines set from the given places on, a line every six millimetres."""
    pdf = fpdf.FPDF(orientation="L" if landscape else "P")
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    for x, lines in columns:
        for number, line in enumerate(lines):
            if line:
                pdf.text(x, 20 + 6 * number, line)
    return read(bytes(pdf.output())).text


def test_three_columns_one_with_numbered_steps() -> None:
    """As a leaflet sets them: each column with a rhythm of its own."""
    pdf = fpdf.FPDF(orientation="L")
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    left = [(20, "DESA RANDU ALAS"), (26, "Ramah dan cepat"), (32, "Syarat Izin Hajatan"), (37, "- Surat RT")]
    left += [(42, "- Salinan KTP"), (47, "- Denah lokasi"), (52, "- Foto rumah"), (57, "- Surat RW")]
    steps = [(25.5 + 5 * number, f"Langkah ke {number}") for number in range(1, 6)]
    right = [(20, "JAM BUKA"), (24.5, "Senin 08.00-14.00"), (29, "Jumat 08.00-11.00"), (38, "PUNYA USUL?")]
    right += [(43, "Kirim ke balai desa"), (49, "Jalan Mawar 8")]
    for x, lines in ((15, left), (125, [(20, "CARA MENGURUS")]), (110, steps), (200, right)):
        for y, line in lines:
            pdf.text(x, y, line)
    for number, (y, _) in enumerate(steps, 1):
        pdf.text(106, y, str(number))
    lines = read(bytes(pdf.output())).text.splitlines()
    assert lines[: len(left)] == [line for _, line in left]
    assert lines[len(left) : -len(right)] == ["CARA MENGURUS", *(f"{n} Langkah ke {n}" for n in range(1, 6))]
    assert lines[-len(right) :] == [line for _, line in right]


def test_titles_stand_over_their_own_card() -> None:
    left = ["SURAT PINDAH", "Syarat", "- Kartu keluarga asli", "- Salinan KTP pemohon", "Biaya", "Rp 0"]
    right = ["SURAT DOMISILI", "Syarat", "- Surat pengantar RW", "- Bukti sewa rumah", "Biaya", "Rp 0"]
    lines = _sheet(
        (55, left[:1]), (15, ["", *left[1:]]), (205, right[:1]), (160, ["", *right[1:]])
    ).splitlines()
    assert lines[0] == "SURAT PINDAH" and "SURAT DOMISILI" in lines
    assert lines.index("SURAT DOMISILI") > lines.index("- Salinan KTP pemohon")


def test_boxes_of_text_side_by_side_are_read_one_by_one() -> None:
    text = _sheet(
        (15, ["Waktu", "45 menit"]), (110, ["Biaya", "Rp 0"]), (200, ["Produk", "Kartu uji", "Stiker"])
    )
    assert text.split("\n", 4)[:4] == ["Waktu", "45 menit", "Biaya", "Rp 0"]


def test_head_of_a_table_of_services_heads_no_boxes() -> None:
    text = _sheet(
        (15, ["Jenis Layanan", "Izin keramaian", "Izin reklame", "Izin parkir"]),
        (110, ["Waktu", "2 hari", "7 hari", "3 hari"]),
        (200, ["Biaya", "Rp 0", "Rp 9.000", "Rp 0"]),
    )
    assert "Izin reklame 7 hari Rp 9.000" in " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "line", "whole"),
    [
        ("lama penye-", "lesaian", "lama penyelesaian"),
        ("melengkapi syarat-", "syarat berikut", "melengkapi syarat-syarat berikut"),
        ("dengan sebaik-", "baiknya", "dengan sebaik-baiknya"),
        ("pukul 08.00 -", "14.00", "pukul 08.00 - 14.00"),
        ("Senin-", "Kamis", "Senin- Kamis"),
    ],
)
def test_words_broken_at_the_end_of_a_line(text: str, line: str, whole: str) -> None:
    assert joined(text, line) == whole


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        (
            "Warga mendaftar\nPetugas memeriksa\nSurat dicetak",
            "Warga mendaftar<br>Petugas memeriksa<br>Surat dicetak",
        ),
        (
            "Warga datang ke balai desa lalu menemui\nPetugas di loket",
            "Warga datang ke balai desa lalu menemui Petugas di loket",
        ),
        ("Jangka\nWaktu", "Jangka Waktu"),
        ("Warga menunggu\nsampai dipanggil", "Warga menunggu sampai dipanggil"),
        ("Surat kete-\nrangan", "Surat keterangan"),
    ],
)
def test_lines_of_a_cell(words: str, cell: str) -> None:
    told = table_html([(0, 0, 240, 40, words), (240, 0, 300, 40, "lain")], 6.0)
    assert f"<td>{cell}</td>" in told


def test_last_letter_of_a_word_too_long_for_its_column() -> None:
    assert "<td>NO</td>" in table_html([(0, 0, 8, 40, "N\nO"), (8, 0, 200, 40, "KOMPONEN")], 6.0)


def test_a_wider_gap_begins_a_paragraph() -> None:
    pdf = fpdf.FPDF()
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    for y, line in (
        (20, "- Salinan kartu keluarga pemohon"),
        (25, "- Surat pengantar ketua lingkungan"),
        (33, "Cara"),
        (38, "Datang ke loket"),
    ):
        pdf.text(15, y, line)
    assert "Cara" in read(bytes(pdf.output())).text.splitlines()


def test_soft_hyphens_of_the_text_layer() -> None:
    pdf = fpdf.FPDF()
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    for number, line in enumerate(("Jangka waktu penye-", "lesaian", "2 jam sejak berkas diterima")):
        pdf.text(15, 20 + 5 * number, line)
    assert one(read(bytes(pdf.output())), "Jangka waktu penyelesaian").body == "2 jam sejak berkas diterima"
