# ruff: noqa: E501 - markup as it is written
"""What the crawler decides on its own: links, pictures, pages to draw, pauses, causes."""

from __future__ import annotations

import asyncio
import errno
import itertools
import time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.extract.likely import what
from auditor.spiders.failures import FetchError, from_exception
from auditor.spiders.frontier import Frontier
from auditor.spiders.frontier_rules import is_trap, kind_of, promise, same, words_of
from auditor.spiders.links import find_links
from auditor.spiders.look import inline_scripts, look
from auditor.spiders.politeness import Lane, Slots, backoff, retry_after
from auditor.spiders.request_guard import RequestGuard
from auditor.spiders.undrawn import needs_browser, undrawn
from auditor.spiders.written import Found, script_links
from auditor.urls import UrlError, absolute, canonical, home_candidates

HOME = "https://dinas.uji.go.id/profil/index.html"


def links(html: str) -> list[Found]:
    return find_links(look(html).tree, HOME)


def pictures(html: str) -> list[str]:
    """Pictures of a page the frontier would ask, best first, as paths."""
    frontier = Frontier()
    page = look(html)
    for found in find_links(page.tree, HOME):
        frontier.offer(found, referrer=HOME, depth=1, page_score=page.points)
    out = []
    while item := frontier.pop():
        if item.kind == "image":
            out.append(item.url.removeprefix("https://dinas.uji.go.id"))
    return out


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<a href="../layanan">Layanan</a>', "https://dinas.uji.go.id/layanan"),
        (
            "<button onclick=\"window.location.href='/sop.php?id=2'\">SOP</button>",
            "https://dinas.uji.go.id/sop.php?id=2",
        ),
        ('<div data-href="/maklumat">Maklumat</div>', "https://dinas.uji.go.id/maklumat"),
        (
            '<iframe src="https://docs.google.com/viewer?url=https%3A%2F%2Fdinas.uji.go.id%2Fsp.pdf"></iframe>',
            "https://dinas.uji.go.id/sp.pdf",
        ),
        ("<img src='img\\sp.jpeg'>", "https://dinas.uji.go.id/profil/img/sp.jpeg"),
        ("<script>const f = '\\/berkas\\/sp.pdf';</script>", "https://dinas.uji.go.id/berkas/sp.pdf"),
        ('<a href="#/syarat">Syarat</a>', "https://dinas.uji.go.id/profil/index.html#/syarat"),
        ('<select><option value="kk.html">KK</option></select>', "https://dinas.uji.go.id/profil/kk.html"),
        (
            '<div style="background-image: url(/poster/alur.png)"></div>',
            "https://dinas.uji.go.id/poster/alur.png",
        ),
    ],
)
def test_links_hide_in_many_places(html: str, url: str) -> None:
    assert url in [found.url for found in links(html)]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:void(0)">x</a>',
        '<a href="#">x</a>',
        '<a href="mailto:a@b.go.id">x</a>',
        '<img src="data:image/png;base64,AAAA">',
        "<script>const u = `/layanan/${id}.html`;</script>",
        '<a href="{{ item.url }}.html">x</a>',
        "<button onclick=\"Router.navigate('layanan')\">x</button>",
    ],
)
def test_what_is_no_address(html: str) -> None:
    assert links(html) == []


@settings(max_examples=150)
@given(
    st.text(max_size=300),
    st.text(max_size=60),
    st.sampled_from(
        [
            "a href",
            "img src",
            "img srcset",
            "iframe src",
            "button onclick",
            "div style",
            "meta http-equiv=refresh content",
            "base href",
            "option value",
        ]
    ),
)
def test_hostile_pages_never_raise(text: str, value: str, place: str) -> None:
    page = look(f'<{place}="{value}">{text}<script>{value}{text}</script>')
    for found in find_links(page.tree, HOME):
        assert canonical(found.url) == found.url
        assert found.url.startswith(("http://", "https://"))
    needs_browser(page, inline_scripts(page))
    script_links(text + value)


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_hostile_addresses(text: str) -> None:
    try:
        url = absolute(HOME, text)
    except UrlError:
        return
    assert canonical(url) == url
    assert same(url) == same(same_scheme(url))
    is_trap(url)
    kind_of(url)
    promise(words_of(url))


