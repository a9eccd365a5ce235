"""Words, rupiah signs and numbers that OCR misread, mended by what looks alike (``misread.toml``).

Nothing is guessed by sense: a word is mended where it differs from a known one in look-alike letters only,
a letter inside a number where it looks like a digit.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_TOKEN = re.compile(r"[^\W_]+(?:[!|][^\W_]+)*")
_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
# A number in which letters stand: after "Rp", or digits before and behind, or right before a unit of time.
_AMOUNT = re.compile(r"(?i:\brp)[.\s]{0,3}(?=[\dOolI|.]*\d)[\dOolI|.]{2,15}(?![A-Za-z])")
_COUNT = re.compile(
    r"(?<![\w.])(?=[OolI|]*\d)[\dOolI|]{2,3}(?=\s*(?:\([a-z ]+\)\s*)?(?:hari|jam|menit|minggu|bulan)\b)",
    re.IGNORECASE,
)
# "I (satu) hari": the word in brackets says which digit was printed.
_ONE = re.compile(r"(?<!\w)[lI|](?=\s*\(satu\))", re.IGNORECASE)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("auditor.extract").joinpath("misread.toml").read_text("utf-8"))


@cache
def _alike() -> tuple[tuple[str, str], ...]:
    pairs = [(seen, first) for first, group in _data()["alike"].items() for seen in group]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def _look(word: str) -> str:
    """A word by its looks: each letter as the first of those that look like it."""
    for seen, first in _alike():
        word = word.replace(seen, first)
    return word


@cache
def known() -> frozenset[str]:
    """The words that are mended, folded."""
    return frozenset(word for group in _data()["words"].values() for word in group)


@cache
def _by_look() -> dict[str, str]:
    return {_look(word): word for word in known()}


@cache
def _rupiah() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_data()["rupiah"]["seen"], key=len, reverse=True))
    return re.compile(rf"\b(?:{signs})(?=[.\s]{{0,3}}[\dOolI|]{{1,3}}(?:[.,][\dOolI|]{{3}})+)", re.IGNORECASE)


def mended(text: str) -> str:
    """A line with its misread words, rupiah signs and numbers as they were printed."""
    text = _TOKEN.sub(_word, text)
    text = _rupiah().sub("Rp", text)
    text = _AMOUNT.sub(lambda match: match[0][:2] + match[0][2:].translate(_DIGITS), text)
    text = _COUNT.sub(lambda match: match[0].translate(_DIGITS), text)
    return _ONE.sub("1", text)


def _word(match: re.Match[str]) -> str:
    seen = match[0]
    folded = seen.casefold()
    if len(seen) < 5 or folded in known():
        return seen
    word = _by_look().get(_look(folded))
    if word is None or abs(len(word) - len(seen)) > 2:
        return seen
    letters = [char for char in seen if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    if upper * 2 > len(letters) and upper > 1:
        return word.upper()
    return word.capitalize() if seen[0].isupper() else word
