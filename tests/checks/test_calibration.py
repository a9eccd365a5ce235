"""Strength and probability are one rising line, there and back; a fit never falls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks import calibration
from auditor.models import Verdict

_TOLD = [verdict for verdict in Verdict if verdict is not Verdict.NOT_APPLICABLE]


@given(st.sampled_from(_TOLD), st.floats(0, 1), st.floats(0, 1))
def test_a_stronger_word_is_never_less_sure(verdict: Verdict, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert 0 <= calibration.probability(verdict, low) <= calibration.probability(verdict, high) <= 1


@pytest.mark.parametrize("verdict", [Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND])
@pytest.mark.parametrize("strength", [0.82, 0.88, 0.9, 0.8])
def test_the_strength_can_be_read_back(verdict: Verdict, strength: float) -> None:
    shown = calibration.probability(verdict, strength)
    again = calibration.probability(verdict, calibration.strength(verdict, shown))
    assert again == pytest.approx(shown, abs=2e-4)


def test_a_fit_follows_the_data_and_rises_strictly() -> None:
    seen = (
        [(0.6, True, 1.0)] * 50
        + [(0.8, False, 1.0)] * 30
        + [(0.8, True, 1.0)] * 70
        + [(0.95, True, 1.0)] * 99
    )
    found = calibration.fit(seen, (0.6, 0.8, 0.95))
    assert found == sorted(set(found))
    assert found[0] == pytest.approx(0.79, abs=0.03)  # 0.6 was right more often than 0.8: pooled
    assert found[2] > 0.95
