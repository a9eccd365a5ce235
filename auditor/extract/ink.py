"""What is ink on a picture, whatever its colours: upright, and dark on white.

A poster has white letters on a dark band, red ones on green, a shadow over half of it: a single
threshold for all of it loses words. Here the paper around each spot is guessed (the median of its
neighbourhood) and what differs from it in any colour is ink.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter, ImageStat

from auditor.extract.tesseract import Word

_SHRINK, _WINDOW = 4, 11  # the paper is the median over 44 pixels: wider than strokes, narrower than panels
_GAIN = 1.6  # a difference of 160 of 255 is black
_GRAIN = 2.5  # the grain is at most so many times its median
_STEP, _WIDEST = 0.25, 5.0  # degrees that are tried
_SKEWED = 0.5  # less does no harm
_CLEARER = 1.08  # how much sharper the lines have to be than without turning
_CELL = 8
_LEFT = 25  # cells of left-over ink below this are dots and rules, not words


def ink(image: Image.Image) -> Image.Image:
    """The coloured picture as grey: ink dark, paper white."""
    if image.mode != "RGB":
        image = image.convert("RGB")
    small = image.resize(
        (max(1, image.width // _SHRINK), max(1, image.height // _SHRINK)), Image.Resampling.BOX
    )
    paper = small.filter(ImageFilter.MedianFilter(_WINDOW)).resize(image.size, Image.Resampling.BILINEAR)
    red, green, blue = ImageChops.difference(image, paper).split()
    strongest = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    floor = _grain(strongest)
    return strongest.point([255 - min(255, round(max(0, value - floor) * _GAIN)) for value in range(256)])


def _grain(difference: Image.Image) -> int:
    """What most of a picture differs from its paper by is the grain of a camera or of a screen: no ink."""
    return round(ImageStat.Stat(difference).median[0] * _GRAIN)


def skew(image: Image.Image) -> float:
    """Degrees by which to turn the picture (counter-clockwise) to make its lines level; 0 where they are
    level or there are none."""
    small = image.convert("L")
    small.thumbnail((900, 900))
    grey = np.asarray(small, dtype=np.int16)
    rows, columns = np.nonzero(np.abs(grey[1:] - grey[:-1]) > 40)
    if len(rows) < 500:
        return 0.0
    return angle_of(rows, columns, _WIDEST, _STEP)


def angle_of(
    rows: NDArray[np.intp], columns: NDArray[np.intp], widest: float, step: float, clearer: float = _CLEARER
) -> float:
    """The turn in degrees, up to ``widest`` each way, by which dots fall into the sharpest lines; 0 where
    they are not ``clearer`` times as sharp as without it."""
    angles = np.arange(-widest, widest + step / 2, step)
    sharpness = np.empty(len(angles))
    for index, angle in enumerate(angles):
        level = rows - columns * np.tan(np.radians(angle))
        profile = np.bincount(np.round(level - level.min()).astype(np.intp)).astype(float)
        sharpness[index] = (profile**2).sum()
    best = int(sharpness.argmax())
    return float(angles[best]) if sharpness[best] > clearer * sharpness[len(angles) // 2] else 0.0


def upright(image: Image.Image) -> Image.Image:
    """The picture with level lines."""
    angle = skew(image)
    if abs(angle) < _SKEWED:
        return image
    sample = np.asarray(image)[::9, ::9].reshape(-1, len(image.getbands()))
    paper = tuple(int(value) for value in np.median(sample, axis=0))
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=paper if len(paper) > 1 else paper[0])


def without(image: Image.Image, words: Iterable[Word]) -> Image.Image:
    """The grey picture with the given words painted over (white)."""
    grey = np.asarray(image).copy()
    for word in words:
        grey[max(0, int(word.y0) - 3) : int(word.y1) + 3, max(0, int(word.x0) - 3) : int(word.x1) + 3] = 255
    return Image.fromarray(grey)


def holds_more(image: Image.Image) -> bool:
    """Whether enough ink is left for a word: cells that are part ink, part paper."""
    cells = np.asarray(image.reduce(_CELL))
    return int(np.count_nonzero((cells > 60) & (cells < 215))) >= _LEFT


def shrunk(image: Image.Image, side: int) -> tuple[Image.Image, float]:
    """The picture with at most ``side`` pixels on its longer side, and by what it was scaled."""
    scale = min(1.0, side / max(image.size))
    if scale == 1.0:
        return image, scale
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BOX), scale
