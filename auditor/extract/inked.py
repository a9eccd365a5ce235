"""Rows of ink that a look passed over, whole or in part: white names on coloured bars, a figure in a ring,
the "1" of "1 hari kerja".

Tesseract takes bars, rings and pictures beside print for pictures and drops what stands on them, or reads
half of a line. Where ink stands in a row of letters and no word was read over some of it, the whole row is
read again (``with_rows``), as captions are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from auditor.extract.captions import Row, follow, with_rows
from auditor.extract.ink import ink, shrunk
from auditor.extract.options import ReadOptions
from auditor.extract.patches import Patches, patches
from auditor.extract.tesseract import Word

_SIDES = (1600, 500)  # pixels: print, and figures so large that the paper is guessed wrong around them
_DARK = 140
_LOW, _HIGH, _WIDE = (
    8,
    0.25,
    10.0,
)  # pixels; share of the picture; heights (letters of a script hang together)
_STROKE = 0.65  # heights a letter's strokes are wide at most, on the average
_CROWD = 3000  # letters: so many are the grain of the paper
_LETTERS, _LONG, _SHORT = 3, 3.0, 1.2  # a row has so many letters and is so many heights long; or longer
_GAP = 1.2  # heights between two letters: what is farther apart is another column
_TALL = 0.55  # of the row's letters: what is less high is a dot or a comma
_READ, _EDGE = 60, 3  # so surely read; pixels around a word's box
_STEPS = 3
_ROWS = 20  # read at most, those with most missing letters first

Mask = NDArray[np.bool_]


def with_inked(
    inked: Image.Image, picture: Image.Image, found: list[Word], options: ReadOptions
) -> list[Word]:
    """The words ``found`` with those of rows that were not read whole; ``inked`` is what ``ink`` makes of
    the picture, without its rules."""
    missing: list[tuple[int, Row]] = []
    for side in _SIDES:
        if side == _SIDES[0]:
            small, scale = shrunk(inked, side)
        else:
            small, scale = shrunk(picture, side)
            small = ink(small)
        missing += _rows(np.asarray(small), found, scale)
    missing.sort(key=lambda one: -one[0])
    return with_rows([row for _, row in missing[:_ROWS]], found, options)


def _rows(grey: NDArray[np.uint8], found: Sequence[Word], scale: float) -> Iterator[tuple[int, Row]]:
    """Rows with letters that no word covers, and how many those are."""
    seen = patches(grey < _DARK)
    high, wide = seen.y1 - seen.y0, seen.x1 - seen.x0
    stroke = seen.area / np.maximum(1, seen.runs)
    letters = np.flatnonzero(
        (high >= _LOW)
        & (high <= _HIGH * grey.shape[0])
        & (wide <= _WIDE * high)
        & (np.minimum(stroke, seen.area / np.maximum(1, wide)) <= _STROKE * high)
    )
    read = _read(seen, found, scale)
    for group in follow(seen, letters, _GAP) if len(letters) <= _CROWD else ():
        tall = float(np.median(high[group]))
        missing = int(np.count_nonzero(~read[group] & (high[group] >= _TALL * tall)))
        x0, x1 = int(seen.x0[group].min()), int(seen.x1[group].max())
        if not missing or x1 - x0 < (_SHORT if len(group) >= _LETTERS else _LONG) * tall:
            continue
        y0, y1 = int(seen.y0[group].min()), int(seen.y1[group].max())
        level = (seen.y0 >= y0 - 0.35 * tall) & (seen.y1 <= y1 + 0.35 * tall)
        for _ in range(_STEPS):  # letters that hang over their neighbours follow in none of the rows
            place = np.flatnonzero(level & (seen.x0 >= x0 - tall) & (seen.x1 <= x1 + tall))
            own = place[high[place] >= _TALL * tall]
            x0, x1 = int(seen.x0[own].min()), int(seen.x1[own].max())
        left, right = int(seen.x0[place].min()), int(seen.x1[place].max())
        top, bottom = int(seen.y0[place].min()), int(seen.y1[place].max())
        drawn = _grown(seen.drawn(place)[top:bottom, left:right])
        print_ = np.where(drawn, grey[top:bottom, left:right], 255).astype(np.uint8)
        yield missing, Row(left, top, right, bottom, tall, Image.fromarray(print_), scale)


def _read(seen: Patches, found: Sequence[Word], scale: float) -> Mask:
    """Which patches lie, by their middle, in a word that was read."""
    boxes = [(w.x0, w.y0, w.x1, w.y1) for w in found if w.sure >= _READ]
    edges = np.array(boxes, dtype=np.float64).reshape(-1, 4)
    edges = (edges + np.array([-_EDGE, -_EDGE, _EDGE, _EDGE])) * scale
    x, y = ((seen.x0 + seen.x1) / 2)[:, None], ((seen.y0 + seen.y1) / 2)[:, None]
    within = (x >= edges[:, 0]) & (x <= edges[:, 2]) & (y >= edges[:, 1]) & (y <= edges[:, 3])
    covered: Mask = within.any(axis=1)
    return covered


def _grown(mask: Mask) -> Mask:
    """With the soft edge of each letter."""
    out = mask.copy()
    out[1:] |= mask[:-1]
    out[:-1] |= mask[1:]
    out[:, 1:] |= mask[:, :-1]
    out[:, :-1] |= mask[:, 1:]
    return out
