"""Whose account a text is: the unit's own, or that of the region above it or of another office.

A profile counts only for the unit (label definitions: another unit's text is partial). Sites of offices
often carry the vision of their region ("BANDAR ANDAI MAJU DAN SEJAHTERA"), or the duties of the office
whose site was copied. Words in ``phrases/owners.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.sight.own_names import core_of
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Agency, Kind
from auditor.patterns import Owned
from auditor.reference import bare_name, load_regions
from auditor.reference.naming import load_abbreviations

_WORDS = Phrases.load("owners")
_BODIES = ("kecamatan", "kelurahan", "desa", "puskesmas", "rsud", "opd")
_OF_KIND = {
    Kind.KECAMATAN: "kecamatan",
    Kind.KELURAHAN: "kelurahan",
    Kind.PUSKESMAS: "puskesmas",
    Kind.RSUD: "rsud",
}
_WORD = re.compile(r"[a-z]{4,}")
_LEVEL = {
    kind: re.compile(rf"(?<!\w){kind} (?!wisata|adat|kami|ini|sehat|siaga)[a-z]{{3,}}")
    for kind in ("kecamatan", "kelurahan", "desa")
}
_VILLAGE = re.compile(rf"^(?:(?:pemerintah|kantor)\s+)*(?:{'|'.join(_WORDS['villages'].words)})\s+")
_BELOW = frozenset({Kind.PUSKESMAS, Kind.RSUD})
_BEFORE_HOUSE = re.compile(rf"\W*(?:(?:{'|'.join(Phrases.load('profil')['before_house'].words)})\W+)*")
_HEADING = 70  # characters of a line that may be a heading in a text
_STEM = 5  # letters of a word that may be a function's root: "sehat" in "kesehatan"
_OPENING = r"(?m)^\W*(?:(?:visi|misi)\W+)?(?:(?:{towards})\s+)*(?:{names})(?!\w).*$"


def tells_of_others(words: str, unit_name: str) -> bool:
    """Whether a clause tells of a service at another body's door, or of one that is only planned."""
    return CONTEXT["planned"].search(words) is not None or names_other_body(words, unit_name)


def names_other_body(words: str, unit_name: str) -> bool:
    """Whether words tell of a service at another body's door."""
    return any(
        next(name for name in hit.groups() if name) not in unit_name
        for hit in CONTEXT["other_bodies"].finditer(words)
    )


def heads_account(before: str) -> bool:
    """Whether words before a unit's name in a heading ("Visi dan Misi", or none) head an account of it."""
    return _BEFORE_HOUSE.fullmatch(before) is not None


def is_of_region(sight: Sight, said: str) -> bool:
    """Whether what a section tells (``said``: the words found in it) is the region's account."""
    agency = _told_of(sight)
    return agency is not None and (_headed_as_region(sight, said) or _is_slogan(sight, said))


def is_of_other_office(sight: Sight) -> bool:
    """Whether the section's page tells of another office: the site was copied from it."""
    agency = _told_of(sight)
    return agency is not None and _is_office_of_others(sight.page, agency)


def _told_of(sight: Sight) -> Agency | None:
    """The unit whose site it is; None for a region's own portal, which tells of the region rightly."""
    if sight.page.site is None:
        return None
    agency = sight.page.site.snapshot.agency
    return None if agency.kind is Kind.PORTAL else agency


def _headed_as_region(sight: Sight, said: str) -> bool:
    """ "Visi dan Misi Kabupaten Andai" on the site of an office in it, also as the first line said."""
    first, _, rest = said.partition("\n")
    heads = (*_heads(sight), first) if rest and len(first) <= _HEADING else _heads(sight)
    assert sight.page.site is not None
    functions = functions_of(sight.page.site.snapshot.agency.name)
    return any(is_regions(head) and not _speaks_of(head, functions) for head in heads)


