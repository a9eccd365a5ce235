"""Which lines are labels, and of what kind. Words in ``labels.toml``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from auditor.extract.label_words import alternation, component_of, with_service, word_set, words
from auditor.text import fold_label, strip_number

MAX_LABEL: Final = 110  # characters; a longer line is prose
_BUTTON: Final = 60  # characters; longer words say what they lead to


@lru_cache(4096)
def component_start(text: str) -> bool:
    """The line begins with a component's label."""
    return component_of(fold_label(text)) is not None


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,/()&.:-]|\b(?:{alternation(words()['fillers'])})\b)*")


@lru_cache(4096)
def component_only(text: str) -> bool:
    """The line is a component's label and nothing more (numbers, colons and fillers aside)."""
    folded = fold_label(text)
    match = component_of(folded)
    if not match or len(folded) > MAX_LABEL:
        return False
    rest = folded[match.end() :]
    filler = _filler().match(rest)
    return filler is not None and filler.end() == len(rest)


_ENDED: Final = re.compile(r"[.!?;,]\s*$|[.!?]\s")


@lru_cache(4096)
def heads_list(text: str) -> bool:
    """A component's word with a few words more ("Syarat Pindah Datang"): a label, if a list follows."""
    folded = fold_label(text)
    match = with_service().match(folded)
    return (
        match is not None
        and len(match.group(1).split()) <= 8
        and len(folded) <= MAX_LABEL
        and not _ENDED.search(strip_number(text).strip())
    )


def is_generic_button(text: str) -> bool:
    """A button's words that say nothing of what it shows ("Selengkapnya")."""
    return len(text) <= _BUTTON and fold_label(text) in word_set("generic_buttons")


def is_example(text: str) -> bool:
    """A field's words that only show how it may be filled in."""
    return text.lower().startswith(tuple(words()["example_starts"]))


@lru_cache(4096)
def opens_its_row(text: str) -> bool:
    """A button's words that say nothing of what it opens ("Buka / Unduh")."""
    return len(text) <= _BUTTON and fold_label(text) in word_set("open_buttons")


def is_brow(line: str) -> bool:
    """Words that themes set in small type above a section's heading to say what kind of part it is."""
    return len(line) <= MAX_LABEL and fold_label(line) in word_set("brows")


def is_of_unit(label: str) -> bool:
    """A component's label that tells of the whole unit ("Jam Pelayanan"), not of one service."""
    return fold_label(label).startswith(tuple(words()["of_unit"]))


_CLOCK: Final = re.compile(r"\d[.:]\d\d(?!\d)")


def all_caps(line: str) -> bool:
    """Short, without a lower-case letter, with at least five letters and no time of day: "SENIN 08.00 -
    15.00" is no title."""
    if line.isascii() and line.upper() != line:
        return False
    letters = [char for char in line if char.isalpha()]
    return (
        len(letters) >= 5
        and len(line) <= MAX_LABEL
        and not any(char.islower() for char in letters)
        and _CLOCK.search(line) is None
    )
