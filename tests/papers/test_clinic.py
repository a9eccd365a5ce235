"""The clinic pack: points from the score itself, examples from real peers, drafts that invent nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material import BASE, HOSTILE_WORDS, RUBRIC, results_of, scored, untested, with_words
from papers_run import region_of, run_folder
from selectolax.lexbor import LexborHTMLParser

from auditor.cli import main
from auditor.masking import mask
from auditor.models import (
    COMPONENTS,
    Duration,
    Evidence,
    Fact,
    Problem,
    Service,
    ServiceFinding,
    SiteStatus,
    Source,
    UnitResult,
    Verdict,
)
from auditor.reporting.clinic.peers import Peers
from auditor.reporting.clinic.plan import plan
from auditor.reporting.drafts import FILES, documents, drafts, page
from auditor.reporting.drafts.fill import DRAFTED, Filler
from auditor.reporting.drafts.forms import FOURTEEN, load_forms
from auditor.reporting.printable import xml_text
from auditor.reporting.tasks import load_tasks
from auditor.reporting.texts import load_texts
from auditor.simulate import simulate

DATE = (2026, 11, 22)
READ = "22 November 2026"
PAGE = "https://dinas.contoh.go.id/layanan"


def plan_of(unit: UnitResult, *others: UnitResult) -> dict:  # type: ignore[type-arg]
    region = region_of(results_of(unit, *others))
    return plan(region.units[0], region, RUBRIC, Peers(region, RUBRIC))


def case_of(unit: UnitResult) -> documents.Case:
    return documents.case(region_of(results_of(unit)).units[0], READ, DATE)


def words_of(data: bytes) -> str:
    """All words of a DOCX, table cells included, in order."""
    paper = docx.Document(io.BytesIO(data))
    return "\n".join(node.text or "" for node in paper.element.body.iter() if node.tag.endswith("}t"))


def lacking(unit: UnitResult) -> list[str]:
    return [
        code for code in COMPONENTS if unit.components[code].verdict in {Verdict.PARTIAL, Verdict.NOT_FOUND}
    ]


def proof(snippet: str, url: str = PAGE) -> Evidence:
    return Evidence(
        url=url,
        source=Source.HTML,
        locator="div",
        snippet=snippet,
        sha256="b" * 64,
        fetched_at="2026-11-22T03:00:00Z",
    )


def served(*services: Service, **quotes: tuple[Evidence, ...]) -> UnitResult:
    """A unit with these services; the components named are published with these quotes, others missing."""
    whole = with_words("x")
    parts = {
        code: replace(
            part,
            verdict=Verdict.PUBLISHED if code in quotes else Verdict.NOT_FOUND,
            evidence=quotes.get(code, ()),
            values=(),
        )
        for code, part in whole.components.items()
    }
    return scored(replace(whole, name="Dinas Contoh", components=parts, services=services, problems=()))


def service(name: str, url: str, *codes: str, **values: Duration) -> Service:
    parts = {code: ServiceFinding(verdict=Verdict.PUBLISHED) for code in codes}
    parts |= {code: ServiceFinding(verdict=Verdict.PUBLISHED, values=(v,)) for code, v in values.items()}
    return Service(name=name, url=url, components=parts)


# ---------------------------------------------------------------- the plan


def test_points_are_those_of_the_simulation_and_come_heaviest_first() -> None:
    for unit in BASE.units:
        data = plan_of(unit)
        codes = [row["code"] for row in data["fixes"]]
        assert sorted(codes) == sorted(lacking(unit))
        gains = {gain.component: gain.points for gain in simulate(unit, RUBRIC, codes).gains}
        told = [float(row["points"].lstrip("+").replace(",", ".")) for row in data["fixes"]]
        assert told == [gains[code] for code in codes]
        assert told == sorted(told, reverse=True)
        if codes and unit.score.value is not None:
            after = simulate(unit, RUBRIC, codes).after.value
            assert data["fixes"][-1]["after"] == f"{after:.2f}".replace(".", ",")


def test_what_could_not_be_tested_is_listed_apart() -> None:
    data = plan_of(untested())
    assert data["fixes"] == []
    assert len(data["untested"]) == len(COMPONENTS)
    assert all(row["who"] for row in data["untested"])


def test_examples_are_peers_of_the_kind_that_scored_well() -> None:
    region = region_of(BASE)
    peers = Peers(region, RUBRIC)
    shown = 0
    for view in region.units:
        for code in lacking(view.unit):
            for one in peers.of(view.unit, code):
                peer = one.view.unit
                shown += 1
                assert peer.unit_id != view.unit.unit_id
                assert peer.kind is view.unit.kind
                assert peer.site.status is SiteStatus.ONLINE
                assert peer.score.zone != RUBRIC.zones[-1].id
                assert peer.components[code].verdict is Verdict.PUBLISHED
                assert one.proof in peer.components[code].evidence
                assert one.proof.url not in {p.url for p in peer.problems if p.code == "gambling_spam"}
    assert shown


def test_a_spoiled_page_is_no_example() -> None:
    poor = served(biaya=(proof("Gratis"),))
    good = replace(with_words("Isi yang nyata", PAGE), unit_id="baik")
    assert any(row["examples"] for row in plan_of(poor, good)["fixes"])
    spoiled = replace(good, problems=(Problem(code="gambling_spam", url=PAGE, snippet="slot"),))
    assert not any(row["examples"] for row in plan_of(poor, spoiled)["fixes"])


def test_the_site_comes_first_with_who_does_it() -> None:
    data = plan_of(replace(untested(), site=replace(untested().site, status=SiteStatus.NONE)))
    assert data["first"][0]["title"] == "Keadaan situs: Tidak ada situs"
    assert "Dinas Kominfo" in data["first"][0]["who"]


def test_every_problem_status_and_component_has_somebody() -> None:
    tasks, words = load_tasks(), load_texts()
    assert set(tasks.problems) == set(words.tables["problems"])
    assert set(tasks.sites) == {status.value for status in SiteStatus} - {"online"}
    assert set(tasks.components) == set(COMPONENTS)
    assert {part.draft for part in tasks.components.values()} <= {"", *FILES}
    assert set(words.tables["clinic_files"]) == {"plan", *FILES}


# ---------------------------------------------------------------- what a draft may carry over


def test_a_quote_on_the_service_s_own_page_is_carried_over_with_its_source() -> None:
    unit = served(
        service("Kartu Keluarga", PAGE, "persyaratan", "prosedur"),
        persyaratan=(proof("1. KTP\n2. Buku nikah"),),
        prosedur=(proof("1. Pemohon datang\n2. Petugas memeriksa"),),
    )
    filler = Filler(region_of(results_of(unit)).units[0])
    piece = filler.pieces(unit.services[0], "persyaratan")[0]
    assert (piece.text, piece.url, piece.check) == ("1. KTP\n2. Buku nikah", PAGE, "")
    assert filler.steps(unit.services[0]) == (["Pemohon datang", "Petugas memeriksa"], PAGE)
    said = words_of(documents.standard(case_of(unit)))
    assert "2. Buku nikah" in said.replace("\n", " ") or "Buku nikah" in said
    assert f"Sumber: {PAGE}, dibaca 22 November 2026" in said


def test_a_quote_of_one_service_is_not_taken_for_another() -> None:
    three_days = Duration(text="3 hari", min=3, max=3, unit="day")
    unit = served(
        service("Kartu Keluarga", PAGE, "persyaratan"),
        service("Akta Kelahiran", PAGE, "persyaratan", jangka_waktu=three_days),
        service("Legalisir", "https://dinas.contoh.go.id/lain"),
        persyaratan=(proof("KTP dan buku nikah"),),
        jangka_waktu=(proof("Selesai 3 hari kerja"), proof("Selesai 9 hari")),
    )
    filler = Filler(region_of(results_of(unit)).units[0])
    kk, akta, lain = unit.services
    assert "beberapa layanan" in filler.pieces(kk, "persyaratan")[0].check
    assert filler.pieces(lain, "persyaratan") == []
    assert filler.pieces(lain, "jangka_waktu") == []
    assert filler.pieces(akta, "jangka_waktu")[0].text == "Selesai 3 hari kerja"


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("Syarat\n- KTP\nWaktu\n3 hari\nBiaya\ngratis", "3 hari"),
        ("- KTP\nSelesai 3 hari sejak\nberkas lengkap\nBiaya", "Selesai 3 hari sejak\nberkas lengkap"),
        ("Membawa KTP. Selesai dalam 3 hari. Tidak ada biaya.", "Selesai dalam 3 hari."),
        ("Lama\na. Akta: 3 hari\nb. Cap\nc. Map: 3 hari\nd. KTP", "a. Akta: 3 hari\nb. Cap\nc. Map: 3 hari"),
        ("Selesai tiga hari\nSyarat KTP", "Selesai tiga hari\nSyarat KTP"),
    ],
)  # fmt: skip
def test_of_a_quote_about_a_time_only_the_lines_of_its_values_fill_a_blank(quote: str, kept: str) -> None:
    three_days = Duration(text="3 hari", min=3, max=3, unit="day")
    unit = served(service("Akta", PAGE, jangka_waktu=three_days), jangka_waktu=(proof(quote),))
    (piece,) = Filler(region_of(results_of(unit)).units[0]).pieces(unit.services[0], "jangka_waktu")
    assert piece.text == kept


def test_a_partial_finding_and_a_spoiled_page_fill_nothing() -> None:
    unit = served(service("Kartu Keluarga", PAGE, "biaya"), biaya=(proof("Slot gacor gratis"),))
    headings = {c: replace(p, verdict=Verdict.PARTIAL) for c, p in unit.components.items()}
    unit_partial = replace(unit, components=headings)
    assert Filler(region_of(results_of(unit_partial)).units[0]).pieces(None, "biaya") == []
    spoiled = replace(unit, problems=(Problem(code="gambling_spam", url=PAGE, snippet="slot"),))
    for data in drafts(region_of(results_of(spoiled)).units[0], READ, DATE).values():
        said = words_of(data) if data.startswith(b"PK") else data.decode()
        assert "gacor" not in said.casefold()
        assert "Kartu Keluarga" not in said


def test_all_fourteen_components_stand_in_every_service_s_sheet() -> None:
    unit = served(*(service(f"Layanan {n}", f"{PAGE}/{n}", "produk") for n in range(DRAFTED + 3)))
    said = words_of(documents.standard(case_of(unit)))
    titles, hints = load_texts().tables["components"], load_forms().standard.hints
    for code in FOURTEEN:
        assert said.count(titles[code]) == DRAFTED
        if code != "produk":
            assert said.count(f"[ISI: {hints[code]}]") == DRAFTED
    assert "Layanan 20; Layanan 21; Layanan 22" in said


def test_an_empty_unit_gets_blank_drafts() -> None:
    it = case_of(untested())
    assert "[ISI: nama layanan]" in words_of(documents.standard(it))
    assert words_of(documents.sop(it)).count("[ISI]") == 5 * 6
    assert "[ISI: nama layanan]" in page.html(it)
    assert "[ISI: nama layanan]" in page.text(it)


def test_no_number_date_or_signature_is_filled_in() -> None:
    form = load_forms().sop
    said = words_of(documents.sop(case_of(untested())))
    for label in form.block[:-1]:
        assert f"[ISI: {label}]" in said
    said = words_of(documents.promise(case_of(untested())))
    for hint in (load_forms().promise.place, load_forms().promise.head, load_forms().promise.name):
        assert f"[ISI: {hint}]" in said


def test_the_survey_asks_the_nine_elements_with_four_answers() -> None:
    said = words_of(documents.survey(case_of(untested())))
    assert len(load_forms().survey.elements) == 9
    for element in load_forms().survey.elements:
        assert element.question in said
        assert all(answer in said for answer in element.answers)


def test_the_web_page_carries_only_what_needs_no_second_look() -> None:
    unit = served(
        service("Kartu Keluarga", PAGE, "persyaratan"),
        service("Akta", PAGE, "persyaratan"),
        persyaratan=(proof("KTP dan KK"),),
        pengaduan=(proof("WA pengaduan 0812", "https://dinas.contoh.go.id/aduan"),),
    )
    for said in (page.html(case_of(unit)), page.text(case_of(unit))):
        assert "KTP dan KK" not in said
        assert "0812" not in said
    tree = LexborHTMLParser(page.html(case_of(unit)))
    assert len(tree.css("section")) == 3
    assert len(tree.css("th[scope=row]")) == 2 * len(FOURTEEN)


def test_the_web_page_states_the_hours_once() -> None:
    unit = served(jam_layanan=(proof("Senin-Jumat 08.00-15.00 Motto: Melayani"),))
    hours = tuple(Fact(text=text) for text in ("Senin-Jumat 08.00-15.00", "senin - jumat 08.00-15.00"))
    part = replace(unit.components["jam_layanan"], values=hours)
    said = page.text(case_of(replace(unit, components={**unit.components, "jam_layanan": part})))
    assert said.count("08.00-15.00") == 1
    assert "Motto" not in said


# ---------------------------------------------------------------- hostile words


def _hostile(words: str) -> None:
    unit = replace(
        with_words(words),
        services=(
            service(words or "Layanan", "https://dinas.contoh.go.id/halaman", "persyaratan", "prosedur"),
        ),
        problems=(),
    )
    region = region_of(results_of(unit))
    made = drafts(region.units[0], READ, DATE)
    wanted = " ".join(mask(xml_text(words)).split())
    for name, data in made.items():
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                inner = parts.read("word/document.xml").decode()
            assert "w:fldSimple" not in inner and "w:instrText" not in inner and "<w:hyperlink" not in inner
        if name == FILES["standard"]:
            paper = docx.Document(io.BytesIO(data))
            cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
            assert any(wanted in " ".join(cell.split()) for cell in cells)
    tree = LexborHTMLParser(made[FILES["page"]].decode())
    assert not tree.css("script, img, iframe, form, a")
    assert "\x00" not in made[FILES["page_text"]].decode()


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_hostile_words_stay_words(words: str) -> None:
    _hostile(words)
    data = plan_of(with_words(words), *BASE.units[2:5])
    assert data["title"].startswith("Rencana perbaikan:")


@settings(max_examples=8)
@given(st.text(max_size=120))
def test_any_words_can_be_written(words: str) -> None:
    _hostile(words)


def test_personal_data_is_masked_in_every_file() -> None:
    view = region_of(results_of(with_words("NIK 6171051202900003 atas nama Budi"))).units[0]
    for data in drafts(view, READ, DATE).values():
        said = words_of(data) if data.startswith(b"PK") else data.decode()
        assert "6171051202900003" not in said


def test_same_results_same_bytes() -> None:
    view = region_of(BASE).units[2]
    assert drafts(view, READ, DATE) == drafts(view, READ, DATE)


# ---------------------------------------------------------------- the command, and LibreOffice


def test_packs_open_in_libreoffice_and_become_pdf(
    tmp_path: Path, to_pdf: Callable[[Sequence[Path], Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    units = (
        replace(BASE.units[1], unit_id="biasa"),
        replace(with_words(" ".join(HOSTILE_WORDS[:9])), unit_id="aneh"),
        replace(untested(), unit_id="kosong"),
    )
    folder = run_folder(tmp_path / "run", replace(BASE, units=(*units, *BASE.units[2:])))
    with pytest.raises(SystemExit) as stop:
        main(["clinic", str(folder), "biasa", "aneh", "kosong"])
    assert not stop.value.code
    told = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == 3 * 8
    assert all(path.is_file() for path in told)
    flat, out = tmp_path / "flat", tmp_path / "pdf"
    flat.mkdir()
    papers = [path for path in told if path.suffix == ".docx"]
    for path in papers:
        (flat / f"{path.parent.name}-{path.name}").write_bytes(path.read_bytes())
    to_pdf(sorted(flat.iterdir()), out)
    assert len(list(out.glob("*.pdf"))) == len(papers) == 15
    for path in out.glob("*.pdf"):
        document = pypdfium2.PdfDocument(path)
        said = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
        assert len(said) > 100
        if "standar" in path.name:
            assert "Jaminan keamanan" in re.sub(r"\s+", " ", said)
    links = LexborHTMLParser((told[0].parent / "0-rencana-perbaikan.html").read_text("utf-8")).css(
        "section a"
    )
    local = {a.attributes["href"] for a in links if not (a.attributes["href"] or "").startswith("http")}
    assert local <= {path.name for path in told}


def test_command_refuses_in_one_line(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["clinic", str(run), "tidak-ada"])
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert "unit 'tidak-ada' tidak ada pada hasil ini" in err
    assert len(err.strip().splitlines()) == 1
