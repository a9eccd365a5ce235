"""Whose name a host lives under, what belongs to a site, and documents kept elsewhere."""

import pytest

from auditor.models import DomainClass
from auditor.reference import load_regions
from auditor.urls import (
    classify_domain,
    drive,
    in_scope,
    is_directory,
    is_social,
    is_vendor_application,
    registered_domain,
    social_account,
    unwrap,
)

REGIONS = load_regions()


@pytest.mark.parametrize(
    ("host", "code", "expected"),
    [
        ("dinkes.kuburayakab.go.id", "61.12", "go_id"),
        ("WWW.KuburayaKab.go.id.", "61.12", "go_id"),
        ("dinkes.kuburaya.go.id", "61.12", "go_id"),  # a former domain
        ("dinkes.pontianak.go.id", "61.12", "go_id_other"),
        ("dinkes.kalbarprov.go.id", "61.12", "go_id_other"),
        ("kemkes.go.id", "61.12", "go_id_other"),
        ("dprd-ponorogo.go.id", "35.02", "go_id"),  # a unit's own registered name
        ("dprdbantul.go.id", "34.02", "go_id"),
        ("dprd-tegalkab.go.id", "33.28", "go_id"),
        ("dprd-tegalkab.go.id", "33.76", "go_id_other"),  # Kota Tegal is not Kabupaten Tegal
        ("kpu-kuburayakab.go.id", "61.12", "go_id_other"),
        ("pn-bantul.go.id", "34.02", "go_id_other"),
        ("dinkes.jakarta.go.id", "31.71", "go_id"),
        ("pusat.jakarta.go.id", "31", "go_id"),
        ("x.desa.id", "61.12", "desa_id"),
        ("pkm-x.blogspot.com", "61.12", "free_host"),
        ("pkmx.wordpress.com", "61.12", "free_host"),
        ("sites.google.com", "61.12", "free_host"),
        ("pkm-x.github.io", "61.12", "free_host"),
        ("notblogspot.com", "61.12", "non_go_id"),
        ("fake-go.id", "61.12", "non_go_id"),
        ("kuburayakab.go.id.evil.com", "61.12", "non_go_id"),
        ("puskesmasx.com", "61.12", "non_go_id"),
        ("127.0.0.1", "61.12", "non_go_id"),
        ("", "61.12", "none"),
    ],
)
def test_class_of_a_host(host, code, expected):
    assert classify_domain(host, REGIONS[code], REGIONS) == DomainClass(expected)


def test_without_a_region_any_region_is_its_own():
    assert classify_domain("dinkes.depok.go.id", None, REGIONS) is DomainClass.GO_ID
    assert classify_domain("kemkes.go.id", None, REGIONS) is DomainClass.GO_ID_OTHER


def test_every_portal_is_its_own_regions():
    for region in REGIONS.values():
        for domain in filter(None, (region.domain, *region.other_domains)):
            assert classify_domain(f"www.{domain}", region, REGIONS) is DomainClass.GO_ID, region
            assert domain.endswith(".go.id")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("a.b.kuburayakab.go.id", "kuburayakab.go.id"),
        ("x.y.desa.id", "y.desa.id"),
        ("www.pkm-x.blogspot.com", "pkm-x.blogspot.com"),
        ("pkm-x.wordpress.com", "pkm-x.wordpress.com"),
        ("dinkes.x.co.id", "x.co.id"),
        ("localhost", "localhost"),
        ("10.0.0.1", "10.0.0.1"),
        ("go.id", "go.id"),
    ],
)
def test_registered_domain(host, expected):
    assert registered_domain(host) == expected


