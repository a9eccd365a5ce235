"""In a quote the words of its values are marked, and nothing else becomes markup."""

from __future__ import annotations

import pytest

from auditor.models import Channel, Duration, Fact, Fee, Value
from auditor.reporting.marking import marked


@pytest.mark.parametrize(
    ("snippet", "value", "shown"),
    [
        (
            "Selesai dalam 3 (tiga) Hari kerja.",
            Duration(text="3 (tiga) hari kerja", min=3, max=3, unit="working_day"),
            "Selesai dalam <mark>3 (tiga) Hari kerja</mark>.",
        ),
        ("Tarif <b> Rp 5.000", Fee(text="Rp 5.000", amount=5000), "Tarif &lt;b&gt; <mark>Rp 5.000</mark>"),
        ("Rp 15.000 saja", Fee(text="5.000", amount=5000), "Rp 15.000 saja"),
        ("Rp 5.000", Fee(text="Rp 5.000", amount=5000), "Rp 5.000"),
        (
            "Aduan: telp (0561) 721-000 atau loket",
            Channel(channel="phone", value="+62561721000"),
            "Aduan: telp <mark>(0561) 721-000</mark> atau loket",
        ),
        (
            "surel aduan@contoh.go.id",
            Channel(channel="email", value="aduan@contoh.go.id"),
            "surel <mark>aduan@contoh.go.id</mark>",
        ),
        ("Nilai IKM 82,5 (B)", Fact(text="82,5"), "Nilai IKM <mark>82,5</mark> (B)"),
    ],
)
def test_the_words_of_a_value_are_marked(snippet: str, value: Value, shown: str) -> None:
    assert marked(snippet, [value]) == shown


def test_the_longest_words_win_and_personal_data_stay_masked() -> None:
    fees = [Fee(text="Rp 5", amount=5), Fee(text="Rp 5 juta", amount=5_000_000)]
    assert marked("NIK 6112011508900003, Rp 5 juta", fees).endswith(", <mark>Rp 5 juta</mark>")
    assert "900003" not in marked("NIK 6112011508900003, Rp 5 juta", fees)
