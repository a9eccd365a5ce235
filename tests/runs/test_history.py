"""History, retention and the lock of run folders, on archives and stores written here."""

from __future__ import annotations

import dataclasses
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from fake_region import fake_results

from auditor.compare import compare
from auditor.compare.records import Cause
from auditor.errors import AuditorError
from auditor.jobs.folder import FolderError, RunFolder, RunRecord
from auditor.jobs.history import archives_of, history, run_folders, to_text
from auditor.jobs.lock import LOCK_NAME, locked
from auditor.jobs.prune import prune
from auditor.models import Agency, Evidence, Fetch, Results, Source, Verdict, Visit
from auditor.results import encode, encode_unit
from auditor.store.archive import ArchiveError, open_bodies, read_visit
from auditor.store.archive_writer import Occasion, VisitWriter

RESULTS = fake_results(6)
UNIT = next(unit for unit in RESULTS.units if unit.components["biaya"].verdict is Verdict.PUBLISHED)
AGENCY = Agency(unit_id=UNIT.unit_id, name=UNIT.name, kind=UNIT.kind, region=UNIT.region)
PAGES = {"/a": b"<p>Biaya: gratis</p>", "/b": b"<p>Profil</p>", "/c": b"<p>Berita</p>"}


def occasion(url: str, day: str) -> Occasion:
    return Occasion(url=url, requested_url=url, fetched_at=f"{day}T01:00:00Z")


def quoting(fetch: Fetch, verdict: Verdict = Verdict.PUBLISHED) -> Results:
    """The results with one unit whose fee is quoted from ``fetch``."""
    quote = Evidence(
        url=fetch.url,
        source=Source.HTML,
        locator="p",
        snippet="Biaya: gratis",
        sha256=fetch.sha256,
        fetched_at=fetch.fetched_at,
    )
    empty = {code: dataclasses.replace(found, evidence=()) for code, found in UNIT.components.items()}
    biaya = dataclasses.replace(UNIT.components["biaya"], verdict=verdict, evidence=(quote,))
    unit = dataclasses.replace(UNIT, components={**empty, "biaya": biaya})
    return dataclasses.replace(RESULTS, units=(unit,))


def add_run(
    place: Path,
    name: str,
    day: str,
    *,
    before: str = "",
    changed: bytes = b"",
    verdict: Verdict = Verdict.PUBLISHED,
) -> RunFolder:
    """A finished run folder; what does not change since ``before`` is only referred to."""
    folder = RunFolder(place / name)
    unit = folder.unit(UNIT.unit_id)
    writer = VisitWriter(unit, AGENCY)
    earlier = RunFolder(place / before).unit(UNIT.unit_id) if before else None
    known = {fetch.url: fetch for fetch in read_visit(earlier).fetches} if earlier else {}
    for path, body in PAGES.items():
        url = f"https://uji.go.id{path}"
        if url in known and earlier is not None and not (changed and path == "/a"):
            writer.refer(known[url], earlier, asked=occasion(url, day), not_modified=True)
        else:
            writer.add(
                url=url,
                requested_url=url,
                status=200,
                headers=(),
                body=changed if changed and path == "/a" else body,
                content_type="text/html",
                fetched_at=f"{day}T01:00:00Z",
            )
    writer.finish(Visit(agency=AGENCY, fetches=writer.fetches, finished_at=f"{day}T02:00:00Z"))
    results = quoting(writer.fetches[0], verdict)
    info = dataclasses.replace(
        results.run, id=name, started_at=f"{day}T00:00:00Z", finished_at=f"{day}T03:00:00Z"
    )
    folder.result_path(UNIT.unit_id).write_bytes(encode_unit(results.units[0]))
    folder.results_path.write_bytes(encode(dataclasses.replace(results, run=info)))
    previous = f"../{before}" if before else ""
    folder.write_record(RunRecord(info=info, agencies=(AGENCY,), previous=previous))
    return folder


@pytest.fixture
def years(tmp_path: Path) -> Path:
    add_run(tmp_path, "r24", "2024-05-01")
    add_run(
        tmp_path,
        "r25",
        "2025-05-01",
        before="r24",
        changed=b"<p>Biaya: hubungi petugas</p>",
        verdict=Verdict.PARTIAL,
    )
    add_run(tmp_path, "r26", "2026-05-01", before="r25", verdict=Verdict.PARTIAL)
    return tmp_path


