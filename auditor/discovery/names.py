"""Names of units made comparable: what kind, which place, which number, which functions.

"UPTD Puskesmas Guntur II", "PKM Guntur 2" and "puskesmas-guntur2" are one unit; "Puskesmas
Guntur I" is another. Agencies are compared by their functions, because merged ones
concatenate them ("Dinsos P3A" = Sosial, Pemberdayaan Perempuan dan Perlindungan Anak).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from auditor.models import Region
from auditor.reference import bare_name, load_kinds
from auditor.reference.naming import load_abbreviations

PLACED = frozenset({"puskesmas", "pustu", "kecamatan", "kelurahan", "desa", "rsud"})
"""Kinds told apart by a place name; all others are told apart by their functions."""

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {roman: str(number) for number, roman in enumerate(ROMAN, start=1)}
_NUMBERS = {"satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5"}
_PREFIXES = ("dinas", "dis", "din", "badan", "ba", "d", "b")


@dataclass(frozen=True, slots=True)
class Name:
    """A unit's name taken apart.

    ``kind`` is one of PLACED or ``agency``; ``words`` the place or the functions, in order;
    ``number`` the unit's number as digits ('' if none); ``tier`` is ``kelurahan`` for Jakarta's
    puskesmas of a kelurahan, which share their names with those of the kecamatan.
    """

    kind: str
    words: tuple[str, ...]
    number: str = ""
    tier: str = ""


def fold(text: str) -> str:
    """Lower case, no accents, apostrophes dropped, everything else than letters and digits a space."""
    if not text.isascii():  # whole pages are folded, and most hold nothing to take apart
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if char.isascii() or not unicodedata.combining(char))
    plain = text.casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`’‘]", "", plain)).split())


@lru_cache(maxsize=16384)
def parse(text: str, region: Region | None = None) -> Name:
    """Take a name apart; the region's own name is left out where it only says whose unit it is."""
    folded = _without_leading(fold(text))
    kind, rest = _kind(folded)
    if kind in PLACED:
        # Jakarta: "Puskesmas Kecamatan X", "Puskesmas Kel. X"; Aceh: "Puskesmas UPT X".
        words = _place(re.sub(r"^(?:upt|uptd|kecamatan|kelurahan|kec|kel) ", "", rest), region)
        number = ""
        if len(words) > 1 or (words and not words[-1].isdigit()):
            words, number = _number(words)
        tier = "kelurahan" if kind == "puskesmas" and re.match(r"kel(?:urahan)? ", rest) else ""
        return Name(kind, words, number, tier)
    return Name("agency", _functions(_without_region(folded, region)))


def similarity(one: Name, other: Name) -> float:
    """How surely two names mean the same unit inside one region, 0 to 1.

    Different kinds, and different numbers of the same place, are different units: 0.
    """
    if (one.kind, one.number, one.tier) != (other.kind, other.number, other.tier):
        return 0.0
    if one.kind in PLACED:
        if not one.words or not other.words:
            # A region has one hospital more often than several; a puskesmas without a place is a portal.
            return 0.7 if one.kind == "rsud" else 0.0
        a, b = "".join(one.words), "".join(other.words)
        return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(" ".join(one.words), " ".join(other.words))) / 100
    return _function_similarity(one.words, other.words)


