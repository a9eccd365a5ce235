"""The lines of a PDF page's text layer, whatever program set them.

A word processor sets a line at once: pdfium's rectangles are its lines then, and cheap. Programs that draw
(Canva, Corel, InDesign, a browser's print) place every letter for itself: there the lines are put together
from the letters.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

Line = tuple[str, float, float, float, float]  # words, left, bottom, right, top in points
Box = tuple[float, float, float, float]

_TOUCH = 0.12  # of the height: two rectangles with less between them are parts of one word
_PARTS = 3  # such pairs on a page say that letters were placed one by one
_COLUMN = 1.3  # of the height: what stands farther apart is another column
_SAMPLED = 40  # letters of a page that are asked how they are turned
_SOFT_HYPHEN = 2  # how pdfium writes the hyphen at the end of a line


def told(sheet: Any, most: int) -> dict[str, Any]:
    """At most ``most`` ``pieces`` of lines of a ``pypdfium2`` page, each its words and box (origin top left),
    as its text is to be read, however the sheet is turned; its ``width`` then; and whether it is shown
    ``sideways``, its text not level."""
    width, height = sheet.get_size()  # as shown
    shown = sheet.get_rotation() // 90 % 4
    if shown % 2:
        width, height = height, width
    text = sheet.get_textpage()
    quarters = _turned(text)
    if quarters != shown:  # pdfium orders letters as the sheet is shown
        sheet.set_rotation(quarters * 90)
        text = sheet.get_textpage()
    found = _turned_lines(text, most, quarters, width, height) if quarters else lines(text, most)
    if quarters % 2:
        width, height = height, width
    pieces = [
        [words, left, height - top, right, height - bottom] for words, left, bottom, right, top in found
    ]
    return {"pieces": pieces, "width": width, "sideways": quarters != shown}


def lines(text: Any, most: int) -> list[Line]:
    """At most ``most`` pieces of lines of a ``pypdfium2`` text page that is to be read as it stands, in the
    order of the content."""
    boxes = [text.get_rect(number) for number in range(min(text.count_rects(), most))]
    if _by_letters(boxes):
        return list(_from_letters(text, _boxes(text)))[:most]
    out: list[Line] = []
    for left, bottom, right, top in boxes:
        words = _bullets(" ".join(text.get_text_bounded(left, bottom, right, top).split()))
        if words:
            out.append((words, left, bottom, right, top))
    return out


def _turned(text: Any) -> int:
    """Quarters by which most of a page's letters are turned against the sheet, counter-clockwise (pdfium's
    angles are clockwise)."""
    from pypdfium2 import raw  # noqa: PLC0415

    total = text.count_chars()
    quarters = [
        -round(raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4
        for index in range(0, total, max(1, total // _SAMPLED))
    ]
    return max(range(4), key=quarters.count) if quarters else 0


def _turned_lines(text: Any, most: int, quarters: int, width: float, height: float) -> list[Line]:
    """The lines of a page whose letters are turned by ``quarters``, on the sheet turned back; ``width`` and
    ``height`` are those of the sheet as it lies."""

    def level(box: Box) -> Box:
        left, bottom, right, top = box
        if quarters == 1:
            return bottom, width - right, top, width - left
        if quarters == 2:
            return width - right, height - top, width - left, height - bottom
        return height - top, left, height - bottom, right

    return list(_from_letters(text, (level(box) for box in _boxes(text))))[:most]


def _by_letters(boxes: list[tuple[float, float, float, float]]) -> bool:
    touching = 0
    for (left, bottom, right, top), (other, low, _, high) in pairwise(boxes):
        height = max(top - bottom, high - low)
        level = min(top, high) - max(bottom, low) > 0.3 * min(top - bottom, high - low)
        touching += level and left < other and -height < other - right < _TOUCH * height
        if touching >= _PARTS:
            return True
    return False


def _bullets(words: str) -> str:
    """Bullets of the fonts Symbol and Wingdings, which word processors set as letters of private use."""
    return "•" + words[1:] if words and 0xF000 <= ord(words[0]) <= 0xF0FF else words


def _boxes(text: Any) -> Iterator[Box]:
    """Left, bottom, right and top of each letter."""
    from pypdfium2 import raw  # noqa: PLC0415

    edges = [ctypes.c_double() for _ in range(4)]
    for index in range(text.count_chars()):
        raw.FPDFText_GetCharBox(text, index, *(ctypes.byref(edges[place]) for place in (0, 2, 1, 3)))
        yield edges[0].value, edges[1].value, edges[2].value, edges[3].value


def _from_letters(text: Any, places: Iterable[Box]) -> Iterator[Line]:
    from pypdfium2 import raw  # noqa: PLC0415

    words, box = "", [0.0, 0.0, 0.0, 0.0]
    for index, (left, bottom, right, top) in enumerate(places):
        code = raw.FPDFText_GetUnicode(text, index)
        letter = "-" if code == _SOFT_HYPHEN else chr(code)
        if letter in "\r\n\0":
            if words.strip():
                yield (_bullets(" ".join(words.split())), box[0], box[1], box[2], box[3])
            words = ""
            continue
        if letter.isspace():
            words += " " if words else ""
            continue
        if words.strip():
            height = max(box[3] - box[1], top - bottom)
            apart = left - box[2] > _COLUMN * height or left < box[0] - height
            level = min(box[3], top) - max(box[1], bottom) > -0.3 * height
            if apart or not level:
                yield (_bullets(" ".join(words.split())), box[0], box[1], box[2], box[3])
                words = ""
        if words:
            box = [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
        else:
            box = [left, bottom, right, top]
        words += letter
    if words.strip():
        yield (_bullets(" ".join(words.split())), box[0], box[1], box[2], box[3])
