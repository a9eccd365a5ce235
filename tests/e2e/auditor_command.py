"""``auditor`` as a user starts it, and what may be said of how it ended."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.practice.server import Practice

AUDITOR = Path(sys.executable).with_name("auditor")

SUBSET = (
    "dinsos",  # drawn by scripts
    "dpupr",  # text PDF, an old domain that redirects
    "disnaker",  # scanned PDF behind onclick
    "dlh",  # DOCX and XLSX
    "pkm-telukkenanga",  # document on a Drive
    "kec-rantaubakung",  # NXDOMAIN: dead
    "dpmd",  # bot wall: blocked
    "brida",  # no website
)

FEW = ("dinsos", "disnaker", "dpmd", "kec-rantaubakung", "brida")
"""The part of the subset that is stopped and resumed: scripts, a scan, a wall, no name, no site."""

TIMES = {"started_at", "finished_at", "fetched_at", "at"}


@dataclass
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str
    seconds: float = 0.0


@dataclass
class Region:
    """The served region: its target file, labels, and the options that lead to its servers."""

    practice: Practice
    targets: Path
    regions: Path
    labels: Path

    def options(self) -> list[str]:
        rules = [word for rule in self.practice.connect_to for word in ("--connect-to", rule)]
        server = ["--nameserver", self.practice.nameserver, "--ca-file", str(self.practice.ca_file)]
        return [*server, *rules, *self.offline()]

    def offline(self) -> list[str]:
        """What does not lead anywhere: the options a command without servers takes."""
        return ["--regions", str(self.regions), "--delay", "0"]


def only(units: Sequence[str]) -> list[str]:
    return [word for unit in units for word in ("--only", unit)]


@contextmanager
def begin(*words: str | Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Start ``auditor`` in a session of its own; whatever of it is left at the end fails the test.

    Its processes are known by a mark in their environment, and browsers (which overwrite theirs) by
    the temporary folder they were given.
    """
    mark = uuid.uuid4().hex
    scratch = Path(os.environ.get("TMPDIR", "/tmp")) / f"auditor-e2e-{mark}"
    scratch.mkdir()
    process = subprocess.Popen(
        [AUDITOR, *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(scratch), "AUDITOR_E2E": mark},
        **options,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        left = _gone(mark)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        _drop(process)
        subprocess.run(["rm", "-rf", str(scratch)], check=True)
    assert not left, f"processes left behind: {left}"


def _drop(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _gone(mark: str, patience: float = 15.0) -> dict[int, str]:
    """Processes that still carry the mark when patience is over."""
    end = time.monotonic() + patience
    while (left := _marked(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def _marked(mark: str) -> dict[int, str]:
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            if command and mark.encode() in command + (entry / "environ").read_bytes():
                found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")[:200]
        except OSError:
            continue  # it ended while we looked
    return found


def auditor(*words: str | Path, timeout: float = 120, **options: Any) -> Ended:
    """Run ``auditor`` to its end."""
    began = time.monotonic()
    with begin(*words, **options) as process:
        out, err = process.communicate(timeout=timeout)
        return Ended(process.returncode, out, err, time.monotonic() - began)


def killed_when(
    moment: Callable[[], bool], *words: str | Path, by: int = signal.SIGKILL, timeout: float = 90
) -> Ended:
    """Run ``auditor`` and send its main process a signal as soon as ``moment`` holds."""
    began = time.monotonic()
    with begin(*words) as process:
        while not moment():
            assert process.poll() is None, f"ended before the moment came: {process.communicate()}"
            assert time.monotonic() < began + timeout, "the moment never came"
            time.sleep(0.002)
        process.send_signal(by)
        out, err = process.communicate(timeout=timeout)
        return Ended(process.returncode, out, err, time.monotonic() - began)


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The judging processes of ``process``."""
    return [worker for server in servers_of(process) for worker in _below(server)]


def servers_of(process: subprocess.Popen[str]) -> list[int]:
    """The process that the judging processes of ``process`` are forked from."""
    return [
        child
        for child in _below(process.pid)
        if b"auditor.jobs.forker" in _read(Path(f"/proc/{child}/cmdline"))
    ]


def _below(pid: int) -> list[int]:
    """Its children: they are listed by the thread that began them."""
    lists = map(_read, Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for child in b" ".join(lists).split()]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it ended while we looked


def file_size_limit(size: int) -> Callable[[], None]:
    """For ``preexec_fn``: no file may grow beyond ``size`` bytes, which fails as a full disk does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def one_line(err: str) -> str:
    """The one line a user gets to read; anything beside it is a fault."""
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("auditor: "), err
    assert "Traceback" not in err
    return lines[0]


def settled(folder: Path, units: Sequence[str] = ()) -> dict[str, Any]:
    """``results.json`` (of ``units`` only) without times and run id: what two runs must share."""
    data = json.loads((folder / "results.json").read_bytes())
    if units:
        data["units"] = [unit for unit in data["units"] if unit["unit_id"] in units]
    assert data["run"].pop("id")
    stripped = _without_times(data)
    assert isinstance(stripped, dict)
    return stripped


def _without_times(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_times(value) for key, value in data.items() if key not in TIMES}
    if isinstance(data, list):
        return [_without_times(item) for item in data]
    return data


def units_with(folder: Path, name: str) -> int:
    """How many units have the file ``name``."""
    return sum(1 for _ in folder.glob(f"units/*/{name}"))
