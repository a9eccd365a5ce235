"""Regular expressions that are looked for by RE2 and proved by ``re``: the same hits in less time.

RE2 reads a text once, however many patterns there are, but has no looks around and knows other letters.
So patterns are loosened for it, to find no less than ``re`` does, and ``re`` has the last word at the
places found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from typing import Any, Generic, TypeVar

import re2

K = TypeVar("K", bound=Hashable)

_MEMORY = 64 << 20  # bytes an RE2 automaton may grow to; taken only as far as texts need it
MANY = 8
"""Owners in a set where a text meets many (a first look: 810 ns a character in one set, 160 by eights)."""
_NOWHERE = (-1, -1)
_LOOK = re.compile(r"(?<!\\)\(\?<?[=!]")


def without_looks(pattern: str) -> str:
    """A pattern without its look-ahead and look-behind, which RE2 has not: it finds no less."""
    while (look := _LOOK.search(pattern)) is not None:
        depth, place, in_class = 1, look.end(), False
        while depth and place < len(pattern):
            char = pattern[place]
            if char == "\\":
                place += 1
            elif in_class:
                in_class = char != "]"
            else:
                in_class = char == "["
                depth += (char == "(") - (char == ")")
            place += 1
        pattern = pattern[: look.start()] + pattern[place:]
    return pattern


# RE2 knows ASCII only where ``re`` knows all letters, digits and blanks. What is not ASCII stands for any of
# them: with all the world's letters by name, patterns took more than twice as long to compile.
_OTHER = r"\x{80}-\x{10ffff}"
_WIDER = (
    (r"[^\W\d_]", rf"[A-Za-z{_OTHER}]"),
    (r"[^\W_]", rf"[0-9A-Za-z{_OTHER}]"),
    (r"\w", rf"[0-9A-Za-z_{_OTHER}]"),
    (r"\d", rf"[0-9{_OTHER}]"),
    (r"\s", r"[\s\x0b\x1c-\x1f\x85\p{Z}]"),
)
_TOKEN = re.compile(r"\[\^(?:\\W\\d_|\\W_)\]|\\.|\[\^?|[\]^$]", re.DOTALL)


def loosened(pattern: str, *, pieces: bool) -> str:
    """A pattern for RE2 that finds no less than ``re`` does in the same text.

    With ``pieces`` no less either than ``re`` finds in any piece cut out of the text: borders go too.
    """
    wider = dict(_WIDER)
    in_class = ""  # what opened it

    def widen(match: re.Match[str]) -> str:
        nonlocal in_class
        piece = match.group()
        if in_class:
            opened, in_class = in_class, "" if piece == "]" else in_class
            # Inside, a class's brackets are already open; of what a class excludes, less excludes less.
            return wider[piece][1:-1] if piece in wider and opened == "[" else piece
        if piece in {"[", "[^"}:
            in_class = piece
        elif piece in {r"\b", r"\B"} or (pieces and piece in {"^", "$", r"\A", r"\Z"}):
            return ""
        elif piece == "$":
            return r"\n?$"
        return wider.get(piece, piece)

    return _TOKEN.sub(widen, without_looks(pattern))


def options(*, ignore_case: bool = False) -> Any:
    """How RE2 is asked: only whether and where, silently."""
    found = re2.Options()
    found.log_errors = False
    found.never_capture = True
    found.max_mem = _MEMORY
    found.case_sensitive = not ignore_case
    return found


class Owned(Generic[K]):
    """RE2 sets whose patterns belong to somebody: a text is read once by each and tells whose occur in it.

    A set's automaton has states for each choice of owners met so far. Where a text meets many, it makes
    states that hardly another text asks for; ``together`` owners in a set make few.

    Raises re2.error for a pattern that is beyond RE2.
    """

    def __init__(
        self, patterns: Iterable[tuple[K, str]], *, ignore_case: bool = False, together: int | None = None
    ) -> None:
        joined: dict[K, list[str]] = {}
        for owner, pattern in patterns:
            joined.setdefault(owner, []).append(f"(?:{pattern})")
        owners = tuple(joined)
        step = together or max(1, len(owners))
        self._sets: list[tuple[tuple[K, ...], Whether]] = []
        for first in range(0, len(owners), step):
            some = owners[first : first + step]
            found = re2.Set.SearchSet(options(ignore_case=ignore_case))
            for owner in some:
                found.Add("|".join(joined[owner]))
            self._sets.append((some, _compiled(found)))

    def of(self, text: str) -> list[K]:
        """The owners of which a pattern occurs, in the order in which they were given."""
        asked = text.encode()
        return [owners[index] for owners, match in self._sets for index in sorted(match(asked) or ())]


Whether = Callable[[bytes], Any]
"""Whether a text, as UTF-8, may hold something: what is returned is true or not."""


def _compiled(patterns: Any) -> Whether:
    """A set ready to be asked. Its wrapper in Python would encode each text by two more calls, which cost a
    short text a third; where it has no inner set it is asked itself."""
    patterns.Compile()
    match: Whether = getattr(patterns, "_set", patterns).Match
    return match


_OPENS_OFTEN = re.compile(r"(\[(?:[^\]\[\\]|\\.)+\]|\\[wds])\{1,\d+\}")


def opened_once(pattern: str) -> str:
    """A pattern that opens with something up to n times, with it once: as good for whether, not for where.

    RE2 writes such a piece out n times, with all letters there are in each.
    """
    return _OPENS_OFTEN.sub(r"\1", pattern, count=1) if _OPENS_OFTEN.match(pattern) else pattern


def any_of(patterns: Iterable[str], *, pieces: bool = False) -> str:
    """One pattern for RE2 that finds no less than any of these; ``pieces`` as for ``loosened``."""
    return "|".join(f"(?:{loosened(opened_once(pattern), pieces=pieces)})" for pattern in patterns)


def whether(loose: str, *, ignore_case: bool = False) -> Whether | None:
    """What says whether a pattern of RE2's occurs, not where; None where it is beyond RE2."""
    found = re2.Set.SearchSet(options(ignore_case=ignore_case))
    try:
        found.Add(loose)
    except re2.error:
        return None
    return _compiled(found)


