"""Fees and the rules named in their place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.values import find_bare_amounts, find_fees, find_rules

FORMS = [
    ("Rp 7/kg", 7),
    ("Rp,- 15.000", 15_000),
    ("Rp. 10.000,-", 10_000),
    ("Rp 1,5 juta", 1_500_000),
    ("Rp.20.000", 20_000),
    ("RP.100.000", 100_000),
    ("Rp. 6000", 6000),
    ("Rp 150,000", 150_000),
    ("Rp. 1O.000", 10_000),
    ("Rp. 10.000.-", 10_000),
    ("Rp 7.500,00", 7500),
    ("Rp10rb", 10_000),
    ("10 ribu rupiah", 10_000),
    ("sepuluh ribu rupiah", 10_000),
    ("dua ratus lima puluh ribu rupiah", 250_000),
    ("nol rupiah", 0),
    ("Rp. 0,-", 0),
    ("Gratis", 0),
    ("tidak dipungut biaya", 0),
    ("tanpa biaya", 0),
    ("tanpa dibebankan biaya", 0),
    ("Rp. 25.000,- (dua puluh lima ribu rupiah)", 25_000),
]


@pytest.mark.parametrize(("text", "amount"), FORMS)
def test_forms(text: str, amount: float) -> None:
    found = find_fees(text)
    assert [item.value.amount for item in found] == [amount]
    assert found[0].value.currency == "IDR"
    assert text[found[0].start : found[0].end].strip() == found[0].value.text


def test_a_range_gives_both_ends() -> None:
    assert [item.value.amount for item in find_fees("Rp 15.000 - Rp. 20.000")] == [15_000, 20_000]
    assert [item.value.amount for item in find_fees("Rp 15.000-20.000")] == [15_000, 20_000]


def test_a_cell_that_says_free() -> None:
    assert find_fees("FREE")[0].value.amount == 0


@pytest.mark.parametrize(
    "text",
    ["Rp. 5", "free wifi", "biaya sesuai ketentuan", "corp 10.000", "Rp", "10.000 orang", "Tarif (Rp.000)"],
)
def test_no_fees(text: str) -> None:
    assert find_fees(text) == []


def test_bare_amounts_are_whole_lines() -> None:
    found = find_bare_amounts("15.000\n250,000,-\n12.500 orang\n08.00")
    assert [item.value.amount for item in found] == [15_000, 250_000]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("sesuai Perda No. 5 Tahun 2020", "Perda 5/2020"),
        ("Peraturan Bupati Nomor 55 Tahun 2020", "Perbup 55/2020"),
        ("Perda Kabupaten Andai No. 1 tahun 2024", "Perda 1/2024"),
        ("Perda N0 25 Tahun 2011", "Perda 25/2011"),
        ("Perbub 3/2019", "Perbup 3/2019"),
        ("PP No. 60 Tahun 2016", "PP 60/2016"),
        ("sesuai Perda", "Perda"),
    ],
)
def test_rules(text: str, rule: str) -> None:
    assert [item.value.by_regulation for item in find_rules(text)] == [rule]


@given(st.integers(100, 999_999_999), st.sampled_from(["Rp. {},-", "Rp{}", "Rp {},00", "IDR {}", "RP. {}"]))
def test_round_trip(amount: int, form: str) -> None:
    written = form.format(f"{amount:,}".replace(",", "."))
    assert [item.value.amount for item in find_fees(written)] == [amount]


@settings(max_examples=150)
@given(st.text(alphabet="0123456789 RpI.,-()juta ribgs\nO", max_size=150))
def test_never_raises_and_quotes_verbatim(text: str) -> None:
    for item in [*find_fees(text), *find_rules(text)]:
        assert 0 <= item.start < item.end <= len(text)


@pytest.mark.parametrize("piece", ["Rp ", "Rp. 1.", "0", "1 000 ", "satu ribu ", "perda a b c d ", "( satu "])
def test_long_input_costs_linear_time(piece: str) -> None:
    began = time.process_time()
    find_fees(piece * (100_000 // len(piece)))
    find_rules(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 4


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("15rb", [15_000]),
        ("umum 7,5 ribu", [7_500]),
        ("Karcis : 5.000,-", [5_000]),
        ("25.000\t30.000", [25_000, 30_000]),
        ("10.000/lembar", [10_000]),
        ("0", [0]),
        ("nomor 25.000 dari daftar", []),
        ("Rp 5/halaman", []),
    ],
)
def test_figures_without_the_sign(text: str, amounts: list[float]) -> None:
    assert [item.value.amount for item in find_bare_amounts(text)] == amounts
