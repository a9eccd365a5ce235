"""One case for every way units write a standard in HTML; words are ours."""
# ruff: noqa: E501 - pages stand on one line, as sites write them

from __future__ import annotations

import pytest

from auditor.models import SectionKind
from tests.extract.helpers import form_of, one, read


def test_heading_holds_what_follows_up_to_the_next_of_its_rank() -> None:
    page = read(
        "<title>Akta</title><h1>Penerbitan Akta Lahir</h1><h2>Persyaratan</h2><p>Berkas umum.</p><h3>Umum</h3>"
        "<ul><li>Surat lahir</li><li>KK asli</li></ul><h2>Biaya</h2><p>Tanpa biaya</p>"
    )
    section = one(page, "Persyaratan")
    assert section.body == "Berkas umum.\nUmum\n- Surat lahir\n- KK asli"
    assert section.path == ("Akta", "Penerbitan Akta Lahir")
    assert section.service == "Penerbitan Akta Lahir"
    assert one(page, "Umum").body == "- Surat lahir\n- KK asli"
    assert one(page, "Biaya").body == "Tanpa biaya"


@pytest.mark.parametrize(
    "label",
    [
        "<p><strong>Persyaratan</strong></p>",
        "<p><b>1. Persyaratan</b></p>",
        "<p>PERSYARATAN PELAYANAN</p>",
        "<p>Persyaratan :</p>",
        "<div>2) Persyaratan:</div>",
        "<div class='card-title'>Persyaratan</div>",
        "<p><span style='font-weight:700'>Persyaratan</span></p>",
    ],
)
def test_lines_that_act_as_headings(label: str) -> None:
    page = read(
        f"<h2>Kartu Keluarga</h2>{label}<ol><li>Buku nikah</li><li>KTP</li></ol><p><b>Biaya</b></p><p>Gratis</p>"
    )
    found = [section for section in page.sections if "ersyaratan" in section.label.casefold()]
    assert [section.body for section in found] == ["1. Buku nikah\n2. KTP"]
    assert found[0].service == "Kartu Keluarga"


def test_bold_inside_a_sentence_is_no_heading() -> None:
    page = read(
        "<h2>Info</h2><p>Bawalah <b>KTP asli</b> ke loket kami pada jam kerja.</p><p>Lalu tunggu.</p>"
    )
    assert not [section for section in page.sections if section.label == "KTP asli"]


def test_lines_broken_by_br() -> None:
    page = read(
        "<p><b>Izin Reklame</b><br>Persyaratan :<br>- KTP<br>- Foto lokasi<br>Waktu : 3 hari kerja<br>Biaya : Rp 10.000</p>"
    )
    assert one(page, "Persyaratan :").body == "- KTP\n- Foto lokasi"
    assert one(page, "Waktu").body == "3 hari kerja"
    assert one(page, "Biaya").body == "Rp 10.000"
    assert one(page, "Biaya").service == "Izin Reklame"


def test_whole_standard_in_one_line() -> None:
    page = read(
        "<p>Legalisir. Persyaratan: KTP dan KK. Prosedur: serahkan berkas, tunggu, ambil. Waktu: 10 menit. Biaya: gratis</p>"
    )
    assert one(page, "Persyaratan").body == "KTP dan KK."
    assert one(page, "Prosedur").body == "serahkan berkas, tunggu, ambil."
    assert one(page, "Waktu").kind is SectionKind.LINE


def test_prose_is_a_paragraph_of_its_own() -> None:
    words = "Surat pindah diselesaikan paling lama 3 hari kerja sejak berkas diterima lengkap."
    page = read(f"<h1>Pindah Datang</h1><p>{words}</p>")
    found = [section for section in page.sections if section.kind is SectionKind.PARAGRAPH]
    assert [(section.body, section.service) for section in found] == [(words, "Pindah Datang")]


def test_nested_lists_keep_their_numbers() -> None:
    page = read(
        "<h3>Prosedur</h3><ol><li>Daftar<ol type=a><li>isi formulir</li><li>ambil nomor</li></ol></li><li>Tunggu</li></ol>"
    )
    assert one(page, "Prosedur").body == "1. Daftar\na. isi formulir\nb. ambil nomor\n2. Tunggu"