def quick(patterns: Iterable[str], *, pieces: bool = False, ignore_case: bool = False) -> Whether | None:
    """What says whether ``re`` may find one of the patterns, not where, at a fifth of a search's cost;
    None where a pattern is beyond RE2. ``pieces`` as for ``loosened``."""
    return whether(any_of(patterns, pieces=pieces), ignore_case=ignore_case)


def like_ascii(text: str) -> str:
    """A text, place by place, in which RE2 finds an i where ``re`` does when case is ignored."""
    return text if text.isascii() else text.replace("ı", "i").replace("İ", "i")


class Located:
    """A regular expression whose hits in long texts are located by RE2 and proved by ``re``.

    Every hit of ``re`` begins inside a hit of the loosened pattern: RE2 reports the leftmost ones, so where
    none is reported none begins. Where it is beyond RE2, or finds the empty string, ``re`` does it alone.

    ``begins`` is what every hit begins with, and is looked for in the pattern's place: what follows with wide
    gaps makes an automaton of which RE2's memory holds but a part (560 ns a character instead of 8).
    """

    def __init__(self, pattern: str | re.Pattern[str], flags: int = 0, *, begins: str = "") -> None:
        self.regex = re.compile(pattern, flags)
        self._begins = begins or self.regex.pattern
        self._ignores_case = bool(flags & re.IGNORECASE)
        self._is_compiled = False
        self._loose: Any = None
        self._look: Any = None

    def _compile(self) -> None:
        """When first wanted: who only masks or shows values never does."""
        self._is_compiled = True
        try:
            asked = options(ignore_case=self._ignores_case)
            loose = re2.compile(loosened(self._begins, pieces=True), asked)
        except re2.error:
            return  # ``re`` is asked alone
        if loose.search("") is None:
            self._loose = loose
            # the same without its wrapper in Python, anywhere between two places, where there is such
            match = getattr(getattr(loose, "_regexp", None), "Match", None)
            self._look = partial(match, re2._re2.RE2.Anchor.UNANCHORED) if match is not None else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What ``re`` finds, in order."""
        if not self._is_compiled:
            self._compile()
        if self._loose is None:
            yield from self.regex.finditer(text)
            return
        last = 0
        proved = self.regex.match
        for begin, end in self._likely(text):
            place = max(begin, last)
            while place < end:
                hit = proved(text, place)
                if hit is None:
                    place += 1
                    continue
                yield hit
                last = place = hit.end()

    def search(self, text: str) -> re.Match[str] | None:
        """The first hit."""
        return next(self.finditer(text), None)

    def _likely(self, text: str) -> Iterator[tuple[int, int]]:
        """Where RE2 finds the loosened pattern."""
        if self._look is None or not text.isascii():
            for likely in self._loose.finditer(like_ascii(text) if self._ignores_case else text):
                yield likely.span()
            return
        # Places in bytes are places in the text: nobody need count them.
        where, place, end = text.encode(), 0, len(text)
        while place <= end and (hit := self._look(where, place, end)[0]) != _NOWHERE:
            yield hit
            place = max(hit[1], place + 1)
