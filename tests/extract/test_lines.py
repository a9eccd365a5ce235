"""Labels known only by what stands around them: lettered titles, lists, clauses, columns, click panels."""
# ruff: noqa: E501 - pages stand on one line, as sites write them

from __future__ import annotations

import re

import pytest

from auditor.extract.label_values import split_clauses, split_valued
from auditor.extract.layout import to_html
from auditor.extract.pieces import Piece
from auditor.extract.service_labels import service_of
from tests.extract.helpers import one, read


def test_lettered_lines_before_components_name_the_service() -> None:
    page = read(
        "<p>A. Surat Izin Keramaian</p><p>- Persyaratan</p><p>fotokopi identitas, denah lokasi</p><p>- Biaya</p><p>Rp 0,-</p>"
        "<p>B. Surat Laik Sehat</p><p>- Persyaratan</p><p>denah dapur</p><p>- Biaya</p><p>Rp 5.000</p>"
    )
    services = [(section.service, section.body) for section in page.sections if section.label == "- Biaya"]
    assert services == [("Surat Izin Keramaian", "Rp 0,-"), ("Surat Laik Sehat", "Rp 5.000")]


def test_last_item_of_a_list_before_the_next_component_stays_an_item() -> None:
    page = read(
        "<p>Persyaratan</p><p>1. Formulir</p><p>2. Surat pengantar RT</p><p>Prosedur</p><p>Isi formulir</p>"
    )
    assert one(page, "Persyaratan").body == "1. Formulir\n2. Surat pengantar RT"


def test_component_with_a_service_name_labels_the_list_below_it() -> None:
    page = read("<p>Syarat Pindah Datang</p><p>1. KTP asli</p><p>2. Surat pindah</p>")
    section = one(page, "Syarat Pindah Datang")
    assert section.body == "1. KTP asli\n2. Surat pindah"
    assert section.service == "Pindah Datang"


def test_component_with_a_service_name_before_prose_is_a_line() -> None:
    page = read("<p>Syarat pindah datang mudah</p><p>Silakan datang ke kantor kami.</p>")
    assert not [section for section in page.sections if section.label]


def test_paragraph_in_heading_type_keeps_its_lines() -> None:
    steps = "1. Mengisi formulir di loket<br>2. Petugas memeriksa berkas<br>3. Pemohon menerima surat"
    for more in ("", "<br>" + "Warga dapat bertanya kepada petugas di loket. " * 6):
        page = read(f"<h3>Surat Pindah</h3><h6>Tata cara pengurusan:<br>{steps}{more}</h6><h3>Akta</h3>")
        assert one(page, "Surat Pindah").body.split("\n")[:4] == [
            "Tata cara pengurusan:",
            "1. Mengisi formulir di loket",
            "2. Petugas memeriksa berkas",
            "3. Pemohon menerima surat",
        ]
        assert one(page, "Tata cara pengurusan:").body.startswith("1. Mengisi formulir di loket\n2. Petugas")
        assert not one(page, "Akta").body


@pytest.mark.parametrize(
    "items",
    [
        "<ul><li>KTP asli</li><li>Pas foto</li></ul>",
        "<p>1. KTP asli</p><p>2. Pas foto</p>",
        "<br>1. KTP asli<br>2. Pas foto",
    ],
)
def test_heading_that_holds_its_list_is_called_by_what_stands_over_it(items: str) -> None:
    page = read(f"<h3>Izin Kios</h3><h5>Berkas pemohon{items}</h5><h5>Catatan</h5><p>Loket dua.</p>")
    lines = one(page, "Berkas pemohon").body.split("\n")
    assert [line.lstrip("-12. ") for line in lines] == ["KTP asli", "Pas foto"]
    assert one(page, "Catatan").path[-1] == "Izin Kios"


