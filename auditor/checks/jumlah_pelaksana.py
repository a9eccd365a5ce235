"""Jumlah pelaksana: how many officers carry the service out (UU 25/2009 art. 21 letter k).

Published   a row or heading of that name with a number of people or posts ("2 (dua) orang petugas").
Partial     the heading with an empty or general text ("sesuai kebutuhan").
Not found   no such section. The number of employees of the whole office and statistics are none.
"""

from __future__ import annotations

from auditor.checks.labelled import labelled_check

CHECK = labelled_check("jumlah_pelaksana")
judge = CHECK.judge
