"""What makes a start cheap: nobody looks for garbage meanwhile, and keepsakes of the very same things."""

import gc
from pathlib import Path

import pytest

from auditor.keepsakes import keep, keepsakes, kept
from auditor.loading import loading


def test_no_look_for_garbage_while_modules_are_loaded() -> None:
    frozen = gc.get_freeze_count()
    try:
        with pytest.raises(ValueError, match="trouble"), loading():
            assert not gc.isenabled()
            raise ValueError("trouble")
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
    finally:
        gc.unfreeze()


def test_a_keepsake_is_given_out_for_what_it_was_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept("x", "these") is None
    keep("x", "these", b"a\nb")
    assert kept("x", "these") == b"a\nb"
    assert kept("x", "those") is None
    keep("x", "those", b"c")
    assert kept("x", "these") is None
    assert kept("x", "those") == b"c"
    assert [file.name for file in keepsakes().iterdir()] == ["x"]


def test_what_cannot_be_kept_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (keepsakes() / "x").mkdir(parents=True)  # nothing can be put in its place
    keep("x", "these", b"a")
    assert kept("x", "these") is None
    assert [file.name for file in keepsakes().iterdir()] == ["x"]
