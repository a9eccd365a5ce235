"""What single letters are folded to (``text.fold``), whatever stands beside them."""

from __future__ import annotations

import re
import unicodedata

_DASHES = re.compile("[‐‑‒–—―−－]")
_QUOTES = re.compile("[‘’‚‛`´ʼ＇]")
_DOUBLE = re.compile("[“”„‟«»＂]")
NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Soft hyphens, joiners and marks of direction: nobody sees them, and they tear words apart."""
_INVISIBLE = re.compile(f"[{NO_WIDTH}\u202a-\u202e\ufffc\ufffd]")


def plain_signs(text: str) -> str:
    """One kind of dash and of each quote, without signs that nobody sees."""
    text = _INVISIBLE.sub("", text)
    text = _DASHES.sub("-", text)
    text = _QUOTES.sub("'", text)
    return _DOUBLE.sub('"', text)


class _Alone(dict[str, str | None]):
    """What a letter is folded to, whatever stands beside it; None where that depends on its neighbours.

    Certain for letters of these blocks (Unicode 15: none of them joins with what stands before) whose
    compatibility form holds no combining mark.
    """

    blocks = ((0xA0, 0x24F), (0x2000, 0x20CF), (0x2100, 0x2BFF), (0x1F300, 0x1FAFF))

    def __missing__(self, char: str) -> str | None:
        plain = unicodedata.normalize("NFKC", char)
        alone = any(first <= ord(char) <= last for first, last in self.blocks) and not any(
            map(unicodedata.combining, plain)
        )
        small = "".join(" " if one.isspace() else one for one in plain_signs(plain).casefold())
        found = self[char] = small if alone else None
        return found


ALONE: dict[str, str | None] = _Alone()
