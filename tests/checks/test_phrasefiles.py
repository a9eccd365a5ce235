"""What is prepared of phrase files, and kept: the same as made anew, and noticed when it is out of date."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from auditor import keepsakes
from auditor.checks.words import phrasefiles
from auditor.checks.words.phrasebook import PhraseList, Phrases, fold

NAME = "biaya"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return keepsakes.keepsakes()


@pytest.fixture
def prepares(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that were prepared anew."""
    names: list[str] = []
    before = phrasefiles._prepare

    def told(name: str, raw: bytes, fold_: object) -> phrasefiles.PreparedFile:
        names.append(name)
        return before(name, raw, fold_)  # type: ignore[arg-type]

    monkeypatch.setattr(phrasefiles, "_prepare", told)
    return names


def test_kept_equals_made(prepares: list[str]) -> None:
    made = phrasefiles.prepared(NAME, fold)
    assert phrasefiles.prepared(NAME, fold) == made
    assert prepares == [NAME]
    assert {entry.name for entry in made.lists} == set(Phrases.load(NAME))


def test_changed_file_is_prepared_anew(
    prepares: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / "checks"
    (copy / "phrases").mkdir(parents=True)
    shutil.copy(Path(phrasefiles.__file__).parents[1] / "pieces.toml", copy)
    file = copy / "phrases" / "x.toml"
    text = 'id = "x"\ntitle = "X"\ndate = "2026-11-23"\nbasis = []\n'
    text += '[lists.labels]\nwhy = "w"\nwords = ["tarif"]\n'
    file.write_text(text)
    monkeypatch.setattr("importlib.resources.files", lambda _: copy)
    assert phrasefiles.prepared("x", fold).lists[0].words == ("tarif",)
    file.write_text(text.replace("tarif", "biaya"))
    assert phrasefiles.prepared("x", fold).lists[0].words == ("biaya",)
    file.write_text(text + 'patterns = ["("]\n')
    for _ in range(2):  # what is no pattern is never kept
        with pytest.raises(phrasefiles.PhraseError, match="no regular expression"):
            phrasefiles.prepared("x", fold)
    assert prepares == ["x"] * 4


def test_another_python_or_program_prepares_anew(
    prepares: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    phrasefiles.prepared(NAME, fold)
    way = phrasefiles._way()
    monkeypatch.setattr(sys, "version", "3.99")
    phrasefiles._way.cache_clear()
    assert phrasefiles._way() != way
    phrasefiles.prepared(NAME, fold)
    monkeypatch.setattr(phrasefiles, "sources_print", lambda *_: "other sources")
    phrasefiles._way.cache_clear()
    phrasefiles.prepared(NAME, fold)
    assert prepares == [NAME] * 3
    phrasefiles._way.cache_clear()


def test_damaged_keepsake_is_made_anew(folder: Path, prepares: list[str]) -> None:
    made = phrasefiles.prepared(NAME, fold)
    file = folder / f"phrases-{NAME}"
    file.write_bytes(file.read_bytes()[:-7])
    assert phrasefiles.prepared(NAME, fold) == made
    file.write_bytes(b"")
    assert phrasefiles.prepared(NAME, fold) == made
    assert prepares == [NAME] * 3


def test_without_a_folder_all_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepares: list[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert phrasefiles.prepared(NAME, fold) == phrasefiles.prepared(NAME, fold)
    assert prepares == [NAME] * 2
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert keepsakes.keepsakes().parent == tmp_path / ".cache" / "auditor"


def test_lists_look_for_what_is_written() -> None:
    (made,) = [entry for entry in phrasefiles.prepared(NAME, fold).lists if entry.name == "labels"]
    found = PhraseList(made)
    assert found.regex.pattern == made.whole
    text = fold(f"Daftar {made.words[0].strip('*')} resmi. " * 20)
    hit = found.located.search(text)
    assert hit is not None
    assert hit.span() == re.search(made.whole, text).span()  # type: ignore[union-attr]
    assert found.quick is not None
    assert not found.quick(b"zzz")


def test_what_is_remembered_of_short_texts_is_what_a_search_finds() -> None:
    (made,) = [entry for entry in phrasefiles.prepared(NAME, fold).lists if entry.name == "labels"]
    found, word = PhraseList(made), made.words[0].strip("*")
    texts = [
        f"{word} {number}" if number % 2 else f"kosong {number}" for number in range(1500)
    ]  # more than it keeps
    for text in (*texts, *texts[-9:]):
        for _ in range(2):
            hit = found.search(text)
            assert (hit is not None) is (word in text)
            assert [one.string for one in found.finditer(text)] == [text] * (hit is not None)
            assert hit is None or hit.string == text
