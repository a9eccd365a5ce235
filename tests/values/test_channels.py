"""Complaint channels out of words and links."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.models import Link
from auditor.values import chat_numbers, find_channels, find_masked, link_channel, phone

FORMS = [
    ("Telfon (0271) 656623", [("phone", "+62271656623")]),
    ("Nomor Aduan Whatsapp : 08175010866", [("whatsapp", "+628175010866")]),
    ("(0511) 591 678 6/ Wa 0819 3011 5515", [("phone", "+625115916786"), ("whatsapp", "+6281930115515")]),
    ("WA/Telp: 0857-9581-9214", [("whatsapp", "+6285795819214"), ("phone", "+6285795819214")]),
    (
        "Telp, SMS, WA: 0858-9581-9214",
        [("whatsapp", "+6285895819214"), ("sms", "+6285895819214"), ("phone", "+6285895819214")],
    ),
    ("Telepon kantor (0561) 721234", [("phone", "+62561721234")]),
    (
        "WA (0857-9581-9214 dan 0813-4355-2200)",
        [("whatsapp", "+6285795819214"), ("whatsapp", "+6281343552200")],
    ),
    (
        "WA 0857-9581-9214, telepon 0813-4355-2200",
        [("whatsapp", "+6285795819214"), ("phone", "+6281343552200")],
    ),
    ("Telpon (OS61) 721 234", [("phone", "+62561721234")]),
    ("Instagram\n@dinas.andai", [("social", "@dinas.andai")]),
    ("contoh@email.com", []),
    ("Surel info@lapor.go.id", [("lapor", "info@lapor.go.id")]),
    ("Sampaikan langsung kepada manajemen RSUD Andai", []),
    ("Sampaikan langsung kepada petugas RSUD Andai", [("in_person", "langsung kepada petugas")]),
    ("Secara tertulis ditujukan kepada Kepala Balai", [("in_person", "secara tertulis ditujukan")]),
    (
        "1. Secara langsung\n2. Surat: Jalan Merdeka 1",
        [("in_person", "secara langsung"), ("in_person", "surat")],
    ),
    ("Aduan diproses secara langsung oleh petugas", []),
    ("SMS pengaduan 0812-9090-1122", [("sms", "+6281290901122")]),
    ("Pusat panggilan 1500-123", [("hotline", "1500123")]),
    ("Telp. Kantor 721234", [("phone", "721234")]),
    ("Khusus WhatsApp, tidak menerima telepon: 0812-9090-1122", [("whatsapp", "+6281290901122")]),
    ("0812-9090-1122 (WA, tidak melayani telepon)", [("whatsapp", "+6281290901122")]),
    ("Layanan Aspirasi dan Pengaduan Online Rakyat", [("lapor", "SP4N-LAPOR!")]),
    ("Kirim surat ke Jalan Merdeka 1", [("in_person", "kirim surat")]),
    ("Jawaban dikirim lewat pos", []),
    ("- Front office", [("in_person", "front office")]),
    ("- Front office: 0812-9090-1122", [("phone", "+6281290901122")]),
    ("Temui petugas di lobi", [("in_person", "temui petugas")]),
    ("QR Code aduan di loket", []),
    ("SMS 1708", [("lapor", "1708"), ("sms", "1708")]),
    ("Call Center 112", [("hotline", "112")]),
    ("www.lapor.go.id", [("lapor", "www.lapor.go.id")]),
    ("SP4N LAPOR!", [("lapor", "SP4N-LAPOR!")]),
    ("dinsos[at]andaikab.go.id", [("email", "dinsos@andaikab.go.id")]),
    ("IG : @dinsos_andai", [("social", "@dinsos_andai")]),
    ("sediakan kotak saran", [("in_person", "kotak saran")]),
    ("https://wa.me/6281234567890?text=hai", [("whatsapp", "+6281234567890")]),
    ("0812-xxxx-xxxx", []),
    ("(0561) 721xxx", []),
    ("NIP. 19780101 200501 1 003", []),
    ("Fax. 0284-323637", []),
    ("tgl 01-02-2023 sampai 05-06-2024", []),
    ("pukul 08.00 - 15.00", []),
    ("Telp./Fax. (0561) 721234", [("phone", "+62561721234")]),
    ("Telp. 0561-721234, Fax. 0561-721235", [("phone", "+62561721234")]),
    ("Telepon : 721234", [("phone", "721234")]),
    ("Faks: 721234", []),
    (
        "0812-9090-1122 (WA Aduan)\n(0561) 721234 (Telepon)",
        [("whatsapp", "+6281290901122"), ("phone", "+62561721234")],
    ),
    (
        "Telepon & WhatsApp\nHubungi kami pada jam kerja.\n0812-9090-1122",
        [("whatsapp", "+6281290901122"), ("phone", "+6281290901122")],
    ),
    (
        "WhatsApp\nsurat.elektronik.dinas@andaikab.go.id\n0812-9090-1122",
        [("email", "surat.elektronik.dinas@andaikab.go.id"), ("phone", "+6281290901122")],
    ),
    ("Telp.0561-721234, HP.0812-9090-1122", [("phone", "+62561721234"), ("phone", "+6281290901122")]),
    ("Telepon(0561) 721234", [("phone", "+62561721234")]),
    ("WA081290901122", [("whatsapp", "+6281290901122")]),
    ("siswa0812", []),
    ("[Instagram] dinas andai", [("social", "dinas andai")]),
    ("- Facebook Dinas Andai\n- Instagram resmi kami", [("social", "Dinas Andai")]),
    ("IG.dinas_andai di facebook.com", [("social", "dinas_andai")]),
    ("Chat: 0812-9090-1122", [("whatsapp", "+6281290901122")]),
    ("Lapor 112", [("hotline", "112")]),
    ("Lapor Pak Wali 112", [("hotline", "112")]),
    ("Lapor ke kantor camat 2 112", []),
    ("No. HP contoh: 0812-2233-3444, email (misal: abc@gmail.com)", []),
    ("Unit Pelayanan Pengaduan : Telp. (0561) 721234", [("phone", "+62561721234")]),
    ("YouTube: https://www.youtube.com/embed/andai", []),
    ("isi formulir diruang pengaduan", [("in_person", "diruang pengaduan")]),
    ("konsultasi langsung di UPTD Andai", [("in_person", "langsung di uptd")]),
    ("WA ; Loket A; 0812-9090-1122", [("whatsapp", "+6281290901122")]),
    ("Call center 1500-123", [("hotline", "1500123")]),
    ("aduan.andai©gmail.com", [("email", "aduan.andai@gmail.com")]),
    ("Copyright©andai.com", []),
    ("Facebook (Dinas Andai)", [("social", "Dinas Andai")]),
    ("Instagram resmi : @dinas.andai", [("social", "@dinas.andai")]),
    ("ikuti @dinas_andai", [("social", "@dinas_andai")]),
    ("akun X @lapor1708", [("lapor", "SP4N-LAPOR!")]),
    ("laporkan melalui LAPOR atau loket", [("lapor", "SP4N-LAPOR!")]),
    ("chat ke wa.me/6281290901122", [("whatsapp", "+6281290901122")]),
    ("DINAS ANDAI (Facebook)", [("social", "DINAS ANDAI")]),
    ("melalui instagram dinas_andai", [("social", "dinas_andai")]),
    ("melalui E-Lapor", [("lapor", "SP4N-LAPOR!")]),
    ("Telepon (0561) 21053", [("phone", "+6256121053")]),
    ("melalui surat elektronik saran@andaikab.go.id", [("email", "saran@andaikab.go.id")]),
    ("disampaikan langsung kepada petugas", [("in_person", "langsung kepada petugas")]),
    ("datang ke Ruang Informasi & Pengaduan", [("in_person", "ruang informasi & pengaduan")]),
    ("sampaikan langsung ke email resmi dinas", []),
    ("laporkan langsung kepada tim pengawas melalui formulir pengaduan", []),
    (
        "laporkan langsung kepada petugas melalui formulir yang ada di loket",
        [("in_person", "langsung kepada petugas")],
    ),
    ("disampaikan secara langsung ke nomor WhatsApp", []),
    ("sampaikan kepada petugas pengaduan", [("in_person", "kepada petugas pengaduan")]),
    ("Petugas Pengaduan\nBudi (0561) 21053", [("phone", "+6256121053")]),
    ("atau langsung mengunjungi dinas", [("in_person", "langsung mengunjungi")]),
    ("langsung ke kantor atau email", [("in_person", "langsung ke kantor")]),
    ("SMS ke 0812-9090-1122, WA 0813-4355-2200", [("sms", "+6281290901122"), ("whatsapp", "+6281343552200")]),
    ("0812-9090-1122 WhatsApp", [("whatsapp", "+6281290901122")]),
    ("1. HP 081290901122 2. WA 081343552200", [("phone", "+6281290901122"), ("whatsapp", "+6281343552200")]),
    ("WA/Telegram: 0812-9090-1122", [("whatsapp", "+6281290901122")]),
    ("melalui Facebook Dinas Andai, SMS", [("social", "Dinas Andai")]),
    ("Facebook: Dinas Andai Jaya", [("social", "Dinas Andai Jaya")]),
    ("Facebook: Instagram", []),
    ("Ikuti Facebook Resmi Kami dan Instagram", []),
    ("a. Kotak saran; b. Surat ke kantor", [("in_person", "kotak saran"), ("in_person", "surat")]),
    ("1\tSurat kepada camat", [("in_person", "surat")]),
    ("1. Kantor Andai\n2. Surat", [("in_person", "kantor andai"), ("in_person", "surat")]),
]


@pytest.mark.parametrize(("text", "wanted"), FORMS)
def test_forms(text: str, wanted: list[tuple[str, str]]) -> None:
    found = find_channels(text)
    assert [(item.value.channel, item.value.value) for item in found] == wanted


def test_a_number_that_opens_a_chat_is_whatsapps_unless_it_is_said_to_ring() -> None:
    chat = [Link(text="", url="https://wa.me/6281290901122")]
    assert [item.value.channel for item in find_channels("Aduan: 0812-9090-1122", chat)] == ["whatsapp"]
    kinds = [item.value.channel for item in find_channels("Telepon 0812-9090-1122", chat)]
    assert kinds == ["phone", "whatsapp"]
    assert chat_numbers([*chat, Link(text="", url="https://andai.go.id/wa")]) == {"+6281290901122"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("WhatsApp Center\n0812-XXXX-XXXX", [("whatsapp", "0812-XXXX-XXXX")]),
        ("Telepon (0561) 721xxx", [("phone", "(0561) 721XXX")]),
        ("WhatsApp 0812-9090-1122", []),
        ("ukuran 0812 x 30", []),
    ],
)
def test_numbers_left_out_are_named_as_written(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(item.value.channel, item.value.value) for item in find_masked(text)] == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("tel:+62561721234", ("phone", "+62561721234")),
        ("tel:112", ("hotline", "112")),
        ("mailto:Saran@Andaikab.go.id?subject=x", ("email", "saran@andaikab.go.id")),
        ("https://api.whatsapp.com/send?phone=6281290901122", ("whatsapp", "+6281290901122")),
        ("https://www.lapor.go.id/", ("lapor", "https://www.lapor.go.id/")),
        ("https://www.instagram.com/andai", ("social", "https://www.instagram.com/andai")),
        ("https://forms.gle/abc", ("form", "https://forms.gle/abc")),
    ],
)
def test_links(url: str, wanted: tuple[str, str]) -> None:
    channel = link_channel(Link(text="x", url=url))
    assert channel is not None
    assert (channel.channel, channel.value) == wanted


@pytest.mark.parametrize(
    "url",
    [
        "#",
        "",
        "https://andaikab.go.id/kontak",
        "https://facebook.com/sharer/sharer.php?u=x",
        "https://www.lapor.go.id/images/logo.png",
        "http://[",
        "tel:",
    ],
)
def test_links_that_are_none(url: str) -> None:
    assert link_channel(Link(text="x", url=url)) is None


@given(st.integers(1_000_000, 99_999_999), st.sampled_from(["0812{}", "+62812{}", "62812{}", "0812-{}"]))
def test_mobile_numbers_round_trip(tail: int, form: str) -> None:
    assert phone(form.format(tail)) == f"+62812{tail}"


@settings(max_examples=150)
@given(st.text(alphabet="0123456789 ()-+@.[]atwaWASMS/:hps\n", max_size=150))
def test_never_raises(text: str) -> None:
    for item in find_channels(text, [Link(text=text, url=text)]):
        assert 0 <= item.start <= item.end <= len(text)
    find_masked(text)


@pytest.mark.parametrize("piece", ["0", "0 8 1 2 ", "a.b@", "http://", "IG : ", "wa.-", "(", " "])
def test_long_input_costs_linear_time(piece: str) -> None:
    began = time.process_time()
    find_channels(piece * (100_000 // len(piece)))
    find_masked(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 5
