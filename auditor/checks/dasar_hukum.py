"""Dasar hukum: the rules a service rests on (UU 25/2009 art. 21 letter a).

Published   a row or heading of that name that names at least one rule with its number or year, for a
            service or a standard of service.
Partial     the heading empty or without a rule ("sesuai peraturan yang berlaku").
Not found   no such section. A library of regulations (JDIH, "produk hukum"), the "Mengingat" part of a
            decree, and the basis of the PPID or of the office's own foundation are none.
"""

from __future__ import annotations

from auditor.checks.base import Sight
from auditor.checks.labelled import labelled_check


def _of_a_service(sight: Sight) -> bool:
    return not any(word in sight.around for word in ("produk hukum", "jdih", "ppid", "pembentukan"))


CHECK = labelled_check("dasar_hukum", accepts=_of_a_service)
judge = CHECK.judge