def is_of_another_level(sight: Sight) -> bool:
    """ "Sejarah Kecamatan Andai" on the site of a ward in it, or a ward's on that of its district, or "Visi
    Dinas Kesehatan" on that of a health centre."""
    agency = _told_of(sight)
    if agency is None:
        return False
    own = _OF_KIND.get(agency.kind)
    name = fold(agency.name)
    for head in _heads(sight):
        if _WORDS["account"].search(head) is None:
            continue
        if (
            agency.kind in _BELOW
            and _WORDS["health_office"].search(head)
            and not (_WORDS["health_units"].search(head) or _WORDS["health_office"].search(name))
        ):
            return True
        named = {kind for kind in ("kecamatan", "kelurahan", "desa") if _LEVEL[kind].search(head)}
        if named and own not in named and not any(kind in name for kind in named):
            return not _is_own_village(head, agency)
    return False


def is_village(agency: Agency) -> bool:
    """A village or a ward, by its kind or its name."""
    return agency.kind is Kind.KELURAHAN or _VILLAGE.match(fold(agency.name)) is not None


def _is_own_village(head: str, agency: Agency) -> bool:
    """ "Sejarah Desa Andai" on the site of Gampong Andai: the law says "desa" of both."""
    if not is_village(agency):
        return False
    own = _VILLAGE.sub("", core_of(agency.name))
    places = [hit[1] for hit in _WORDS["named_village"].finditer(head)]
    return bool(places) and own.split()[:1] == places[:1] and not _LEVEL["kecamatan"].search(head)


def is_regions(head: str) -> bool:
    """Whether a folded heading is of an account of a region, naming no office."""
    return (
        _WORDS["account"].search(head) is not None
        and _WORDS["region"].search(head) is not None
        and not names_body(head)
    )


def _heads(sight: Sight) -> tuple[str, ...]:
    """The section's label and the heading above it, past a bare "Visi"; the page's title names the site."""
    heads = [sight.label]
    for above in reversed([fold(label) for label in sight.section.path[1:]]):
        heads.append(above)
        if not _WORDS["bare_account"].regex.fullmatch(above):
            break
    return tuple(heads)


@cache
def _bodies() -> Owned[str]:
    kinds = ("office", *_BODIES)
    return Owned((kind, pattern) for kind in kinds for pattern in _WORDS[kind].loose)


@lru_cache(maxsize=2048)  # headings and titles are asked of for each section below them
def names_body(text: str) -> bool:
    """An office of any kind is named: what is said is said of it."""
    return any(_WORDS[kind].search(text) for kind in _bodies().of(text))


def names_agency(text: str) -> bool:
    """A Dinas, a Badan or its like is named, and no office of health or of a place."""
    return _WORDS["opd"].search(text) is not None and not any(
        _WORDS[kind].search(text) for kind in _BODIES if kind != "opd"
    )


def names_office(head: str) -> bool:
    """An office is named by its kind or name; "kami" alone may be anybody's."""
    return names_body(_WORDS["our"].regex.sub("", head))


@lru_cache(maxsize=64)  # a unit's pages name the same regions
def _slogan(names: tuple[str, ...]) -> re.Pattern[str]:
    towards = "|".join(map(re.escape, _WORDS["towards"].words))
    return re.compile(_OPENING.format(towards=towards, names="|".join(map(re.escape, names))))


def _is_slogan(sight: Sight, said: str) -> bool:
    """A vision for the region by name, or the mission that follows one; "Visi Puskesmas" is its own."""
    names = _regions(sight.page)
    heads = _heads(sight)
    if not names or any(_WORDS["account"].search(head) and names_office(head) for head in heads):
        return False
    slogan = _slogan(names)
    texts = [said, *heads]  # the slogan itself may be the heading
    if any(_WORDS["mission"].regex.match(head) for head in heads):
        visions = [other for other in sight.page.sections if _WORDS["vision"].regex.match(other.label)]
        texts += [other.body for other in visions if not names_body(other.label)]
    assert sight.page.site is not None
    functions = functions_of(sight.page.site.snapshot.agency.name)
    lines = [line.group() for text in texts for line in slogan.finditer(text)]
    return any(not names_body(line) and not _speaks_of(line, functions) for line in lines)


def _speaks_of(line: str, functions: frozenset[str]) -> bool:
    """The office's own matter ("… tujuan wisata", of a Dinas Pariwisata): such a vision is its own."""
    return any(
        len(word) >= _STEM and any(word in function for function in functions) for word in _WORD.findall(line)
    )


