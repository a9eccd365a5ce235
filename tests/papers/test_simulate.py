"""What more publishing would bring: the same arithmetic as the score, on assumed verdicts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_region import fake_results
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli import main
from auditor.models import COMPONENTS, Kind, Verdict
from auditor.scoring import load_rubric
from auditor.simulate import SimulateError, find_unit, simulate

RESULTS = fake_results(24)
RUBRIC = load_rubric("uu25-2009")


def test_one_component_brings_its_weight() -> None:
    unit = next(
        u for u in RESULTS.units if u.components["biaya"].verdict is Verdict.NOT_FOUND and u.score.value
    )
    result = simulate(unit, RUBRIC, ["biaya"])
    assert result.before == unit.score
    assert result.gains[0].points == RUBRIC.weights["biaya"]
    assert result.after.low - result.before.low == pytest.approx(RUBRIC.weights["biaya"])
    assert result.gains[0].alone == result.after.value


@given(st.sampled_from(RESULTS.units), st.lists(st.sampled_from(COMPONENTS), max_size=22))
def test_gains_add_up_and_never_harm(unit, publish) -> None:  # type: ignore[no-untyped-def]
    result = simulate(unit, RUBRIC, publish)
    assert result.before == unit.score
    assert result.after.low - result.before.low == pytest.approx(sum(g.points for g in result.gains), abs=0.2)
    assert all(gain.points >= 0 for gain in result.gains)
    assert result.after.high >= result.before.high - 1e-9
    for gain in result.gains:
        if gain.before in {Verdict.PUBLISHED, Verdict.NOT_APPLICABLE}:
            assert gain.points == 0


def test_everything_published_is_full_marks() -> None:
    for unit in RESULTS.units:
        assert simulate(unit, RUBRIC, COMPONENTS).after.value == 100


def test_an_untested_unit_gains_coverage_and_stays_unscored_below_the_limit() -> None:
    dead = next(u for u in RESULTS.units if u.score.value is None)
    nothing = {
        code: replace(found, verdict=Verdict.NOT_TESTED, evidence=(), values=())
        for code, found in dead.components.items()
    }
    result = simulate(replace(dead, components=nothing, kind=Kind.OPD), RUBRIC, ["biaya"])
    assert result.after.value is None
    assert result.after.coverage == pytest.approx(0.11)


def test_what_the_kind_is_not_asked_brings_nothing() -> None:
    portal = next(u for u in RESULTS.units if u.kind is Kind.PORTAL)
    gain = simulate(portal, RUBRIC, ["biaya"]).gains[0]
    assert (gain.before, gain.points) == (Verdict.NOT_APPLICABLE, 0)


def test_unknown_names_are_one_line() -> None:
    with pytest.raises(SimulateError, match="'biayaa' tidak dikenal; pilih: persyaratan"):
        simulate(RESULTS.units[1], RUBRIC, ["biaya", "biayaa"])
    with pytest.raises(SimulateError, match="unit 'tidak-ada' tidak ada"):
        find_unit(RESULTS, "tidak-ada")


def test_command(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = next(
        u for u in RESULTS.units if u.components["biaya"].verdict is Verdict.NOT_FOUND and u.score.value
    )
    with pytest.raises(SystemExit) as stop:
        main(["simulate", str(run), unit.unit_id, "--publish", "biaya, jangka_waktu"])
    assert not stop.value.code
    out = capsys.readouterr().out
    assert "Biaya/tarif: Tidak ditemukan → Terpublikasi" in out
    assert "+11 poin" in out
    assert "bukan nilai Ombudsman" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["opd-01", "--publish", "biayaa"], "komponen 'biayaa' tidak dikenal"),
        (["opd-01", "--publish", " , "], "--publish kosong"),
        (["tidak-ada", "--publish", "biaya"], "unit 'tidak-ada' tidak ada"),
    ],
)
def test_command_refuses_in_one_line(
    run: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["simulate", str(run), *arguments])
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.strip().splitlines()) == 1