@pytest.mark.parametrize(
    "title",
    [
        "Dinas Sosial<br>Kabupaten Contoh",
        "<p>Dinas Sosial</p><p>Kabupaten Contoh</p>",
        "Standar Pelayanan<br>2. Surat Pindah",
        "Loket 1 - 2<br>Lantai 2",
    ],
)
def test_heading_broken_into_lines_stays_one(title: str) -> None:
    page = read(f"<h3>{title}</h3><p>Buka setiap hari kerja.</p>")
    assert one(page, re.sub(r"(<[^>]*>)+", " ", title).strip()).body == "Buka setiap hari kerja."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Lama layanan 15 menit", ("Lama layanan", "15 menit")),
        ("Tarif Rp 30.000", ("Tarif", "Rp 30.000")),
        ("Biaya gratis", ("Biaya", "gratis")),
        ("Petugas datang 15 menit kemudian", None),
        ("Waktu rapat 2 jam", None),
    ],
)
def test_label_and_value_without_a_colon(line: str, expected: tuple[str, str] | None) -> None:
    assert split_valued(line) == expected


def test_one_paragraph_standard_falls_into_clauses() -> None:
    page = read(
        "<p>Standar pelayanan surat pengantar: persyaratan fotokopi KTP dan KK; berkas diserahkan di loket lalu diperiksa petugas; "
        "jangka waktu 1 hari kerja; biaya Rp.0,-; produk surat pengantar.</p>"
    )
    assert one(page, "persyaratan").body == "fotokopi KTP dan KK"
    assert one(page, "biaya").body == "Rp.0,-"
    assert one(page, "biaya").service == "surat pengantar"
    assert not split_clauses("persyaratan KTP; KK; surat nikah; foto")


def test_columns_side_by_side_keep_their_titles() -> None:
    def row(y: float, left: str, right: str) -> list[Piece]:
        return [
            Piece(left, 50, y, 50 + 5 * len(left), y + 10),
            Piece(right, 310, y, 310 + 5 * len(right), y + 10),
        ]

    lines = [
        ("Rawat Jalan", "Rawat Inap"), ("Persyaratan", "Persyaratan"), ("Kartu berobat", "Surat rujukan"),
        ("Surat kontrol", "Kartu keluarga"), ("Biaya", "Jaminan keamanan dan keselamatan"),
        ("Sesuai peraturan", "Gelang pengenal bagi setiap pasien kami"),
    ]  # fmt: skip
    pieces = [piece for index, texts in enumerate(lines) for piece in row(50 + 17.0 * index, *texts)]
    html = to_html(pieces)
    assert html.index("Rawat Jalan") < html.index("Kartu berobat") < html.index("Rawat Inap")
    assert "<p>Jaminan keamanan dan keselamatan</p><p>Gelang" in html.replace("<b>", "").replace("</b>", "")


def test_what_a_click_showed_stands_beside_the_page() -> None:
    page = read(
        "<title>Kantor</title><main><h1>Beranda</h1><h2>Kontak</h2><p>Jalan Satu 1</p></main>"
        '<section class="auditor-shown"><h3>Tarif</h3><div><table><tr><td>Uji air</td><td>Rp 5.000</td></tr></table></div></section>'
    )
    section = one(page, "Tarif")
    assert section.path == ("Kantor",)
    assert "Uji air" in section.body
    assert one(page, "Kontak").body == "Jalan Satu 1"


def test_a_pages_own_attribute_is_no_sheet_of_a_document() -> None:
    page = read('<div data-halaman="beranda"><p>Biaya: gratis</p></div>')
    assert "halaman" not in one(page, "Biaya").locator


def test_a_heading_alone_in_its_row_heads_the_next_rows() -> None:
    page = read(
        '<div class="row"><h3>Persyaratan</h3></div><div class="row"><p>Fotokopi KTP pemohon</p></div>'
        '<div class="row"><h3>Biaya</h3></div><div class="row"><p>Tidak dipungut biaya</p></div>'
    )
    assert one(page, "Persyaratan").body == "Fotokopi KTP pemohon"
    assert one(page, "Biaya").body == "Tidak dipungut biaya"


