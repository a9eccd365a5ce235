"""Many hosts in one run: what a page, the memory and the open files cost as the hosts grow, and dead names.

``python -m auditor.bench hosts --hosts 1000 --hosts 20000 --dead 0.2``: a whole ``auditor run`` for each
number of hosts, two pages each, nothing waits; then the first number once more, with as many dead names
beside its hosts as make up the share. Server and name server are processes that are not counted.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec

from auditor.bench.crowd import PAGES, serving, write_targets
from auditor.bench.runs import audit_words, ended
from auditor.bench.watch import Watch
from auditor.jobs.folder import RunFolder

CPU_GOAL, MEMORY_GOAL, MEGABYTES_GOAL, FILES_GOAL, DEAD_GOAL = 1.15, 1.5, 500.0, 1024, 1.3
_SOFT_LIMIT = 1024  # open files, as most systems give them
_FIXED_HOSTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: CPU seconds of all its processes, seconds until the last living site was crawled, peak
    megabytes and open files, files in its folder, and how many sites came out with which status."""

    hosts: int
    cpu: float
    wall: float
    memory: float
    files: int
    inodes: int
    told: Counter[str]
    wrong: int

    @property
    def a_page(self) -> float:
        """Milliseconds of CPU a page."""
        return 1000 * self.cpu / (PAGES * self.hosts)


class _Times(msgspec.Struct):
    started_at: str = ""
    finished_at: str = ""


def measure(hosts: int, dead: float = 0.0) -> Run:
    """One whole audit of so many living hosts; ``dead`` is the share of dead names beside them."""
    count = round(hosts / (1 - dead))
    with TemporaryDirectory(prefix="auditor-hosts-") as scratch:
        root = Path(scratch)
        living = write_targets(root / "targets.csv", count, dead)
        with serving(count, dead, root) as net:
            words = [*audit_words(root / "targets.csv", net, root / "out"), "--format", "json"]
            child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.prlimit(child.pid, resource.RLIMIT_NOFILE, (_SOFT_LIMIT, hard))
            watch = Watch(child.pid)
            watch.start()
            used = ended(child)
            watch.join()
        if child.returncode not in (0, 3):  # 3: some unit has no score, as dead names have not
            raise SystemExit(f"auditor.bench hosts: the audit ended with {child.returncode}")
        return _run(RunFolder(root / "out"), living, used.ru_utime + used.ru_stime, watch)


def _run(folder: RunFolder, living: Sequence[str], cpu: float, watch: Watch) -> Run:
    alive = set(living)
    units = folder.read_results().units
    times = [
        msgspec.json.decode((folder.unit(unit) / "visit.json").read_bytes(), type=_Times) for unit in living
    ]
    began = min(datetime.fromisoformat(at.started_at) for at in times)
    ended = max(datetime.fromisoformat(at.finished_at) for at in times)
    return Run(
        hosts=len(living),
        cpu=cpu,
        wall=(ended - began).total_seconds(),
        memory=watch.memory,
        files=watch.files,
        inodes=sum(1 for _ in folder.root.rglob("*")),
        told=Counter(str(unit.site.status) for unit in units),
        wrong=sum((unit.unit_id in alive) != (unit.site.status == "online") for unit in units),
    )


def _line(run: Run, fixed: float) -> str:
    growing = 1000 * (run.cpu - fixed) / (PAGES * run.hosts)
    status = ", ".join(f"{count} {name}" for name, count in sorted(run.told.items()))
    return (
        f"{run.hosts} hosts: {run.a_page:.1f} ms CPU a page ({growing:.1f} without the fixed {fixed:.1f} s), "
        f"crawled in {run.wall:.0f} s, memory of all processes {run.memory:.0f} MB, {run.files} open files, "
        f"{run.inodes} files and folders; {status}; {run.wrong} wrong\n"
    )


def _goal(text: str, value: float, limit: float) -> str:
    return f"{text} {value:.2f}, goal <= {limit:g}: {'met' if value <= limit else 'NOT met'}\n"


def main(argv: Sequence[str]) -> int:
    """Measure and print; 0 measured (met or not)."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench hosts")
    parser.add_argument("--hosts", type=int, action="append", help="numbers of hosts, least first")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--dead", type=float, default=0.2, help="share of dead names (0: not measured)")
    args = parser.parse_args(argv)
    sizes: list[int] = args.hosts or [1000, 20000]
    taken: dict[int, list[Run]] = {}
    with_dead: list[Run] = []
    out = sys.stdout
    for _ in range(args.rounds):
        fixed = measure(_FIXED_HOSTS).cpu
        for hosts in sizes:
            taken.setdefault(hosts, []).append(measure(hosts))
            out.write(_line(taken[hosts][-1], fixed))
            out.flush()
        if args.dead:
            with_dead.append(measure(sizes[0], args.dead))
            out.write(f"with {args.dead:.0%} dead names: {_line(with_dead[-1], fixed)}")
            out.flush()
    few, many = taken[sizes[0]], taken[sizes[-1]]
    pairs = list(zip(few, many, strict=True))
    out.write(_goal("CPU a page, many hosts / few", median(b.a_page / a.a_page for a, b in pairs), CPU_GOAL))
    out.write(_goal("peak memory, many / few", median(b.memory / a.memory for a, b in pairs), MEMORY_GOAL))
    out.write(_goal("peak memory in MB", max(run.memory for run in many), MEGABYTES_GOAL))
    out.write(_goal("open files", max(run.files for run in many), FILES_GOAL - 1))
    out.write(_goal("sites with a wrong status", sum(run.wrong for run in (*few, *many, *with_dead)), 0))
    if with_dead:
        slower = median(b.wall / a.wall for a, b in zip(few, with_dead, strict=True))
        out.write(_goal("time of the living with dead names / without", slower, DEAD_GOAL))
    return 0
