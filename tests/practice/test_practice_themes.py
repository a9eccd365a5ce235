"""Where each theme puts the content: in the page, in a section, or in data for a script."""

from __future__ import annotations

import json
import shutil

import pytest
from practice_client import get

from auditor.practice.region import Region
from auditor.practice.server import Practice
from auditor.practice.theme_addresses import address_of

THEMES = ["joomla", "blogger", "codeigniter", "opensid", "elementor", "bootstrap", "tables"]


@pytest.mark.parametrize("theme", THEMES)
def test_themes_draw_content_menu_panels_and_posts(net: Practice, theme: str) -> None:
    home = f"https://{theme}.ujikab.go.id"
    page = get(net, f"{home}/kartu").text
    for words in ("Isi pokok kartu", "Fotokopi KTP", 'href="/kartu"', "Jalan Uji 1"):
        assert words.lower() in page.lower()
    assert "Berita Satu" in get(net, f"{home}/").text
    assert "2 Mei 2023" in get(net, f"{home}/berita-satu").text


@pytest.mark.parametrize("theme", ["wp", "joomla", "codeigniter", "elementor", "bootstrap", "blogger"])
def test_pages_carry_the_noise_of_real_ones(net: Practice, theme: str) -> None:
    assert 10_000 < len(get(net, f"https://{theme}.ujikab.go.id/").body) < 60_000


def test_listings_feed_and_sitemap(net: Practice) -> None:
    for path in ("/category/kabar-dinas/", "/2023/05/", "/feed/", "/wp-sitemap.xml"):
        reply = get(net, f"https://wp.ujikab.go.id{path}")
        assert reply.status == 200
        assert "berita/sop" in reply.text
    assert "Diposting oleh" in get(net, "https://blogger.ujikab.go.id/berita-satu").text
    assert get(net, "https://wp.ujikab.go.id/wp-login.php").status == 200


def test_every_address_a_theme_makes_by_itself_answers(net: Practice) -> None:
    import re

    for theme in [*THEMES, "wp"]:
        home = f"https://{theme}.ujikab.go.id"
        for path in ("/", "/berita-satu" if theme != "wp" else "/berita/sop/"):
            for link in set(re.findall(r'(?:href|src)="(/[^"/#][^"#]*)"', get(net, home + path).text, re.I)):
                status = get(net, home + link.replace("&amp;", "&").replace(" ", "%20")).status
                assert status in (200, 301), (theme, path, link)


def test_onepage_and_frameset(net: Practice) -> None:
    page = get(net, "https://onepage.ujikab.go.id/").text
    assert '<section id="layanan"' in page
    assert 'href="#layanan"' in page
    assert "pasien gratis" in page
    assert get(net, "https://onepage.ujikab.go.id/layanan").status == 404
    assert "<FRAMESET" in get(net, "https://bingkai.ujikab.go.id/").text


def test_drawn_themes_keep_content_out_of_the_page(net: Practice) -> None:
    shell = get(net, "https://hash.ujikab.go.id/").text
    assert '<div id="root"></div>' in shell
    assert "pasien" not in shell
    data = get(net, "https://hash.ujikab.go.id/assets/js/data.js").text
    site = json.loads(data.removeprefix("window.__SITUS__ = ").rstrip(";\n"))
    assert site["menu"][0]["href"] == "#/layanan"
    assert "pasien gratis" in site["halaman"]["/layanan"]["isi"]
    assert "href='#/layanan'" in site["halaman"]["/"]["isi"]
    buttons = get(net, "https://tombol.ujikab.go.id/").text
    assert "pasien" not in buttons
    assert "pasien gratis" in get(net, "https://tombol.ujikab.go.id/assets/js/konten.js").text
    inline = get(net, "https://inline.ujikab.go.id/layanan").text
    assert "pasien gratis" in inline.split('id="warmup-data"')[1]
    assert "pasien" not in inline.split("<script")[0]


def test_a_unit_below_a_path_of_another_host(net: Practice) -> None:
    home = "https://wp.ujikab.go.id/dinas-bawah"
    shell = get(net, f"{home}/profil").text
    assert 'href="/dinas-bawah/profil"' in shell
    assert 'data-base="/dinas-bawah"' in shell
    data = get(net, f"{home}/api/halaman/profil.json").text
    assert "Visi kami" in data
    assert json.loads(data)["data"]["isi"].count("/dinas-bawah/logo.png") == 1
    assert get(net, f"{home}/logo.png").headers["content-type"] == "image/png"
    assert get(net, home).status == 200
    assert get(net, f"{home}x").status == 404


@pytest.mark.parametrize(
    ("host", "path", "click"),
    [
        ("hash", "/#/layanan", ""),
        ("tombol", "/", "Layanan"),
        ("inline", "/layanan", ""),
        ("wp", "/dinas-bawah/profil", ""),
    ],
)
def test_a_browser_sees_what_scripts_draw(net: Practice, host: str, path: str, click: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    rules = f"MAP *:443 127.0.0.1:{net.https_port},MAP *:80 127.0.0.1:{net.http_port}"
    flags = [
        "--no-sandbox",
        f"--host-resolver-rules={rules}",
        f"--ignore-certificate-errors-spki-list={net.spki}",
    ]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page()
        page.goto(f"https://{host}.ujikab.go.id{path}")
        if click:
            page.get_by_role("button", name=click).click()
        words = "Visi kami" if host == "wp" else "pasien gratis"
        told = page.get_by_text(words).first
        told.wait_for(timeout=10_000)
        assert told.is_visible()
        browser.close()


def test_address_of_a_page_as_visitors_see_it(region: Region) -> None:
    assert address_of(region.sites["hash"].file, "/layanan") == "/#/layanan"
    assert address_of(region.sites["onepage"].file, "/layanan") == "/#layanan"
    assert address_of(region.sites["wp"].file, "/samaran") == "/samaran"
