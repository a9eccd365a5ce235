"""A whole visit: rendered pages, duplicates, failures, budget."""
# ruff: noqa: E501 - pages stand on one line, as sites write them

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from auditor.extract import ReadOptions, ocr, snapshot, tesseract
from auditor.extract.pieces import Piece
from auditor.extract.read import blank
from auditor.models import Agency, Failure, Fetch, Kind, Page, SectionKind, Source, Visit
from tests.extract.helpers import URL, Response, fetch, read
from tests.extract.test_documents import LINES, _png, _poster

fpdf = pytest.importorskip("fpdf")
AGENCY = Agency(unit_id="a", name="Dinas Uji", kind=Kind.OPD, region="61.12")


def _visit(bodies: dict[Fetch, bytes], *failures: Failure) -> tuple[Visit, object]:
    return (
        Visit(agency=AGENCY, home="https://x.go.id/", fetches=tuple(bodies), failures=failures),
        lambda item: Response(item.status, bodies[item]),
    )


def test_rendered_page_takes_the_place_of_the_fetched_one() -> None:
    static = b"<div id=a></div><p>Hanya di sini tertulis</p><script>const d=[{nama:'Izin Trayek',waktu:'2 hari kerja untuk semua pemohon izin'}];const e=[{nama:'Izin Mati',persyaratan:'tidak pernah digambar di halaman ini'}]</script>"
    drawn = b"<div id=a><h3>Izin Trayek</h3><p>2 hari kerja untuk semua pemohon izin</p></div>"
    bodies = {fetch(static): static, fetch(drawn, via="browser"): drawn}
    visit, get = _visit(bodies)
    result = snapshot(visit, get, ReadOptions())  # type: ignore[arg-type]
    assert [page.source for page in result.pages] == [Source.RENDERED]
    words = " ".join(section.body for section in result.pages[0].sections)
    assert "Hanya di sini" in words
    assert "2 hari kerja" in words
    assert "tidak pernah digambar" not in words


@pytest.mark.parametrize(("cause", "counts"), [("", False), ("needs_browser", True), ("render_failed", True)])
def test_data_of_a_page_that_need_not_be_drawn_counts_only_where_it_is_shown(
    cause: str, counts: bool
) -> None:
    body = (
        b"<main><h1>Izin Trayek</h1><p>Isi formulir berikut.</p></main><script>const pesan={gagal:'Berkas ditolak, persyaratan: fotokopi STNK "
        b"dan buku uji',judul:'Isi formulir berikut.'}</script>"
    )
    item = fetch(body)
    failures = (Failure(url=item.url, cause=cause),) if cause else ()
    visit, get = _visit({item: body}, *failures)
    (page,) = snapshot(visit, get, ReadOptions()).pages  # type: ignore[arg-type]
    assert any("Berkas ditolak" in section.body for section in page.sections) is counts


def test_failures_that_may_hold_something_are_unread() -> None:
    home = b"<p>halo</p>"
    visit, get = _visit(
        {fetch(home): home},
        Failure(url="https://x.go.id/sp.pdf", cause="timeout", anchor="Standar Pelayanan"),
        Failure(url="https://x.go.id/hilang", cause="http_404", anchor="SOP"),
        Failure(url="https://x.go.id/logo.png", cause="timeout"),
        Failure(url="https://x.go.id/alur-ktp.jpg", cause="robots"),
        Failure(url="https://drive.google.com/file/d/1/view", cause="drive_private", anchor="Maklumat"),
    )
    result = snapshot(visit, get, ReadOptions())  # type: ignore[arg-type]
    assert [(item.url[-9:], item.what, item.reason) for item in result.unread] == [
        ("id/sp.pdf", "document", "timeout"),
        ("id/hilang", "page", "http_404"),
        ("r-ktp.jpg", "image", "robots"),
        ("/d/1/view", "document", "drive_private"),
    ]
    assert result.reached


def test_same_body_is_read_once() -> None:
    body = b"<p>sama</p>"
    visit, get = _visit({fetch(body): body, fetch(body, "https://dinas.contoh.go.id/lain"): body})
    assert len(snapshot(visit, get, ReadOptions()).pages) == 1  # type: ignore[arg-type]


