"""Reads phrase files, and prepares what they say for :mod:`auditor.checks.words.phrasebook`.

Every pattern is proved to be one when a file is first read. What was prepared of a file is kept
(:mod:`auditor.keepsakes`) until the file, this program's way of preparing it, or Python changes: with 27
files and 900 patterns a start would spend half a second on it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from itertools import groupby

import msgspec

from auditor.checks.words.wordtree import expression, tree
from auditor.errors import AuditorError
from auditor.keepsakes import keep, kept
from auditor.patterns import any_of, loosened
from auditor.sources import sources_print


class PhraseError(AuditorError):
    """A phrase file is wrong: which file, which entry, how to mend it."""


class _List(msgspec.Struct, forbid_unknown_fields=True):
    why: str
    words: list[str] = []
    patterns: list[str] = []
    needs: list[str] = []
    source: str = ""
    screen: bool = False


class _Piece(msgspec.Struct, forbid_unknown_fields=True):
    why: str
    pattern: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    date: str
    basis: list[str]
    lists: dict[str, _List]
    reasons: dict[str, str] = {}


class Prepared(msgspec.Struct, frozen=True, array_like=True):
    """One list: ``whole`` for ``re``; for RE2 ``may``, which finds no less in a text, and ``loose``, which
    find no less in any piece of it; ``screens`` of whole pages; how many wrong letters a spelling bears.
    One of ``needs``, where there are any, stands in every hit."""

    name: str
    words: tuple[str, ...]
    whole: str
    may: str
    loose: tuple[str, ...]
    screens: tuple[str, ...]
    spellings: tuple[tuple[str, int], ...]
    needs: tuple[str, ...]


class PreparedFile(msgspec.Struct, frozen=True, array_like=True):
    """A phrase file with all its lists."""

    id: str
    title: str
    basis: tuple[str, ...]
    reasons: dict[str, str]
    lists: tuple[Prepared, ...]


def prepared(name: str, fold: Callable[[str], str]) -> PreparedFile:
    """What ``phrases/<name>.toml`` says, its words folded as by ``fold``; a typo, an unknown key or a bad
    pattern raises PhraseError."""
    try:
        raw = resources.files("auditor.checks").joinpath("phrases", f"{name}.toml").read_bytes()
    except FileNotFoundError:
        raise PhraseError(f"phrases/{name}.toml is missing") from None
    made_of = f"{_way()} {hashlib.sha256(raw).hexdigest()}"
    before = kept(f"phrases-{name}", made_of)
    if before is not None:
        try:
            return msgspec.msgpack.decode(before, type=PreparedFile)
        except msgspec.DecodeError:
            pass  # a damaged keepsake is made anew
    made = _prepare(name, raw, fold)
    keep(f"phrases-{name}", made_of, msgspec.msgpack.encode(made))
    return made


@cache
def _way() -> str:
    """Hash of what prepares: this program's sources, the pieces, and Python, whose ``re`` proves."""
    ours = sources_print(
        "checks.words.folding",
        "checks.words.foldtable",
        "checks.words.phrasefiles",
        "checks.words.wordtree",
        "patterns",
        "text",
    )
    return hashlib.sha256(f"{ours} {_pieces()} {sys.version}".encode()).hexdigest()


@cache
def _pieces() -> dict[str, str]:
    """What ``{month}`` in a pattern stands for, by its name (``pieces.toml``)."""
    raw = resources.files("auditor.checks").joinpath("pieces.toml").read_bytes()
    pieces = msgspec.toml.decode(raw, type=dict[str, _Piece])
    return {f"{{{name}}}": f"(?:{piece.pattern})" for name, piece in pieces.items()}


def _whole(pattern: str) -> str:
    for name, piece in _pieces().items():
        pattern = pattern.replace(name, piece)
    return pattern


def _prepare(name: str, raw: bytes, fold: Callable[[str], str]) -> PreparedFile:
    file = f"phrases/{name}.toml"
    try:
        data = msgspec.toml.decode(raw, type=_File)
    except msgspec.DecodeError as error:
        raise PhraseError(f"{file}: {error}") from None
    if data.id != name:
        raise PhraseError(f"{file}: id is {data.id!r}; write {name!r}")
    return PreparedFile(
        id=data.id,
        title=data.title,
        basis=tuple(data.basis),
        reasons=data.reasons,
        lists=tuple(_list(file, key, entry, fold) for key, entry in data.lists.items()),
    )


def _border_before(word: str) -> str:
    return "" if word.startswith("*") else r"(?<![^\W_])"


def _border_after(word: str) -> str:
    return "" if word.endswith("*") else r"(?![^\W_])"


def _list(file: str, name: str, entry: _List, fold: Callable[[str], str]) -> Prepared:
    parts: list[str] = []
    screens = []
    ordered = sorted(entry.words, key=len, reverse=True)  # the longest hit is the one quoted
    for word in ordered:
        if not word.strip("* ") or word != fold(word) or word != " ".join(word.split()):
            raise PhraseError(
                f"{file}: [lists.{name}] {word!r} is not written as it is compared; "
                f"write {' '.join(fold(word).split())!r}"
            )
        screens.append(expression(word.strip("*")))
    for before, words in groupby(ordered, key=_border_before):
        # The border stands once for all words behind it: elsewhere than at a word's start none is tried.
        parts.append(before + tree([(word.strip("*"), _border_after(word)) for word in words]))
    for pattern in map(_whole, entry.patterns):
        try:
            re.compile(pattern)
        except re.error as error:
            raise PhraseError(
                f"{file}: [lists.{name}] pattern {pattern!r} is no regular expression: {error}"
            ) from None
        parts.append(f"(?:{pattern})")
        screens.append(pattern)
    if not parts:
        raise PhraseError(f"{file}: [lists.{name}] is empty; give words or patterns")
    return Prepared(
        name=name,
        words=tuple(entry.words),
        whole=re.compile("|".join(parts)).pattern,
        may=any_of(screens),
        loose=tuple(loosened(screen, pieces=True) for screen in screens),
        screens=tuple(screens) if entry.screen else (),
        spellings=tuple(_spellings(entry.words)),
        needs=tuple(entry.needs),
    )


def _spellings(words: list[str]) -> Iterator[tuple[str, int]]:
    for word in words:
        target = word.replace(" ", "").replace("*", "")
        allowed = 2 if len(target) >= 12 else 1 if len(target) >= 6 else 0
        if allowed:
            yield target, allowed
