"""Words that stand aslant ("GRATIS" across a poster): Tesseract reads level lines only, so what was not
read is cut out, colour by colour and blob by blob, and levelled by its own angle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from auditor.extract.ink import angle_of, shrunk, without
from auditor.extract.options import ReadOptions
from auditor.extract.tesseract import BLOCK, Word, look

_LONG_SIDE = 700  # pixels of the picture in which blobs are looked for
_CELL = 8  # letters of a word touch when seen in cells of this many pixels
_COLOURS = 8
_GROUND = 0.3  # a colour that covers more is paper
_CLEARER = 1.15  # a word is sharper along its line than level
_DOTS = 1500  # of a blob are enough to see its angle
_TOUCHED = 0.08  # share of a cell that is ink
_LINES = 240  # pixels: two or three lines of large print
_MARGIN = 40  # pixels of paper around them
_HIGH = 14  # pixels a letter has to be high to be read
_LEAST, _MOST = 10, 1500  # cells of a blob that may be a word or two
_ASLANT, _STEEP = 5.0, 40.0  # degrees
_LOOKS = 4  # blobs that are read
_SURE = 70
_LETTERS = 4


def aslant(picture: Image.Image, found: Sequence[Word], options: ReadOptions) -> list[Word]:
    """Words of the picture that stand aslant; ``found`` are those read already. Boxes are in pixels of the
    picture."""
    small, scale = shrunk(picture, _LONG_SIDE)
    out: list[Word] = []
    for number, (letters, angle) in enumerate(_candidates(small, [_scaled(word, scale) for word in found])):
        rows, columns = np.nonzero(letters)
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        alone = Image.fromarray(np.where(letters[top:bottom, left:right], 0, 255).astype(np.uint8))
        alone = alone.resize((alone.width * 2, alone.height * 2), Image.Resampling.BICUBIC)
        words = look(_level(alone, angle), options, BLOCK)
        if isinstance(words, str):
            break
        sure = [word.text for word in words if word.sure >= _SURE and sum(map(str.isalnum, word.text)) >= 2]
        text = " ".join(sure)
        if sum(char.isalpha() for char in text) >= _LETTERS:
            box = [float(edge) / scale for edge in (left, top, right, bottom)]
            out.append(Word(text, _SURE, box[0], box[1], box[2], box[3], ("aslant", str(number))))
    return out


def _level(letters: Image.Image, angle: float) -> Image.Image:
    """The letters alone, on a level line, no higher than large print: bushes and crowds that pass for a
    word are as large as the picture, and a second of Tesseract each."""
    level = letters.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    level = level.crop(ImageOps.invert(level).getbbox())
    if level.height > _LINES:
        level = level.resize((max(1, round(level.width * _LINES / level.height)), _LINES))
    return ImageOps.expand(level, _MARGIN, 255)


def _candidates(small: Image.Image, found: Iterable[Word]) -> list[tuple[NDArray[np.bool_], float]]:
    """Pixels of what may be a word aslant, and its angle; those with most ink first. Letters of a word have
    one colour, so each colour is looked at for itself: a ring around the word has another."""
    small = small.convert("RGB")
    palette = small.reduce(4).quantize(_COLOURS)
    colours = np.asarray(small.quantize(palette=palette, dither=Image.Dither.NONE))
    free = np.asarray(without(Image.new("L", small.size, 0), found)) == 0
    seen: list[tuple[int, NDArray[np.bool_], float]] = []
    for colour in range(_COLOURS):
        layer = (colours == colour) & free
        if layer.mean() > _GROUND:
            continue
        for cells in _blobs(layer):
            mask = np.zeros_like(layer)
            grown = np.kron(cells, np.ones((_CELL, _CELL), dtype=bool))
            mask[: grown.shape[0], : grown.shape[1]] = grown
            mask &= layer
            rows, columns = np.nonzero(mask)
            some = max(1, len(rows) // _DOTS)
            angle = angle_of(rows[::some], columns[::some], _STEEP, 2.0, _CLEARER)
            if abs(angle) >= _ASLANT and _like_a_word(rows, columns, angle):
                seen.append((int(mask.sum()), mask, angle))
    seen.sort(key=lambda one: -one[0])
    return [(mask, angle) for _, mask, angle in seen[:_LOOKS]]


def _like_a_word(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> bool:
    """Whether dots, once level, fill a box as the letters of a word do: longer than high, part ink, part
    paper."""
    turn = np.radians(angle)
    level = rows * np.cos(turn) - columns * np.sin(turn)
    along = columns * np.cos(turn) + rows * np.sin(turn)
    high, wide = float(np.ptp(level)) + 1, float(np.ptp(along)) + 1
    return high >= _HIGH and wide >= 1.8 * high and 0.2 < len(rows) / (high * wide) < 0.8


def _scaled(word: Word, scale: float) -> Word:
    return Word(
        word.text, word.sure, word.x0 * scale, word.y0 * scale, word.x1 * scale, word.y1 * scale, word.line
    )


def _blobs(dark: NDArray[np.bool_]) -> Iterable[NDArray[np.bool_]]:
    """Groups of neighbouring cells that hold ink, those with most ink first."""
    height, width = (dark.shape[0] // _CELL) * _CELL, (dark.shape[1] // _CELL) * _CELL
    share = dark[:height, :width].reshape(height // _CELL, _CELL, width // _CELL, _CELL).mean(axis=(1, 3))
    free = {(int(row), int(column)) for row, column in np.argwhere(share > _TOUCHED)}
    found: list[tuple[float, NDArray[np.bool_]]] = []
    while free:
        waiting = [free.pop()]
        blob = list(waiting)
        while waiting:
            y, x = waiting.pop()
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & free
            free -= near
            waiting.extend(near)
            blob.extend(near)
        if _LEAST <= len(blob) <= _MOST:
            cells = np.zeros_like(share, dtype=bool)
            cells[tuple(zip(*blob, strict=True))] = True
            found.append((float(share[cells].sum()), cells))
    found.sort(key=lambda blob: -blob[0])
    return [cells for _, cells in found[:_LOOKS]]