def bodies(folder: Path) -> dict[str, bytes]:
    unit = folder / "units" / UNIT.unit_id
    with open_bodies(unit) as stored:
        return {fetch.url: stored(fetch).body for fetch in read_visit(unit).fetches}


def test_a_unit_is_followed_over_the_runs_it_came_back_to(years: Path) -> None:
    told = to_text(history(str(years / "r26"), UNIT.unit_id))
    assert [line[:15] for line in told.splitlines() if line.startswith("20")] == [
        "2024-05-01  r24",
        "2025-05-01  r25",
        "2026-05-01  r26",
    ]
    assert told.count(" → ") == 1 and "(isi halaman berubah)" in told
    assert to_text(history(str(years), UNIT.unit_id)) == told
    one = to_text(history(str(years), UNIT.unit_id), "biaya")
    assert one.count("https://uji.go.id/a: Biaya: gratis") == 3
    with pytest.raises(AuditorError, match="harga"):
        to_text(history(str(years), UNIT.unit_id), "harga")
    with pytest.raises(AuditorError, match="tidak-ada"):
        history(str(years), "tidak-ada")


def test_a_store_tells_the_same_history(years: Path) -> None:
    """In a process of its own, as Django knows one database at a time."""
    script = (
        "import sys; from pathlib import Path; from auditor.store.db import configure\n"
        "configure(sys.argv[2])\n"
        "from auditor.results import decode; from auditor.store.save import save_results\n"
        "for p in sorted(Path(sys.argv[1]).glob('r*/results.json')): save_results(decode(p.read_bytes()))\n"
        "from auditor.jobs.history import history, to_text\n"
        "print(to_text(history(sys.argv[2], sys.argv[3])), end='')"
    )
    url = f"sqlite:///{years / 'semua.sqlite3'}"
    done = subprocess.run(
        [sys.executable, "-c", script, str(years), url, UNIT.unit_id],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == to_text(history(str(years), UNIT.unit_id))


def test_causes_are_told_from_what_both_runs_read(years: Path) -> None:
    def cause(a: str, b: str) -> Cause:
        first, second = (RunFolder(years / name).read_results() for name in (a, b))
        (change,) = compare(first, second, archives_of(years / a, years / b)).changes
        return change.cause

    assert cause("r24", "r25") is Cause.CONTENT
    add_run(years, "r27", "2027-05-01", before="r26", verdict=Verdict.PUBLISHED)
    assert cause("r26", "r27") is Cause.RULES  # the same bytes, another verdict: the program's doing
    unit = years / "r25/units" / UNIT.unit_id
    visit = read_visit(unit)
    fewer = dataclasses.replace(visit, fetches=visit.fetches[1:])
    (unit / "visit.json").write_bytes(msgspec.json.encode(fewer))
    assert cause("r24", "r25") is Cause.GONE_PAGE


def test_old_archives_are_cut_down_to_what_is_needed(years: Path) -> None:
    before = {name: bodies(years / name) for name in ("r24", "r25", "r26")}
    assert before["r26"] == before["r25"] != before["r24"]
    results = (years / "r24/results.json").read_bytes()
    told = prune(run_folders(years), 1, dry=True)
    assert bodies(years / "r24") == before["r24"]
    done = prune(run_folders(years), 1)
    assert [one.folder.name for one in done] == ["r24", "r25"] and done == told
    assert bodies(years / "r26") == before["r26"]  # refers to records of both
    assert (years / "r24/results.json").read_bytes() == results
    # r24 holds /b and /c for r26, and /a because its verdict quotes it.
    assert bodies(years / "r24") == before["r24"]
    again = prune(run_folders(years), 1, evidence=False)
    assert sum(one.after for one in again) < sum(one.after for one in done)
    assert bodies(years / "r26") == before["r26"]
    with pytest.raises(ArchiveError, match="prune"):
        bodies(years / "r24")
    with pytest.raises(AuditorError, match="--keep 0"):
        prune(run_folders(years), 0)


def test_one_process_at_a_time_in_a_run_folder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from auditor.jobs.lock import locked\n"
            "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()",
            str(tmp_path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(FolderError, match=f"PID {holder.pid}"), locked(tmp_path):
            pass
        holder.kill()
    with locked(tmp_path):  # a dead process holds nothing
        assert (tmp_path / LOCK_NAME).read_text() == f"{os.getpid()}\n"
        with (tmp_path / LOCK_NAME).open() as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
