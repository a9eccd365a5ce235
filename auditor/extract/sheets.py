"""The words of an opened picture, in as many looks as can bring more."""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median

from PIL import Image, ImageOps, ImageStat

from auditor.extract.captions import with_captions
from auditor.extract.cells import missed
from auditor.extract.ink import holds_more, ink, upright, without
from auditor.extract.inked import with_inked
from auditor.extract.likely import speaks_of_services
from auditor.extract.options import LONG_SIDE, ReadOptions
from auditor.extract.pieces import Piece
from auditor.extract.rules import RULES, THICK_RULES, table, wipe
from auditor.extract.stickers import aslant
from auditor.extract.tesseract import BLOCK, SPARSE, Word, added, available, look, pieces

_FEW_LETTERS = 60  # fewer in a picture that looks like print: read it once more
_WORDS = 16  # fewer even row by row: a picture without words
_SHORT_SIDE = 1000
_DARK_GROUND = 90  # a grey of half the picture below this is a dark ground
_WEAK = 50  # a word Tesseract is less sure of may give way to a surer one in its place
_PLAIN, _BITS = 70, 2  # a word of more letters and read this surely does not stand aslant
_TOLD = 6  # words of four letters and more by which a sheet that does not stand upright is told
_READABLE = 72  # how surely those of an upright one are read (96 and more; upside down 40 to 65)
_NO_LESS = 0.9  # of the letters read before, for the reading of the turned sheet to take their place
_LARGE, _PRINT, _LARGE_LOOKS = 90, 40, 3  # pixels of large print and of print; figures that are read again
_FIGURE = re.compile(r"\d")
_SURE = 45  # what a second look has to be sure of, out of 100


