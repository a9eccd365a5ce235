"""Texts folded, so that they are compared whatever their letters' case, quotes, dashes and blanks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from auditor.text import foreign

_ODD = {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-",
        "−": "-", "•": "-", "\u00a0": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": " "}  # fmt: skip


class _Table(dict[int, str]):
    """Folds one character to one character, so that places stay."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _ODD:
            folded = _ODD[char]
        else:
            plain = unicodedata.normalize("NFKD", char)[0].lower()
            folded = plain if len(plain) == 1 and not unicodedata.combining(plain) else char
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Lower case, plain quotes, dashes, spaces and letters; as long as ``text``, place by place."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Bytes are lowered as ASCII, and only what is left goes through the table: pages hold little of it.
    lowered = text.encode("utf-8", "surrogatepass").lower()
    folded = lowered.decode("utf-8", "surrogatepass").replace("`", "'")
    changed = {char: plain for char in set(foreign(text)) if (plain := _TABLE[ord(char)]) != char}
    if len(changed) > _FEW or not all(map(str.isascii, changed.values())):
        return folded.translate(_TABLE)
    for char, plain in changed.items():
        folded = folded.replace(char, plain)
    return folded


folded = lru_cache(maxsize=4096)(fold)
"""``fold`` of a text that many ask for, or that repeats on many pages."""

_FEW = 40  # different letters that are quicker replaced one after another than all together
