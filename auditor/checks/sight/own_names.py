"""What the unit itself is called, in a page's title and headings: it says nothing of what stands below.

"Dinas Koperasi dan UMKM" above a fee does not make it the price of somebody's goods.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import title_parts

_WORD = re.compile(r"[a-z]{3,}")
_SHARED = 2  # words of the unit's name in a part of a title that is its name, the kind of unit among them


@cache
def core_of(name: str) -> str:
    """A unit's name, folded, without its rank ("UPTD") and its region."""
    plain = re.sub(r"^(?:(?:uptd?|blud|pemerintah|kantor)\W+)+", "", fold(name))
    return re.split(r"\s(?:kabupaten|kab\.|kota|provinsi)\s", plain, maxsplit=1)[0].strip()


@lru_cache(maxsize=4096)  # a site's pages share titles
def names_on(title: str, unit_name: str) -> tuple[str, ...]:
    """The unit's name and its core, and the parts of a folded title that name it otherwise ("Dinas Koperasi &
    UKM Kab. Andai"), the longest first; empty where no unit is known."""
    core = core_of(unit_name)
    if not core:
        return ()
    own = set(_WORD.findall(core)) - {"dan"}
    kind = core.partition(" ")[0]
    told = {
        part.strip()
        for part in title_parts(title)
        if kind in part and len(own.intersection(_WORD.findall(part))) >= _SHARED
    }
    return tuple(sorted({unit_name, core, *told}, key=lambda name: (-len(name), name)))


def without(names: tuple[str, ...], said: str) -> str:
    """Folded words without those names."""
    for name in names:
        said = said.replace(name, " ")
    return said
