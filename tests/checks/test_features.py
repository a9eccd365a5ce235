"""Channels and integration: what a site offers beside the standard."""

from __future__ import annotations

import pytest

from auditor.checks.features import data, find
from auditor.models import (
    Accessibility,
    Agency,
    Barrier,
    Feature,
    Fetch,
    Kind,
    Link,
    Page,
    Signature,
    Site,
    SiteStatus,
    Snapshot,
    Source,
    Unread,
)

HOME = "https://dpmptsp.contohkab.go.id/"
ONLINE = Site(status=SiteStatus.ONLINE, url=HOME)


def page(*links: tuple[str, str], signatures: tuple[Signature, ...] = (), external: bool = False) -> Page:
    fetch = Fetch(
        url=HOME,
        requested_url=HOME,
        status=200,
        content_type="text/html",
        sha256="a" * 64,
        fetched_at="2026-11-22T00:00:00Z",
        offset=0,
        external=external,
    )
    return Page(
        fetch=fetch,
        source=Source.HTML,
        title="",
        text="",
        links=tuple(Link(text=text, url=url) for text, url in links),
        signatures=signatures,
    )


def judged(*pages: Page, name: str = "Dinas Sosial", unread: tuple[Unread, ...] = ()) -> dict[str, Feature]:
    agency = Agency(unit_id="u", name=name, kind=Kind.OPD, region="61.12")
    shot = Snapshot(agency=agency, pages=pages, unread=unread)
    return {item.code: item for item in find(shot, ONLINE)}


@pytest.mark.parametrize(
    ("code", "url", "found"),
    [
        ("lapor", "https://www.lapor.go.id/", True),
        ("lapor", "https://lapor.go.id.contoh.com/", False),
        ("lapor", "https://contohkab.go.id/lapor.go.id", False),
        ("sippn", "https://sippn.menpan.go.id/instansi/1", True),
        ("mpp", "https://mpp.contohkab.go.id/", True),
        ("mpp", "https://mpp.tetanggakab.go.id/", False),
        ("digital_service", "https://layanan.contohkab.go.id/", True),
        ("digital_service", "https://forms.gle/abc", True),
        ("digital_service", "https://docs.google.com/spreadsheets/d/1", False),
        ("digital_service", HOME + "layanan", False),
    ],
)
def test_links_to_systems(code: str, url: str, found: bool) -> None:
    item = judged(page(("Buka", url)))[code]
    assert item.state == ("found" if found else "not_found")
    assert bool(item.evidence) is found
    if found:
        assert url in item.evidence[0].snippet


def test_a_link_without_words_is_not_offered_to_anybody() -> None:
    assert judged(page(("", "https://lapor.go.id/")))["lapor"].state == "not_found"


def test_oss_concerns_licensing_units_only() -> None:
    offers = page(("OSS", "https://oss.go.id/"))
    assert judged(offers)["oss"].state == "not_applicable"
    licensing = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
    assert judged(offers, name=licensing)["oss"].state == "found"
    assert judged(page(), name=licensing)["oss"].state == "not_found"


def test_what_could_not_be_read_is_never_absence() -> None:
    left = (Unread(url=HOME + "a.pdf", what="document", reason="timeout"),)
    assert judged(page(), unread=left)["lapor"].state == "not_tested"
    dead = Site(status=SiteStatus.DEAD)
    agency = Agency(unit_id="u", name="Dinas", kind=Kind.OPD, region="61.12")
    assert {item.state for item in find(Snapshot(agency=agency, reached=False), dead)} <= {
        "not_tested",
        "not_applicable",
    }


def test_signatures_say_who_and_whether_whole() -> None:
    good = Signature(
        signer="Budi", issuer="OSD LU Kelas 2, Badan Siber dan Sandi Negara", intact=True, whole=True
    )
    bad = Signature(signer="Ani", issuer="CA Lain", intact=False, whole=False)
    item = judged(page(signatures=(good, bad)))["signed_document"]
    assert item.state == "found"
    assert item.facts == {"bsre": "1", "other": "1", "damaged": "1"}
    assert "utuh" in item.evidence[0].snippet
    assert "RUSAK" in item.evidence[1].snippet


def test_accessibility_counts_by_impact_and_needs_a_browser() -> None:
    assert judged(page())["accessibility"].state == "not_tested"
    seen = Accessibility(
        url=HOME,
        at="2026-11-22T00:00:00Z",
        engine="axe-core 4",
        passed=9,
        barriers=(
            Barrier(rule="image-alt", impact="critical", count=3),
            Barrier(rule="region", impact="minor", count=2),
        ),
    )
    agency = Agency(unit_id="u", name="Dinas", kind=Kind.OPD, region="61.12")
    found = {f.code: f for f in find(Snapshot(agency=agency, pages=(page(),), accessibility=(seen,)), ONLINE)}
    item = found["accessibility"]
    assert (item.facts["critical"], item.facts["minor"]) == ("3", "2")
    assert item.evidence[0].locator == "image-alt"


def test_every_system_says_why_it_is_looked_for() -> None:
    codes = [item.code for item in data().systems]
    assert len(set(codes)) == len(codes)
    assert all(item.source and (item.hosts or item.labels) for item in data().systems)
