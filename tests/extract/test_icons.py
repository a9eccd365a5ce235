"""Icons that stand for a word are told in brackets before the number or account behind them, else not."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read

NUMBER = "0812-9090-1122"
SAID = f"[WhatsApp] {NUMBER}"


@pytest.mark.parametrize(
    "html",
    [
        f'<p><i class="fab fa-whatsapp"></i> {NUMBER}</p>',
        f'<li><i class="bi bi-whatsapp"></i>&nbsp;{NUMBER}</li>',
        f'<p><svg class="lucide lucide-whatsapp"><path d="M0"/></svg>{NUMBER}</p>',
        f'<p><i data-feather="whatsapp"></i> <a href="https://wa.me/6281290901122">{NUMBER}</a></p>',
        f'<p><img src="/ikon/wa.png" width="20"> {NUMBER}</p>',
        f'<a href="https://wa.me/6281290901122"><span class="icon-whatsapp"></span>{NUMBER}</a>',
    ],
)
def test_the_sign_before_a_number_is_told(html: str) -> None:
    assert SAID in read(f"<h2>Pengaduan</h2>{html}").sections[0].body


def test_the_sign_in_a_box_before_the_numbers_box_is_told() -> None:
    icon = '<div class="icon"><i class="bi bi-whatsapp"></i></div>'
    html = f"<h2>Aduan</h2><div>{icon}<div><p>{NUMBER}</p></div></div>"
    assert f"[WhatsApp]\n{NUMBER}" in read(html).sections[0].body


def test_the_sign_before_an_account_is_told() -> None:
    html = (
        '<h2>Aduan</h2><p><i class="fab fa-instagram"></i> dinas_andai</p>'
        '<p><i class="fab fa-facebook-f"></i> Dinas Andai</p>'
    )
    assert read(html).sections[0].body == "[Instagram] dinas_andai\n[Facebook] Dinas Andai"


@pytest.mark.parametrize(
    "html",
    [
        f'<p><i class="fab fa-whatsapp"></i> WhatsApp: {NUMBER}</p>',
        f'<p><a href="https://wa.me/62"><i class="fab fa-whatsapp"></i></a> <span>{NUMBER}</span></p>',
        '<p><i class="fab fa-whatsapp"></i> Hubungi kami</p>',
        f'<p><i class="fab fa-whatsapp"></i><i class="fa fa-phone"></i><br>{NUMBER}</p>',
        '<p><i class="fab fa-facebook"></i> Sejarah dinas ditulis pada tahun 1950 oleh para pendiri</p>',
        f'<p><i class="fa fa-phone"></i> {NUMBER}</p>',
    ],
)
def test_an_icon_that_says_nothing_more_is_not_told(html: str) -> None:
    assert "[" not in read(f"<h2>Aduan</h2>{html}").sections[0].body


@pytest.mark.parametrize(
    "name", ["material-icons", "material-symbols-outlined notranslate", "Material-Icons-Round"]
)
def test_names_of_drawn_icons_are_no_words(name: str) -> None:
    icon = f'<span class="{name}">send</span>'
    html = f'<h2>Aduan</h2><p>{icon}Kirim aduan</p><a href="/lapor"><i class="{name}">campaign</i> Lapor</a>'
    page = read(html)
    assert page.sections[0].body == "Kirim aduan\nLapor"
    assert page.links[0].text == "Lapor"
