# ruff: noqa: E501 - whole pages and their scripts, written as their makers write them
"""The browser on small pages of every script-drawn kind: what a visitor can open must be read.

One Chromium for the whole module; each page is drawn by the crawler's own Renderer.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from auditor.models import Accessibility
from auditor.spiders import browser
from auditor.spiders.browser import Drawn, Renderer
from auditor.spiders.driver import executable
from auditor.spiders.failures import FetchError
from auditor.spiders.network import Network
from auditor.spiders.options import CrawlOptions, parse_connect_to

pytestmark = pytest.mark.skipif(executable() is None, reason="no Chromium on this machine")

HOST = "layar.kuburayakab.go.id"
PAGES: dict[str, tuple[str, str]] = {}
HANGING: set[str] = set()
SLOW: dict[str, float] = {}
ASKED: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").split(":")[0]
        ASKED.append(f"{self.command} {host}{self.path}")
        if host in HANGING:
            time.sleep(12)
        time.sleep(SLOW.get(self.path, 0))
        kind, body = PAGES.get(self.path, ("text/html", "")) if host == HOST else ("text/html", "")
        data = body.encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_GET

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def draw() -> Iterator[Callable[..., Drawn]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = CrawlOptions(
        connect_to=parse_connect_to([f":80:127.0.0.1:{server.server_address[1]}", ":443:127.0.0.1:1"]),
        timeout=15,
    )
    loop = asyncio.new_event_loop()
    renderer = Renderer(Network(options), options)

    async def allowed(_: str) -> bool:
        return True

    def one(pages: dict[str, Any] | str, route: str = "/", *, next_page: bool = False) -> Drawn:
        if not next_page:
            loop.run_until_complete(renderer.forget("uji"))
        PAGES.clear()
        for path, body in ({"/": pages} if isinstance(pages, str) else pages).items():
            PAGES[path] = body if isinstance(body, tuple) else ("text/html", body)
        return loop.run_until_complete(renderer.draw(f"http://{HOST}{route}", "uji", allowed))

    def examined(body: str) -> Accessibility:
        PAGES.clear()
        PAGES["/"] = ("text/html", body)
        at = "2026-11-22T00:00:00Z"
        return loop.run_until_complete(renderer.examine(f"http://{HOST}/", "uji", allowed, at))

    one.examined = examined  # type: ignore[attr-defined]
    yield one
    loop.run_until_complete(renderer.close())
    loop.close()
    server.shutdown()
    server.server_close()


def under(drawn: Drawn) -> dict[str, str]:
    """What clicking brought, by its last label."""
    pieces = re.findall(
        r'<section class="auditor-shown"><h3>([^<]*)</h3>(?!<section)(.*?)</section>', drawn.html
    )
    found: dict[str, str] = {}
    for label, html in pieces:
        found[label] = found.get(label, "") + re.sub(r"<[^>]+>", " ", html)
    return found


JS = "application/javascript"
DATA = """[{"n":"Kartu Keluarga","s":"KTP dan surat nikah"},{"n":"Akta Kelahiran","s":"Surat bidan"},
{"n":"Pindah","s":"Surat pengantar desa"}]"""


def test_data_file_and_inner_html(draw: Callable[..., Drawn]) -> None:
    drawn = draw(
        {
            "/": '<div id="isi"></div><script src="data.js"></script><script src="app.js"></script>',
            "/data.js": (JS, f"const data = {DATA};"),
            "/app.js": (
                JS,
                "document.getElementById('isi').innerHTML = data.map(d => `<h3>${d.n}</h3><p>${d.s}</p>`).join('')",
            ),
        }
    )
    assert "surat nikah" in drawn.html
    assert "Surat pengantar desa" in drawn.html


def test_local_json_and_late_timers(draw: Callable[..., Drawn]) -> None:
    drawn = draw(
        {
            "/": """<div id=a></div><div id=b></div><p id=jam></p><script>
            setInterval(() => jam.textContent = Date.now(), 100);
            const spin = () => requestAnimationFrame(spin); spin();
            fetch('/d.json').then(r => r.json()).then(d => setTimeout(() => {
              a.innerHTML = d.map(x => '<p>' + x.s + '</p>').join('') }, 1200));
            setTimeout(() => { b.textContent = 'Jam pelayanan pukul 08.00 sampai 14.00' }, 1800);
            </script>""",
            "/d.json": ("application/json", DATA),
        }
    )
    assert "surat nikah" in drawn.html
    assert "Jam pelayanan pukul 08.00" in drawn.html


def test_menu_without_addresses_swaps_the_page(draw: Callable[..., Drawn]) -> None:
    """Every click replaces the whole page, the menu too; each state under its own words."""
    drawn = draw("""<div id=app></div><script>
    const isi = {Beranda: 'Selamat datang', Persyaratan: 'Membawa KTP asli', Biaya: 'Tidak dipungut biaya',
                 Pengaduan: 'Hubungi 0812000111'};
    function show(k) {
      app.innerHTML = '<nav>' + Object.keys(isi).map(x => '<span class=m>' + x + '</span>').join('') +
        '</nav><main><h1>' + k + '</h1><p>' + isi[k] + '</p></main>';
      document.querySelectorAll('.m').forEach(m => m.addEventListener('click', () => show(m.textContent)));
    }
    show('Beranda');</script>""")
    found = under(drawn)
    assert "Membawa KTP asli" in found["Persyaratan"]
    assert "Tidak dipungut biaya" in found["Biaya"]
    assert "Hubungi 0812000111" in found["Pengaduan"]
    assert "Membawa KTP" not in found["Biaya"]


def test_whole_page_drawn_anew_at_every_click(draw: Callable[..., Drawn]) -> None:
    """Only what changed stands under the words clicked: not the menu, and not answers that stood there before."""
    drawn = draw("""<div id=app></div><script>
    const tabs = {Surat: [['Apa syaratnya?', 'Membawa KTP asli'], ['Bagaimana cara mendapatkannya?', 'Datang ke loket']],
                  Umum: [['Kapan buka?', 'Senin sampai Jumat'], ['Bagaimana cara mengadu?', 'Lewat kotak saran']]};
    let tab = 'Surat', asked = '';
    function render() {
      app.innerHTML = `<nav><a href="/profil">Profil</a></nav><main><h1>Tanya Jawab</h1>` +
        Object.keys(tabs).map(t => `<button onclick="tab='${t}';render()">${t}</button>`).join('') +
        tabs[tab].map(q => `<div><button onclick="asked='${q[0]}';render()">${q[0]}</button>` +
          `<p style="overflow:hidden;max-height:${asked == q[0] ? '9em' : 0}">${q[1]}</p></div>`).join('') +
        '</main><footer>Jalan Raya 1</footer>';
    }
    render();</script>""")
    found = under(drawn)
    assert "Senin sampai Jumat" in found["Umum"]
    assert "Jalan Raya 1" not in found["Umum"] and "Profil" not in found["Umum"]
    assert "Kapan buka?" not in found and "Bagaimana cara mengadu?" not in found


def test_list_and_detail_with_a_way_back_or_none(draw: Callable[..., Drawn]) -> None:
    for back in ("<button onclick='list()'>Kembali</button>", ""):
        drawn = draw(
            f"<div id=app></div><script>const D = {DATA}, back = {back!r};"
            """
        function list() { app.innerHTML = D.map((d, i) => `<div class=card><h3>${d.n}</h3>
            <button onclick="detail(${i})">Lihat detail</button></div>`).join(''); }
        function detail(i) { app.innerHTML = back + '<h2>' + D[i].n + '</h2><p>Syarat: ' + D[i].s + '</p>'; }
        list();</script>"""
        )
        found = under(drawn)
        assert "KTP dan surat nikah" in found["Kartu Keluarga"], back
        assert "Surat bidan" in found["Akta Kelahiran"], back
        assert "Surat pengantar desa" in found["Pindah"], back


def test_cards_open_one_modal(draw: Callable[..., Drawn]) -> None:
    drawn = draw(
        f"<div id=k></div><div id=m style='display:none'><h4 id=mj></h4><div id=mi></div><b id=x>Tutup</b></div>"
        f"<script>const D = {DATA};"
        """
    k.innerHTML = D.map((d, i) => `<article class=kartu data-id=${i} style="cursor:pointer"><h3>${d.n}</h3></article>`).join('');
    document.addEventListener('click', (e) => { const c = e.target.closest('.kartu'); if (!c) return;
      mj.textContent = D[c.dataset.id].n; mi.innerHTML = '<p>Syarat: ' + D[c.dataset.id].s + '</p>'; m.style.display = 'block'; });
    x.onclick = () => { m.style.display = 'none'; };</script>"""
    )
    found = under(drawn)
    assert "surat nikah" in found["Kartu Keluarga"]
    assert "Surat bidan" in found["Akta Kelahiran"]
    assert "Surat pengantar" in found["Pindah"]


def test_select_accordion_and_more(draw: Callable[..., Drawn]) -> None:
    drawn = draw(
        f"""<form><select id=p><option value="">-- pilih layanan --</option></select></form><div id=h></div>
    <div class=a><button class=b data-i=0>Dasar Hukum</button><div class=c></div></div>
    <div class=a><button class=b data-i=1>Kompensasi</button><div class=c></div></div>
    <ul id=l></ul><button id=lagi>Muat lagi</button><script>const D = {DATA};"""
        """
    D.forEach((d, i) => p.add(new Option(d.n, i)));
    p.onchange = () => { h.innerHTML = p.value === '' ? '' : '<p>' + D[p.value].s + '</p>'; };
    document.querySelectorAll('.b').forEach((b) => b.addEventListener('click', () => setTimeout(() => {
      b.nextElementSibling.innerHTML = ['<p>UU 25 Tahun 2009</p>', '<p>Permintaan maaf dan antre ulang</p>'][b.dataset.i]; }, 400)));
    let n = 0; lagi.onclick = () => { for (let i = 0; i < 2; i++, n++) l.innerHTML += '<li>Layanan nomor ' + n + ' selesai ' + n + ' hari</li>'; if (n > 7) lagi.remove(); };
    </script>"""
    )
    found = under(drawn)
    assert "Surat bidan" in found["Akta Kelahiran"]
    assert "UU 25 Tahun 2009" in found["Dasar Hukum"]
    assert "Permintaan maaf" in found["Kompensasi"]
    assert "Layanan nomor 7" in drawn.html


def test_hash_routes_are_told_and_plain_hashes_read(draw: Callable[..., Drawn]) -> None:
    app = """<nav><a href="%s">Syarat</a><a href="%s">Tarif</a></nav><div id=v></div><script>
    function go() { const k = location.hash.replace(/[#\\/]/g, '');
      v.innerHTML = {syarat: '<p>Fotokopi KTP dua lembar</p>', tarif: '<p>Rp 25.000</p>'}[k] || '<p>Beranda</p>'; }
    addEventListener('hashchange', go); go();</script>"""
    drawn = draw(app % ("#/syarat", "#/tarif"))
    assert set(drawn.routes) == {"#/syarat", "#/tarif"}
    assert "Rp 25.000" in draw(app % ("#/syarat", "#/tarif"), "/#/tarif").html
    found = under(draw(app % ("#syarat", "#tarif")))
    assert "Fotokopi KTP dua lembar" in found["Syarat"]
    assert "Rp 25.000" in found["Tarif"]


ROUTER = """<nav><a href="/syarat">Syarat</a><a href="/tarif">Tarif</a><a href="/lain">Lain</a>
    <a href="/jam">Jam</a></nav><div id=v><p>Selamat datang</p></div><script>
    const isi = {'/syarat': 'Fotokopi KTP', '/tarif': 'Rp 5.000', '/lain': 'Lain-lain saja', '/jam': '08.00-14.00 WIB',
                 '/': 'Selamat datang'};
    const go = () => { v.innerHTML = '<p>' + isi[location.pathname] + '</p>'; };
    document.addEventListener('click', (e) => { const a = e.target.closest('a, [data-ke]'); if (!a) return;
      e.preventDefault(); history.pushState({}, '', a.href || a.dataset.ke); go(); }); %s
    </script>"""


@pytest.mark.parametrize("follows", ["addEventListener('popstate', go);", ""])
def test_what_another_address_shows_is_not_this_ones(draw: Callable[..., Drawn], follows: str) -> None:
    """Each address that scripts put in the bar is a page of its own, whether the page follows it back or not."""
    drawn = draw(
        "<button data-ke=/jam>Buka jadwal</button><button onclick=\"b.innerHTML='<p>Terbuka di sini juga</p>'\">"
        "Rincian</button><p id=b></p>" + ROUTER % follows
    )
    found = {state.url.removeprefix(f"http://{HOST}"): state for state in drawn.states}
    assert set(found) == {"/syarat", "/tarif", "/lain", "/jam"}
    assert "Fotokopi KTP" in found["/syarat"].html and found["/syarat"].label == "Syarat"
    assert found["/jam"].label == "Buka jadwal" and "08.00-14.00 WIB" in found["/jam"].html
    shown = re.sub(r"<script.*?</script>", "", drawn.html, flags=re.DOTALL)
    assert "Fotokopi" not in shown and "Rp 5.000" not in shown and "08.00" not in shown
    assert "Terbuka di sini juga" in under(drawn)["Rincian"]


def test_an_address_reached_once_is_not_clicked_for_again(draw: Callable[..., Drawn]) -> None:
    pages = {"/": ROUTER % "", "/sini": ROUTER.replace("data-ke", "data-x") % ""}
    first, second = draw(pages), draw(pages, "/sini", next_page=True)
    assert {state.url for state in second.states} <= {state.url for state in first.states}
    assert not any(state.html for state in second.states)


def test_scroll_frames_shadow_and_downloads(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<div style="height:9000px">Atas</div><div id=s></div><iframe id=f title="Alur"></iframe>
    <div id=r></div><button onclick="ambil()">Unduh SOP</button><script>
    new IntersectionObserver((es, o) => es.forEach((e) => { if (e.isIntersecting) { o.disconnect();
      e.target.innerHTML = '<p>Kompensasi bila terlambat</p>'; } })).observe(s);
    f.srcdoc = '<p>Pemohon mengambil nomor antrean</p>';
    r.attachShadow({mode: 'open'}).innerHTML = '<p>Jaminan keselamatan pelayanan</p>';
    function ambil() { const a = document.createElement('a'); a.href = '/berkas/sop.pdf'; a.download = ''; a.click(); }
    </script>""")
    assert "Kompensasi bila terlambat" in drawn.html
    assert "Pemohon mengambil nomor antrean" in drawn.html
    assert "Jaminan keselamatan" in drawn.html
    assert f'<a href="http://{HOST}/berkas/sop.pdf">Unduh SOP</a>' in drawn.html
    assert "GET layar.kuburayakab.go.id/berkas/sop.pdf" not in ASKED, "the crawler asks for it, not the click"


def test_shadow_trees_stand_in_their_places_and_are_clicked(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<h2>Layanan</h2><kartu-layanan><template shadowrootmode="open"><section><h3><slot name="judul"></slot></h3>
    <slot></slot></section></template><p>Fotokopi KTP</p><b slot="judul">Surat Pindah</b></kartu-layanan><h2>Kontak</h2>
    <kosong-saja><p>Contoh isi yang tak tampak</p></kosong-saja><daftar-isi></daftar-isi><script>
    customElements.define('kosong-saja', class extends HTMLElement { constructor() { super(); this.attachShadow({mode: 'open'}).innerHTML = '<i>Selamat</i>'; } });
    customElements.define('satu-isi', class extends HTMLElement { connectedCallback() {
      const r = this.attachShadow({mode: 'closed'}); r.innerHTML = '<button>' + this.title + '</button><div></div>';
      r.querySelector('button').onclick = () => { r.querySelector('div').innerHTML = '<p>' + this.dataset.isi + '</p>'; }; } });
    customElements.define('daftar-isi', class extends HTMLElement { connectedCallback() {
      this.attachShadow({mode: 'open'}).innerHTML = '<satu-isi title=Nikah data-isi="Biaya Rp 5.000"></satu-isi><satu-isi title=Waris data-isi="Tiga hari kerja"></satu-isi>'; } });
    </script>""")
    plain = " ".join(re.sub(r"<[^>]+>", " ", drawn.html.partition("<script>")[0]).split())
    assert plain.startswith("Layanan Surat Pindah Fotokopi KTP Kontak Selamat"), plain
    assert "tak tampak" not in drawn.html
    words = under(drawn)
    assert "Rp 5.000" in words["Nikah"] and "Tiga hari" in words["Waris"]
    assert "Rp 5.000" not in words["Waris"]


EQUAL = """const D = {Pindah: {Syarat: 'KTP asli', Biaya: 'Gratis'}, Nikah: {Syarat: 'Akta lahir', Biaya: 'Gratis'}};
const knop = (t, f) => { const b = document.createElement('button'); b.textContent = t; b.onclick = f; return b; };
const w = document.getElementById('w'), p = (t) => { const e = document.createElement('p'); e.textContent = t; return e; };"""


@pytest.mark.parametrize(
    "script",
    [
        # All stay open; only one is open at a time; the list makes room for what it opens.
        "for (const n in D) { const o = document.createElement('div'); w.append(knop(n, () => { o.replaceChildren(...Object.keys(D[n]).map((k) => { const d = document.createElement('div'); d.append(knop(k, () => d.append(p(D[n][k])))); return d; })); }), o); }",
        "let a, c; function g() { w.replaceChildren(...Object.keys(D).flatMap((n) => [knop(n, () => { a = n; c = 0; g(); }), ...(n === a ? Object.keys(D[n]).flatMap((k) => [knop(k, () => { c = k; g(); }), ...(k === c ? [p(D[n][k])] : [])]) : [])])); } g();",
        "function all() { w.replaceChildren(...Object.keys(D).map((n) => knop(n, () => one(n)))); } function one(n, c) { w.replaceChildren(knop('Kembali', all), ...Object.keys(D[n]).map((k) => knop(k, () => one(n, k))), p(c ? D[n][c] : '')); } all();",
    ],
)
def test_equal_names_below_several_things(draw: Callable[..., Drawn], script: str) -> None:
    drawn = draw(f"<h1>Layanan</h1><div id=w></div><script>{EQUAL}{script}</script>")
    pieces = re.sub(r"<button>.*?</button>", " ", drawn.html.partition("</script>")[2])
    for name, syarat in (("Pindah", "KTP asli"), ("Nikah", "Akta lahir")):
        for head, words in (("Syarat", syarat), ("Biaya", "Gratis")):
            below = f'<h3>{name}</h3><section class="auditor-shown"><h3>{head}</h3>'
            assert any(words in piece.partition("</section>")[0] for piece in pieces.split(below)[1:]), (
                name,
                head,
            )


def test_a_choice_offers_the_next_choice(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<select id=a><option value="">Pilih bidang</option><option value=0>Sipil</option><option value=1>Usaha</option></select>
    <select id=b></select><div id=v></div><script>const D = [{Nikah: 'Akta lahir dua lembar'}, {Reklame: 'Desain reklame'}];
    a.onchange = () => { b.innerHTML = '<option value="">Pilih layanan</option>' + Object.keys(D[a.value]).map((k) => `<option>${k}</option>`).join(''); v.innerHTML = ''; };
    b.onchange = () => { v.innerHTML = '<p>' + D[a.value][b.value] + '</p>'; };</script>""")
    words = under(drawn)
    assert "Akta lahir dua" in words["Nikah"] and "Desain" in words["Reklame"]


def test_a_menu_that_shuts_is_opened_again(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<div id=m></div><div id=v></div><script>const D = {Profil: Object.fromEntries([...'ABCDEFGH'].map((k) => ['Bagian ' + k, 'Isi bagian ke-' + k]))};
    const knop = (t, f) => { const b = document.createElement('button'); b.textContent = t; b.onclick = f; return b; };
    const u = document.createElement('div');
    m.append(knop('Profil', () => { u.replaceChildren(...Object.keys(D.Profil).map((k) => knop(k, () => { v.textContent = D.Profil[k]; u.replaceChildren(); }))); }), u);</script>""")
    words = under(drawn)
    assert all(f"Isi bagian ke-{one}" in words.get(f"Bagian {one}", "") for one in "ABCDEFGH"), words


def test_what_a_page_fetches_or_puts_together_is_a_link(draw: Callable[..., Drawn]) -> None:
    drawn = draw(
        {
            "/": """<h1>Dokumen</h1><button id=a>Standar</button><button id=b data-n=sop>Lihat SOP</button><script>
    fetch('/berkas/maklumat.pdf');
    a.onclick = async () => { const r = await fetch('/berkas/' + 'sp.pdf'); open(URL.createObjectURL(await r.blob())); };
    b.onclick = () => { location.href = '/berkas/' + b.dataset.n + '.pdf'; };</script>""",
            "/berkas/sp.pdf": ("application/pdf", "%PDF-1.4"),
        }
    )
    for name, label in (
        ("sp", "Standar"),
        ("sop", "Lihat SOP"),
        ("maklumat", f"http://{HOST}/berkas/maklumat.pdf"),
    ):
        assert f'<a href="http://{HOST}/berkas/{name}.pdf">{label}</a>' in drawn.html


def test_a_page_that_grows_by_scrolling_is_read_to_its_end(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<div id=d></div><script>let n = 0; function muat() { if (n < 5) d.insertAdjacentHTML('beforeend', `<p style="height:3000px">Layanan ke-${++n}</p>`); }
    addEventListener('scroll', () => { if (innerHeight + scrollY >= document.body.offsetHeight - 200) setTimeout(muat, 100); }); muat();</script>""")
    assert "Layanan ke-5" in drawn.html.partition("<script>")[0]


def test_a_box_to_search_in_is_asked(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<input type=search id=q><ul id=h></ul><script>const D = ['Izin Keramaian: surat pengantar', 'Kartu Kuning: ijazah'];
    q.oninput = () => { h.innerHTML = q.value.length < 2 ? '' : D.filter((d) => d.toLowerCase().includes(q.value)).map((d) => '<li>' + d + '</li>').join(''); };</script>""")
    shown = drawn.html.partition("auditor-shown")[2]
    assert "surat pengantar" in shown and "ijazah" in shown


def test_boxes_to_tick_and_forms_that_ask_show_what_they_hold(draw: Callable[..., Drawn]) -> None:
    drawn = draw(
        f"""<label><input type=checkbox id=c> Tampilkan syarat</label><div id=h></div><form id=f method=get action=/>
    <select id=p><option value="">pilih</option></select><button>Lihat</button></form><div id=k></div>
    <form id=g><input name=q id=q placeholder="Cari aturan"><button>Cari</button></form><div id=l></div><script>const D = {DATA};"""
        """
    c.onchange = () => { h.innerHTML = c.checked ? '<p>Berlaku bagi semua warga</p>' : ''; };
    D.forEach((d, i) => p.add(new Option(d.n, i)));
    f.addEventListener('submit', (e) => { e.preventDefault(); k.innerHTML = '<p>' + D[p.value].s + '</p>'; });
    g.onsubmit = (e) => { e.preventDefault(); l.innerHTML = q.value ? '<p>Peraturan Desa Nomor 4</p>' : ''; };
    </script>"""
    )
    found = under(drawn)
    assert "Berlaku bagi semua warga" in found["Tampilkan syarat"]
    assert "Surat bidan" in found["Akta Kelahiran"] and "Surat pengantar" in found["Pindah"]
    assert "Peraturan Desa Nomor 4" in drawn.html.partition("auditor-shown")[2].partition("<script>")[0]


def test_a_form_that_takes_a_visitors_words_is_not_sent(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<form id=f><select id=p><option value="">pilih</option><option value=1>Aduan</option></select>
    <input name=nama><label><input type=checkbox id=c> Setuju</label><button>Lanjut</button></form><div id=k></div><script>
    f.addEventListener('submit', (e) => { e.preventDefault(); k.innerHTML = '<p>Berkas Anda terkirim</p>'; });
    c.onchange = () => { k.innerHTML = '<p>Anda setuju dengan semua</p>'; };</script>""")
    shown = drawn.html.partition("auditor-shown")[2].partition("<script>")[0]
    assert "terkirim" not in shown and "Anda setuju" not in shown


def test_what_stands_hidden_behind_a_name_is_opened(draw: Callable[..., Drawn]) -> None:
    drawn = draw(
        f"""<div id=t></div><script>const D = {DATA};"""
        """t.innerHTML = D.map((d, i) => `<div><span class=n data-i="${i}">${d.n}</span><div hidden></div></div>`).join('');
    document.addEventListener('click', (e) => { const n = e.target.closest('.n'); if (n) { const b = n.nextElementSibling;
      b.hidden = false; b.innerHTML = '<p>' + D[n.dataset.i].s + '</p>'; } });</script>"""
    )
    assert "Surat bidan" in under(drawn)["Akta Kelahiran"]


@pytest.mark.parametrize("answer", ["Petugas kami akan segera menjawab", "Bawa surat nikah dan KTP asli"])
def test_a_chat_is_told_by_its_answers_not_by_its_questions(draw: Callable[..., Drawn], answer: str) -> None:
    drawn = draw(
        """<button id=b>Tanya kami</button><div id=k></div><script>
    const T = ['Apa syarat membuat KK?', 'Cara mengurus Surat Pindah &amp; Datang'], log = ['Halo, ada yang bisa dibantu?'];
    const g = () => { k.innerHTML = '<div><h3>Asisten</h3>' + log.map((l) => '<p>' + l + '</p>').join('') + T.map((t) => '<button class=s>' + t + '</button>').join('') + '<input placeholder="Ketik"></div>';
      document.querySelectorAll('.s').forEach((s, i) => s.onclick = () => { log.push(T[i], 'JAWAB ' + i); g(); }); };
    b.onclick = g;</script>""".replace("JAWAB", answer)
    )
    pieces = drawn.html.partition("<script>")[2].partition("</script>")[2]
    assert pieces.count("Apa syarat membuat KK?") == pieces.count("<h3>Apa syarat membuat KK?</h3>") == 1
    assert pieces.count("Surat Pindah &amp; Datang") == 1
    assert pieces.count(f"{answer} 0") == 1 and pieces.count(f"{answer} 1") == 1


def test_what_moves_out_first_is_waited_for(draw: Callable[..., Drawn]) -> None:
    """Pages show the new when the old has faded: each answer stands under its own button."""
    drawn = draw("""<style>#a{transition:opacity .4s}.pudar{opacity:0}</style><button id=b1>Pindah</button><button id=b2>Nikah</button>
    <button id=b3>Waris</button><div id=a>Awal saja</div><div id=w>Pilih layanan</div><div id=q></div><i id=jam></i><script>
    b1.onclick = () => { a.classList.add('pudar'); a.addEventListener('transitionend', () => { a.innerHTML = '<p>Fotokopi KTP pemohon</p>'; }, {once: true}); };
    b2.onclick = () => w.animate([{opacity: 1}, {opacity: 0}], 500).finished.then(() => { w.innerHTML = '<p>Biaya Rp 5.000</p>'; });
    b3.onclick = async () => { for (const ms of [300, 400]) await new Promise((go) => setTimeout(go, ms)); q.innerHTML = '<p>Tiga hari kerja</p>'; };
    (function detik() { jam.textContent = Date.now(); setTimeout(detik, 1000); })();
    </script>""")
    words = under(drawn)
    assert (
        "Fotokopi KTP" in words["Pindah"]
        and "Rp 5.000" in words["Nikah"]
        and "Tiga hari kerja" in words["Waris"]
    )


@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(() => fetch('/data').then((r) => r.json()).then((d) => setTimeout(() => { m.innerHTML = d.isi; }, 900)), 1700)",
        "setTimeout(() => { setTimeout(() => { setTimeout(() => { m.innerHTML = '<p>Syarat izin trayek</p>'; }, 700); }, 600); }, 1700)",
    ],
)
def test_timers_in_a_row_and_after_an_answer_are_waited_for(draw: Callable[..., Drawn], script: str) -> None:
    page = f"<main id=m>Memuat</main><script>addEventListener('load', () => {{ {script} }})</script>"
    drawn = draw({"/": page, "/data": ("application/json", '{"isi": "<p>Syarat izin trayek</p>"}')})
    assert "Syarat izin trayek" in drawn.html.partition("<script>")[0]


