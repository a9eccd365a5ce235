"""Words that a page keeps in its scripts: data objects, HTML in templates and strings."""
# ruff: noqa: E501 - pages stand on one line, as sites write them

from __future__ import annotations

import pytest

from auditor.extract import ReadOptions, snapshot
from auditor.models import Page
from tests.extract.helpers import fetch, read
from tests.extract.test_snapshot import _visit


def _told(page: Page) -> set[tuple[str, str, str]]:
    return {(section.service, section.label, section.body) for section in page.sections}


def test_objects_with_english_keys_and_steps_as_objects() -> None:
    page = read(
        "<div id=root></div><script>const services = {kk: {title: 'Kartu Keluarga', requirements: ['Buku nikah', 'KTP'], "
        "steps: [{step: '1', title: 'Ambil nomor', desc: 'di loket'}, {title: 'Serahkan berkas'}], duration: '3 hari kerja', cost: 'Gratis'}}</script>"
    )
    assert {
        ("Kartu Keluarga", "persyaratan", "- Buku nikah\n- KTP"),
        ("Kartu Keluarga", "waktu penyelesaian", "3 hari kerja"),
        ("Kartu Keluarga", "biaya", "Gratis"),
    } <= _told(page)
    assert any(label == "prosedur" and body.endswith("2. Serahkan berkas") for _, label, body in _told(page))


def test_one_english_key_alone_is_no_component() -> None:
    page = read(
        "<div></div><script>new Slider({title: 'Selamat datang di kantor kami', duration: '300 ms', el: '#s'})</script>"
    )
    assert not [section for section in page.sections if section.label.startswith("waktu")]


def test_objects_named_by_their_key() -> None:
    page = read(
        "<script>var data = {'Akta Kelahiran': {persyaratan: 'Surat lahir dari bidan dan KTP', biaya: 'Gratis'}}</script>"
    )
    assert ("Akta kelahiran", "biaya", "Gratis") in _told(page)


def test_text_under_a_programs_key_stands_under_its_name() -> None:
    page = read(
        "<div id=a></div><script>const bagian = [{judul: 'Persyaratan Kartu Keluarga', isi: 'Pemohon membawa buku nikah dan KTP asli ke loket'}]</script>"
    )
    assert ("Persyaratan Kartu Keluarga", "Pemohon membawa buku nikah dan KTP asli ke loket") in {
        (section.label, section.body) for section in page.sections
    }
    assert not [section for section in page.sections if section.label == "isi"]


def test_blanks_of_a_template_are_no_words() -> None:
    page = read(
        "<ul><li v-for='t in layanan'>{{ t.judul }}</li></ul><h2>{{ judul }}</h2><p>Buka {{ jam }} setiap hari kerja</p>"
    )
    assert page.text.split() == ["Buka", "setiap", "hari", "kerja"]


def test_html_in_templates_and_strings_is_read() -> None:
    page = read(
        "<div id=isi></div><script>function tampil(){ isi.innerHTML = `<h3>Surat Pindah</h3><h4>Persyaratan</h4><ul><li>KK asli</li>"
        "<li>KTP pemohon</li></ul><p>Biaya: ${x.biaya}</p>`; } $('#b').html('<h3>Surat Nikah</h3><p>Persyaratan: KTP dan KK dari kedua calon</p>')</script>"
    )
    told = _told(page)
    assert ("Surat Pindah", "Persyaratan", "- KK asli\n- KTP pemohon") in told
    assert ("Surat Nikah", "Persyaratan", "KTP dan KK dari kedua calon") in told
    assert not [section for section in page.sections if section.label == "Biaya"]
    assert all(section.locator.startswith("script") for section in page.sections if section.service)


OTHERS = """const semua = [{unit: 'Dinas Perhubungan', layanan: [{nama: 'Izin Trayek', persyaratan: ['Fotokopi STNK kendaraan', 'Buku uji berkala'], biaya: 'Rp 75.000 per kendaraan'}]}];
function panel() { return `<h3>Izin Reklame</h3><p>Persyaratan: desain reklame dan foto lokasi</p>`; }"""


