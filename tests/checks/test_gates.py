"""The screen leaves out nothing: with it and without it the verdicts are the same."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor.bench import material, sides
from auditor.checks import REGISTRY, gates, judge, persyaratan, screen
from auditor.checks.base import SiteSight, look
from auditor.checks.named import page as named
from auditor.checks.registry import JUDGES
from auditor.checks.sight import page as pagesight
from auditor.checks.words.phrasebook import Phrases, fold
from auditor.models import (
    Agency,
    Fetch,
    Kind,
    Link,
    Page,
    Section,
    SectionKind,
    Site,
    SiteStatus,
    Snapshot,
    Source,
)
from auditor.patterns import Owned
from auditor.values import find_durations, find_fees, find_hours, signs
from auditor.values.hours import find_days

ONLINE = Site(status=SiteStatus.ONLINE)
_ASKED_OF_TEXTS = re.compile(r'"(\w+\.\w+)" (?:not )?in (?:page|self)\.text_said')
_ASKED = re.compile(r'"(\w+\.\w+)" (?:not )?in (?:sight\.|self\.)?said')


def _unscreened(snapshot: Snapshot) -> SiteSight:
    return look(snapshot)


@pytest.fixture(scope="module")
def practice() -> list[Snapshot]:
    return sides.read_sites(material.practice_pages())


def test_every_component_has_its_gate() -> None:
    assert set(gates.Gates.load().gates) == set(REGISTRY)
    for code, gate in gates.Gates.load().gates.items():
        for name in (*gate.label, *gate.above, *gate.all_above, *gate.words, *gate.around, *gate.title):
            assert Phrases.load(code)[name].quick is not None, f"{code}.{name} is beyond RE2"


def test_the_practice_region_is_judged_the_same_without_the_screen(practice: list[Snapshot]) -> None:
    plain = []
    with patch.object(screen, "prepare", _unscreened):
        plain = [judge(Snapshot(agency=shot.agency, pages=shot.pages), ONLINE) for shot in practice]
    assert [judge(shot, ONLINE) for shot in practice] == plain


def test_most_sections_are_shown_to_few_judges(practice: list[Snapshot]) -> None:
    shown = whole = 0
    for shot in practice:
        for page in screen.prepare(shot).pages:
            whole += len(page.sections) * len(REGISTRY)
            shown += sum(len(page.sights_for(code)) for code in REGISTRY)
    assert 0 < shown < whole / 4


@cache
def _vocabulary() -> list[str]:
    words = {
        word.replace("*", "")
        for code in (*REGISTRY, "context", "names", "placeholders")
        for entry in Phrases.load(code).values()
        for word in entry.words
    }
    values = ["3 hari kerja", "1x24 jam", "sehari", "lima belas menit", "H+2", "1 (satu) jam", "Rp. 10.000,-",
              "gratis", "dua ribu rupiah", "tidak dipungut biaya", "Senin - Jumat", "08.00 - 15.00", "24 jam",
              "0812-3456-7890", "a@b.go.id", "lapor.go.id", "→", ">", "1.", "2.", "-", "\n", "\t", ":", ". ",
              " / ", "Kirim", "pesan", "SKM 85,2", "Pemohon datang", "setiap hari",
              "ramah disabilitas"]  # fmt: skip
    return [*sorted(words), *values]


def _texts(most: int) -> st.SearchStrategy[str]:
    piece = st.one_of(
        st.integers(0, 10_000).map(lambda index: _vocabulary()[index % len(_vocabulary())]),
        st.integers(0, 10_000).map(lambda index: _vocabulary()[index % len(_vocabulary())].upper()),
        st.integers(0, 10_000).map(lambda index: _vocabulary()[index % len(_vocabulary())][1:]),
        st.text(max_size=6),
    )
    return st.lists(piece, max_size=most).map(" ".join)


_SECTIONS = st.builds(
    Section,
    label=_texts(3),
    body=_texts(14),
    kind=st.sampled_from(SectionKind),
    path=st.lists(_texts(2), max_size=3).map(tuple),
    zone=st.sampled_from(["main", "footer", "aside"]),
    service=_texts(2),
    links=st.lists(st.builds(Link, text=_texts(2), url=st.sampled_from(["", "#", "https://wa.me/62812"])))
    .map(lambda links: tuple(links[:2])),
)  # fmt: skip


@settings(max_examples=150)
@given(sections=st.lists(_SECTIONS, min_size=1, max_size=4), title=_texts(2), text=_texts(6))
def test_what_the_screen_leaves_out_no_judge_finds(sections: list[Section], title: str, text: str) -> None:
    url = "http://a.go.id/x"
    fetch = Fetch(url=url, requested_url=url, status=200, content_type="text/html", sha256="0" * 64,
                  fetched_at="", offset=0)  # fmt: skip
    page = Page(fetch=fetch, source=Source.HTML, title=title, text=text, sections=tuple(sections))
    agency = Agency(unit_id="a", name="a", kind=Kind.OPD, region="")
    site = screen.prepare(Snapshot(agency=agency, pages=(page,)))
    for sight_page in site.pages:
        for sight in sight_page.sections:
            for code, one in JUDGES.items():
                if not sight.may_be(code):
                    assert one(sight) is None, code


@settings(max_examples=150)
@given(section=_SECTIONS, title=_texts(2), folder=st.sampled_from(["berita", "layanan"]))
def test_papers_that_the_first_look_passes_by_are_asked_for_by_nobody(
    section: Section, title: str, folder: str
) -> None:
    url = f"http://a.go.id/{folder}/x"
    fetch = Fetch(url=url, requested_url=url, status=200, content_type="text/html", sha256="0" * 64,
                  fetched_at="", offset=0)  # fmt: skip
    page = Page(fetch=fetch, source=Source.HTML, title=title, text="", sections=(section,))
    agency = Agency(unit_id="a", name="a", kind=Kind.OPD, region="")
    site = look(Snapshot(agency=agency, pages=(page,)))
    for sight in (sight for page_sight in site.pages for sight in page_sight.sections):
        found = persyaratan.judge(sight)
        with patch.object(persyaratan, "_may_ask", lambda _sight: True):
            assert persyaratan.judge(sight) == found


@settings(max_examples=150)
@given(text=_texts(10))
def test_signs_stand_in_every_text_with_a_value(text: str) -> None:
    seen = {name: Owned([(name, pattern)]) for name, pattern in gates._SIGNS.items()}
    parsers = {"duration": find_durations, "fee": find_fees, "hours": find_hours, "days": find_days}
    for name, parser in parsers.items():
        if parser(text):
            assert seen[name].of(gates._plain(fold(text))), name
    assert signs.FEE


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Persyaratan", "persyaratan"),
        ("PERSYARAFAN", "persyaratan"),
        ("2) Jangka wak tu", "jangka_waktu"),
        ("Waktu", "jangka_waktu"),
    ],
)
def test_labels_open_their_gate_though_misspelt(label: str, code: str) -> None:
    assert code in gates.components_of(fold(label), "", (), "", form=False)


def test_no_service_is_named_by_a_section_left_out(practice: list[Snapshot]) -> None:
    pages = [page for shot in practice for page in screen.prepare(shot).pages]
    with patch.object(named, "may_name", lambda sight: True):
        everywhere = [list(named._named_services(page)) for page in pages]
    assert [list(named.named_services(page)) for page in pages] == everywhere
    assert sum(map(len, everywhere)) > 50


def test_papers_of_the_practice_region_are_found_the_same_without_the_first_look(
    practice: list[Snapshot],
) -> None:
    sights = [sight for shot in practice for page in look(shot).pages for sight in page.sections]
    found = [persyaratan.judge(sight) for sight in sights]
    passed = sum(not persyaratan._may_ask(sight) for sight in sights)
    with patch.object(persyaratan, "_may_ask", lambda _sight: True):
        assert [persyaratan.judge(sight) for sight in sights] == found
    assert passed > len(sights) / 4


def test_what_is_said_is_told_by_list() -> None:
    for code, gate in gates.Gates.load().gates.items():
        for name in gate.words:
            for word in Phrases.load(code)[name].words:
                assert {code, f"{code}.{name}"} <= gates.said_in("", word.strip("*")), word


def test_judges_ask_what_is_said_by_lists_that_are_told() -> None:
    """A key that is none would blind a judge without a word."""
    told = {f"{code}.{name}" for code, gate in gates.Gates.load().gates.items() for name in gate.words}
    told |= {f"context.{name}" for name in gates._SAID}
    sources = (Path(auditor.__file__).parent / "checks").rglob("*.py")  # a built module has no such file
    asked = {key for one in sources for key in _ASKED.findall(one.read_text(encoding="utf-8"))}
    assert "prosedur.sop_titles" in asked
    assert asked <= told


def test_lists_asked_of_whole_texts_are_told() -> None:
    told = {f"{code}.{name}" for code, names in pagesight._OF_TEXTS.items() for name in names}
    sources = (Path(auditor.__file__).parent / "checks").rglob("*.py")
    asked = {key for one in sources for key in _ASKED_OF_TEXTS.findall(one.read_text(encoding="utf-8"))}
    assert asked == told