@pytest.mark.parametrize(
    ("url", "home", "scoped", "expected"),
    [
        ("http://www.dinkes.x.go.id/sp.pdf", "https://dinkes.x.go.id/", False, True),
        ("https://ppid.dinkes.x.go.id/", "https://dinkes.x.go.id/", False, True),
        ("https://disdik.x.go.id/", "https://dinkes.x.go.id/", False, False),
        (
            "https://dinkes.x.go.id/",
            "https://x.go.id/",
            False,
            False,
        ),  # the portal's sub-domains are other units
        ("https://ppid.rsudx.com/", "https://rsudx.com/", False, True),
        ("https://x.go.id/opd/dinsos/sp", "https://x.go.id/opd/dinsos", True, True),
        ("https://x.go.id/opd/dinsos2", "https://x.go.id/opd/dinsos", True, False),
        ("https://x.go.id/", "https://x.go.id/opd/dinsos", True, False),
        ("https://x.go.id/dinsos/a", "https://x.go.id/dinsos/index.php", True, True),
        ("https://x.go.id/unit?id=3", "https://x.go.id/unit?id=3", True, True),
        ("https://x.go.id/unit?id=4", "https://x.go.id/unit?id=3", True, False),
        ("https://x.go.id/#/dinsos/sp", "https://x.go.id/#/dinsos", True, True),
        ("https://x.go.id/#/dinkes", "https://x.go.id/#/dinsos", True, False),
        ("https://sites.google.com/view/b", "https://sites.google.com/view/a", False, False),
        ("https://sites.google.com/view/a/sop", "https://sites.google.com/view/a", False, True),
        ("https://b.blogspot.com/", "https://a.blogspot.com/", False, False),
        ("http://x.go.id:8080/", "http://x.go.id/", False, False),
        ("mailto:a@x.go.id", "https://x.go.id/", False, False),
    ],
)
def test_scope(url, home, scoped, expected):
    assert in_scope(url, home, scoped) is expected


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("https://www.instagram.com/dinkes.x/?hl=id", "https://instagram.com/dinkes.x"),
        ("https://id-id.facebook.com/pkm.x", "https://facebook.com/pkm.x"),
        ("https://www.facebook.com/profile.php?id=100012", "https://facebook.com/profile.php?id=100012"),
        ("https://www.facebook.com/sharer/sharer.php?u=http://x.go.id", ""),
        ("https://twitter.com/intent/tweet?text=x", ""),
        ("https://www.youtube.com/watch?v=abc", ""),
        ("https://www.youtube.com/channel/UC12/videos", "https://youtube.com/channel/UC12"),
        ("https://www.youtube.com/@pkmx", "https://youtube.com/@pkmx"),
        ("https://wa.me/628123456789", "https://wa.me/628123456789"),
        ("https://dinkes.x.go.id/", ""),
    ],
)
def test_social_accounts(url, account):
    assert social_account(url) == account
    assert is_social(url) is (url != "https://dinkes.x.go.id/")


def test_what_is_no_website_of_a_unit():
    assert is_vendor_application("kuburaya.epuskesmas.id")
    assert is_directory("sippn.menpan.go.id") and is_directory("id.wikipedia.org")
    assert not is_directory("dinkes.kuburayakab.go.id")


def test_drive_hosts_say_where_the_bytes_are():
    for url in (
        "https://drive.google.com/file/d/1abcDEF_ghij-KL/view?usp=sharing",
        "https://drive.google.com/open?id=1abcDEF_ghij-KL",
        "https://drive.google.com/uc?export=view&id=1abcDEF_ghij-KL",
    ):
        found = drive(url)
        assert found and found.kind == "google_drive_file"
        assert found.download == "https://drive.google.com/uc?export=download&id=1abcDEF_ghij-KL"
    folder = drive("https://drive.google.com/drive/folders/1abcDEF_ghij-KL")
    assert folder and folder.kind == "google_drive_folder"
    doc = drive("https://docs.google.com/document/d/1abcDEF_ghij-KL/edit")
    assert doc and doc.download.endswith("/export?format=docx")
    box = drive("https://www.dropbox.com/scl/fi/abc/sp.pdf?rlkey=zz&dl=0")
    assert box and box.download == "https://www.dropbox.com/scl/fi/abc/sp.pdf?rlkey=zz&dl=1"
    assert drive("https://dinkes.x.go.id/drive.google.com/file/d/1abcDEF_ghij-KL") is None


@pytest.mark.parametrize(
    ("url", "inner"),
    [
        ("https://docs.google.com/viewer?url=http%3A%2F%2Fx.go.id%2Fsp.pdf&embedded=true", "http://x.go.id/sp.pdf"),
        ("https://view.officeapps.live.com/op/embed.aspx?src=https://x.go.id/sp.docx", "https://x.go.id/sp.docx"),
        ("https://www.google.com/url?q=https://x.go.id/a&sa=D", "https://x.go.id/a"),
        ("https://x.go.id/pdfjs/web/viewer.html?file=/u/sp.pdf", "https://x.go.id/u/sp.pdf"),
        ("https://x.go.id/berita?file=1", "https://x.go.id/berita?file=1"),
        ("https://x.go.id/web/viewer.html?file=javascript:alert(1)", "https://x.go.id/web/viewer.html?file=javascript:alert(1)"),
    ],
)  # fmt: skip
def test_viewers_are_unwrapped(url, inner):
    assert unwrap(url) == inner
