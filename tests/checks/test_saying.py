"""A quote is what stands below its label, not the colon between them."""

from __future__ import annotations

from sites import page, snapshot

from auditor.checks import REGISTRY
from auditor.models import Section, SectionKind


def test_a_quote_does_not_begin_with_the_colon_of_its_label() -> None:
    row = Section(label="Jumlah Pelaksana", body=": 2 orang", kind=SectionKind.LINE, path=("SKTM",))
    found = REGISTRY["jumlah_pelaksana"].run(snapshot(page("Jumlah Pelaksana : 2 orang", sections=(row,))))
    assert found.evidence[0].snippet == "2 orang"