def test_cards_with_a_heading_and_a_link_keep_to_themselves() -> None:
    page = read(
        '<div><div class="card"><h3>Surat Pindah</h3><a href="/a">Lihat</a></div><div class="card"><h3>KK</h3><a href="/b">Lihat</a></div></div>'
    )
    assert one(page, "Surat Pindah").body == "Lihat"


def test_a_line_that_announces_a_list_names_no_service() -> None:
    assert service_of("Layanan yang ada pada Sekretariat yaitu:") == ""
    assert service_of("Layanan Legalisasi Surat") == "Layanan Legalisasi Surat"


def test_label_and_value_set_apart_by_style_only() -> None:
    page = read(
        '<h3>Surat Pindah</h3><div class="baris"><span class="kiri">Biaya</span><span class="kanan">Gratis</span></div>'
        '<div class="baris"><b>Jangka Waktu</b> <span>2 hari kerja</span></div>'
    )
    assert one(page, "Biaya").body == "Gratis"
    assert one(page, "Jangka Waktu").body == "2 hari kerja"


def test_words_cut_by_a_word_processor_stay_whole() -> None:
    page = read(
        "<p><span class=a>Perse</span><span class=a>orangan</span> adalah <b>K</b><span>TP</span></p>"
    )
    assert page.text == "Perseorangan adalah KTP"


def test_badges_side_by_side_do_not_run_together() -> None:
    page = read("<p><span class='lencana hijau'>Gratis</span><span class='lencana biru'>1 Hari</span></p>")
    assert page.text == "Gratis 1 Hari"
    page = read("<p><span class=chip>1 hari kerja</span><span class=chip>Gratis</span></p>")
    assert page.text == "1 hari kerja\nGratis"


def test_first_line_of_a_card_that_names_a_service_heads_it() -> None:
    page = read(
        "<div class=grid>"
        + "".join(
            f"<div class=kartu><span class=n>{name}</span><p>Layanan ini selesai dalam {days} hari kerja.</p></div>"
            for name, days in (("Surat Pindah Datang", 2), ("Legalisasi Ijazah", 1))
        )
        + "</div>"
    )
    section = one(page, "Legalisasi Ijazah")
    assert section.body == "Layanan ini selesai dalam 1 hari kerja."
    assert section.service == "Legalisasi Ijazah"


def test_bold_words_of_an_item_head_the_list_inside_it() -> None:
    page = read(
        "<ul><li><b>Surat Pindah</b><ul><li>Syarat: KTP</li></ul></li><li><b>Akta Lahir</b><ul><li>Syarat: surat lahir</li></ul></li></ul>"
    )
    assert {(section.service, section.body) for section in page.sections if section.label == "Syarat"} == {
        ("Surat Pindah", "KTP"), ("Akta Lahir", "surat lahir"),
    }  # fmt: skip


def test_heading_that_carries_its_value() -> None:
    page = read("<h3>Biaya: Gratis</h3><h3>Kontak</h3><p>Jalan Satu</p>")
    assert one(page, "Biaya").body == "Gratis"


def test_capitals_below_a_component_are_its_words() -> None:
    page = read("<div>Persyaratan</div><div>KTP, KK ASLI</div><div>Biaya</div><div>Gratis</div>")
    assert one(page, "Persyaratan").body == "KTP, KK ASLI"
    page = read("<p>PERSYARATAN</p><p>1. KTP</p><p>SURAT KETERANGAN PINDAH</p><p>PERSYARATAN</p><p>1. KK</p>")
    assert [section.service for section in page.sections if section.label == "PERSYARATAN"] == [
        "",
        "SURAT KETERANGAN PINDAH",
    ]


def test_cells_that_hold_label_and_lines_stand_for_themselves() -> None:
    page = read(
        "<table><tr><td><b>Persyaratan</b><br>1. KTP<br>2. KK</td><td><b>Biaya</b><br>Gratis<br>tanpa pungutan</td></tr></table>"
    )
    assert one(page, "Persyaratan").body == "1. KTP\n2. KK"
    assert one(page, "Biaya").body == "Gratis\ntanpa pungutan"