COMPONENT_TABLE = """<h2>Standar Pelayanan Surat Pindah</h2><table><tr><th>No</th><th>Komponen</th><th>Uraian</th></tr>
<tr><td>1</td><td>Persyaratan</td><td><ul><li>KTP</li><li>KK</li></ul></td></tr>
<tr><td rowspan=2>2</td><td rowspan=2>Prosedur</td><td>Ambil nomor</td></tr><tr><td>Serahkan berkas</td></tr>
<tr><td>3</td><td>Jangka waktu</td><td>2 hari kerja</td></tr></table>"""


def test_table_of_components() -> None:
    page = read(COMPONENT_TABLE)
    rows = {section.label: section for section in page.sections if section.kind is SectionKind.ROW}
    assert rows["Persyaratan"].body == "- KTP\n- KK"
    assert rows["Prosedur"].body == "Ambil nomor\nSerahkan berkas"
    assert rows["Jangka waktu"].body == "2 hari kerja"
    assert {row.service for row in rows.values()} == {"Surat Pindah"}


def test_table_with_one_column_per_component() -> None:
    page = read(
        "<table><thead><tr><th>No<th>Jenis Layanan<th>Persyaratan<th>Waktu<th>Biaya</thead>"
        "<tr><td>1<td>Legalisir Ijazah<td>Ijazah asli<td>15 menit<td rowspan=2>Gratis"
        "<tr><td>2<td>Mutasi Siswa<td>Rapor<br>Surat pindah<td>1 hari</table>"
    )
    got = {
        (section.service, section.label): section.body
        for section in page.sections
        if section.kind is SectionKind.DEFINITION
    }
    assert got == {
        ("Legalisir Ijazah", "Persyaratan"): "Ijazah asli",
        ("Legalisir Ijazah", "Waktu"): "15 menit",
        ("Legalisir Ijazah", "Biaya"): "Gratis",
        ("Mutasi Siswa", "Persyaratan"): "Rapor\nSurat pindah",
        ("Mutasi Siswa", "Waktu"): "1 hari",
        ("Mutasi Siswa", "Biaya"): "Gratis",
    }


def test_head_row_alone_announces_and_holds_nothing() -> None:
    page = read("<table><tr><th>Jenis Layanan<th>Persyaratan<th>Waktu</tr><tbody></tbody></table>")
    assert one(page, "Persyaratan").body == ""


def test_key_and_value_table() -> None:
    page = read(
        "<table><tr><td>Senin - Kamis</td><td>:</td><td>08.00 - 15.00</td></tr><tr><td>Jumat</td><td>:</td><td>08.00 - 11.00</td></tr></table>"
    )
    assert one(page, "Jumat").body == "08.00 - 11.00"
    assert "Senin - Kamis\t08.00 - 15.00" in page.text


def test_days_side_by_side_hold_what_is_offered_on_them() -> None:
    page = read(
        "<h2>Jadwal</h2><table><tr><th>Waktu<th>Senin<th>Selasa<th>Rabu</tr>"
        "<tr><td>07:00<td>Imunisasi<br>07:00-10:00<td><td>Gigi<br>08:00-10:00</table>"
    )
    assert one(page, "Senin").body == "Imunisasi\n07:00-10:00"
    assert one(page, "Senin").service == "Imunisasi"
    assert one(page, "Rabu").service == "Gigi"


def test_days_side_by_side_of_persons_name_the_rows() -> None:
    page = read(
        "<table><tr><th>Nama Dokter<th>Senin<th>Selasa<th>Rabu</tr>"
        "<tr><td>Ani, Sp.A<td>08.00-10.00<td>-<td>08.00-10.00</table>"
    )
    assert not [section for section in page.sections if section.label == "Senin"]


def test_layout_table_is_read_as_flow() -> None:
    page = read(
        "<table border=0><tr><td><a href=a>Beranda</a><br><a href=b>Profil</a></td><td><h2>Biaya</h2><p>Tidak dipungut biaya</p></td></tr></table>"
    )
    assert one(page, "Biaya").body == "Tidak dipungut biaya"