def _function_similarity(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if not a or not b:
        return 0.0
    left, right = set(a), set(b)
    shared = left & right
    long, others = [word for word in left - shared if len(word) > 5], right - shared
    near = sum(any(fuzz.ratio(x, y, score_cutoff=88) for y in others) for x in long)
    common = len(shared) + near
    if not common:
        return 0.0
    inside = common / min(len(left), len(right))
    whole = 2 * common / (len(left) + len(right))
    first = 1.0 if a[0] == b[0] else 0.85  # a merged agency keeps its main function first
    # One name inside the other is a merger or a shortening: likely, not certain.
    return round(first * (0.6 * inside + 0.4 * whole), 4)


@cache
def _leading() -> tuple[str, ...]:
    return tuple(sorted(load_abbreviations().ignored.leading, key=len, reverse=True))


def _without_leading(folded: str) -> str:
    before = None
    while before != folded:
        before = folded
        for words in _leading():
            if folded.startswith(f"{words} "):
                folded = folded[len(words) + 1 :]
    return folded


@cache
def _kind_words() -> tuple[tuple[str, str], ...]:
    pairs = [(word, kind) for kind, words in load_abbreviations().kinds.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _kind(folded: str) -> tuple[str, str]:
    for word, kind in _kind_words():
        if folded == word or folded.startswith(f"{word} "):
            rest = folded[len(word) :].strip()
            return kind, rest
    return "agency", folded


def _place(rest: str, region: Region | None) -> tuple[str, ...]:
    places = load_abbreviations().places
    words = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", rest).split()
    spelled = tuple(word for part in words for word in places.get(part, part).split())
    text = " ".join(spelled)
    # "Puskesmas Kubu Kecamatan Kubu", "Kecamatan X Kabupaten Y": what follows says where.
    text = (
        re.split(r"\b(?:kecamatan|kec|kabupaten|kab|kota|provinsi|dinas kesehatan)\b(?=.)", text)[0] or text
    )
    if region is not None:
        own = fold(bare_name(region))
        if text.strip().endswith(f" {own}"):
            text = text.strip().removesuffix(own)
    return tuple(text.split())


def _number(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    for at in (len(words) - 1, 0):
        word = words[at]
        digit = word if word.isdigit() else _ROMAN.get(word, "") if at else ""
        digit = digit or (_NUMBERS.get(word, "") if at else "")
        if digit and len(words) > 1:
            return words[:at] + words[at + 1 :], str(int(digit))
    return words, ""


def _without_region(folded: str, region: Region | None) -> str:
    if region is None:
        return folded
    for own in (fold(region.name), fold(bare_name(region)), fold(region.province)):
        folded = re.sub(rf"\b{re.escape(own)}\b", " ", folded)
    return " ".join(folded.split())


@cache
def _shorts() -> dict[str, str]:
    shorts: dict[str, str] = {}
    for function in load_abbreviations().functions:
        for short in function.short:
            shorts.setdefault(short, function.name)
    return shorts


@cache
def _labels() -> dict[str, str]:
    names: dict[str, str] = {}
    for kind in load_kinds().values():
        for word in (*kind.labels, *(n for n in kind.names if " " not in n)):
            names.setdefault(fold(word).replace(" ", ""), kind.name)
    return names


@lru_cache(maxsize=16384)
def expand(word: str) -> str:
    """Functions an abbreviation stands for: ``dinsosp3a`` → ``sosial pemberdayaan perempuan ...``.

    Empty when the word is no abbreviation known here.
    """
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and (parts := _segment(rest)) and (len(prefix) > 1 or len(rest) > 2):
            return " ".join(parts)
    # Two letters are an abbreviation only where a host really bore them ("kb", "pu").
    if word in _shorts() and (len(word) > 2 or word in _labels()):
        return _shorts()[word]
    return fold(_labels()[word]) if word in _labels() else ""


def _segment(word: str) -> list[str] | None:
    """Split into short forms of functions, the longest first; None when it does not come out."""
    if not word:
        return []
    for length in range(len(word), 1, -1):
        if name := _shorts().get(word[:length]):
            rest = _segment(word[length:])
            if rest is not None:
                return [name, *rest]
    return None


def _functions(folded: str) -> tuple[str, ...]:
    known = load_abbreviations()
    long = " ".join(_spelled(word) for word in _phrases(folded).split())
    words = [word for part in _phrases(long).split() for word in known.spellings.get(part, part).split()]
    return tuple(dict.fromkeys(word for word in words if word not in known.ignored.words))


def _spelled(word: str) -> str:
    known = load_abbreviations()
    whole = word in known.spellings or word in known.ignored.words or word in _function_words()
    return word if whole else expand(word) or word


def _phrases(text: str) -> str:
    for phrase, short in load_abbreviations().phrases.items():
        text = re.sub(rf"\b{phrase}\b", short, text)
    return text


@cache
def _function_words() -> frozenset[str]:
    """Words that are names of functions already and must not be read as abbreviations."""
    return frozenset(word for function in load_abbreviations().functions for word in function.name.split())