def test_frames_and_pictures_that_a_click_fills(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<p class=d data-n=sp>Standar Pelayanan</p><p class=d data-n=sop>SOP</p><button id=b>Bagan alur</button>
    <iframe id=f src="about:blank"></iframe><img id=g src="/img/satu.png"><iframe sandbox srcdoc="<p>Maklumat kami</p>"></iframe><script>
    document.querySelectorAll('.d').forEach((d) => d.addEventListener('click', () => { f.src = 'berkas/' + d.dataset.n + '.pdf'; }));
    b.onclick = () => { g.src = '/img/' + 'dua' + '.png'; };
    </script>""")
    for name, label in (
        ("berkas/sp.pdf", "Standar Pelayanan"),
        ("berkas/sop.pdf", "SOP"),
        ("img/dua.png", "Bagan alur"),
    ):
        assert f'<a href="http://{HOST}/{name}">{label}</a>' in drawn.html
    assert "<p>Maklumat kami</p>" in drawn.html
    assert f'{HOST}/img/satu.png">' not in drawn.html


def test_what_a_click_brings_is_named_without_the_button(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<table><tr><td>Surat Pindah</td><td><button onclick="d.innerHTML='<p>Kartu keluarga asli</p>'">Detail</button></td></tr>
    </table><div id=d></div><div id=n><p>Akta lahir</p></div><button onclick="n.innerHTML='<p>Akta kematian</p>'">Next</button>""")
    assert "Kartu keluarga asli" in under(drawn)["Surat Pindah"]
    assert "Akta kematian" in drawn.html.partition("auditor-shown")[2] and "<h3>Next" not in drawn.html


