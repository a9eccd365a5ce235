"""What may be a service's name by the company it keeps: short names in a row of which one is sure.

Whoever lists "IGD, bank darah, endoskopi" as what is served names services with all of them; a person, a
place, a quality, a day or a count among them is none, and then nobody knows of the others.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.checks.words.names import is_office, is_part, is_praise, is_service_name
from auditor.checks.words.phrasebook import Phrases, bare_label, fold

_WORDS = Phrases.load("produk")
_LONGEST = 60
_BLANKS = 6
_LEAST = 3  # names in a row


def may_be_listed(words: str) -> bool:
    """Whether words could be a service's name where services are listed."""
    label = bare_label(fold(words))
    return (
        2 <= len(label) <= _LONGEST
        and label.count(" ") <= _BLANKS
        and label[0].isalpha()
        and not _WORDS["not_listed"].opens(label)
        and not _WORDS["not_items"].search(label)
        and not is_praise(label)
        and not is_part(label)
        and not is_office(label)
    )


def are_alike(pieces: Iterable[str], by_lead: bool = False) -> bool:
    """Whether all pieces, three at least, may be names of services, and one surely is, or what leads to them
    says so."""
    names = [piece for piece in pieces if bare_label(fold(piece)) and not _is_choosing(piece)]
    if len(names) < _LEAST or not all(map(may_be_listed, names)):
        return False
    return by_lead or any(is_service_name(bare_label(fold(name))) for name in names)


def _is_choosing(piece: str) -> bool:
    """ "-- Pilih --", "dan lainnya": no item of the list itself."""
    return _WORDS["choosing"].regex.match(bare_label(fold(piece))) is not None


def is_tally(folded: str) -> bool:
    """ "Akta kelahiran: 2.134", "Rawat inap - 40 pasien": how many there were."""
    return _WORDS["tally"].search(folded) is not None
