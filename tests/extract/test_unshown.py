"""Words that readers see and the markup keeps elsewhere."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def test_words_in_drawings_are_read() -> None:
    page = read(
        "<h2>Alur</h2><svg viewBox='0 0 9 9'><title>ikon</title><text x=1><tspan>Pemohon mengambil</tspan> "
        "<tspan>nomor antrean</tspan></text><text>12</text><path d='M0'/></svg>"
        "<svg><foreignObject><div><h3>Biaya</h3><p>Rp 15.000</p></div></foreignObject></svg>"
        "<svg><path d='M1'/></svg>"
    )
    assert "Pemohon mengambil nomor antrean" in page.text
    assert any(section.label == "Biaya" and section.body == "Rp 15.000" for section in page.sections)
    assert "ikon" not in page.text and "12" not in page.text


@pytest.mark.parametrize(
    ("counter", "shown"),
    [
        ('<span class="counter" data-target="87.42">0</span>', "87.42"),
        ('<b data-purecounter-start="0" data-purecounter-end="212" class="purecounter">17</b>', "212"),
        ('<i data-count="5">12</i>', "12"),
        ('<span data-id="87">0</span>', "0"),
    ],
)
def test_counters_are_read_at_their_end(counter: str, shown: str) -> None:
    assert read(f"<p>Nilai IKM {counter} dari responden</p>").text == f"Nilai IKM {shown} dari responden"
