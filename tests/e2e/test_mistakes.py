"""What a user may get wrong: one line that names place and mend, exit status 2, nothing written or lost."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest
from auditor_command import AUDITOR, Region, auditor, one_line, settled

HEAD = "unit_id,name,kind,region,website,parent,notes\n"
GOOD = "brida,Badan Riset dan Inovasi Daerah,opd,61.90,,,\n"

BAD_FILES = {
    "missing column": (b"unit_id,name,kind\na,Dinas A,opd\n", "kolom wajib tidak ada: region"),
    "duplicate unit_id": ((HEAD + GOOD + GOOD).encode(), 'baris 3, kolom unit_id: "brida" sudah dipakai'),
    "unknown kind": ((HEAD + "a,Dinas A,dinas,61.90,,,\n").encode(), "baris 2, kolom kind"),
    "wrong region": ((HEAD + "a,Dinas A,opd,98.76,,,\n").encode(), "baris 2, kolom region"),
    "not UTF-8": (HEAD.encode() + b"a,Dinas Caf\xe9,opd,61.90,,,\n", "0xE9"),
    "no address": ((HEAD + "a,Dinas A,opd,61.90,bukan alamat,,\n").encode(), "baris 2, kolom website"),
    "empty": (b"", "kosong"),
    "tabs": ((HEAD + GOOD).replace(",", "\t").encode(), "dipisah tab"),
}

BAD_WORDS = {
    "unknown rubric": (["--rubric", "tidak-ada"], "tidak-ada"),
    "connect-to": (["--connect-to", "hanya-satu"], "HOST1:PORT1:HOST2:PORT2"),
    "nameserver": (["--nameserver", "127.0.0.1:banyak"], "--nameserver"),
    "name of a name server": (["--nameserver", "dns.contoh.go.id:53"], "alamat IP"),
    "only": (["--only", "tidak-ada"], "--only tidak-ada"),
    "format": (["--format", "html,doc"], "'doc'"),
    "render": (["--render", "kadang"], "--render"),
    "ocr": (["--ocr", "kadang"], "--ocr"),
    "lang": (["--lang", "fr"], "--lang"),
    "contact": (["--contact", "bukan surel"], "--contact"),
    "proxy": (["--proxy", "ftp://x"], "--proxy"),
    "regions": (["--regions", "tidak-ada.csv"], "tidak-ada.csv"),
}


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    path = tmp_path / "sasaran.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize("mistake", BAD_FILES)
def test_bad_target_files(mistake: str, region: Region, tmp_path: Path) -> None:
    data, words = BAD_FILES[mistake]
    path = tmp_path / "sasaran.csv"
    path.write_bytes(data)
    ended = auditor("run", path, "--out", tmp_path / "out", *region.offline())
    assert ended.status == 2
    line = one_line(ended.err)
    assert words in line
    assert "sasaran.csv" in line
    assert ";" in line, "no mend"
    assert not (tmp_path / "out").exists()


def test_a_missing_target_file(region: Region, tmp_path: Path) -> None:
    ended = auditor("run", tmp_path / "tiada.csv", "--out", tmp_path / "out", *region.offline())
    assert ended.status == 2
    assert "tiada.csv" in one_line(ended.err)


@pytest.mark.parametrize("mistake", BAD_WORDS)
def test_bad_options(mistake: str, region: Region, targets: Path, tmp_path: Path) -> None:
    given, words = BAD_WORDS[mistake]
    ended = auditor("run", targets, "--out", tmp_path / "out", *region.offline(), *given)
    assert ended.status == 2
    assert words in one_line(ended.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("place", ["below a file", "/proc/auditor"])
def test_a_folder_that_cannot_be_written(place: str, region: Region, targets: Path, tmp_path: Path) -> None:
    out = targets / "out" if place == "below a file" else Path(place)
    ended = auditor("run", targets, "--out", out, *region.offline())
    assert ended.status == 2
    line = one_line(ended.err)
    assert str(out) in line
    assert "--out" in line


def test_damaged_results_are_named_with_their_folder(tmp_path: Path) -> None:
    """Of two folders compared, say, one is broken: which?"""
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "results.json").write_bytes(b'{"schema_version": "1", ')
    ended = auditor("report", "2026", cwd=tmp_path)
    assert ended.status == 2
    assert "2026/results.json" in one_line(ended.err)


def test_bad_rows_are_skipped_only_when_asked(region: Region, tmp_path: Path) -> None:
    """The others are audited, the bad ones named; then the folder is taken by that run."""
    path, out = tmp_path / "sasaran.csv", tmp_path / "out"
    path.write_text(HEAD + "a,Dinas A,dinas,61.90,,,\n" + GOOD + "b,Dinas B,opd,98.76,,,\n", encoding="utf-8")
    strict = auditor("run", path, "--out", out, *region.options())
    assert strict.status == 2
    assert "baris 2" in strict.err
    assert "baris 4" in strict.err
    assert not out.exists()

    skipped = auditor("run", path, "--out", out, "--skip-bad-rows", *region.options())
    assert skipped.status == 0, skipped.err
    assert [line.partition(", kolom")[0][-7:] for line in skipped.err.splitlines()] == ["baris 2", "baris 4"]
    before = settled(out)
    assert [unit["unit_id"] for unit in before["units"]] == ["brida"]

    again = auditor("run", path, "--out", out, "--skip-bad-rows", *region.options())
    assert again.status == 2
    assert "--resume" in again.err.splitlines()[-1]
    other = auditor("run", region.targets, "--out", out, "--resume", *region.options())
    assert other.status == 2
    assert "sasaran atau pilihan lain" in one_line(other.err)
    assert settled(out) == before


@pytest.mark.parametrize(
    "words",
    [
        ["recheck", "tiada"],
        ["report", "tiada"],
        ["explain", "tiada", "x"],
        ["compare", "tiada", "tiada"],
        ["evaluate", "tiada.yaml", "--results", "tiada.json"],
        ["init", "tiada-wilayah-ini"],
    ],
    ids=lambda words: words[0],
)
def test_folders_and_files_that_are_not_there(words: list[str], tmp_path: Path) -> None:
    ended = auditor(*words, cwd=tmp_path)
    assert ended.status == 2
    assert "tiada" in one_line(ended.err)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ["recheck", "sasaran.csv"],
        ["report", "sasaran.csv"],
        ["run", "sasaran.csv", "--out", "out", "--previous", "sasaran.csv"],
        ["init", "Sambas", "--offline", "--folder", "sasaran.csv"],
    ],
    ids=lambda words: words[0],
)
def test_a_file_where_a_folder_is_wanted(words: list[str], targets: Path, region: Region) -> None:
    given = region.offline() if words[0] == "run" else []
    ended = auditor(*words, *given, cwd=targets.parent)
    assert ended.status == 2
    assert "sasaran.csv" in one_line(ended.err)


@pytest.mark.parametrize(
    "words", [["worker", "--until-empty"], ["queue", "show"]], ids=lambda words: words[0]
)
def test_a_database_of_no_known_kind(words: list[str], tmp_path: Path) -> None:
    ended = auditor(*words, "--database", "tiada", cwd=tmp_path)
    assert ended.status == 2
    assert "'tiada'" in one_line(ended.err)


@pytest.mark.parametrize(
    "words",
    [["run"], ["run", "--tidak-ada"], ["tidak-ada"], ["run", "x.csv", "--max-pages", "0", "--out", "o"]],
)
def test_wrong_use(words: list[str]) -> None:
    ended = auditor(*words)
    assert ended.status == 2
    assert "auditor" in ended.err
    assert "Traceback" not in ended.err


VERBS = ("demo", "run", "recheck", "report", "explain", "compare", "evaluate", "init", "schema")


def test_help_of_every_verb_starts_fast() -> None:
    """CPU seconds of the child, so that other work on the machine does not count."""
    for words in ([], *([verb] for verb in VERBS)):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [AUDITOR, *words, "--help"], capture_output=True, text=True, check=True, env={**os.environ}
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.stdout.strip()
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        assert spent < 1.0, f"{words}: {spent:.2f} s"
