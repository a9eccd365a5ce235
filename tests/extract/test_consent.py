"""A banner that asks for consent to cookies is no part of what the unit says."""

from __future__ import annotations

import pytest

from tests.extract.helpers import one, read

STEPS = "<ol><li>Datang ke loket</li><li>Isi formulir</li></ol>"
UNNAMED = (
    '<div class="cc-x"><h2>Kami menggunakan cookie</h2><p>Situs ini memakai cookie agar layanan membaik.</p>'
    "<div><button>Terima</button><button>{}</button></div></div>"
)
NAMED = (
    '<section id="cookie-law-info-bar"><h2>Privasi</h2><p>Kami berkomitmen menjaga data Anda.</p>'
    '<a href="#" role="button">Lanjut</a></section>'
)


@pytest.mark.parametrize("banner", [UNNAMED.format("Tolak semua"), UNNAMED.format("×"), NAMED])
def test_a_banner_heads_nothing_and_says_nothing_in_the_main_part(banner: str) -> None:
    page = read(f"{banner}<h3>Prosedur</h3>{STEPS}")
    assert one(page, "Prosedur").path == ()
    assert [section.label for section in page.sections if section.zone == "main"] == ["Prosedur"]
    assert "berkomitmen" in page.text or "cookie" in page.text  # told, but aside


@pytest.mark.parametrize(
    "page",
    [
        f'<body class="cookies-not-set gdpr-box"><h3>Prosedur</h3>{STEPS}<button>Terima</button></body>',
        f"<div><p>Situs ini memakai cookie. <button>Terima</button></p><h3>Prosedur</h3>{STEPS}</div>",
        f"<div><h3>Prosedur</h3>{STEPS}<p>Situs ini memakai cookie.</p><button>Kirim</button></div>",
    ],
)
def test_what_stands_beside_a_banner_stays_in_the_main_part(page: str) -> None:
    assert "Datang ke loket" in one(read(page), "Prosedur").body
