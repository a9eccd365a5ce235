"""A list of phrases as checks ask it; ``phrasebook`` loads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance.Levenshtein import distance

from auditor.checks.lazy import Lazily, lazy
from auditor.checks.words import phrasefiles
from auditor.checks.words.marks import behind
from auditor.patterns import Located, Whether, whether

_NUMBERING = re.compile(r"^[\s\-*.:#)(>|]*(?:(?:\d{1,2}|[a-z]|[ivx]{1,4})\s*[.)]\s*)*[\s\-*.:]*")


@lru_cache(maxsize=8192)
def bare_label(folded: str) -> str:
    """A folded label without its numbering, bullets and closing colon."""
    if folded[:1].isalpha() and "." not in folded and ")" not in folded:
        return folded.strip(" \t\n:;.-_*")  # nothing can number it
    return behind(_NUMBERING, folded).strip(" \t\n:;.-_*")


def joined(label: str) -> str:
    """A label without its gaps, as spellings are compared."""
    return "".join(label.replace("_", "").replace("-", "").split())


K = TypeVar("K")


class Spelled(Generic[K]):
    """Spellings, how many wrong letters each bears, and whose it is."""

    def __init__(self, spellings: Iterable[tuple[str, int, K]]) -> None:
        # By the length of the labels that may be one of them: the spellings, what they bear, their owners.
        self._by_length: dict[int, tuple[list[str], list[int], list[K]]] = {}
        for word, bears, owner in spellings:
            for length in range(len(word) - bears, len(word) + bears + 1):
                words, allowed, owners = self._by_length.setdefault(length, ([], [], []))
                words.append(word)
                allowed.append(bears)
                owners.append(owner)

    def near(self, joined: str) -> list[K]:
        """Whose spellings a label, its gaps left out, is near to."""
        listed = self._by_length.get(len(joined)) if 5 <= len(joined) <= 45 else None
        if listed is None:
            return []
        words, allowed, owners = listed
        found = process.extract(joined, words, scorer=distance, score_cutoff=2, limit=None, processor=None)
        return [owners[place] for _, away, place in found if away <= allowed[place]]


_LONG = 200  # characters from which on it pays to let RE2 locate a hit
_MEMORY = 20_000  # labels remembered per list: menus repeat on every page
_MET = 1000  # short texts remembered per list: many rules ask the same of a label, and pages repeat theirs
_UNMET: Any = object()


class PhraseList(Lazily):
    """One named list of a phrase file. What it looks for is compiled when it is first wanted: of most lists
    nothing ever is, on most sites.

    ``loose`` are its expressions for RE2, without word borders and looks around: what they do not find
    in a text, ``regex`` does not find in it or in a piece of it either. ``may`` is one for whole texts, and
    ``quick`` asks it, in a fraction of the time; None where a pattern is beyond RE2.
    """

    def __init__(self, made: phrasefiles.Prepared) -> None:
        super().__init__()
        self.name, self.words, self.screens, self.loose = made.name, made.words, made.screens, made.loose
        self.spellings = made.spellings
        self.needs = made.needs
        self._known: dict[tuple[str, int], bool] = {}
        self._met: dict[str, Any] = {}
        self._whole, self.may = made.whole, made.may
        self._regex: re.Pattern[str] | None = None
        self._quick: Whether | None = None
        self._has_quick = False

    @property
    def regex(self) -> re.Pattern[str]:
        """All its words and patterns for ``re``, longer words first."""
        if self._regex is None:
            self._regex = re.compile(self._whole)
        return self._regex

    @property
    def quick(self) -> Whether | None:
        """Whether a hit is possible at all, asked of RE2."""
        if not self._has_quick:
            self._quick, self._has_quick = whether(self.may), True
        return self._quick

    @lazy
    def located(self) -> Located:
        """``regex`` for long texts."""
        return Located(self.regex)

    @lazy
    def spelled(self) -> Spelled[None]:
        """Its words for labels with wrong letters."""
        return Spelled((*pair, None) for pair in self.spellings)

    def forget_texts(self) -> None:
        """Lets go of the texts it was asked of."""
        self._known.clear()
        self._met.clear()

    def _absent(self, folded: str) -> bool:
        if self.needs and not any(map(folded.__contains__, self.needs)):
            return True
        quick = self.quick  # mypyc calls no result of a property by the property's name
        return quick is not None and not quick(folded.encode())

    def may_occur(self, folded: str) -> bool:
        """Whether a hit is possible: False is certain, True is not."""
        return not self._absent(folded)

    def search(self, folded: str) -> re.Match[str] | None:
        """First hit in folded text."""
        if len(folded) >= _LONG:
            return None if self._absent(folded) else self.located.search(folded)
        known = self._met.get(folded, _UNMET)
        if known is _UNMET:
            if len(self._met) >= _MET:
                self._met.clear()
            known = self._met[folded] = None if self._absent(folded) else self.regex.search(folded)
        found: re.Match[str] | None = known
        return found

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """All hits in folded text."""
        if len(folded) < _LONG:
            return self.regex.finditer(folded) if self.search(folded) is not None else iter(())
        return iter(()) if self._absent(folded) else self.located.finditer(folded)

    def known(self, folded: str) -> Iterator[re.Match[str]]:
        """All hits in folded text of which a set said that it may have one (``Owned``, ``Sight.said``)."""
        return self.regex.finditer(folded) if len(folded) < _LONG else self.located.finditer(folded)

    def count(self, folded: str) -> int:
        """How many different words of the list occur."""
        return len({match.group() for match in self.finditer(folded)})

    def has(self, folded: str, least: int) -> bool:
        """Whether at least so many different words of the list occur."""
        met: set[str] = set()
        for match in self.finditer(folded):
            met.add(match.group())
            if len(met) >= least:
                return True
        return False

    def opens(self, folded_label: str) -> bool:
        """Whether a label, its numbering aside, begins with a phrase of the list."""
        return self.regex.match(bare_label(folded_label)) is not None

    def within(self, folded_label: str, limit: int) -> bool:
        """Whether a longer heading ("Dokumen dan persyaratan untuk pembuatan ...") holds a phrase."""
        return len(folded_label) <= limit and self.search(folded_label) is not None

    def is_label(self, folded_label: str, limit: int = 90) -> bool:
        """Whether a short label holds a phrase of the list, bearing one or two wrong letters.

        Scans and hurried typing give "persyarafan" or "jangka wak tu"; own rule of
        rubric-sources 5.3: edit distance 1 from six letters on, 2 from twelve on.
        """
        if not folded_label or len(folded_label) > limit + 20:
            return False
        key = (folded_label, limit)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            known = self._known[key] = self._is_label(bare_label(folded_label), limit)
        return known

    def _is_label(self, label: str, limit: int) -> bool:
        if not label or len(label) > limit:
            return False
        if self.search(label):
            return True
        return bool(self.spelled.near(joined(label)))
