"""Sarana, prasarana, fasilitas: the rooms and equipment of the service (UU 25/2009 art. 21 letter g).

Published   a row or heading of that name that lists at least one concrete facility ("ruang tunggu",
            "komputer", "kursi roda", "tempat parkir").
Partial     the heading with an empty or general text ("sarana memadai").
Not found   no such section. News about building works and an asset list of the region are none.
"""

from __future__ import annotations

from auditor.checks.labelled import labelled_check

CHECK = labelled_check("sarana_prasarana")
judge = CHECK.judge
