"""Words as a tree find what the words one after the other find, where and how long."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from auditor.checks.words.wordtree import expression, tree

_PARTS = st.text(alphabet="ab-_.", min_size=1, max_size=3)
_WORDS = st.lists(_PARTS, min_size=1, max_size=3).map(" ".join)
_ENDS = st.sampled_from(["", r"(?![^\W_])"])
_TEXTS = st.text(alphabet="ab-_. \n", max_size=14)


@given(words=st.lists(st.tuples(_WORDS, _ENDS), min_size=1, max_size=7), text=_TEXTS)
@example(words=[("a b", ""), ("a", r"(?![^\W_])"), ("a c", "")], text="a-c a b ab")
@example(words=[("a -b", ""), ("a b", ""), ("a-b", "")], text="a - b a--b")
@example(words=[("a", ""), ("ab", ""), ("a", r"(?![^\W_])")], text="ab a")
def test_a_tree_finds_what_its_words_find(words: list[tuple[str, str]], text: str) -> None:
    plain = re.compile("|".join(f"(?:{expression(word)}{end})" for word, end in words))
    found = re.compile(tree(words))
    for place in range(len(text) + 1):
        one, other = plain.match(text, place), found.match(text, place)
        assert (one and one.span()) == (other and other.span())
    whole, other = plain.fullmatch(text), found.fullmatch(text)
    assert (whole is None) == (other is None)


def test_words_that_begin_alike_stand_together() -> None:
    assert tree([("surat kuasa", ""), ("surat", ""), ("akta", "")]).startswith("(?:surat(?:")
