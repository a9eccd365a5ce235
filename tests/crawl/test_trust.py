"""Coming back to a site whose sitemap says what changed: whom it spares, and how a lie is found out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from auditor.models import Fetch, Visit
from auditor.spiders.notes import read_notes
from auditor.spiders.trust import is_settled
from auditor.store.archive import open_bodies

HOST = "uji.kuburayakab.go.id"
PAGE = "<html><title>{0}</title><body><h1>{0}</h1><p>{1}</p><nav>{2}</nav></body></html>"
NAMES = tuple(f"berita-{number}" for number in range(12))
MENU = "".join(f"<a href='/{name}'>{name}</a>" for name in NAMES)
LIST = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{0}</urlset>'


@dataclass
class Paper:
    """A site of posts with a sitemap; every page is sent whole or, with the right tag, as a 304."""

    texts: dict[str, str]
    said: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def answer(self, handler: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], str]:
        path = handler.path
        self.asked.append(path)
        if path not in self.texts:
            return 404, {}, "tidak ada"
        tag = f'"{len(self.texts[path])}-{hash(self.texts[path])}"'
        if tag in (handler.headers.get("If-None-Match") or ""):
            return 304, {"ETag": tag}, ""
        return 200, {"ETag": tag}, self.texts[path]

    def sitemap(self, _: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], str]:
        rows = "".join(
            f"<url><loc>http://{HOST}{path}</loc><lastmod>{said}</lastmod></url>"
            for path, said in self.said.items()
        )
        return 200, {"Content-Type": "application/xml"}, LIST.format(rows)

    def edit(self, path: str, words: str, said: str = "") -> None:
        self.texts[path] = PAGE.format(path, words, MENU)
        if said:
            self.said[path] = said

    def took(self) -> set[str]:
        taken, self.asked = set(self.asked), []
        return taken


@pytest.fixture
def paper(web: Any) -> Iterator[Paper]:
    paths = ["/", *(f"/{name}" for name in NAMES)]
    made = Paper(
        {path: PAGE.format(path, "Kegiatan dinas.", MENU) for path in paths},
        dict.fromkeys(paths[1:], "2025-03-01T08:00:00+07:00"),
    )
    for path in [*paths, "/baru"]:
        web.pages[HOST + path] = made.answer
    web.pages[f"{HOST}/sitemap.xml"] = made.sitemap
    return made


@pytest.fixture
def visits(crawl: Any, paper: Paper, tmp_path: Path) -> Callable[..., Visit]:
    """The next visit, each coming back to the one before; the first two prove the sitemap."""
    count = 0

    def go(**ways: Any) -> Visit:
        nonlocal count
        before = str(tmp_path / str(count)) if count else None
        count += 1
        paper.took()
        return crawl(out=str(tmp_path / str(count)), before=before, ways=ways).visit()

    def proved() -> None:
        go()
        paper.edit("/berita-3", "Diperbarui.", "2025-04-01")
        assert not unasked(go())

    go.proved = proved  # type: ignore[attr-defined]
    go.folder = lambda: tmp_path / str(count) / "units" / "u"  # type: ignore[attr-defined]
    return go


def unasked(visit: Visit) -> dict[str, Fetch]:
    return {fetch.url.partition(HOST)[2]: fetch for fetch in visit.fetches if fetch.unasked}


def test_a_sitemap_that_held_spares_what_it_says_unchanged(visits: Any, paper: Paper) -> None:
    visits.proved()
    third = {fetch.url: fetch for fetch in visits().fetches}
    took, spared = paper.took(), {url.partition(HOST)[2] for url, f in third.items() if f.unasked}
    assert len(third) == 1 + len(NAMES)
    assert len(spared) == len(NAMES) - 3, "three are the sample"
    assert "/" in took and not spared & took
    paper.edit("/berita-5", "Diperbarui lagi.", "2025-05-01")
    paper.texts["/baru"], paper.said["/baru"] = PAGE.format("Baru", "Isi.", ""), "2025-05-02"
    fourth = visits()
    assert {"/berita-5", "/baru"} <= paper.took()
    with open_bodies(visits.folder()) as bodies:
        told = {fetch.url.partition(HOST)[2]: bodies(fetch).body.decode() for fetch in fourth.fetches}
    assert told == paper.texts, "the same pages as a full crawl"
    for path, fetch in unasked(fourth).items():
        assert (fetch.unasked, fetch.kept) == ("sitemap", "")
        before = third[f"http://{HOST}{path}"]
        assert fetch.fetched_at == before.fetched_at, "when it was last asked"


def test_a_page_behind_a_frozen_date_ends_the_belief_in_the_same_visit(visits: Any, paper: Paper) -> None:
    visits.proved()
    for name in NAMES:
        paper.edit(f"/{name}", "Semua berubah diam-diam.")
    visit = visits()
    assert not unasked(visit) and {f"/{name}" for name in NAMES} <= paper.took()
    notes = read_notes(visits.folder())
    assert notes is not None and (notes.standing.lies, notes.standing.proofs) == (1, 0)
    paper.edit("/berita-1", "Lagi.", "2025-06-01")
    assert not unasked(visits())
    paper.edit("/berita-1", "Dan lagi.", "2025-06-02")
    assert not unasked(visits()), "after a lie one proof is not enough"


def test_a_list_nobody_saw_moving_proves_nothing(visits: Any) -> None:
    for _ in range(3):
        assert not unasked(visits())


def test_two_edits_of_one_day_are_no_lie_and_no_proof(visits: Any, paper: Paper) -> None:
    today = datetime.now(UTC).date().isoformat()
    paper.said["/berita-3"] = today
    visits()
    paper.edit("/berita-3", "Diperbarui pada hari yang sama.", today)
    visits()
    notes = read_notes(visits.folder())
    assert notes is not None and (notes.standing.lies, notes.standing.proofs) == (0, 0)


def test_a_change_the_sitemap_did_not_tell_of_keeps_belief_away(visits: Any, paper: Paper) -> None:
    visits()
    paper.edit("/berita-3", "Diperbarui.", "2025-04-01")
    paper.edit("/berita-4", "Diam-diam.")
    visits()
    assert not unasked(visits())


def test_what_verdicts_quote_is_asked_always(visits: Any, paper: Paper) -> None:
    visits.proved()
    quoted = [f"/{name}" for name in NAMES[4:]]
    proofs = [{"url": f"http://{HOST}{path}"} for path in quoted]
    (visits.folder() / "result.json").write_text(json.dumps({"components": {"sop": {"evidence": proofs}}}))
    visits()
    assert set(quoted) <= paper.took()


def test_every_fourth_visit_asks_all_and_so_does_a_run_for_every_body(visits: Any, paper: Paper) -> None:
    visits.proved()
    assert [bool(unasked(visits())) for _ in range(5)] == [True, True, True, False, True]
    assert not unasked(visits(ask_all=True))


def test_a_page_gone_from_the_list_is_asked_and_found_gone(visits: Any, paper: Paper) -> None:
    visits.proved()
    del paper.texts["/berita-7"], paper.said["/berita-7"]
    visit = visits()
    assert [(gone.url.partition(HOST)[2], gone.cause) for gone in visit.gone] == [("/berita-7", "http_404")]
    assert unasked(visit)


def test_what_robots_forbids_now_is_no_page_of_this_visit(visits: Any, paper: Paper, web: Any) -> None:
    visits.proved()
    web.pages[f"{HOST}/robots.txt"] = "User-agent: *\nDisallow: /berita-2\n"
    visit = visits()
    assert "/berita-2" in {failure.url.partition(HOST)[2] for failure in visit.failures}
    assert "/berita-2" not in unasked(visit) and unasked(visit)


def test_without_its_sitemap_a_site_is_asked_whole(visits: Any, paper: Paper, web: Any) -> None:
    visits.proved()
    del web.pages[f"{HOST}/sitemap.xml"]
    assert not unasked(visits())


ASKED = "2026-11-22T10:00:00Z"


@pytest.mark.parametrize("said", ["2026-11-19", "2026-11-21T09:00:00Z", "2026-11-20T16:00:00+07:00"])
def test_long_before(said: str) -> None:
    assert is_settled(said, ASKED)


@pytest.mark.parametrize(
    "said",
    ["2026-11-21", "2026-11-22", "2026-11-21T11:00:00Z", "2027-01-01", "2026", "kemarin", "", "0001-01-01T"],
)
def test_not_long_before(said: str) -> None:
    assert not is_settled(said, ASKED)
