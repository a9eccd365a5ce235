"""Trouble on a site: each code is found where it is and not where it only seems to be."""

from __future__ import annotations

import pytest
from sites import HOME, page, snapshot

from auditor.checks.problems import find_problems, tainted
from auditor.models import Link, Page, Section, SectionKind, Source, Unread

LONG = "Dinas Andai melayani masyarakat dengan sepenuh hati di seluruh kecamatan. " * 5


def codes(*pages: Page, unread: tuple[Unread, ...] = ()) -> list[str]:
    return [problem.code for problem in find_problems(snapshot(*pages, unread=unread))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Visi: Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "lorem_ipsum"),
        ("We provide best solutions for your business", "theme_demo"),
        ("Alamat: [Alamat Kantor], telepon [Nomor Telepon]", "placeholder_content"),
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
