"""The quick ways of folding give what folding letter by letter gives."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import text as plain
from auditor.checks.words import phrasebook
from auditor.letters import plain_signs

_LETTERS = st.sampled_from(
    "aZ `'é\u00a0–—“”‘’…•»\u00ad\u200b\ufeff\u0301\u0338½①ﬁıİſÅÅΩ한\u1161\u11a8ﾞカ４🏠\ud800"
)
_TEXTS = st.text(st.one_of(_LETTERS, st.characters()), max_size=20)


@settings(max_examples=500)
@given(text=_TEXTS)
def test_labels_fold_as_the_whole_text_does(text: str) -> None:
    whole = plain_signs(unicodedata.normalize("NFKC", text))
    assert plain.fold(text) == " ".join(whole.split()).casefold()


@settings(max_examples=500)
@given(text=_TEXTS, more=_TEXTS)
def test_phrases_fold_letter_by_letter_and_keep_places(text: str, more: str) -> None:
    folded = phrasebook.fold(text)
    assert len(folded) == len(text)
    assert folded == "".join(map(phrasebook.fold, text))
    assert phrasebook.fold(text + more) == folded + phrasebook.fold(more)