@pytest.mark.parametrize("event", ["mouseenter", "mouseover", "pointerenter"])
def test_a_menu_that_stands_only_under_the_pointer(draw: Callable[..., Drawn], event: str) -> None:
    """Its entries are links of the page, whatever listens; words that a pointer brings elsewhere are not asked for."""
    out = "mouseout" if event == "mouseover" else "mouseleave"
    drawn = draw(
        """<div id=app></div><script>
    const isi = {Profil: ['Maklumat Pelayanan', '/profil/maklumat'], Layanan: ['Alur Pelayanan', '/layanan/alur']};
    app.innerHTML = '<nav>' + Object.keys(isi).map(k => `<div class=m><a aria-haspopup=true href="/${k}">${k}</a></div>`).join('') +
      '</nav><main><p class=t>Jam buka kantor kami</p></main>';
    document.querySelectorAll('.m').forEach(m => {
      m.addEventListener('EVENT', () => { if (m.children.length > 1) return;
        const [t, u] = isi[m.firstChild.textContent]; m.insertAdjacentHTML('beforeend', `<div><a href="${u}">${t}</a></div>`); });
      m.addEventListener('OUT', () => m.children[1] && m.children[1].remove());
    });
    const t = document.querySelector('.t');
    t.addEventListener('EVENT', () => t.insertAdjacentHTML('beforeend', '<i>Keterangan ' + 'alat</i>'));</script>""".replace(
            "EVENT", event
        ).replace("OUT", out)
    )
    found = under(drawn)
    assert "Maklumat Pelayanan" in found["Profil"] and "Alur Pelayanan" in found["Layanan"]
    assert "Alur Pelayanan" not in found["Profil"]
    assert '"/layanan/alur"' in drawn.html and "Keterangan alat" not in drawn.html


