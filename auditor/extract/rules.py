"""Ruled tables: Tesseract loses the words between lines, so the lines are wiped out before it reads; they
say which words stand in one cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from auditor.extract.grids import Box, overlap
from auditor.extract.patches import patches

_DARK = 150  # grey below this may be ink
RULES = 20  # pixels of the picture as it came; a thicker bar is no rule but a letter or a picture
_SHRINK = 4  # cells are looked for in a picture so many times smaller
_FULL = 0.8  # share of its box that a cell fills
_NARROW = 16  # pixels: less is the gap between two rules
_MANY = 1000  # cells of a sheet; with more it is no table
_RULE = 24  # pixels a rule may be thick, where two cells meet
THICK_RULES = 28  # where nothing could be read: bars this thick are wiped as well


def wipe(image: Image.Image, thick: int = RULES) -> Image.Image:
    """The grey picture with long thin straight lines painted over in the tone beside them (white)."""
    lines = _lines(np.asarray(image, dtype=np.uint8), thick)
    return image if lines is None else _without(image, lines)


def table(image: Image.Image, thick: int = RULES) -> tuple[Image.Image, list[Box]]:
    """The grey picture without its rules, as ``wipe`` tells it, and the cells between them."""
    lines = _lines(np.asarray(image, dtype=np.uint8), thick)
    return (image, []) if lines is None else (_without(image, lines), _cells(lines))


def _without(image: Image.Image, lines: NDArray[np.bool_]) -> Image.Image:
    wide = lines.copy()
    wide[1:] |= lines[:-1]
    wide[:-1] |= lines[1:]
    wide[:, 1:] |= lines[:, :-1]
    wide[:, :-1] |= lines[:, 1:]
    out = np.asarray(image, dtype=np.uint8).copy()
    out[wide] = 255
    return Image.fromarray(out)


def _cells(lines: NDArray[np.bool_]) -> list[Box]:
    """The boxes between the rules of a picture's tables, each left, top, right, bottom in pixels; what only
    one line frames is none."""
    height, width = (side // _SHRINK for side in lines.shape)
    small = lines[: height * _SHRINK, : width * _SHRINK].reshape(height, _SHRINK, width, _SHRINK)
    boxes = [
        (x0 * _SHRINK, y0 * _SHRINK, x1 * _SHRINK, y1 * _SHRINK)
        for x0, y0, x1, y1, area in patches(np.logical_not(small.any(axis=(1, 3)))).boxes()
        if area >= _FULL * (x1 - x0) * (y1 - y0)
        and min(x1 - x0, y1 - y0) * _SHRINK >= _NARROW
        and x0 > 0 and y0 > 0 and x1 < width and y1 < height
    ]  # fmt: skip
    if len(boxes) > _MANY:
        return []  # squared paper
    return [box for box in boxes if any(_touch(box, other) for other in boxes if other is not box)]


def _touch(one: Box, other: Box) -> bool:
    """Two boxes share a rule."""
    across, down = overlap(one, other)
    return max(across, down) > 0 and min(across, down) >= -_RULE


def _lines(grey: NDArray[np.uint8], thick: int) -> NDArray[np.bool_] | None:
    """The pixels of long thin straight lines, where there are several each way as a ruled table has;
    frames, letters and drawings have not."""
    if grey.ndim != 2 or min(grey.shape) < 100:
        return None
    dark = grey < _DARK
    length = max(70, min(grey.shape) // 14)
    across = _opened(dark, length) & ~_opened(dark.T, thick).T
    down = _opened(dark.T, length).T & ~_opened(dark, thick)
    if (
        _groups(across.sum(axis=1) > 0.2 * grey.shape[1]) < 3
        or _groups(down.sum(axis=0) > 0.04 * grey.shape[0]) < 3
    ):
        return None
    return across | down


def _groups(flags: NDArray[np.bool_]) -> int:
    """How many stretches of True."""
    return int(flags[0]) + int(np.count_nonzero(flags[1:] & ~flags[:-1]))


def _opened(mask: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """Pixels that lie in a horizontal run of at least ``length``."""
    height, width = mask.shape
    if width < length:
        return np.zeros_like(mask)
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(mask, axis=1, out=sums[:, 1:])
    start = (sums[:, length:] - sums[:, :-length]) == length
    marks = np.zeros((height, width + 1), dtype=np.int32)
    marks[:, : start.shape[1]] += start
    marks[:, length : length + start.shape[1]] -= start
    result: NDArray[np.bool_] = np.cumsum(marks, axis=1)[:, :width] > 0
    return result
