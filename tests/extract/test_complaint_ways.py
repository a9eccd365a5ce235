"""Every way to complain, in every form a page gives such a list: the set of kinds is read whole, and contacts
that stand apart from it do not join it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from auditor.checks import judge
from auditor.models import Agency, Channel, Kind, Site, SiteStatus, Snapshot
from tests.extract.helpers import read

ONLINE = Site(status=SiteStatus.ONLINE)
WAYS = {
    "Telepon: (0561) 721345": "phone",
    "Hotline 0561 721345": "phone",
    "HP 0812-3456-7801": "phone",
    "Telepon kantor (0561) 721345": "phone",
    "WhatsApp: 0812-3456-7802": "whatsapp",
    "0812 3456 7802 (WA)": "whatsapp",
    "WA/Telegram: 081234567802": "whatsapp",
    '<a href="https://wa.me/6281234567802">Chat via WhatsApp</a>': "whatsapp",
    "SMS ke 081234567803": "sms",
    "Surel: andai@contohkab.go.id": "email",
    '<a href="mailto:andai@contohkab.go.id">Kirim surel</a>': "email",
    "Google Form: https://forms.gle/AbCdEf123": "form",
    "bit.ly/pengaduan-andai": "form",
    "Scan QR Code pengaduan": "form",
    "Aplikasi Andai Lapor (Play Store)": "form",
    "SP4N-LAPOR!": "lapor",
    "Instagram: @dinas.andai": "social",
    "Facebook Puskesmas Andai": "social",
    "Facebook: Dinas Andai Sejahtera": "social",
    "Kotak saran di ruang tunggu": "in_person",
    "Surat ke alamat kantor Jl. Merdeka 5": "in_person",
    "Menemui petugas pengaduan di meja informasi": "in_person",
}
GENERAL = ["Telepon: (0561) 700100", "Email: kantor@contohkab.go.id", "Instagram: @kantor.andai"]


def points(ways: Sequence[str]) -> str:
    shown = "".join(f"<li>{way}</li>" for way in ways)
    return f"<h2>Pengaduan</h2><p>Pengaduan dapat disampaikan melalui:</p><ul>{shown}</ul>"


def lines(ways: Sequence[str]) -> str:
    return f"<p><b>Saluran Pengaduan</b><br>{'<br>'.join(ways)}</p>"


def sentence(ways: Sequence[str]) -> str:
    told = ", ".join(ways[:-1])
    return f"<h2>Kritik dan Saran</h2><p>Aduan dapat disampaikan melalui {told} dan {ways[-1]}.</p>"


def told_in_passing(ways: Sequence[str]) -> str:
    return f"<p>Bila ada keluhan atas pelayanan kami, silakan hubungi: {'; '.join(ways)}</p>"


def numbered(ways: Sequence[str]) -> str:
    shown = " ".join(f"{letter}. {way};" for letter, way in zip("abcdef", ways, strict=False))
    return f"<h3>Penanganan Pengaduan</h3><p>{shown}</p>"


def row_of_a_standard(ways: Sequence[str]) -> str:
    shown = "<br>".join(f"{number}. {way}" for number, way in enumerate(ways, 1))
    return (
        "<h2>Standar Pelayanan</h2><table><tr><td>1</td><td>Persyaratan</td><td>Fotokopi KTP dan KK</td></tr>"
        f"<tr><td>2</td><td>Penanganan pengaduan, saran dan masukan</td><td>{shown}</td></tr></table>"
    )


def rows(ways: Sequence[str]) -> str:
    shown = "".join(f"<tr><td>{number}</td><td>{way}</td></tr>" for number, way in enumerate(ways, 1))
    return f"<h2>Layanan Pengaduan</h2><table>{shown}</table>"


def cards(ways: Sequence[str]) -> str:
    shown = ""
    for way in ways:
        title, colon, told = way.partition(": ") if "<" not in way else ("", "", "")
        shown += f"<div class=card><h4>{title}</h4><p>{told}</p></div>" if colon else f"<div>{way}</div>"
    return f"<h2>Media Pengaduan</h2><p>Kami menerima pengaduan Anda.</p>{shown}"


LAYOUTS: list[Callable[[Sequence[str]], str]] = [
    points,
    lines,
    sentence,
    told_in_passing,
    numbered,
    row_of_a_standard,
    rows,
    cards,
]
# in a sentence in passing these are the office's number, or may be told of another matter
NOT_IN_PASSING = {
    "Telepon kantor (0561) 721345",
    "Surat ke alamat kantor Jl. Merdeka 5",
    "Aplikasi Andai Lapor (Play Store)",
    "Scan QR Code pengaduan",
}


def kinds(body: str) -> set[str]:
    html = f"<html><body><main><h1>Puskesmas Andai</h1><p>Kami melayani warga.</p>{body}</main></body></html>"
    agency = Agency(unit_id="pkm", name="Puskesmas Andai", kind=Kind.PUSKESMAS, region="")
    seen = Snapshot(agency=agency, pages=(read(html),), unread=(), reached=True)
    values = judge(seen, ONLINE).findings["pengaduan"].values
    told = {value.channel for value in values if isinstance(value, Channel)}
    return {"phone" if kind == "hotline" else kind for kind in told}


@pytest.mark.parametrize(
    ("way", "layout"),
    [
        (way, layout)
        for way in WAYS
        for layout in LAYOUTS
        if layout is not told_in_passing or way not in NOT_IN_PASSING
    ],
)
def test_a_way_beside_two_others_is_read(way: str, layout: Callable[[Sequence[str]], str]) -> None:
    usual = [name for name in WAYS if name not in NOT_IN_PASSING]
    place = list(WAYS).index(way)
    beside = [usual[(place + step) % len(usual)] for step in (7, 12)]
    ways = [way, *(name for name in beside if name != way)]
    assert kinds(layout(ways)) == {WAYS[one] for one in ways}


@pytest.mark.parametrize(
    ("layout", "before"),
    # a paragraph without a heading stands under the one before it
    [
        (layout, before)
        for layout in LAYOUTS
        for before in (False, True)
        if layout not in (lines, told_in_passing) or not before
    ],
)
def test_contacts_under_a_heading_of_their_own_are_general(
    layout: Callable[[Sequence[str]], str], *, before: bool
) -> None:
    ways = ["WhatsApp: 0812-3456-7802", "Kotak saran di ruang tunggu"]
    general = f"<h2>Hubungi Kami</h2><ul>{''.join(f'<li>{one}</li>' for one in GENERAL)}</ul>"
    own = layout(ways)
    assert kinds(general + own if before else own + general) == {"whatsapp", "in_person"}
