"""Conditions told in running words: "Permohonan hanya diproses bila pemohon berdomisili di sini".

A condition is no paper, so the words around it must make it one for getting a service: "hanya dilayani bila",
"dengan syarat", "diberikan kepada pemohon yang"; or it stands behind a service's name among others.
"""

from __future__ import annotations

import re

from auditor.checks.base import Sight
from auditor.checks.requirement.owners import PHRASES, told_of_others
from auditor.checks.words.clauses import line_around
from auditor.checks.words.marks import unmarked
from auditor.checks.words.names import is_service_name, mentions_service

_END = re.compile(r"[.!?](?:\s|$)|\n")
_REACH = 220  # characters behind the words that make it a condition
_NAMED = re.compile(r"(?:^|(?<=[.\n] )|(?<=\n))(?P<name>[^:.\n]{4,60}):\s+(?P<told>[^.\n]{8,200})")
_LEAST = 2


def in_words(sight: Sight, *, of_service: bool) -> tuple[int, int] | None:
    """Where a sentence tells a condition for getting a service."""
    if sight.zone != "main" or sight.is_regulation_text:
        return None
    for made in PHRASES["conditional"].finditer(sight.body):
        end = _END.search(sight.body, made.end())
        told = sight.body[made.end() : min(end.start() if end else len(sight.body), made.end() + _REACH)]
        hit = PHRASES["told_conditions"].search(told)
        if hit is None:
            continue
        line = line_around(sight.body, *made.span())
        if PHRASES["conditions_of_others"].search(f"{sight.label} / {line}"):
            continue
        if (of_service or mentions_service(line)) and not told_of_others(sight, *made.span()):
            return made.start(), made.end() + hit.end()
    return None


def behind_a_name(sight: Sight) -> tuple[int, int] | None:
    """ "Vaksinasi rabies: hewan berumur minimal 3 bulan, sehat, dibawa pakai tali"."""
    if sight.zone != "main" or ":" not in sight.body or "persyaratan.told_conditions" not in sight.said:
        return None
    if not PHRASES["told_conditions"].has(sight.body, _LEAST):
        return None
    for named in _NAMED.finditer(sight.body):
        if is_service_name(unmarked(named["name"])) and are_conditions(named["told"].split(",")):
            return named.span("told")
    return None


def are_conditions(items: list[str]) -> bool:
    """Whether two items or more, and half of them, are conditions."""
    told = sum(PHRASES["told_conditions"].search(item) is not None for item in items)
    return told >= _LEAST and told * 2 >= len(items)
