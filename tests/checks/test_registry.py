"""Every check is held to the same bar: docstring, phrase file, cases, and calm on odd pages."""

from __future__ import annotations

import ast
import tomllib
from importlib import resources

import pytest
from case_files import cases, snapshot_of
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks import REGISTRY, judge
from auditor.checks.base import Phrases, fold, look
from auditor.models import (
    COMPONENTS,
    Agency,
    Fetch,
    Finding,
    Kind,
    Link,
    Page,
    Section,
    SectionKind,
    Site,
    SiteStatus,
    Snapshot,
    Source,
    Verdict,
)

SHARED = ("context", "placeholders", "names")
AGENCY = Agency(unit_id="u", name="Dinas Contoh", kind=Kind.OPD, region="99.01")
CASES = cases()


def test_registry_holds_every_component_in_order() -> None:
    assert tuple(REGISTRY) == COMPONENTS
    assert [check.id for check in REGISTRY.values()] == list(COMPONENTS)


@pytest.mark.parametrize("component", COMPONENTS)
def test_docstring_says_published_partial_and_not_found(component: str) -> None:
    source = resources.files("auditor.checks").joinpath(f"{component}.py").read_text(encoding="utf-8")
    text = ast.get_docstring(ast.parse(source)) or ""  # a compiled module has none of its own
    for word in ("Published ", "Partial ", "Not found "):
        assert word in text


@pytest.mark.parametrize("component", COMPONENTS)
def test_phrase_file_has_basis_labels_and_reasons(component: str) -> None:
    phrases = Phrases.load(component)
    assert phrases.basis
    assert phrases["labels"].words
    assert len(phrases.reasons) >= 3
    assert all(text.endswith(".") for text in phrases.reasons.values())


@pytest.mark.parametrize("name", [*COMPONENTS, *SHARED])
def test_every_list_says_why_and_names_nothing_twice(name: str) -> None:
    raw = resources.files("auditor.checks").joinpath("phrases", f"{name}.toml").read_text(encoding="utf-8")
    for key, entry in tomllib.loads(raw)["lists"].items():
        assert len(entry["why"]) > 10, key
        words = entry.get("words", [])
        assert len(words) == len(set(words)), (key, sorted({word for word in words if words.count(word) > 1}))


@pytest.mark.parametrize("component", COMPONENTS)
def test_cases_cover_every_verdict(component: str) -> None:
    verdicts = {case["verdict"] for check, _, case in CASES if check == component}
    assert {"published", "partial", "not_found", "not_tested"} <= verdicts


def test_reasons_given_are_explained() -> None:
    general = {"unreachable", "unread", "nothing_read", "no_section", "check_error"}
    for check, name, case in CASES:
        reason = REGISTRY[check].run(snapshot_of(case)).reason
        assert reason in general or reason in Phrases.load(check).reasons, (check, name, reason)


_WORDS = st.sampled_from(
    [
        "Persyaratan",
        "KTP",
        "1. Pemohon datang",
        "Alur",
        "→",
        "\n",
        "Rp 10.000",
        "3 hari kerja",
        "Maklumat",
        "sanggup",
        "SOP",
        "Visi",
        "\u200b",
        "İ",
        "ß",
        "\x00",
        "Standar Pelayanan",
        "lorem ipsum",
        "PPID",
        "gratis",
        "aduan",
        "-",
        "²",
    ]
)
_TEXT = st.lists(_WORDS | st.text(max_size=12), max_size=12).map(" ".join)
_SECTION = st.builds(
    Section,
    label=_TEXT,
    body=_TEXT,
    kind=st.sampled_from(list(SectionKind)),
    path=st.lists(_TEXT, max_size=2).map(tuple),
    zone=st.sampled_from(["main", "nav", "footer"]),
    service=_TEXT,
)


def _page(sections: list[Section], number: int = 0) -> Page:
    url = f"https://unit.example/{number}"
    text = "\n".join(f"{section.label}\n{section.body}" for section in sections)
    return Page(
        fetch=Fetch(
            url=url,
            requested_url=url,
            status=200,
            content_type="text/html",
            sha256="0" * 64,
            fetched_at="2026-11-22T00:00:00Z",
            offset=0,
        ),
        source=Source.HTML,
        title="",
        text=text,
        sections=tuple(sections),
        links=(Link(text="Persyaratan", url="#"),),
    )


@settings(max_examples=60)
@given(st.lists(_SECTION, max_size=6))
def test_no_check_raises_and_every_quote_is_verbatim(sections: list[Section]) -> None:
    snapshot = Snapshot(agency=AGENCY, pages=(_page(sections),))
    judgement = judge(snapshot, Site(status=SiteStatus.ONLINE))
    assert judgement.traces == {}
    said = [
        snapshot.pages[0].text,
        "Persyaratan",
        *(part for s in sections for part in (s.label, s.body, s.service)),
    ]
    for finding in judgement.findings.values():
        assert 0 <= finding.confidence <= 1
        for quote in finding.evidence:
            assert any(quote.snippet in text for text in said)


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    half = len(text) // 2
    assert fold(text[:half]) + fold(text[half:]) == fold(text)  # letter by letter: pieces are the whole's


def test_same_snapshot_same_judgement() -> None:
    snapshot = snapshot_of(CASES[0][2])
    site = Site(status=SiteStatus.ONLINE)
    again = snapshot_of(CASES[0][2])
    assert judge(snapshot, site) == judge(again, site)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (SiteStatus.DEAD, Verdict.NOT_TESTED),
        (SiteStatus.BLOCKED, Verdict.NOT_TESTED),
        (SiteStatus.NOT_TESTED, Verdict.NOT_TESTED),
        (SiteStatus.NONE, Verdict.NOT_FOUND),
        (SiteStatus.SOCIAL_ONLY, Verdict.NOT_FOUND),
        (SiteStatus.PARKED, Verdict.NOT_FOUND),
        (SiteStatus.REDIRECTED_AWAY, Verdict.NOT_FOUND),
        (SiteStatus.UNDER_CONSTRUCTION, Verdict.NOT_FOUND),
    ],
)
def test_what_a_sites_status_does(status: SiteStatus, verdict: Verdict) -> None:
    judgement = judge(Snapshot(agency=AGENCY, reached=False), Site(status=status))
    assert {finding.verdict for finding in judgement.findings.values()} == {verdict}
    assert tuple(judgement.findings) == COMPONENTS


def test_a_check_that_raises_is_not_tested_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        id = "maklumat"

        def run(self, snapshot: Snapshot) -> Finding:
            raise ValueError("broken on purpose")

    monkeypatch.setitem(REGISTRY, "maklumat", Broken())  # type: ignore[arg-type]
    section = Section(label="Persyaratan", body="KTP dan KK", kind=SectionKind.ROW)
    judgement = judge(Snapshot(agency=AGENCY, pages=(_page([section]),)), Site(status=SiteStatus.ONLINE))
    assert judgement.findings["maklumat"].verdict is Verdict.NOT_TESTED
    assert judgement.findings["maklumat"].reason == "check_error"
    assert "broken on purpose" in judgement.traces["maklumat"]
    assert judgement.findings["persyaratan"].verdict is Verdict.PUBLISHED


def test_the_sight_is_made_once_per_snapshot() -> None:
    snapshot = snapshot_of(CASES[0][2])
    assert look(snapshot) is look(snapshot)
