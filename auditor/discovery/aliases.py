"""Other names a unit goes or went by, and former addresses, as the notes of its target row give them.

"dahulu Dinas Komunikasi; singkatan: Diskominfo; juga pernah: kominfo.x.go.id". The words that
introduce them are in ``reference/aliases.toml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from auditor.discovery.names import Name, parse
from auditor.models import Agency, Region
from auditor.reference.naming import load_aliases

_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/\S*)?", re.IGNORECASE)
_MAX_NAMES = 5


@lru_cache(maxsize=8192)
def names_of(agency: Agency) -> tuple[str, ...]:
    """The official name first, then the others of the notes; none of them is an address."""
    found = [agency.name]
    for told in _told(agency.notes, load_aliases().names.words):
        for part in re.split(r"\s*(?:/|,(?!\s*dan\b)\s*(?=(?:Dinas|Badan|Puskesmas|UPT)\b))\s*", told):
            name = part.strip(" .\"'“”()")
            if 2 < len(name) <= 150 and not _HOST.fullmatch(name):
                found.append(name)
    return tuple(dict.fromkeys(found))[:_MAX_NAMES]


def names_in(agency: Agency, region: Region) -> tuple[Name, ...]:
    """All names of a unit, taken apart; the official one first."""
    return tuple(parse(name, region) for name in names_of(agency))


def former_hosts(agency: Agency) -> tuple[str, ...]:
    """Hosts the notes say the unit had."""
    told = _told(agency.notes, load_aliases().hosts.words)
    return tuple(dict.fromkeys(match[1].lower() for text in told for match in _HOST.finditer(text)))


def _told(notes: str, words: tuple[str, ...]) -> list[str]:
    return [match[1] for match in _pattern(words).finditer(notes)]


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})\s*:?\s+([^;|\n(]+)", re.IGNORECASE)