def test_a_label_ends_with_the_box_it_stands_in() -> None:
    page = read(
        "<div class=info><strong>Jam Pelayanan:</strong> <span>Senin-Jumat 08.00-16.00</span></div><div class=daftar>"
        "<div class=k><p>Surat Pindah</p><p>Persyaratan:</p><ul><li>KK</li></ul></div><div class=k><p>KIA</p><p>Persyaratan:</p><ul><li>Akta</li></ul></div></div>"
    )
    assert [section.path for section in page.sections if section.label == "Persyaratan:"] == [
        ("Surat Pindah",),
        ("KIA",),
    ]
    page = read(
        "<div><b>Persyaratan</b><p>Yang perlu dibawa:</p></div><div><ul><li>KK</li></ul></div><div>Terima kasih</div>"
    )
    assert "- KK" in one(page, "Persyaratan").body


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<span class="chip">KTP</span><span class="chip">KK</span><span>Pengantar RT</span>', "KTP KK Pengantar RT"),
        ('Bawa: <span class="badge bg-info">KTP</span><span class="badge bg-info">KK</span> asli', "Bawa: KTP KK asli"),
        ('<span class="isi"><i class="tag-hijau">KTP</i><i class="tag-hijau">KK</i></span>', "KTP KK"),
        ('<a href="/a"><span class="nama">Visualisasi</span><span class="ket">data layanan</span></a>', "Visualisasi data layanan"),
        ('<span class="c1">Biaya <a href="/a">KTP</a><a href="/b">KK</a></span>', "Biaya KTP KK"),
    ],
)  # fmt: skip
def test_chips_and_links_side_by_side_are_separate_words(html: str, text: str) -> None:
    assert read(f"<p>{html}</p>").text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>R</b>p 5.000 untuk <i>e</i>-KTP, <b>SOP</b>nya", "Rp 5.000 untuk e-KTP, SOPnya"),
        ('<span class="dropcap">P</span>uskesmas', "Puskesmas"),
        ('1. <span class="c7">PERS</span><span class="c7">YARATAN</span>', "1. PERSYARATAN"),
        ('<span class="huruf">S</span><span class="huruf">O</span><span class="huruf">P</span>', "SOP"),
        ('<span><span class="fontstyle0">SYA</span><span class="fontstyle0">RAT</span></span>', "SYARAT"),
        ("<span>S</span><span>O</span><span>P</span>", "SOP"),
        ('<em><span class="GramE">peng</span><span class="GramE">antar</span></em>', "pengantar"),
    ],
)
def test_runs_of_one_word_stay_one_word(html: str, text: str) -> None:
    assert read(f"<p>{html}</p>").text == text


def box(heading: str, words: str = "") -> str:
    return f"<section><h2>{heading}</h2>{words}</section>"


@pytest.mark.parametrize(
    ("below", "body"),
    [
        (box("Berita Terbaru", "<p>Apel pagi hari Senin</p>"), ""),
        (box("Galeri") + box("Agenda", "<p>Rapat desa</p>"), ""),
        (box("Persyaratan", "<p>KTP asli</p>"), ""),
        ("<section><p>Senin sampai Jumat 08.00</p></section>", "Senin sampai Jumat 08.00"),
        ("<section><h3>Loket</h3><p>08.00</p></section>", "Loket\n08.00"),
    ],
)
def test_a_bare_heading_ends_at_the_next_box_of_its_level(below: str, body: str) -> None:
    assert one(read(box("Jam Pelayanan") + below), "Jam Pelayanan").body == body


@pytest.mark.parametrize("name", ["Pembuatan KTP", "Persyaratan Pindah Datang"])
def test_boxes_that_name_what_a_component_is_for_stay_below_it(name: str) -> None:
    page = read(box("Persyaratan") + box(name, "<p>Kartu keluarga asli</p>"))
    assert one(page, "Persyaratan").body == f"{name}\nKartu keluarga asli"


