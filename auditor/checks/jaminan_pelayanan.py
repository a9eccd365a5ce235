"""Jaminan pelayanan: the assurance that the service follows its standard (UU 25/2009 art. 21 letter l).

Published   a row or heading of that name with the assurance or compensation itself ("petugas yang
            kompeten dan ramah", "diberikan kompensasi apabila terlambat").
Partial     the heading with an empty text or no assurance in it.
Not found   no such section. "Jaminan kesehatan" (BPJS) is an insurance, not this.
"""

from __future__ import annotations

from auditor.checks.labelled import labelled_check

CHECK = labelled_check("jaminan_pelayanan")
judge = CHECK.judge
