"""How a unit says when it came to be and what it has to do, wherever its site tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from auditor.checks.sight.own_names import core_of
from auditor.checks.sight.section import Sight
from auditor.checks.words.clauses import clause
from auditor.checks.words.phrasebook import Phrases, fold

_WORDS = Phrases.load("profil")
YEAR = re.compile(r"(?<!\d)(?:1[789]|20)\d\d(?!\d)")
"""In which an office may have begun."""
_OPENING = 25  # characters before the unit's name in a sentence that is about it
_FIRST = re.compile(r"\W*([a-z]+)(?: (?:ini|kami))?\W")
_WORD_BEFORE = re.compile(r"(\w+)\W*\Z")
_CAPITAL = re.compile(r"\s+[A-Z]")
_SHORTEST = 3  # letters of an abbreviation that is a name
_LONGEST = 120  # characters of such a sentence before its verb


def founded_in(sight: Sight) -> tuple[int, int] | None:
    """Where a section says "Puskesmas Andai berdiri sejak 1985", by the unit's own name and with a year, also
    that of an entry in a line of time."""
    dated = YEAR.fullmatch(sight.label or sight.above.strip()) is not None
    for left, hit, right in _sentences(sight, "founded"):
        if _is_about_unit(sight, left, hit.start()) and (dated or YEAR.search(sight.body, hit.end(), right)):
            return left, right
    return None


def duty_told(sight: Sight) -> tuple[int, int] | None:
    """Where a sentence begins with the unit's own name and says what it has to do."""
    for left, hit, right in _sentences(sight, "duty_told"):
        if _names_unit(sight, left, hit.start()):  # what every puskesmas has to do by law is not meant
            return left, right
    return None


def _sentences(sight: Sight, verbs: str) -> Iterator[tuple[int, re.Match[str], int]]:
    """The sentences with such a verb, where a unit speaks of itself: begin, verb, end."""
    if sight.zone != "main" or sight.page.is_news or sight.page.site is None or sight.is_dated_item:
        return
    for hit in _WORDS[verbs].known(sight.body) if f"profil.{verbs}" in sight.said else ():
        left, right = clause(sight.body, *hit.span())
        yield left, hit, right


def _is_about_unit(sight: Sight, start: int, verb: int) -> bool:
    """Whether a sentence up to its verb is about the unit: by its name, or by what it is ("Puskesmas ini",
    "Puskesmas" alone); behind a semicolon the name stands in the part before."""
    before = sight.body[start:verb]
    if _names_unit(sight, start, verb):
        return True
    if not before.strip() and sight.body[:start].rstrip().endswith(";"):
        first = clause(sight.body, max(0, start - 2), max(0, start - 2))[0]
        return _names_unit(sight, first, verb)
    assert sight.page.site is not None
    kind = core_of(sight.page.site.snapshot.agency.name).partition(" ")[0]
    return (
        bool(kind)
        and re.fullmatch(rf"\W*(?:kantor )?{re.escape(kind)}(?: ini| kami)?\W*", before) is not None
    )


def _names_unit(sight: Sight, start: int, verb: int) -> bool:
    """Whether the unit's name opens what is said before a verb, and is no part of a longer name."""
    assert sight.page.site is not None
    name = sight.page.site.snapshot.agency.name
    before, written = sight.body[start:verb], sight.section.body[start:verb]
    if len(before) > _LONGEST:
        return False
    for called in _called(name):
        place = before.find(called)
        if 0 <= place <= _OPENING and not _is_of_longer_name(written, place, called, name):
            return True
    short = _FIRST.match(before)  # "RSJD", of a Rumah Sakit Jiwa Daerah
    return short is not None and len(short[1]) >= _SHORTEST and _initials(name).startswith(short[1])


def _is_of_longer_name(written: str, place: int, called: str, name: str) -> bool:
    """ "Masjid Andai", "Andai FC", "Poli Jantung RSUD Andai": the unit's name is a part of another's. A bare
    place name is one's own only where nothing stands before it but words that a sentence opens with."""
    above = _WORD_BEFORE.search(written[:place])
    opens = above is None or _WORDS["opens_sentence"].regex.fullmatch(fold(above[1])) is not None
    if called.partition(" ")[0] == core_of(name).partition(" ")[0]:
        return not opens and above is not None and above[1][0].isupper()
    below = written[place + len(called) :]
    return not opens or _CAPITAL.match(below) is not None


@cache
def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[a-z]+", core_of(name)) if word not in {"dan", "atau"})


@cache
def _called(name: str) -> tuple[str, ...]:
    """How a unit's texts call it: by the first two words of its name; a place or a body of its own kind
    ("Kelurahan Andai", "Bappeda Andai") also by the word that tells it from others."""
    words = core_of(name).split()
    called = [" ".join(words[:2])]
    if len(words) > 1 and _WORDS["kinds_of_place"].regex.fullmatch(words[0]):
        called.append(" ".join(words[1:]))
    elif words and not _WORDS["kinds_of_office"].regex.fullmatch(words[0]):
        called.append(words[0])
    return tuple(called)
