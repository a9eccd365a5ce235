"""One run of ``auditor discover`` over all invented grounds together; the tests look at their own part."""

from __future__ import annotations

import fcntl
from pathlib import Path

import msgspec
import pytest
from proof import GROUNDS, Proof, prove

from auditor.bench.discovery import results_of
from auditor.practice.invented.grounds import make_ground
from auditor.practice.server import spawn
from auditor.practice.wire import Access


@pytest.fixture(scope="session")
def proof(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Proof:
    """The run; with several test workers the first that needs it makes it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    name = ",".join(GROUNDS.values())
    out, log = folder / "proof" / "run", folder / "proof" / "log.json"
    (folder / "proof").mkdir(exist_ok=True)
    with (folder / "proof.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not log.is_file():
            with spawn(invented=name, time_scale=0.2) as net:
                log.write_bytes(msgspec.json.encode(prove(make_ground(name), net, out).log))
    asked = msgspec.json.decode(Path(log).read_bytes(), type=list[Access])
    return Proof(out, make_ground(name), results_of(out).units, asked)
