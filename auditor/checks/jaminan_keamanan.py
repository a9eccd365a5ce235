"""Jaminan keamanan dan keselamatan pelayanan (UU 25/2009 art. 21 letter m).

Published   a row or heading of that name that says how people, data or documents are kept safe
            ("kerahasiaan data dijamin", "APAR", "jalur evakuasi", "stempel basah dan hologram").
Partial     the heading with an empty or general text.
Not found   no such section. Public order and cyber security as fields of duty are none.
"""

from __future__ import annotations

from auditor.checks.labelled import labelled_check

CHECK = labelled_check("jaminan_keamanan")
judge = CHECK.judge
