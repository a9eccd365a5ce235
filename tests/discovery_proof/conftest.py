"""One run of ``auditor discover`` over all invented grounds together; the tests look at their own part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from proof import GROUNDS, Proof, prove

from auditor.practice.invented.grounds import make_ground
from auditor.practice.server import spawn


@pytest.fixture(scope="session")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proof]:
    name = ",".join(GROUNDS.values())
    with spawn(invented=name, time_scale=0.2) as net:
        yield prove(make_ground(name), net, Path(tmp_path_factory.mktemp("proof")) / "run")