def same_scheme(url: str) -> str:
    return url.replace("http://", "https://", 1) if ":" not in url[8:] else url


def test_home_candidates_keep_the_brackets_of_ipv6() -> None:
    assert home_candidates("http://[2001:db8::1]:8080/a") == [
        "http://[2001:db8::1]:8080/a",
        "https://[2001:db8::1]:8080/a",
    ]


@pytest.mark.parametrize("ending", ["pdf", "DOCX", "odt", "ods", "odp", "pptx", "ppsx", "doc", "xls"])
def test_documents_are_told_by_their_ending(ending: str) -> None:
    assert kind_of(f"https://dinas.contoh.go.id/unduh/standar.{ending}?v=2") == "document"
    assert what(f"https://dinas.contoh.go.id/unduh/standar.{ending}?v=2") == "document"


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    "html",
    [
        '<main><img class="wp-image-12 img-thumbnail" src="/wp-content/uploads/2023/01/WhatsApp-Image-2023-01-05-at-10.00.jpeg"></main>',
        '<main><a class="thumbnail" href="/wp-content/uploads/2023/01/IMG_2291.jpg"><img src="/x-150x150.gif" width="20"></a></main>',
        '<main><img data-src="/uploads/standar-loket.png" src="data:image/gif;base64,R0"></main>',
        '<main><img srcset="/a-300x200.jpg 300w, /a-1024x800.jpg 1024w" src="/a-300x200.jpg" alt="Alur pelayanan"></main>',
        '<main><div class="slide bg" style="background-image:url(\'/slide/maklumat-pelayanan.jpg\')"></div></main>',
        '<main><div class="team-grid"><img src="/foto/sop-pendaftaran.jpg"></div></main>',
        "<main><figure><img src='img\\sp.jpeg'><figcaption>Standar Pelayanan</figcaption></figure></main>",
        '<main><iframe src="/poster/tarif.jpg"></iframe></main>',
        '<main><p><img src="/images/1.jpg"></p></main>',
        "<style>/* papan */ @media all{.papan{height:900px;background:#fff url('/u/1.png') no-repeat}}</style>"
        '<main><div class="papan"> </div></main>',
        "<style>#isi .lembar::before{content:url(/u/2.webp?v=3)}</style><div id=isi><figure class=lembar></figure></div>",
    ],
)
def test_pictures_that_may_be_posters_are_asked(html: str) -> None:
    assert pictures(html)


@pytest.mark.parametrize(
    "html",
    [
        '<header><img src="/img/kop.png"></header>',
        '<main><img src="/img/logo-kabupaten.png"></main>',
        '<main><img class="custom-logo" src="/uploads/kubu.png"></main>',
        '<main><img src="/img/icon-wa.png"><img src="/img/whatsapp.png"></main>',
        '<main><img src="/img/kecil.png" width="48" height="48"></main>',
        '<main><img class="avatar" src="/img/kepala.jpg"></main>',
        '<footer><img src="/img/mitra.jpg"></footer>',
        # of style sheets: behind words, behind the whole page, an icon, a pattern, of nothing on this page
        "<style>.latar{background:url(/u/1.jpg)}</style><div class=latar><h1>Selamat datang</h1></div>",
        "<style>body{background:url(/u/1.jpg)}</style><main>Isi</main>",
        "<style>.tanda{width:24px;background-image:url(/u/1.png)}</style><div class=tanda></div>",
        "<style>.garis{background:url(/u/1.png) repeat-x}</style><div class=garis></div>",
        "<style>.lain{background:url(/u/1.png)}</style><div class=papan></div>",
        "<style>.kaki{background:url(/u/1.png)}</style><footer><div class=kaki></div></footer>",
        "<style>.latar{background:url(/u/1.jpg)}</style><div class=latar><form><input></form></div>",
    ],
)
def test_decoration_is_not_asked(html: str) -> None:
    assert pictures(html) == []


