"""Ruled tables: Tesseract loses the words between lines, so the lines are wiped out before it reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_DARK = 150  # grey below this may be ink
RULES = 20  # pixels of the picture as it came; a thicker bar is no rule but a letter or a picture
THICK_RULES = 28  # where nothing could be read: bars this thick are wiped as well


def wipe(image: Image.Image, thick: int = RULES) -> Image.Image:
    """The grey picture with long thin straight lines painted over in the tone beside them (white)."""
    grey = np.asarray(image, dtype=np.uint8)
    if grey.ndim != 2 or min(grey.shape) < 100:
        return image
    dark = grey < _DARK
    length = max(70, min(grey.shape) // 14)
    across = _opened(dark, length) & ~_opened(dark.T, thick).T
    down = _opened(dark.T, length).T & ~_opened(dark, thick)
    # A ruled table has several long lines each way; frames, letters and drawings have not.
    if (
        _groups(across.sum(axis=1) > 0.2 * grey.shape[1]) < 4
        or _groups(down.sum(axis=0) > 0.04 * grey.shape[0]) < 3
    ):
        return image
    lines = across | down
    wide = lines.copy()
    wide[1:] |= lines[:-1]
    wide[:-1] |= lines[1:]
    wide[:, 1:] |= lines[:, :-1]
    wide[:, :-1] |= lines[:, 1:]
    out = grey.copy()
    out[wide] = 255
    return Image.fromarray(out)


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
