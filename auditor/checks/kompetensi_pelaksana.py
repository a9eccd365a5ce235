"""Kompetensi pelaksana: what the officers must know or hold (UU 25/2009 art. 21 letter h).

Published   a row or heading of that name with a concrete schooling, skill or certificate ("Minimal
            lulusan SMA", "mampu mengoperasikan komputer", "memiliki STR").
Partial     the heading with an empty or general text.
Not found   no such section. Courses for officers in the news and qualifications of a vacancy are none.
"""

from __future__ import annotations

from auditor.checks.labelled import labelled_check

CHECK = labelled_check("kompetensi_pelaksana")
judge = CHECK.judge
