"""Profiles of a namesake elsewhere, or of another unit of the kind: copied pages nobody ever rewrote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from auditor.checks import owners
from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.words.phrasebook import fold

PHRASES = Phrases.load("profil")
_PLACE = re.compile(r"(?<!\w)(?i:(kabupaten|kota|kecamatan|kelurahan|desa))\s+([A-Z][A-Za-z]{2,})")
_HEALTH = ("puskesmas", "rsud")  # the kinds that ``_HOUSE`` tells of
# "di Puskesmas Andai" or "Puskesmas Andai Jaya yang ..."; "PUSKESMAS DENGAN" and "Puskesmas Hebat" name none
_HOUSE = re.compile(
    r"(?:(?<!\w)(?P<at>(?i:di|dari|oleh|pada|kerja|wilayah|sama|bersama|masyarakat|petugas|akses))\s+)?"
    r"(?<!\w)(?P<kind>Puskesmas|RSUD)\s+(?P<name>[A-Z][a-z]{2,})(?P<more> [A-Z][a-z]{2,}(?! [A-Z]))?"
)
_FROM = re.compile(r"(?<!\w)(?:dari|dengan) (?:wilayah )?(?:Kabupaten|Kota|Kecamatan|Kelurahan|Desa) ")
_STEM = 6  # letters of a unit's name by which it is known however it is spelt
NO_PLACE = frozenset(PHRASES["no_places"].words)
_NO_NAME = NO_PLACE.union(PHRASES["no_names"].words)


def is_elsewhere(sight: Sight) -> bool:
    """The text names another regency, district or village of the unit's kind, and never its own."""
    site = sight.page.site
    own = _places(site.snapshot.agency.name) if site is not None else []
    told = _places(_FROM.sub("", sight.section.body[:1500])) if own else []
    for kind, name in own:
        named = {its for other, its in told if other == kind}
        others = {its for its in named if its not in NO_PLACE}
        if others and name not in sight.body and name not in sight.page.title:
            return True
    return _tells_of_namesake(sight)


def _places(text: str) -> list[tuple[str, str]]:
    """Kinds and names of the places a verbatim text names, folded; "kabupaten pada tahun" names none."""
    return [(fold(kind), fold(name)) for kind, name in _PLACE.findall(text)]


def _tells_of_namesake(sight: Sight) -> bool:
    """ "Puskesmas Anggrek didirikan ..." on the site of another, which its page never names in the text."""
    subject = PHRASES["opens_as"].search(sight.body[:300])
    if subject is None or subject[2] in _NO_NAME:
        return False
    return subject[2] not in sight.page.unit_name and _never_names_own(sight.page, subject[1])


def aims_for_another(sight: Sight) -> bool:
    """A vision that names one other health unit of the kind twice, as one does a place ("di Puskesmas Andai",
    "Puskesmas Andai Jaya yang ..."), on a page that never names its own."""
    known: bool | None = sight.page.memo.get("profil.aims_for_another")
    if known is None:
        known = sight.page.memo["profil.aims_for_another"] = _aims_for_another(sight.page)
    return known


def _aims_for_another(page: PageSight) -> bool:
    own = page.unit_name
    if not any(kind in own for kind in _HEALTH):
        return False
    shown = [other.section.body for other in page.sections if other.zone == "main" and other.label]
    times: Counter[tuple[str, str]] = Counter()
    placed = set()
    for hit in _HOUSE.finditer("\n".join(shown)):
        kind, name = fold(hit["kind"]), fold(hit["name"])
        if kind not in own or name in own or name in _NO_NAME:
            continue
        times[kind, name] += 1
        more = fold(hit["more"] or "").strip()
        if hit["at"] or (more and more not in _NO_NAME):
            placed.add((kind, name))
    return any(times[house] > 1 and _never_names_own(page, house[0]) for house in placed)


def headed_as_another(sight: Sight) -> bool:
    """A page that a heading gives to another health centre ("Wilayah Kerja Puskesmas Andai"), whose text
    calls that one by name too, and that never calls the unit by its own."""
    page = sight.page
    if "puskesmas" not in page.unit_name:
        return False
    known: bool | None = page.memo.get("profil.headed_as_another")
    if known is None:
        shown = [other for other in page.sections if other.zone == "main"]
        heads = {
            hit[1]
            for other in shown
            if (hit := PHRASES["headed_puskesmas"].search(other.label))
            and owners.heads_account(other.label[: hit.start()])
        }
        heads = {name for name in heads if name not in _NO_NAME and name not in page.unit_name}
        told = (other.section.body for other in shown) if heads else ()
        called = {fold(hit["name"]) for body in told for hit in _HOUSE.finditer(body)}
        others = heads & called
        known = bool(others) and not _calls_own(page, shown)
        page.memo["profil.headed_as_another"] = known
    return known


def _calls_own(page: PageSight, shown: Iterable[Sight]) -> bool:
    """Whether a page calls the unit by kind and name; "dari Puskesmas ke Andai" tells of the town."""
    own = "".join(re.findall(r"[a-z]", page.unit_name.partition("puskesmas")[2]))[:_STEM]
    told = re.sub(r"[^a-z\n]", "", "\n".join(other.whole for other in shown))
    return bool(own) and re.search(rf"puskesmas(?!ke|dari|di|dengan)[a-z]{{0,12}}?{own}", told) is not None


def is_of_namesake_region(sight: Sight) -> bool:
    """A vision for the regency, of an office of the city that bears the same name, or the other way round."""
    own = {(hit[1], hit[2]) for hit in PHRASES["regions"].finditer(sight.page.unit_name)}
    if not own:
        return False
    visions = (other.body for other in sight.page.sections if PHRASES["vision"].opens(other.label))
    lines = [line for body in (sight.body, *visions) for line in body.split("\n")]
    told = [
        hit for line in lines if PHRASES["aims"].search(line) for hit in PHRASES["regions"].finditer(line)
    ]
    namesakes = {(hit[1], hit[2]) for hit in told if any(name == hit[2] for _, name in own)}
    return bool(namesakes) and not namesakes & own  # "Puskesmas Kota Andai Kabupaten Andai" is of both


def _never_names_own(page: PageSight, kind: str) -> bool:
    """Whether no part of a page's text has a word of the unit's name behind its kind."""
    words = [
        word for word in re.findall(r"[a-z]{3,}", page.unit_name.partition(kind)[2]) if word not in NO_PLACE
    ]
    told = " ".join(other.whole for other in page.sections if other.zone == "main")
    return bool(words) and not any(word in told for word in words)