def test_posters_before_photographs() -> None:
    html = (
        "<h1>Standar Pelayanan</h1><main>"
        '<img src="/foto/kegiatan-berita-upacara.jpg"><img src="/u/IMG_1.jpg"><img src="/u/alur-pelayanan.jpg"></main>'
    )
    asked = pictures(html)
    assert asked[0] == "/u/alur-pelayanan.jpg"
    assert asked[1] == "/u/IMG_1.jpg"


# ---------------------------------------------------------------- pages to draw

LONG = "<p>" + "Dinas ini melayani masyarakat di seluruh kabupaten setiap hari kerja. " * 8 + "</p>"


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ('<div id="root"></div><script src="/bundle.js"></script>', "framework"),
        (
            LONG + '<div id="daftar"></div><script>document.getElementById("daftar").innerHTML = x</script>',
            "filled",
        ),
        (
            LONG
            + "<div id=a>Isi yang sudah ada di sini dan cukup panjang untuk dibaca</div><script>fetch('/data/layanan.json').then(r => a.innerHTML = r)</script>",
            "fetches",
        ),
        (
            LONG
            + "<button class=d>Detail</button><script>const D = ['Persyaratan: KTP asli dan KK', 'Biaya: gratis untuk semua'];"
            "document.querySelector('.d').addEventListener('click', () => box.innerHTML = D[0])</script>",
            "click",
        ),
        (LONG + '<a href="#/layanan">Layanan</a><script src=app.js></script>', "routes"),
        (LONG + '<p v-for="x in y">{{ x }}</p><script src=vue.js></script>', "framework"),
        ("<iframe srcdoc='&lt;p&gt;Syarat&lt;/p&gt;'></iframe>" + LONG, "framed"),
        (
            LONG + "<button onclick=buka(1)>SOP</button><iframe id=lihat></iframe><script>function buka(n)"
            " { document.getElementById('lihat').src = 'berkas/' + n + '.pdf' }</script>",
            "framed",
        ),
        (LONG + "<x-isi><template shadowrootmode=open><p>Syarat</p></template></x-isi>", "framed"),
        (
            LONG + "<iframe id=lihat></iframe><script>document.getElementById('lihat').src = alamat</script>",
            "framed",
        ),
        (
            LONG
            + "<button data-n=sp>Standar</button><script>b.addEventListener('click', () => { window.open('/berkas/' + b.dataset.n + '.pdf') })</script>",
            "opens",
        ),
        (LONG + "<script>t.onclick = () => { location.href = `/layanan/${id}` }</script>", "opens"),
        (
            LONG
            + "<table><tr><td class=k></td></tr></table><script>$('td.k').on('click', function () { $.get('/rinci/1', (h) => $(this).after(h)) })</script>",
            "fetches",
        ),
        (
            LONG + "<astro-island client='visible' props='{}'></astro-island><script src=p.js></script>",
            "framework",
        ),
        (LONG + "<div id=a><p v-if='petugas'>Isi</p></div><script src=vue.js></script>", "framework"),
        ("<p>Dinas Sosial</p><script type=module>import('/_app/start.js')</script>", "no_content"),
        (
            LONG
            + "<ul id=l><li>Daftar langkah yang sudah ada sejak lama di sini, cukup panjang</li></ul><script>"
            "fetch('data/langkah.json').then(r => r.json()).then(d => { l.innerHTML = d.like })</script>",
            "fetches",
        ),
        (
            LONG + "<ol id=timeline></ol><script>document.getElementById('timeline').innerHTML = x</script>",
            "filled",
        ),
    ],
)
def test_script_drawn_pages_are_seen(html: str, why: str) -> None:
    page = look(html)
    assert needs_browser(page, inline_scripts(page)).startswith(why)


def test_a_page_still_empty_after_drawing() -> None:
    menu = "<nav>" + "<a href=/x>Layanan dan standar pelayanan kami</a>" * 12 + "</nav>"
    assert undrawn(look(menu + "<main>Gagal memuat data.</main>"))
    assert undrawn(look(LONG + "<p>{{ judul }}</p><p>{{ isi }}</p>"))
    assert not undrawn(look(menu + LONG))
    assert not undrawn(look(menu + "<main><img src=maklumat.jpg></main>"))


