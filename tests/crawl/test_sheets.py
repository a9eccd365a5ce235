"""Posters in a site's style sheets: asked for where a page may hold one, and again when the sheet changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HOST = "dinasuji.kuburayakab.go.id"
PAGE = (
    "<html><head><title>{}</title><link rel=stylesheet href='/css/bootstrap.min.css'>"
    "<link rel=stylesheet href='/css/gaya.css?v=1'></head><body><nav>"
    "<a href='/standar-pelayanan'>Standar Pelayanan</a><a href='/berita'>Berita</a></nav>"
    "<main><h1>{}</h1>{}</main></body></html>"
)
BOX = "<div class='lembar'></div>"
SHEET = ".lembar{{background:url('../img/{}.png') no-repeat}} .tombol{{background:url(../img/t.png)}}"


def _site(web: Any, boxes: str = BOX, picture: str = "lembar") -> None:
    pages = {
        "/": PAGE.format("Dinas Uji", "Selamat datang", boxes),
        "/standar-pelayanan": PAGE.format("Standar Pelayanan", "Standar Pelayanan", boxes),
        "/berita": PAGE.format("Berita", "Berita", boxes),
    }
    web.pages |= {HOST + path: html for path, html in pages.items()}
    css, png = {"Content-Type": "text/css"}, {"Content-Type": "image/png"}
    web.pages[f"{HOST}/css/gaya.css?v=1"] = (200, css, SHEET.format(picture))
    for name in ("lembar", "baru", "t"):
        web.pages[f"{HOST}/img/{name}.png"] = (200, png, f"gambar {name}")


def _crawl(crawl: Any, **more: Any) -> Any:
    return crawl(units=[("u", "Dinas Uji", f"http://{HOST}/")], **more)


def test_a_poster_in_a_style_sheet_is_asked_for_once(web: Any, crawl: Any) -> None:
    _site(web)
    visit = _crawl(crawl).visit()
    asked = [path for _, _, path in web.asked]
    assert asked.count("/css/gaya.css?v=1") == asked.count("/img/lembar.png") == 1
    assert not {"/css/bootstrap.min.css", "/img/t.png"} & set(asked)
    poster = next(fetch for fetch in visit.fetches if fetch.url.endswith("/img/lembar.png"))
    assert poster.referrer == f"http://{HOST}/standar-pelayanan", (
        "only a page that promises something is a reason"
    )
    assert not any("css" in fetch.url for fetch in visit.fetches), "a sheet is no page of the unit"


def test_no_sheet_is_asked_for_where_no_box_is_empty(web: Any, crawl: Any) -> None:
    _site(web, "<p>Fotokopi KTP dan KK.</p>")
    _crawl(crawl)
    assert not [path for _, _, path in web.asked if "css" in path or "img" in path]


def test_robots_hold_for_sheets_too(web: Any, crawl: Any) -> None:
    _site(web)
    web.pages[f"{HOST}/robots.txt"] = "User-agent: *\nDisallow: /css/\n"
    _crawl(crawl)
    assert not [path for _, _, path in web.asked if "css" in path or "img" in path]


def test_a_sheet_that_changed_shows_its_new_poster(web: Any, crawl: Any, tmp_path: Path) -> None:
    _site(web)
    _crawl(crawl, out=str(tmp_path / "a"))
    _site(web, picture="baru")
    visit = _crawl(crawl, out=str(tmp_path / "b"), before=str(tmp_path / "a")).visit()
    shown = {fetch.url.rpartition("/")[2] for fetch in visit.fetches if "/img/" in fetch.url}
    assert shown == {"baru.png"}
