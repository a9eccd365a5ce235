"""Pengawasan internal: who watches over the service from inside (UU 25/2009 art. 21 letter i).

Published   a row or heading of that name that says who supervises or how ("dilakukan oleh atasan
            langsung", "Inspektorat", "rapat evaluasi setiap bulan").
Partial     the heading with an empty or general text.
Not found   no such section. The work of an Inspektorat as an office, and audits of finance, are none.
"""

from __future__ import annotations

from auditor.checks.labelled import labelled_check

CHECK = labelled_check("pengawasan_internal")
judge = CHECK.judge