def test_a_short_page_with_a_script_too_large_to_read_is_drawn() -> None:
    page = look("<div id=shell><i class=spinner></i></div><script src=/assets/index-4f.js></script>")
    assert needs_browser(page, "", unread=True) == "no_content"
    assert needs_browser(page, "") == ""


@pytest.mark.parametrize(
    "html",
    [
        LONG,
        LONG
        + "<iframe src=https://www.google.com/maps/embed></iframe><script>var im = new Image(); im.src = '/a.gif'</script><a onclick=x()>x</a>",
        LONG + "<script>gtag('config', 'x'); window.dataLayer = []</script>",
        LONG + "<script src=/jquery.min.js></script><script>$('.slider').owlCarousel()</script>",
        LONG + "<div id=time></div><script>document.getElementById('time').innerHTML = new Date()</script>",
        LONG + "<b id=n>0</b><script>fetch('/counter/hit').then(r => n.textContent = r)</script>",
        LONG + "<script>$('#f').submit(() => $.post('/kirim-pesan', d, r => $('#ok').html(r)))</script>",
        "<p>Singkat saja.</p><script>var _gaq = [];</script>",
        LONG
        + "<script>s.onclick = () => window.open('https://www.facebook.com/sharer?u=' + location.href); t.onclick = () => window.open(this.href)</script>",
    ],
)
def test_static_pages_are_not_drawn(html: str) -> None:
    page = look(html)
    assert needs_browser(page, inline_scripts(page)) == ""


# ---------------------------------------------------------------- pauses and causes


def test_too_many_open_files_is_our_own_fault() -> None:
    assert from_exception(OSError(errno.EMFILE, "Too many open files")).cause == "too_many_files"
    wrapped = ConnectionError("x")
    wrapped.__cause__ = OSError(errno.ENFILE, "Too many open files in system")
    assert from_exception(wrapped).cause == "too_many_files"
    assert not FetchError("too_many_files").permanent


def test_retry_after() -> None:
    assert retry_after("7", 0) == 7
    assert retry_after("99999999999999999999", 0) == 60
    assert retry_after("Thu, 01 Jan 1970 00:00:30 GMT", 10) == 20
    assert retry_after("Thu, 01 Jan 1970 00:00:30 GMT", 99) == 0
    assert retry_after("besok", 0) == 0
    assert backoff(1, 1.0, 0.0) == 2.0
    assert backoff(1, 1.0, 9.0) == 9.0


def spans(lanes: list[Lane], delay: float, seconds: float) -> list[tuple[float, float]]:
    """When each request began and ended, all asked at once."""

    async def all_() -> list[tuple[float, float]]:
        slots = Slots()

        async def one(lane: Lane) -> tuple[float, float]:
            async with slots.hold(lane, delay):
                began = time.monotonic()
                await asyncio.sleep(seconds)
                return began, time.monotonic()

        return await asyncio.gather(*(one(lane) for lane in lanes))

    return asyncio.run(all_())


def test_one_address_serves_one_at_a_time_and_a_domain_four() -> None:
    same_server = spans([Lane(f"h{n}", "1.1.1.1", f"d{n}") for n in range(4)], 0, 0.05)
    ordered = sorted(same_server)
    assert all(later[0] >= earlier[1] for earlier, later in itertools.pairwise(ordered))
    same_domain = spans([Lane(f"h{n}", f"1.1.1.{n}", "d") for n in range(12)], 0, 0.05)
    at_once = [sum(a <= began < b for a, b in same_domain) for began, _ in same_domain]
    assert max(at_once) == 4


def test_starts_below_a_domain_are_spaced() -> None:
    began = sorted(
        start for start, _ in spans([Lane(f"h{n}", f"1.1.1.{n}", "d") for n in range(6)], 0.05, 0.2)
    )
    assert all(later - earlier >= 0.05 for earlier, later in itertools.pairwise(began))


