"""The assessor's dossier: an accessible PDF of two to six pages that says what the records say."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import segno
from fake_region import fake_results
from hypothesis import given, settings
from hypothesis import strategies as st
from material import (
    BASE,
    HOSTILE_WORDS,
    RUBRIC,
    largest,
    results_of,
    scored,
    untested,
    with_words,
)
from papers_run import program, region_of, run_folder
from selectolax.lexbor import LexborHTMLParser

from auditor.cli import main
from auditor.compare.records import Direction
from auditor.jobs.papers import dossiers, unit_changes
from auditor.masking import mask
from auditor.models import UnitResult, Verdict
from auditor.reporting.dossier import DossierError, UnitChanges, dossier, evidence_address, pdf, write
from auditor.reporting.dossier.basis import load_risks
from auditor.reporting.dossier.findings import uncertain
from auditor.reporting.printable import MISSING, _glyphs, breakable, clipped, printable, xml_text
from auditor.reporting.texts import load_texts
from auditor.reporting.typeset import Typesetter

TYPESETTER = Typesetter("dossier.typ")


def text_of(data: bytes | Path) -> str:
    """All words of a PDF, soft breaks taken out."""
    document = pypdfium2.PdfDocument(data)
    words = "\n".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    return re.sub(r"\s+", " ", words.replace("\u200b", "").replace("\ufffe", "").replace("\u00ad", ""))


def pages(data: bytes | Path) -> int:
    return len(pypdfium2.PdfDocument(data))


def pdf_of(unit: UnitResult, changes: UnitChanges | None = None, base: str = "") -> bytes:
    region = region_of(results_of(unit))
    return pdf(TYPESETTER, region.units[0], region, changes, base=base)


@pytest.fixture(scope="module")
def made(run: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """PDF and HTML of every unit, made by the command."""
    out = tmp_path_factory.mktemp("dossier")
    with pytest.raises(SystemExit) as stop:
        main(["dossier", str(run), "--out", str(out), "--link", "https://audit.contoh.go.id/61"])
    assert not stop.value.code
    return sorted(out.iterdir())


# ---------------------------------------------------------------- the files


def test_one_command_makes_all_dossiers(made: list[Path]) -> None:
    ids = {unit.unit_id for unit in BASE.units}
    assert {path.stem for path in made if path.suffix == ".pdf"} == ids
    assert {path.stem for path in made if path.suffix == ".html"} == ids


def test_qpdf_finds_every_pdf_sound(made: list[Path]) -> None:
    qpdf = program("qpdf")
    for path in made:
        if path.suffix == ".pdf":
            done = subprocess.run([qpdf, "--check", path], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr


def test_pdfs_are_tagged_titled_in_indonesian_and_declare_pdf_ua(made: list[Path]) -> None:
    for path in made:
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            assert document.get_metadata_value("Title").startswith("Berkas kunjungan: ")
            assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
            raw = path.read_bytes()
            assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
            assert 2 <= len(document) <= 6


def test_same_results_same_bytes() -> None:
    assert pdf_of(BASE.units[2]) == pdf_of(BASE.units[2])


# ---------------------------------------------------------------- what it says


def test_every_component_stands_in_the_part_of_its_verdict() -> None:
    for unit in BASE.units:
        region = region_of(results_of(unit))
        data, words = dossier(region.units[0], region), region.texts
        parts = {
            Verdict.PUBLISHED: {row["name"] for row in data["published"]},
            Verdict.PARTIAL: {row["name"] for row in data["partial"]},
            Verdict.NOT_FOUND: {name for _, names in data["missing"]["groups"] for name in names},
            Verdict.NOT_TESTED: {name for _, names in data["untested"] for name in names.split("; ")},
        }
        for verdict, shown in parts.items():
            told = {words("components", c) for c, f in unit.components.items() if f.verdict is verdict}
            assert shown == told, verdict


def test_quotes_addresses_and_archived_proof_are_printed(made: list[Path]) -> None:
    unit = next(u for u in BASE.units if u.components["persyaratan"].verdict is Verdict.PUBLISHED)
    proof = unit.components["persyaratan"].evidence[0]
    path = next(path for path in made if path.name == f"{unit.unit_id}.pdf")
    said = text_of(path)
    assert clipped(proof.snippet, 240)[:60] in said
    assert proof.sha256 in said.replace(" ", "")
    assert "units/" + unit.unit_id + "/pages.warc.gz" in said
    tree = LexborHTMLParser(path.with_suffix(".html").read_text("utf-8"))
    assert any(proof.sha256 in (node.text() or "") for node in tree.css("small"))
    assert any((a.attributes["href"] or "").startswith(proof.url) for a in tree.css("a"))


def test_an_untested_unit_raises_no_risk_and_is_not_called_missing() -> None:
    region = region_of(results_of(untested()))
    data = dossier(region.units[0], region)
    assert data["missing"]["groups"] == []
    assert data["risks"]["rows"] == []
    assert data["qr"]["svg"] == ""
    said = text_of(pdf_of(untested()))
    assert "Belum dapat diperiksa bukan berarti tidak ada" in said
    assert "Situs belum dapat diperiksa, jadi tidak ada risiko" in said
    assert 2 <= pages(pdf_of(untested())) <= 6


@pytest.mark.parametrize(
    ("code", "risk"), [("jangka_waktu", "no_time"), ("biaya", "no_fee"), ("pengaduan", "no_complaint")]
)
def test_risks_follow_from_what_is_lacking(code: str, risk: str) -> None:
    title = next(one.title for one in load_risks().risks if one.id == risk)
    whole = with_words("Isi yang nyata")
    for verdict, expected in (
        (Verdict.PUBLISHED, False),
        (Verdict.PARTIAL, True),
        (Verdict.NOT_FOUND, True),
        (Verdict.NOT_TESTED, False),
        (Verdict.NOT_APPLICABLE, False),
    ):
        part = replace(whole.components[code], verdict=verdict)
        unit = scored(replace(whole, components={**whole.components, code: part}))
        region = region_of(results_of(unit))
        rows = dossier(region.units[0], region)["risks"]["rows"]
        assert (title in {row["title"] for row in rows}) is expected, verdict


def test_every_risk_names_its_rule_source_and_certainty_and_is_no_verdict() -> None:
    basis = load_risks()
    assert "bukan temuan maladministrasi" in basis.note
    assert "bukan pendapat Ombudsman" in basis.note
    for risk in basis.risks:
        assert risk.rule and risk.status
        assert risk.source.startswith("http")


def test_the_checklist_begins_with_what_is_least_certain() -> None:
    whole = with_words("Isi")
    parts = dict(whole.components)
    parts["sop"] = replace(parts["sop"], verdict=Verdict.NOT_TESTED, confidence=1.0)
    parts["skm"] = replace(parts["skm"], confidence=0.41)
    parts["profil"] = replace(parts["profil"], verdict=Verdict.NOT_APPLICABLE, confidence=0.1)
    region = region_of(results_of(scored(replace(whole, components=parts))))
    asked = [code for code, _ in uncertain(region.units[0], 10)]
    assert asked[:2] == ["sop", "skm"]
    assert "profil" not in asked
    weights = [RUBRIC.weights[code] for code in asked[2:]]
    assert weights == sorted(weights, reverse=True)


def test_changes_since_an_earlier_run_are_told() -> None:
    before = fake_results(24)
    unit = next(
        u for u in before.units if u.components["biaya"].verdict is Verdict.NOT_FOUND and u.score.value
    )
    donor = next(u for u in before.units if u.components["biaya"].verdict is Verdict.PUBLISHED)
    better = scored(replace(unit, components={**unit.components, "biaya": donor.components["biaya"]}))
    new = replace(unit, unit_id="baru")
    after = replace(before, units=(*(better if u is unit else u for u in before.units), new))
    changes = unit_changes(before, after)
    said = text_of(pdf_of(better, changes[unit.unit_id]))
    assert "Perubahan sejak pemeriksaan lalu" in said
    assert "Tidak ditemukan → Terpublikasi" in said
    assert "Membaik" in said
    assert changes["baru"].known is False
    assert "tidak ada pada pemeriksaan 22 November 2026" in text_of(pdf_of(new, changes["baru"]))
    same = next(u for u in before.units if u is not unit)
    assert "Tidak ada putusan yang berubah" in text_of(pdf_of(same, changes[same.unit_id]))
    assert "Perubahan sejak pemeriksaan lalu" not in text_of(pdf_of(same))


def test_every_direction_has_words() -> None:
    assert set(load_texts().tables["change_directions"]) == {direction.value for direction in Direction}


def test_another_rubric_is_said_not_to_be_a_change_of_the_site() -> None:
    after = replace(BASE, run=replace(BASE.run, rubric="uu25-2009@lain"))
    unit = BASE.units[1]
    assert "sebagian perubahan bukan perubahan situs" in text_of(
        pdf_of(unit, unit_changes(BASE, after)[unit.unit_id])
    )


# ---------------------------------------------------------------- QR code


def test_the_qr_code_opens_the_evidence_page() -> None:
    region = region_of(results_of(BASE.units[1]))
    view = region.units[0]
    url = evidence_address("https://audit.contoh.go.id/61/", view)
    assert url == f"https://audit.contoh.go.id/61/unit/{view.unit.unit_id}.html"
    data = dossier(view, region, base="https://audit.contoh.go.id/61/")
    drawn = re.search(r'class="qrline" stroke="#000" d="([^"]+)"', data["qr"]["svg"])
    wanted = segno.make(url, error="m", micro=False).svg_inline(border=2)
    assert drawn and drawn.group(1) in wanted
    assert evidence_address("https://dasbor.contoh.go.id/u/{unit}", view).endswith(f"/u/{view.unit.unit_id}")


def test_without_a_published_report_the_qr_code_opens_the_unit_s_site() -> None:
    region = region_of(results_of(with_words("Isi")))
    qr = dossier(region.units[0], region)["qr"]
    assert (qr["url"], qr["caption"]) == ("https://dinas.contoh.go.id/halaman", "Situs unit")


# ---------------------------------------------------------------- hostile and extreme words


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_hostile_words_stay_words(words: str) -> None:
    unit = with_words(words)
    data = pdf_of(unit)
    assert 2 <= pages(data) <= 6
    said = text_of(data)
    for piece in clipped(printable(mask(words)), 90).split():
        if MISSING not in piece and len(piece) < 20 and piece.isascii():
            assert piece in said
    region = region_of(results_of(unit))
    page = html_of(unit)
    tree = LexborHTMLParser(page)
    assert not tree.css("script, img, iframe, form")
    assert len(tree.css("h1")) == 1
    assert region.units[0].name.strip() == "" or tree.css_first("h1").text() != ""


def html_of(unit: UnitResult, tmp: Path | None = None) -> str:
    from auditor.reporting.html import environment

    region = region_of(results_of(unit))
    data = dossier(region.units[0], region)
    return environment().get_template("dossier.html").render(d=data, region=region, T=region.texts)


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_any_words_can_be_set(words: str) -> None:
    assert pages(pdf_of(with_words(words))) <= 6


@given(st.text())
def test_what_is_printable_has_a_glyph(words: str) -> None:
    for char in printable(words):
        assert char in "\n\t" or ord(char) in _glyphs()
        assert unicodedata.category(char) not in {"Cc", "Cf", "Mn"} or char in "\n\t"
    assert breakable(words).replace("\u200b", "") == words.replace("\u200b", "")
    xml = xml_text(words)
    assert "\x00" not in xml and "\u202e" not in xml


def test_words_stay_whole_and_addresses_may_break() -> None:
    assert breakable("penyelenggaraan pemerintahan dipertanggungjawabkan") == (
        "penyelenggaraan pemerintahan dipertanggungjawabkan"
    )
    assert breakable("https://a.go.id/standar-pelayanan").count("\u200b") >= 5
    assert max(map(len, breakable("W" * 300).split("\u200b"))) <= 24


def test_every_listed_glyph_can_be_set_by_this_typst() -> None:
    chars = [
        chr(code) for code in sorted(_glyphs()) if unicodedata.category(chr(code)) not in {"Cn", "Cc", "Cf"}
    ]
    unit = with_words("x")
    region = region_of(results_of(unit))
    data = dossier(region.units[0], region)
    data["method"] = [" ".join(chars[start : start + 200]) for start in range(0, len(chars), 200)]
    assert TYPESETTER.pdf(data, "glyphs").startswith(b"%PDF")


def test_the_largest_unit_keeps_to_six_pages() -> None:
    unit = largest()
    changed = unit_changes(
        results_of(replace(scored(unit), components=untested().components)), results_of(unit)
    )
    data = pdf_of(unit, changed["besar"], "https://audit.contoh.go.id/61")
    assert pages(data) <= 6


def test_a_service_without_a_finding_is_not_said_to_be_excused() -> None:
    """The sign – in the services' table had been explained as "tidak berlaku"."""
    region = region_of(BASE)
    legend = dossier(region.units[0], region)["services"]["legend"]
    assert "tidak terbaca khusus untuk layanan ini" in legend
    assert "tidak berlaku" not in legend


