"""The crawler against a small real web on loopback."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from auditor.models import Https
from auditor.store.archive import open_bodies

HOST = "uji.kuburayakab.go.id"
WORDS = (
    "<p>Selamat datang di situs resmi Dinas Uji Kabupaten Kubu Raya. "
    + "Isi halaman ini panjang. " * 12
    + "</p>"
)


def page(*links: str, title: str = "Dinas Uji", body: str = "") -> str:
    anchors = "".join(f'<p><a href="{link}">{link.strip("/")}</a></p>' for link in links)
    return f"<html><head><title>{title}</title></head><body>{WORDS}{anchors}{body}</body></html>"


def causes(visit: Any) -> dict[str, str]:
    return {failure.url: failure.cause for failure in visit.failures}


def test_robots_are_obeyed_and_likely_pages_come_first(web: Any, crawl: Callable[..., Any]) -> None:
    web.pages |= {
        f"{HOST}/robots.txt": "User-agent: *\nDisallow: /rahasia\n",
        f"{HOST}/": page("/berita/1", "/rahasia", "/galeri", "/standar-pelayanan", "/kalender?month=1"),
        f"{HOST}/standar-pelayanan": page("/sp.pdf", "/berita-standar-pelayanan-kk.html"),
        f"{HOST}/berita-standar-pelayanan-kk.html": page(body="<b>kk</b>"),
        f"{HOST}/sp.pdf": b"%PDF-1.4 isi",
        f"{HOST}/berita/1": page(body="<b>berita</b>"),
        f"{HOST}/galeri": page(body="<b>galeri</b>"),
        f"{HOST}/kalender?month=1": page("/kalender?month=2"),
    }
    visit = crawl().visit()
    read = [fetch.url.split(".go.id")[1] for fetch in visit.fetches]
    assert read[:2] == ["/", "/standar-pelayanan"]
    assert set(read[2:4]) == {"/sp.pdf", "/berita-standar-pelayanan-kk.html"}
    assert set(read[4:]) == {"/berita/1", "/galeri"}, "news and galleries are read last, not left out"
    assert causes(visit)[f"http://{HOST}/rahasia"] == "robots"
    assert f"{HOST}/rahasia" not in web.urls()
    assert not any("kalender" in url for url in web.urls()), "calendars are a trap"
    assert visit.https is Https.NONE


def test_gaps_per_domain_and_address(web: Any, crawl: Callable[..., Any]) -> None:
    other = "lain.desa.id"
    for host in (HOST, other):
        web.pages |= {f"{host}/": page("/a"), f"{host}/a": page(body=host)}
    web.pages[f"{HOST}/robots.txt"] = "User-agent: *\nCrawl-delay: 1\n"
    units = [("u", "Dinas Uji", f"http://{HOST}/"), ("v", "Lain", f"http://{other}/")]
    crawled = crawl(units=units, delay=0.3)
    times = sorted(at for at, _, _ in web.asked)
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert min(gaps) > 0.25, "both sites share one address: one request at a time, with the pause"
    own = [at for at, host, path in web.asked if host == HOST and path in ("/", "/a")]
    assert own[1] - own[0] > 0.95, "the crawl delay of robots.txt is longer"
    assert "crawl_delay" in crawled.visit("u").notes


def test_private_addresses_are_refused_also_by_redirect(web: Any, crawl: Callable[..., Any]) -> None:
    inside = f"http://127.0.0.1:{web.port}/layanan"
    web.pages |= {
        f"{HOST}/": page("/layanan", "/pelayanan"),
        f"{HOST}/layanan": (302, {"Location": f"http://{HOST}:{web.port}/x"}, ""),
        f"{HOST}/pelayanan": (302, {"Location": inside}, ""),
        f"{HOST}/dalam": (302, {"Location": f"http://[::ffff:127.0.0.1]:{web.port}/layanan"}, ""),
    }
    visit = crawl(
        connect_to=[f"{HOST}:80:127.0.0.1:{web.port}"],
        units=[
            ("u", "Uji", f"http://{HOST}/"),
            ("p", "Dalam", inside),
            ("m", "Dalam", f"http://{HOST}/dalam"),
        ],
    )
    assert {item.reason for item in visit.visit("p").trail} == {"private_address"}
    assert "private_address" in {item.reason for item in visit.visit("m").trail}, "IPv4 in IPv6 too"
    assert "127.0.0.1/layanan" not in web.urls()
    assert visit.visit("u").fetches[0].url == f"http://{HOST}/"


def test_circles_walls_and_drive(web: Any, crawl: Callable[..., Any]) -> None:
    login = (302, {"Location": "https://accounts.google.com/ServiceLogin"}, "")
    web.pages |= {
        f"{HOST}/": page(
            "/layanan-a",
            "/layanan-b",
            "http://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz012345/view",
            "http://drive.google.com/file/d/2AbCdEfGhIjKlMnOpQrStUvWxYz012345/view",
        ),
        f"{HOST}/layanan-a": (302, {"Location": "/layanan-b"}, ""),
        f"{HOST}/layanan-b": (302, {"Location": "/layanan-a"}, ""),
        "drive.google.com/uc?export=download&id=1AbCdEfGhIjKlMnOpQrStUvWxYz012345": b"%PDF-1.4 standar",
        "drive.google.com/uc?export=download&id=2AbCdEfGhIjKlMnOpQrStUvWxYz012345": login,
        "pagar.kuburayakab.go.id/": "<title>Just a moment...</title><p>Verify you are human</p>",
    }
    crawled = crawl(
        connect_to=[f":80:127.0.0.1:{web.port}", f":443:127.0.0.1:{web.port}"],
        units=[("u", "Uji", f"http://{HOST}/"), ("w", "Pagar", "http://pagar.kuburayakab.go.id/")],
    )
    visit = crawled.visit()
    assert "redirect_loop" in causes(visit).values()
    wall = crawled.visit("w")
    assert "bot_wall" in wall.notes
    assert [failure.cause for failure in wall.failures] == ["bot_wall"]


def test_silent_and_refusing_hosts_are_named(web: Any, crawl: Callable[..., Any]) -> None:
    def silent(handler: Any) -> None:
        time.sleep(4)

    web.pages["diam.kuburayakab.go.id/"] = silent
    crawled = crawl(
        units=[
            ("t", "Diam", "http://diam.kuburayakab.go.id/"),
            ("r", "Tolak", "https://tolak.kuburayakab.go.id/"),
        ],
        connect_to=[
            "tolak.kuburayakab.go.id::127.0.0.1:1",
            "www.tolak.kuburayakab.go.id::127.0.0.1:1",
            f":80:127.0.0.1:{web.port}",
            "::127.0.0.1:1",
        ],
        timeout=2,
    )
    assert {item.reason for item in crawled.visit("r").trail if "tolak" in item.url} == {"connect_refused"}
    assert "timeout" in {item.reason for item in crawled.visit("t").trail}


def test_kill_and_resume_give_the_undisturbed_result(
    web: Any, crawl: Callable[..., Any], start_crawl: Callable[..., subprocess.Popen[str]]
) -> None:
    web.pages |= {f"{HOST}/": page(*[f"/layanan-{n}" for n in range(12)])}
    web.pages |= {f"{HOST}/layanan-{n}": page(body=f"<b>{n}</b>") for n in range(12)}
    process = start_crawl(delay=0.15)
    assert process.stdout is not None
    for line in process.stdout:
        if "layanan" in line:
            break
    process.kill()
    process.communicate()
    crawled = crawl(delay=0)
    assert crawled.end["done"] == 1
    again = [fetch.url for fetch in crawled.visit().fetches]
    assert len(again) == 13
    assert again == [f"http://{HOST}/"] + [f"http://{HOST}/layanan-{n}" for n in range(12)]


def test_ctrl_c_keeps_the_state(web: Any, start_crawl: Callable[..., subprocess.Popen[str]]) -> None:
    web.pages |= {f"{HOST}/": page(*[f"/layanan-{n}" for n in range(30)])}
    web.pages |= {f"{HOST}/layanan-{n}": page(body=f"<b>{n}</b>") for n in range(30)}
    process = start_crawl(delay=0.2)
    assert process.stdout is not None
    for line in process.stdout:
        if "layanan" in line:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert '"interrupted": true' in out, out + err
    assert '"left": ["u"]' in out


def test_scripts_draw_pages_hash_routes_and_tabs(web: Any, crawl: Callable[..., Any]) -> None:
    from auditor.spiders.driver import executable

    if executable() is None:
        pytest.skip("no Chromium on this machine")
    app = """<html><body><h1>Uji</h1><a href="#/syarat">Syarat</a>
    <a href="/luar">Standar Pelayanan</a><a href="/antrean">Antrean</a>
    <a href="/singkat">Singkat</a><div id="isi"></div>
    <button onclick="buka()">Biaya</button>
    <script>
    fetch("http://127.0.0.1:PORT/rahasia").catch(() => 0);
    fetch("/data.json").then((r) => r.json()).then((d) => { window.d = d; draw(); });
    function draw() { document.getElementById("isi").innerHTML =
      location.hash === "#/syarat" ? "<p>" + window.d.syarat + "</p>" : "<p>Beranda dari skrip</p>"; }
    window.addEventListener("hashchange", draw);
    function buka() { document.getElementById("isi").innerHTML = "<p>Tarif Rp 10.000</p>"; }
    </script></body></html>"""
    elsewhere = """<title>Luar</title><main id="isi">Memuat</main><script>fetch("https://api.contoh.com/layanan")
      .then((r) => r.text()).then((t) => { document.getElementById("isi").innerHTML = t; })</script>"""
    web.pages |= {
        f"{HOST}/": app.replace("PORT", str(web.port)),
        f"{HOST}/luar": elsewhere,
        f"{HOST}/antrean": elsewhere.replace("/layanan", "/antrean"),
        f"{HOST}/singkat": '<p>Jalan Melati 4</p><script src="https://hiasan.contoh.com/x.js"></script>',
        f"{HOST}/data.json": (200, {"Content-Type": "application/json"}, '{"syarat": "KTP dan KK asli"}'),
    }
    crawled = crawl(render="auto", timeout=15)
    visit = crawled.visit()
    drawn = {fetch.url.split(".go.id")[1]: fetch for fetch in visit.fetches if fetch.via == "browser"}
    assert set(drawn) == {"/", "/#/syarat", "/luar", "/antrean", "/singkat"}
    with open_bodies(crawled.out / "units" / "u") as bodies:
        home, route = (bodies(drawn[path]).body.decode() for path in ("/", "/#/syarat"))
    assert "Beranda dari skrip" in home
    assert "Tarif Rp 10.000" in home, "what a button brings is kept"
    assert "KTP dan KK asli" in route
    assert causes(visit) == {f"http://{HOST}/luar": "render_failed"}, "data on a server we do not ask"
    assert "127.0.0.1/rahasia" not in web.urls(), "scripts reach no private address either"


def test_it_is_an_ordinary_scrapy_project() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == ["site"], done.stderr
