"""Which of the names met on a site's pages are services of its list: each once, called as people call it.

A name is cleaned of what stands around it (numbers, buttons, the component a heading tells of it, a time or a
fee behind it), names of one service are joined however they are spelled, and what heads other services, what
only belongs to one, and what nothing speaks for is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from rapidfuzz import fuzz

from auditor.checks.base import PageSight, Phrases
from auditor.checks.named.lists import content_of_a_service
from auditor.checks.named.page import named_services
from auditor.checks.named.products import Named
from auditor.checks.words.names import (
    IN_BRACKETS,
    is_group_label,
    is_office,
    is_part,
    is_service_name,
    is_short_of,
    is_site_part,
    normal,
    strip_ways,
    told_apart_by,
    told_of_service,
)
from auditor.checks.words.phrasebook import bare_label, fold
from auditor.models import SectionKind

PHRASES = Phrases.load("produk")
_WEAK = 0.3  # weight of a name that programmes and news bear too
_LINE = 0.6  # weight of a line that reads like a name: alone it is a card's description, a slogan
_CARD = 0.7  # weight of a card below a heading of services, whatever its words
_LIKE = 94  # of a hundred: "Kartu Keluaraga"
_WORD_LIKE = 75
_LONG = 12  # characters from which letters may differ
_SHORT = 6  # letters of an abbreviation
_NUMBER = re.compile(r"^\W*(?:\d{1,2}\s*[.)]\s*|\d{1,2}\s+(?=[A-Z]{2})|[a-z]\s*[.)]\s+)?", re.UNICODE)
_LEFT_OPEN = re.compile(r"\s*\([^()]*$")  # where a list was cut inside a bracket ("narkoba (NAPZA/...)")
_SHELL = " :;,-+−–▾▼⌄›»|"
_Place = tuple[int, tuple[str, ...]]


@dataclass(eq=False)
class Entry:
    """A service of the list: its name as shown, and every place where it is named."""

    name: str
    page: PageSight
    met: list[Named] = field(default_factory=list)


def entries(pages: Iterable[PageSight]) -> dict[str, Entry]:
    """The services named on these pages, in the order met, by each name (``normal``) they are known by."""
    found: dict[str, Entry] = {}
    words: dict[frozenset[str], Entry] = {}
    for page in pages:
        for named in named_services(page):
            name = printed(named.name)
            key = normal(name)
            if len(key) < 2 or _is_the_unit(page, name) or _is_row(name):
                continue
            apart = told_apart_by(name)
            entry = found.get(key) or words.get(apart) or _spelled_like(key, name, found)
            if entry is None:
                entry = Entry(name, page)
            entry.met.append(named)
            for known in (key, normal(named.name)):
                found.setdefault(known, entry)
            words.setdefault(apart, entry)
    return found


def printed(name: str) -> str:
    """The name as printed, without what stands around it: "1. Ajukan SKTM Sekarang", "SOP (Poli Umum)"."""
    bare = _LEFT_OPEN.sub("", _NUMBER.sub("", " ".join(name.split()))).strip(_SHELL) or name.strip()
    while (shorter := _cut(bare).strip(_SHELL)) != bare and _still_names(shorter):
        bare = shorter
    return bare[1:-1].strip() if bare[:1] == "(" and bare[-1:] == ")" else bare


def _cut(name: str) -> str:
    """Without one of the things that stand around it, if any does."""
    folded = fold(name)
    if opening := told_of_service(folded):
        return name[opening:]
    hit = PHRASES["around_names"].search(folded)
    if hit is None:
        return name
    return name[: hit.start()] if hit.start() else name[hit.end() :]


def _still_names(words: str) -> bool:
    named = len(normal(strip_ways(f"x {fold(words)}"))) > 1  # "Formulir Online" is of nothing
    return named and len(normal(words)) >= 2 and not is_part(bare_label(fold(words)).strip("()"))


def _is_the_unit(page: PageSight, name: str) -> bool:
    """ "Samsat Andai", "Layanan Desa Andai": the unit itself, by its place, and what it is."""
    folded = fold(name)
    place = page.unit_name.split(",")[0].split()[-1:]
    if not place or len(place[0]) < 4 or not folded.endswith(f" {place[0]}"):
        return False
    rest = folded[: -len(place[0])].strip()
    return is_group_label(rest) or is_site_part(rest) or (is_office(rest) and " " not in rest)


def _is_row(name: str) -> bool:
    """ "Poli Umum, Gigi, KIA, Lansia": several services in one line."""
    pieces = [piece.strip() for piece in fold(IN_BRACKETS.sub("", name)).split(",")]
    return len(pieces) > 2 and sum(map(is_service_name, pieces)) >= 2


def _spelled_like(key: str, name: str, found: dict[str, Entry]) -> Entry | None:
    """A spelling of a name already met: but for a letter or two, or its initials ("SKTM")."""
    if name.isupper() and name.isalpha() and len(name) <= _SHORT:
        long = (entry for entry in found.values() if is_short_of(name, IN_BRACKETS.sub("", entry.name)))
        return next(long, None)
    near = list(found.items())[-60:] if len(key) > _LONG else ()
    return next((entry for other, entry in near if _is_misspelt(key, other)), None)


def _is_misspelt(key: str, other: str) -> bool:
    """The same but for a letter or two: no word is another word, no figure another figure."""
    if abs(len(key) - len(other)) > 2 or fuzz.ratio(key, other, score_cutoff=_LIKE) < _LIKE:
        return False
    pairs = [(a, b) for a, b in zip_longest(key.split(), other.split(), fillvalue="") if a != b]
    return all(min(len(a), len(b)) > 3 and fuzz.ratio(a, b) >= _WORD_LIKE for a, b in pairs)


class Places:
    """Where on the pages the services of a list stand, one below or beside the other."""

    def __init__(self, known: dict[str, Entry]) -> None:
        self._named = known
        self._below: dict[_Place, set[Entry]] = defaultdict(set)
        self._beside: dict[_Place, set[Entry]] = defaultdict(set)
        self._lines: dict[_Place, set[Entry]] = defaultdict(set)
        self._called = {entry for entry in known.values() if is_service_name(fold(entry.name))}
        for entry in dict.fromkeys(known.values()):
            for named in entry.met:
                page, path = id(named.sight.page), named.sight.section.path
                for depth in range(1, len(path) + 1):
                    self._below[page, path[:depth]].add(entry)
                self._beside[page, path].add(entry)
                if named.span is not None:
                    section = (page, (*path, named.sight.section.label))
                    self._below[section].add(entry)
                    self._lines[section].add(entry)

    def speak_for(self, entry: Entry) -> bool:
        """Whether the company it keeps makes it a service, where nothing is told of it."""
        return not (
            self._heads_others(entry)
            or self._is_lonely(entry)
            or self._is_stranger(entry)
            or self._is_part(entry)
        )

    def _is_part(self, entry: Entry) -> bool:
        """Nothing but words below a service's name: a paper to bring, a step."""
        return all(
            named.span is None
            and not named.sight.body.strip()
            and not named.sight.section.links
            and self._named.get(normal(named.sight.above), entry) is not entry
            for named in entry.met
        )

    def _heads_others(self, entry: Entry) -> bool:
        """Wherever it stands two other services stand below: a group of them."""
        heads = [self._heads(entry, named) for named in entry.met]
        return all(heads)

    def _heads(self, entry: Entry, named: Named) -> bool:
        section = named.sight.section
        if named.span is not None or named.name != section.label:
            return False
        below = self._below.get((id(named.sight.page), (*section.path, section.label)), set())
        return len(below - {entry}) >= 2

    def _is_lonely(self, entry: Entry) -> bool:
        """A name that programmes and news bear too, or a mere line, and nowhere another service beside it."""
        if any(_says_something(named) for named in entry.met):
            return False
        return not any(self._company(named) - {entry} for named in entry.met)

    def _is_stranger(self, entry: Entry) -> bool:
        """A card not called as services are, nor more than a third of those beside it: themes, praise."""
        if entry in self._called:
            return False
        for named in entry.met:
            if named.span is not None or named.weight > _CARD or content_of_a_service(named.sight):
                return False
        beside = (self._company(named) for named in entry.met)
        return not any(len(others & self._called) * 3 > len(others) for others in beside)

    def _company(self, named: Named) -> set[Entry]:
        """Of a line the others of its list, of a heading those right beside it."""
        page, section = id(named.sight.page), named.sight.section
        if named.span is None:
            return self._beside[page, section.path]
        return self._lines[page, (*section.path, section.label)]


def _says_something(named: Named) -> bool:
    """A name that only services bear, or behind which stands what it is about ("Sewa aula: hubungi ...")."""
    enough = _WEAK if named.span is None else _LINE
    return named.weight > enough or named.sight.kind is SectionKind.DEFINITION
