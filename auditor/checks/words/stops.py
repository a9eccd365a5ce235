"""Where what is said ends: the one place that tells a sentence, a line and a clause from what follows.

``clauses`` finds the passage around a value by these. One class of signs first, so that ``re`` leaps from one
sign to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"[.!?\n](?:(?<=\n)|(?<=[a-z0-9)].)(?=[\s\"]|$))")
"""The end of a sentence or of a line: in lists and tables a line is a sentence."""
FULL_STOP = re.compile(r"[.!?](?<=[a-z0-9)].)(?=[\s\"]|$)")
"""The end of a sentence in running text, which goes on over lines."""
PAUSE = re.compile(r"[.,;:!?\n]")
"""Whatever a reader stops at: what stands between two pauses is said in one breath."""


def parted(text: str, stop: re.Pattern[str] = SENTENCE) -> Iterator[tuple[int, int]]:
    """Spans between the stops of a text: a full stop and the like go with what they end, a blank with what
    follows, a line's end with neither."""
    start = 0
    for hit in stop.finditer(text):
        end = hit.start() if hit.group()[0].isspace() else hit.end()
        if end > start:
            yield start, end
        start = end + text.startswith("\n", end)
    if start < len(text):
        yield start, len(text)


def breath(text: str) -> str:
    """The last words of a text that belong to what follows it: what stands behind its last pause."""
    return PAUSE.split(text)[-1]
