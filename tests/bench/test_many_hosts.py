"""The bench of many hosts runs real audits and counts what they came to."""

from __future__ import annotations

import os

from auditor.bench.hosts import measure
from auditor.bench.watch import Watch


def test_living_and_dead_sites_come_out_as_they_are() -> None:
    run = measure(8, dead=0.2)
    assert run.told == {"online": 8, "dead": 2}
    assert run.wrong == 0
    assert run.cpu > 0.5
    assert run.memory > 50
    assert 10 < run.files < 1024


def test_what_a_process_takes_is_seen() -> None:
    watch = Watch(os.getpid())
    watch.start()
    watch.join(1.2)
    assert watch.memory > 20
    assert watch.files > 2
