"""What a unit is called decides nothing about what its pages hold.

Many names hold words that make a section somebody else's matter ("umkm", "pantai", "pengadaan", "saran").
All names here are real ones of the Ministries' registers, or an office's usual name.
"""

import pytest

from auditor.checks import REGISTRY
from auditor.checks.sight.own_names import names_on, without
from auditor.models import Agency, Kind, Snapshot
from tests.extract.helpers import read

NAMES = [
    ("Dinas Koperasi dan UMKM", Kind.OPD),
    ("Dinas Koperasi dan UMKM Kabupaten Kubu Raya", Kind.OPD),
    ("Bagian Pengadaan Barang dan Jasa", Kind.OPD),
    ("Puskesmas Pantai Labu", Kind.PUSKESMAS),
    ("Puskesmas Saran Padang", Kind.PUSKESMAS),
    ("Puskesmas Kampung Masjid", Kind.PUSKESMAS),
    ("Puskesmas Besuk", Kind.PUSKESMAS),
    ("Puskesmas Lomba Kasih", Kind.PUSKESMAS),
    ("Puskesmas Wisata Padang Lambe", Kind.PUSKESMAS),
    ("Kecamatan Pasar Kemis", Kind.KECAMATAN),
]
PARTS = {
    "biaya": "<h2>Layanan</h2><div><h4>Surat Keterangan Usaha</h4><p>Proses 3 hari kerja, gratis</p></div>",
    "jam_layanan": "<footer><p>Jl. Merdeka 1</p><p>Senin - Jumat: 08.00 - 16.00 WIB</p></footer>",
    "jangka_waktu": "<h2>Layanan</h2><div><h3>Surat Pindah</h3><span>2 hari kerja</span></div>",
    "skm": "<h2>Indeks Kepuasan Masyarakat</h2><h3>86,5</h3><p>Mutu Pelayanan: B</p><p>Semester I 2025</p>",
    "prosedur": (
        "<h2>Cara Mengajukan</h2><ol><li>Datang ke loket</li><li>Isi formulir</li><li>Ambil dokumen</li></ol>"
    ),
}


def verdict(component, name, kind, title, head=""):
    page = read(f"<title>{title}</title><body>{head}{PARTS[component]}</body>")
    agency = Agency(unit_id="unit", name=name, kind=kind, region="61.12")
    return REGISTRY[component].run(Snapshot(agency=agency, pages=(page,), unread=(), reached=True)).verdict


@pytest.mark.parametrize("component", PARTS)
@pytest.mark.parametrize(("name", "kind"), NAMES)
def test_the_unit_s_own_name_above_changes_no_verdict(component, name, kind):
    plain = verdict(component, name, kind, "Beranda")
    assert plain == "published"
    assert verdict(component, name, kind, name) == plain
    assert verdict(component, name, kind, f"Layanan - {name}") == plain
    assert verdict(component, name, kind, "Beranda", f"<h1>{name}</h1>") == plain


@pytest.mark.parametrize("component", ["biaya", "jam_layanan", "skm"])
def test_the_same_words_above_another_s_page_still_count(component):
    """Only the name is taken away: goods and shops stay what they are, also on that office's site."""
    title = "Produk UMKM - Dinas Koperasi dan UMKM"
    assert verdict(component, "Dinas Koperasi dan UMKM", Kind.OPD, title) != "published"
    assert verdict(component, "Dinas Sosial", Kind.OPD, "UMKM Andai") != "published"


def test_a_title_s_part_that_names_the_unit_otherwise_is_its_name():
    names = names_on("layanan | dinas koperasi, ukm dan perdagangan kab. andai", "dinas koperasi dan ukm")
    assert "dinas koperasi, ukm dan perdagangan kab. andai" in names
    assert without(names, "layanan / dinas koperasi, ukm dan perdagangan kab. andai").split() == [
        "layanan",
        "/",
    ]


@pytest.mark.parametrize(
    "title",
    ["data umkm | andai", "wisata pantai", "dinas perhubungan kab. andai", "koperasi dan umkm binaan"],
)
def test_other_parts_stay(title):
    assert without(names_on(title, "dinas koperasi dan umkm"), title) == title


def test_nothing_is_taken_where_no_unit_is_known():
    assert names_on("dinas koperasi", "") == ()
