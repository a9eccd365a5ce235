"""Killed, interrupted, without disk, without network: what is done stays, ``--resume`` finishes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from auditor_command import (
    FEW,
    Region,
    auditor,
    begin,
    file_size_limit,
    killed_when,
    one_line,
    only,
    servers_of,
    settled,
    units_with,
    workers_of,
)

MOMENTS: dict[str, Callable[[Path], bool]] = {
    "first page": lambda out: units_with(out, "pages.warc.gz") > 0,
    "some units": lambda out: units_with(out, "visit.json") >= 2,
    "judging": lambda out: units_with(out, "visit.json") == len(FEW),
    "reporting": lambda out: (out / "results.json").exists(),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_and_resume_end_in_the_undisturbed_results(
    moment: str, region: Region, undisturbed_few: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ("run", region.targets, "--out", out, *only(FEW), *region.options())
    killed = killed_when(lambda: MOMENTS[moment](out), *words)
    assert killed.status == -signal.SIGKILL
    assert "finished_at" in (record := json.loads((out / "run.json").read_bytes())["info"])
    assert record["finished_at"] == ""

    resumed = auditor(*words, "--resume")
    assert resumed.status == 3, resumed.err
    assert settled(out) == settled(undisturbed_few)
    finished = json.loads((out / "run.json").read_bytes())["info"]
    assert finished["id"] == record["id"]
    assert finished["finished_at"] > ""
    assert not list(out.rglob("*.part"))


def test_ctrl_c_keeps_what_is_done(region: Region, undisturbed_few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("run", region.targets, "--out", out, *only(FEW), *region.options())
    stopped = killed_when(lambda: units_with(out, "visit.json") >= 2, *words, by=signal.SIGINT)
    assert stopped.status == 130
    assert "--resume" in one_line(stopped.err)
    done = {path.parent.name: path.read_bytes() for path in out.glob("units/*/visit.json")}
    assert 2 <= len(done) < len(FEW)

    refused = auditor(*words)
    assert refused.status == 2
    assert "--resume" in one_line(refused.err)

    assert auditor(*words, "--resume").status == 3
    assert settled(out) == settled(undisturbed_few)
    for unit, visit in done.items():
        assert (out / "units" / unit / "visit.json").read_bytes() == visit, "asked again what was done"


@pytest.mark.parametrize(("size", "stage"), [(4_000, "units"), (60_000, "auditor.sqlite3")])
def test_full_disk(size: int, stage: str, region: Region, tmp_path: Path) -> None:
    """No file may grow: the archive fails at first, with more room the store does."""
    out = tmp_path / "out"
    words = ("run", region.targets, "--out", out, *only(("dpupr", "brida")), "--render", "never")
    words = (*words, *region.options())
    full = auditor(*words, preexec_fn=file_size_limit(size))
    assert full.status in (2, 3)
    line = one_line(full.err)
    assert stage in line
    assert "ruang" in line or "izin" in line

    assert auditor(*words, "--resume").status == 0
    whole = tmp_path / "whole"
    assert auditor("run", region.targets, "--out", whole, *words[4:]).status == 0
    assert settled(out) == settled(whole)


def test_no_network_is_never_a_dead_site(region: Region, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("run", region.targets, "--out", out, *only(("dinsos", "dpupr", "brida")), *region.offline())
    cut = auditor(*words, "--nameserver", "127.0.0.1:1")
    assert cut.status == 3
    assert "jaringan" in one_line(cut.err)
    assert cut.seconds < 30
    assert not (out / "results.json").exists()
    assert units_with(out, "visit.json") == 0

    back = auditor(*words, "--resume", *region.options())
    assert back.status == 0, back.err
    results = json.loads((out / "results.json").read_bytes())
    assert {unit["site"]["status"] for unit in results["units"]} == {"online", "none"}


@pytest.mark.parametrize("dying", [workers_of, servers_of])
def test_a_worker_that_dies_costs_nothing(
    dying: Callable[[subprocess.Popen[str]], list[int]],
    region: Region,
    undisturbed_few: Path,
    tmp_path: Path,
) -> None:
    """Memory ran out, say: what the dead worker was at is judged again."""
    out = tmp_path / "out"
    words = ("run", region.targets, "--out", out, *only(FEW), *region.options())
    with begin(*words) as process:
        while not (units_with(out, "visit.json") and workers_of(process)):
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        for one in dying(process):
            os.kill(one, signal.SIGKILL)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 3, err
    assert "2 unit belum dapat dinilai" in one_line(err)
    assert settled(out) == settled(undisturbed_few)


def test_a_damaged_archive_is_named_and_nothing_is_lost(region: Region, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("run", region.targets, "--out", out, *only(("dpupr", "brida")), "--render", "never")
    assert auditor(*words, *region.options()).status == 0
    before = (out / "results.json").read_bytes()
    archive = out / "units" / "dpupr" / "pages.warc.gz"
    archive.write_bytes(archive.read_bytes()[:2_000])
    checked = auditor("recheck", out)
    assert checked.status == 2, checked.err
    assert "dpupr" in one_line(checked.err)
    assert (out / "results.json").read_bytes() == before
