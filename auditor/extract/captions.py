"""Captions over a photograph: bright letters with a dark outline, shadow or band, or dark ones with a bright
outline.

No paper lies around such letters, so neither a threshold nor the median of what is near finds them. They are
told by what their makers did to have them seen: of one colour, darker (or brighter) all around, and in rows
of like height. Rows that no other look has read are cut out, set black on white at the size of print, one
below the other, and read in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from auditor.extract.ink import shrunk
from auditor.extract.options import ReadOptions
from auditor.extract.patches import Patches, patches
from auditor.extract.tesseract import BLOCK, Word, added, look

_LONG_SIDE = 1600  # pixels of the picture in which letters are looked for
# Letters' colours: red, green and blue at least and at most, and whether their outline is darker or brighter.
_COLOURS = {
    "white": ((205, 205, 205), (255, 255, 255), 1),
    "yellow": ((195, 150, 0), (255, 255, 140), 1),
    "black": ((0, 0, 0), (80, 80, 80), -1),
    "red": ((140, 0, 0), (255, 80, 80), -1),
    "blue": ((0, 0, 81), (80, 100, 200), -1),
}
_SHEET = 0.5  # of a picture in one colour is paper
_CROWD = 600  # letters of one colour: so many are small print, which was read
_RING, _REACH = 55, 5  # grey by which it is darker (brighter) within so many pixels beside a letter
_RINGED, _PARTLY = 0.7, 0.35  # of a sign's edge; of a letter's in a row of others
_ROW_RINGED = 0.65  # of the edges of a row's letters, on the average
_TONE = 20  # grey by which letters of a row differ; bits of sky between them differ more
_LOW, _HIGH = 14, 0.25  # pixels a letter is high at least; share of the picture at most
_WIDE = 5.0  # heights of letters that touch
_STROKE = 0.65  # heights a letter's strokes are wide at most, on the average
_ALIKE = 2.1  # heights of the letters of a row
_GAP = 2.0  # heights between two letters of a row
_LETTERS, _LONG = 5, 2.5  # a row has so many letters, and is so many heights long
_READ, _COVERED = 75, 0.6  # words read as surely over as much of a row: nothing is missing
_PRINT, _MARGIN = 36, 18  # pixels of a letter as Tesseract reads it; of paper around a row
_ROWS = 14  # rows that are read
_SURE, _MOST = 70, 0.5  # so surely has so much of a row to be read: what only looks like one has no words
_HELD = 60  # a word read so surely does not give way to another
_BETWEEN = {"-", "–", "&", "/"}  # signs that stand between words
_LEAST = 30  # of the other words of such a row

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """Letters in a row, dark on white; its place and how high its letters are, in pixels of a picture
    ``scale`` times as large as the sheet."""

    x0: int
    y0: int
    x1: int
    y1: int
    high: float
    letters: Image.Image
    scale: float = 1.0  # of the picture it was found in


def with_captions(picture: Image.Image, found: Sequence[Word], options: ReadOptions) -> list[Word]:
    """The words ``found``, with those of captions in place of what was read where they stand. Boxes are in
    pixels of the picture."""
    small, scale = shrunk(picture, _LONG_SIDE)
    missing = [replace(row, scale=scale) for row in rows(small) if not _read(row, found, scale)]
    return with_rows(missing[:_ROWS], found, options)


def with_rows(missing: Sequence[Row], found: Sequence[Word], options: ReadOptions) -> list[Word]:
    """The words ``found``, with those of rows that are read now in place of what was read less surely where
    they stand."""
    out = list(found)
    if not missing:
        return out
    sheet, tops = _sheet(missing)
    words = look(sheet, options, BLOCK)
    for number, (row, (top, bottom)) in enumerate(zip(missing, tops, strict=True)):
        own = [] if isinstance(words, str) else [
            word for word in words if word.sure >= _LEAST and top <= (word.y0 + word.y1) / 2 < bottom
            and (any(map(str.isalnum, word.text)) or word.text in _BETWEEN)
        ]  # fmt: skip
        sure = sum(len(word.text) for word in own if word.sure >= _SURE)
        if not sure or sure < _MOST * sum(len(word.text) for word in own):
            continue
        x0, y0, x1, y1 = (edge / row.scale for edge in (row.x0, row.y0, row.x1, row.y1))
        there = [
            word for word in out
            if x0 < (word.x0 + word.x1) / 2 < x1 and y0 < (word.y0 + word.y1) / 2 < y1
        ]  # fmt: skip
        if sum(len(word.text) for word in there if word.sure >= _READ) >= sure:
            continue
        grow = row.high / _PRINT
        told = [
            replace(
                word, x0=(row.x0 + (word.x0 - _MARGIN) * grow) / row.scale, y0=y0,
                x1=(row.x0 + (word.x1 - _MARGIN) * grow) / row.scale, y1=y1,
                line=("row", f"{number} {row.scale}"),
            )
            for word in own
        ]  # fmt: skip
        now = " ".join(word.text for word in own).casefold()
        held = [
            word.text.casefold() for word in there if word.sure >= _HELD or any(map(str.isdigit, word.text))
        ]
        if all(text in now for text in held if len(text) > 1 or text.isdigit()):
            out = [word for word in out if word not in there] + told
        else:  # what was read before is not all there: it stays
            out = added(out, told, _HELD, _SURE)
    return out


def rows(picture: Image.Image) -> list[Row]:
    """Rows of letters of one colour with an outline, from the top."""
    colours = np.asarray(picture.convert("RGB"))
    grey = np.asarray(picture.convert("L"), dtype=np.int16)
    out: list[Row] = []
    for least, most, outline in _COLOURS.values():
        mask = np.ones(grey.shape, dtype=np.bool_)
        for channel in range(3):
            seen = colours[:, :, channel]
            mask &= (seen >= least[channel]) & (seen <= most[channel])
        if mask.mean() < _SHEET:
            out += _rows(mask, grey * outline)
    return sorted(out, key=lambda row: row.y0)


def _rows(mask: Mask, grey: NDArray[np.int16]) -> Iterator[Row]:
    seen = patches(mask)
    edged, tone = _ringed(seen, grey)
    ringed = edged >= _RINGED
    high, wide = seen.y1 - seen.y0, seen.x1 - seen.x0
    stroke = seen.area / np.maximum(1, seen.runs)  # its runs are as long as its strokes are wide
    letters = np.flatnonzero(
        (edged >= _PARTLY)
        & (high >= _LOW)
        & (high <= _HIGH * mask.shape[0])
        & (wide <= _WIDE * high)
        & (np.minimum(stroke, seen.area / np.maximum(1, wide)) <= _STROKE * high)
    )
    for group in follow(seen, letters) if len(letters) <= _CROWD else ():
        x0, x1 = int(seen.x0[group].min()), int(seen.x1[group].max())
        y0, y1 = int(seen.y0[group].min()), int(seen.y1[group].max())
        tall = float(np.median(high[group]))
        if len(group) < _LETTERS or x1 - x0 < _LONG * tall or float(edged[group].mean()) < _ROW_RINGED:
            continue
        # Dots, commas and dashes between the letters belong to the row.
        inside = (seen.x0 >= x0 - tall) & (seen.x1 <= x1 + tall) & (seen.y0 >= y0 - 0.3 * tall)
        inside &= (seen.y1 <= y1 + 0.3 * tall) & (np.abs(tone - np.median(tone[group])) <= _TONE)
        inside &= ringed | ((edged >= _PARTLY) & (high >= 0.6 * tall))
        place = np.flatnonzero(inside)
        left, right = int(seen.x0[place].min()), int(seen.x1[place].max())
        top, bottom = int(seen.y0[place].min()), int(seen.y1[place].max())
        alone = seen.drawn(place)[top:bottom, left:right]
        yield Row(left, top, right, bottom, tall, Image.fromarray(np.where(alone, 0, 255).astype(np.uint8)))


def _ringed(seen: Patches, grey: NDArray[np.int16]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How much of each patch's strokes has a darker edge on both sides (0 to 1), by a ``grey`` in which
    letters are bright; and how bright it is."""
    width = grey.shape[1]
    inner = grey[seen.row, (seen.start + seen.end) // 2]
    before, behind = inner.copy(), inner.copy()
    for reach in range(1, _REACH + 1):
        before = np.minimum(before, grey[seen.row, np.maximum(seen.start - reach, 0)])
        behind = np.minimum(behind, grey[seen.row, np.minimum(seen.end - 1 + reach, width - 1)])
    dark = (inner - np.maximum(before, behind)) >= _RING
    share, tone = (
        np.bincount(seen.owner, weights=weights, minlength=len(seen.area)) / np.maximum(1, seen.runs)
        for weights in (dark, inner)
    )
    return share, tone


def follow(seen: Patches, letters: NDArray[np.intp], gap: float = _GAP) -> list[NDArray[np.intp]]:
    """Letters that follow each other, alike in height and on one line."""
    chains: list[list[int]] = []
    for letter in sorted(letters.tolist(), key=lambda n: int(seen.x0[n])):
        best: tuple[int, list[int]] | None = None
        for chain in chains:
            last = chain[-1]
            low, tall = sorted(int(seen.y1[n] - seen.y0[n]) for n in (last, letter))
            shared = min(seen.y1[last], seen.y1[letter]) - max(seen.y0[last], seen.y0[letter])
            between = int(seen.x0[letter] - seen.x1[last])
            fits = tall <= _ALIKE * low and shared >= 0.6 * low and -0.5 * low <= between <= gap * tall
            if fits and (best is None or abs(between) < best[0]):
                best = (abs(between), chain)
        if best is None:
            chains.append([letter])
        else:
            best[1].append(letter)
    return [np.array(chain, dtype=np.intp) for chain in chains]


def _read(row: Row, found: Sequence[Word], scale: float) -> bool:
    covered = 0.0
    for word in found:
        middle = (word.y0 + word.y1) / 2 * scale
        if word.sure >= _READ and row.y0 <= middle <= row.y1:
            covered += max(0.0, min(row.x1, word.x1 * scale) - max(row.x0, word.x0 * scale))
    return covered >= _COVERED * (row.x1 - row.x0)


def _sheet(missing: Sequence[Row]) -> tuple[Image.Image, list[tuple[int, int]]]:
    """Rows one below the other, letters of one height; and the top and bottom of each."""
    lines: list[Image.Image] = []
    for row in missing:
        grow = _PRINT / row.high
        size = (max(1, round(row.letters.width * grow)), max(1, round(row.letters.height * grow)))
        lines.append(row.letters.resize(size, Image.Resampling.BICUBIC if grow > 1 else Image.Resampling.BOX))
    tops: list[tuple[int, int]] = []
    sheet = Image.new(
        "L",
        (
            max(line.width for line in lines) + 2 * _MARGIN,
            sum(line.height + _MARGIN for line in lines) + _MARGIN,
        ),
        255,
    )
    y = _MARGIN
    for line in lines:
        sheet.paste(line, (_MARGIN, y))
        tops.append((y - _MARGIN // 2, y + line.height + _MARGIN // 2))
        y += line.height + _MARGIN
    return sheet, tops
