"""Text of another unit of the same kind: a copied page that was never rewritten ("Kelurahan B" on A's site).

Only kinds with names of their own are compared (puskesmas, kecamatan, kelurahan and desa, hospitals), and
only where the words before the name say that the page speaks of its own office (``own_text`` in
``words.toml``), or a heading over text that goes on about that unit alone (``before_house`` in
``phrases/profil.toml``): neighbours, twins and lists of units are named on good sites too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz

from auditor.checks import owners
from auditor.checks.problems.content import quote
from auditor.checks.problems.wordlists import own_text
from auditor.checks.words.phrasebook import fold, folded
from auditor.models import Agency, Kind, Page, Problem, SectionKind, Snapshot, Source
from auditor.patterns import Located

_PAGES = frozenset({Source.HTML, Source.RENDERED})
_KINDS = {
    Kind.PUSKESMAS: r"puskesmas|pkm|upt puskesmas",
    Kind.KECAMATAN: r"kecamatan|distrik",
    Kind.KELURAHAN: r"kelurahan|desa|nagari|gampong|pekon",
    Kind.RSUD: r"rsud|rumah sakit umum daerah",
}
_LIST = 3  # so many other units on one page make it a list of units
_ALIKE = 70  # of 100: "Umban Sari" and "Umbansari", "Sei" and "Sungai" are one name
_AGAIN = 2  # times the text below a heading names the heading's unit
_BEFORE = 90  # characters before a name in which a page says whose text it is
_CAPITALS = re.compile(r"[A-Z][\w'’]{2,}(?: [A-Z][\w'’]{2,}){0,2}")


@cache
def _named(words: str) -> Located:
    return Located(rf"(?<!\w)(?:{words}) +(?=[a-z]{{3}})")


def _kind(agency: Agency) -> str:
    """The words for the unit's kind, also where the list calls it "other" and its name tells it."""
    by_name = (words for words in _KINDS.values() if re.match(rf"(?:{words})(?!\w)", fold(agency.name)))
    return _KINDS.get(agency.kind) or next(by_name, "")


def other_units(snapshot: Snapshot) -> Iterator[Problem]:
    """The first place of each page that speaks of another unit as its own (code ``mismatch``)."""
    kind = _kind(snapshot.agency)
    if not kind:
        return
    home = snapshot.pages[0].title if snapshot.pages else ""
    own = re.sub(r"\W", "", fold(f"{snapshot.agency.name} {home}"))
    known: dict[str, bool] = {}
    for page in snapshot.pages:
        if page.source in _PAGES and page.fetch.status < 400 and not page.dated and not page.fetch.external:
            yield from _of_page(page, _named(kind), own, known)


def _of_page(page: Page, named: Located, own: str, known: dict[str, bool]) -> Iterator[Problem]:
    text = folded(page.text)
    others: dict[str, tuple[int, int]] = {}
    before, nameless = own_text()
    for hit in named.finditer(text):
        name = _CAPITALS.match(page.text, hit.end())
        if name is None or nameless.match(text, hit.end()) or _is_own(name.group(), own, known):
            continue
        others.setdefault(fold(name.group()), (hit.start(), name.end()))
    if not others or len(others) >= _LIST:
        return
    headed = _headed(page, named, own, known)
    if headed:
        yield Problem(code="mismatch", url=page.fetch.url, snippet=headed)
        return
    for start, end in others.values():
        if before.search(text[max(0, start - _BEFORE) : start]):
            yield Problem(code="mismatch", url=page.fetch.url, snippet=quote(page.text, start, end))
            return


def _headed(page: Page, named: Located, own: str, known: dict[str, bool]) -> str:
    """A heading "Luas Wilayah Kerja Puskesmas Andai" over text that goes on about that unit and never names
    the site's own: the heading, or nothing."""
    nameless = own_text()[1]
    main = [section for section in page.sections if section.zone == "main"]
    bodies = [(section.body, folded(section.body)) for section in main]
    for section in main:
        label = fold(section.label)
        hit = named.search(label) if section.kind is SectionKind.HEADING else None
        if (
            hit is None
            or not (hit.start() and owners.heads_account(label[: hit.start()]))
            or nameless.match(label, hit.end())
        ):
            continue
        name = _CAPITALS.fullmatch(section.label.strip().title(), hit.end())
        if name is None or _is_own(name.group(), own, known):
            continue
        again = max(body.count(label[hit.start() :].strip()) for _, body in bodies)
        speaks = any(
            (other := _CAPITALS.match(text, one.end())) and _is_own(other.group(), own, known)
            for text, body in bodies
            for one in named.finditer(body)
        )
        if again >= _AGAIN and not speaks:
            return section.label.strip()[:200]
    return ""


def _is_own(name: str, own: str, known: dict[str, bool]) -> bool:
    """Whether one of the words of a name, or all together, are nearly the unit's own."""
    found = known.get(name)
    if found is None:
        words = [re.sub(r"\W", "", fold(word)) for word in (*name.split(), name)]
        found = known[name] = any(fuzz.partial_ratio(word, own) >= _ALIKE for word in words)
    return found
