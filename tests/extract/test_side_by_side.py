"""What a page's style sets side by side is read apart: links, rows of a grid, a masthead's menu, panels."""

from __future__ import annotations

import pytest

from tests.extract.helpers import one, read


@pytest.mark.parametrize(
    "markup",
    [
        "<div><h3>Layanan</h3><a href='/a'>Izin Usaha</a><a href='/b'>Kartu Kuning</a></div>",
        "<section><h3>Layanan</h3><a href='/a'><b>Izin Usaha</b></a> <a href='/b'>Kartu Kuning</a></section>",
        "<div><h3>Layanan</h3><button>Izin Usaha</button><button>Kartu Kuning</button></div>",
    ],
)
def test_links_that_are_all_of_a_box_are_lines(markup: str) -> None:
    assert one(read(markup), "Layanan").body == "Izin Usaha\nKartu Kuning"


def test_links_in_a_sentence_stay_in_it() -> None:
    page = read("<h3>Layanan</h3><div>Buka <a href='/a'>formulir</a> atau <a href='/b'>panduan</a></div>")
    assert one(page, "Layanan").body == "Buka formulir atau panduan"


@pytest.mark.parametrize(
    "row", ["class='d-flex'", "class='flex justify-between'", "style='display: flex'", "class='grid'", ""]
)
def test_parts_of_a_row_stand_apart(row: str) -> None:
    page = read(f"<h3>Jam Buka</h3><div {row}><span>Senin</span><span>08.00 - 14.00</span></div>")
    assert one(page, "Jam Buka").body == "Senin 08.00 - 14.00"


def test_letters_moved_by_a_script_stay_a_word() -> None:
    letters = "".join(f"<span>{letter}</span>" for letter in "Biaya")
    assert read(f"<div class='d-flex'>{letters}</div><p>Rp 5.000</p>").text.startswith("Biaya")


def test_address_above_a_masthead_menu_is_no_part_of_it() -> None:
    page = read(
        "<header><div><p>Jl. Melati 7</p><p>(0999) 123456</p></div><ul><li><a href='/'>Beranda</a></li>"
        "<li><a href='#'>Pengaduan</a></li><li><a href='/b'>Berita dan Galeri</a></li></ul></header>"
    )
    zones = {section.zone: section.body for section in page.sections}
    assert zones["header"] == "Jl. Melati 7\n(0999) 123456"
    assert "Pengaduan" in zones["nav"]


def test_address_in_a_click_where_the_link_itself_leads_nowhere() -> None:
    page = read("""<p>Tanya <a href="#" onclick="window.open('https://wa.me/6281234567')">Hotline</a></p>""")
    assert [link.url for link in page.links] == ["https://wa.me/6281234567"]


def test_last_line_of_a_panel_heads_nothing_behind_it() -> None:
    page = read(
        "<details><summary>Alur</summary><p>Prosedur Pindah Datang</p></details>"
        "<details><summary>Waktu</summary><p>1. Pindah datang 3 hari</p></details>"
    )
    assert one(page, "Alur").body == "Prosedur Pindah Datang"
    assert one(page, "Waktu").body == "1. Pindah datang 3 hari"
    assert "Prosedur Pindah Datang" not in {section.label for section in page.sections}


def test_posts_of_another_view_make_no_listing() -> None:
    posts = "".join(f"<article><time>{day} Mei 2025</time><p>Hari {day}</p></article>" for day in range(1, 7))
    own = "<h1>Standar Pelayanan</h1><p>Biaya: Rp 5.000</p>"
    clicked = f"{own}<section class='auditor-shown'><h3>Beranda</h3>{posts}</section>"
    assert "listing" in read(own + posts).marks
    assert "listing" not in read(clicked).marks
    assert not read(clicked).dated


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (
            "<li><span>📄 <strong>Maklumat Pelayanan</strong></span><a href='m.webp'>Buka / Unduh</a></li>",
            "Maklumat Pelayanan",
        ),
        ("<div>SOP Legalisir <a href='s.pdf'>Unduh</a></div>", "SOP Legalisir"),
        ("<li>Berkas: <a href='a.pdf'>Unduh</a> <a href='b.pdf'>Lihat</a></li>", "Unduh"),
        ("<div><p>Cara pakai</p><a href='a.pdf'>Formulir Pindah</a></div>", "Formulir Pindah"),
        ("<li><a href='a.pdf'>Unduh</a></li>", "Unduh"),
    ],
)
def test_button_is_known_by_its_row(row: str, name: str) -> None:
    assert read(f"<ul>{row}</ul>").links[0].text.lstrip("📄 ") == name
