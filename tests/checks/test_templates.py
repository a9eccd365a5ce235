"""Text that repeats across unrelated sites: what is a template's, and what every unit publishes alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sites import page, snapshot

from auditor.checks import judge
from auditor.checks.templates import Telling, confirmed, repeated, shown_by, without, without_known
from auditor.models import (
    COMPONENTS,
    ComponentResult,
    Duration,
    Evidence,
    Kind,
    Page,
    Score,
    Section,
    SectionKind,
    Site,
    SiteStatus,
    Source,
    UnitResult,
    Value,
    Verdict,
)

VENDOR = "Menjadi lembaga terdepan yang profesional, inovatif dan terpercaya bagi semua yang membutuhkan."
TIME = "2026-11-22T00:00:00Z"


def unit(
    number: int,
    words: str = VENDOR,
    component: str = "profil",
    values: tuple[Value, ...] = (),
    host: str = "",
    name: str = "",
) -> UnitResult:
    host = host or f"www.unit{number}.com"
    quote = Evidence(
        url=f"https://{host}/visi",
        source=Source.HTML,
        locator="",
        snippet=words,
        sha256="0" * 64,
        fetched_at=TIME,
    )
    told = ComponentResult(
        verdict=Verdict.PUBLISHED, confidence=0.9, points=1, max_points=1, evidence=(quote,), values=values
    )
    return UnitResult(
        unit_id=f"u{number}",
        name=name or f"Dinas Nomor{number}",
        kind=Kind.OPD,
        region="99.01",
        site=Site(status=SiteStatus.ONLINE),
        components={component: told},
        services=(),
        problems=(),
        score=Score(value=None, coverage=0, low=0, high=0, zone=None, rubric="", lines=()),
    )


def test_the_same_words_on_three_unrelated_domains() -> None:
    told = repeated([unit(1), unit(2), unit(3)])
    assert [one.unit_id for tellings in told.values() for one in tellings] == ["u1", "u2", "u3"]
    assert repeated([unit(1), unit(2)]) == {}


def test_sites_of_one_region_are_not_unrelated() -> None:
    hosts = [f"dinas{number}.andaikab.go.id" for number in range(5)]
    assert repeated([unit(number, host=host) for number, host in enumerate(hosts)]) == {}


@pytest.mark.parametrize(
    ("words", "component"),
    [
        (f"{VENDOR} sanggup menyelenggarakan pelayanan sesuai standar pelayanan", "maklumat"),
        (f"{VENDOR} menurut Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik", "profil"),
        (f"{VENDOR} Pelayanan selesai dalam 3 hari kerja sejak berkas lengkap.", "prosedur"),
        (f"{VENDOR} Telepon (0561) 721234 untuk bertanya.", "profil"),
        ("Menjadi yang terbaik", "profil"),
    ],
)
def test_what_every_unit_says_alike_is_no_template(words: str, component: str) -> None:
    assert repeated([unit(number, words, component) for number in range(4)]) == {}


def test_text_with_a_value_or_the_units_name_is_its_own() -> None:
    value = Duration(text="3 hari", min=3, max=3, unit="day")
    assert repeated([unit(number, component="prosedur", values=(value,)) for number in range(4)]) == {}
    named = [unit(number, name="Puskesmas Terdepan") for number in range(4)]
    assert repeated(named) == {}


def shown(url: str, *labels: str) -> Page:
    sections = [Section(label=label, body="...", kind=SectionKind.HEADING) for label in labels]
    return page(VENDOR, url, sections=tuple(sections))


def test_only_pages_of_one_skeleton_confirm_it() -> None:
    told = repeated([unit(1), unit(2), unit(3), unit(4)])
    alike = {f"https://www.unit{number}.com/visi": ("Beranda", "Visi", "Misi") for number in (1, 2, 3)}
    other = {"https://www.unit4.com/visi": ("Selayang Pandang", "Cita-cita")}
    pages = {url: shown(url, *labels) for url, labels in {**alike, **other}.items()}

    def page_of(telling: Telling) -> Page | None:
        return pages.get(telling.url)

    assert confirmed(told, page_of) == {name: frozenset({VENDOR}) for name in ("u1", "u2", "u3")}
    del pages["https://www.unit3.com/visi"]
    assert confirmed(told, page_of) == {}


def vision(body: str) -> Page:
    head = Section(label="Visi", body=body, kind=SectionKind.HEADING, path=("Profil",))
    return page(f"Visi\n{body}", sections=(head,))


def test_the_unit_is_judged_without_that_text() -> None:
    site = Site(status=SiteStatus.ONLINE)
    shot = snapshot(vision(VENDOR))
    assert judge(shot, site).findings["profil"].verdict is Verdict.PUBLISHED
    assert judge(without(shot, {VENDOR}), site).findings["profil"].verdict is Verdict.PARTIAL


def test_the_text_is_told_as_trouble_of_its_page() -> None:
    shot = snapshot(page("Selamat datang"), vision(VENDOR))
    (problem,) = shown_by(shot, {VENDOR, "Kata yang tidak ada di mana pun pada situs ini"})
    assert (problem.code, problem.url, problem.snippet) == ("theme_demo", shot.pages[1].fetch.url, VENDOR)


def test_what_is_left_of_a_section_is_verbatim() -> None:
    own = "Terwujudnya masyarakat Andai yang sehat, mandiri dan sejahtera di seluruh pesisir."
    shot = snapshot(vision(f"{own}\n{VENDOR.upper()}"))
    (left,) = without(shot, {VENDOR}).pages[0].sections
    assert left.body.strip() == own
    assert without(shot, ()) is shot
    judged = judge(without(shot, {VENDOR}), Site(status=SiteStatus.ONLINE)).findings["profil"]
    assert judged.verdict is Verdict.PUBLISHED
    assert judged.evidence[0].snippet == own


def test_texts_known_as_a_templates() -> None:
    sample = (
        "The XYZ Doohickey Company was founded in 1971, and has been providing quality doohickeys "
        "to the public ever since."
    )
    about = Section(label="Tentang", body=sample, kind=SectionKind.HEADING)
    shot = snapshot(page(f"Tentang\n{sample}", sections=(about,)))
    assert without_known(shot).pages[0].sections[0].body.strip() == ""
    plain = snapshot(page("Selamat datang"))
    assert without_known(plain) == plain
    assert without_known(replace(plain, pages=())) == replace(plain, pages=())
    assert set(judge(shot, Site(status=SiteStatus.ONLINE)).findings) == set(COMPONENTS)