def test_a_door_is_opened_and_a_login_is_not(draw: Callable[..., Drawn]) -> None:
    door = "<h1>Kelurahan</h1><button id=b>Masuk</button>%s<script>b.onclick = () => { document.body.innerHTML = '<p>Jam layanan 08.00</p>'; }</script>"
    assert "Jam layanan 08.00" in draw(door % "").html.partition("auditor-shown")[2]
    assert "auditor-shown" not in draw(door % "<form><input name=u></form>").html
    language = door.replace("Masuk", "Bahasa Indonesia")
    assert "Jam layanan 08.00" in draw(language % "").html.partition("auditor-shown")[2]


def test_dialogs_posts_and_leaving_are_harmless(draw: Callable[..., Drawn]) -> None:
    ASKED.clear()
    drawn = draw("""<p id=p>Isi tetap</p><button onclick="tanya()">Setuju</button>
    <form method=post action=/simpan><input name=a><button>Simpan data</button></form>
    <button onclick="document.forms[0].submit()">Simpan lagi</button>
    <button id=g>Pergi</button><button onclick="document.getElementById('z').innerHTML='<p>Masih terbaca sesudahnya</p>'">Lanjut</button><div id=z></div>
    <script>alert('Selamat datang'); g.addEventListener('click', () => { location.href = '/pergi'; });
    function tanya() { if (confirm('Yakin?')) p.textContent = 'HAPUS'; else fetch('/simpan', {method: 'POST'}); }
    </script>""")
    assert "Masih terbaca sesudahnya" in under(drawn)["Lanjut"]
    assert '<p id="p">Isi tetap</p>' in drawn.html
    assert not any("HAPUS" in words for words in under(drawn).values())
    assert not [line for line in ASKED if "/simpan" in line or "/pergi" in line]


