"""What single letters of pages are folded to, place by place: ``folding``'s table, never compiled."""

from __future__ import annotations

import unicodedata

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


TABLE: dict[int, str] = _Table()
