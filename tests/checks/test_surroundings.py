"""The same words in other surroundings: what stands beside a part of a page changes no verdict about it.

Parts that publish something, or nothing, are set among what Indonesian sites carry beside any content, in a
column of its own and below it; and full standards of services are told of offices whose matter has words that
elsewhere mean something else (goods, shops, sights, money for the poor).
"""

import pytest

from auditor.checks import REGISTRY
from auditor.models import Agency, Kind, Snapshot
from tests.extract.helpers import read

OFFICE = ("Dinas Kependudukan dan Pencatatan Sipil", Kind.OPD)
STEPS = (
    "<ol><li>Pemohon menyerahkan berkas ke loket</li><li>Petugas memverifikasi berkas</li>"
    "<li>Dokumen diterbitkan</li></ol>"
)
PARTS = {  # component, verdict, markup
    "fee in a table": (
        "biaya",
        "published",
        "<h2>Tarif Pelayanan</h2><table><tr><th>Pelayanan</th><th>Tarif</th></tr>"
        "<tr><td>Cabut gigi</td><td>Rp 25.000</td></tr></table>",
    ),
    "fee by rule": ("biaya", "partial", "<h2>Biaya</h2><p>Sesuai ketentuan yang berlaku.</p>"),
    "time": ("jangka_waktu", "published", "<h2>Surat Pindah</h2><p>Selesai dalam 3 hari kerja.</p>"),
    "papers": (
        "persyaratan",
        "published",
        "<h2>Persyaratan</h2><ul><li>KTP</li><li>Kartu Keluarga</li></ul>",
    ),
    "steps": ("prosedur", "published", f"<h2>Alur Pelayanan</h2>{STEPS}"),
    "survey": (
        "skm",
        "published",
        "<h2>Survei Kepuasan Masyarakat 2025</h2><p>Nilai IKM: 87,25 (Baik)</p>",
    ),
    "questionnaire": (
        "skm",
        "partial",
        "<h2>Survei Kepuasan</h2><a href='https://forms.gle/a'>Isi Survei</a>",
    ),
    "pledge": (
        "maklumat",
        "published",
        "<h2>Maklumat Pelayanan</h2><p>Kami sanggup menyelenggarakan pelayanan sesuai standar pelayanan dan "
        "siap menerima sanksi.</p>",
    ),
    "complaints": ("pengaduan", "published", "<h2>Pengaduan</h2><p>WA 0812-3456-7890</p>"),
    "hours": ("jam_layanan", "published", "<h2>Jam Pelayanan</h2><p>Senin - Jumat 08.00 - 16.00</p>"),
    "no fee": ("biaya", "not_found", "<h2>Selamat Datang</h2><p>Situs resmi kami.</p>"),
    "no survey": ("skm", "not_found", "<h2>Selamat Datang</h2><p>Situs resmi kami.</p>"),
    "no hours": ("jam_layanan", "not_found", "<h2>Selamat Datang</h2><p>Situs resmi kami.</p>"),
    "no papers": ("persyaratan", "not_found", "<h2>Selamat Datang</h2><p>Situs resmi kami.</p>"),
}
BESIDE = {
    "visitors": "<h4>Pengunjung</h4><p>Hari ini: 120</p><p>Total: 45.300</p>",
    "visitors in a table": "<h3>Statistik Pengunjung</h3><table><tr><td>Kemarin</td><td>64</td></tr></table>",
    "visitors without a heading": "<ul><li>Online: 3</li><li>Hari ini: 86</li><li>Total Hits: 5432</li></ul>",
    "a poll": "<h3>Polling</h3><p>Bagaimana situs ini?</p><p>Bagus: 45%</p><p>Cukup: 30%</p>",
    "prayer times": "<h3>Jadwal Sholat</h3><table><tr><td>Subuh</td><td>04:30</td></tr></table>",
    "a calendar": "<h3>Kalender</h3><table><tr><th>Sen</th><th>Sel</th></tr></table>",
    "prices of food": "<h3>Harga Pangan</h3><table><tr><td>Beras</td><td>Rp 14.000</td></tr></table>",
    "weather": "<h3>Cuaca</h3><p>Pontianak 31°C cerah berawan</p>",
    "a blog's ways": "<h3>Kategori Berita</h3><ul><li><a href='/k/1'>Berita (23)</a></li></ul>",
    "accounts": "<h3>Ikuti Kami</h3><a href='https://facebook.com/dinas'>Facebook</a>",
    "a video": "<h3>Galeri Video</h3><iframe src='https://www.youtube.com/embed/x'></iframe>",
    "comments": "<h3>Tinggalkan Balasan</h3><form method=post><textarea name=c></textarea></form>",
}
SERVICES = [
    ("Dinas Perhubungan", Kind.OPD, ["Izin Trayek Angkutan", "Izin Parkir", "Kartu Pengawasan Bus"]),
    ("Dinas Perpustakaan dan Kearsipan", Kind.OPD, ["Perpustakaan Keliling", "Kartu Anggota Perpustakaan"]),
    ("Dinas Koperasi dan UMKM", Kind.OPD, ["Izin Usaha Simpan Pinjam", "Sertifikasi Halal UMKM"]),
    ("Dinas Pariwisata", Kind.OPD, ["Tanda Daftar Usaha Pariwisata", "Izin Kegiatan di Objek Wisata"]),
    ("RSUD Andai", Kind.RSUD, ["Rawat Inap", "Instalasi Gawat Darurat", "Surat Keterangan Dokter"]),
    ("Dinas Sosial", Kind.OPD, ["Bantuan Sosial", "Rekomendasi Panti Asuhan", "Bantuan Korban Bencana"]),
    ("Dinas Perdagangan", Kind.OPD, ["Tera dan Tera Ulang", "Izin Toko Modern", "Sewa Kios Pasar"]),
    ("Dinas Pemadam Kebakaran", Kind.OPD, ["Evakuasi Ular", "Rekomendasi Proteksi Kebakaran"]),
    ("Dinas Pemuda dan Olahraga", Kind.OPD, ["Sewa Stadion", "Peminjaman Kolam Renang"]),
    ("Badan Pendapatan Daerah", Kind.OPD, ["Mutasi PBB", "Pajak Reklame"]),
    ("Puskesmas Kakap", Kind.PUSKESMAS, ["Poli Gigi", "KIA/KB", "Konseling Gizi", "Posyandu Lansia"]),
    ("Kecamatan Kakap", Kind.KECAMATAN, ["Pengantar SKCK", "Rekomendasi Izin Keramaian"]),
]
COMPONENTS = ("persyaratan", "prosedur", "jangka_waktu", "biaya")


