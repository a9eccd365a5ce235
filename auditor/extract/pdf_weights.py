"""Which lines of a PDF page are set bold or larger than its text, as headings are."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from statistics import median
from typing import Any, Final

_BOLD: Final = 600  # of the weight that pdfium reads out of a font
_NAMES: Final = (b"bold", b"black", b"heavy")  # in a font's name; many fonts tell no weight
_LARGE: Final = 1.15  # times the page's usual size
_MOST: Final = 0.4  # of a page's letters: a page set bold throughout has no bold headings
_REACH: Final = 2.0  # points around a place in which its letter is looked for


def bold(text: Any, lines: Sequence[tuple[str, float, float, float, float]]) -> set[int]:
    """Numbers of the lines of a ``pypdfium2`` text page whose first and last letter are heavy, or large."""
    looks = [_look(text, left, bottom, right, top) for _, left, bottom, right, top in lines]
    sizes = [size for (words, *_), (_, size) in zip(lines, looks, strict=True) for _ in words]
    if not sizes:
        return set()
    large = _LARGE * median(sizes)
    found = {number for number, (heavy, size) in enumerate(looks) if heavy or size >= large}
    return found if sum(len(lines[number][0]) for number in found) <= _MOST * len(sizes) else set()


def _look(text: Any, left: float, bottom: float, right: float, top: float) -> tuple[bool, float]:
    """Whether a line is heavy at both ends, and its size in points."""
    from pypdfium2 import raw  # noqa: PLC0415

    middle, edge = (bottom + top) / 2, (top - bottom) / 4
    ends = [
        text.get_index(x, middle, _REACH, _REACH) for x in (min(left + edge, right), max(right - edge, left))
    ]
    known = [index for index in ends if index is not None and index >= 0]
    heavy = len(known) == 2 and all(_heavy(text, index) for index in known)
    return heavy, raw.FPDFText_GetFontSize(text, known[0]) if known else 0.0


def _heavy(text: Any, index: int) -> bool:
    from pypdfium2 import raw  # noqa: PLC0415

    if raw.FPDFText_GetFontWeight(text, index) >= _BOLD:
        return True
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, name, 128, ctypes.byref(ctypes.c_int()))
    return any(word in name.value.lower() for word in _NAMES)
