"""Wrong use of the command line ends with status 2 and one line that staff can read."""

from __future__ import annotations

import pytest

from auditor.cli import main


@pytest.mark.parametrize(
    ("words", "verb", "said"),
    [
        ("run", "auditor run", "'targets' belum diberikan"),
        ("label hasil", "auditor label", "'unit_id' belum diberikan"),
        ("run a.csv --max-pags 3", "auditor run", "pilihan --max-pags tidak dikenal (mungkin --max-pages)"),
        ("runn", "auditor", "perintah 'runn' tidak dikenal (mungkin 'run', 'prune')"),
        ("xyz", "auditor", "perintah 'xyz' tidak dikenal"),
        ("queue xyz", "auditor queue", "perintah 'xyz' tidak dikenal"),
        ("run a.csv --out", "auditor", "pilihan '--out' memerlukan nilai"),
        ("run a.csv --max-pages abc", "auditor run", "nilai '--max-pages' harus bilangan bulat"),
        ("run a.csv --max-pages 0", "auditor run", "nilai '--max-pages' paling sedikit 1"),
        (
            "run a.csv --delay 0,5",
            "auditor run",
            "nilai '--delay' harus bilangan, dengan titik sebagai tanda desimal",
        ),
        ("compare a b c", "auditor compare", "terlalu banyak kata: c"),
    ],
)
def test_wrong_use_is_one_line(words: str, verb: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"{verb}: {said}; lihat {verb} --help"


def test_without_a_verb_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert "schedule" in told.out and "Traceback" not in told.err


def test_what_ends_well_has_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("auditor ")
