"""The verdict on the website as a whole, each status from what a visit leaves behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sites import AGENCY, HOME, TIME, failed, page, snapshot, visit

from auditor.checks.site import judge_site
from auditor.checks.site_traits import platform_of
from auditor.models import (
    Agency,
    Asked,
    Candidate,
    Decision,
    DomainClass,
    Https,
    Kind,
    Site,
    SiteStatus,
    Unread,
    Visit,
)
from auditor.reference import load_regions

REGIONS = load_regions()
LONG = "Dinas Andai melayani masyarakat dengan sepenuh hati. " * 10


@pytest.mark.parametrize(
    ("cause", "status", "words"),
    [
        ("dns_nxdomain", SiteStatus.DEAD, "NXDOMAIN"),
        ("dns_servfail", SiteStatus.DEAD, "SERVFAIL"),
        ("dns_timeout", SiteStatus.DEAD, "batas waktu"),
        ("connect_refused", SiteStatus.DEAD, "menolak sambungan"),
        ("redirect_loop", SiteStatus.DEAD, "berputar"),
        ("http_500", SiteStatus.DEAD, "500"),
        ("bot_wall", SiteStatus.BLOCKED, "anti-robot"),
        ("robots", SiteStatus.BLOCKED, "robots.txt"),
        ("http_403", SiteStatus.BLOCKED, "403"),
        ("redirected_away", SiteStatus.REDIRECTED_AWAY, "situs lain"),
        ("network_unreachable", SiteStatus.NOT_TESTED, "jaringan pemeriksa"),
    ],
)
def test_a_home_page_that_failed(cause: str, status: SiteStatus, words: str) -> None:
    site = judge_site(visit(failures=(failed(cause),)), snapshot(), REGIONS)
    assert site.status is status
    assert any(words in line for line in site.reasons), site.reasons
    assert site.url == HOME


def test_a_normal_site() -> None:
    pages = (page(LONG), page(LONG, HOME + "wp-content/uploads/x", links=[("Profil", HOME + "wp-content/a")]))
    site = judge_site(visit(https=Https.VALID), snapshot(*pages), REGIONS)
    assert site.status is SiteStatus.ONLINE
    assert site.pages_fetched == 2
    assert site.https is Https.VALID
    assert site.registered_domain == "andaikab.go.id"
    assert site.domain is DomainClass.GO_ID_OTHER
    assert site.platform == "WordPress"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("This domain is parked. Buy this domain", SiteStatus.PARKED),
        ("This Account has been suspended", SiteStatus.DEAD),
        ("Website sedang dalam perbaikan. Segera hadir", SiteStatus.UNDER_CONSTRUCTION),
        ("HACKED BY CONTOH CYBER TEAM. Greetz: nol", SiteStatus.HACKED),
        ("Situs slot gacor maxwin, judi online terpercaya, rtp live dan togel", SiteStatus.HACKED),
        ("Checking your browser before accessing", SiteStatus.BLOCKED),
    ],
)
def test_what_the_home_page_says(text: str, status: SiteStatus) -> None:
    assert judge_site(visit(), snapshot(page(text)), REGIONS).status is status


def test_an_inner_page_under_repair_does_not_close_the_site() -> None:
    shot = snapshot(page(LONG), page("Halaman sedang dalam perbaikan", HOME + "sop"))
    assert judge_site(visit(), shot, REGIONS).status is SiteStatus.ONLINE


def test_one_gambling_page_makes_the_site_hacked() -> None:
    spam = page(
        "SLOT GACOR HARI INI, daftar judi slot, bonus new member, rtp live", HOME + "wp-content/slot/"
    )
    site = judge_site(visit(), snapshot(page(LONG), spam), REGIONS)
    assert site.status is SiteStatus.HACKED
    assert any("wp-content/slot" in line for line in site.reasons)


def searched(*sources: str, **more: str) -> tuple[Asked, ...]:
    """Sources that answered, and others with their state and cause: ``dns="silent dns_servfail"``."""
    told = [Asked(source=name, state="answered") for name in sources]
    for name, words in more.items():
        state, _, detail = words.partition(" ")
        told.append(Asked(source=name, state=state, detail=detail))
    return tuple(told)


def homeless(asked: tuple[Asked, ...], *trail: Candidate, agency: Agency = AGENCY, **more: Any) -> Site:
    sources = tuple(item.source for item in asked if item.state == "answered")
    seen = Visit(agency=agency, sources_asked=sources, asked=asked, trail=trail, started_at=TIME, **more)
    return judge_site(seen, snapshot(), REGIONS)


FULL = searched("portal", "health_office", "dns")
PUSKESMAS = replace(AGENCY, kind=Kind.PUSKESMAS, name="Puskesmas Andai")


def test_none_only_when_the_sources_that_could_know_answered() -> None:
    none = homeless(FULL)
    assert none.status is SiteStatus.NONE
    assert (none.url, none.domain, none.https) == ("", DomainClass.NONE, Https.NONE)
    assert none.asked == FULL
    assert "portal wilayah" in " ".join(none.reasons)
    assert homeless(searched("search", "dns", portal="silent timeout")).status is SiteStatus.NONE


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((), "portal wilayah"),
        (searched("dns"), "portal wilayah"),
        (searched("dns", portal="silent connect_refused"), "menolak sambungan"),
        (searched("dns", portal="absent domain_unknown"), "domain wilayah belum diketahui"),
        (searched("portal"), "DNS belum menjawab"),
        (searched("portal", dns="silent dns_servfail: x.andaikab.go.id"), "SERVFAIL) (x.andaikab.go.id)"),
        (searched("portal", dns="silent dns_lame: x.andaikab.go.id"), "lame delegation"),
        (searched("portal", dns="off connect_to"), "--connect-to"),
        (searched("portal", dns="off proxy"), "proksi"),
    ],
)
def test_who_did_not_answer_is_named(asked: tuple[Asked, ...], words: str) -> None:
    site = homeless(asked)
    assert site.status is SiteStatus.NOT_TESTED
    assert any(words in line for line in site.reasons), site.reasons


def test_a_puskesmas_has_none_only_when_its_health_office_did_not_stay_silent() -> None:
    silent = searched("portal", "dns", health_office="silent timeout")
    assert homeless(silent, agency=PUSKESMAS).status is SiteStatus.NOT_TESTED
    assert homeless(silent).status is SiteStatus.NONE
    absent = searched("portal", "dns", health_office="absent no_host")
    assert homeless(absent, agency=PUSKESMAS).status is SiteStatus.NONE


def tried(outcome: str, reason: str, claim: str = "", origin: str = "portal") -> Candidate:
    return Candidate(url=HOME, origin=origin, outcome=outcome, reason=reason, claim=claim, at=TIME)


@pytest.mark.parametrize(
    ("candidate", "status"),
    [
        (tried("unreachable", "dns_nxdomain", "listed"), SiteStatus.DEAD),
        (tried("unreachable", "connect_refused", "label", "pattern"), SiteStatus.DEAD),
        (tried("unreachable", "http_403", "label", "pattern"), SiteStatus.BLOCKED),
        (tried("unreachable", "connect_refused", "", "pattern"), SiteStatus.NONE),
        (tried("refused", "unclear: +title", "listed"), SiteStatus.NOT_TESTED),
        (tried("refused", "unclear: +own_go_id", "", "pattern"), SiteStatus.NONE),
        (tried("refused", "namesake: -other_region_in_text", "stated", "target_file"), SiteStatus.NONE),
        (tried("refused", "wildcard_page", "", "pattern"), SiteStatus.NONE),
    ],
)
def test_what_was_tried_decides_before_none_is_said(candidate: Candidate, status: SiteStatus) -> None:
    site = homeless(FULL, candidate)
    assert site.status is status, site.reasons
    assert (site.url == HOME) is (status in {SiteStatus.DEAD, SiteStatus.BLOCKED})


def test_social_only_is_said_on_the_same_terms_as_none() -> None:
    account = ("https://instagram.com/andai",)
    site = homeless(FULL, social=account)
    assert site.status is SiteStatus.SOCIAL_ONLY
    assert site.domain is DomainClass.NONE
    assert homeless(searched("portal"), social=account).status is SiteStatus.NOT_TESTED


def decided(website: str, until: str = "2027-01-01") -> Agency:
    decision = Decision(website=website, reason="r", person="Ani", date="2026-11-01", valid_until=until)
    return replace(AGENCY, decision=decision)


def test_a_decision_overrides_and_disagreement_is_told() -> None:
    none = homeless((), agency=decided(""))
    assert none.status is SiteStatus.NONE, "whatever was asked"
    assert none.decision is not None
    assert not any("tidak sesuai" in line for line in none.reasons)
    seen = homeless(FULL, tried("overruled", "+title", "listed"), agency=decided(""))
    assert seen.status is SiteStatus.NONE
    assert any("tidak sesuai" in line and HOME in line for line in seen.reasons)
    gone = homeless(FULL, tried("unreachable", "dns_nxdomain", "stated", "decision"), agency=decided(HOME))
    assert gone.status is SiteStatus.DEAD
    assert any("tidak dapat dibuka" in line for line in gone.reasons)


def test_a_decision_that_ended_is_told_and_not_applied() -> None:
    site = homeless(searched("portal"), agency=decided("", until="2026-11-21"))
    assert site.status is SiteStatus.NOT_TESTED
    assert any("berakhir 2026-11-21" in line for line in site.reasons)


def test_vendor_mail_and_moves_are_information() -> None:
    text = LONG + " Surel: dinas.andai@gmail.com, dinas@andaikab.go.id atau DINAS.ANDAI@gmail.com"
    moved = visit(
        home="https://dinasandai.com/", canonical="situs.vendor-hosting.net", notes=("moved_domain",)
    )
    site = judge_site(moved, snapshot(page(text)), REGIONS)
    assert site.mail == ("dinas.andai@gmail.com",)
    assert site.vendor == "vendor-hosting.net"
    assert any("pindah ke go.id: dinas.andaikab.go.id" in line for line in site.reasons)


def test_a_stated_address_that_does_not_answer_is_dead_and_keeps_its_domain() -> None:
    stated = Candidate(url=HOME, origin="target_file", outcome="unreachable", reason="dns_nxdomain")
    site = judge_site(visit(home="", final_url="", trail=(stated,)), snapshot(), REGIONS)
    assert site.status is SiteStatus.DEAD
    assert site.url == HOME


def test_certificates_and_unread_files_are_named() -> None:
    unread = (Unread(url=HOME + "sp.pdf", what="document", reason="no_tesseract"),)
    site = judge_site(
        visit(https=Https.INVALID, https_detail="tls_expired", notes=("budget_pages",)),
        snapshot(page(LONG), unread=unread),
        REGIONS,
    )
    text = " ".join(site.reasons)
    assert "kedaluwarsa" in text
    assert "Jatah halaman" in text
    assert "1 halaman atau berkas" in text


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://x.go.id/index.php/first/artikel/119", "OpenSID"),
        ("https://x.blogspot.com/p/profil.html", "Blogger"),
        ("https://x.go.id/index.php?option=com_content&id=1", "Joomla"),
        ("https://sites.google.com/view/x", "Google Sites"),
        ("https://x.go.id/index.html", ""),
    ],
)
def test_platform(url: str, name: str) -> None:
    assert platform_of(snapshot(page("Profil", url))) == name
