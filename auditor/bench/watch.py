"""What a running program takes of the machine, looked at from outside while it runs."""

from __future__ import annotations

import threading
import time
from pathlib import Path

_SECONDS = 0.5


class Watch(threading.Thread):
    """Peaks of a process and all below it.

    ``memory``: megabytes of all together (proportional set size); ``files``: descriptors that the process
    with the most of them has open. ``moments`` are ``(seconds, megabytes)`` as they went by.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.memory, self.files = 0.0, 0
        self.moments: list[tuple[float, float]] = []

    def run(self) -> None:
        began = time.monotonic()
        while (now := sum(map(_share_of, tree := _tree(self.pid)))) > 0:
            self.moments.append((time.monotonic() - began, now))
            self.memory = max(self.memory, now)
            self.files = max(self.files, *map(_files_of, tree))
            time.sleep(_SECONDS)


def _tree(pid: int) -> list[int]:
    """The process and all below it; children are listed by the thread that began them."""
    try:
        lists = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return [pid]
    return [pid, *(one for child in " ".join(lists).split() for one in _tree(int(child)))]


def _share_of(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)


def _files_of(pid: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0
