"""Whether a PDF's text layer is what a reader sees: fonts with a wrong map, or none, give other letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Final

from auditor.extract.label_words import words as labels
from auditor.extract.misread import known
from auditor.extract.tongue import indonesian_share

_GARBLED: Final = 0.02  # share of common Indonesian words below which a text layer is no text
_DOUBTFUL: Final = 0.06  # below this a text layer is doubted; real text has 0.15 and more
_JUMBLED: Final = re.compile(r"[A-Za-z][^\W_]?[0-9\[\]\\^_*+;:<>=@#$%!?'\"]+[^\W\d_]")
_LETTERS: Final = 6  # of a word whose steps from letter to letter no other word has
_CASE: Final = ord("a") - ord("A")
_SHIFTED: Final = 3  # such words, all moved as far
_LOST: Final = re.compile(r"[?\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")  # of letters without a name
_LOST_WORDS, _LOST_SHARE = 3, 0.04


def are_broken(text: str) -> bool:
    """The text of a page is codes of a font, wholly or in the lines of one font."""
    return _are_codes(text) or _are_lost(text) or _are_shifted(text)


def _are_codes(text: str) -> bool:
    share = indonesian_share(text) if len(text) >= 100 else 1.0
    if share < _GARBLED and len(text) >= 200 and _strange(text):
        return True
    words = [word for word in text.split() if len(word) >= 5]
    jumbled = sum(_JUMBLED.search(word) is not None for word in words)
    return share < _DOUBTFUL and len(words) >= 5 and jumbled * 4 >= len(words)


def _strange(text: str) -> bool:
    """A page of another language or of names and numbers is not garbled: garbage has few vowels or many
    symbols."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) * 2 < len(text.replace(" ", "")):
        return True
    vowels = sum(char.casefold() in "aiueo" for char in letters)
    return vowels * 5 < len(letters) or vowels * 10 > len(letters) * 7


def _are_lost(text: str) -> bool:
    """Words without letters: a font's own signs, or "????". Single ones are bullets and ticks."""
    words = [word for word in text.split() if len(word) > 2]
    lost = [word for word in words if len(_LOST.findall(word)) * 2 > len(word)]
    return len(lost) >= _LOST_WORDS and sum(map(len, lost)) > _LOST_SHARE * len(text)


def _are_shifted(text: str) -> bool:
    """Words of a standard, each letter moved by as many places ("Qfstzbsbubo", "3HUV\\DUDWDQ")."""
    words = _steps()
    moved: Counter[int] = Counter()
    for word in set(text.split()):
        codes = [ord(char) for char in word.strip(".,:;()")]
        first = words.get(_differences(codes)) if len(codes) >= _LETTERS else None
        if first is not None:
            moved[codes[0] - first] += 1
    return any(count >= _SHIFTED for places, count in moved.items() if abs(places) not in {0, _CASE})


@cache
def _steps() -> dict[tuple[int, ...], int]:
    """The first letter of each word of a standard by the steps between its letters, as words are written."""
    out: dict[tuple[int, ...], int] = {}
    told = {word for entry in labels()["components"] for word in entry.split()} | known()
    for word in sorted(word for word in told if len(word) >= _LETTERS):
        for written in (word, word.capitalize()):
            codes = [ord(char) for char in written]
            out.setdefault(_differences(codes), codes[0])
    return out


def _differences(codes: list[int]) -> tuple[int, ...]:
    return tuple(later - earlier for earlier, later in pairwise(codes))
