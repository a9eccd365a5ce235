"""Calls carried out by forked processes: what they raise, and what happens when one of them dies."""

from __future__ import annotations

import math
import os
import signal
import time
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from auditor.jobs import workers as workers_module
from auditor.jobs.workers import WorkerDiedError, Workers


def _parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _is_alive(pid: int) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def _are_gone(pids: set[int]) -> bool:
    end = time.monotonic() + 10
    while any(map(_is_alive, pids)) and time.monotonic() < end:
        time.sleep(0.01)
    return not any(map(_is_alive, pids))


def test_what_is_called_answers_raises_and_dies_alone() -> None:
    workers = Workers(math.sqrt, 4)
    workers.may_have(2)
    first = workers.call(os.getpid).result()
    assert first != os.getpid()
    with pytest.raises(ValueError, match="math domain"):
        workers.call(math.sqrt, -1).result()
    assert workers.call(os.getpid).result() == first

    slow = workers.call(time.sleep, 0.5)
    other = workers.call(os.getpid).result()
    with pytest.raises(WorkerDiedError):
        workers.call(os._exit, 1).result()
    assert slow.result() is None, "what another process was at goes on"

    living = workers.call(os.getpid).result()
    forker = _parent_of(living)
    assert _parent_of(forker) == os.getpid()
    os.kill(forker, signal.SIGKILL)
    again = [workers.call(os.getpid) for _ in range(3)]
    assert all(call.result() != os.getpid() for call in again)
    workers.close()
    assert _are_gone({first, other, living, *(call.result() for call in again)})


def test_stopping_waits_for_nothing() -> None:
    workers = Workers(math.sqrt, 4)
    pid = workers.call(os.getpid).result()
    long = workers.call(time.sleep, 600)
    began = time.monotonic()
    workers.stop()
    with pytest.raises((WorkerDiedError, CancelledError)):
        long.result(timeout=10)
    workers.close()
    assert time.monotonic() - began < 10
    assert _are_gone({pid})


def test_without_a_call_nothing_begins() -> None:
    workers = Workers(math.sqrt, 4)
    before = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    workers.close()
    assert Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text() == before


def test_a_process_is_followed_by_another_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "_CALLS", 2)
    workers = Workers(math.sqrt, 4)
    pids = [workers.call(os.getpid).result() for _ in range(6)]
    assert pids[::2] == pids[1::2] and len(set(pids)) == 3
    assert _are_gone(set(pids[:2])), "it ended when the next one began"
    with pytest.raises(ValueError, match="math domain"):
        workers.call(math.sqrt, -1).result()
    assert workers.call(os.getpid).result() not in pids
    workers.close()
