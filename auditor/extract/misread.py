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
_AMOUNT = re.compile(r"(?i:\brp)[.\s]{0,3}(?=[\dOolISB|.]*\d)[\dOolISB|.]{2,15}(?![A-Za-z])")
_FIGURES = _DIGITS | str.maketrans({"S": "5", "B": "8"})
# "Rp 10 .000", "Rp 1 0.000": no group of thousands begins with a point, no amount with a nought.
_PARTED = re.compile(r"(?i)(\brp[.\s]{0,3}\d{1,3}) (?=\.\d{3}(?!\d)|0\d?\.\d{3}(?!\d))")
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
    text = _short().sub(_short_word, text)
    text = _rupiah().sub("Rp", text)
    text = _AMOUNT.sub(lambda match: match[0][:2] + match[0][2:].translate(_FIGURES), text)
    text = _PARTED.sub(r"\1", text)
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
    return _as_large(word, seen)


@cache
def _short() -> re.Pattern[str]:
    """Words too short to be told by their letters alone, behind what they always follow."""
    ways = (rf"(?<={before} )(?:{'|'.join(seen)})" for before, _, seen in _behind())
    return re.compile(rf"(?i:{'|'.join(ways)})(?![^\W_])")


@cache
def _behind() -> tuple[tuple[str, str, list[str]], ...]:
    return tuple(
        (group["behind"], word, seen) for group in _data()["short"] for word, seen in group["words"].items()
    )


def _short_word(match: re.Match[str]) -> str:
    folded = match[0].casefold()
    return _as_large(next(word for _, word, seen in _behind() if folded in seen), match[0])


def _as_large(word: str, seen: str) -> str:
    """A word in the capitals of what was seen."""
    letters = [char for char in seen if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    if upper * 2 > len(letters) and upper > 1:
        return word.upper()
    return word.capitalize() if seen[0].isupper() else word