@cache
def _known_regions(code: str) -> frozenset[str]:
    """Folded names of the region of that code and of all provinces (Kemendagri's list)."""
    regions = load_regions()
    named = [region for region in regions.values() if region.kind == "provinsi" or region.code == code]
    return frozenset(fold(bare_name(region)) for region in named)


def _regions(page: PageSight) -> tuple[str, ...]:
    """Names of regions the unit may lie in: first words by its name, else by the page's frame; its own
    region's and the provinces' in full."""
    found: tuple[str, ...] | None = page.memo.get("owners.regions")
    if found is None:
        name = page.unit_name
        frame = [sight.whole for sight in page.sections if sight.zone in {"header", "footer"}]
        region = _WORDS["region_name"].regex
        names = region.findall(name) or region.findall("\n".join([page.title, *frame]))
        own = region.split(name, maxsplit=1)[0]  # "Puskesmas Andai Kota Andai" may speak of itself
        known = _known_regions(page.site.snapshot.agency.region) if page.site else frozenset()
        given = {name.split()[0] for name in names} | known
        found = tuple(sorted(name for name in given if name.split()[0] not in own.split()))
        page.memo["owners.regions"] = found
    return found


def _is_office_of_others(page: PageSight, agency: Agency) -> bool:
    """The page tells duties of an office that the unit is not, and never names the unit's kind."""
    known: bool | None = page.memo.get("owners.office_of_others")
    if known is None:
        told = " ".join(sight.whole for sight in page.sections if sight.zone == "main")
        known = _tells_of_others(agency, " ".join(told[:20_000].split()))
        page.memo["owners.office_of_others"] = known
    return known


def _tells_of_others(agency: Agency, text: str) -> bool:
    own = _OF_KIND.get(agency.kind) or next(
        (kind for kind in _BODIES if _WORDS[kind].search(fold(agency.name))), "opd"
    )
    for duty in _WORDS["duty"].finditer(text):
        before = re.split(r"[.;:]\s", text[max(0, duty.start() - 120) : duty.start()])[-1]
        subjects = [
            (hit.start(), kind, before[hit.start() :])
            for kind in _BODIES
            for hit in _WORDS[kind].finditer(before)
        ]
        if not subjects:
            continue
        _, kind, subject = max(subjects)
        if len(_WORD.findall(subject)) < 2:
            return False  # "Dinas mempunyai tugas": whichever dinas this is
        if kind != "opd":
            return False
        if own != "opd":
            return not _WORDS[own].search(text)
        return _names_another_function(agency.name, text)
    return False


def _names_another_function(name: str, text: str) -> bool:
    """ "Dinas Kesehatan mempunyai tugas" on the site of a Dinas Perhubungan."""
    functions = functions_of(name)
    return bool(functions) and not any(word in text for word in functions)


@cache
def is_matter_of_others(word: str, own: frozenset[str]) -> bool:
    """Whether a word is what other agencies are for ("sosial", "kominfo"), and not those with these words."""
    known = [
        function.name.split()
        for function in load_abbreviations().functions
        if word == function.name.split()[0] or word in function.short
    ]
    return bool(known) and not any(own.intersection(words) for words in known)


@lru_cache(maxsize=64)  # asked of a unit's name for each of its accounts
def functions_of(name: str) -> frozenset[str]:
    """The words that say what an agency is for ("perhubungan"), also of its short form ("Dishub")."""
    folded = fold(name)
    plain = _WORDS["region_name"].regex.split(folded, maxsplit=1)[0]
    short = {
        word: function.name
        for word in re.findall(r"[a-z0-9]+", plain)
        for function in load_abbreviations().functions
        for form in function.short
        if len(form) >= 3 and word.endswith(form) and (word == form or word.startswith(("dis", "d", "b")))
    }
    known = {word for words in short.values() for word in words.split()} | set(short)
    told = {word for word in _WORD.findall(plain) if word not in short}
    if any(_WORDS["opd"].regex.fullmatch(word) for word in told):
        known |= {word for word in told if not _WORDS["opd"].regex.fullmatch(word)}
    return frozenset(word for word in known if len(word) >= 4).difference(_WORDS["no_function"].words)
