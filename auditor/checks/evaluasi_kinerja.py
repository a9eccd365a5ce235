"""Evaluasi kinerja pelaksana: how the officers work is judged (UU 25/2009 art. 21 letter n).

Published   a row or heading of that name that says how or how often ("Survei Kepuasan Masyarakat
            setiap 6 bulan", "rapat evaluasi bulanan", "SKP").
Partial     the heading with an empty or general text.
Not found   no such section. LAKIP/LKjIP reports and evaluation of regional budgets are none.
"""

from __future__ import annotations

from auditor.checks.labelled import labelled_check

CHECK = labelled_check("evaluasi_kinerja")
judge = CHECK.judge
