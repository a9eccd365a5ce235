"""Words told one after the other become lines."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import squeeze
from auditor.text import item_number

Run = tuple[str, bool, bool]  # words, whether bold, whether the words of a link
_WRAPPED: Final = 45  # characters of a line; shorter ones are items
_NEARLY: Final = 0.75  # of the longest line
_ENDS: Final = frozenset(".:;!?")
_LETTER_OR_DIGIT: Final = re.compile(r"[^\W_]")


def lines_of(runs: list[Run]) -> list[Run]:
    """Running text as lines, each with whether all of it is bold and whether all of it is a link."""
    if len(runs) == 1:
        words, bold, linked = runs[0]
        line = squeeze(words) if words != "\n" else ""
        if not line:
            return []
        if bold and linked:
            return [(line, True, True)]
        silent = not _speaks(line)
        return [(line, bold or silent, linked or silent)]
    out: list[Run] = []
    text: list[str] = []
    plain = free = False
    for words, bold, linked in (*runs, ("\n", False, False)):
        if words == "\n":
            line = squeeze("".join(text))
            if line:
                out.append((line, not plain, not free))
            text, plain, free = [], False, False
        else:
            text.append(words)
            if not (bold and linked) and not (plain and free) and _speaks(words):
                plain = plain or not bold
                free = free or not linked
    return out if len(out) < 2 else _mended(out)


def _mended(lines: list[Run]) -> list[Run]:
    """Sentences broken at the width of another page, as text pasted from a PDF is, in one line each.

    A line about as long as the longest ends in mid-sentence and the next goes on in small letters: twice at
    least, or in a numbered item.
    """
    wide = max(_WRAPPED, _NEARLY * max(len(text) for text, _, _ in lines))
    out: list[Run] = []
    run: list[str] = []
    before: Run | None = None
    for line in (*lines, None):
        if line is not None and before is not None and _goes_on(before, line, wide):
            run.append(line[0])
        else:
            if before is not None:
                _, bold, linked = before
                begun = run[0]
                whole = bool(item_number(begun)) or (len(run) > 2 and begun[:1].isupper())
                parts = [" ".join(run)] if whole else run
                out += [(part, bold, linked) for part in parts]
            run = [line[0]] if line is not None else []
        before = line
    return out


def _goes_on(line: Run, after: Run, wide: float) -> bool:
    text, *style = line
    words, *other = after
    return (
        len(text) >= wide
        and words[:1].islower()
        and text[-1:] not in _ENDS
        and not item_number(words)
        and style == other
    )


def _speaks(words: str) -> bool:
    """Whether a letter or digit stands in it."""
    return words[:1].isalnum() or _LETTER_OR_DIGIT.search(words) is not None
