"""Pages kept between runs: what they repeat is kept once; what other pages had a part in is not kept."""

from __future__ import annotations

from pathlib import Path

from isal import isal_zlib

from auditor.checks.base import look
from auditor.checks.facts import facts_of, keeping
from auditor.jobs.reuse import READ_NAME, Shelf
from auditor.models import Agency, Fetch, Kind, Link, Page, Section, SectionKind, Snapshot, Source, Unread

AGENCY = Agency(unit_id="a", name="Dinas Uji", kind=Kind.OPD, region="61.12")
MENU = Section(
    label="", body="Beranda\nPersyaratan yang berlaku", kind=SectionKind.PARAGRAPH, zone="nav",
    links=(Link(text="Beranda", url="http://a.go.id/"),),
)  # fmt: skip


def _page(name: str) -> Page:
    fetch = Fetch(
        url=f"http://a.go.id/{name}", requested_url=f"http://a.go.id/{name}", status=200,
        content_type="text/html", sha256=name, fetched_at="2026-01-01T00:00:00+00:00", offset=0,
    )  # fmt: skip
    own = Section(label=name, body=f"Isi halaman {name} saja.", kind=SectionKind.HEADING)
    return Page(
        fetch=fetch, source=Source.HTML, title=name, text=own.body, sections=(MENU, own), links=MENU.links
    )


def _written(shelf: Shelf, folder: Path) -> bytes:
    folder.mkdir()
    (folder / READ_NAME).write_bytes(shelf.packed())
    plain: bytes = isal_zlib.decompress((folder / READ_NAME).read_bytes())
    return plain


def test_pages_come_back_as_they_were_read_and_a_menu_is_kept_once(tmp_path: Path) -> None:
    pages = [_page("satu"), _page("dua"), _page("tiga")]
    lost = Unread(url="http://a.go.id/x", what="document", reason="damaged")
    first = Shelf(None, "never", AGENCY)
    for page in pages:
        first.put(page.fetch, "html", page)
    first.put(_page("x").fetch, "pdf", lost)
    assert _written(first, tmp_path / "first").count(b"Persyaratan yang berlaku") == 1

    second = Shelf(tmp_path / "first", "never", AGENCY)
    assert second.get(pages[2].fetch) == ("html", pages[2])
    assert second.get(pages[0].fetch) == ("html", pages[0])
    assert second.get(_page("x").fetch) == ("pdf", lost)
    assert second.get(_page("lain").fetch) is None
    fresh = _page("empat")
    second.put(fresh.fetch, "html", fresh)
    plain = _written(second, tmp_path / "second")
    assert plain.count(b"Persyaratan yang berlaku") == 1
    assert b"halaman dua" not in plain  # gone with its page

    third = Shelf(tmp_path / "second", "never", AGENCY)
    assert [third.get(page.fetch) for page in (pages[0], pages[2], fresh)] == [
        ("html", page) for page in (pages[0], pages[2], fresh)
    ]


def test_what_another_page_had_a_part_in_is_found_anew() -> None:
    pages = (_page("satu"), _page("dua"))
    facts: dict[int, dict[str, bytes]] = {id(page): {} for page in pages}
    with keeping(facts):
        site = look(Snapshot(agency=AGENCY, pages=pages))
        page = site.pages[0]
        assert page.alone("own", lambda: [page.title], list[str]) == ["satu"]
        assert page.alone("others", lambda: [str(site.page_at("http://a.go.id/dua"))], list[str])
        assert set(facts_of(page.page) or ()) == {"own"}
        assert page.alone("own", lambda: ["made anew"], list[str]) == ["satu"]
