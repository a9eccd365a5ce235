"""Conditions told behind a service's name, two at least: "Vaksinasi rabies: hewan berumur 3 bulan, sehat"."""

from __future__ import annotations

import re

from auditor.checks.base import Sight
from auditor.checks.requirement.owners import PHRASES
from auditor.checks.words.marks import unmarked
from auditor.checks.words.names import is_service_name

_NAMED = re.compile(r"(?:^|(?<=[.\n] )|(?<=\n))(?P<name>[^:.\n]{4,60}):\s+(?P<told>[^.\n]{8,200})")
_LEAST = 2


def behind_a_name(sight: Sight) -> tuple[int, int] | None:
    """ "Vaksinasi rabies: hewan berumur minimal 3 bulan, sehat, dibawa pakai tali"."""
    if sight.zone != "main" or ":" not in sight.body or "persyaratan.told_conditions" not in sight.said:
        return None
    if len({hit.group() for hit in PHRASES["told_conditions"].known(sight.body)}) < _LEAST:
        return None
    for named in _NAMED.finditer(sight.body):
        if is_service_name(unmarked(named["name"])) and are_conditions(named["told"].split(",")):
            return named.span("told")
    return None


def are_conditions(items: list[str]) -> bool:
    """Whether two items or more, and half of them, are conditions."""
    told = sum(PHRASES["told_conditions"].search(item) is not None for item in items)
    return told >= _LEAST and told * 2 >= len(items)