def test_a_cell_of_links_alone_beside_the_page_is_its_menu() -> None:
    menu = "<a href=a>Beranda</a><br><a href=b>Layanan</a><br><a href=c>SKM</a>"
    page = read(f"<table><tr><td>{menu}</td><td><p>Biaya: gratis</p></td></tr></table>")
    assert not [section for section in page.sections if "Beranda" in section.label]
    assert one(page, "Biaya").body == "gratis"


def test_definition_list() -> None:
    page = read("<dl><dt>Waktu Penyelesaian</dt><dd>1 hari kerja</dd><dt>Biaya</dt><dd>Nol rupiah</dd></dl>")
    assert one(page, "Waktu Penyelesaian").body == "1 hari kerja"
    assert one(page, "Biaya").kind is SectionKind.DEFINITION


@pytest.mark.parametrize("classes", ["", " class=p-6"], ids=["bare", "styled"])
def test_head_and_body_of_one_card_are_no_cards(classes: str) -> None:
    """The boxes of a card are of one shape; what stands between them still belongs to the card's heading."""
    page = read(
        "<main><h1>Layanan</h1><div class=g>"
        + "".join(
            f"<div class=card><div{classes}><h3>{name}</h3><p>Untuk urusan warga</p></div>"
            f"<div class=grid><span>{time}</span></div>"
            f"<div{classes}><h4>Persyaratan:</h4><ul><li>KTP</li></ul></div></div>"
            for name, time in (("Surat Domisili", "2 hari kerja"), ("Surat Usaha", "3 hari kerja"))
        )
        + "</div></main>"
    )
    heads = [section for section in page.sections if section.label.startswith("Surat")]
    assert [("hari" in head.body, head.body.count("hari kerja")) for head in heads] == [(True, 1), (True, 1)]
    needs = [section for section in page.sections if section.label == "Persyaratan:"]
    assert [section.service for section in needs] == ["Surat Domisili", "Surat Usaha"]


def test_cards_end_with_themselves() -> None:
    page = read(
        "<h2>Layanan</h2><div class=g><div class=card><h3>Izin Usaha</h3><p>KTP</p></div><div class=card><h3>Izin Praktik</h3><p>STR</p></div></div>"
        "<p>Kantor kami buka setiap hari kerja untuk semua warga.</p>"
    )
    assert one(page, "Izin Praktik").body == "STR"
    assert one(page, "Izin Praktik").service == "Izin Praktik"


@pytest.mark.parametrize("end", ["", ":"])
def test_boxes_of_one_style_head_what_stands_between_them(end: str) -> None:
    """No cards: each holds the name of a component and nothing else, its list is the next element."""
    page = read(
        f"<h3>Surat Pindah</h3><div class=fw-bold>Persyaratan{end}</div><ul><li>KTP</li></ul>"
        f"<div class=fw-bold>Biaya{end}</div><p>Rp 5.000 untuk tiap surat</p>"
    )
    assert one(page, f"Persyaratan{end}").body == "- KTP"
    assert one(page, f"Biaya{end}").body == "Rp 5.000 untuk tiap surat"


def test_boxes_of_one_style_side_by_side_head_nothing_of_each_other() -> None:
    page = read(
        "<div class=tab>Persyaratan</div><div class=tab>Biaya</div><div class=tab>Prosedur</div>"
        "<div class=isi>Kantor buka setiap hari kerja</div>"
    )
    assert one(page, "Persyaratan").body == one(page, "Prosedur").body == ""


@pytest.mark.parametrize(
    "html",
    [
        "<ul role=tablist><li><a data-bs-toggle=tab data-bs-target='#x'>Persyaratan</a></li></ul><div id=x class=tab-pane>Membawa KTP</div>",
        "<button onclick=\"buka(event, 'x')\">Persyaratan</button><div id=x class=tabcontent style='display:none'>Membawa KTP</div>",
        "<button aria-controls=x>Persyaratan</button><div id=x hidden>Membawa KTP</div>",
        "<div class=tabs><button>Persyaratan</button><button>Biaya</button></div><div class=tab-content>Membawa KTP</div><div class=tab-content>Gratis</div>",
        "<details><summary>Persyaratan</summary>Membawa KTP</details>",
    ],
)  # fmt: skip
def test_panels_carry_the_words_of_their_button(html: str) -> None:
    found = [
        s
        for s in read(f"<h1>KTP</h1>{html}").sections
        if s.kind is SectionKind.PANEL and s.label == "Persyaratan"
    ]
    assert [section.body for section in found] == ["Membawa KTP"]


