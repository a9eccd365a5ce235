"""The verdict on the website as a whole, each status from what a visit leaves behind."""

from __future__ import annotations

import pytest
from sites import HOME, failed, page, snapshot, visit

from auditor.checks.site import judge_site, platform_of
from auditor.models import Candidate, DomainClass, Https, SiteStatus, Unread
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


def test_none_only_when_a_source_answered() -> None:
    asked = judge_site(visit(home="", final_url=""), snapshot(), REGIONS)
    assert asked.status is SiteStatus.NONE
    assert (asked.url, asked.domain, asked.https) == ("", DomainClass.NONE, Https.NONE)
    silent = judge_site(visit(home="", final_url="", sources_asked=()), snapshot(), REGIONS)
    assert silent.status is SiteStatus.NOT_TESTED
    gone = Candidate(
        url="http://dinas.andaikab.go.id/",
        origin="pattern",
        outcome="unreachable",
        reason="network_unreachable",
    )
    broken = judge_site(visit(home="", final_url="", sources_asked=(), trail=(gone,)), snapshot(), REGIONS)
    assert broken.status is SiteStatus.NOT_TESTED


def test_social_only() -> None:
    site = judge_site(
        visit(home="", final_url="", social=("https://instagram.com/andai",)), snapshot(), REGIONS
    )
    assert site.status is SiteStatus.SOCIAL_ONLY
    assert site.domain is DomainClass.NONE


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
