"""What OCR misreads is mended by looks alone; what was printed otherwise stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.extract.misread import known, mended
from auditor.extract.pictures import tidy
from auditor.extract.pieces import Piece


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("15 menlt", "15 menit"),
        ("15 rnenit", "15 menit"),
        ("30 MENlT", "30 MENIT"),
        ("2 hari kcrja", "2 hari kerja"),
        ("GRAT1S", "GRATIS"),
        ("Jangka Waklu", "Jangka Waktu"),
        ("Blaya : Ro 10.000", "Biaya : Rp 10.000"),
        ("Bp. 25.000,-", "Rp. 25.000,-"),
        ("Rp 1O.OOO", "Rp 10.000"),
        ("Rp.l5.000", "Rp.15.000"),
        ("l5 menit", "15 menit"),
        ("I (satu) hari kerja", "1 (satu) hari kerja"),
        ("1O hari", "10 hari"),
        ("Rp. S0.000", "Rp. 50.000"),
        ("Fp 10.000", "Rp 10.000"),
        ("Rp 1B.000", "Rp 18.000"),
        ("Rp. 10 .000", "Rp. 10.000"),
        ("Rp 1 0.000,-", "Rp 10.000,-"),
        ("3 (tiga) harl kerja", "3 (tiga) hari kerja"),
        ("3 Hari Keria", "3 Hari Kerja"),
        ("1 x 24 iam", "1 x 24 jam"),
        ("2 JARN", "2 JAM"),
    ],
)
def test_look_alikes_are_mended(seen: str, printed: str) -> None:
    assert mended(seen) == printed


@pytest.mark.parametrize(
    "printed",
    [
        "Wakil Bupati dan Bapak Bp. Ali, satwa langka",
        "Bp 2 orang",
        "Roda 2 Ro 5",
        "Io hari ini",
        "di loket 1 lantai 2",
        "Bulak, Kepala Seksi, makna, bunga",
        "l hari",
        "OI jam",
        "Rp",
        "Rp. lain-lain",
        "S hari",
        "Rp 1 20.000",
        "Rp 100 .5",
        "Rp 250.000 S/d Rp 300.000",
        "Rp. SBY",
        "bait iamb, 2 iamb",
        "hari keriang",
        "iam keria",
    ],
)
def test_other_words_and_numbers_stay(printed: str) -> None:
    assert mended(printed) == printed


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,:()-", max_size=40))
def test_no_number_is_made_of_words(text: str) -> None:
    made = {char for char in mended(text.replace("(satu)", "")) if char.isdigit()}
    assert not made


@given(st.sampled_from(sorted(known())), st.text(alphabet="0123456789 .,", max_size=8))
def test_known_words_and_numbers_are_left_alone(word: str, around: str) -> None:
    assert mended(f"{around} {word} {around}") == f"{around} {word} {around}"


def test_split_words_are_joined_before() -> None:
    lines = ["S T A N D A R P E L A Y A N A N", "Jangka wak tu: 5 men it", "gra tis"]
    joined = [piece.text for piece in tidy([Piece(line, 0, 0, 9, 9) for line in lines])]
    assert joined == ["STANDAR PELAYANAN", "Jangka waktu: 5 menit", "gratis"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("I Persyaratan", "Persyaratan"),
        ("® Waktu", "Waktu"),
        ("2. Biaya", "2. Biaya"),
        ("A. Persyaratan", "A. Persyaratan"),
        ("b) Biaya", "b) Biaya"),
    ],
)
def test_pictures_before_labels_go_and_numbers_stay(line: str, told: str) -> None:
    assert [piece.text for piece in tidy([Piece(line, 0, 0, 9, 9)])] == [told]


def _lines(*told: tuple[int, str]) -> list[Piece]:
    """Lines one below the other, each at its indent."""
    return [
        Piece(text, 40.0 + 20 * indent, 30.0 * row, 40.0 + 20 * indent + 9 * len(text), 30.0 * row + 16)
        for row, (indent, text) in enumerate(told)
    ]


def test_semicolons_of_a_decrees_lists_are_no_colons() -> None:
    seen = _lines(
        (0, "1. Persyaratan:"),
        (1, "a. Kartu identitas (KTP/KIA):"),
        (1, "b. Surat pengantar dari"),
        (2, "kepala desa:"),
        (1, "c. Kartu berobat:"),
        (0, "2. Prosedur"),
        (1, "a. Pasien mendaftar,"),
        (1, "b. Petugas membagi dua jenis antrean:"),
        (2, "1) umum"),
    )
    assert [piece.text for piece in tidy(seen)] == [
        "1. Persyaratan:",
        "a. Kartu identitas (KTP/KIA);",
        "b. Surat pengantar dari",
        "kepala desa;",
        "c. Kartu berobat;",
        "2. Prosedur",
        "a. Pasien mendaftar,",
        "b. Petugas membagi dua jenis antrean:",
        "1) umum",
    ]


def test_colons_that_announce_stay() -> None:
    labels = _lines((0, "1. Jangka waktu:"), (0, "2. Biaya:"), (0, "3. Produk:"))
    assert [piece.text for piece in tidy(labels)] == ["1. Jangka waktu:", "2. Biaya:", "3. Produk:"]
    row = [*_lines((0, "1. Rawat jalan:"), (0, "2. Rawat inap:")), Piece("Rp 10.000", 400, 0, 500, 16)]
    assert tidy(row)[0].text == "1. Rawat jalan:"