def test_personal_data_is_masked() -> None:
    said = text_of(pdf_of(with_words("NIK 6171051202900003 atas nama Budi")))
    assert "6171051202900003" not in said
    assert "617105**********" in said


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tidak-ada"], "unit 'tidak-ada' tidak ada pada hasil ini"),
        (["--format", "docx"], "--format 'docx': pilih pdf, html"),
        (["--format", ","], "--format kosong"),
        (["opd-01", "--link", "javascript:alert(1)"], "bukan alamat http(s)"),
        (["--previous", "/tidak/ada"], "results.json"),
    ],
)
def test_command_refuses_in_one_line(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["dossier", str(run), *arguments, "--out", str(tmp_path)])
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_an_unwritable_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    region = region_of(BASE)
    with pytest.raises(DossierError, match="tidak dapat ditulis"):
        list(write(region, region.units[:1], tmp_path / "berkas", ("html",)))


def test_many_units_are_shared_out_and_come_back_in_order(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run", fake_results(130))
    made = dossiers(folder, (), tmp_path / "out", ("html",))
    assert [path.stem for path in made] == [unit.unit_id for unit in fake_results(130).units]


def test_all_verdicts_and_states_have_words() -> None:
    region = region_of(BASE)
    for view in region.units:
        said = str(dossier(view, region))
        assert not re.search(
            r"\b(not_found|not_tested|heading_only|no_section|nothing_read)\b", re.sub(r"'[a-z_]+'", "", said)
        )
