"""Dasar hukum: the rules a service rests on (UU 25/2009 art. 21 letter a).

Published   a row or heading of that name that names at least one rule with its number or year, for a
            service or a standard of service.
Partial     the heading empty or without a rule ("sesuai peraturan yang berlaku").
Not found   no such section. A library of regulations (JDIH, "produk hukum"), the "Mengingat" part of a
            decree, and the basis of the PPID or of the office's own foundation are none.
"""

from __future__ import annotations

from auditor.checks.base import Phrases, Sight
from auditor.checks.labelled import labelled_check

PHRASES = Phrases.load("dasar_hukum")
_OPENING = 80  # characters in which a text says that it tells of the founding


def _of_a_service(sight: Sight) -> bool:
    founded = PHRASES["founding"].search(sight.body[:_OPENING])
    return founded is None and not PHRASES["not_around"].search(sight.around)


CHECK = labelled_check("dasar_hukum", accepts=_of_a_service, with_figure=True)
judge = CHECK.judge
