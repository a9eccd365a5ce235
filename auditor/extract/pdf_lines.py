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
from statistics import median
from typing import Any

from auditor.extract import pdf_weights

Line = tuple[str, float, float, float, float]  # words, left, bottom, right, top in points
Box = tuple[float, float, float, float]

_TOUCH = 0.12  # of the height: two rectangles with less between them are parts of one word
_PARTS = 3  # such pairs on a page say that letters were placed one by one
_COLUMN = 1.3  # of the height: what stands farther apart is another column
_SPACED = 5  # pieces of a line, most of them of a letter or two: it is set with spaces between its letters
_SHORT = 2
_MOSTLY = 0.7
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
    # Turned lines no longer lie over their letters.
    bold = set() if quarters else pdf_weights.bold(text, found)
    pieces = [
        [words, left, height - top, right, height - bottom, number in bold]
        for number, (words, left, bottom, right, top) in enumerate(found)
    ]
    return {"pieces": pieces, "width": width, "sideways": quarters != shown}


def lines(text: Any, most: int) -> list[Line]:
    """At most ``most`` pieces of lines of a ``pypdfium2`` text page that is to be read as it stands, in the
    order of the content."""
    boxes = [text.get_rect(number) for number in range(min(text.count_rects(), most))]
    out: list[Line] = []
    for left, bottom, right, top in boxes if not _by_letters(boxes) else ():
        told = text.get_text_bounded(left, bottom, right, top).replace(chr(_SOFT_HYPHEN), "-")
        words = _bullets(" ".join(told.split()))
        if words:
            out.append((words, left, bottom, right, top))
    if not out or any(_spaced(words) for words in _rows(out)):
        return list(_from_letters(text, _boxes(text)))[:most]
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

    line = _Letters()
    for index, box in enumerate(places):
        code = raw.FPDFText_GetUnicode(text, index)
        letter = "-" if code == _SOFT_HYPHEN else chr(code)
        if letter in "\r\n\0" or (not letter.isspace() and not line.holds(box)):
            yield from line.told()
            line = _Letters()
        if letter.isspace():
            line.blank = True
        elif letter != "\0":
            line.add(letter, box)
    yield from line.told()


class _Letters:
    """A line put together from its letters."""

    def __init__(self) -> None:
        self.blank = False  # a blank was set since the last letter
        self._letters: list[str] = []
        self._boxes: list[Box] = []
        self._begins: list[int] = []  # places of letters before which a blank was set
        self._box: Box = (0.0, 0.0, 0.0, 0.0)

    def holds(self, box: Box) -> bool:
        """Whether the next letter, at ``box``, belongs to the line."""
        if not self._letters:
            return True
        left, bottom, right, top = self._box
        height = max(top - bottom, box[3] - box[1])
        apart = box[0] - right > _COLUMN * height or box[0] < left - height
        return not apart and min(top, box[3]) - max(bottom, box[1]) > -0.3 * height

    def add(self, letter: str, box: Box) -> None:
        if self.blank and self._letters:
            self._begins.append(len(self._letters))
        self.blank = False
        first, old = not self._letters, self._box
        self._letters.append(letter)
        self._boxes.append(box)
        self._box = (
            box
            if first
            else (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
        )

    def told(self) -> Iterator[Line]:
        """The line, if there is anything in it."""
        if not self._letters:
            return
        words = self._words(self._begins)
        if _spaced(words):
            words = self._words(self._wide_gaps())
        yield _bullets(words), *self._box

    def _words(self, begins: list[int]) -> str:
        ends = [0, *begins, len(self._letters)]
        return " ".join("".join(self._letters[start:end]) for start, end in pairwise(ends))

    def _wide_gaps(self) -> list[int]:
        """Where the words of a letter-spaced line begin: after gaps far wider than between its letters."""
        gaps = [box[0] - before[2] for before, box in pairwise(self._boxes)]
        usual = median(gaps)
        height = self._box[3] - self._box[1]
        return [index for index, gap in enumerate(gaps, 1) if gap > max(1.6 * usual, usual + 0.15 * height)]


def _rows(found: Iterable[Line]) -> Iterator[str]:
    """The words of each line, pieces that follow one another on it together."""
    row, base = "", 0.0
    for words, _, bottom, _, top in found:
        if row and abs(bottom - base) > (top - bottom) / 2:
            yield row
            row = ""
        row, base = f"{row} {words}", bottom
    yield row


def _spaced(words: str) -> bool:
    """Whether a line is set with spaces between its letters: most of its pieces are a letter or two."""
    pieces = words.split()
    letters = [len(piece) for piece in pieces if piece.isalpha() and len(piece) <= _SHORT]
    if len(pieces) < _SPACED:
        return len(pieces) > _SHORT and letters == [1] * len(pieces)
    return len(letters) >= _MOSTLY * len(pieces)