def test_pictures_beyond_the_budget_are_named_only_when_likely(monkeypatch: object) -> None:
    if not tesseract.available():
        return
    home = b"<h2>Alur</h2><img src=/alur.png alt='Alur pelayanan'>"
    first, second, third = (_png(_poster([*LINES, str(n)])) for n in range(3))
    bodies = {
        fetch(home): home,
        fetch(first, "https://dinas.contoh.go.id/alur.png"): first,
        fetch(second, "https://dinas.contoh.go.id/biaya.png"): second,
        fetch(third, "https://dinas.contoh.go.id/x1.png"): third,
    }
    visit, get = _visit(bodies)
    result = snapshot(visit, get, replace(ReadOptions(), ocr_limit=1))  # type: ignore[arg-type]
    assert [page.fetch.url[-8:] for page in result.pages if page.source is Source.IMAGE] == ["alur.png"]
    assert [(item.url[-9:], item.reason) for item in result.unread] == [("biaya.png", "ocr_budget")]


def test_the_next_run_reads_on_where_the_budget_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each picture once, over the runs; and it is known that something is left, be it named or not."""
    looked: list[Image.Image] = []

    def read_image(image: Image.Image, options: ReadOptions, *, thorough: bool = False) -> list[Piece]:
        looked.append(image)
        return [Piece("Persyaratan", 0, 0, 100, 20)]

    monkeypatch.setattr(ocr, "read_image", read_image)
    monkeypatch.setattr(tesseract, "available", lambda: True)
    bodies: dict[Fetch, bytes] = {}
    for number in range(3):
        body = _png(_poster([*LINES, str(number)]))
        bodies[fetch(body, f"https://dinas.contoh.go.id/x{number}.png")] = body
    visit, get = _visit(bodies)
    options = ReadOptions(ocr_limit=1, cache=tmp_path)
    runs = [snapshot(visit, get, options) for _ in range(4)]
    assert [len(shot.pages) for shot in runs] == [1, 2, 3, 3]
    assert [shot.cut_short for shot in runs] == [True, True, False, False]
    assert len(looked) == 3


def test_lost_record_is_unread() -> None:
    def lost(item: Fetch) -> Response:
        raise OSError("gone")

    visit = Visit(agency=AGENCY, fetches=(fetch(b"x", "https://x.go.id/a.pdf"),))
    result = snapshot(visit, lost, ReadOptions())
    assert [(item.reason, item.what) for item in result.unread] == [("lost_record", "document")]
    assert not result.reached


def test_a_partly_read_document_is_also_unread() -> None:
    pdf = fpdf.FPDF()
    pdf.set_font("helvetica", size=11)
    for _ in range(3):
        pdf.add_page()
        pdf.cell(0, 8, "Persyaratan: fotokopi KTP dan kartu keluarga", new_x="LMARGIN", new_y="NEXT")
    body = bytes(pdf.output())
    visit, get = _visit({fetch(body, "https://x.go.id/sp.pdf", anchor="Standar Pelayanan"): body})
    result = snapshot(visit, get, ReadOptions(pdf_pages=2))  # type: ignore[arg-type]
    assert "pages_unread" in result.pages[0].marks
    assert [(item.what, item.reason, item.label) for item in result.unread] == [
        ("document", "pages_unread", "Standar Pelayanan")
    ]


def test_a_page_that_was_fetched_but_not_drawn_is_unread() -> None:
    """Its shell was read; what scripts would have shown was not, so nothing may be called absent."""
    shell = b"<div id=root></div><p>Memuat data dinas, mohon tunggu</p>"
    visit, get = _visit(
        {fetch(shell): shell},
        Failure(url=URL, cause="needs_browser", anchor="Beranda"),
    )
    result = snapshot(visit, get, ReadOptions())  # type: ignore[arg-type]
    assert [(item.url, item.reason) for item in result.unread] == [(URL, "needs_browser")]
    timed_out = replace(visit, failures=(Failure(url=URL, cause="timeout", detail="browser"),))
    assert [item.reason for item in snapshot(timed_out, get, ReadOptions()).unread] == ["render_failed"]  # type: ignore[arg-type]


def test_a_page_drawn_without_what_others_bring_is_unread_too() -> None:
    shell, drawn = b"<div id=a></div><script src=a.js></script>", b"<div id=a>Gagal memuat</div>"
    visit, get = _visit(
        {fetch(shell): shell, fetch(drawn, via="browser"): drawn},
        Failure(url=URL, cause="render_failed", detail="api.contoh.com"),
    )
    assert [item.reason for item in snapshot(visit, get, ReadOptions()).unread] == ["render_failed"]  # type: ignore[arg-type]


def test_documents_and_pictures_leave_the_archive_once() -> None:
    home = b"<h2>Alur</h2><img src=/alur.png><a href=/sp.pdf>SP</a>"
    bodies = {URL: home, "https://dinas.contoh.go.id/alur.png": b"\x89PNG\r\n\x1a\n" + b"x" * 3000}
    bodies["https://dinas.contoh.go.id/sp.pdf"] = b"%PDF-1.4 nothing"
    taken: list[str] = []

    def take(one: Fetch) -> Response:
        taken.append(one.url)
        return Response(200, bodies[one.url])

    fetches = tuple(fetch(body, url) for url, body in bodies.items())
    snapshot(Visit(agency=AGENCY, fetches=fetches), take, ReadOptions(ocr="never"))
    assert sorted(taken) == sorted(bodies)


@pytest.mark.parametrize(
    ("markup", "files"),
    [
        ('<img src=/kosong.gif data-src=/alur.jpg alt="Alur">', ["/kosong.gif", "/alur.jpg"]),
        ('<img src=/a-300x200.jpg srcset="/a-300x200.jpg 300w, /a.jpg 1200w">', ["/a-300x200.jpg", "/a.jpg"]),
        ("<a href=/besar.jpg><img src=/kecil.jpg></a>", ["/kecil.jpg", "/besar.jpg"]),
        ("<a href=/layanan><img src=/kecil.jpg></a>", ["/kecil.jpg"]),
        (
            '<picture><source srcset="/b.webp 800w, /c.webp 1600w"><img src=/b.jpg></picture>',
            ["/b.jpg", "/c.webp"],
        ),
        ("<img src='data:image/gif;base64,AAAA' data-lazy-src=/alur.png>", ["/alur.png"]),
    ],
)
def test_every_file_of_a_picture_is_known(markup: str, files: list[str]) -> None:
    page = read(f"<h2>Alur Pelayanan</h2>{markup}")
    section = next(section for section in page.sections if section.kind is SectionKind.IMAGE)
    assert [link.url.removeprefix("https://dinas.contoh.go.id") for link in section.links] == files


def _pictures_read(home: bytes, pictures: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The order in which the pictures of a page are read, with what the page is for each."""
    seen: list[str] = []

    def read_one(item: Fetch, *_: object, force: bool = False, **__: object) -> Page:
        seen.append(item.url.rsplit("/", 1)[-1] + ("!" if force else ""))
        return blank(item)

    monkeypatch.setattr(
        "auditor.extract.read.read_picture", lambda body, item, *a, **k: read_one(item, *a, **k)
    )
    bodies = {fetch(home): home}
    for name, body in pictures.items():
        bodies[fetch(body, f"https://dinas.contoh.go.id/u/{name}", "image/jpeg", referrer=URL)] = body
    visit, get = _visit(bodies)
    snapshot(visit, get, ReadOptions())  # type: ignore[arg-type]
    return seen


