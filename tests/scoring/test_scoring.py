"""The score: arithmetic, bounds, and what may never happen."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.models import COMPONENTS, SERVICE_DELIVERY, Finding, Kind, Verdict
from auditor.scoring import EXCUSED, apply_exceptions, load_rubric, score

RUBRIC = load_rubric("uu25-2009")


def findings(verdicts: dict[str, Verdict], rest: Verdict = Verdict.NOT_FOUND) -> dict[str, Finding]:
    return {
        code: Finding(component=code, verdict=verdicts.get(code, rest), confidence=0.9, reason="x")
        for code in COMPONENTS
    }


ASKED = st.sampled_from([Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND, Verdict.NOT_TESTED])
VERDICTS = st.fixed_dictionaries(dict.fromkeys(COMPONENTS, ASKED))


def test_weighted_mean_by_hand() -> None:
    result = score(findings({"persyaratan": Verdict.PUBLISHED, "biaya": Verdict.PARTIAL}), Kind.OPD, RUBRIC)
    assert result.value == 17.5  # 12 + 0.5 x 11 of 100
    assert (result.coverage, result.low, result.high) == (1, 17.5, 17.5)
    assert result.zone == "merah"
    assert result.rubric == "uu25-2009@2026.1"
    lines = {line.code: line for line in result.lines}
    assert list(lines) == list(COMPONENTS)
    assert (lines["biaya"].points, lines["biaya"].max_points) == (5.5, 11)
    assert lines["biaya"].why == "Sebagian: 0,5 × bobot 11 = 5,5."


def test_untested_leaves_the_mean_and_widens_the_range() -> None:
    verdicts = dict.fromkeys(SERVICE_DELIVERY, Verdict.PUBLISHED) | {"pengaduan": Verdict.NOT_TESTED}
    result = score(findings(verdicts), Kind.PUSKESMAS, RUBRIC)
    assert result.coverage == 0.89
    assert result.value == round(100 * 54 / 89, 2)
    assert (result.low, result.high) == (54, 65)
    line = next(line for line in result.lines if line.code == "pengaduan")
    assert (line.points, line.max_points) == (0, 0)
    assert "Belum dapat diperiksa" in line.why


def test_below_the_least_coverage_there_is_no_value() -> None:
    result = score(findings({}, Verdict.NOT_TESTED), Kind.OPD, RUBRIC)
    assert (result.value, result.zone, result.coverage, result.low, result.high) == (None, None, 0, 0, 100)


def test_a_portal_is_not_asked_for_standards() -> None:
    found = findings({"profil": Verdict.PUBLISHED, "ppid": Verdict.PUBLISHED, "pengaduan": Verdict.PUBLISHED})
    result = score(found, Kind.PORTAL, RUBRIC)
    assert result.value == round(100 * 12.5 / 13, 2)
    excused = apply_exceptions(found, Kind.PORTAL, RUBRIC)
    assert excused["biaya"].verdict is Verdict.NOT_APPLICABLE
    assert excused["biaya"].reason == EXCUSED
    assert excused["profil"] is found["profil"]
    assert score(excused, Kind.PORTAL, RUBRIC) == result


@pytest.mark.parametrize(
    ("value", "zone"),
    [(100, "hijau"), (81, "hijau"), (80.99, "kuning"), (51, "kuning"), (50.99, "merah"), (0, "merah")],
)
def test_zones_begin_at_their_threshold(value: float, zone: str) -> None:
    band = RUBRIC.zone(value)
    assert band is not None and band.id == zone


def test_unknown_component_is_refused() -> None:
    with pytest.raises(KeyError, match="harga"):
        score(
            {"harga": Finding(component="harga", verdict=Verdict.PARTIAL, confidence=1, reason="")},
            Kind.OPD,
            RUBRIC,
        )


@given(verdicts=VERDICTS, kind=st.sampled_from(list(Kind)))
def test_value_lies_between_low_and_high(verdicts: dict[str, Verdict], kind: Kind) -> None:
    result = score(findings(verdicts), kind, RUBRIC)
    assert 0 <= result.low <= result.high <= 100
    assert 0 <= result.coverage <= 1
    assert (result.value is None) == (result.coverage < RUBRIC.minimum_coverage)
    if result.value is not None:
        assert result.low <= result.value <= result.high
        shown = (
            100 * sum(line.points for line in result.lines) / sum(line.max_points for line in result.lines)
        )
        assert math.isclose(result.value, shown, abs_tol=0.006)


@given(verdicts=VERDICTS, code=st.sampled_from(COMPONENTS), kind=st.sampled_from(list(Kind)))
def test_publishing_more_never_lowers(verdicts: dict[str, Verdict], code: str, kind: Kind) -> None:
    before = score(findings(verdicts), kind, RUBRIC)
    after = score(findings(verdicts | {code: Verdict.PUBLISHED}), kind, RUBRIC)
    assert after.low >= before.low
    assert after.high >= before.high
    if before.value is not None:
        assert after.value is not None
        assert after.value >= before.value


@given(verdicts=VERDICTS, code=st.sampled_from(COMPONENTS))
def test_not_tested_is_never_zero(verdicts: dict[str, Verdict], code: str) -> None:
    """What could not be tested gives no lower value than the same component not found."""
    untested = score(findings(verdicts | {code: Verdict.NOT_TESTED}), Kind.OPD, RUBRIC)
    absent = score(findings(verdicts | {code: Verdict.NOT_FOUND}), Kind.OPD, RUBRIC)
    assert untested.high >= absent.high
    assert untested.coverage < absent.coverage
    if untested.value is not None:
        assert absent.value is not None
        assert untested.value >= absent.value
