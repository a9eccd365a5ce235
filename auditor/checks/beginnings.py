"""How a unit says when it came to be, wherever its site tells it."""

from __future__ import annotations

import re
from functools import cache

from auditor.checks.sight.section import Sight
from auditor.checks.words.clauses import clause
from auditor.checks.words.phrasebook import Phrases, fold

_WORDS = Phrases.load("profil")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_OPENING = 25  # characters before the unit's name in a sentence that is about it
_LONGEST = 120  # characters of such a sentence before its verb


def founded_in(sight: Sight) -> tuple[int, int] | None:
    """Where a section says "Puskesmas Andai berdiri sejak 1985", by the unit's own name and with a year, also
    that of an entry in a line of time."""
    site = sight.page.site
    if sight.zone != "main" or sight.page.is_news or site is None or sight.is_dated_item:
        return None
    dated = _YEAR.fullmatch(sight.label or sight.above.strip()) is not None
    for hit in _WORDS["founded"].finditer(sight.body):
        left, right = clause(sight.body, *hit.span())
        before = sight.body[left : hit.start()]
        named = 0 <= before.find(_short(site.snapshot.agency.name)) <= _OPENING and len(before) <= _LONGEST
        if named and (dated or _YEAR.search(sight.body, hit.end(), right)):
            return left, right
    return None


def _short(name: str) -> str:
    """The first two words of a unit's name: how its texts call it."""
    return " ".join(core_of(name).split()[:2])


@cache
def core_of(name: str) -> str:
    """A unit's name, folded, without its rank ("UPTD") and its region."""
    plain = re.sub(r"^(?:(?:uptd?|blud|pemerintah|kantor)\W+)+", "", fold(name))
    return re.split(r"\s(?:kabupaten|kab\.|kota|provinsi)\s", plain, maxsplit=1)[0].strip()
