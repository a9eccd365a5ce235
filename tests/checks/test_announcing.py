"""A heading announces what does not stand below it."""

from __future__ import annotations

import pytest
from sites import HOME, page, snapshot

from auditor.checks import REGISTRY, judge
from auditor.models import Link, Section, SectionKind, Site, SiteStatus, Unread

_PICTURE = HOME + "foto/tarif.jpg"


@pytest.mark.parametrize(("gone", "verdict"), [(True, "partial"), (False, "not_found")])
def test_a_missing_picture_leaves_its_heading_empty(gone: bool, verdict: str) -> None:
    shown = Section(
        label="",
        body="Tarif",
        kind=SectionKind.IMAGE,
        path=("Beranda", "Tarif Layanan"),
        links=(Link(text="Tarif", url=_PICTURE),),
    )
    headed = Section(label="Tarif Layanan", body="", kind=SectionKind.HEADING, path=("Beranda",))
    lost = Unread(url=_PICTURE, what="image", reason="http_404", referrer=HOME)
    told = snapshot(page("Tarif Layanan", sections=(headed, shown)), unread=(lost,) if gone else ())
    assert REGISTRY["biaya"].run(told).verdict.value == verdict


def test_a_menu_entry_without_an_address_announces_on_a_screened_site() -> None:
    menu = Section(label="", body="Beranda\nMaklumat Pelayanan", kind=SectionKind.PARAGRAPH, zone="nav")
    told = judge(snapshot(page("Dinas Contoh", sections=(menu,))), Site(status=SiteStatus.ONLINE)).findings
    assert told["maklumat"].reason == "announced"
    assert told["sop"].verdict.value == "not_found"
