"""Durations as pages write them, and round trips of those we write ourselves."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.values import find_durations

FORMS = [
    ("6 jam kerja", 6, 6, "hour"),
    ("3 hari krj", 3, 3, "working_day"),
    ("1/2 jam", 0.5, 0.5, "hour"),
    ("3 hari (kerja)", 3, 3, "working_day"),
    ("selesai di tempat", 0, 1, "day"),
    ("3\u00a0menit", 3, 3, "minute"),
    ("2 harı", 2, 2, "day"),
    ("3 (tiga) hari kerja", 3, 3, "working_day"),
    ("± 15 menit", 15, 15, "minute"),
    ("1x24 jam", 24, 24, "hour"),
    ("3 x 24 jam", 72, 72, "hour"),
    ("paling lambat H+2", 2, 2, "day"),
    ("3-5 menit", 3, 5, "minute"),
    ("7 10 menit", 7, 10, "minute"),
    ("1 s.d. 3 bulan", 1, 3, "month"),
    ("5 s/d 10 menit", 5, 10, "minute"),
    ("tiga hari", 3, 3, "day"),
    ("dua puluh lima menit", 25, 25, "minute"),
    ("setengah jam", 0.5, 0.5, "hour"),
    ("satu setengah jam", 1.5, 1.5, "hour"),
    ("kurang lebih 2 minggu", 2, 2, "week"),
    ("60 (enam puluh) menit", 60, 60, "minute"),
    ("5 (lima) s.d. 10 (sepuluh) hari kerja", 5, 10, "working_day"),
    ("30 Menit /pasien", 30, 30, "minute"),
    ("l5 menit", 15, 15, "minute"),
    ("1O menit", 10, 10, "minute"),
    ("I hari", 1, 1, "day"),
    ("1 jam 30 menit", 90, 90, "minute"),
    ("30 menit - 1 jam", 30, 60, "minute"),
    ("1 hari s.d 3 bulan", 1, 90, "day"),
    ("hari itu juga", 0, 1, "day"),
    ("sehari", 1, 1, "day"),
    ("2 hari\nkerja", 2, 2, "working_day"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), FORMS)
def test_forms(text: str, low: float, high: float, unit: str) -> None:
    found = find_durations(f"Lama: {text}.")
    assert len(found) == 1, found
    value = found[0].value
    assert (value.min, value.max, value.unit) == (low, high, unit)
    assert f"Lama: {text}."[found[0].start : found[0].end].strip() == value.text


@pytest.mark.parametrize(
    "text",
    [
        "08.00 - 15.00",
        "022-2033209 Jam Kerja",
        "24/7",
        "17 Agustus 2023",
        "2023 tahun",
        "5-3 hari",
        "10.30 jam",
        "hari kerja",
    ],
)
def test_no_durations(text: str) -> None:
    assert find_durations(text) == []


_UNITS = {
    "menit": "minute",
    "jam": "hour",
    "hari kerja": "working_day",
    "hari": "day",
    "minggu": "week",
    "bulan": "month",
}


@given(
    low=st.integers(1, 30),
    more=st.integers(0, 20),
    unit=st.sampled_from(sorted(_UNITS)),
    dash=st.sampled_from(["-", " - ", "–", " s/d ", " sampai dengan ", " hingga "]),
    before=st.sampled_from(["", "Paling lama ", "± ", "diselesaikan dalam "]),
)
def test_round_trip(low: int, more: int, unit: str, dash: str, before: str) -> None:
    written = f"{before}{low}{dash}{low + more} {unit}" if more else f"{before}{low} {unit}"
    value = find_durations(written)[0].value
    assert (value.min, value.max, value.unit) == (low, low + more, _UNITS[unit])


@settings(max_examples=150)
@given(st.text(alphabet="0123456789 ().,-–xhariHjamktu±satudlpb\n/+", max_size=200))
def test_spans_are_verbatim_on_hostile_text(text: str) -> None:
    for item in find_durations(text):
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end].strip() == item.value.text
        assert item.value.min <= item.value.max


@pytest.mark.parametrize(
    "piece", ["1 ", "satu ", "1-", "paling lama ", "(", "9", "1 (tiga ", "± ", "satu\n    "]
)
def test_long_input_costs_linear_time(piece: str) -> None:
    began = time.process_time()
    find_durations(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 4
