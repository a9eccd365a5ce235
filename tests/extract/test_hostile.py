"""No input stops the reader, and no visible word of the main part is lost."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.extract.sniff import decode, form_of
from tests.extract.helpers import read, read_any

TAGS = [
    "div",
    "p",
    "span",
    "b",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "dl",
    "dt",
    "dd",
    "section",
    "nav",
    "form",
    "a",
    "details",
    "summary",
    "br",
]
WORDS = ["persyaratan", "waktu", "biaya", "ktp", "kartu", "gratis", "menit", "alur", "loket", "berkas"]


@settings(max_examples=60)
@given(st.binary(max_size=600))
def test_random_bytes(body: bytes) -> None:
    form_of(body, "text/html")
    decode(body)
    if form_of(body) not in {"pdf"}:
        read_any(body)


@settings(max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            [f"<{t}>" for t in TAGS]
            + [f"</{t}>" for t in TAGS]
            + ["<", ">", "&", "'", ":", "\0", "x", "<td rowspan=99999 colspan=99999>"]
        ),
        max_size=60,
    )
)
def test_broken_markup(parts: list[str]) -> None:
    page = read("<html>" + "".join(parts))
    shown = set(page.text.split("\n"))
    assert all(set(section.body.split("\n")) <= shown | {""} for section in page.sections)


@settings(max_examples=80)
@given(st.integers(0, 10**9))
def test_no_visible_word_of_main_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    number = 0
    expected = []

    def build(depth: int) -> str:
        nonlocal number
        out = []
        for _ in range(chance.randint(1, 4)):
            if depth > 3 or chance.random() < 0.4:
                number += 1
                word = f"{chance.choice(WORDS)}q{number}z"
                expected.append(word)
                out.append(
                    chance.choice(
                        [
                            "{}",
                            "<b>{}</b>",
                            "{}:",
                            "{} : isi",
                            "<p>{}</p>",
                            "{}<br>",
                            "<h3>{}</h3>",
                            "<a href=x>{}</a>",
                        ]
                    ).format(word)
                )
            else:
                tag = chance.choice(
                    [
                        "div",
                        "p",
                        "section",
                        "div class=card",
                        "ul",
                        "li",
                        "table",
                        "tr",
                        "td",
                        "dl",
                        "dt",
                        "dd",
                        "details",
                        "summary",
                        "h2",
                        "form",
                        "strong",
                    ]
                )
                out.append(f"<{tag}>{build(depth + 1)}</{tag.split()[0]}>")
        return " ".join(out)

    page = read(f"<main>{build(0)}</main>")
    inside = "\n".join(
        f"{section.label}\n{section.body}" for section in page.sections if section.zone == "main"
    )
    for word in expected:
        assert word in page.text, word
        assert word in inside, word


def test_deep_nesting() -> None:
    start = time.process_time()
    page = read("<div>" * 10_000 + "<p>dasar sumur</p>" + "<b>" * 5_000 + "tebal")
    assert "dasar sumur" in page.text
    assert "tebal" in page.text
    assert time.process_time() - start < 10


def test_deep_lists_and_tables() -> None:
    assert "inti" in read("<ul><li>" * 500 + "inti").text
    assert "inti" in read("<table><tr><td>" * 300 + "inti").text


def test_wide_page_takes_linear_time() -> None:
    start = time.process_time()
    page = read("".join(f"<h3>Layanan {n}</h3><p>Persyaratan: KTP {n}</p>" for n in range(3000)))
    assert len(page.sections) > 3000
    assert len(read("<h3>Surat Keterangan</h3>" * 20_000).sections) == 20_000
    assert time.process_time() - start < 15


def test_charsets() -> None:
    text = "<p>Senin – Jumat “jam” layanan é</p>"
    words = "Senin – Jumat “jam” layanan é"
    for body in (
        text.encode("utf-8"),
        text.encode("cp1252"),
        text.encode("utf-16"),
        b"<meta charset=iso-8859-1>" + text.encode("utf-8"),
        b"<meta charset=utf-8>" + text.encode("cp1252"),
        text.encode("utf-8-sig"),
    ):
        assert words in read(body).text
    twice = "Senin – Jumat".encode().decode("cp1252")
    assert "Senin – Jumat" in read(f"<p>{twice}</p>").text