def test_a_press_that_goes_back_leaves_no_page(draw: Callable[..., Drawn]) -> None:
    """Every view of an application has a way back, which from its first view leads out of it."""
    drawn = draw("""<div id=v></div><script>
    const isi = {'/': 'Selamat datang', '/syarat': 'Fotokopi KTP dua lembar', '/tarif': 'Biaya Rp 25.000', '/jam': 'Senin 08.00'};
    const tampil = () => { v.innerHTML = '<a href="/syarat">Syarat</a> <a href="/tarif">Tarif</a> <a href="/jam">Jam</a><main><p>' +
      isi[location.pathname] + '</p></main><footer><button onclick="history.back()"></button><button onclick="location.reload()">Segarkan</button></footer>'; };
    document.addEventListener('click', (e) => { const a = e.target.closest('a'); if (!a) return;
      e.preventDefault(); history.pushState({}, '', a.getAttribute('href')); tampil(); });
    addEventListener('popstate', tampil); tampil();</script>""")
    assert "Selamat datang" in drawn.html
    found = {state.label: state.html for state in drawn.states}
    assert "Fotokopi KTP dua lembar" in found["Syarat"]
    assert "Biaya Rp 25.000" in found["Tarif"]


def test_a_step_of_the_page_itself_is_taken_back(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<div id=v></div><script>
    const isi = {'': '<button id=a>Syarat</button><button id=b>Tarif</button>', syarat: '<p>Fotokopi KTP dua lembar</p>', tarif: '<p>Biaya Rp 25.000</p>'};
    const tampil = (n) => { v.innerHTML = isi[n] + (n ? '<button id=k>Kembali</button>' : '');
      for (const [i, m] of [['a', 'syarat'], ['b', 'tarif']]) if (!n) document.getElementById(i).onclick = () => { history.pushState({n: m}, '', '/' + m); tampil(m); };
      if (n) k.onclick = () => history.back(); };
    addEventListener('popstate', (e) => tampil((e.state || {}).n || '')); tampil('');</script>""")
    found = {state.label: state.html for state in drawn.states}
    assert "Fotokopi KTP dua lembar" in found["Syarat"]
    assert "Biaya Rp 25.000" in found["Tarif"]


LEAVING = (
    "history.back()",
    "history.go(-1)",
    "location.assign('/pergi')",
    "window.location.href='/pergi'",
    "go('/pergi')",
    "window.close()",
    "location.reload()",
    "go('about:blank')",
    "history.pushState({}, '', '/pergi')",
    "window.open('/pergi')",
    "document.open('/pergi')",
)


@pytest.mark.parametrize("leaving", LEAVING)
def test_a_press_that_leaves_costs_nothing(draw: Callable[..., Drawn], leaving: str) -> None:
    """What stood before, what clicks before it showed and what clicks after it show is all read."""
    began = time.monotonic()
    drawn = draw(f"""<h1>Pengaduan</h1><div id=a></div><div id=z></div>
    <button onclick="a.innerHTML='<p>Loket pengaduan lantai dua</p>'">Sebelum</button>
    <button onclick="{leaving}"><svg></svg></button>
    <button onclick="z.innerHTML='<p>Masih terbaca sesudahnya</p>'">Sesudah</button>
    <script>document.querySelector('h1').after('Ditulis naskah');
    const go = (x) => {{ location = x; }};</script>""")
    assert "Ditulis naskah" in drawn.html
    found = under(drawn)
    assert "Loket pengaduan lantai dua" in found["Sebelum"]
    assert "Masih terbaca sesudahnya" in found["Sesudah"]
    assert f"GET {HOST}/pergi" not in ASKED
    if leaving in ("go('/pergi')", "window.open('/pergi')"):
        assert re.search(rf'<a href="(?:http://{HOST})?/pergi">', drawn.html)
    assert time.monotonic() - began < 12


def test_a_chat_opened_by_a_script_is_a_link_of_its_button(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<button id=wa>Hubungi kami</button><button id=wb aria-label="Aduan lewat WhatsApp"><svg></svg></button>
    <script>wa.onclick = () => window.open('https://web.whatsapp.com/send?phone=628111000222&text=Halo', '_blank');
    wb.onclick = () => { location.href = 'https://wa.me/628111000333'; };</script>""")
    assert (
        '<a href="https://web.whatsapp.com/send?phone=628111000222&amp;text=Halo">Hubungi kami</a>'
        in drawn.html
    )
    assert '<a href="https://wa.me/628111000333">Aduan lewat WhatsApp</a>' in drawn.html


