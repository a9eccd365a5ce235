"""What the head cells of tables announce."""

from __future__ import annotations

import re
from functools import cache

from auditor.extract.label_words import alternation, word_set, words
from auditor.extract.labels import component_start
from auditor.text import fold_label


@cache
def _in_units() -> re.Pattern[str]:
    return re.compile(rf"\s*\((?:dalam |satuan )?(?:{alternation(words()['head_units'])})\)$")


def head_kind(cell: str) -> str:
    """What a table's head cell announces: ``number``, ``component_name``, ``component``, ``service``, ``day``
    or empty."""
    folded = fold_label(cell) or cell.strip()
    if folded in word_set("head_number"):
        return "number"
    if folded in word_set("head_component"):
        return "component_name"
    if folded in word_set("head_service"):
        return "service"
    if folded in word_set("head_day"):
        return "day"
    if _in_units().sub("", folded) in word_set("head_time") or (len(folded) <= 60 and component_start(cell)):
        return "component"
    return ""


def names_person(cell: str) -> bool:
    """A head cell over the names of persons ("Nama Dokter")."""
    return fold_label(cell) in word_set("head_person")
