"""What a clause that says "gratis" says besides: nothing, or what else is free there, for whom."""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.words.clauses import clause
from auditor.checks.words.names import is_service_name
from auditor.models import Fee
from auditor.values import Found, find_durations

PHRASES = Phrases.load("biaya")
_STEPS = Phrases.load("prosedur")
_PIECE = re.compile(r",\s|:\s|\)\s|\s[-–—]\s")
_LETTERS = re.compile(r"[a-z0-9]{2,}")
_WORD = re.compile(r"[a-z]{4,}")


def is_bare_claim(sight: Sight, item: Found[Fee]) -> bool:
    """ "Semuanya gratis", "tunggu di loket, tidak dipungut biaya": a piece of a clause that tells of nothing
    but the service told beside it or named above; "kopi dan majalah gratis" is of coffee, "mudah, cepat,
    gratis" is a slogan."""
    start, end = clause(sight.body, item.start, item.end)
    if PHRASES["slogans"].search(sight.body[start:end]) or PHRASES["days"].search(sight.body):
        return False
    *told, before = _PIECE.split(sight.body[start : item.start])
    if told and not _WORD.search(before) and _is_of_a_thing(sight, told[-1]):
        return False
    after = _PIECE.split(sight.body[item.end : end], maxsplit=1)[0]
    whole = f"{before} {after}".strip(" .!\t")
    said = PHRASES["claimed_of"].regex.sub(" ", whole).strip(" .!\t")
    return is_service_name(said) or is_service_name(whole) or _is_named_above(sight, said)


def _is_named_above(sight: Sight, said: str) -> bool:
    """Whether words say nothing but what the heading or the service's name says."""
    heads = f"{sight.label} {sight.section.service}".lower()
    return all(word in heads for word in _WORD.findall(said))


def _is_of_a_thing(sight: Sight, piece: str) -> bool:
    """What "..., gratis" is said of is neither a service nor what one brings or does for it, nor how long it
    takes: "pinjam payung: gratis"."""
    said = PHRASES["claimed_of"].regex.sub(" ", piece)
    if not _WORD.search(said) or is_service_name(piece.strip()) or find_durations(piece):
        return False
    return (
        REQUIREMENTS["documents"].search(piece) is None
        and _STEPS["counter"].search(piece) is None
        and not _is_named_above(sight, said)
    )


def is_said_of(label: str, service: str) -> bool:
    """ "INGAT, AK1 ITU GRATIS": a heading that says of a service nothing else."""
    said = _LETTERS.findall(PHRASES["claimed_of"].regex.sub(" ", label))
    named = [word for word in said if word in service]
    return bool(named) and all(word in service or word.startswith("gratis") for word in said)