@pytest.mark.parametrize("leaving", ["history.back()", "location = 'about:blank'"])
def test_what_took_one_page_away_is_left_alone_on_the_next(
    draw: Callable[..., Drawn], leaving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing in the page that holds it back: what was read before it stays read."""
    watch = browser.own_script("watch.js").replace("History.prototype.", "state.")
    bare = watch.replace("window.navigation.addEventListener", "window.navigation.removeEventListener")
    monkeypatch.setattr(browser, "own_script", lambda _: bare)
    page = (
        "<p>Isi %s</p><div id=a></div><div id=z></div>"
        "<button onclick=\"a.innerHTML='<p>Loket dua lantai bawah</p>'\">Sebelum</button><button id=pergi>Lewat</button>"
        "<button onclick=\"z.innerHTML='<p>Terbaca sesudahnya juga</p>'\">Sesudah</button>"
        f"<script>pergi.onclick = () => {{ const x = new XMLHttpRequest(); x.open('GET', '/ditekan', false); x.send(); {leaving} }};</script>"
    )
    ASKED.clear()
    for path in ("/satu", "/dua", "/tiga"):
        drawn = draw({path: page % path}, path, next_page=path != "/satu")
        assert f"Isi {path}" in drawn.html
        assert "Loket dua" in under(drawn)["Sebelum"]
    assert len([line for line in ASKED if line.endswith("/ditekan")]) == 1


def test_hanging_and_dead_libraries_lose_no_page(draw: Callable[..., Drawn]) -> None:
    HANGING.add("cdn.jsdelivr.net")
    began = time.monotonic()
    drawn = draw("""<script src="http://cdn.jsdelivr.net/npm/vue"></script>
    <script src="https://unpkg.com/alpinejs"></script><script src="http://iklan.example.com/x.js"></script>
    <h1>Standar Pelayanan</h1><div id=i></div>
    <script>try { Vue.createApp({}) } catch (e) {} document.getElementById('i').textContent = 'Waktu 3 hari kerja';
    </script>""")
    HANGING.clear()
    assert "Waktu 3 hari kerja" in drawn.html
    assert time.monotonic() - began < 12


def test_whose_scripts_and_data_did_not_come_is_told(draw: Callable[..., Drawn]) -> None:
    drawn = draw("""<div id=a>Memuat</div><script src="https://pustaka.contoh.com/x.js"></script><script src="/hilang.js"></script>
    <script src="https://www.googletagmanager.com/gtag/js"></script><script src="https://cdn.jsdelivr.net/npm/alpinejs"></script>
    <script>fetch('https://api.contoh.com/layanan').catch(() => { a.textContent = 'Gagal memuat data.'; })</script>""")
    assert drawn.lost == ("api.contoh.com", "cdn.jsdelivr.net", "pustaka.contoh.com")
    assert draw("<p>Isi</p><script>document.title = 'x'</script>").lost == ()


def test_a_small_framework_with_templates(draw: Callable[..., Drawn]) -> None:
    """Reactive attributes as Alpine has them, by a local copy that watches clicks on its own root."""
    drawn = draw(
        {
            "/": f"""<div x-data id=r><template x-for><button></button></template><section x-html></section></div>
            <script>window.DATA = {DATA}</script><script type=module src=/mini.js></script>""",
            "/mini.js": (
                JS,
                """const root = document.querySelector('[x-data]'), box = root.querySelector('[x-html]');
            const t = root.querySelector('template');
            for (const d of window.DATA) { const b = t.content.firstElementChild.cloneNode();
              b.textContent = d.n; b.onclick = () => queueMicrotask(() => { box.innerHTML = '<p>' + d.s + '</p>'; });
              root.insertBefore(b, box); }""",
            ),
        }
    )
    found = under(drawn)
    assert "Surat bidan" in found["Akta Kelahiran"]
    assert "Surat pengantar" in found["Pindah"]


def test_an_answer_of_the_page_is_waited_for(draw: Callable[..., Drawn]) -> None:
    """Scripts have asked the unit's own server for the content: a slow one is no empty page."""
    SLOW["/layanan.json"] = 5.6
    try:
        drawn = draw(
            {
                "/": "<div id=isi></div><script>fetch('/layanan.json').then(r => r.json())"
                ".then(d => { isi.innerHTML = '<p>Pelayanan ' + d.nama + '</p>'; });</script>",
                "/layanan.json": ("application/json", '{"nama": "rujukan rawat jalan"}'),
            }
        )
    finally:
        SLOW.clear()
    assert "Pelayanan rujukan rawat jalan" in drawn.html


def test_a_page_slower_than_the_clock_is_drawn_whole(draw: Callable[..., Drawn]) -> None:
    """As on a loaded machine: by the clock the waiting would be over long before the page is ready."""
    drawn = draw(
        "<table id=tarif></table><script>const port = new MessageChannel(); let n = 0;"
        "port.port1.onmessage = () => { const end = performance.now() + 550; while (performance.now() < end);"
        "tarif.insertRow().insertCell().textContent = 'baris ke-' + (++n); if (n < 10) port.port2.postMessage(0); };"
        "requestIdleCallback(() => port.port2.postMessage(0));</script>"
    )
    assert "baris ke-10<" in drawn.html


def test_an_ordinary_page_is_drawn_quickly(draw: Callable[..., Drawn]) -> None:
    began = time.monotonic()
    draw("<h1>Diam</h1>" + "".join(f'<button class="btn">Tombol {n}</button>' for n in range(30)))
    assert time.monotonic() - began < 4


def test_axe_names_what_shuts_people_out(draw: Any) -> None:
    seen = draw.examined("<html><body><img src='x.png'><a href='/l'></a><input type=text></body></html>")
    assert {"html-has-lang", "image-alt", "label", "link-name"} <= {item.rule for item in seen.barriers}
    assert seen.engine.startswith("axe-core 4")
    good = draw.examined(
        "<!doctype html><html lang=id><head><title>Dinas Uji</title></head><body><main><h1>Dinas Uji</h1>"
        "<img src='x.png' alt='Gedung'><a href='/l'>Layanan</a></main></body></html>"
    )
    assert good.barriers == ()
    assert good.passed > 3


def test_a_page_that_redefines_everything_is_still_examined_or_refused(draw: Any) -> None:
    hostile = (
        "<html lang=id><title>x</title><body><script>window.axe=null;JSON.stringify=null</script><p>a</p>"
    )
    try:
        assert draw.examined(hostile).engine.startswith("axe-core")
    except FetchError as error:
        assert error.cause in ("render_failed", "timeout")
