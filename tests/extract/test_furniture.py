"""What sites set beside any content ends the part before it, whatever its size, and ends with its box."""

import pytest

from auditor.checks import REGISTRY
from auditor.extract.furniture import is_furniture
from auditor.models import Agency, Kind, Snapshot
from tests.extract.helpers import one, read

COUNTER = "<div><h4>Pengunjung</h4><p>Hari ini: 120</p><p>Total: 45.300</p></div>"


@pytest.mark.parametrize(
    "label",
    [
        "Pengunjung",
        "STATISTIK PENGUNJUNG",
        "Jumlah Pengunjung Website",
        "Polling",
        "Jadwal Sholat Hari Ini",
        "Info Harga Pangan",
        "Baca Juga:",
        "Berita Terkait",
        "Tinggalkan Balasan",
        "Ikuti Kami",
        "Galeri Foto Kegiatan",
        "Jumlah Kunjungan Website",
        "Tautan Terkait",
    ],
)
def test_furniture(label):
    assert is_furniture(label)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "Kontak",
        "Lokasi",
        "Unduhan",
        "Kategori",
        "Tanggal",
        "Statistik",
        "Media Sosial",
        "Bagikan",
        "Informasi Lainnya",
        "Komentar",
        "Jam Kunjungan",
        "Kunjungan Rumah",
        "Pelayanan Pengunjung",
        "Tata Tertib Pengunjung Perpustakaan",
        "Harga Tiket Masuk",
        "Tarif Retribusi Pasar",
        "Kategori Layanan",
        "Media Sosial Pengaduan",
        "Jadwal Pelayanan",
        "Statistik Kepuasan Masyarakat",
        "Komentar dan Saran",
        "Informasi Lainnya tentang Persyaratan",
    ],
)
def test_content_is_none(label):
    assert not is_furniture(label)


@pytest.mark.parametrize("level", ["h3", "h4", "h6"])
def test_it_is_no_part_of_what_stands_before(level):
    page = read(f"<h2>Biaya</h2><p>Sesuai ketentuan.</p><{level}>Pengunjung</{level}><p>Total: 45.300</p>")
    assert one(page, "Biaya").body == "Sesuai ketentuan."
    assert "Biaya" not in one(page, "Pengunjung").path


def test_the_page_s_own_headline_stays_above_both():
    page = read(
        "<h1>Surat Pindah</h1><h2>Biaya</h2><p>Rp 0</p><h3>Baca Juga</h3><p>x</p><h2>Waktu</h2><p>1 hari</p>"
    )
    assert "Surat Pindah" in one(page, "Baca Juga").path
    assert "Surat Pindah" in one(page, "Waktu").path


def test_a_label_in_a_line_is_none():
    page = read("<h2>Kartu Keluarga</h2><p>Pengunjung: 120</p><p>Persyaratan: KTP asli dan surat pindah</p>")
    assert "Kartu Keluarga" in one(page, "Persyaratan").path


def test_it_ends_with_its_box():
    page = read(f"{COUNTER}<div><p>Surat pindah selesai dalam 1 hari kerja.</p></div>")
    assert one(page, "Pengunjung").body == "Hari ini: 120\nTotal: 45.300"


def test_a_box_that_holds_only_its_heading_does_not_end_it():
    page = read(
        "<div><div class=card-header><h4>Polling</h4></div><div class=card-body><p>Bagus: 45%</p></div></div>"
    )
    assert one(page, "Polling").body == "Bagus: 45%"


@pytest.mark.parametrize(
    ("component", "main", "verdict"),
    [
        ("biaya", "<h2>Biaya</h2><p>Sesuai ketentuan yang berlaku.</p>", "partial"),
        ("skm", "<h2>Survei Kepuasan Masyarakat</h2><a href='https://forms.gle/a'>Isi</a>", "partial"),
        ("biaya", "<h2>Biaya</h2><p>Rp 25.000</p>", "published"),
        ("biaya", "<h2>Selamat Datang</h2><p>Situs resmi kami.</p>", "not_found"),
    ],
)
def test_a_counter_s_figures_are_no_fee_and_no_result(component, main, verdict):
    agency = Agency(unit_id="unit", name="Puskesmas Kakap", kind=Kind.PUSKESMAS, region="61.12")
    for body in (main, main + COUNTER, COUNTER + main):
        snapshot = Snapshot(agency=agency, pages=(read(body),), unread=(), reached=True)
        assert REGISTRY[component].run(snapshot).verdict == verdict, body
