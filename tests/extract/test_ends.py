"""Where what stands below a heading ends: one part of the page has its like beside it, another has not."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read

_NEWS = (
    '<section class="berita"><h2>Berita dan PPID</h2>'
    "<div><p>Rapat kerja.</p><p>Triwulan kedua.</p><p>Laporan.</p></div></section>"
)
_MAP = '<section class="polos"><h2>Peta</h2><p>Lihat di sini.</p></section>'
_HOURS = (
    '<section class="polos"><h2>Hubungi Kami</h2><h4>Jam Operasional</h4><p>Senin 08.00-15.00</p></section>'
)


@pytest.mark.parametrize("tag", ["section", "div"])
def test_a_part_among_its_like_ends_the_part_before_it(tag: str) -> None:
    """The one before it has no twin, so no frame ended its heading."""
    page = read(f"<main>{_NEWS}{_HOURS}{_MAP}</main>".replace("section", tag))
    hours = next(item for item in page.sections if item.label == "Jam Operasional")
    assert hours.path == ("Hubungi Kami",)
    news = next(item for item in page.sections if item.label == "Berita dan PPID")
    assert "Senin" not in news.body


@pytest.mark.parametrize(
    "head",
    [
        '<section class="kepala"><h2>Layanan Kami</h2></section>',  # nothing but the heading
        '<section class="kepala"><h2>Layanan Kami</h2><p>Kami melayani.</p><p>Silakan pilih.</p></section>',
        '<div class="kepala"><h2>Layanan Kami</h2><p>Kami melayani.</p></div>',
        '<section class="kepala"><h1>Layanan Kami</h1><p>Kami melayani.</p></section>',  # higher
    ],
)
def test_a_head_for_what_follows_stays_open(head: str) -> None:
    page = read(f"<main>{head}{_HOURS}{_MAP}</main>")
    hours = next(item for item in page.sections if item.label == "Jam Operasional")
    assert "Layanan Kami" in hours.path
