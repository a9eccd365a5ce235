"""``auditor explain`` and ``auditor compare``: the sentences people act on."""

from __future__ import annotations

import dataclasses

import pytest
from fake_region import fake_results

from auditor.compare import compare
from auditor.compare.records import Cause, Direction, Pages
from auditor.compare.text import to_text
from auditor.compare.verdicts import unit_changes
from auditor.explain import ExplainError, explain
from auditor.models import ComponentResult, Kind, Results, SiteStatus, UnitResult, Verdict

RESULTS = fake_results(20)
UNIT = next(u for u in RESULTS.units if u.components["biaya"].verdict is Verdict.PUBLISHED)


def with_unit(unit: UnitResult, **run: str) -> Results:
    units = tuple(unit if old.unit_id == unit.unit_id else old for old in RESULTS.units)
    return dataclasses.replace(RESULTS, units=units, run=dataclasses.replace(RESULTS.run, **run))


def with_biaya(unit: UnitResult, **changes: object) -> UnitResult:
    found: ComponentResult = dataclasses.replace(unit.components["biaya"], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(unit, components={**unit.components, "biaya": found})


def test_explaining_a_component_gives_proof_rule_and_points() -> None:
    text = explain(RESULTS, UNIT.unit_id, "biaya")
    proof = UNIT.components["biaya"].evidence[0]
    assert (
        "Terpublikasi" in text and proof.snippet in text and proof.sha256 in text and proof.fetched_at in text
    )
    assert "1 × bobot 11 = 11" in text
    assert "Bobot: 11 dari 100 (uu25-2009@2026.1)" in text


def test_the_reason_is_the_sentence_of_the_phrase_file() -> None:
    unit = with_biaya(UNIT, verdict=Verdict.NOT_FOUND, evidence=(), values=(), reason="no_section")
    text = explain(with_unit(unit), UNIT.unit_id, "biaya")
    assert "[no_section]" in text and "Alasan: no section" not in text
    assert "Saran: Sebutkan tarif" in text


def test_explaining_a_unit_gives_a_line_per_component() -> None:
    text = explain(RESULTS, UNIT.unit_id)
    assert text.count(" × bobot ") + text.count("tidak dihitung") + text.count("Tidak berlaku") == 22
    assert "skor proyek, bukan nilai Ombudsman" in text


def test_a_quote_cannot_steer_the_terminal() -> None:
    bad = dataclasses.replace(
        UNIT.components["biaya"].evidence[0], snippet="gratis\x1b[2J\u202eX\nNIK 6112014507900003"
    )
    text = explain(with_unit(with_biaya(UNIT, evidence=(bad,))), UNIT.unit_id, "biaya")
    assert "\x1b" not in text and "\u202e" not in text and "6112014507900003" not in text


def test_unknown_unit_or_component_says_what_there_is() -> None:
    with pytest.raises(ExplainError, match=r"'x'.*portal"):
        explain(RESULTS, "x")
    with pytest.raises(ExplainError, match=r"'harga'.*persyaratan"):
        explain(RESULTS, UNIT.unit_id, "harga")


def test_nothing_changed() -> None:
    same = compare(RESULTS, RESULTS)
    assert not (same.changes or same.new or same.lost or same.sites or same.scores)
    assert "Tidak ada yang berubah." in to_text(same)


def test_units_new_and_lost() -> None:
    fewer = dataclasses.replace(RESULTS, units=RESULTS.units[2:])
    assert [i for i, _ in compare(fewer, RESULTS).new] == [u.unit_id for u in RESULTS.units[:2]]
    assert [i for i, _ in compare(RESULTS, fewer).lost] == [u.unit_id for u in RESULTS.units[:2]]


def test_direction_and_cause() -> None:
    def one(before: Results, after: Results) -> tuple[Direction, Cause]:
        (change,) = compare(before, after).changes
        return change.direction, change.cause

    missing = with_unit(with_biaya(UNIT, verdict=Verdict.NOT_FOUND, evidence=(), values=()))
    untested = with_unit(with_biaya(UNIT, verdict=Verdict.NOT_TESTED, evidence=(), values=()))
    partial = with_biaya(UNIT, verdict=Verdict.PARTIAL)
    assert one(missing, RESULTS) == (Direction.IMPROVED, Cause.NEW_PAGE)
    assert one(RESULTS, missing) == (Direction.FELL, Cause.GONE_PAGE)
    assert one(untested, RESULTS) == (Direction.TESTED, Cause.REACH)
    assert one(RESULTS, untested) == (Direction.UNTESTED, Cause.REACH)
    assert one(RESULTS, with_unit(partial)) == (Direction.FELL, Cause.CONTENT)
    assert one(RESULTS, with_unit(partial, tool_version="0.2.0")) == (Direction.FELL, Cause.RULES)
    dead = dataclasses.replace(partial, site=dataclasses.replace(UNIT.site, status=SiteStatus.HACKED))
    assert one(RESULTS, with_unit(dead)) == (Direction.FELL, Cause.SITE)
    assert "Menurun (1)" in to_text(compare(RESULTS, missing))


def test_excused_components_changed_nothing_on_the_site() -> None:
    excused = with_biaya(UNIT, verdict=Verdict.NOT_APPLICABLE, evidence=(), values=())
    other_kind = dataclasses.replace(excused, kind=next(kind for kind in Kind if kind is not UNIT.kind))
    other_rubric = dataclasses.replace(excused, score=dataclasses.replace(UNIT.score, rubric="x@1"))
    for unit, cause in ((excused, Cause.RULES), (other_kind, Cause.KIND), (other_rubric, Cause.RUBRIC)):
        found = {change.component: change for change in compare(RESULTS, with_unit(unit)).changes}["biaya"]
        assert (found.direction, found.cause) == (Direction.EXCUSED, cause)
    dead = dataclasses.replace(excused, site=dataclasses.replace(UNIT.site, status=SiteStatus.HACKED))
    found = {change.component: change for change in compare(RESULTS, with_unit(dead)).changes}["biaya"]
    assert found.direction is Direction.EXCUSED


def test_the_proof_is_that_of_the_better_side() -> None:
    missing = with_unit(with_biaya(UNIT, verdict=Verdict.NOT_FOUND, evidence=(), values=()))
    proofs = UNIT.components["biaya"].evidence
    assert proofs
    assert compare(RESULTS, missing).changes[0].evidence == proofs
    assert compare(missing, RESULTS).changes[0].evidence == proofs


def test_what_both_runs_read_tells_the_cause() -> None:
    missing = with_biaya(UNIT, verdict=Verdict.NOT_FOUND, evidence=(), values=())
    first = UNIT.components["biaya"].evidence[0]
    quoted, url = with_biaya(UNIT, evidence=(first,)), first.url

    def cause(before: Pages, after: Pages) -> Cause:
        (change,) = unit_changes(quoted, missing, lambda _: (before, after), rules=False)
        return change.cause

    read = Pages({url: "a"})
    assert cause(read, Pages({url: "a"})) is Cause.RULES
    assert cause(read, Pages({url: "b"})) is Cause.CONTENT
    assert cause(read, Pages({})) is Cause.GONE_PAGE
    # Its last content stood in for it; the server had said that it is gone.
    assert cause(read, Pages({url: "a"}, frozenset({url}))) is Cause.GONE_PAGE


def test_one_of_two_quoted_pages_left_is_no_page_gone() -> None:
    first = UNIT.components["biaya"].evidence[0]
    second = dataclasses.replace(first, url=f"{first.url}?2")
    two = with_biaya(UNIT, evidence=(first, second))
    missing = with_biaya(UNIT, verdict=Verdict.NOT_FOUND, evidence=(), values=())
    read, left = Pages({first.url: "a", second.url: "b"}), Pages({first.url: "a"})
    (change,) = unit_changes(two, missing, lambda _: (read, left), rules=False)
    assert change.cause is Cause.CONTENT


def test_archives_are_opened_once_a_unit() -> None:
    asked: list[str] = []

    def pages(unit_id: str) -> tuple[Pages, Pages]:
        asked.append(unit_id)
        return Pages({}), Pages({})

    gone = {
        code: dataclasses.replace(found, verdict=Verdict.PARTIAL) for code, found in UNIT.components.items()
    }
    changed = dataclasses.replace(UNIT, components=gone)
    assert len(list(unit_changes(UNIT, changed, pages, rules=False))) > 1
    assert asked == [UNIT.unit_id]
