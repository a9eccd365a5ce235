"""Two trials: workers that are killed and a database that is restarted; one worker against two."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.bench.fleet.town import Asked, House, gaps, houses, read_log, rules, served, write_targets
from auditor.errors import AuditorError
from auditor.models import Results, UnitResult
from auditor.results import decode, encode_unit

STALLED = 4.0
"""Seconds without a heartbeat after which the trials' workers are taken for dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """What came of a trial with kills. ``differ`` names units, and what of them, that are not as in an
    undisturbed run; ``open_jobs`` is the engine's own view at the end. ``gap`` is the least pause between two
    requests to one address or below one domain, in seconds, as the server logged them; ``hurried`` the
    share of pauses under half of what was asked (a starved process may send late, and the next one not).
    """

    units: int
    stored: int
    differ: tuple[str, ...]
    open_jobs: int
    begun: int
    kills: int
    restarts: int
    seconds: float
    gap: float
    hurried: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Sites per hour of one worker and of two at full work, and the least pause that was kept."""

    one: float
    two: float
    gap: float

    @property
    def ratio(self) -> float:
        """How many times as many sites two workers did."""
        return self.two / self.one


class Fleet:
    """Worker processes on one database, one town and one data folder."""

    def __init__(self, folder: Path, url: str, town: Sequence[House], port: int, delay: float) -> None:
        self._folder, self._url, self._delay = folder, url, delay
        self.data, self._targets = folder / "data", folder / "targets.csv"
        self._network = [word for rule in rules(town, port) for word in ("--connect-to", rule)]
        write_targets(town, self._targets)
        self._log = (folder / "workers.log").open("ab")
        self.workers: list[subprocess.Popen[bytes]] = []

    def plan(self, *batches: Sequence[House]) -> list[str]:
        """Put sites into the queue, one run per batch; the run ids."""
        asked = [[house.unit_id for house in batch] for batch in batches]
        options = {"delay": self._delay, "render": "never"}
        return self.ask(
            "from pathlib import Path\n"
            "from auditor.jobs.queue.demand import demand, wanted\n"
            "from auditor.reference import load_regions\n"
            "regions = load_regions()\n"
            f"for ids in {asked!r}:\n"
            f"    agencies = wanted([Path({str(self._targets)!r})], ids, regions)\n"
            f"    print(demand(agencies, {options!r}, ocr='never', formats=('json',)))"
        ).split()

    def alone(self, out: Path) -> Results:
        """The same sites by an ordinary ``auditor run`` in one process."""
        self._auditor(
            "run", str(self._targets), "--out", str(out), "--delay", str(self._delay), "--render", "never",
            "--ocr", "never", "--format", "json", "--no-progress", *self._network,
        )  # fmt: skip
        return decode((out / "results.json").read_bytes())

    def start(self, jobs: int) -> subprocess.Popen[bytes]:
        """One more worker, which ends when the queue is empty."""
        worker = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _MAIN, "worker", "--until-empty", "--runs", "1", "--jobs", str(jobs),
             *self._store(), *self._network],
            env=self._environment(), stdout=self._log, stderr=self._log,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """``kill -9`` for the worker and its processes at once, as a machine that fails."""
        for process in [worker.pid, *_descendants(worker.pid)]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)

    def wait(self, seconds: float) -> None:
        """Until every worker ended of itself. Raises AuditorError when one did not, or not well."""
        until = time.monotonic() + seconds
        for worker in self.workers:
            try:
                status = worker.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                raise AuditorError(
                    f"pekerja {worker.pid} belum selesai setelah {seconds:.0f} detik"
                ) from None
            if status:
                raise AuditorError(f"pekerja {worker.pid} berakhir dengan status {status}")

    def close(self) -> None:
        """End what is still running."""
        for worker in list(self.workers):
            self.kill(worker)
        self._log.close()

    def results(self, run_id: str) -> Results:
        """The run as the workers closed it."""
        return decode((self.data / "permintaan" / run_id / "results.json").read_bytes())

    def ask(self, code: str) -> str:
        """What Python code prints with the store ready; in a process of its own, so that no settings stay."""
        text = f"from auditor.jobs.queue.worker import prepared\nengine = prepared({self._url!r})\n{code}"
        return self._python(text)

    def _store(self) -> list[str]:
        return ["--data", str(self.data), "--database", self._url]

    def _auditor(self, *words: str) -> str:
        return self._python(_MAIN, *words)

    def _python(self, code: str, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", code, *words],
            env=self._environment(), capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        if done.returncode not in (0, 3):
            raise AuditorError(f"{' '.join(words[:2])}: {done.stdout}{done.stderr}")
        return done.stdout

    @staticmethod
    def _environment() -> dict[str, str]:
        return {**os.environ, "AUDITOR_QUEUE_STALLED": str(STALLED)}


_MAIN = "import sys; from auditor.cli import main; main(sys.argv[1:])"


def survive(
    folder: Path,
    url: str,
    restart: Callable[[], None] | None,
    *,
    sites: int,
    pages: int,
    workers: int,
    kills: int,
    jobs: int = 4,
    delay: float = 0.15,
    seed: int = 1,
) -> Survival:
    """Two batches of ``sites`` in all, by ``workers`` that are killed ``kills`` times and begun again.

    The kills come at random points of the work, whichever worker they hit; ``restart`` (the database) is
    called once in between. Raises AuditorError when the workers do not
    come to an end.
    """
    rng = random.Random(seed)  # noqa: S311 - a trial that can be repeated
    town = houses(sites, shared=sites // 3)
    log = folder / "access.log"
    with served(town, pages, log) as port:
        fleet = Fleet(folder, url, town, port, delay)
        try:
            expected = fleet.alone(folder / "alone")
            before = len(read_log(log))
            runs = fleet.plan(town[: sites // 2], town[sites // 2 :])
            began = time.monotonic()
            for _ in range(workers):
                fleet.start(jobs)
            moments = sorted(rng.uniform(0.05, 0.9) for _ in range(kills))
            for number, share in enumerate(moments):
                _wait_for(log, before + int(share * before))
                if restart is not None and number == kills // 2:
                    restart()
                living = [worker for worker in fleet.workers if worker.poll() is None]
                fleet.kill(rng.choice(living))
                fleet.start(jobs)
            fleet.wait(600)
            seconds = time.monotonic() - began
            found = [unit for run in runs for unit in fleet.results(run).units]
            counts = fleet.ask(
                "from auditor.store.models import UnitRun\n"
                "from auditor.store.queue.models import QueuedUnit\n"
                "from django.db.models import Sum\n"
                "begun = QueuedUnit.objects.aggregate(n=Sum('attempts'))['n']\n"
                "print(UnitRun.objects.count(), engine.open_jobs(), begun)"
            )
        finally:
            fleet.close()
        requests = read_log(log)[before:]
    stored, open_jobs, begun = map(int, counts.split())
    return Survival(
        units=sites,
        stored=stored,
        differ=_differ(alike(found), alike(expected.units)),
        open_jobs=open_jobs,
        begun=begun,
        kills=kills,
        restarts=int(restart is not None),
        seconds=seconds,
        gap=_least(requests),
        hurried=_hurried(requests, delay),
    )


def faster(
    folder: Path, url: str, *, sites: int, pages: int, jobs: int, delay: float, start_seconds: float = 600
) -> Speed:
    """The same sites by one worker, then by two, where polite pauses are the limit.

    Their rates are those of the middle of the work: a night's work is long, and a trial's is not, beside the
    seconds in which workers begin one by one and the last sites end.
    """
    town = houses(sites)
    rates, least = [], float("inf")
    log = folder / "access.log"
    with served(town, pages, log) as port:
        fleet = Fleet(folder, url, town, port, delay)
        try:
            for workers in (1, 2):
                before = len(read_log(log))
                fleet.plan(town)
                for _ in range(workers):
                    fleet.start(jobs)
                fleet.wait(start_seconds)
                fleet.workers.clear()
                requests = read_log(log)[before:]
                rates.append(_rate(requests, sites))
                least = min(least, _least(requests))
        finally:
            fleet.close()
    return Speed(one=rates[0], two=rates[1], gap=least)


def alike(units: Iterable[UnitResult]) -> list[dict[str, Any]]:
    """Units as JSON, by id, without the times of fetches: all that two visits of one site differ in."""
    made = [json.loads(encode_unit(unit), object_hook=_timeless) for unit in units]
    return sorted(made, key=lambda unit: str(unit["unit_id"]))


def _timeless(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in ("at", "fetched_at")}


def _differ(found: Sequence[dict[str, Any]], expected: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    if [unit["unit_id"] for unit in found] != [unit["unit_id"] for unit in expected]:
        return ("unit_id",)
    return tuple(
        f"{one['unit_id']} {key}: {one[key]} / {other[key]}"
        for one, other in zip(found, expected, strict=True)
        for key in other
        if one[key] != other[key]
    )


def _wait_for(log: Path, requests: int) -> None:
    until = time.monotonic() + 300
    while log.read_bytes().count(b"\n") < requests:
        if time.monotonic() > until:
            raise AuditorError(f"setelah 300 detik belum ada {requests} permintaan; periksa workers.log")
        time.sleep(0.05)


def _rate(requests: Sequence[Asked], sites: int) -> float:
    """Sites an hour between the first fifth of all requests and the last."""
    first, last = len(requests) // 5, len(requests) * 4 // 5
    return sites * (last - first) / len(requests) / (requests[last].at - requests[first].at) * 3600


def _least(requests: Sequence[Asked]) -> float:
    return min([*gaps(requests, "address")[:1], *gaps(requests, "domain")[:1]], default=float("inf"))


def _hurried(requests: Sequence[Asked], delay: float) -> float:
    found = [*gaps(requests, "address"), *gaps(requests, "domain")]
    return sum(gap < delay / 2 for gap in found) / max(1, len(found))


def _descendants(process: int) -> list[int]:
    """Process numbers of all children and their children (Linux)."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            children = [int(text) for text in (task / "children").read_text().split()]
            for one in children:
                found += [one, *_descendants(one)]
    return found
