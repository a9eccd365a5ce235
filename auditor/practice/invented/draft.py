"""A unit of an invented region while it is being made up, and the names such a region is made of."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cache

from auditor.models import Kind, Region
from auditor.practice.invented.data import Form, Habit, agencies, words
from auditor.reference import load_districts, load_puskesmas, load_regions

ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}


@dataclass(slots=True, kw_only=True)
class Draft:
    """A unit and what is decided about its website so far.

    ``shown`` and ``short`` are the names its pages bear; ``labels`` host labels with their weight;
    ``status`` empty means online where ``host`` is set, none where it is not.
    """

    unit_id: str
    name: str
    kind: Kind
    shown: str
    short: str
    labels: dict[str, int]
    older: Form | None = None
    parent: str = ""
    trap: str = ""
    known_by: str = ""
    website: str = ""
    urls: list[str] = field(default_factory=list)


def slug(text: str, joint: str = "") -> str:
    """A name as the letters of a host label, its words joined by ``joint``, Roman numbers as digits."""
    parts = [ROMAN.get(word, word) for word in re.findall(r"[A-Za-z0-9]+", text)]
    return joint.join(parts).lower()


@cache
def _pool(kind: str) -> tuple[str, ...]:
    """All names of the register (they recur over the country), without the kind's own word."""
    load = load_puskesmas if kind == "puskesmas" else load_districts
    found = [unit.name for code in load_regions() for unit in load(code)]
    plain = (re.sub(r"(?i)^(?:uptd?\.? ?)?puskesmas ", "", name).strip() for name in found)
    # Numbers are given by _numbered; a number of the register would be spelt in two ways.
    named = (name for name in plain if not re.search(r"(?i)\b[ivx]+$", name))
    return tuple(name.title() for name in named if re.fullmatch(r"[A-Za-z ]{4,24}", name))


@cache
def _taken() -> frozenset[str]:
    regions = load_regions().values()
    return frozenset(slug(region.name.partition(" ")[2] or region.name) for region in regions)


def region_names(rng: random.Random, count: int) -> list[str]:
    """Names of so many invented regions; none is a real region's."""
    found: dict[str, None] = {}
    while len(found) < count:
        made = "".join(rng.sample(words().syllables, rng.choice((2, 3)))).capitalize()
        name = rng.choice(words().before) + made
        if len(made) >= 5 and slug(name) not in _taken() and slug(made) not in _taken():
            found[name] = None
    return list(found)


def make_region(code: str, name: str, habit: Habit, rng: random.Random) -> Region:
    """The region of that code and bare name, its domain made as the habit says."""
    first, *rest = name.split()
    short = slug(first)[:3] + slug("".join(rest))[:4] if rest else slug(name)[:6]
    domain = habit.domain.format(name=slug(name), short=short) + ".go.id"
    return Region(
        code=code,
        name=f"{habit.kind.capitalize()} {name}",
        kind=habit.kind,
        province=rng.choice(words().provinces),
        domain=domain,
        source="invented",
    )


def draw_units(code: str, habit: Habit, units: int, rng: random.Random) -> list[Draft]:
    """The region's units, the portal left out: agencies, a hospital or two, districts, puskesmas, wards."""
    drafts = _agencies(code, rng)
    drafts += _hospitals(code, rng)
    left = max(0, units - 1 - len(drafts))
    districts = rng.sample(sorted(set(_pool("kecamatan"))), max(2, left // 6))
    # A puskesmas mostly bears its district's name: 7,717 of the register's do or lie in it.
    health = [name for name in districts if rng.random() < 0.7]
    wanted = max(3, left // 3)
    health += rng.sample(sorted(set(_pool("puskesmas")) - set(health)), max(0, wanted - len(health)))
    health = [numbered for name in health[:wanted] for numbered in _numbered(name, rng)][:wanted]
    wards = rng.sample(
        sorted(set(_pool("kecamatan")) - set(districts)), max(0, left - len(districts) - len(health))
    )
    drafts += [_placed(code, "kecamatan", name, habit.kecamatan, rng) for name in districts]
    drafts += [_placed(code, "puskesmas", name, habit.puskesmas, rng) for name in health]
    drafts += [_placed(code, "kelurahan", name, habit.kelurahan, rng) for name in wards]
    return drafts


def _agencies(code: str, rng: random.Random) -> list[Draft]:
    taken: set[str] = set()
    drafts = []
    for agency in agencies():
        form = rng.choices(agency.forms, [sum(one.labels.values()) for one in agency.forms])[0]
        functions = {word for word in words().functions if word in form.name}
        if rng.random() >= agency.chance or functions & taken:
            continue
        taken |= functions
        others = [one for one in agency.forms if one is not form]
        drafts.append(
            Draft(
                unit_id=f"{code}-{agency.id}",
                name=form.name,
                kind=Kind.OPD,
                shown=form.name,
                short=form.short,
                labels=dict(form.labels),
                older=rng.choice(others) if others else None,
            )
        )
    return drafts


def _hospitals(code: str, rng: random.Random) -> list[Draft]:
    """One hospital or two, as often as not in the name of a doctor."""
    drafts = []
    for number, doctor in enumerate(rng.sample(words().doctors, rng.choice((1, 1, 2))), start=1):
        named = number == 2 or rng.random() < 0.5
        name = f"RSUD dr. {doctor}" if named else "Rumah Sakit Umum Daerah"
        labels = {f"rsud{slug(doctor)}": 2, f"rsud-{slug(doctor)}": 1} if named else {"rsud": 1}
        drafts.append(
            Draft(
                unit_id=f"{code}-rsud{number}",
                name=name,
                kind=Kind.RSUD,
                shown=name,
                short=name,
                labels=labels,
            )
        )
    return drafts


def _numbered(name: str, rng: random.Random) -> list[str]:
    return [f"{name} I", f"{name} II"] if rng.random() < 0.06 else [name]


def _placed(code: str, kind: str, name: str, forms: dict[str, int], rng: random.Random) -> Draft:
    form = rng.choices(list(forms), list(forms.values()))[0]
    label = form.format(name=slug(name), hyphen=slug(name, "-"))
    full = f"{kind.capitalize()} {name}"
    abbreviation = {"puskesmas": "PKM", "kecamatan": "Kec.", "kelurahan": "Kel."}[kind]
    return Draft(
        unit_id=f"{code}-{kind[:3]}-{slug(name, '-')}",
        name=full,
        kind=Kind(kind),
        shown=rng.choice((full, full, f"UPT {full}")) if kind == "puskesmas" else full,
        short=f"{abbreviation} {name}",
        labels={label: 2},
        parent=f"{code}-dinkes" if kind == "puskesmas" else "",
    )