@pytest.mark.parametrize("name", ["accordion", "collapsible", "faq-accordion__trigger"])
def test_the_box_after_an_accordion_button_is_its_panel(name: str) -> None:
    def panel(label: str, words: str) -> str:
        return f'<button class="{name}">{label}</button><div class="content">{words}</div>'

    page = read(panel("Persyaratan", "") + panel("Biaya", "<p>Rp 5.000</p>") + "<p>Hubungi kami</p>")
    panels = [(s.label, s.body) for s in page.sections if s.kind.value == "panel"]
    assert panels == [("Persyaratan", ""), ("Biaya", "Rp 5.000")]
    assert not [s for s in read('<button class="btn">Cari</button><div>Hasil</div>').sections if s.label]


@pytest.mark.parametrize(
    "brow",
    [
        '<span class="badge">Tentang Kami</span>',
        "<p>Tentang Kami</p>",
        '<h5 class="sub-title">Tentang Kami</h5>',
    ],
)
def test_small_type_above_a_heading_says_what_begins(brow: str) -> None:
    page = read(f"<h1>Dinas</h1><section>{brow}<h2>Mitra Warga</h2><p>Kami hadir.</p></section>")
    assert one(page, "Mitra Warga").path[-1] == "Tentang Kami"


def test_a_link_above_a_heading_is_no_small_type() -> None:
    page = read('<p><a href="/profil">Profil</a></p><h2>Berita</h2><p>Apel pagi.</p>')
    assert "Profil" not in one(page, "Berita").path


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div><strong>Alamat kantor</strong>Jalan Melati</div>", "Alamat kantor Jalan Melati"),
        ("<p>Loket pertama<span>Buka pagi</span></p>", "Loket pertama Buka pagi"),
        ("<p>Layanan <b>Ber</b>AKHLAK dan Si<b>Cantik</b></p>", "Layanan BerAKHLAK dan SiCantik"),
        ("<p><b>P</b>uskesmas, e-<b>KTP</b>nya</p>", "Puskesmas, e-KTPnya"),
    ],
)
def test_bold_words_that_touch_plain_words_are_set_apart(html: str, text: str) -> None:
    assert read(html).text == text


@pytest.mark.parametrize(
    ("html", "label", "body"),
    [
        ("<strong>4 hari kerja</strong>Estimasi Waktu", "Estimasi Waktu", "4 hari kerja"),
        ("<strong>Tidak dipungut biaya</strong>Biaya", "Biaya", "Tidak dipungut biaya"),
        ('<div class="big">20 menit</div><p>Waktu Penyelesaian</p>', "Waktu Penyelesaian", "20 menit"),
        ('<span class="v">Rp 25.000</span><span class="k">Tarif</span>', "Tarif", "Rp 25.000"),
    ],
)
def test_a_value_above_its_label_is_told_behind_it(html: str, label: str, body: str) -> None:
    assert one(read(f"<h2>Akta Lahir</h2><div>{html}</div>"), label).body == body


@pytest.mark.parametrize(
    "html",
    [
        "<div><strong>Gratis</strong>Persyaratan</div>",
        "<div><strong>2 hari</strong>Waktu penyelesaian dihitung sejak berkas lengkap</div>",
        '<div><a href="/a">Gratis</a><a href="/b">Biaya</a></div>',
    ],
)
def test_other_pairs_keep_their_order(html: str) -> None:
    assert ": " not in read(html).text


@pytest.mark.parametrize("tag", ["p", "span", "div"])
def test_a_small_label_above_a_heading_heads_it(tag: str) -> None:
    above = f'<{tag} class="eyebrow">Pengaduan</{tag}>'
    page = read(
        f"<section><div>{above}<h2>Suara Anda berarti</h2></div><p>Kirim ke kotak aduan.</p></section>"
        "<section><h2>Agenda</h2><p>Rapat.</p></section>"
    )
    assert one(page, "Pengaduan").body == "Suara Anda berarti\nKirim ke kotak aduan."
    assert one(page, "Suara Anda berarti").path[-1] == "Pengaduan"
    assert one(page, "Agenda").path == ()