def test_modal_takes_the_heading_of_its_card() -> None:
    page = read(
        "<div class=card><h3>Kartu Kuning</h3><button data-bs-target='#m'>Detail</button></div><div class='modal' id=m><p>Persyaratan:</p><ul><li>Ijazah</li></ul></div>"
    )
    section = one(page, "Persyaratan:")
    assert section.body == "- Ijazah"
    assert section.service == "Kartu Kuning"


def test_form() -> None:
    page = read(
        "<h2>Pengaduan</h2><form action=/kirim><label>Nama</label><input name=n><textarea placeholder='Isi aduan'></textarea><button>Kirim Aduan</button></form>"
    )
    section = form_of(page)
    assert section.label == "Pengaduan"
    assert section.body == "Nama\nIsi aduan\nKirim Aduan"
    assert section.links[0].text == "Kirim Aduan"
    assert section.links[0].url == "https://dinas.contoh.go.id/kirim"


def test_fields_without_a_form_are_a_form() -> None:
    page = read(
        "<section><h2>Kritik</h2><div><textarea placeholder=Pesan></textarea><button>Kirim</button></div></section>"
    )
    assert [section.body for section in page.sections if section.kind is SectionKind.FORM] == ["Pesan\nKirim"]


@pytest.mark.parametrize("inside", ["<form action='/kirim'>{}</form>", "<form action='/kirim'></form>{}"])
def test_form_opened_between_the_rows_of_a_table(inside: str) -> None:
    """HTML closes such a form before its first row; the table is the form then."""
    rows = "<tr><td>Isi aduan</td><td><textarea name=x></textarea></td></tr><tr><td><input type=submit value=Kirim></td></tr>"
    page = read(
        f"<h2>Pengaduan</h2><table>{inside.format(rows)}</table><p>Kami menjaga kerahasiaan pelapor.</p>"
    )
    form = form_of(page)
    assert form.body == "Isi aduan\nKirim"
    assert [(link.text, link.url.rsplit("/", 1)[-1]) for link in form.links] == [("Kirim", "kirim")]


def test_table_with_a_field_for_each_row_is_no_form() -> None:
    page = read(
        "<h2>Tarif</h2><table><tbody><tr><td><input></td></tr></tbody>"
        "<tbody><tr><td>Rp 5.000 <button>Cari</button></td></tr></tbody></table>"
    )
    assert all(section.kind is not SectionKind.FORM for section in page.sections)
    row = "<tr><td>Surat pindah</td><td>Gratis</td><td><input type=text><button>Pilih</button></td></tr>"
    page = read(
        f"<h2>Tarif</h2><table><form action='/pilih'><tr><td>1</td></tr></form></table><table>{row * 3}</table>"
    )
    assert all("Gratis" not in section.body for section in page.sections if section.kind is SectionKind.FORM)


def test_image_with_backslashes_and_lazy_source() -> None:
    page = read(
        r"<figure><img data-src='img\alur.jpg' src='data:x' alt='Alur KK'><figcaption>Bagan alir</figcaption></figure>"
    )
    section = next(section for section in page.sections if section.kind is SectionKind.IMAGE)
    assert section.links[0].url == "https://dinas.contoh.go.id/img/alur.jpg"
    assert section.body == "Alur KK\nBagan alir"
    assert "alur.jpg" in section.locator


