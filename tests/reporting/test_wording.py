"""Values and places in the words staff read."""

from __future__ import annotations

import pytest

from auditor.models import Channel, Duration, Fact, Fee
from auditor.reporting.texts import load_texts
from auditor.reporting.wording import place_text, value_texts

WORDS = load_texts("id")


def test_a_value_said_in_three_ways_is_one_value() -> None:
    fees = [Fee(text=text, amount=0) for text in ("Rp. 0,-", "tidak dipungut biaya", "Gratis", "gratis")]
    assert value_texts(fees, WORDS) == ["Gratis (“Rp. 0,-”, “tidak dipungut biaya”, “Gratis”)"]


def test_values_that_differ_stay_apart_in_their_order() -> None:
    values = [
        Duration(text="3 hari", min=3, max=3, unit="hari"),
        Duration(text="3 hari kerja", min=3, max=3, unit="hari_kerja"),
        Fee(text="sesuai Perda", by_regulation="Perda 5/2020"),
        Channel(channel="phone", value="+62561721000"),
        Fact(text="82,5", parts={"mutu": "B"}),
    ]
    assert value_texts(values, WORDS) == [
        "3 hari (“3 hari”)",
        "3 hari kerja (“3 hari kerja”)",
        "Perda 5/2020 (“sesuai Perda”)",
        "Telepon: +62561721000",
        "82,5 (mutu: B)",
    ]


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        ("halaman 3", "halaman 3"),
        ("gambar", "gambar"),
        ("table:nth-of-type(2) > tbody > tr:nth-of-type(3) > td:nth-of-type(2)", "baris tabel ke-3"),
        ("tr:nth-of-type(9) > td > table > tbody > tr:nth-of-type(4) > td", "baris tabel ke-4"),
        ("tr:nth-of-type(9) > td > table > tbody > tr > td", ""),
        ("div#tr:nth-of-type(2) > p", ""),
        ("article#post-12 > div > p:nth-of-type(2)", ""),
        ("", ""),
    ],
)
def test_a_place_is_told_as_a_reader_counts(locator: str, place: str) -> None:
    assert place_text(locator, WORDS) == place