@pytest.mark.parametrize(
    "between", ['<img src="/maklumat.jpg" alt="maklumat">', "<p>Ketuk gambar.</p>", '<a href="/a.pdf"></a>']
)
def test_a_label_with_something_below_it_heads_no_later_heading(between: str) -> None:
    page = read(f"<p><b>Maklumat Pelayanan</b></p>{between}<h2>Berita Terbaru</h2><p>Apel pagi.</p>")
    assert "Apel" not in one(page, "Maklumat Pelayanan").body


@pytest.mark.parametrize("heading", ["Prosedur", "Pembuatan KTP", "Biaya Layanan"])
def test_a_label_heads_no_heading_that_names_a_component_or_service(heading: str) -> None:
    page = read(f"<div><p>Persyaratan</p><h3>{heading}</h3><p>Isi.</p></div>")
    assert "Isi" not in one(page, "Persyaratan").body


@pytest.mark.parametrize("label", ["C. Mekanisme Permohonan Izin Baru", "Alur Pendaftaran Pasien Baru"])
def test_a_label_above_a_list_set_as_a_table_heads_it(label: str) -> None:
    rows = "".join(
        f"<tr><td>{number}.</td><td>{step}</td></tr>"
        for number, step in enumerate(["Isi formulir", "Serahkan ke loket"], 1)
    )
    page = read(f"<h1>Izin</h1><div>{label}<table>{rows}</table></div>")
    found = one(page, label)
    assert found.body.split() == ["1.", "Isi", "formulir", "2.", "Serahkan", "ke", "loket"]
    assert found.path[-1] == "Izin"


def test_a_line_above_a_table_of_figures_is_no_label() -> None:
    page = read(
        "<div>Alur Kas<table><tr><td>2024</td><td>10</td></tr><tr><td>2025</td><td>12</td></tr></table></div>"
    )
    assert not [section for section in page.sections if section.label == "Alur Kas"]


@pytest.mark.parametrize(("heading", "named"), [("Program & Layanan", True), ("Program Kerja", False)])
def test_programmes_and_services_hold_services(heading: str, named: bool) -> None:
    page = read(f"<h2>{heading}</h2><h3>Poli Gigi</h3><p>Ruang 2</p>")
    assert bool(one(page, "Poli Gigi").service) is named


@pytest.mark.parametrize(("date", "listing"), [("", False), ("<time>12 Maret 2026</time>", True)])
def test_cards_that_lead_on_are_posts_where_they_bear_dates(date: str, listing: bool) -> None:
    names = ["KTP", "KK", "Akta", "KIA", "Domisili"]
    cards = "".join(f'<div><h3>{name}</h3>{date}<a href="/{name}">Selengkapnya</a></div>' for name in names)
    assert ("listing" in read(cards).marks) is listing


def test_days_and_hours_in_capitals_are_no_titles() -> None:
    page = read("<p>JAM BUKA LAYANAN</p><p>SENIN 08:00 - 15:00</p><p>JUMAT 08:00 - 11:00</p>")
    assert one(page, "JAM BUKA LAYANAN").body == "SENIN 08:00 - 15:00\nJUMAT 08:00 - 11:00"


def test_a_large_figure_between_rows_is_a_row_of_its_own() -> None:
    rows = [
        Piece(words, 300, 20 * n, 420, 20 * n + 14)
        for n, words in enumerate(("Prosedur 3,38", "Waktu 3,22", "Biaya 3,92"))
    ]
    assert "<p>87,24</p>" in to_html([*rows, Piece("87,24", 20, 5, 160, 55)]).replace("<b>", "").replace(
        "</b>", ""
    )


def test_a_dash_before_an_item_stands_in_its_line() -> None:
    rows = [("A. Rekomendasi Izin Praktik", 100), ("B. Sertifikat Laik Higiene", 160)]
    pieces = [Piece(words, 40, top, 190, top + 10, bold=True) for words, top in rows]
    for top in (116, 176):
        pieces += [Piece("-", 40, top + 5, 44, top + 6), Piece("Persyaratan : KTP", 50, top, 140, top + 10)]
    told = to_html(pieces)
    assert told.count("- Persyaratan") == 2, told
