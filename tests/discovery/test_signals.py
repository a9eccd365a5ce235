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


def test_spam_beside_scripts_is_seen_and_scripts_alone_are_not() -> None:
    spam = "<p>slot gacor</p><div style='display:none'>situs judi, togel, rtp live</div>"
    assert "hacked" in page_signals(200, {}, "Dinas", "Dinas", f"<style>a</style>{spam}<script>b</script>")
    assert "hacked" not in page_signals(200, {}, "Dinas", "Dinas", f"<script>{spam}</script>")


def test_scripts_without_end_cost_no_time() -> None:
    started = time.process_time()
    page_signals(200, {}, "", "", "<script " * 70_000)
    assert time.process_time() - started < 5
