"""Coming back to a site: what is asked, what is kept, what is said to be gone. A real crawl on loopback."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from auditor.models import Fetch, Visit
from auditor.spiders.prints import common_print, says
from auditor.store.archive import WARC_NAME, open_bodies

HOST = "uji.kuburayakab.go.id"
FRAME = "<html><title>{0}</title><body><h1>{0}</h1><p>{1}</p><a href='/layanan'>Layanan</a> {2}</body></html>"
MENU = "<a href='/syarat'>Persyaratan pelayanan</a> <a href='/profil'>Profil</a>"


@dataclass
class Shop:
    """Pages served with validators; who asks with the right one gets a 304."""

    texts: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    tag: Callable[[str], str] = lambda text: f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    seen: list[tuple[str, int]] = field(default_factory=list)
    decorate: Callable[[str], str] = lambda text: text

    def answer(self, handler: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], str]:
        path = handler.path
        if path in self.status:
            self.seen.append((path, self.status[path]))
            return self.status[path], {}, "gagal"
        text = self.decorate(self.texts[path])
        tag = self.tag(text)
        if tag and tag in (handler.headers.get("If-None-Match") or ""):
            self.seen.append((path, 304))
            return 304, {"ETag": tag}, ""
        self.seen.append((path, 200))
        return 200, ({"ETag": tag} if tag else {}), text

    def took(self) -> dict[str, int]:
        """Status by path since the last call."""
        taken, self.seen = dict(self.seen), []
        return taken


@pytest.fixture
def shop(web: Any) -> Iterator[Shop]:
    made = Shop(
        {
            "/": FRAME.format("Dinas Uji", "Selamat datang di situs Dinas Uji.", MENU),
            "/layanan": FRAME.format("Layanan", "Jenis layanan yang tersedia.", MENU),
            "/syarat": FRAME.format("Persyaratan", "Fotokopi KTP dan KK.", MENU),
            "/profil": FRAME.format("Profil", "Sejarah singkat.", ""),
        }
    )
    for path in made.texts:
        web.pages[HOST + path] = made.answer
    return made


@pytest.fixture
def twice(crawl: Any, shop: Shop, tmp_path: Path) -> Callable[..., tuple[Visit, Visit]]:
    """A crawl, then what ``between`` changes, then a crawl that comes back."""

    def run(between: Callable[[], object] = lambda: None, **ways: Any) -> tuple[Visit, Visit]:
        first = crawl(out=str(tmp_path / "a"))
        shop.took()
        between()
        second = crawl(out=str(tmp_path / "b"), before=str(tmp_path / "a"), ways=ways)
        return first.visit(), second.visit()

    return run


def by_path(visit: Visit) -> dict[str, Fetch]:
    return {fetch.url.partition(HOST)[2]: fetch for fetch in visit.fetches}


def said(visit: Visit, folder: Path) -> list[tuple[str, bytes]]:
    with open_bodies(folder / "units" / "u") as bodies:
        return [(fetch.url, bodies(fetch).body) for fetch in visit.fetches]


def test_what_did_not_change_is_asked_for_and_not_sent(twice: Any, shop: Shop, tmp_path: Path) -> None:
    first, second = twice()
    assert set(shop.took().values()) == {304}
    assert all(fetch.held for fetch in second.fetches)
    assert [fetch.sha256 for fetch in second.fetches] == [fetch.sha256 for fetch in first.fetches]
    assert said(second, tmp_path / "b") == said(first, tmp_path / "a")
    with (tmp_path / "b/units/u" / WARC_NAME).open("rb") as file:
        records = list(ArchiveIterator(file, record_types=WarcRecordType.revisit))
        assert len(records) == len(second.fetches)
    assert second.previous == first.finished_at


def test_a_changed_page_is_read_and_its_links_followed(twice: Any, shop: Shop, web: Any) -> None:
    def edit() -> None:
        shop.texts["/layanan"] = FRAME.format("Layanan", "Baru.", MENU + "<a href='/baru'>Layanan baru</a>")
        shop.texts["/baru"] = FRAME.format("Baru", "Halaman baru.", "")
        web.pages[HOST + "/baru"] = shop.answer

    _, second = twice(edit)
    pages = by_path(second)
    assert shop.took() == {"/": 304, "/layanan": 200, "/syarat": 304, "/profil": 304, "/baru": 200}
    assert not pages["/layanan"].held and not pages["/layanan"].reads and not pages["/baru"].held


def test_a_tag_that_always_changes_is_overruled_by_the_hash(twice: Any, shop: Shop) -> None:
    tags = count()
    shop.tag = lambda _: f'"{next(tags)}"'
    _, second = twice()
    assert set(shop.took().values()) == {200}
    assert all(fetch.held for fetch in second.fetches)


def test_a_lying_304_ends_with_the_next_whole_crawl(twice: Any, shop: Shop) -> None:
    shop.tag = lambda _: '"selalu"'

    def edit() -> None:
        shop.texts["/syarat"] = FRAME.format("Persyaratan", "Fotokopi KTP saja.", MENU)

    _, second = twice(edit, ask_all=True)
    assert set(shop.took().values()) == {200}
    assert not by_path(second)["/syarat"].held and by_path(second)["/profil"].held


def test_tokens_and_counters_are_no_change_but_a_fee_is(twice: Any, shop: Shop) -> None:
    visits = count(7000)
    shop.tag = lambda _: ""
    shop.decorate = lambda text: text.replace(
        "</body>",
        f"<script nonce='n{next(visits)}'>var t={1790000000 + next(visits)}</script>"
        f"<form><input type='hidden' name='_token' value='{next(visits)}'></form>"
        f"<p>Pengunjung hari ini: {next(visits)}</p></body>",
    )

    def edit() -> None:
        shop.texts["/syarat"] = FRAME.format("Persyaratan", "Fotokopi KTP dan KK. Biaya Rp 5.000", MENU)

    first, second = twice(edit)
    before, pages = by_path(first), by_path(second)
    assert pages["/profil"].reads == before["/profil"].sha256 != pages["/profil"].sha256
    assert not pages["/profil"].held  # what came is what is stored
    assert pages["/syarat"].reads == ""


@pytest.mark.parametrize("status", [500, 403])
def test_a_page_that_fails_now_stays_known(twice: Any, shop: Shop, tmp_path: Path, status: int) -> None:
    first, second = twice(lambda: shop.status.update({"/syarat": status}))
    page = by_path(second)["/syarat"]
    assert page.kept == f"http_{status}" and page.fetched_at == by_path(first)["/syarat"].fetched_at
    assert second.failures == () and second.gone == ()
    assert dict(said(second, tmp_path / "b"))[page.url] == shop.texts["/syarat"].encode()


def test_an_old_page_does_not_stand_in_for_ever(twice: Any, shop: Shop) -> None:
    _, second = twice(lambda: shop.status.update({"/syarat": 500}), keep_days=0)
    assert "/syarat" not in by_path(second)
    assert [failure.cause for failure in second.failures] == ["http_500"]


def test_a_page_that_is_gone_is_said_to_be_gone(twice: Any, shop: Shop) -> None:
    first, second = twice(lambda: shop.status.update({"/syarat": 404}))
    assert "/syarat" not in by_path(second)
    (gone,) = second.gone
    assert gone.url.endswith("/syarat") and gone.cause == "http_404"
    assert gone.last_seen == by_path(first)["/syarat"].fetched_at


def test_a_page_nothing_leads_to_any_more_is_asked_for(twice: Any, shop: Shop) -> None:
    def unlink() -> None:
        shop.texts["/"] = shop.texts["/"].replace(MENU, "")
        shop.texts["/layanan"] = shop.texts["/layanan"].replace(MENU, "")
        shop.status["/profil"] = 410

    _, second = twice(unlink)
    assert {(gone.url.partition(HOST)[2], gone.cause) for gone in second.gone} == {
        ("/syarat", "unlinked"),
        ("/profil", "http_410"),
    }
    assert set(by_path(second)) == {"/", "/layanan"}


def test_what_the_verdicts_quote_is_asked_first(twice: Any, shop: Shop, tmp_path: Path) -> None:
    def judged() -> None:
        quoted = {"components": {"sop": {"evidence": [{"url": f"http://{HOST}/profil"}]}}}
        (tmp_path / "a" / "units" / "u" / "result.json").write_text(json.dumps(quoted))

    first, second = twice(judged)
    assert [path for path, _ in shop.seen] == ["/", "/profil", "/syarat", "/layanan"]
    assert list(by_path(first)) == list(by_path(second)), "each is read in its turn all the same"


def test_a_sitemap_that_says_nothing_changed_hides_no_change(twice: Any, shop: Shop, web: Any) -> None:
    shop.texts["/syarat"] = FRAME.format("Persyaratan", "Fotokopi KTP dan KK.", "")
    shop.texts["/tarif"] = FRAME.format("Tarif", "Rp 10.000 per lembar.", "")
    web.pages[f"{HOST}/tarif"] = shop.answer
    listed = f"<url><loc>http://{HOST}/tarif</loc><lastmod>2020-01-01</lastmod></url>"
    web.pages[f"{HOST}/sitemap.xml"] = (
        200,
        {"Content-Type": "application/xml"},
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>',
    )

    def raise_fee() -> None:
        shop.texts["/tarif"] = shop.texts["/tarif"].replace("10.000", "15.000")

    first, second = twice(raise_fee)
    assert by_path(first)["/tarif"].sha256 != by_path(second)["/tarif"].sha256
    assert shop.took()["/tarif"] == 200


def test_notes_of_another_program_are_not_taken_over(
    twice: Any, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bodies are (they are the site's own), links and reasons are found again."""
    from auditor.spiders import notes

    def older() -> None:
        folder = tmp_path / "a/units/u"
        known = notes.read_notes(folder)
        assert known is not None
        known.program, known.links = "lain", []
        packed = notes.zlib.compress(notes.msgspec.msgpack.encode(known))
        (folder / notes.NOTES_NAME).write_bytes(packed)

    first, second = twice(older)
    assert set(shop.took().values()) == {304}
    assert [fetch.url for fetch in second.fetches] == [fetch.url for fetch in first.fetches]


DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Dibaca 120 kali</p>", "<p>Dibaca 121 kali</p>"),
        ("<p>Total kunjungan: 1.204</p>", "<p>Total kunjungan: 1.377</p>"),
        ("<p>Kini Minggu, 22 November 2026</p>", "<p>Kini 22/11/2026</p>"),
        ("<p>pukul 08:11:12 WIB</p>", "<p>pukul 09:22:55 WIB</p>"),
        ("<img src='/a.png?ver=17'>", "<img src='/a.png?ver=18'>"),
        ("<p>3 jam yang lalu</p>", "<p>4 jam yang lalu</p>"),
    ],
)
def test_noise(one: str, other: str) -> None:
    before = common_print((one, DAY), (one, DAY))
    assert before == common_print((one, DAY), (other, DAY)) != ""
    assert says(other, DAY, before)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Jangka waktu: 3 hari kerja</p>", "<p>Jangka waktu: 2 hari kerja</p>"),
        ("<p>Biaya: Rp 25.000</p>", "<p>Biaya: Rp 30.000</p>"),
        ("<p>Senin 08.00 - 15.00</p>", "<p>Senin 08.00 - 14.00</p>"),
        ("<h2>Persyaratan</h2>", "<p>Persyaratan</p>"),
        ("<a href='/a.pdf'>SOP</a>", "<a href='/b.pdf'>SOP</a>"),
        ("<iframe src='https://youtu.be/a1'></iframe>", "<iframe src='https://youtu.be/b2'></iframe>"),
        ("<script>const biaya = 'Rp 5.000'</script>", "<script>const biaya = 'Rp 6.000'</script>"),
        ("<p>SK tanggal 21 November 2026</p>", "<p>SK tanggal 20 November 2026</p>"),
    ],
)
def test_no_noise(one: str, other: str) -> None:
    assert not says(other, DAY, common_print((one, DAY), (one, DAY)))
    assert common_print((one, DAY), (other, DAY)) == ""