def found(component, title, main, office=OFFICE):
    page = read(f"<title>{title}</title><nav><a href='/'>Beranda</a></nav><main>{main}</main>")
    agency = Agency(unit_id="unit", name=office[0], kind=office[1], region="61.12")
    return REGISTRY[component].run(Snapshot(agency=agency, pages=(page,), unread=(), reached=True))


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize(("component", "verdict", "part"), PARTS.values(), ids=PARTS)
def test_what_stands_beside_a_part_changes_nothing(component, verdict, part, beside):
    for main in (
        part,
        f"<div class=row><article>{part}</article><div class=col>{beside}</div></div>",
        f"{part}<div>{beside}</div>",
        f"<div>{beside}</div><section>{part}</section>",
    ):
        assert found(component, OFFICE[0], main).verdict == verdict, main


@pytest.mark.parametrize(
    ("office", "kind", "service"),
    [(office, kind, service) for office, kind, services in SERVICES for service in services],
)
def test_a_standard_is_read_whatever_its_service_is_called(office, kind, service):
    parts = (
        ("Persyaratan", "<ul><li>Fotokopi KTP</li><li>Surat permohonan</li></ul>"),
        ("Prosedur", STEPS),
        ("Jangka Waktu", "<p>3 hari kerja</p>"),
        ("Biaya", "<p>Gratis</p>"),
    )
    headed = "".join(f"<h3>{name}</h3>{told}" for name, told in parts)
    rows = "".join(f"<tr><td>{name}</td><td>{told}</td></tr>" for name, told in parts)
    for main in (f"<h2>{service}</h2>{headed}", f"<h2>Standar Pelayanan {service}</h2><table>{rows}</table>"):
        for component in COMPONENTS:
            told = found(component, f"{service} - {office}", main, (office, kind))
            assert told.verdict == "published", (component, told.reason, main)


CONTACT = (
    "<h3>Hubungi Kami</h3><p>Jl. Merdeka 1</p><p>Telp. (0561) 721111</p><p>Email: dinas@andai.example</p>"
)
WELCOME = "<h2>Selamat Datang</h2><p>Situs resmi kami.</p>"


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        ("<a href='#'>Pengaduan Masyarakat</a>", "partial"),
        ("<ul><li><a href='#'>Perizinan</a></li><li><a href='#'>Pengaduan</a></li></ul>", "partial"),
        (
            "<div><a href='/aduan'><img src='b.png' alt=''><span>Pengaduan Masyarakat</span></a></div>",
            "not_found",
        ),
        ("<p>Kritik dan saran sangat kami harapkan demi kemajuan bersama.</p>", "partial"),
        ("<p>Pengaduan masyarakat disampaikan melalui:</p>", "published"),
        ("<p>Kritik dan saran sangat kami harapkan melalui kontak berikut:</p>", "published"),
    ],
)
def test_contacts_below_an_entry_or_a_welcome_are_no_channel_of_complaints(entry, verdict):
    assert found("pengaduan", OFFICE[0], f"{WELCOME}{entry}{CONTACT}").verdict == verdict