def prepare(image: Image.Image) -> Image.Image:
    """Lines level, scaled so that print is 20-40 pixels high."""
    width, height = image.size
    longest, shortest = max(width, height), min(width, height)
    scale = 1.0
    if longest > LONG_SIDE:
        scale = LONG_SIDE / longest
    elif shortest < _SHORT_SIDE:
        scale = min(3.0, _SHORT_SIDE / shortest, LONG_SIDE / longest)
    if abs(scale - 1) > 0.05:
        image = image.resize(
            (max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.LANCZOS
        )
    return upright(image)


def read_sheet(image: Image.Image, options: ReadOptions, *, thorough: bool = False) -> list[Piece] | str:
    """Pieces of text in an opened picture, or the reason there are none: ``no_tesseract``, ``broken``,
    ``ocr_timeout``. An empty list is a picture without words.

    First it is read as it is; where it is ruled, again without the rules, and table
    by table where cells stayed empty; and where ink is left that was not
    read, what is left is read once more with the paper around each spot taken off (white on dark, colour on
    colour, shadows). That last look is for pictures whose first words are those of services, pictures
    with few words, and where ``thorough``.
    """
    if not available():
        return "no_tesseract"
    ready = prepare(image)
    scale = max(1.0, ready.width / max(1, image.width))
    grey = _on_white(ready)
    found = look(grey, options)
    if isinstance(found, str):
        return found
    if turn := turned(found):
        right_up = upright(ready.rotate(turn, expand=True))
        level = _on_white(right_up)
        again = look(level, options)
        if not isinstance(again, str) and _better(again, found):
            ready, grey, found = right_up, level, again
    wiped, cells = table(grey, round(RULES * scale))
    if wiped is not grey:
        # Ruled tables: without the lines the cells become words; the surer of both readings leads.
        other = look(wiped, options)
        if not isinstance(other, str):
            first, second = sorted((found, other), key=_letters, reverse=True)
            found = added(first, second, _WEAK, 0)
        found = added(found, missed(wiped, cells, found, options), _WEAK, 0)
    found = with_captions(ready, found, options)
    if (
        thorough
        or _letters(found) < _FEW_LETTERS
        or speaks_of_services(" ".join(word.text for word in found))
    ):
        found = _second_look(ready, found, scale, options, _WORDS if not thorough else 0)
    if _letters(found) < _FEW_LETTERS:
        # Thick rules around every word hide a page's make-up from Tesseract: read it as one block.
        block = wipe(grey, round(THICK_RULES * scale))
        again = look(block, options, BLOCK) if block is not grey else "no_rules"
        found = again if not isinstance(again, str) and _letters(again) > 2 * _letters(found) else found
    found = _large(grey, found, options)
    return pieces(found, cells)


def _on_white(ready: Image.Image) -> Image.Image:
    """The picture as grey, its ground light: rules are looked for as dark lines."""
    grey = ImageOps.autocontrast(ready.convert("L"), cutoff=1)
    return ImageOps.invert(grey) if ImageStat.Stat(grey).median[0] < _DARK_GROUND else grey


def turned(words: list[Word]) -> int:
    """Degrees (counter-clockwise) by which a sheet has to be turned to stand upright, by how its words were
    read: Tesseract reads a line that runs downwards too, but nothing that stands on its head."""
    long = [word for word in words if len(word.text) >= 4]
    if len(long) < _TOLD:
        return 0
    sure = median(word.sure for word in long) >= _READABLE
    tall = sum(word.y1 - word.y0 > 1.3 * (word.x1 - word.x0) for word in long)
    if tall * 2 > len(long):
        return 90 if sure else 270
    return 0 if sure else 180


def _better(again: list[Word], found: list[Word]) -> bool:
    """The reading of the turned sheet stands upright and tells as much: a few words, which count as upright,
    are no better one. Lines that ran downwards may have been read letter by letter as well."""
    return not turned(again) and _letters(again) > _NO_LESS * _letters(found)


def _large(grey: Image.Image, found: list[Word], options: ReadOptions) -> list[Word]:
    """Figures in large print ("85,42" over half a poster) read once more at the size Tesseract knows best."""
    out = list(found)
    figures = [
        n for n, word in enumerate(found)
        # what stood aslant is told below the picture
        if word.y1 - word.y0 > _LARGE and _FIGURE.search(word.text) and word.y0 < grey.height
    ]  # fmt: skip
    for place in sorted(figures, key=lambda n: -found[n].area)[:_LARGE_LOOKS]:
        word = found[place]
        high = word.y1 - word.y0
        left, top = round(word.x0 - high / 8), round(word.y0 - high / 8)
        right, bottom = round(word.x1 + high / 8), round(word.y1 + high / 8)
        # Beyond the picture it would be cut out black.
        part = grey.crop((max(0, left), max(0, top), min(grey.width, right), min(grey.height, bottom)))
        scale = _PRINT / high
        small = part.resize((max(1, round(part.width * scale)), max(1, round(part.height * scale))))
        paper = small.tobytes()[small.height // 2 * small.width]  # left of the middle
        again = look(ImageOps.expand(small, _PRINT // 4, paper), options, BLOCK)
        if isinstance(again, str):
            break
        if len(again) == 1 and _FIGURE.search(again[0].text) and again[0].sure > word.sure:
            out[place] = replace(word, text=again[0].text, sure=again[0].sure)
    return out


def _second_look(
    ready: Image.Image, found: list[Word], scale: float, options: ReadOptions, least: int
) -> list[Word]:
    """What ``read_sheet`` calls the last look; it ends at the rows of ink where not even those tell ``least``
    letters: leaves, faces and tiles, from which the rest makes words of two letters for a second or two."""
    inked = wipe(ink(ready), round(RULES * scale))
    found = with_inked(inked, ready, found, options)
    if _letters(found) < least:
        return found
    rest = without(inked, (word for word in found if word.sure >= _WEAK))
    if not holds_more(rest):
        return found
    more = look(rest, options, SPARSE)
    if not isinstance(more, str):
        found = added(found, _in_company(more), _WEAK, _SURE)
    # Bits of letters that stand aslant pass for short words: they hide nothing and give way.
    whole = [word for word in found if word.sure >= _PLAIN and len(word.text) > _BITS]
    across = [word for word in aslant(ready, whole, options) if speaks_of_services(word.text)]
    kept = [word for word in found if word in whole or not any(word.hides(other) for other in across)]
    # It belongs to no line of the sheet: it is told after all of them, in a paragraph of its own.
    below = 2.0 * ready.height
    return kept + [replace(word, y0=word.y0 + below, y1=word.y1 + below) for word in across]


def _in_company(words: list[Word]) -> list[Word]:
    """Without letters that stand alone: corners of frames and parts of pictures are read as such."""
    long = {id(word) for word in words if word.sure >= _SURE and sum(map(str.isalnum, word.text)) > _BITS}
    lines = {word.line for word in words if id(word) in long}
    return [
        word for word in words
        if word.line in lines or (word.text.isdigit() and word.sure >= _PLAIN)
    ]  # fmt: skip


def _letters(words: list[Word]) -> int:
    """Letters of words that were read with some certainty."""
    return sum(char.isalpha() for word in words if word.sure >= _WEAK for char in word.text)
