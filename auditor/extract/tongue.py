"""How Indonesian a text is: garbage of a broken font map, scripts and other tongues are told by it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from auditor.extract.label_words import words

_LIMIT: Final = 20_000  # characters that are looked at
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def indonesian_share(text: str) -> float:
    """Share (0-1) of a text's words that are among the commonest of Indonesian offices.

    Real text gives 0.15 or more; text read through a broken font map about 0.
    """
    met, common = _WORD.findall(text[:_LIMIT].casefold()), _common()
    return sum(word in common for word in met) / len(met) if met else 0.0


def for_readers(text: str) -> bool:
    """Three words or more, some of them Indonesian: no program's own."""
    return len(_WORD.findall(text)) >= 3 and indonesian_share(text) > 0.03


@cache
def _common() -> frozenset[str]:
    return frozenset(words()["common"])
