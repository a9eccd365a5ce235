"""``python -m auditor.bench discover``: what discovery costs over many regions, and how right it is.

The practice DNS and web servers run in a process of their own, so that their time is not counted. The
program is run as a user runs it; nothing waits (``--delay 0``), and what the polite rate would take is
worked out from the requests that were really made.
"""

from __future__ import annotations

import argparse
import heapq
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from auditor import __version__
from auditor.bench.runs import ended
from auditor.bench.watch import Watch
from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.models import Results
from auditor.practice.invented.grounds import make_ground, write_ground
from auditor.practice.invented.measure import Figures, measure
from auditor.practice.invented.records import Ground
from auditor.practice.server import Practice, spawn
from auditor.practice.wire import Access
from auditor.spiders.options import CrawlOptions
from auditor.urls import registered_domain

MEMORY_GOAL = 1000
"""Megabytes that all processes of a run together may take (the issue on discovery: under 1 GB)."""
_ANSWER_SECONDS = 0.5
"""What one answer takes in the projection: a slow office line; the pause between starts counts more."""


class _Started(msgspec.Struct):
    started_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run took. ``cpu`` seconds of all its processes, ``memory`` peak megabytes of all together
    (proportional set size), ``wall`` seconds."""

    units: int
    cpu: float
    wall: float
    memory: float
    requests: int
    polite_hours: float
    longest_lane_hours: float


def discover(
    targets: Path, regions: Path, net: Practice, out: Path, options: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """``auditor discover`` begun over the target file, at full speed."""
    command = [sys.executable, "-c", "from auditor.cli import main; main()", "discover", targets]
    command += ["--regions", regions, "--out", out, "--nameserver", net.nameserver, "--ca-file", net.ca_file]
    command += [word for rule in net.connect_to for word in ("--connect-to", rule)]
    command += ["--delay", "0", "--render", "never", "--no-progress", *options]
    return subprocess.Popen(  # noqa: S603
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def finish(process: subprocess.Popen[bytes]) -> str:
    """Wait for the run; its words. Raises AuditorError when it failed."""
    words = process.communicate()[1].decode(errors="replace")
    if process.returncode:
        raise AuditorError(f"auditor discover berakhir dengan {process.returncode}: {words[-600:]}")
    return words


def cost_of(ground: Ground, net: Practice, out: Path, delay: float) -> Cost:
    """Run discovery over the ground and count."""
    began = time.monotonic()
    targets, regions, _ = write_ground(ground, out.with_name(f"{out.name}-input"))
    process = discover(targets, regions, net, out, ("--format", "json"))
    watch = Watch(process.pid)
    watch.start()
    assert process.stderr is not None
    words = process.stderr.read().decode(errors="replace")
    used = ended(process)
    wall = time.monotonic() - began
    watch.join()
    if process.returncode:
        raise AuditorError(f"auditor discover berakhir dengan {process.returncode}: {words[-600:]}")
    log = net.log
    hours, lane = polite_hours(ground, log, out, delay)
    return Cost(
        units=len(ground.truths),
        cpu=used.ru_utime + used.ru_stime,
        wall=wall,
        memory=watch.memory,
        requests=len(log),
        polite_hours=hours,
        longest_lane_hours=lane,
    )


def polite_hours(ground: Ground, log: Sequence[Access], out: Path, delay: float) -> tuple[float, float]:
    """Hours the run would have taken at one start per ``delay`` seconds and registered domain.

    Replayed: the units in the order in which the program opened them, as many at once as it opens, each
    asking its share of its region's requests one after another. The second figure is the longest queue
    alone, which no order can beat. DNS is not counted.
    """
    asked = Counter(registered_domain(access.host) for access in log)
    longest = max(asked.values(), default=0) * delay / 3600
    members = Counter(truth.agency.region for truth in ground.truths)
    domains = {region.code: region.domain for region in ground.regions}
    folder = RunFolder(out)
    started = {
        truth.agency.unit_id: msgspec.json.decode(
            (folder.unit(truth.agency.unit_id) / "visit.json").read_bytes(), type=_Started
        ).started_at
        for truth in ground.truths
    }
    order = sorted(ground.truths, key=lambda truth: started[truth.agency.unit_id])
    waiting = iter(
        (domains[t.agency.region], asked[domains[t.agency.region]] / members[t.agency.region]) for t in order
    )
    free: dict[str, float] = {}
    open_units: list[tuple[float, int, str, float]] = []  # when it asks next, tie-break, lane, requests left
    end = 0.0
    for number, (lane, left) in enumerate(waiting):
        heapq.heappush(open_units, (end if number >= CrawlOptions().window else 0.0, number, lane, left))
        while len(open_units) >= CrawlOptions().window:
            end = _step(open_units, free, delay) or end
    while open_units:
        end = _step(open_units, free, delay) or end
    return end / 3600, longest


def _step(units: list[tuple[float, int, str, float]], free: dict[str, float], delay: float) -> float:
    """The next request; the moment its unit ended, or 0 when it goes on."""
    now, number, lane, left = heapq.heappop(units)
    if left <= 0:
        return now
    begin = max(now, free.get(lane, 0.0))
    free[lane] = begin + delay * min(1.0, left)
    heapq.heappush(units, (begin + _ANSWER_SECONDS * min(1.0, left), number, lane, left - 1))
    return 0.0


def results_of(out: Path) -> Results:
    """The finished run's results."""
    return RunFolder(out).read_results()


def told(cost: Cost, figures: Figures) -> list[str]:
    """The lines to print."""
    met = "met" if cost.memory < MEMORY_GOAL else "NOT met"
    return [
        f"auditor {__version__}: {cost.units} units, {cost.requests} requests "
        f"({cost.requests / cost.units:.1f} a unit)",
        f"CPU {1000 * cost.cpu / cost.units:.1f} ms a unit ({cost.cpu:.0f} s), wall {cost.wall:.0f} s",
        f"memory of all processes {cost.memory:.0f} MB at most; goal < {MEMORY_GOAL} MB: {met}",
        f"at the polite rate about {cost.polite_hours:.1f} h "
        f"(longest queue of one region {cost.longest_lane_hours:.2f} h)",
        f"has a website: precision {figures.has_precision}, recall {figures.has_recall}",
        f"website found: precision {figures.site_precision}, recall {figures.site_recall}",
        f"domain class {figures.domain}, status {figures.status}",
    ]


def main(argv: Sequence[str]) -> int:
    """Measure; 0 measured, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench discover")
    parser.add_argument("--regions", type=int, default=20)
    parser.add_argument("--units", type=int, default=60, help="units a region")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between requests to one domain")
    parser.add_argument("--out", type=Path, help="keep the run here")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--mistakes", action="store_true", help="print every wrong answer")
    args = parser.parse_args(argv)
    name = f"many:{args.regions}x{args.units}"
    try:
        ground = make_ground(name)
        with TemporaryDirectory(prefix="auditor-bench-") as scratch, spawn(invented=name) as net:
            out = args.out or Path(scratch) / "run"
            cost = cost_of(ground, net, out, args.delay)
            figures = measure(ground.truths, results_of(out).units)
    except AuditorError as error:
        sys.stderr.write(f"auditor.bench: {error}\n")
        return 2
    lines = [*told(cost, figures), *(figures.mistakes if args.mistakes else ())]
    sys.stdout.write("\n".join(lines) + "\n")
    if args.json:
        report = {"program": __version__, "cost": cost, "figures": figures}
        args.json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    return 0
