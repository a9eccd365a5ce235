"""The SQLite engine and the planning of runs: leases, locks, attempts, moments, closing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from settling import settle

from auditor.jobs.queue.engine import Engine, LostError, Rules
from auditor.jobs.queue.local import LocalEngine
from auditor.jobs.queue.tick import Duties
from auditor.jobs.timetable.batches import Batch, Timetable
from auditor.jobs.timetable.moments import Hours, Moment
from auditor.models import Agency, Kind, UnitResult
from auditor.reference import load_regions
from auditor.spiders.options import CrawlOptions, parse_connect_to

RULES = Rules(beat=0.05, stalled=0.4, attempts=3, poll=0.02, linger=0.4)
REGIONS = load_regions()


def agencies(number: int) -> tuple[Agency, ...]:
    return tuple(
        Agency(
            unit_id=f"u{one}",
            name=f"Dinas {one}",
            kind=Kind.OPD,
            region="61.12",
            website=f"http://dinas{one}.uji{one}kab.go.id/",
        )
        for one in range(number)
    )


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalEngine]:
    url = f"sqlite:///{tmp_path / 'auditor.sqlite3'}"
    monkeypatch.setenv("AUDITOR_DATABASE_URL", url)
    made = LocalEngine(url, RULES)
    made.prepare()
    yield made
    from django.db import connection

    connection.close()


def plan(units: tuple[Agency, ...], at: datetime, *, hours: Hours | None = None, run_id: str = "r") -> bool:
    from auditor.jobs.queue.runs import open_run
    from auditor.jobs.run import new_record

    record = new_record(units, "uu25-2009", CrawlOptions(), "never", run_id)
    moments = {unit.unit_id: Moment(at, at + timedelta(hours=1)) for unit in units}
    return open_run(record, {}, moments, hours=hours, formats=("json",))


def hand_over(engine: Engine, at: datetime) -> int:
    from auditor.jobs.queue.runs import hand_over_due

    names = [f"dinas{one}.uji{one}kab.go.id:80:127.0.2.{1 + one // 2}:80" for one in range(20)]
    return hand_over_due(engine, REGIONS, CrawlOptions(connect_to=parse_connect_to(names)), at)


class FakeDesk:
    """Does nothing but hold the unit for a moment, and settles as the store would."""

    def __init__(self, work: Callable[[str], Any] = lambda _: None, seconds: float = 0.05) -> None:
        self.begun: list[str] = []
        self.at_once: set[frozenset[str]] = set()
        self._open: set[str] = set()
        self._work, self._seconds = work, seconds

    async def unit(self, unit_id: str, *, also: Callable[[], object]) -> None:
        self.begun.append(unit_id)
        self._open.add(unit_id)
        self.at_once.add(frozenset(self._open))
        try:
            await asyncio.sleep(self._seconds)
            self._work(unit_id)
            await asyncio.to_thread(settle, also)
        finally:
            self._open.discard(unit_id)


def states() -> dict[str, str]:
    from auditor.store.queue.models import QueuedUnit

    return dict(QueuedUnit.objects.values_list("unit_id", "state"))


def test_every_unit_once_and_no_two_of_one_server_together(engine: LocalEngine) -> None:
    now = datetime.now(UTC)
    units = agencies(8)
    assert plan(units, now) and not plan(units, now), "a run is planned once"
    assert hand_over(engine, now) == 8
    assert hand_over(engine, now) == 0, "what is ready is left alone"
    assert engine.runs_with_work() == ["r"] and engine.open_jobs() == 8
    desk = FakeDesk()
    asyncio.run(engine.work(desk, "r", 8))  # type: ignore[arg-type]
    assert sorted(desk.begun) == sorted(unit.unit_id for unit in units)
    assert engine.open_jobs() == 0 and set(states().values()) == {"done"}
    most = max(desk.at_once, key=len)
    assert 2 <= len(most) <= 4
    for together in desk.at_once:  # u0 and u1 lie on one address, u2 and u3 on another ...
        assert len({int(unit_id[1:]) // 2 for unit_id in together}) == len(together)


def test_a_unit_that_is_not_due_or_past_its_night_waits(engine: LocalEngine) -> None:
    from auditor.jobs.queue.runs import redraw
    from auditor.store.queue.models import QueuedUnit

    at = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)  # 21:00 WIB
    night = Hours(20 * 60, 5 * 60)
    plan(agencies(2), at, hours=night)
    assert hand_over(engine, at - timedelta(minutes=1)) == 0
    by_day = at + timedelta(hours=14)  # 11:00 WIB, the hour for both is over
    assert hand_over(engine, by_day) == 0
    assert redraw(by_day) == 2
    for unit in QueuedUnit.objects.all():
        local = datetime.fromtimestamp(unit.due_at, UTC) + timedelta(hours=7)
        assert local.hour >= 20 or local.hour < 5
        assert unit.due_at > by_day.timestamp() and unit.due_until is not None


def test_a_dead_workers_units_are_taken_back_and_given_up_in_the_end(engine: LocalEngine) -> None:
    from auditor.store.queue.models import QueuedUnit

    now = datetime.now(UTC)
    plan(agencies(1), now)
    hand_over(engine, now)
    for attempt in range(1, RULES.attempts + 1):
        dead = LocalEngine(engine._url, RULES)
        assert dead._claim("r") is not None and engine._claim("r") is None
        assert engine._take_back() == 0, "its lease runs"
        QueuedUnit.objects.update(lease_until=time.time() - 1)
        assert engine._take_back() == 1
        assert states() == {"u0": "ready" if attempt < RULES.attempts else "failed"}
    assert engine.open_jobs() == 0


def test_who_lost_the_lease_stores_nothing(engine: LocalEngine) -> None:
    from auditor.store.queue.models import QueuedUnit

    now = datetime.now(UTC)
    plan(agencies(1), now)
    hand_over(engine, now)
    slow, quick = LocalEngine(engine._url, RULES), LocalEngine(engine._url, RULES)
    unit = slow._claim("r")
    assert unit is not None
    QueuedUnit.objects.update(lease_until=time.time() - 1)
    engine._take_back()
    assert quick._claim("r") is not None
    with pytest.raises(LostError):
        slow._settle(unit.pk)
    quick._settle(unit.pk)
    assert states() == {"u0": "done"}


def test_a_unit_that_fails_is_tried_again_and_a_long_one_keeps_its_lease(engine: LocalEngine) -> None:
    from auditor.jobs.unit import UnitError

    failed: list[str] = []

    def once(unit_id: str) -> None:
        if unit_id not in failed:
            failed.append(unit_id)
            raise UnitError("percobaan")

    now = datetime.now(UTC)
    plan(agencies(1), now)
    hand_over(engine, now)
    desk = FakeDesk(once, seconds=RULES.stalled * 2)

    async def scenario() -> None:
        keeper = asyncio.ensure_future(engine.upkeep(lambda: None, 10, "uji"))
        await engine.work(desk, "r", 1)  # type: ignore[arg-type]
        keeper.cancel()

    asyncio.run(scenario())
    assert desk.begun == ["u0", "u0"] and states() == {"u0": "done"}


def test_leaving_hands_units_back_at_once(engine: LocalEngine) -> None:
    from auditor.store.queue.models import QueuedUnit

    now = datetime.now(UTC)
    plan(agencies(1), now)
    hand_over(engine, now)

    async def scenario() -> None:
        task = asyncio.ensure_future(engine.work(FakeDesk(seconds=60), "r", 1))  # type: ignore[arg-type]
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(scenario())
    unit = QueuedUnit.objects.get()
    assert (unit.state, unit.attempts) == ("ready", 0)


def _result(unit: Agency, root: Path) -> UnitResult:
    from auditor.jobs.assess import leave_unvisited
    from auditor.jobs.assess_options import AssessOptions

    (root / "units" / unit.unit_id).mkdir(parents=True, exist_ok=True)
    return leave_unvisited(unit, AssessOptions(root=root, rubric="uu25-2009"), "percobaan")


def test_ticks_open_a_run_once_hand_over_what_is_due_and_close_it(
    engine: LocalEngine, tmp_path: Path
) -> None:
    from auditor.jobs.queue.runs import record_of, state
    from auditor.results import decode
    from auditor.store.queue.models import PlannedRun, QueuedUnit
    from auditor.store.save import store_unit

    batch = Batch(
        id="uji", agencies=agencies(6), every="week", hours=Hours(20 * 60, 5 * 60), why="uji",
        formats=("json",),
    )  # fmt: skip
    clock = [datetime(2026, 11, 16, 3, 0, tzinfo=UTC)]  # Monday, 10:00 WIB
    duties = Duties(
        data=tmp_path,
        regions=REGIONS,
        machine=CrawlOptions(),
        timetable=Timetable(seed="s", batches=(batch,)),
        clock=lambda: clock[0],
    )
    duties(engine)
    duties(engine)
    (run,) = PlannedRun.objects.all()
    assert (run.run_id, run.state, engine.open_jobs()) == ("uji-2026-W47", "open", 0)
    for _ in range(7 * 24):
        clock[0] += timedelta(hours=1)
        duties(engine)
        for unit in QueuedUnit.objects.filter(state="ready", run=run):
            local = clock[0] + timedelta(hours=7)
            assert local.hour >= 20 or local.hour <= 5, "handed over in the night only"
            info = record_of(run).info
            if unit.unit_id != "u5":
                store_unit(info, _result(batch.agencies[unit.position], tmp_path / "x"), unit.position)
            QueuedUnit.objects.filter(pk=unit.pk).update(
                state="failed" if unit.unit_id == "u5" else "done", error="mati"
            )
    run.refresh_from_db()
    assert run.state == "closed"
    results = decode((tmp_path / "uji" / "2026-W47" / "results.json").read_bytes())
    assert [unit.unit_id for unit in results.units] == [f"u{one}" for one in range(6)]
    assert "mati" in results.units[5].site.reasons[0], "a unit given up is there, as not tested"
    assert (tmp_path / "uji" / "2026-W47" / "health.json").is_file()
    assert PlannedRun.objects.filter(run_id="uji-2026-W48", state="open").exists(), (
        "the next week's run is open"
    )
    assert state(clock[0]).oldest == 0


def test_a_closing_whose_process_died_is_begun_anew(
    engine: LocalEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.jobs.queue.runs import close, record_of
    from auditor.store.queue.models import PlannedRun, QueuedUnit
    from auditor.store.save import store_unit

    monkeypatch.setenv("AUDITOR_QUEUE_STALLED", "2")
    units = agencies(1)
    plan(units, datetime.now(UTC))
    run = PlannedRun.objects.get()
    store_unit(record_of(run).info, _result(units[0], tmp_path / "x"), 0)
    QueuedUnit.objects.update(state="done")
    PlannedRun.objects.update(state="closing", closing_since=time.time() - 5)
    assert close(run, tmp_path) is None, "another process may be at it"
    PlannedRun.objects.update(closing_since=time.time() - 7)
    folder = close(run, tmp_path)
    assert folder is not None and (folder / "results.json").is_file()
    assert PlannedRun.objects.get().state == "closed"


def test_a_unit_on_demand_goes_first_and_at_any_hour(engine: LocalEngine) -> None:
    from auditor.jobs.queue.demand import demand
    from auditor.store.queue.models import QueuedUnit

    now = datetime.now(UTC)
    plan(agencies(3), now - timedelta(hours=0.5))
    run_id = demand([replace(agencies(5)[4], unit_id="segera")], {"max_pages": 5})
    assert hand_over(engine, datetime.now(UTC)) == 4
    assert engine.runs_with_work()[0] == run_id
    assert QueuedUnit.objects.get(unit_id="segera").due_until is None


def test_the_migrations_match_the_models(engine: LocalEngine) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "queue", check=True, dry_run=True, verbosity=0)


def test_the_next_period_comes_back_to_the_run_that_is_shown(engine: LocalEngine, tmp_path: Path) -> None:
    from auditor.jobs.folder import RunFolder
    from auditor.jobs.publication import release
    from auditor.jobs.queue.runs import record_of
    from auditor.jobs.run import new_record
    from auditor.models import Results
    from auditor.results import encode
    from auditor.store.queue.models import PlannedRun

    batch = Batch(id="uji", agencies=agencies(2), every="week", hours=Hours(20 * 60, 5 * 60), why="uji")
    shown = RunFolder(tmp_path / "uji" / "2026-W46")
    record = new_record(batch.agencies, "uu25-2009", CrawlOptions(), "auto", "uji-2026-W46")
    record = replace(record, info=replace(record.info, finished_at="2026-11-15T20:00:00Z"))
    shown.root.mkdir(parents=True)
    shown.write_record(record)
    shown.results_path.write_bytes(encode(Results(run=record.info, units=())))
    release(shown.root.parent, shown.root.name, person="Sari", reason="uji")
    Duties(
        data=tmp_path,
        regions=REGIONS,
        machine=CrawlOptions(),
        timetable=Timetable(seed="s", batches=(batch,)),
        clock=lambda: datetime(2026, 11, 16, 3, 0, tzinfo=UTC),
    )(engine)
    assert record_of(PlannedRun.objects.get()).previous == "../2026-W46"
