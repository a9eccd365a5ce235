"""What a clause that says "gratis" says besides: nothing, or what else is free there, for whom."""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight
from auditor.checks.words.clauses import clause
from auditor.checks.words.names import is_service_name
from auditor.models import Fee
from auditor.values import Found

PHRASES = Phrases.load("biaya")
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
    before = _PIECE.split(sight.body[start : item.start])[-1]
    after = _PIECE.split(sight.body[item.end : end], maxsplit=1)[0]
    whole = f"{before} {after}".strip(" .!\t")
    said = PHRASES["claimed_of"].regex.sub(" ", whole).strip(" .!\t")
    heads = f"{sight.label} {sight.section.service}".lower()
    if is_service_name(said) or is_service_name(whole):
        return True
    return all(word in heads for word in _WORD.findall(said))


def is_said_of(label: str, service: str) -> bool:
    """ "INGAT, AK1 ITU GRATIS": a heading that says of a service nothing else."""
    said = _LETTERS.findall(PHRASES["claimed_of"].regex.sub(" ", label))
    named = [word for word in said if word in service]
    return bool(named) and all(word in service or word.startswith("gratis") for word in said)
