"""``auditor run --previous``: the same results as of a first crawl, for a fraction of the bytes."""

from __future__ import annotations

from pathlib import Path

from auditor_command import SUBSET, Ended, Region, auditor, one_line, only, settled

from auditor.bench.recrawl import measure
from auditor.jobs.lock import locked


def test_an_unchanged_region_gives_the_same_results(
    region: Region, undisturbed: tuple[Path, Ended], tmp_path: Path
) -> None:
    before, out = undisturbed[0], tmp_path / "out"
    served = len(region.practice.log)
    ended = auditor(
        "run", region.targets, "--out", out, "--previous", before, *only(SUBSET), *region.options()
    )
    assert ended.status == undisturbed[1].status, ended.err
    assert settled(out) == settled(before)
    statuses = [access.status for access in region.practice.log[served:]]
    assert statuses.count(304) > 0
    assert "Tidak ada yang berubah." in auditor("compare", before, out).out
    told = auditor("history", out, SUBSET[1]).out
    assert sum(line.startswith("20") for line in told.splitlines()) == 2
    assert auditor("recheck", out).status == 0
    assert settled(out) == settled(before)


def test_what_cannot_be_come_back_to_is_told_in_one_line(region: Region, tmp_path: Path) -> None:
    ended = auditor(
        "run", region.targets, "--out", tmp_path / "out", "--previous", tmp_path, *region.options()
    )
    assert ended.status == 2
    assert "run.json" in one_line(ended.err)


def test_a_folder_in_use_is_left_alone(region: Region, tmp_path: Path) -> None:
    with locked(tmp_path / "out"):
        ended = auditor("run", region.targets, "--out", tmp_path / "out", "--resume", *region.options())
    assert ended.status == 2
    assert "sedang dikerjakan proses lain" in one_line(ended.err)


def test_a_web_that_changed_gives_the_results_of_a_first_crawl(tmp_path: Path) -> None:
    found = measure(tmp_path, hosts=2, pages=12, share=0.15, seed=3)
    assert found.same
    assert found.again.sent < 0.5 * found.first.sent
    assert found.again.requests == found.whole.requests


def test_relying_on_sitemaps_gives_the_results_of_a_first_crawl(tmp_path: Path) -> None:
    found = measure(tmp_path, hosts=3, pages=12, share=0.3, seed=3, mapped=1.0, lying=0.34)
    assert found.same and found.third is not None
    assert found.unasked > 0 and found.third.requests < found.again.requests
