"""The lists for letters: who stands on them, and the proof beside every name."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pypdfium2
import pytest
from fake_region import fake_results
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from auditor.errors import AuditorError
from auditor.jobs.letters import write_letters
from auditor.models import Asked, Candidate, DomainClass, Results, Site, SiteStatus
from auditor.reporting.texts import load_texts
from auditor.reporting.wording import candidate_words
from auditor.results import encode

AT = "2026-11-22T03:04:05Z"
SITE = Site(
    status=SiteStatus.NONE,
    reasons=("Tidak ditemukan situs web untuk unit ini pada sumber yang ditanya.",),
    asked=(
        Asked(source="portal", state="answered", at=AT),
        Asked(source="dns", state="silent", detail="dns_timeout", at=AT),
        Asked(source="search", state="off", detail="tanpa kunci", at=AT),
    ),
    candidates=(
        Candidate(
            url="https://dinkes.x.go.id/",
            origin="pattern",
            outcome="unreachable",
            reason="dns_nxdomain",
            at=AT,
        ),
        Candidate(
            url="http://dinkes.x.go.id/",
            origin="pattern",
            outcome="refused",
            reason="namesake: +title -other_region_go_id",
            at=AT,
        ),
    ),
)


def run_folder(results: Results, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_bytes(encode(results))
    return folder


def with_site(results: Results, number: int, site: Site, region: str = "61.12") -> Results:
    units = list(results.units)
    units[number] = dataclasses.replace(units[number], site=site, region=region)
    return dataclasses.replace(results, units=tuple(units))


RESULTS = with_site(fake_results(60), 5, SITE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("letters")
    write_letters(run_folder(RESULTS, root / "run"), root / "out")
    return root / "out"


def test_each_list_has_exactly_its_units(made: Path) -> None:
    wanted = {
        "lampiran-tanpa-situs": [u for u in RESULTS.units if u.site.status in ("none", "social_only")],
        "lampiran-bukan-go-id-wilayah-sendiri": [
            u
            for u in RESULTS.units
            if u.site.status not in ("none", "social_only")
            and u.site.domain not in (DomainClass.GO_ID, DomainClass.NONE)
        ],
        "lampiran-situs-mati": [u for u in RESULTS.units if u.site.status in ("dead", "parked")],
    }
    book = load_workbook(made / "lampiran-situs.xlsx")
    for (stem, units), sheet in zip(
        wanted.items(), ("Tanpa situs", "Bukan go.id wilayah sendiri", "Situs mati"), strict=True
    ):
        assert units
        tree = LexborHTMLParser((made / f"{stem}.html").read_text("utf-8"))
        names = [node.text(deep=False) for node in tree.css("tbody th")]
        assert names == [unit.name for unit in units]
        ids = [row[-1] for row in book[sheet].iter_rows(min_row=2, values_only=True)]
        assert ids == [unit.unit_id for unit in units]
        pdf = pypdfium2.PdfDocument(made / f"{stem}.pdf")
        assert pdf.is_tagged()
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
        assert f"{len(units)} unit" in text
        assert "Lampiran surat" in text


def test_nobody_is_named_who_could_not_be_tested(made: Path) -> None:
    html = "".join(path.read_text("utf-8") for path in made.glob("*-tanpa-situs.html"))
    html += (made / "lampiran-situs-mati.html").read_text("utf-8")
    for unit in RESULTS.units:
        if unit.site.status in ("not_tested", "blocked"):
            assert f"{unit.name}<" not in html


def test_a_row_says_what_was_asked_when_and_what_answered(made: Path) -> None:
    unit = RESULTS.units[5]
    tree = LexborHTMLParser((made / "lampiran-tanpa-situs.html").read_text("utf-8"))
    row = next(r for r in tree.css("tbody tr") if r.css_first("th").text(deep=False) == unit.name)
    said = " ".join(row.css_first(".proof").text().split())
    assert "portal daerah (menjawab)" in said
    assert "DNS (nama host yang mungkin) (tidak menjawab: " in said
    assert "mesin pencari (tidak ditanya: tanpa kunci)" in said
    assert "dinkes.x.go.id/: https tidak dapat dibuka: nama situs tidak terdaftar di DNS" in said
    assert "http bukan situs unit ini: milik unit bernama serupa di daerah lain (go.id daerah lain)" in said
    assert "(2026-11-22 03:04)" in said
    rows = list(load_workbook(made / "lampiran-situs.xlsx")["Bukti"].iter_rows(min_row=2, values_only=True))
    mine = [row for row in rows if row[-1] == unit.unit_id]
    assert [row[2] for row in mine] == [c.url for c in SITE.candidates]
    assert all(row[4] == AT for row in mine)


def test_reasons_of_candidates_in_words() -> None:
    words = load_texts()
    assert candidate_words("empty: -parked", words) == "halaman parkir domain"
    assert candidate_words("no", words) == "tidak memuat nama unit ini"
    assert candidate_words("+own_go_id +title", words) == "go.id wilayah sendiri, judul memuat nama unit"
    assert candidate_words("+title -suspended", words) == "akun hosting ditangguhkan"
    assert candidate_words("redirected_away: -nobody_named", words) == (
        "alamat mengalihkan ke situs lain (tidak menyebut unit mana pun)"
    )
    assert candidate_words("wildcard_parked", words).startswith("DNS menjawab untuk semua nama")
    assert candidate_words("dns_nxdomain", words).startswith("nama situs tidak terdaftar")
    assert candidate_words("", words) == ""
    assert candidate_words("Kalimat petugas.", words) == "Kalimat petugas."


def test_several_regions_each_get_their_own(tmp_path: Path) -> None:
    results = with_site(RESULTS, 6, SITE, region="11.01")
    folder = run_folder(results, tmp_path / "run")
    paths = write_letters(folder, tmp_path / "out")
    assert (tmp_path / "out/11.01/lampiran-tanpa-situs.pdf") in paths
    html = (tmp_path / "out/11.01/lampiran-tanpa-situs.html").read_text("utf-8")
    assert "Kabupaten Aceh Selatan" in html
    assert html.count('<tr><td class="n">') == 1
    one = write_letters(folder, tmp_path / "one", region="11.01")
    assert {path.parent for path in one} == {tmp_path / "one"}
    with pytest.raises(AuditorError, match=r"99\.99.*61\.12"):
        write_letters(folder, tmp_path / "none", region="99.99")


def test_what_sites_write_stays_text(tmp_path: Path) -> None:
    folder = run_folder(fake_results(40, hostile=True), tmp_path / "run")
    paths = write_letters(folder, tmp_path / "out")
    assert len(paths) == 7
    for sheet in load_workbook(tmp_path / "out/lampiran-situs.xlsx").worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    for path in (tmp_path / "out").glob("*.html"):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        assert not tree.css("script, img, [onclick]")
        assert all(
            (a.attributes["href"] or "").startswith(("https://", "http://", "#")) for a in tree.css("a")
        )


def test_empty_lists_say_so(tmp_path: Path) -> None:
    folder = run_folder(fake_results(0), tmp_path / "run")
    assert len(write_letters(folder, tmp_path)) == 7
    assert "Tidak ada unit tanpa situs web." in (tmp_path / "lampiran-tanpa-situs.html").read_text("utf-8")
