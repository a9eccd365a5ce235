# ruff: noqa: E501 - rows of sample data read better on one line
"""The reports: complete, safe against what sites write, and the same for the same results."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest
from fake_region import HOSTILE, fake_results
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from auditor.models import COMPONENTS, Asked, Evidence, Results, SiteStatus, Source, Verdict
from auditor.reporting import FORMATS, ReportError, write
from auditor.reporting.dates import stamp
from auditor.reporting.links import evidence_link, link, text_fragment, unit_file
from auditor.reporting.texts import Texts, load_texts

RESULTS = fake_results(60)
HOSTILE_RESULTS = fake_results(60, hostile=True)
AT = "2026-11-22T01:02:03Z"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    write(RESULTS, folder, FORMATS)
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    write(HOSTILE_RESULTS, folder, FORMATS)
    return folder


def pages(folder: Path) -> list[Path]:
    return [folder / "index.html", *sorted((folder / "unit").iterdir())]


# ---------------------------------------------------------------- HTML


def test_index_and_a_page_per_unit(plain: Path) -> None:
    assert len(pages(plain)) == 61
    tree = LexborHTMLParser((plain / "index.html").read_text("utf-8"))
    assert tree.css_first("html").attributes["lang"] == "id"
    matrix = tree.css("#matriks tbody tr")
    assert len(matrix) == 60
    for row, unit in zip(matrix, RESULTS.units, strict=True):
        said = [cell.attributes["class"].split()[0] for cell in row.css("td")]
        assert said == [f"m-{unit.components[code].verdict.value}" for code in COMPONENTS]
    for anchor in tree.css("#unit tbody a[href^='unit/']"):
        assert (plain / unquote(anchor.attributes["href"] or "")).is_file()
    counts = [int(re.sub(r"\D.*", "", cell.text())) for cell in tree.css(".cards dd")[:5]]
    status = [unit.site.status.value for unit in RESULTS.units]
    assert counts[:3] == [60, status.count("online"), status.count("none") + status.count("social_only")]
    text = tree.body.text() if tree.body else ""
    assert "skor proyek, bukan nilai Ombudsman" in text
    for words in ("Terpublikasi", "Sebagian", "Tidak ditemukan", "Belum dapat diperiksa", "Tidak berlaku"):
        assert words in text


def test_a_unit_without_a_website_is_told_to_get_one_first(plain: Path) -> None:
    """And why none was found reads as sentences."""

    def body(status: SiteStatus) -> str:
        unit = next(unit for unit in RESULTS.units if unit.site.status is status)
        page = (plain / "unit" / unit_file(unit.unit_id)).read_text("utf-8")
        found = LexborHTMLParser(page).body
        return found.text() if found else ""

    assert "Situs lebih dahulu. Siapkan situs" in body(SiteStatus.NONE)
    assert ".;" not in body(SiteStatus.NONE)
    assert "Situs lebih dahulu" not in body(SiteStatus.ONLINE)


def test_many_units_of_several_regions_get_a_page_per_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from auditor.reporting import html

    monkeypatch.setattr(html, "UNITS_UP_TO", 20)
    units = [
        dataclasses.replace(unit, region=("61.12", "11.01", "32.77")[n % 3])
        for n, unit in enumerate(RESULTS.units)
    ]
    write(dataclasses.replace(RESULTS, units=tuple(units)), tmp_path, ["html"])
    index = LexborHTMLParser((tmp_path / "index.html").read_text("utf-8"))
    links = [a.attributes["href"] or "" for a in index.css("tbody a")]
    assert links == ["wilayah/11.01.html", "wilayah/32.77.html", "wilayah/61.12.html"]
    counted = [int(row.css("td")[1].text()) for row in index.css("tbody tr")]
    assert counted == [20, 20, 20]
    for href in links:
        page = LexborHTMLParser((tmp_path / href).read_text("utf-8"))
        assert len(page.css("#matriks tbody tr")) == 20
        for anchor in page.css("#unit tbody a[href^='../unit/']"):
            path = (tmp_path / "wilayah" / unquote(anchor.attributes["href"] or "")).resolve()
            unit = LexborHTMLParser(path.read_text("utf-8"))
            assert unit.css_first(".kicker a").attributes["href"] == f"../{href}"
        assert len(page.css("#unit tbody a[href^='../unit/']")) == 20


def test_pages_are_accessible_and_need_nothing_from_outside(plain: Path) -> None:
    for page in pages(plain):
        tree = LexborHTMLParser(page.read_text("utf-8"))
        assert not tree.css("link, img, iframe, script[src], object, embed")
        assert "url(" not in tree.css_first("style").text()
        assert tree.css_first("title").text().strip()
        assert len(tree.css("h1")) == 1
        assert all(th.attributes.get("scope") for th in tree.css("th"))
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids))


def test_a_unit_page_shows_the_proof(plain: Path) -> None:
    unit = next(unit for unit in RESULTS.units if unit.components["biaya"].evidence and unit.problems)
    html = (plain / "unit" / unit_file(unit.unit_id)).read_text("utf-8")
    tree = LexborHTMLParser(html)
    shown = tree.css_first("#biaya")
    proof = unit.components["biaya"].evidence[0]
    assert proof.snippet in shown.text()
    assert proof.sha256 in html
    assert stamp(proof.fetched_at) in shown.text()
    assert f'datetime="{proof.fetched_at}"' in html
    assert shown.css("figcaption a[href^='https://']")
    for line in unit.score.lines:
        assert line.why.replace("&", "&amp;") in html
    assert load_texts()("problems", unit.problems[0].code) in html


def test_what_a_site_writes_stays_text_in_html(hostile: Path) -> None:
    for page in pages(hostile):
        html = page.read_text("utf-8")
        tree = LexborHTMLParser(html)
        assert len(tree.css("script")) == (1 if page.name == "index.html" else 0)
        assert "alert('xss')" not in html
        assert not tree.css("[onclick], [onerror], [onload]")
        for anchor in tree.css("a[href]"):
            href = anchor.attributes["href"] or ""
            assert href.startswith(("https://", "http://", "#", "unit/", "../index.html")), href


def test_personal_data_is_masked_everywhere(tmp_path: Path) -> None:
    nik = "6112014507900003"
    unit = next(unit for unit in RESULTS.units if unit.components["profil"].evidence)
    data = _with_quote(RESULTS, unit.unit_id, f"Nama: Budi NIK {nik} alamat Jalan Lada")
    written = write(data, tmp_path, ["html", "xlsx", "csv", "pdf"])
    for path in written:
        raw = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                raw = b"".join(book.read(name) for name in book.namelist())
        assert nik.encode() not in raw, path
    assert "611201****" in (tmp_path / "unit" / unit_file(unit.unit_id)).read_text("utf-8")


def _with_quote(results: Results, unit_id: str, quote: str) -> Results:
    import dataclasses

    def changed(unit):  # type: ignore[no-untyped-def]
        if unit.unit_id != unit_id:
            return unit
        found = unit.components["profil"]
        proof = dataclasses.replace(found.evidence[0], snippet=quote, source=Source.HTML)
        component = dataclasses.replace(found, evidence=(proof, *found.evidence[1:]))
        return dataclasses.replace(unit, components={**unit.components, "profil": component})

    return dataclasses.replace(results, units=tuple(map(changed, results.units)))


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a/b", "//a.example/", "", "https://", "http://a/ b", 'http://a/"x', "http://[", " https://a/", "https://a\n.example/"],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str) -> None:
    assert link(url) == ""


def proof(
    snippet: str, source: Source = Source.HTML, locator: str = "", url: str = "https://a.example/x"
) -> Evidence:
    return Evidence(url=url, source=source, locator=locator, snippet=snippet, sha256="", fetched_at="")


def test_a_link_opens_at_the_quote() -> None:
    assert evidence_link(proof("Biaya: gratis, tanpa-syarat")) == (
        "https://a.example/x#:~:text=Biaya%3A%20gratis%2C%20tanpa%2Dsyarat"
    )
    assert text_fragment("satu dua tiga empat lima enam tujuh delapan sembilan") == (
        "satu%20dua%20tiga%20empat,enam%20tujuh%20delapan%20sembilan"
    )
    assert evidence_link(proof("x", Source.PDF, "halaman 12")) == "https://a.example/x#page=12"
    assert evidence_link(proof("x", Source.IMAGE, "0,0,10,10")) == "https://a.example/x"
    assert evidence_link(proof("x", url="https://a.example/#/rute")) == "https://a.example/#/rute"
    assert "6112014507900003" not in evidence_link(proof("NIK 6112014507900003"))


def test_file_names_of_units_stay_in_their_folder() -> None:
    assert unit_file("../../etc/passwd") == "..%2F..%2Fetc%2Fpasswd.html"
    assert "/" not in unit_file("a/b\\c") and len(unit_file("é" * 300)) < 255
    assert unit_file("é" * 300) != unit_file("é" * 301)


# ---------------------------------------------------------------- Excel and CSV


def test_the_workbook_has_its_sheets_and_tables(plain: Path) -> None:
    book = load_workbook(plain / "laporan.xlsx")
    assert book.sheetnames == [
        "Ringkasan",
        "Unit",
        "Matriks",
        "Bukti",
        "Tanpa website",
        "Bukan go.id wilayah sendiri",
        "Masalah",
        "Metode",
    ]
    for name in book.sheetnames[1:7]:
        sheet = book[name]
        assert len(sheet.tables) == 1, name
        assert sheet.freeze_panes, name
        assert next(iter(sheet.tables.values())).autoFilter is not None
    units = book["Unit"]
    assert units.max_row == 61
    assert [row[0].value for row in units.iter_rows(min_row=2)] == [unit.unit_id for unit in RESULTS.units]
    online = next(n for n, unit in enumerate(RESULTS.units, 2) if unit.site.url)
    assert units.cell(online, 7).hyperlink.target.startswith("https://")
    assert book["Matriks"].max_row == 61
    proofs = sum(max(len(found.evidence), 1) for unit in RESULTS.units for found in unit.components.values())
    assert book["Bukti"].max_row == proofs + 1


def test_no_cell_calculates_what_a_site_wrote(hostile: Path) -> None:
    book = load_workbook(hostile / "laporan.xlsx")
    seen = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.data_type in {"s", "inlineStr"}
                    seen += 1
                if cell.hyperlink is not None and cell.hyperlink.target:
                    assert cell.hyperlink.target.startswith(("https://", "http://", "unit\\"))
    assert seen > 100
    for name in ("results.csv", "results-units.csv"):
        text = (hostile / name).read_bytes().decode("utf-8")
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), (name, cell)
                assert not cell.startswith("-") or cell.lstrip("-").replace(".", "").isdigit()


def test_many_units_are_written_without_holding_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditor.reporting import excel

    monkeypatch.setattr(excel, "TABLES_UP_TO", 10)
    write(fake_results(30), tmp_path, ["xlsx"])
    book = load_workbook(tmp_path / "laporan.xlsx")
    assert not book["Unit"].tables
    assert book["Unit"].auto_filter.ref == "A1:S31"
    assert book["Unit"].cell(2, 1).value == "portal"


def test_a_pdf_of_very_many_units_keeps_to_the_summary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.reporting import pdf

    monkeypatch.setattr(pdf, "UNITS_UP_TO", 10)
    write(fake_results(12), tmp_path, ["pdf"])
    document = pypdfium2.PdfDocument(tmp_path / "laporan.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "12 unit: lihat lembar Unit dan Matriks pada laporan.xlsx." in text.replace("\r\n", " ")


def test_csv_rows(plain: Path) -> None:
    with (plain / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60 * len(COMPONENTS)
    assert [row["verdict"] for row in rows[:22]] == [
        f.verdict.value for f in RESULTS.units[0].components.values()
    ]
    with (plain / "results-units.csv").open(encoding="utf-8", newline="") as file:
        units = list(csv.DictReader(file))
    for row, unit in zip(units, RESULTS.units, strict=True):
        assert row["score"] == ("" if unit.score.value is None else str(unit.score.value))
        counted = sum(f.verdict is Verdict.PUBLISHED for f in unit.components.values())
        assert int(row["published"]) == counted


# ---------------------------------------------------------------- PDF, and all of them


def test_the_pdf_is_tagged_titled_and_whole(plain: Path, hostile: Path) -> None:
    document = pypdfium2.PdfDocument(plain / "laporan.pdf")
    assert document.get_metadata_dict()["Title"] == "Kabupaten Kubu Raya"
    assert document.is_tagged()
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    for unit in RESULTS.units[:5]:
        assert unit.name.split()[-1] in text
    assert "bukan nilai Ombudsman" in text
    raw = (plain / "laporan.pdf").read_bytes()
    assert b"pdfuaid" in raw
    odd = pypdfium2.PdfDocument(hostile / "laporan.pdf")
    words = "\n".join(page.get_textpage().get_text_range() for page in odd)
    assert "#set page" in words.replace("\r\n", " ")


def test_the_same_results_give_the_same_bytes(plain: Path, tmp_path: Path) -> None:
    again = write(RESULTS, tmp_path, FORMATS)
    assert len(again) == 66
    for path in again:
        other = plain / path.relative_to(tmp_path)
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as a, zipfile.ZipFile(other) as b:
                assert {n: a.read(n) for n in a.namelist()} == {n: b.read(n) for n in b.namelist()}
        else:
            assert path.read_bytes() == other.read_bytes(), path.name


def test_english_headings(tmp_path: Path) -> None:
    write(fake_results(4), tmp_path, ["html"], "en")
    html = (tmp_path / "index.html").read_text("utf-8")
    assert '<html lang="en">' in html and "not an Ombudsman result" in html


@pytest.mark.parametrize("rubric", ["kategori-2022", "pekppp-publikasi"])
def test_reports_under_other_rubrics(tmp_path: Path, rubric: str) -> None:
    results = fake_results(12, rubric=rubric)
    write(results, tmp_path, ["html", "xlsx", "pdf", "csv"])
    html = (tmp_path / "index.html").read_text("utf-8")
    document = pypdfium2.PdfDocument(tmp_path / "laporan.pdf")
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    if rubric == "kategori-2022":
        assert "E (ambang belum terverifikasi)" in html and "BELUM TERVERIFIKASI" in text
        assert {unit.score.zone for unit in results.units} <= {"A", "B", "C", "D", "E", None}
    else:
        assert "tidak memberi zona" in html and "bukan nilai PEKPPP" in text
        assert {unit.score.zone for unit in results.units} == {None}
    assert f"Belum dapat dinilai: {sum(unit.score.value is None for unit in results.units)}" in text


def test_an_empty_run_still_gives_reports(tmp_path: Path) -> None:
    assert len(write(fake_results(0), tmp_path, FORMATS)) == 6


def test_wrong_use_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"docx.*json, csv, xlsx, html, pdf"):
        write(RESULTS, tmp_path, ["docx"])
    (tmp_path / "berkas").write_text("")
    with pytest.raises(ReportError, match="tidak dapat ditulis"):
        write(RESULTS, tmp_path / "berkas", ["csv"])


def test_the_words_are_complete() -> None:
    from auditor.models import DomainClass, Https, Kind, SiteStatus

    words: Texts = load_texts()
    for section, names in (
        ("verdicts", Verdict), ("verdict_marks", Verdict), ("statuses", SiteStatus), ("status_meanings", SiteStatus),
        ("domains", DomainClass), ("https", Https), ("kinds", Kind), ("sources", Source),
    ):  # fmt: skip
        assert set(words.tables[section]) == {name.value for name in names}
    assert words.cause("tls_expired: 2024-01-01") == "sertifikat HTTPS kedaluwarsa (2024-01-01)"
    assert words.cause("budget_pages") == "batas jumlah halaman tercapai"
    assert words.cause("Nama unit tidak ada pada halaman.") == "Nama unit tidak ada pada halaman."
    assert len(HOSTILE) == 8


# ---------------------------------------------------------------- a search for websites only


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of `auditor discover`: nothing was judged, so nothing may look like a verdict."""
    folder = tmp_path_factory.mktemp("search")
    run = replace(RESULTS.run, options={**RESULTS.run.options, "site_only": "True"})
    units = tuple(
        replace(
            unit,
            components={
                code: replace(
                    found, verdict=Verdict.NOT_TESTED, reason="site_only", evidence=(), values=(), points=0.0
                )
                for code, found in unit.components.items()
            },
            site=replace(unit.site, asked=(Asked(source="portal", state="silent", detail="timeout", at=AT),)),
            services=(),
            problems=(),
            features=(),
            score=replace(unit.score, value=None, zone=None, coverage=0.0),
        )
        for unit in RESULTS.units
    )
    write(Results(run=run, units=units), folder, FORMATS)
    return folder


