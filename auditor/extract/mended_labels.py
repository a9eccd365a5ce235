"""Labels of scans that are a letter or two off."""

from __future__ import annotations

import re
from functools import cache

from auditor.extract.label_words import words
from auditor.extract.labels import component_only
from auditor.text import distance, near


@cache
def _label_words() -> dict[str, tuple[str, ...]]:
    """Words of five letters and more in components' labels, by their first and by their last letters."""
    out: dict[str, set[str]] = {}
    for entry in words()["components"]:
        for word in re.findall(r"[a-z]{5,}", entry):
            for key in (word[:2], word[-2:] + "$"):
                out.setdefault(key, set()).add(word)
    return {key: tuple(sorted(found)) for key, found in out.items()}


def mend_label(line: str) -> str:
    """A scanned line whose label is a letter or two off, spelled right; any other line as it is."""
    label, colon, rest = line.partition(":")
    if len(label) > 60 or component_only(label):
        return line

    def near_word(match: re.Match[str]) -> str:
        word = match.group()
        low = word.casefold()
        table = _label_words()
        close = [
            (distance(low, target), target)
            for target in {*table.get(low[:2], ()), *table.get(low[-2:] + "$", ())}
            if near(low, target)
        ]
        if close:
            target = min(close)[1]
            if word.isupper():
                return target.upper()
            return target.capitalize() if word[:1].isupper() else target
        return word

    mended = re.sub(r"[^\W_]{4,}", near_word, label)
    return mended + colon + rest if mended != label and component_only(mended) else line
