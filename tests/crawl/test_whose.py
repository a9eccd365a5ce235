"""Whose a home page is, judged once as long as nothing that decides it changes."""

from __future__ import annotations

from dataclasses import replace

from auditor.discovery import Belongs, Identity, Locality
from auditor.models import Agency, Kind
from auditor.reference import load_regions
from auditor.spiders.answers import Got
from auditor.spiders.whose import Whose

UNIT = Agency(unit_id="u", name="Dinas Uji", kind=Kind.OPD, region="61.12")
GOT = Got(
    url="http://uji.go.id/",
    requested_url="http://uji.go.id/",
    status=200,
    headers=(),
    content=b"",
    sha256="a",
)
AROUND = Locality(units=("Dinas Uji",))


def test_another_page_name_place_or_door_is_judged_anew() -> None:
    regions = load_regions()
    asked: list[int] = []

    def judge() -> Identity:
        asked.append(1)
        return Identity(0.9, Belongs.OWN, ("+title",))

    first = Whose(UNIT, regions["61.12"], regions, {})
    told = first.of(GOT, "", AROUND, judge)
    dated = replace(GOT, headers=(("Date", "Sun, 22 Nov 2026 10:00:00 GMT"),))
    again = Whose(UNIT, regions["61.12"], regions, first.judged)
    assert again.of(dated, "", AROUND, judge) == told and len(asked) == 1
    assert again.judged == first.judged, "and the next visit knows it too"
    renamed = Whose(replace(UNIT, name="Dinas Lain"), regions["61.12"], regions, first.judged)
    renamed.of(GOT, "", AROUND, judge)
    wall = replace(GOT, headers=(("cf-mitigated", "challenge"),))
    for got, claim, around in (
        (replace(GOT, sha256="b"), "", AROUND),
        (replace(GOT, url="http://lain.go.id/"), "", AROUND),
        (GOT, "listed", AROUND),
        (GOT, "", Locality()),
        (wall, "", AROUND),
    ):
        again.of(got, claim, around, judge)
    assert len(asked) == 1 + 1 + 5