def test_a_search_shows_sites_and_no_scores(search: Path, plain: Path) -> None:
    note = load_texts("id")("labels", "site_only")
    for path in pages(search):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        assert note in tree.text() and "Median" not in tree.text()
        assert not tree.css(".matrix, .bars, .scorebox, .comp, .todo")
    index = LexborHTMLParser((search / "index.html").read_text("utf-8"))
    assert len(index.css("#unit tbody tr")) == len(RESULTS.units)
    heads = len(index.css("#unit thead th"))
    assert {len(row.css("th, td")) for row in index.css("#unit tbody tr")} == {heads}
    asked = [page for page in pages(search) if "portal daerah (tidak menjawab" in page.read_text("utf-8")]
    assert asked == pages(search)[1:]
    for anchor in ("tanpa", "luar", "terganggu"):
        assert len(index.css(f"#{anchor} tr")) == len(
            LexborHTMLParser((plain / "index.html").read_text("utf-8")).css(f"#{anchor} tr")
        )


def test_a_search_has_the_lists_for_a_letter_and_no_matrix(search: Path) -> None:
    book = load_workbook(search / "laporan.xlsx")
    assert book.sheetnames == [
        "Ringkasan",
        "Unit",
        "Tanpa website",
        "Bukan go.id wilayah sendiri",
        "Masalah",
        "Metode",
    ]
    heads = [cell.value for cell in book["Unit"][1]]
    assert "Skor" not in heads and {"Situs", "Domain", "Sebab"} <= set(heads)
    assert book["Unit"].max_row == len(RESULTS.units) + 1
    with pypdfium2.PdfDocument(search / "laporan.pdf") as document:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert "Median" not in text and "Matriks" not in text
    assert load_texts("id")("labels", "site_only")[:40] in " ".join(text.split())