@pytest.mark.parametrize(
    ("shown", "counts"),
    [
        ("<p>Dinas Sosial</p>", False),
        (
            "<button>Izin Trayek</button>",
            False,
        ),  # its name alone: what a click brings would stand on the page
        ("<h3>Izin Trayek</h3><ul><li>Fotokopi STNK kendaraan</li></ul>", False),
        ("<h3>Izin Trayek</h3><ul><li>Fotokopi STNK kendaraan</li><li>Buku uji berkala</li></ul>", True),
    ],
)
def test_of_a_drawn_page_only_data_that_it_shows_is_content(shown: str, counts: bool) -> None:
    page = read(f"<main>{shown}</main><script>{OTHERS}</script>", via="browser")
    data = [section for section in page.sections if section.locator.startswith("script")]
    assert (
        any((section.service, section.label) == ("Izin Trayek", "persyaratan") for section in data) is counts
    )
    assert not any("desain reklame" in section.body or "75.000" in section.body for section in data)


def test_a_short_value_counts_where_what_it_is_of_is_shown_too() -> None:
    data = "<script>const l = [{nama: 'Izin Trayek', biaya: 'Gratis', keterangan: 'bagi semua warga kabupaten'}]</script>"
    for shown, counts in (("<p>Parkir: Gratis</p>", False), ("<b>Izin Trayek</b><i>Gratis</i>", True)):
        page = read(f"<main>{shown}</main>{data}", via="browser")
        assert any(section.label == "biaya" for section in page.sections) is counts


def test_pieces_of_a_page_in_a_list_keep_their_form() -> None:
    page = read(
        "<div id=a></div><script>const d = [['Izin Trayek', '<p><b>Persyaratan</b></p><ul><li>STNK</li><li>Buku uji</li></ul><p>Biaya: Rp 75.000</p>']];</script>"
    )
    assert any(
        section.label == "Persyaratan" and section.body == "- STNK\n- Buku uji" for section in page.sections
    ), page.sections
    assert any("Izin Trayek" in (section.service, *section.path) for section in page.sections)


def test_drawn_data_is_not_told_twice() -> None:
    static = b"<div id=a></div><script>const d=[{nama:'Izin Trayek',persyaratan:['STNK','Buku uji'],biaya:'Rp 75.000 untuk satu kendaraan'}]</script>"
    drawn = b"<h3>Izin Trayek</h3><h4>Persyaratan</h4><ul><li>STNK</li><li>Buku uji</li></ul>"
    visit, get = _visit({fetch(static): static, fetch(drawn, via="browser"): drawn})
    page = snapshot(visit, get, ReadOptions()).pages[0]  # type: ignore[arg-type]
    assert (
        sum(
            "STNK" in section.body and bool(section.label) and section.kind.value != "heading"
            for section in page.sections
        )
        == 0
    )
    assert not any("75.000" in section.body for section in page.sections), "what no click shows is nobody's"


@pytest.mark.parametrize("comment", ["// tarif]}, lihat perda\n", "/* ]} */"])
def test_comments_within_data_close_no_bracket(comment: str) -> None:
    page = read(
        f"<div id=a></div><script>const l = [{{nama: 'Kartu Keluarga', {comment}"
        "persyaratan: 'Buku nikah dan KTP asli dibawa ke loket', biaya: 'Gratis'}]</script>"
    )
    assert ("Kartu Keluarga", "biaya", "Gratis") in _told(page)


@pytest.mark.parametrize(
    ("kind", "told"), [("module", True), ("text/babel", True), ("", True), ("text/x-template", False)]
)
def test_only_programs_hold_data(kind: str, told: bool) -> None:
    page = read(
        f"<div id=a></div><script type='{kind}'>const l = [{{nama: 'Kartu Keluarga', persyaratan: 'Buku nikah dan KTP asli dibawa ke loket', biaya: 'Gratis'}}]</script>"
    )
    assert (("Kartu Keluarga", "biaya", "Gratis") in _told(page)) is told


@pytest.mark.parametrize(
    "sets",
    [
        """box.innerHTML = '{}'""",
        """box.outerHTML += "{}" """,
        """$('#a').html('{}')""",
        """$('#a').html("{}")""",
    ],
)
def test_markup_set_as_a_string_in_any_way(sets: str) -> None:
    markup = "<h3>Persyaratan Kartu Keluarga</h3><p>Pemohon membawa buku nikah dan KTP asli</p>"
    page = read(f"<div id=a></div><script>{sets.format(markup)}</script>")
    assert any("buku nikah dan KTP asli" in section.body for section in page.sections)


def test_markup_without_indonesian_words_is_a_programs_own() -> None:
    page = read(
        "<div id=a></div><script>box.innerHTML = '<div><p>Loading modules failed, retry later please</p></div>'</script>"
    )
    assert not [section for section in page.sections if "modules" in section.body]
