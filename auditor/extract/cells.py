"""Cells of a ruled sheet that stayed empty although something is printed in them.

Tesseract looks for columns of its own on a sheet of many parts and drops narrow ones ("27 Menit" beside
each service). Of one table cut out of the sheet it reads them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from auditor.extract.grids import Box, tables_of
from auditor.extract.options import ReadOptions
from auditor.extract.tesseract import BLOCK, Word, look

_TABLES = 3  # of a sheet are read once more
_MISSED = 3  # cells of a table; fewer are stamps and signs
_DARK = 110  # grey of print
_LEAST, _MOST = 0.01, 0.6  # share of a cell that print covers
_NEAR = 24  # pixels between the boxes of one table
_EDGE = 4  # pixels beside a rule that are left out
_MARGIN = 20  # pixels of paper Tesseract wants around a text


def missed(
    sheet: Image.Image, cells: Sequence[Box], found: Sequence[Word], options: ReadOptions
) -> list[Word]:
    """Words of the tables in whose cells nothing was read; ``sheet`` is grey, without its rules. Boxes are in
    its pixels."""
    grey = np.asarray(sheet)
    middles = [((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2) for word in found]

    def stayed_empty(box: Box) -> bool:
        if any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in middles):
            return False
        left, top, right, bottom = (round(edge) for edge in box)
        inside = grey[top + _EDGE : bottom - _EDGE, left + _EDGE : right - _EDGE]
        return bool(inside.size) and _LEAST < float((inside < _DARK).mean()) < _MOST

    out: list[Word] = []
    tables = [(sum(map(stayed_empty, table)), table) for table in tables_of(cells, _NEAR)]
    tables.sort(key=lambda counted: -counted[0])
    for empty, table in tables[:_TABLES]:
        if empty < _MISSED:
            break
        left, top = round(min(box[0] for box in table)), round(min(box[1] for box in table))
        right, bottom = round(max(box[2] for box in table)), round(max(box[3] for box in table))
        part = ImageOps.expand(sheet.crop((left, top, right, bottom)), _MARGIN, 255)
        words = look(part, options, BLOCK)
        if isinstance(words, str):
            break
        out += [_moved(word, left - _MARGIN, top - _MARGIN) for word in words]
    return out


def _moved(word: Word, across: float, down: float) -> Word:
    line = (*word.line, f"{across:.0f}", f"{down:.0f}")  # of its table: another has a first line as well
    return Word(
        word.text, word.sure, word.x0 + across, word.y0 + down, word.x1 + across, word.y1 + down, line
    )
