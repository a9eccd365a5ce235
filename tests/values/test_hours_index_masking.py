"""Opening hours, survey results, and the masking of personal data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.values import find_clock, find_days, find_hours, find_index, is_nik, mask

HOURS = [
    ("Senin - Kamis 08.00 - 15.00 WIB", {"hari": "Senin-Kamis", "buka": "08:00", "tutup": "15:00"}),
    ("Senin s/d Jum'at : 08:00-16:00", {"hari": "Senin-Jumat", "buka": "08:00", "tutup": "16:00"}),
    ("08.00 - 16.45 WIB (Senin - Jumat)", {"hari": "Senin-Jumat", "buka": "08:00", "tutup": "16:45"}),
    ("Senin – Jumat\n08.00 – 15.00", {"hari": "Senin-Jumat", "buka": "08:00", "tutup": "15:00"}),
    (
        "Hari kerja jam delapan sampai jam dua belas. Lalu tutup.",
        {"hari": "Hari kerja", "buka": "08:00", "tutup": "12:00"},
    ),
    ("Senin jam delapan sampai jam empat.", {"hari": "Senin", "buka": "08:00", "tutup": "16:00"}),
    ("24 Jam Setiap Hari", {"hari": "Setiap hari", "buka": "00:00", "tutup": "24:00"}),
    ("24 jam", {"buka": "00:00", "tutup": "24:00"}),
    ("Monday - Friday 8:00 - 16:00", {"hari": "Senin-Jumat", "buka": "08:00", "tutup": "16:00"}),
    (
        "Setiap hari kerja jam 08.00 s/d 14.00",
        {"hari": "Setiap hari kerja", "buka": "08:00", "tutup": "14:00"},
    ),
]


@pytest.mark.parametrize(("text", "parts"), HOURS)
def test_hours(text: str, parts: dict[str, str]) -> None:
    assert [item.value.parts for item in find_hours(text)] == [parts]


@pytest.mark.parametrize("text", ["1 x 24 jam", "Sabtu: tutup", "Senin", "08.00 - 15.00", "Minggu ke-2"])
def test_no_hours(text: str) -> None:
    assert find_hours(text) == []


def test_days_and_clock_alone() -> None:
    assert find_days("Senin sampai Jumat")[0].value.parts == {"hari": "Senin-Jumat"}
    assert find_clock("buka 07.30 - 14.00")[0].value.parts == {"buka": "07:30", "tutup": "14:00"}


INDEX = [
    ("HASIL SURVEI KEPUASAN MASYARAKAT TAHUN 2022 NILAI 83,25", {"nilai": "83.25", "periode": "TAHUN 2022"}),
    ("Nilai SKM sebesar 85,5 mutu pelayanan B", {"nilai": "85.5", "mutu": "B"}),
    ("IKM: 89.08 (A)", {"nilai": "89.08", "mutu": "A"}),
    ("Nilai IKM 3,45 dari 150 responden", {"nilai": "3.45"}),
    (
        "Tiap tahun kantor membuat survei kepuasan masyarakat dua kali. Tahun 2024 diperoleh IKM 91,42",
        {"nilai": "91.42", "periode": "Tahun 2024"},
    ),
]


@pytest.mark.parametrize(("text", "parts"), INDEX)
def test_index(text: str, parts: dict[str, str]) -> None:
    assert [item.value.parts for item in find_index(text)] == [parts]


@pytest.mark.parametrize(
    "text",
    ["94,5% Kepuasan Warga", "Survei Kepuasan 2023", "SKM tahun 2023 dengan 150 responden", "Nilai SKM 98%"],
)
def test_no_index(text: str) -> None:
    assert find_index(text) == []


def test_identity_numbers_are_masked() -> None:
    assert is_nik("3201014507900001")
    assert not is_nik("3201019907900001")
    assert not is_nik("9999999999999999")
    assert mask("NIK 3201014507900001") == "NIK 320101**********"


@pytest.mark.parametrize(
    "number",
    [
        "3201014507900001",  # a woman's, born on the 5th
        "3201014107900001",  # on the 1st
        "3201017112900001",  # on the 31st
        "3201010101900001",
        "320101 450790 0001",
        "3201 0145 0790 0001",  # as cards and forms print it
        "3201-0145-0790-0001",
    ],
)
def test_the_shape_of_an_identity_number(number: str) -> None:
    assert is_nik(number)
    assert mask(number).startswith("3201") and mask(number).endswith("*" * 4)
    assert len(mask(number)) == len(number)


@pytest.mark.parametrize(
    "number",
    [
        "0201014507900001",  # no province begins so
        "1001014507900001",
        "3201014013900001",  # nor is there a thirteenth month
        "3201014000900001",
        "3201010012900001",  # nor a day 0
        "32010145079000012",  # seventeen digits: an account's
        "320101450790000",
    ],
)
def test_other_long_numbers_stay(number: str) -> None:
    assert not is_nik(number)
    assert mask(f"Rek. {number}.") == f"Rek. {number}."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Budi 0812 3456 7890", "Budi 0812 **** **90"),
        ("Budi +62 812-3456-7890", "Budi +62 812-****-**90"),
        ("Budi 6281234567890", "Budi 62812******90"),
        ("Call Center 0812-3456-7890", "Call Center 0812-3456-7890"),
        ("callcenter 0812-3456-7890", "callcenter 0812-3456-7890"),
        ("Pemohon: Siti. " + "x " * 32 + "0812-3456-7890", "Pemohon: Siti. " + "x " * 32 + "0812-****-**90"),
        ("Kontak " + "x " * 20 + "0812-3456-7890", "Kontak " + "x " * 20 + "0812-3456-7890"),
        ("Kontak " + "x " * 32 + "0812-3456-7890", "Kontak " + "x " * 32 + "0812-****-**90"),  # too far off
    ],
)
def test_whose_number_it_is_stands_before_it(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_official_numbers_stay_and_private_ones_go() -> None:
    text = "Siti, 0812-9090-1122. WA pengaduan 0813-7070-3344"
    assert mask(text) == "Siti, 0812-****-**22. WA pengaduan 0813-7070-3344"


@settings(max_examples=100)
@given(st.text(alphabet="0123456789 senijumat:.-–24jamWIB()\nikmskm,%", max_size=150))
def test_never_raises(text: str) -> None:
    for item in [*find_hours(text), *find_index(text)]:
        assert 0 <= item.start < item.end <= len(text)
    assert len(mask(text)) == len(text)
