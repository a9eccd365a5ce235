"""Trouble on a site: each code is found where it is and not where it only seems to be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sites import HOME, page, snapshot

from auditor.checks.problems import find_problems, tainted
from auditor.models import Kind, Link, Page, Section, SectionKind, Source, Unread

LONG = "Dinas Andai melayani masyarakat dengan sepenuh hati di seluruh kecamatan. " * 5


def codes(*pages: Page, unread: tuple[Unread, ...] = ()) -> list[str]:
    return [problem.code for problem in find_problems(snapshot(*pages, unread=unread))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Visi: Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "lorem_ipsum"),
        ("We provide best solutions for your business", "theme_demo"),
        ("Alamat: [Alamat Kantor], telepon [Nomor Telepon]", "placeholder_content"),
        ("Cerita sejarah lengkap belum diisi. Silakan lengkapi.", "placeholder_content"),
        ("Banner contoh ke-1", "placeholder_content"),
        ("Visi kelurahan belum diinput", "placeholder_content"),
        ("Nama Camat Belum Diisi", "placeholder_content"),
        ("Berapa lama prosesnya? Tambahkan estimasi resmi per layanan.", "placeholder_content"),
        ("Alamat laman\nMasukkan website resmi.", "placeholder_content"),
        ("Ganti data contoh ini dengan data resmi.", "placeholder_content"),
        ("Data contoh perlu diverifikasi sebelum tayang.", "placeholder_content"),
        ("Paspor Rp XXX.XXX", "placeholder_content"),
        ("Tautan\nisi dengan link", "placeholder_content"),
        ("Sekretaris Desa: (Dalam Pembaruan)", "placeholder_content"),
        ("Kepala Seksi Pelayanan (akan diisi)", "placeholder_content"),
        ("Untuk sementara, halaman ini berfungsi sebagai placeholder.", "placeholder_content"),
        ("Saat ini, ini adalah placeholder.", "placeholder_content"),
        ("Data Alat Bantu\nDeskripsi Tabel\nTahun 2024", "placeholder_content"),
        ("Bapak A - Kepala Desa\nIbu B - Sekretaris Desa", "placeholder_content"),
        ("2 Jacob Thornton @fat", "theme_demo"),
        ("1\tMark\tOtto\t@mdo", "theme_demo"),
        ("Tiger Nixon\tSystem Architect\tEdinburgh", "theme_demo"),
        ("1 John Doe Kyoto University", "theme_demo"),
        ("Credibly provide access to go forward process improvements whereas premier models.", "theme_demo"),
        ("Energistically fabricate customized imperatives", "theme_demo"),
        ("Podcasting operational change management inside of workflows", "theme_demo"),
        ("Berita title 1", "theme_demo"),
        ("Search a very wide input...", "theme_demo"),
        ("© Copyright Serenity. All Rights Reserved\nDesigned by BootstrapMade", "theme_demo"),
        ("Copyright Medilab\nAll Rights Reserved", "theme_demo"),
        ("Telepon 0763-XXXXXXX", "placeholder_identity"),
        ("Alur Pelayanan Puskesmas blablabla", "placeholder_identity"),
        ("Telepon +62 123 456 7890", "placeholder_identity"),
        ("Surel info@pemerintah.go.id", "placeholder_identity"),
        ("WhatsApp 0812-XXXX-XXXX untuk pengaduan", "placeholder_identity"),
        ("Telepon (021) 1234-5678", "placeholder_identity"),
        ("Surel puskesmas@contoh.com", "placeholder_identity"),
        ("Dasar hukum: Keputusan Bupati Nomor..... Tahun .....", "unfilled_template"),
        ("Selamat datang â€œwargaâ€\u009d di situs â€“ kami", "mojibake_text"),
    ],
)
def test_words_that_show_trouble(text: str, code: str) -> None:
    found = find_problems(snapshot(page(f"{LONG}\n{text}")))
    assert [problem.code for problem in found] == [code]
    assert found[0].url == HOME
    assert found[0].snippet


@pytest.mark.parametrize(
    "text",
    [
        "Telepon (0271) 656623, surel dinas@andaikab.go.id",
        "Diskominfo mengimbau ASN menjauhi judi online. Situs judi slot kerap menyusup. Stop judi!",
        "Nomor 12 Tahun 2024 tentang Retribusi",
        "Tambahkan nama anak ke kartu keluarga dengan surat resmi dari desa.",
        "Masukkan alamat email resmi perusahaan pada OSS.",
        "Data penduduk dalam pembaruan setiap triwulan.",
        "Jadwal imunisasi (menyusul surat edaran dinas)",
        "Deskripsi Tabel 2.1 tentang jumlah penduduk",
        "Bapak Andi - Kepala Desa\nIbu Bunga - Sekretaris Desa",
        "Copyright Dinas Andai. All Rights Reserved\nDesigned by BootstrapMade",
        "© Copyright Mentor Desa. All Rights Reserved",
        "Aplikasi ini memakai kolom placeholder untuk petunjuk pengisian.",
        "Contoh: John Doe",
        "Mark Otto dari Jerman mengunjungi kelurahan.",
        "Ganti KTP lama dengan KTP elektronik di kantor camat.",
        "Data kependudukan yang belum diverifikasi tidak dapat dicetak.",
        "Operator desa melengkapi data warga miskin yang belum diinput ke SIKS-NG.",
        "Biodata yang belum diisi harap dilengkapi di MySAPK.",
        "Masukkan alamat kantor resmi pada kolom alamat.",
        "Formulir isi dengan tinta hitam.",
        "Surel kantor.camat@andaikab.go.id, telepon 0763-123987",
    ],
)
def test_ordinary_words_are_no_trouble(text: str) -> None:
    assert codes(page(f"{LONG}\n{text}")) == []


def test_hints_in_form_fields_are_no_placeholders() -> None:
    form = Section(label="Saran", body="contoh@email.com\n08xxxxxxxxxx\nKirim", kind=SectionKind.FORM)
    assert (
        codes(
            page(LONG + form.body, sections=(Section(label="", body=LONG, kind=SectionKind.PARAGRAPH), form))
        )
        == []
    )


def test_blank_forms_may_have_blanks() -> None:
    assert codes(page(LONG + "Nomor ....... Tahun .......", title="Formulir Permohonan")) == []


def test_gambling_shown_and_hidden() -> None:
    shown = page("SLOT GACOR HARI INI, daftar judi slot, bonus new member, rtp live", HOME + "slot/")
    links = [
        ("slot gacor maxwin", "http://s.example/"),
        ("agen judi bola", "http://s.example/b"),
        ("bandar togel", "http://s.example/t"),
    ]
    hidden = page(LONG, marks=("hidden_links",), links=links)
    assert tainted(shown)
    assert tainted(hidden)
    assert not tainted(page(LONG))
    assert codes(hidden, shown) == ["gambling_spam", "gambling_spam"]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Laravel", True),
        ("client", True),
        ("vite-project", True),
        ("Belajar Laravel di BLK Andai", False),
        ("Klien Lapas Andai", False),
    ],
)
def test_titles_that_a_framework_ships(title: str, wanted: bool) -> None:
    assert ("placeholder_titles" in codes(page(LONG, title=title))) is wanted


def test_titles_of_other_pages() -> None:
    def named(title: str, url: str, heading: str) -> Page:
        head = Section(label=heading, body=LONG, kind=SectionKind.HEADING)
        return page(f"{heading}\n{LONG}", HOME + url, title=title, sections=(head,))

    assert codes(named("Document", "ktp.html", "Alur KTP")) == ["placeholder_titles"]
    assert codes(named("Galeri - Dinas Andai", "galeri.html", "Struktur Organisasi")) == [
        "placeholder_titles"
    ]
    assert codes(named("Dinas Andai", "visi-misi.html", "Struktur Organisasi")) == ["placeholder_titles"]
    assert codes(named("Dinas Andai", "struktur.html", "Struktur Organisasi")) == []
    assert codes(named("Kontak - Dinas Andai", "kontak.html", "Lokasi Kantor dan Kontak")) == []


def test_copies_of_a_page() -> None:
    def copy(url: str, anchor: str, text: str = LONG) -> Page:
        return page(text, HOME + url, anchor=anchor)

    assert codes(copy("a", "Karang Taruna"), copy("b", "Posyandu")) == ["duplicate_pages"]
    assert codes(copy("a", "Berita"), copy("a?hal=2", "2")) == []
    assert codes(copy("a", "Kontak"), copy("b", "Kontak Kami")) == []
    assert codes(copy("a", "Karang Taruna"), copy("b", "Posyandu", LONG + "Lain.")) == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("0\nPenduduk\n0\nKepala Keluarga\n0+\nLayanan", ["static_counters"]),
        ("12+\nLayanan\n16+\nRata-rata Waktu Pelayanan\n500\nPengunjung", ["static_counters"]),
        ("1.204\nPenduduk\n350\nKepala Keluarga\n12\nRukun Tetangga", []),
        ("4. Waktu pelayanan : 48 Jam\n5. Biaya\n6. Produk", []),
        ("1\nPersyaratan\n2\nProsedur\n3\nWaktu Pelayanan\n4\nBiaya", []),
        ("5000+\nWarga Terlayani\n94,5%\nKepuasan Warga", ["static_counters"]),
        ("94,5%\nKepuasan Warga\n320\nResponden SKM Triwulan II 2025", []),
    ],
)
def test_counters_that_count_nothing(body: str, wanted: list[str]) -> None:
    head = Section(label="Data", body=body, kind=SectionKind.HEADING)
    assert codes(page(LONG + body, sections=(head,))) == wanted


def test_widgets_without_data() -> None:
    waiting = Section(label="", body="Memuat data layanan dari server...", kind=SectionKind.PARAGRAPH)
    failed = Section(label="", body="Gagal memuat data", kind=SectionKind.PARAGRAPH)
    drawn = page(LONG, source=Source.RENDERED, sections=(waiting,))
    assert codes(drawn) == ["broken_widget"]
    assert codes(page(LONG, sections=(waiting,))) == []  # no script was run: it may well come
    assert codes(page(LONG, sections=(failed,))) == ["broken_widget"]
    for note in (
        "Pastikan alamat API pada berkas pengaturan telah disesuaikan dengan URL Web App Anda.",
        "Spreadsheet sumber data belum dikonfigurasi oleh pengelola.",
    ):
        left = Section(label="", body=note, kind=SectionKind.PARAGRAPH)
        assert codes(page(LONG, sections=(left,))) == ["broken_widget"]
    rekap = Section(label="", body="Rekap dikirim dalam bentuk spreadsheet.", kind=SectionKind.PARAGRAPH)
    assert codes(page(LONG, sections=(rekap,))) == []


def test_walls_before_information() -> None:
    told = page(LONG + " Silakan login terlebih dahulu untuk mengakses halaman ini.")
    form = Section(label="", body="NIK\nPassword\nMasuk", kind=SectionKind.FORM)
    wall = page("NIK\nPassword\nMasuk", HOME + "l", anchor="Layanan Surat", sections=(form,))
    staff = page("NIK\nPassword\nMasuk", HOME + "a", anchor="Login Admin", sections=(form,))
    aside = page(
        "Dokumen ini memuat tata cara.\nNIK\nPassword\nMasuk",
        HOME + "d",
        anchor="Dokumen Pelayanan",
        sections=(Section(label="", body="Dokumen ini memuat tata cara.", kind=SectionKind.PARAGRAPH), form),
    )
    assert "login_wall" not in codes(page(LONG), aside)
    again = page("NIK\nPassword\nMasuk", HOME + "e", anchor="Layanan Akta", sections=(form,))
    assert "login_wall" not in codes(page(LONG), wall, again)  # a login box on page after page
    assert codes(told) == ["login_wall"]
    assert codes(page(LONG + " Silakan masuk untuk menyampaikan pengaduan.")) == ["login_wall"]
    assert codes(page(LONG + " Silakan masuk melalui pintu utama.")) == []
    assert "login_wall" in codes(page(LONG), wall)
    assert "login_wall" not in codes(page(LONG), staff)


@pytest.mark.parametrize(
    ("words", "walled"),
    [
        ("Pengurusan Surat", True),
        ("Ajukan", True),
        ("Buat Pengaduan", True),
        ("Layanan Administrasi", True),
        ("Masuk", False),
        ("Login Admin", False),
        ("Layanan Pegawai", False),
        ("Pendaftaran Akun", False),
        ("Berita", False),
    ],
)
def test_services_that_lead_to_an_entrance(words: str, walled: bool) -> None:
    form = Section(label="", body="NIK\nKata Sandi\nMasuk", kind=SectionKind.FORM)
    entrance = page("NIK\nKata Sandi\nMasuk", HOME + "masuk", anchor="Masuk", sections=(form,))
    home = page(LONG, links=[(words, HOME + "masuk")])
    found = [item for item in find_problems(snapshot(home, entrance)) if item.code == "login_wall"]
    assert [(item.url, item.snippet) for item in found] == ([(HOME, words)] if walled else [])


def test_missing_pictures() -> None:
    gone = Unread(url=HOME + "foto/alur.jpg", what="image", reason="http_404", referrer=HOME)
    found = find_problems(snapshot(page(LONG), unread=(gone,)))
    assert [(problem.code, problem.url, problem.snippet) for problem in found] == [
        ("broken_assets", HOME, "alur.jpg")
    ]
    slow = Unread(url=HOME + "foto/alur.jpg", what="image", reason="timeout", referrer=HOME)
    assert codes(page(LONG), unread=(slow,)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nomor WhatsApp\nContoh: 0812-XXXX-XXXX",
        "Nama *\nTelepon *\n(0561) 123-456",
        "Nomor HP 08xxxxxxxxxx",
    ],
)
def test_hints_of_fields_without_a_form(text: str) -> None:
    assert codes(page(f"{LONG}\n{text}")) == []


def test_defacement() -> None:
    bad = page("HACKED BY CONTOH CYBER TEAM", title="Hacked")
    assert tainted(bad)
    assert codes(bad) == ["hacked_defaced"]
    assert not tainted(page(LONG, title="Situs desa hacked by orang tak dikenal", dated="2025-01-02"))


def test_identity_numbers_are_reported_masked() -> None:
    text = f"{LONG}\nPenerima Satu 6105010107800001\nPenerima Dua 6105014505850002"
    found = find_problems(snapshot(page(text)))
    assert [problem.code for problem in found] == ["personal_data"]
    assert "6105010107800001" not in found[0].snippet
    assert "610501**********" in found[0].snippet
    assert codes(page(f"{LONG}\nNIK 6105010107800001")) == []


def test_links_that_lead_nowhere() -> None:
    links = [
        ("Standar Pelayanan", HOME + "#"),
        ("Profil", "#"),
        ("Unduh", "javascript:void(0)"),
        ("Biaya", HOME + "biaya"),
    ]
    found = find_problems(snapshot(page(LONG, links=links)))
    assert [(problem.code, problem.snippet) for problem in found] == [
        ("placeholder_link", "Standar Pelayanan"),
        ("placeholder_link", "Unduh"),
    ]


def test_links_to_missing_pages() -> None:
    links = [("Maklumat Pelayanan", HOME + "maklumat"), ("SOP", HOME + "sop"), ("Profil", HOME + "profil")]
    soft = page("Halaman tidak ditemukan", HOME + "maklumat", marks=("soft_404",))
    unread = (
        Unread(url=HOME + "sop", what="page", reason="http_404"),
        Unread(url=HOME + "profil", what="page", reason="timeout"),
    )
    found = find_problems(snapshot(page(LONG, links=links), soft, unread=unread))
    assert {(problem.code, problem.snippet) for problem in found} == {
        ("dead_link", "Maklumat Pelayanan"),
        ("dead_link", "SOP"),
    }


def test_empty_pages() -> None:
    assert codes(page(LONG), page("Segera hadir.", HOME + "ijazah", title="Surat Ijazah")) == ["empty_page"]
    assert codes(page(LONG), page("Dokumen SOP belum tersedia", HOME + "sop")) == ["empty_page"]
    assert codes(page(LONG), page("Kantor camat", HOME + "x", source=Source.PDF)) == []
    told = "Pilih gerai.\nSyarat\n- STNK asli\n- KTP asli\nTarif Rp 30.000\nSegera hadir"
    assert codes(page(LONG), page(told, HOME + "gerai")) == []
    soon = "Isi maklumat akan tampil di halaman ini. Untuk sementara, halaman ini akan segera hadir."
    nested = tuple(
        Section(label=label, body=soon, kind=SectionKind.HEADING) for label in ("Maklumat", "Pelayanan")
    )
    assert codes(page(LONG), page(soon, HOME + "maklumat", sections=nested)) == ["empty_page"]
    photo = (Section(label="", body="bagan", kind=SectionKind.IMAGE),)
    assert codes(page(LONG), page("", HOME + "struktur", sections=photo)) == []


def test_standard_of_another_service() -> None:
    wrong = (
        Section(
            label="Persyaratan", body="- Surat kehilangan ijazah\n- Fotokopi ijazah", kind=SectionKind.HEADING
        ),
    )
    right = (
        Section(
            label="Persyaratan", body="- Surat pindah dari sekolah asal\n- Rapor", kind=SectionKind.HEADING
        ),
    )
    title = "Rekomendasi Mutasi Siswa"
    assert codes(page(LONG), page(LONG, HOME + "m", title=title, sections=wrong)) == ["mismatch"]
    assert codes(page(LONG), page(LONG, HOME + "m", title=title, sections=right)) == []


def test_private_drive_file() -> None:
    unread = (
        Unread(
            url="https://drive.google.com/file/d/1",
            what="document",
            reason="drive_private",
            label="klik disini",
            referrer=HOME + "sp",
        ),
    )
    found = find_problems(snapshot(page(LONG), unread=unread))
    assert [(problem.code, problem.url, problem.snippet) for problem in found] == [
        ("drive_private", HOME + "sp", "klik disini")
    ]


def test_stale_and_fresh() -> None:
    assert codes(page(LONG), page(LONG, HOME + "a", dated="2019-03-05")) == ["stale"]
    assert (
        codes(
            page(LONG), page(LONG, HOME + "a", dated="2019-03-05"), page(LONG, HOME + "b", dated="2026-09-01")
        )
        == []
    )
    assert codes(page(LONG)) == []


def test_dead_forms() -> None:
    form = Section(
        label="Daftar",
        body="Nama\nDaftar",
        kind=SectionKind.FORM,
        links=(Link(text="Daftar", url=HOME + "#"),),
    )
    search = Section(label="Cari", body="Cari", kind=SectionKind.FORM, links=(Link(text="", url=HOME + "#"),))
    main = Section(label="", body=LONG, kind=SectionKind.PARAGRAPH)
    assert codes(page(LONG, sections=(main, form))) == ["form_dead"]
    assert codes(page(LONG, sections=(main, search))) == []


def test_a_page_that_is_only_a_frame() -> None:
    frame = Section(
        label="",
        body="https://script.example/app",
        kind=SectionKind.EMBED,
        links=(Link(text="", url="https://script.example/app"),),
    )
    assert codes(page("", sections=(frame,))) == ["iframe_only"]


def test_filler_latin_and_theme_sentences() -> None:
    latin = "Quisque eget nisl id risus sagittis auctor."
    assert codes(page(f"{LONG}\n{latin}")) == ["lorem_ipsum"]
    assert codes(page(f"{LONG}\nDr. Quisque Ligula, kepala puskesmas")) == []  # two words may be a name
    assert codes(page(f"{LONG}\nThis is the third item's accordion body.")) == ["theme_demo"]


def test_one_english_sentence_under_several_headings() -> None:
    told = "Our team builds stylish websites for companies of all sizes."
    cards = tuple(
        Section(label=label, body=told, kind=SectionKind.PARAGRAPH) for label in ("Berita", "Galeri", "RT")
    )
    assert codes(page(LONG, sections=cards)) == ["theme_demo"]
    assert codes(page(LONG, sections=cards[:2])) == []
    own = tuple(
        Section(label=label, body="Syarat: KTP dan KK asli, dibawa ke loket.", kind=SectionKind.PARAGRAPH)
        for label in "ABC"
    )
    assert codes(page(LONG, sections=own)) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Surat yang dapat diurus di Kelurahan Bukit Tua sebagai berikut: pengantar nikah", ["mismatch"]),
        ("Selamat datang di website resmi Kelurahan Bukit Tua", ["mismatch"]),
        ("Surat yang dapat diurus di Kelurahan Lembah Hijau sebagai berikut: pengantar nikah", []),
        ("Surat yang dapat diurus di Kelurahan LembahHijau sebagai berikut: pengantar nikah", []),
        ("Layanan rekam KTP keliling bulan depan di Kelurahan Bukit Tua", []),
        ("Loket pengaduan dan layanan 24 jam tersedia di Kelurahan Bukit Tua", []),
        ("Permohonan dilayani oleh Kelurahan Bukit Tua setiap hari", ["mismatch"]),
        ("Sebelah utara berbatasan dengan Kelurahan Bukit Tua", []),
        ("Pelayanan di Kelurahan Setempat. Pelayanan di Puskesmas Bukit Tua", []),
        ("Pelayanan di Kelurahan Bukit Tua\nPelayanan di Kelurahan Sumur\nPelayanan di Kelurahan Paya", []),
        ("Jadwal Pelayanan Kelurahan\nInformasi", []),
        ("Jam Pelayanan\nJam Pelayanan Kelurahan Senin-Kamis", []),
        ("Beranda\nProfil Kelurahan Struktur Organisasi", []),
        ("Bagian dari wilayah kerja Kelurahan Bukit Tua sampai tahun 2005", []),
        ("Profil Kelurahan Bukit Tua\nProfil Kelurahan Sumur\nProfil Kelurahan Paya", []),
    ],
)
def test_text_of_another_unit_of_the_kind(text: str, wanted: list[str]) -> None:
    agency = replace(snapshot().agency, name="Kelurahan Lembah Hijau", kind=Kind.KELURAHAN)
    seen = replace(snapshot(page(f"{LONG}\n{text}")), agency=agency)
    assert [problem.code for problem in find_problems(seen)] == wanted
    portal = replace(seen, agency=replace(agency, name="Portal Andai", kind=Kind.PORTAL))
    assert find_problems(portal) == ()


@pytest.mark.parametrize(
    ("label", "body", "wanted"),
    [
        (
            "LUAS WILAYAH KERJA KELURAHAN BUKIT TUA",
            "Wilayah kerja Kelurahan Bukit Tua 594 hektare. Kelurahan Bukit Tua berpenduduk 900 jiwa.",
            ["mismatch"],
        ),
        (
            "Sejarah Singkat Kelurahan Bukit Tua",
            "Kelurahan Bukit Tua berdiri tahun 1980. Pada 1999 Kelurahan Bukit Tua dimekarkan.",
            ["mismatch"],
        ),
        (
            "Sejarah Kelurahan Bukit Tua",
            "Kelurahan Bukit Tua dimekarkan; sebagian Kelurahan Bukit Tua menjadi Kelurahan Lembah Hijau.",
            [],
        ),
        ("Profil Kelurahan Bukit Tua", "Kelurahan tetangga di sebelah utara dengan luas 12 hektare.", []),
        (
            "Sejarah Kelurahan Lembah Hijau",
            "Kelurahan Lembah Hijau berdiri tahun 1980. Dahulu Kelurahan Lembah Hijau sebuah dusun.",
            [],
        ),
        (
            "Profil Kelurahan Siaga",
            "Kelurahan siaga ialah program kesehatan. Kelurahan siaga dibentuk tahun 2010.",
            [],
        ),
        (
            "Berita Kelurahan Bukit Tua",
            "Kelurahan Bukit Tua menang lomba. Tim Kelurahan Bukit Tua menerima piala.",
            [],
        ),
    ],
)
def test_headings_over_the_text_of_another_unit(label: str, body: str, wanted: list[str]) -> None:
    agency = replace(snapshot().agency, name="Kelurahan Lembah Hijau", kind=Kind.KELURAHAN)
    section = Section(label=label, body=body, kind=SectionKind.HEADING)
    shown = page(f"{LONG}\n{label}\n{body}", HOME + "profil", sections=(section,))
    found = find_problems(replace(snapshot(page(LONG), shown), agency=agency))
    assert [item.code for item in found] == wanted
