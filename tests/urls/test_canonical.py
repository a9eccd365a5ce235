"""Canonical addresses: one spelling per page, what browsers do, nothing that raises anything else."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.urls import MAX_LENGTH, UrlError, absolute, canonical, home_candidates, website_address


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://Dinkes.ContohKab.go.id:80", "http://dinkes.contohkab.go.id/"),
        ("https://x.go.id:443/a", "https://x.go.id/a"),
        ("http://x.go.id:8080/a", "http://x.go.id:8080/a"),
        (r"http:\\x.go.id\a\b.php?x=1", "http://x.go.id/a/b.php?x=1"),
        ("http:/x.go.id/a", "http://x.go.id/a"),
        (" http://x.go.id/a b.pdf\n", "http://x.go.id/a%20b.pdf"),
        ("http://x.go.id/a/./b/../c/..", "http://x.go.id/a/"),
        ("http://x.go.id/../../a", "http://x.go.id/a"),
        ("http://x.go.id/%7euser/a%2fb", "http://x.go.id/~user/a%2Fb"),
        ("http://x.go.id/a#bawah", "http://x.go.id/a"),
        ("http://x.go.id/#/layanan", "http://x.go.id/#/layanan"),
        ("http://x.go.id/#!/sop", "http://x.go.id/#!/sop"),
        ("http://x.go.id/?utm_source=fb&id=3&fbclid=q", "http://x.go.id/?id=3"),
        ("http://x.go.id/a.php?PHPSESSID=9&id=3", "http://x.go.id/a.php?id=3"),
        ("http://x.go.id/a;jsessionid=0A.n/b", "http://x.go.id/a/b"),
        ("http://x.go.id/?b=2&a=1", "http://x.go.id/?b=2&a=1"),
        ("http://user:pw@x.go.id./", "http://x.go.id/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://[::0:1]:8080/", "http://[::1]:8080/"),
        ("http://x.go.id//index.php", "http://x.go.id//index.php"),
    ],
)
def test_spellings_of_one_page(written, asked):
    assert canonical(written) == asked


@pytest.mark.parametrize(
    "written",
    ["", "x", "mailto:a@b.id", "javascript:void(0)", "tel:112", "data:,x", "http://", "http:///", "http://a..b/",
     "http://x.go.id:0/", "http://x.go.id:99999/", "http://[::1/", "http://999.1.1.1/", "http://a b.id/",
     "http://" + "a" * 64 + ".id/", "http://x.id/" + "a" * MAX_LENGTH],
)  # fmt: skip
def test_no_address(written):
    with pytest.raises(UrlError):
        canonical(written)


@given(st.text(max_size=200) | st.text(max_size=60).map(lambda t: f"http://x.go.id/{t}"))
@example("http://x.go.id/%")
@example("http://x.go.id/?%25utm_source=1")
@example("http://x.go.id/#/%2e")
@example("http://x.go.id/;sid=1;sid=2")
@example("http://x.go.id/.%2e/%2e.")
def test_canonical_is_a_fixed_point(text):
    try:
        once = canonical(text)
    except UrlError:
        return
    assert canonical(once) == once
    assert once.startswith(("http://", "https://"))
    assert once.isascii() and " " not in once


@given(st.text(max_size=80))
def test_links_of_a_page_never_raise_anything_else(link):
    with contextlib.suppress(UrlError):
        assert absolute("https://x.go.id/a/b", link).startswith(("http://", "https://"))


def test_relative_links():
    base = "https://x.go.id/a/b.html"
    assert absolute(base, "../sp.pdf") == "https://x.go.id/sp.pdf"
    assert absolute(base, "\\files\\sp 1.pdf") == "https://x.go.id/files/sp%201.pdf"
    assert absolute(base, "//y.go.id/z") == "https://y.go.id/z"
    assert absolute(base, "?p=2") == "https://x.go.id/a/b.html?p=2"


def test_website_as_people_write_it():
    assert website_address("dinkes.contohkab.go.id") == "https://dinkes.contohkab.go.id/"
    assert website_address("contohkab.go.id:8080/opd/dinsos") == "http://contohkab.go.id:8080/opd/dinsos"
    assert website_address("HTTPS://X.go.id") == "https://x.go.id/"
    for wrong in ("dinkes", "dinkes@contohkab.go.id", "tidak ada", "ftp://x.go.id", "-"):
        with pytest.raises(UrlError):
            website_address(wrong)


def test_home_candidates_keep_what_was_written_first():
    assert home_candidates("dinkes.x.go.id") == [
        "https://dinkes.x.go.id/",
        "http://dinkes.x.go.id/",
        "https://www.dinkes.x.go.id/",
        "http://www.dinkes.x.go.id/",
    ]
    assert home_candidates("http://www.x.go.id/a")[0] == "http://www.x.go.id/a"
    assert home_candidates("http://www.x.go.id/a")[2] == "http://x.go.id/a"
