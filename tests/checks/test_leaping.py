"""Patterns that open with a sign, so that ``re`` leaps, find what the plain ones would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.named import lists, pairs
from auditor.checks.requirement import rows
from auditor.checks.words import clauses, stops

_PIECES = ["a", "1", "12", " ", "  ", "\n", "\t", ".", ";", ":", "!", "-", " - ", "→", "👉", ")", "A", "Abc",
           "di", "s.d", "untuk ", "untuk", "•", "000", "\u2028", '"']  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)
_PLAIN = {
    r"\n|(?<=[a-z0-9)])(?<!s\.d)[.!?](?=\s)(?!\s+(?:\d|000))|[;•|✓]|\s-\s(?=[A-Z])": clauses._STOP,
    r"\t|\s[-–—=→➡]\s|:\s|\s*[→➡]\s*": rows._BEHIND,
    r"(?<=[\w)][\w)])[.!?](?:\s|$)|\n|\s[→➡👉]\s(?=di)": rows._SENTENCE,
    r"(?<=[a-z0-9)])[.!?](?=[\s\"]|$)": stops.FULL_STOP,
}
_PARTED = {
    r"[^\n]+?(?:(?<=[a-z0-9)])[.!?](?=[\s\"]|$)|$)": stops.SENTENCE,
    r"[^\n]+?(?:(?<=[a-z0-9)])(?<!^\d)(?<!^\d\d)(?<! \d)[.;](?=\s+[A-Z0-9])"
    r"|(?=\s\d{1,2}[.)]?\s+[A-Z][^:\n]{2,40}:)|$)": pairs._END,
}


@pytest.mark.parametrize("plain", _PLAIN)
@settings(max_examples=300)
@given(text=_TEXTS)
def test_hits_are_the_same(plain: str, text: str) -> None:
    found = [hit.span() for hit in _PLAIN[plain].finditer(text)]
    assert found == [hit.span() for hit in re.finditer(plain, text)]


@pytest.mark.parametrize("plain", _PARTED)
@settings(max_examples=300)
@given(text=_TEXTS)
def test_pieces_are_the_same(plain: str, text: str) -> None:
    found = list(stops.parted(text, _PARTED[plain]))
    assert found == [hit.span() for hit in re.finditer(plain, text, re.MULTILINE)]


@settings(max_examples=300)
@given(text=_TEXTS)
def test_names_may_begin_in_the_same_places(text: str) -> None:
    plain = re.finditer(r"(?<!\w)untuk |^(?=[a-z])|(?<=[a-z)][.;] )(?=[a-z])", text, re.MULTILINE)
    found = [hit.end() - 1 for hit in lists._ASKING.finditer(f"\n{text}")]
    assert found == [hit.end() for hit in plain]
