"""When which unit is audited: strict loading, nights by time zone, moments random, repeatable and spread."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.jobs.timetable.batches import BatchesError, load_batches
from auditor.jobs.timetable.moments import EVERY, Hours, moments, next_moment, period_of, windows
from auditor.models import Agency, Kind
from auditor.reference import load_regions
from auditor.reference.zones import zone_of

REGIONS = load_regions()
NIGHT = Hours(20 * 60, 5 * 60)
TARGETS = "unit_id,name,kind,region\nu1,Dinas Satu,opd,61.12\nu2,Dinas Dua,opd,32.77\n"
GOOD = """
date = "2026-11-22"
seed = "s"
[[batch]]
id = "a"
targets = ["t.csv"]
every = "month"
hours = "20:00-05:00"
why = "uji"
"""


def agency(number: int, region: str = "61.12") -> Agency:
    return Agency(unit_id=f"u{number}", name=f"Dinas {number}", kind=Kind.OPD, region=region)


def write(folder: Path, text: str) -> Path:
    (folder / "t.csv").write_text(TARGETS, encoding="utf-8")
    path = folder / "batches.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_timetable_loads() -> None:
    table = load_batches(Path(__file__).parents[2] / "targets" / "batches.toml", REGIONS)
    assert {batch.id for batch in table.batches} == {"kubu-raya", "bukittinggi", "cimahi"}
    assert all(batch.agencies for batch in table.batches)


def test_a_batch_takes_the_regions_it_names(tmp_path: Path) -> None:
    (batch,) = load_batches(write(tmp_path, GOOD + 'regions = ["61"]\n'), REGIONS).batches
    assert [a.unit_id for a in batch.agencies] == ["u1"]
    assert (batch.hours, batch.rubric, batch.delay) == (NIGHT, "uu25-2009", 1.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("every", "evry"), 'batch a, evry: kunci tidak dikenal; mungkin maksudnya "every"'),
        (GOOD.replace('"month"', '"monthly"'), "every: 'monthly': pilih week, month"),
        (GOOD.replace("20:00-05:00", "8pm"), "hours: '8pm': tulis seperti"),
        (GOOD.replace("20:00-05:00", "20:00-25:00"), "hours: '20:00-25:00'"),
        (GOOD.replace('"t.csv"', '"x.csv"'), "x.csv: berkas tidak ada"),
        (GOOD.replace('why = "uji"', ""), "batch a, why: belum diisi"),
        (GOOD.replace('seed = "s"', ""), "seed: belum diisi"),
        (GOOD + 'regions = ["99"]\n', 'regions: wilayah "99" tidak dikenal'),
        (GOOD + 'regions = ["14"]\n', "tidak satu pun unit"),
        (GOOD + 'rubric = "tidak-ada"\n', "rubric:"),
        (GOOD + 'ocr = "sedikit"\n', "ocr: 'sedikit': pilih auto, never, atau banyaknya gambar"),
        (GOOD + "ocr = 3\n", "ocr: 3: pilih auto"),
        (GOOD + "delay = -1\n", "delay: -1: tulis jeda"),
        (GOOD + "max_pages = true\n", "max_pages: True"),
        (GOOD + 'formats = ["doc"]\n', "formats: ['doc']: pilih dari"),
        (GOOD + GOOD.partition('seed = "s"')[2], "id: 'a' muncul dua kali"),
        (GOOD.replace('id = "a"', 'id = "../a"'), "id: '../a'"),
        ('date = "2026"\nseed = "s"\n', "belum ada jadwal"),
        ("date = ", "bukan TOML yang benar"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_mend(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(BatchesError) as caught:
        load_batches(path, REGIONS)
    lines = str(caught.value).splitlines()
    assert any(says in line for line in lines), lines
    assert all(line.startswith(str(path)) for line in lines)


def test_a_missing_timetable_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BatchesError, match="berkas tidak ada"):
        load_batches(tmp_path / "batches.toml", REGIONS)


def test_every_province_has_its_zone() -> None:
    found = Counter(zone_of(code).name for code in REGIONS if "." not in code)
    assert found == {"WIB": 18, "WITA": 12, "WIT": 8}
    assert [zone_of(code).name for code in ("61.12", "64.72", "91.71", "51.71")] == [
        "WIB",
        "WITA",
        "WIT",
        "WITA",
    ]


@pytest.mark.parametrize(
    ("every", "key", "first", "after"),
    [
        ("week", "2026-W47", date(2026, 11, 16), date(2026, 11, 23)),
        ("month", "2026-11", date(2026, 11, 1), date(2026, 12, 1)),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("half-year", "2026-H2", date(2026, 7, 1), date(2027, 1, 1)),
        ("year", "2026", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_periods(every: str, key: str, first: date, after: date) -> None:
    found = period_of(every, date(2026, 11, 22))
    assert (found.key, found.first, found.after) == (key, first, after)


@given(st.sampled_from(EVERY), st.dates(date(2024, 1, 1), date(2031, 12, 31)))
def test_periods_follow_each_other_without_gap(every: str, day: date) -> None:
    found = period_of(every, day)
    assert found.first <= day < found.after
    assert period_of(every, found.after).first == found.after
    assert period_of(every, found.after - timedelta(days=1)) == found


@settings(max_examples=60)
@given(
    st.sampled_from(EVERY),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.lists(st.sampled_from(["61.12", "64.72", "91.71"]), min_size=1, max_size=40),
    st.text(max_size=8),
)
def test_moments_lie_in_the_night_of_the_unit(
    every: str, begin: int, end: int, places: list[str], seed: str
) -> None:
    hours, period = Hours(begin, end), period_of(every, date(2026, 11, 22))
    units = [agency(number, region) for number, region in enumerate(places)]
    servers = {unit.unit_id: unit.region for unit in units}
    found = moments(units, servers, period, hours, seed)
    assert found == moments(list(reversed(units)), servers, period, hours, seed), "repeatable, in any order"
    for unit in units:
        nights = list(windows(period, hours, zone_of(unit.region)))
        moment = found[unit.unit_id]
        assert any(night.due <= moment.due <= night.until == moment.until for night in nights)


def test_moments_cannot_be_told_without_the_seed_and_are_spread_over_the_nights() -> None:
    units = [agency(number) for number in range(90)]
    servers = dict.fromkeys((unit.unit_id for unit in units), "kuburayakab.go.id")
    period = period_of("month", date(2026, 11, 22))
    one, other = (moments(units, servers, period, NIGHT, seed) for seed in ("satu", "dua"))
    assert sum(one[unit.unit_id] == other[unit.unit_id] for unit in units) < 5
    nights = Counter(moment.until for moment in one.values())
    assert len(nights) == 30 and max(nights.values()) <= 5, "90 units of one server: about three a night"
    times = sorted(moment.due for moment in one.values())
    # 30 nights of 9 hours for 90 units: stretches of 3 hours, of which at least half lies between two.
    same_night = [b - a for a, b in pairwise(times) if (b - a) < timedelta(hours=9)]
    assert min(same_night) >= timedelta(minutes=89)


def test_the_night_of_each_zone() -> None:
    period = period_of("month", date(2026, 11, 22))
    begins = {code: next(windows(period, NIGHT, zone_of(code))).due for code in ("61", "64", "91")}
    assert [f"{begins[code]:%d %H:%M}" for code in ("61", "64", "91")] == ["01 13:00", "01 12:00", "01 11:00"]


def test_a_missed_unit_goes_now_or_in_the_next_night() -> None:
    rng = random.Random(1)
    zone = zone_of("61")
    in_the_night = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # 03:00 WIB
    assert next_moment(in_the_night, NIGHT, zone, rng).due == in_the_night
    by_day = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # 10:00 WIB
    later = next_moment(by_day, NIGHT, zone, rng)
    assert (
        datetime(2026, 11, 22, 13, tzinfo=UTC)
        <= later.due
        < later.until
        == datetime(2026, 11, 22, 22, tzinfo=UTC)
    )
