"""What a page's own style sheet says of its classes: thrown off the screen, set as headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from auditor.extract.looks import SIZED, off_screen


class Styles(NamedTuple):
    """``off_screen``: classes and ids with their sign (".x", "#y"); ``heads``: bare names of classes that set
    bold or large type."""

    off_screen: frozenset[str]
    heads: frozenset[str]


NONE: Final = Styles(frozenset(), frozenset())
_MOST: Final = 200_000  # characters of style looked at
_RULE: Final = 600  # characters between a rule's braces
_FAR: Final = re.compile(r"-\s*\d{3}")
_NAME: Final = re.compile(r"[.#][\w-]+")
_ONE_CLASS: Final = re.compile(r"(?:^|[\s>+~])[a-z]*\.([\w-]+)$")


@lru_cache(maxsize=32)  # a site's pages carry the same
def styles(css: str) -> Styles:
    """``display:none`` hides nothing here: tabs and menus begin so."""
    css = css[:_MOST]
    off = {
        name
        for selectors, rule in _rules(css, _likely(css))
        if off_screen(rule)
        for name in _NAME.findall(selectors.lower())
    }
    heads = {
        found[1]
        for selectors, _ in _rules(css, (match.start() for match in SIZED.finditer(css)))
        for selector in selectors.lower().split(",")
        if (found := _ONE_CLASS.search(selector.strip()))
    }
    return Styles(frozenset(off), frozenset(heads))


def _likely(css: str) -> list[int]:
    """Places in the rules that may throw something off the screen: no such rule goes without one of these."""
    places = [match.start() for match in _FAR.finditer(css)]
    for word in ("overflow", "clip"):
        place = css.find(word)
        while place >= 0:
            places.append(place)
            place = css.find(word, place + 1)
    return sorted(places)


def _rules(css: str, places: Iterable[int]) -> Iterator[tuple[str, str]]:
    """The rules that hold these places, each once: selectors and declarations."""
    end = 0
    for place in places:
        if place < end:
            continue
        start = css.rfind("{", max(0, place - _RULE), place)
        stop = css.find("}", place, place + _RULE)
        rule = css[start + 1 : stop] if start >= 0 and stop >= 0 else "{"
        if "{" in rule or "}" in rule or len(rule) > _RULE:
            continue
        end = stop
        before = css[max(0, start - 200) : start]
        yield before[max(before.rfind("{"), before.rfind("}")) + 1 :], rule
