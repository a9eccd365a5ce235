"""Signals of spam: the cheap way to the words of a page, and the screen before the patterns."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from auditor.signals import _signals, _without_programs, page_signals
from auditor.text import fold

_PIECES = (
    "<script>", "</script>", "<style", "</style>", ' x="1">', "</SCRIPT>", "<STYLE>", "<scripts>", "<", ">",
    "slot", "gacor", "88", " ", "situs ", "judi", "é", "\u0663", "depo ", "3k", "togel", "rtp live", "maxwin",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_what_is_left_without_scripts_is_what_one_pattern_would_leave(html: str) -> None:
    assert _without_programs(html) == re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", html)


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_the_screen_lets_through_whatever_a_pattern_finds(text: str) -> None:
    words = fold(text)
    for item in _signals():
        if any(pattern.search(words) for _, pattern in item.any):
            assert item.quick is not None and item.likely(words)


_NOTICES = (
    "Just a moment", "cf_chl_", "toNumbers(", "Index of", "Parent Directory", "../", "404", "halaman ",
    "tidak ditemukan", "laman ini ", "sedang dalam perbaikan", "TYPE='password", "kata sandi", "hacked by",
    "cyber team ", "\n", " ", "\u0130", "\u0131", "\u017f", "under construction", "error 404",
    "this domain is for sale", "domain ini dijual", "<li><a href=", "it works! this is the default",
)  # fmt: skip


@given(*[st.lists(st.sampled_from(_NOTICES), max_size=8).map("".join)] * 3)
def test_notices_are_screened_without_losing_one(text: str, title: str, html: str) -> None:
    visible = fold(text)
    places = {"text": visible, "title": fold(title), "html": html.lower()}
    plain = []
    for item in _signals():
        if item.signal.least or (item.signal.max_text and len(visible) > item.signal.max_text):
            continue
        every = all(pattern.search(places[where]) for where, pattern in item.all)
        if every and (not item.any or any(pattern.search(places[where]) for where, pattern in item.any)):
            plain.append(item.signal.name)
    found = page_signals(200, {}, text, title, html)
    assert [name for name in found if name != "hacked" or name in plain] == list(dict.fromkeys(plain))


def test_spam_beside_scripts_is_seen_and_scripts_alone_are_not() -> None:
    spam = "<p>slot gacor</p><div style='display:none'>situs judi, togel, rtp live</div>"
    assert "hacked" in page_signals(200, {}, "Dinas", "Dinas", f"<style>a</style>{spam}<script>b</script>")
    assert "hacked" not in page_signals(200, {}, "Dinas", "Dinas", f"<script>{spam}</script>")


def test_scripts_without_end_cost_no_time() -> None:
    started = time.process_time()
    page_signals(200, {}, "", "", "<script " * 70_000)
    assert time.process_time() - started < 5