@pytest.mark.parametrize(
    ("src", "name", "file"),
    [
        (
            "https://docs.google.com/viewer?url=https%3A%2F%2Fx.go.id%2Fsp.pdf&embedded=true",
            "Google Docs Viewer",
            "https://x.go.id/sp.pdf",
        ),
        ("/pdfjs/web/viewer.html?file=/sk.pdf", "pdf.js", "https://dinas.contoh.go.id/sk.pdf"),
        ("https://drive.google.com/file/d/1a/preview", "Google Drive", ""),
        ("https://www.canva.com/design/x/view?embed", "Canva", ""),
        ("https://e.issuu.com/embed.html#1", "Issuu", ""),
        ("https://www.youtube.com/embed/1", "YouTube", ""),
    ],
)
def test_embeds_are_named(src: str, name: str, file: str) -> None:
    page = read(f"<h3>Maklumat</h3><iframe src='{src}'></iframe>")
    section = next(section for section in page.sections if section.kind is SectionKind.EMBED)
    assert section.body.startswith(name)
    assert section.label == "Maklumat"
    assert not file or file in [link.url for link in section.links]


def test_script_data() -> None:
    page = read(
        "<div id=app></div><script>const layanan=[{nama:'Izin Trayek',persyaratan:['STNK','KIR'],waktu:\"2 hari kerja\"}];"
        "document.body.innerHTML=layanan.map(x=>`<b>Persyaratan ${x.nama}</b>`)</script>"
    )
    assert one(page, "persyaratan").body == "- STNK\n- KIR"
    assert one(page, "waktu").service == "Izin Trayek"
    assert "script_data" in page.marks


def test_faq_in_json_ld() -> None:
    page = read(
        '<script type="application/ld+json">{"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"Berapa biaya KK?","acceptedAnswer":{"text":"Tidak dipungut biaya"}}]}</script>'
    )
    assert one(page, "Berapa biaya KK?").body == "Tidak dipungut biaya"


def test_zones() -> None:
    page = read(
        "<header><ul class=menu><li><a href=a>Persyaratan</a><li><a href=b>SOP</a></ul></header><div class=navbar><a href=c>Biaya</a></div>"
        "<main><article><header><h1>Judul Layanan</h1></header><p>Isi yang dibaca warga di halaman ini.</p></article></main><footer><p>Telp. 021</p></footer>"
    )
    main = " ".join(section.label + section.body for section in page.sections if section.zone == "main")
    assert "Persyaratan" not in main
    assert "Biaya" not in main
    assert "Judul Layanan" in main
    assert [section.body for section in page.sections if section.zone == "footer"] == ["Telp. 021"]


def test_hidden_links_are_marked_and_kept_out_of_main() -> None:
    page = read(
        "<p>Halo warga semua di sini</p><div style='position:absolute;left:-9999px'><a href='https://slot.example/'>slot gacor</a></div>"
    )
    assert "hidden_links" in page.marks
    assert "slot gacor" in page.text
    assert not [section for section in page.sections if section.zone == "main" and "slot" in section.body]


def test_collapsed_panel_is_not_hidden_links() -> None:
    page = read("<div id=p style='display:none'><h3>Biaya</h3><p>Gratis</p><a href='/a'>Unduh</a></div>")
    assert page.marks == ()
    assert one(page, "Biaya").body == "Gratis\nUnduh"


def test_links_of_buttons() -> None:
    page = read(
        "<button onclick=\"window.location.href='syarat.html'\">Lihat</button><a onclick=\"window.open('x.pdf')\">Unduh</a><a href='#'>Maklumat</a>"
    )
    assert [(link.text, link.url) for link in page.links] == [
        ("Lihat", "https://dinas.contoh.go.id/syarat.html"),
        ("Unduh", "https://dinas.contoh.go.id/x.pdf"),
        ("Maklumat", "#"),
    ]


def test_a_handle_with_a_chat_behind_it_is_a_link_to_the_chat() -> None:
    page = read(
        "<p>Pengaduan lewat <a href='#' onclick=\"event.preventDefault(); window.open("
        "'https://web.whatsapp.com/send?phone=628111000222&amp;text=Halo')\">Hotline</a> atau "
        "<button onclick=\"window.open('https://wa.me/628111000333', '_blank')\">WhatsApp</button>"
        "<a href='javascript:void(0)' onclick=\"location.href='/aduan'\">Formulir</a>"
        "<a href='#atas' onclick=\"window.open('/lain')\">Atas</a></p>"
    )
    assert [(link.text, link.url) for link in page.links] == [
        ("Hotline", "https://web.whatsapp.com/send?phone=628111000222&text=Halo"),
        ("WhatsApp", "https://wa.me/628111000333"),
        ("Formulir", "https://dinas.contoh.go.id/aduan"),
        ("Atas", "#atas"),
    ]


