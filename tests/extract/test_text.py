"""Folding, scan noise, and text that is no text."""

from __future__ import annotations

import pytest

from auditor import text
from auditor.extract.sniff import decode, visibly_broken
from auditor.extract.tongue import indonesian_share
from tests.extract.helpers import read


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("2) Biaya / Tarif :", "biaya/tarif"),
        ("A. DASAR HUKUM", "dasar hukum"),
        ("1 Persyaratan", "persyaratan"),
        ("• Jangka  Waktu–Penyelesaian", "jangka waktu-penyelesaian"),
        ("e-KTP", "e-ktp"),
        ("Sistem , Mekanisme", "sistem, mekanisme"),
    ],
)
def test_fold_label(line: str, folded: str) -> None:
    assert text.fold_label(line) == folded


def test_numbers_of_values_stay() -> None:
    assert text.strip_number("3 hari kerja") == "3 hari kerja"
    assert text.strip_number("3. hari") == "hari"


def test_scan_noise() -> None:
    assert text.near("persyaralan", "persyaratan")
    assert not text.near("ktp", "kia")
    assert text.repair_ocr("N0 25, b1aya, apresia-\nsi, 10 hari") == "No 25, blaya, apresiasi, 10 hari"
    assert text.join_split("PER SYARATAN dan M A K L U M A T", {"persyaratan", "maklumat"}) == (
        "PERSYARATAN dan MAKLUMAT"
    )


def test_garbage_is_told_from_words() -> None:
    assert indonesian_share("H;<=<AK@HK@< QXZW BVGT") == 0.0
    assert indonesian_share("Persyaratan pelayanan yang harus dibawa pemohon ke kantor dinas") > 0.15


def test_mojibake_is_read_again() -> None:
    assert text.repair_mojibake("Senin â€“ Jumat") == "Senin – Jumat"
    assert text.repair_mojibake("Café – biasa") == "Café – biasa"


def test_what_a_visitor_sees_broken() -> None:
    page = "<p>Pelayanan – setiap hari</p>"
    utf8, latin = page.encode(), page.encode("cp1252")
    twice = utf8.decode("cp1252").encode()
    plain = {"Content-Type": "text/html"}
    assert not visibly_broken(utf8, decode(utf8), plain)
    assert not visibly_broken(latin, decode(latin), {"Content-Type": "text/html; charset=windows-1252"})
    assert visibly_broken(latin, decode(latin), {"Content-Type": "text/html; charset=utf-8"})
    assert visibly_broken(utf8, decode(utf8), {"Content-Type": "text/html; charset=iso-8859-1"})
    assert visibly_broken(twice, decode(twice), plain)
    assert decode(twice) == page
    hidden = ("<script>var x='" + utf8.decode("cp1252") + "'</script><p>Baik</p>").encode()
    assert not visibly_broken(hidden, decode(hidden), plain)
    assert "mojibake" in read(twice).marks
