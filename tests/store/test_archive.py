"""The archive gives back what it was given, and other WARC tools can read it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.models import Agency, Fetch, Kind, Visit
from auditor.store.archive import ArchiveError, is_done, open_bodies, read_visit
from auditor.store.archive_writer import VisitWriter

AGENCY = Agency(unit_id="dinas/á", name="Dinas Uji", kind=Kind.OPD, region="61.12")
NOW = "2026-11-22T00:00:00Z"


def write(folder: Path, *, finish: bool = True) -> Visit:
    writer = VisitWriter(folder, AGENCY)
    writer.add(
        url="http://a.example/",
        requested_url="http://a.example/",
        status=200,
        headers=[
            ("Content-Type", "text/html"),
            ("Content-Encoding", "gzip"),
            ("Set-Cookie", "a"),
            ("Set-Cookie", "b"),
        ],
        body=b"<p>isi</p>" * 500,
        content_type="text/html",
        fetched_at=NOW,
    )
    writer.add(
        url="http://a.example/#/layanan",
        requested_url="http://a.example/#/layanan",
        status=200,
        headers=(),
        body="<p>sételah skrip</p>".encode(),
        content_type="text/html; charset=utf-8",
        fetched_at=NOW,
        via="browser",
    )
    writer.add(
        url="http://a.example/kosong",
        requested_url="http://a.example/kosong",
        status=599,
        headers=[("X-Odd", "a\r\nb\xff")],
        body=b"",
        content_type="",
        fetched_at=NOW,
        truncated=True,
    )
    visit = Visit(agency=AGENCY, home="http://a.example/", fetches=writer.fetches)
    if finish:
        writer.finish(visit)
    else:
        writer.abandon()
    return visit


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    visit = write(tmp_path)
    assert read_visit(tmp_path) == visit
    with open_bodies(tmp_path) as bodies:
        backwards = [bodies(fetch) for fetch in reversed(visit.fetches)][::-1]
    assert [stored.body for stored in backwards] == [
        b"<p>isi</p>" * 500,
        "<p>sételah skrip</p>".encode(),
        b"",
    ]
    head = backwards[0].headers
    assert head["set-cookie"] == "a, b"
    assert "content-encoding" not in head
    assert head["x-archive-orig-content-encoding"] == "gzip"
    assert [stored.status for stored in backwards] == [200, 200, 599]


def test_other_tools_accept_the_warc(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "pages.warc.gz"
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "digest pass" in done.stdout
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        kinds = [(record.rec_type, record.content_stream().read()[:4]) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in kinds] == ["warcinfo", "response", "conversion", "response"]
    assert kinds[1][1] == b"<p>i"


def test_index_points_at_the_records(tmp_path: Path) -> None:
    visit = write(tmp_path)
    lines = (tmp_path / "pages.cdxj").read_text().splitlines()
    assert lines == sorted(lines)
    entries = [json.loads(line.split(" ", 2)[2]) for line in lines]
    size = (tmp_path / "pages.warc.gz").stat().st_size
    assert {int(entry["offset"]) for entry in entries} == {fetch.offset for fetch in visit.fetches}
    assert max(int(entry["offset"]) + int(entry["length"]) for entry in entries) == size


def test_a_unit_is_done_only_when_finished(tmp_path: Path) -> None:
    write(tmp_path, finish=False)
    assert not is_done(tmp_path)
    with pytest.raises(ArchiveError, match="belum selesai"):
        read_visit(tmp_path)
    write(tmp_path)
    assert is_done(tmp_path)
    write(tmp_path, finish=False)
    assert not is_done(tmp_path), "a unit begun again is not done"


def test_damage_is_named(tmp_path: Path) -> None:
    visit = write(tmp_path)
    first = visit.fetches[0]
    wrong = Fetch(**{name: getattr(first, name) for name in first.__slots__} | {"sha256": "0" * 64})
    with open_bodies(tmp_path) as bodies, pytest.raises(ArchiveError, match="tidak cocok"):
        bodies(wrong)
    (tmp_path / "pages.warc.gz").write_bytes(b"\x1f\x8bnot a record")
    with open_bodies(tmp_path) as bodies, pytest.raises(ArchiveError):
        bodies(first)


def test_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "unit").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match="--resume"):
        VisitWriter(tmp_path / "unit", AGENCY)
