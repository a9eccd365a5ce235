"""A picture without words gets no looks that only make up words from it; one with words gets them all."""

from __future__ import annotations

import pytest
from PIL import Image

from auditor.extract import sheets
from auditor.extract.options import ReadOptions
from auditor.extract.tesseract import SPARSE, Word


@pytest.mark.parametrize(
    ("words", "thorough", "sparse"),
    [(["ia", "N", "Sg"], False, 0), (["ia", "N", "Sg"], True, 1), (["MAKLUMAT", "PELAYANAN"], False, 1)],
)
def test_sparse_text_is_looked_for_where_words_are(
    words: list[str], thorough: bool, sparse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts: list[str] = []

    def look(image: Image.Image, options: ReadOptions, layout: str = "3") -> list[Word]:
        layouts.append(layout)
        return [
            Word(text, 90, 100, 100 + 60 * n, 400, 130 + 60 * n, (str(n),)) for n, text in enumerate(words)
        ]

    monkeypatch.setattr(sheets, "look", look)
    monkeypatch.setattr(sheets, "available", lambda: True)
    leaves = Image.effect_noise((900, 900), 120).convert("RGB")
    monkeypatch.setattr(sheets, "holds_more", lambda rest: True)
    sheets.read_sheet(leaves, ReadOptions(), thorough=thorough)
    assert layouts.count(SPARSE) == sparse
