"""What a picture of few words is about as a whole.

A poster tells one thing. Reading it loses which words head which, so all its words are asked for which days
it goes and whose it is.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from auditor.checks.words.wordings import CONTEXT

LONGEST = 900  # characters: what says more than this is no mere poster
_HEADLINE = 120  # characters in which a poster says what it is about
_WORD = re.compile(r"[a-z]{5,}")
_ALIKE = 0.75  # names more alike than this may be one, misread


def headline(text: str) -> str:
    """The words that open it."""
    return " ".join(text[:_HEADLINE].split())


def calls_to_event(text: str) -> bool:
    """Whether it calls to what happens on certain days or until one."""
    return any(CONTEXT[name].search(text) is not None for name in ("event_day", "event_span"))


def names(text: str, unit_name: str) -> bool:
    """Whether it bears a word of the unit's name, but for words that stand in many names."""
    words = set(_WORD.findall(unit_name)).difference(CONTEXT["words_of_many_names"].words)
    return any(word in text for word in words)


def is_of_state_body(text: str, unit_name: str) -> bool:
    """Whether a body of the state alone signs it, by a line that is that body's name, and not the unit."""
    signs = CONTEXT["state_bodies"].regex
    lines = [line for line in text.split("\n") if line.strip()]
    rest = [line for line in lines if not signs.fullmatch(line)]
    return len(rest) < len(lines) and not names("\n".join(rest), unit_name)


def is_of_another_house(text: str, unit_name: str) -> bool:
    """Whether the houses it names ("RSUD Andai", "Kecamatan Andai") are all others than the unit, which it
    does not name; the region's name is many houses'."""
    own = CONTEXT["region_on"].regex.sub("", unit_name)
    if names(text, own):
        return False
    houses = [(hit["kind"], hit["name"]) for hit in CONTEXT["houses"].finditer(text)]
    houses = [one for one in houses if one[0] not in CONTEXT["regions"].words] or houses
    return bool(houses) and not any(_may_be(*one, unit_name) for one in houses)


def _may_be(kind: str, name: str, unit_name: str) -> bool:
    words = unit_name.split()
    if kind in CONTEXT["offices"].words and not any(
        one in CONTEXT["houses_of_a_place"].words for one in words
    ):
        return True  # offices go by their full name and by a short one
    return kind in words and any(SequenceMatcher(None, name, word).ratio() > _ALIKE for word in words)