def test_pauses_lie_between_requests_though_connecting_takes_its_time() -> None:
    """The first connects slowly: whoever has its turn meanwhile, and the first itself, wait for each other."""
    sent: list[float] = []

    async def ask(slots: Slots, number: int, connecting: float) -> None:
        async with slots.hold(Lane(f"h{number}", f"1.1.1.{number}", "d"), 0.2) as turn:
            await asyncio.sleep(connecting)
            await turn.sending()
            sent.append(time.monotonic())

    async def all_(*connecting: float) -> None:
        slots = Slots()
        await asyncio.gather(*(ask(slots, number, seconds) for number, seconds in enumerate(connecting)))

    for connecting in ((0.15, 0.0), (0.3, 0.0), (0.3, 0.1, 0.0)):
        sent.clear()
        asyncio.run(all_(*connecting))
        assert all(later - earlier >= 0.19 for earlier, later in itertools.pairwise(sent)), connecting


def test_silent_hosts_do_not_hold_the_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    from auditor.spiders import politeness

    monkeypatch.setattr(politeness, "_STALLED_SECONDS", 0.05)

    async def run() -> float:
        slots = Slots()

        async def silent(number: int) -> None:
            async with slots.hold(Lane(f"s{number}", f"2.2.2.{number}", "d"), 0):
                await asyncio.sleep(1)

        waiting = [asyncio.ensure_future(silent(number)) for number in range(8)]
        await asyncio.sleep(0.01)
        began = time.monotonic()
        async with slots.hold(Lane("hidup", "3.3.3.3", "d"), 0):
            took = time.monotonic() - began
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return took

    assert asyncio.run(run()) < 0.5


def test_retry_after_rests_the_server(web: Any, crawl: Any) -> None:
    host = "uji.kuburayakab.go.id"
    times: list[float] = []

    def busy(handler: Any) -> tuple[int, dict[str, str], str]:
        times.append(time.monotonic())
        if len(times) == 1:
            return 503, {"Retry-After": "2"}, "sibuk"
        return 200, {}, "<h1>Layanan</h1><p>kk</p>"

    web.pages |= {
        f"{host}/": "<title>Uji</title>" + LONG + "<a href=/layanan>Layanan</a>",
        f"{host}/layanan": busy,
    }
    visit = crawl().visit()
    assert f"http://{host}/layanan" in [fetch.url for fetch in visit.fetches]
    assert times[1] - times[0] >= 1.9


@pytest.mark.parametrize(
    ("url", "counts"),
    [
        ("https://api.contoh.com/layanan", True),
        ("https://firestore.googleapis.com/v1/projects/desa/layanan", True),
        ("https://widget.contoh.go.id/gpr-widget.min.js", False),
        ("https://api.countapi.xyz/hit/desa/kunjungan", False),
        ("https://api.aladhan.com/v1/timings", False),
        ("https://code.responsivevoice.org/responsivevoice.js", False),
        ("https://firebaseinstallations.googleapis.com/v1/projects/desa/installations", False),
        ("https://polyfill.io/v3/polyfill.min.js", False),
    ],
)
def test_what_others_bring_that_holds_nothing_of_the_unit_is_not_missed(url: str, counts: bool) -> None:
    async def allow(_: str) -> bool:
        return True

    guard = RequestGuard(HOME, allow)
    request: Any = SimpleNamespace(url=url, resource_type="fetch")
    guard.missed(request)
    assert bool(guard.lost) is counts


@pytest.mark.parametrize(
    ("path", "status", "kind", "counts"),
    [
        ("/api/layanan", 503, "fetch", True),
        ("/api/layanan", 404, "fetch", False),
        ("/api/layanan", 503, "image", False),
        ("/api/visitor", 500, "xhr", False),
    ],
)
def test_data_that_the_sites_own_server_fails_to_give_is_missed(
    path: str, status: int, kind: str, counts: bool
) -> None:
    async def allow(_: str) -> bool:
        return True

    guard = RequestGuard(HOME, allow)
    request = SimpleNamespace(url=HOME.rstrip("/") + path, resource_type=kind)
    answer: Any = SimpleNamespace(status=status, request=request)
    guard.answered(answer)
    assert bool(guard.lost) is counts
