"""Texts folded, so that they are compared whatever their letters' case, quotes, dashes and blanks."""

from __future__ import annotations

from functools import lru_cache

from auditor.checks.words.foldtable import TABLE
from auditor.text import foreign


def fold(text: str) -> str:
    """Lower case, plain quotes, dashes, spaces and letters; as long as ``text``, place by place."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Bytes are lowered as ASCII, and only what is left goes through the table: pages hold little of it.
    lowered = text.encode("utf-8", "surrogatepass").lower()
    folded = lowered.decode("utf-8", "surrogatepass").replace("`", "'")
    changed = {char: plain for char in set(foreign(text)) if (plain := TABLE[ord(char)]) != char}
    if len(changed) > _FEW or not all(map(str.isascii, changed.values())):
        return folded.translate(TABLE)
    for char, plain in changed.items():
        folded = folded.replace(char, plain)
    return folded


folded = lru_cache(maxsize=4096)(fold)
"""``fold`` of a text that many ask for, or that repeats on many pages."""

_FEW = 40  # different letters that are quicker replaced one after another than all together