@pytest.mark.parametrize(
    ("html", "url", "dated"),
    [
        ("<article><h1>Berita</h1><span class=post-date>Senin, 5 Februari 2024</span><p>Isi.</p></article>", "https://x.go.id/b", "2024-02-05"),
        ("<meta property='article:published_time' content='2023-05-01T10:00:00'><article><p>Isi</p></article>", "https://x.go.id/b", "2023-05-01"),
        ("<p>Isi</p>", "https://x.go.id/2024/06/layanan.html", "2024-06-01"),
        ("<h1>Profil</h1><p>Berdiri 5 Februari 1990.</p>", "https://x.go.id/profil", ""),
    ],
)  # fmt: skip
def test_date_of_a_post(html: str, url: str, dated: str) -> None:
    assert read(html, url).dated == dated


def test_index_of_posts() -> None:
    page = read(
        "".join(
            f"<div class=post><h3>Judul {n}</h3><a href='/b/{n}'>Baca selengkapnya</a></div>"
            for n in range(5)
        )
    )
    assert "listing" in page.marks


def test_service_from_the_page_title() -> None:
    page = read(
        "<title>Standar Pelayanan Penerbitan KTP-el | Disdukcapil</title><h2>Persyaratan</h2><p>KK</p>"
    )
    assert one(page, "Persyaratan").service == "Penerbitan KTP-el"


def test_steps_are_no_services() -> None:
    page = read(
        "<h1>Alur Pembuatan Surat Pindah</h1><h2>1. Pengisian formulir</h2><p>Isi formulir</p><h2>2. Penerbitan surat</h2><p>Selesai</p>"
    )
    assert {section.service for section in page.sections} == {"Pembuatan Surat Pindah"}


def test_fields_without_words_end_the_lines_of_their_labels() -> None:
    page = read(
        "<h2>Pengaduan</h2><form><label>Nama</label><input><label>Isi Pengaduan</label><textarea></textarea>"
        "<button>Kirim</button></form>"
    )
    assert form_of(page).body == "Nama\nIsi Pengaduan\nKirim"


def test_numbered_rows_across_a_table_head_the_rows_below() -> None:
    page = read(
        "<h1>Izin Trayek</h1><table>"
        "<tr><td>1.</td><td colspan=2>Persyaratan</td></tr>"
        "<tr><td></td><td>a.</td><td>Fotokopi KTP</td></tr><tr><td></td><td>b.</td><td>STNK asli</td></tr>"
        "<tr><td>2.</td><td colspan=2>Biaya</td></tr><tr><td></td><td></td><td>Tidak dipungut biaya</td></tr>"
        "</table>"
    )
    assert one(page, "Persyaratan").body == "a.\tFotokopi KTP\nb.\tSTNK asli"
    assert one(page, "Biaya").body == "Tidak dipungut biaya"
    assert one(page, "Persyaratan").service == "Izin Trayek"


def test_field_for_an_address_that_is_called_otherwise_says_so() -> None:
    page = read(
        "<form><input type=email placeholder='Tulis saran'><input type=email placeholder='Alamat e-mail'>"
        "<input type=text placeholder='Saran lain'><button>Kirim</button></form>"
    )
    assert form_of(page).body == "Tulis saran [surel]\nAlamat e-mail\nSaran lain\nKirim"


def test_an_example_of_an_answer_is_no_content() -> None:
    page = read(
        "<form><label>Biaya <input placeholder='Contoh: Rp 15.000'></label><label>Nama <input placeholder='Misalnya: Siti' "
        "aria-label='Nama lengkap'></label><textarea placeholder='Contoh: keluhan Anda'></textarea><button>Kirim</button></form>"
    )
    assert form_of(page).body == "Biaya\nNama\nNama lengkap\nContoh: keluhan Anda\nKirim"
