"""Letters without which a list has no hit stand in every hit."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.words.phrasebook import PhraseList, phrase_lists

_NEEDING = [entry for entry in phrase_lists() if entry.needs]


@pytest.mark.parametrize("entry", _NEEDING, ids=[entry.name for entry in _NEEDING])
@settings(max_examples=60)
@given(data=st.data())
def test_every_hit_holds_what_its_list_needs(entry: PhraseList, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(entry.regex.pattern, re.ASCII)))
    hit = entry.regex.search(text)
    if hit is not None:
        assert any(letters in hit.group() for letters in entry.needs), hit
        assert entry.search(text) is not None


def test_lists_need_letters() -> None:
    assert _NEEDING
