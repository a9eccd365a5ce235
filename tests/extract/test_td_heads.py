"""A head row set in cells like any other is known by the figures below a component's name."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return "<main><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table></main>"


@pytest.mark.parametrize(
    "rows",
    [
        ("Uji|Tarif (Rp)|Satuan", "Uji air|75.000|contoh", "Uji tanah|90.000|contoh"),
        ("Kegiatan|Biaya", "Sewa tenda|Rp 50.000", "Sewa kursi|Rp 2.000"),
    ],
)
def test_figures_below_prove_the_head(rows: tuple[str, ...]) -> None:
    labels = [section for section in read(_table(*rows)).sections if section.path]
    name = rows[0].split("|")[1]
    fees = [section for section in labels if section.label == name]
    assert [section.path[-1] for section in fees] == [row.split("|")[0] for row in rows[1:]]
    assert [section.body for section in fees] == [row.split("|")[1] for row in rows[1:]]


@pytest.mark.parametrize(
    "rows",
    [
        ("Uji|Tarif|Satuan", "Uji air|lihat loket|contoh", "Uji tanah|lihat loket|contoh"),  # no figures
        ("Uji|Tarif|Satuan", "Uji air|75.000|contoh"),  # one row proves nothing
        ("Uji air|Tarif|75.000", "Uji air|Waktu|3 hari", "Uji air|Syarat|1 contoh"),  # names in every row
        ("Sewa tenda|Biaya 50.000", "Sewa kursi|2.000", "Sewa meja|5.000"),  # the row holds its own figure
    ],
)
def test_a_row_among_rows_is_no_head(rows: tuple[str, ...]) -> None:
    names = {cell for row in rows[1:] for cell in row.split("|")[:1]}
    component = rows[0].split("|")[1]
    sections = read(_table(*rows)).sections
    assert not [
        item
        for item in sections
        if item.label == component and item.path[-1:] and item.path[-1] in names - {rows[0].split("|")[0]}
    ]
