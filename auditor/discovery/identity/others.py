"""Whether a name, a title or a host is another unit's."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.discovery.hosts import label_kind
from auditor.discovery.identity.records import SAME, Case, registered
from auditor.discovery.names import PLACED, Name, parse, similarity
from auditor.reference import load_kinds


def part_of(case: Case, name: Name) -> bool:
    """One place name inside the other ("Kakap", "Sungai Kakap"), and no other unit bears it."""
    own = case.own
    if name.kind != own.kind or own.kind not in PLACED or name.number != own.number:
        return False
    one, other = sorted(("".join(own.words), "".join(name.words)), key=len)
    inside = len(one) > 3 and one != other and (other.startswith(one) or other.endswith(one))
    return inside and "".join(name.words) not in registered(own.kind, case.region)


def names_other(case: Case, name: Name, same_kind: bool = False) -> bool:
    """Whether a name surely is another unit's: another place or number, or another kind."""
    own = case.own
    if name.kind in PLACED and name.words:
        if name.kind == own.kind:
            if not own.words:
                return False  # "RSUD" alone may be whichever the region has
            return name in case.neighbours or (case.like(name) < SAME and not part_of(case, name))
        return not same_kind and own.kind in PLACED
    if same_kind or name.kind != "agency" or own.kind != "agency":
        return False
    # Only what is known as an agency's function counts: titles say many other things.
    return bool(_known_agency(name)) and case.like(name) < 0.3


@lru_cache(maxsize=8192)
def _known_agency(name: Name) -> str:
    for kind in load_kinds().values():
        if kind.id not in PLACED and kind.usual != "aplikasi" and similarity(name, parse(kind.name)) >= 0.9:
            return kind.id
    return ""


def other_host(case: Case, label: str) -> bool:
    """Whether a host's label surely is another unit's; abbreviated places (``kecmsi``) say nothing."""
    name, own = parse(_spaced(label), case.region), case.own
    if name.kind == own.kind and own.kind in PLACED:
        place = "".join(name.words)
        neighbour = place in registered(own.kind, case.region) and not part_of(case, name)
        return neighbour or (place == "".join(own.words) and name.number != own.number)
    return names_other(case, name) or _other_kind(case, label)


def _other_kind(case: Case, label: str) -> bool:
    """The label stands for one kind of agency, and the unit is none of it."""
    kind = label_kind(label)
    if not kind:
        return False
    if case.own.kind in PLACED:
        return kind != case.own.kind
    return _known_agency(case.own) not in ("", kind)


def _spaced(label: str) -> str:
    """``pkm-air-putih`` and ``puskesmasguntur2`` as names."""
    match = re.match(r"(puskesmas|puskes|pkm|kecamatan|kec|kelurahan|kel|rsud)-?(.+)", label)
    return f"{match[1]} {match[2].replace('-', ' ')}" if match else label.replace("-", " ")
