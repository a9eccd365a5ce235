"""``python -m auditor.bench.fleet``: the trials in full, their figures and the goals they are held to."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.bench.fleet.postgres import server
from auditor.bench.fleet.trial import Survival, faster, survive
from auditor.errors import AuditorError

RATIO = 1.85
"""Goal: sites per hour of two workers over those of one, where polite pauses are the limit."""
_KEPT = 0.9
"""Share of the pause that the server's log must show: its times are those of a busy process."""


def main(words: list[str]) -> int:
    """Run the trials that were asked; 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench.fleet", description=__doc__)
    parser.add_argument("trial", nargs="*", choices=["postgres", "sqlite", "speed"], default=[])
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    trials = asked.trial or ["postgres", "sqlite", "speed"]
    held = True
    if "postgres" in trials:
        with _folder() as folder, server() as database:

            def restart() -> None:
                database.stop()
                database.start()

            end = survive(
                folder, database.url, restart, sites=asked.sites, pages=asked.pages, workers=asked.workers,
                kills=asked.kills, delay=0.3, seed=asked.seed,
            )  # fmt: skip
            held &= _told("PostgreSQL", end)
    if "sqlite" in trials:
        with _folder() as folder:
            end = survive(
                folder, f"sqlite:///{folder / 'q.sqlite3'}", None, sites=asked.sites, pages=asked.pages,
                workers=asked.workers, kills=asked.kills, delay=0.3, seed=asked.seed,
            )  # fmt: skip
            held &= _told("SQLite", end)
    if "speed" in trials:
        delay, jobs = 2.0, 6
        with _folder() as folder, server() as database:
            speed = faster(folder, database.url, sites=16 * jobs, pages=4, jobs=jobs, delay=delay)
        print_line(
            f"speed: {speed.one:.0f} sites/h by one worker, {speed.two:.0f} by two: {speed.ratio:.2f} times "
            f"(goal {RATIO}); least pause {speed.gap:.2f} s of {delay} s"
        )
        held &= speed.ratio >= RATIO and speed.gap >= _KEPT * delay
    return 0 if held else 1


def _told(engine: str, end: Survival) -> bool:
    print_line(
        f"{engine}: {end.kills} kills, {end.restarts} database restarts, {end.seconds:.0f} s; "
        f"{end.units} sites, {end.begun} begun, {end.stored} stored, {end.open_jobs} jobs left, "
        f"least pause {end.gap:.2f} s, {end.hurried:.1%} of pauses under half"
    )
    for line in end.differ:
        print_line(f"  differs: {line}")
    return end.stored == end.units and not end.differ and not end.open_jobs and end.hurried < 0.03


def print_line(line: str) -> None:
    """One line at once, also into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def _folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="auditor-fleet-"))
    yield place
    shutil.rmtree(place, ignore_errors=True)  # what remains after a trial that broke off is there to be read


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except AuditorError as error:
        sys.exit(f"auditor: {error}")
