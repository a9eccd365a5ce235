"""Phrase files: the words by which a component is known, editable without Python.

One TOML file per component (and some shared ones) under ``checks/phrases``. Its named lists hold
``words`` (plain words; a space matches any run of white space, ``_`` or ``-``; a leading or trailing
``*`` lets the word go on) and ``patterns`` (regular expressions). Both are compared with text folded
by :func:`fold`, which keeps every character's place, so that a hit can be quoted verbatim. ``needs``, where
a list has them, are letters one of which stands in every hit: they are asked first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

from auditor.checks.words import phrasefiles
from auditor.checks.words.folding import fold, folded
from auditor.checks.words.phraselist import PhraseList, Spelled, bare_label

__all__ = ["PhraseList", "Phrases", "Spelled", "bare_label", "fold", "folded", "phrase_lists"]


class Phrases(dict[str, PhraseList]):
    """A loaded phrase file; ``phrases["labels"]`` is its list of that name."""

    def __init__(self, file: phrasefiles.PreparedFile) -> None:
        super().__init__({made.name: PhraseList(made) for made in file.lists})
        self.id, self.title, self.basis, self.reasons = file.id, file.title, file.basis, file.reasons

    def __missing__(self, name: str) -> PhraseList:
        raise phrasefiles.PhraseError(f"phrases/{self.id}.toml: [lists.{name}] is missing; add it")

    @property
    def screens(self) -> tuple[str, ...]:
        """RE2 patterns of which one occurs on every page that may hold the component."""
        return tuple(pattern for entry in self.values() for pattern in entry.screens)

    @staticmethod
    @cache
    def load(name: str) -> Phrases:
        """Read ``phrases/<name>.toml``; raises PhraseError as ``phrasefiles.prepared`` does."""
        return Phrases(phrasefiles.prepared(name, fold))


def phrase_lists() -> Iterator[PhraseList]:
    """Every list of every phrase file."""
    for file in sorted(
        resources.files("auditor.checks").joinpath("phrases").iterdir(), key=lambda one: one.name
    ):
        if file.name.endswith(".toml"):
            yield from Phrases.load(file.name.removesuffix(".toml")).values()
