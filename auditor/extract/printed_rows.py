"""Pieces of print by the row they stand in, and how high print is."""

from __future__ import annotations

from auditor.extract.grids import Box
from auditor.extract.pieces import Piece

_TOWERS = 2.2  # times as high as what stands beside it
_LETTERS = 2  # or digits: what has fewer may be a mark
_SLIM = 3.0  # times as high as wide is the slimmest letter, on the average of a word


def same_row(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand beside each other in one printed row."""
    return min(one.y1, other.y1) - max(one.y0, other.y0) > 0.4 * min(one.height, other.height)


def stature(text: str, box: Box) -> float:
    """How high print is; 0 for a dash or a dot, whose box is as small as its ink.

    Tesseract gives some words the height of rows around them (a "Menit" of 36 pixels beside a "27" of 13),
    but no letter is that narrow.
    """
    if sum(map(str.isalnum, text)) < _LETTERS:
        return 0.0
    return min(box[3] - box[1], _SLIM * (box[2] - box[0]) / len(text))


def stand_apart(one: float, other: float) -> bool:
    """Two statures, one of them a poster's figure ("87,24" over three lines of a list): a line of its own."""
    low, high = sorted((one, other))
    return 0 < _TOWERS * low < high


def towers(one: Piece, other: Piece) -> bool:
    """Whether one of two pieces is a poster's figure beside the other."""
    return stand_apart(
        *(stature(piece.text, (piece.x0, piece.y0, piece.x1, piece.y1)) for piece in (one, other))
    )


def rows_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces by printed row, top to bottom, left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: ((piece.y0 + piece.y1) / 2, piece.x0)):
        if rows and same_row(rows[-1][0], piece) and not towers(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows
