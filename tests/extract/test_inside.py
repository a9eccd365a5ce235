"""Posters that stand in a page's own markup, as editors paste them; read by the real Tesseract."""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageDraw, ImageFont

from auditor.extract import ReadOptions, inside, snapshot
from auditor.models import Agency, Fetch, Kind, Page, Snapshot, Source, Visit
from tests.extract.helpers import Response, fetch, read

HOME = "https://dinas.contoh.go.id/"


def _poster(words: str = "15 menit") -> str:
    image = Image.new("RGB", (900, 620), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(30)
    lines = ("STANDAR PELAYANAN LEGALISASI", "Persyaratan:", "1. Fotokopi ijazah", f"Waktu: {words}")
    for place, line in enumerate(lines):
        draw.text((50, 60 + 110 * place), line, fill="black", font=font)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    # as Word and mail programs write it: broken into lines
    return "data:image/png;base64," + base64.encodebytes(buffer.getvalue()).decode("ascii")


def _snapshot(*pages: tuple[str, str]) -> Snapshot:
    bodies = {fetch(html.encode(), url): html.encode() for url, html in pages}
    agency = Agency(unit_id="1", name="Dinas Contoh", kind=Kind.OPD, region="61.12", website=HOME)
    visit = Visit(agency=agency, home=HOME, fetches=tuple(bodies))

    def stored(asked: Fetch) -> Response:
        return Response(200, bodies[asked])

    return snapshot(visit, stored, ReadOptions())


def _posters(found: Snapshot) -> list[Page]:
    return [page for page in found.pages if page.source is Source.IMAGE]


def _page(body: str) -> str:
    return f"<html><title>Layanan</title><body><main><h1>Layanan</h1>{body}</main></body></html>"


def test_a_pasted_poster_is_read_and_proved_by_its_page() -> None:
    html = _page(f'<p><img style="width:800px" data-filename="a.png" src="{_poster()}"></p>')
    found = _snapshot((HOME + "layanan", html))
    (poster,) = _posters(found)
    assert "15 menit" in poster.text and "Fotokopi ijazah" in poster.text
    page = found.pages[0].fetch
    assert poster.fetch.url.startswith(f"{page.url}{inside.NAME}"), "the address opens the page"
    assert (poster.fetch.sha256, poster.fetch.referrer) == (page.sha256, page.url)
    assert not found.unread


def test_one_picture_on_many_pages_is_read_once_and_others_for_themselves() -> None:
    same, other = _poster(), _poster("2 jam")
    found = _snapshot(
        (HOME, _page(f'<img src="{same}">')), (HOME + "b", _page(f'<img src="{same}"><img src="{other}">'))
    )
    assert sorted("2 jam" in page.text for page in _posters(found)) == [False, True]


def test_what_frames_the_page_or_is_small_is_not_taken_for_a_poster() -> None:
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    html = _page(f'<img src="{dot}">').replace("</body>", f'<footer><img src="{_poster()}"></footer></body>')
    assert not _posters(_snapshot((HOME, html)))


def test_what_is_no_base64_is_left_out() -> None:
    assert inside.pictures('<img src="data:image/png;base64,' + "A" * 4001 + '">') == {}
    assert not _posters(_snapshot((HOME, _page('<img src="data:image/png;base64,' + "AAAA" * 2000 + '">'))))


def test_words_behind_a_very_large_picture_are_read() -> None:
    page = read(_page('<img src="data:image/png;base64,' + "A" * 7_000_000 + '"><p>Loket dibuka 08.00</p>'))
    assert "Loket dibuka 08.00" in page.text