def _jpg(size: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + bytes(str(size), "ascii") * size


def test_of_one_picture_the_largest_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    home = (
        b"<h2>Alur</h2><a href=/u/besar.jpg><img src=/u/kecil.jpg alt='Alur pelayanan'></a>"
        b"<img src=/u/tarif-300x200.jpg><img src=/u/lain.jpg>"
    )
    pictures = {
        "kecil.jpg": _jpg(900),
        "besar.jpg": _jpg(3000),
        "tarif-300x200.jpg": _jpg(800),
        "lain.jpg": _jpg(700),
    }
    pictures["tarif.jpg"] = _jpg(2000)
    read_in = _pictures_read(home, pictures, monkeypatch)
    assert sorted(name.rstrip("!") for name in read_in) == ["besar.jpg", "lain.jpg", "tarif.jpg"]


def test_what_stands_around_a_picture_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    home = (
        b"<title>Standar Pelayanan</title><h1>Standar Pelayanan</h1><h2>Maklumat</h2>"
        b"<img src='/u/WhatsApp-Image-2024-01-05.jpg'><footer><img src=/u/apel-pagi.jpg></footer>"
    )
    pictures = {"apel-pagi.jpg": _jpg(900), "WhatsApp-Image-2024-01-05.jpg": _jpg(800)}
    assert _pictures_read(home, pictures, monkeypatch) == ["WhatsApp-Image-2024-01-05.jpg!", "apel-pagi.jpg"]


def test_a_background_picture_is_judged_by_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    home = b"<title>Standar Pelayanan dan Maklumat</title><div style='background-image:url(/u/1.jpg)'>Beranda</div>"
    assert _pictures_read(home, {"1.jpg": _jpg(900)}, monkeypatch) == ["1.jpg!"]
