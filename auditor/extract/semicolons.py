"""Semicolons that end the items of a list, read by OCR as colons: "a. Fotokopi KTP:" announces nothing.

Decrees write lists so. A colon right before the list's next item was printed as a semicolon; then so was
the one at the list's end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.extract.labels import component_start
from auditor.extract.pieces import Piece

_MARK = re.compile(r"\(?(?P<mark>[a-z]|\d{1,2})[.)]\s*(?=\S)", re.IGNORECASE)


@dataclass(slots=True)
class _List:
    """A list being read: its last mark, where its marks stand, and whether one of its ends was mended."""

    mark: str
    x0: float
    mended: bool = False

    def goes_on_with(self, piece: Piece) -> bool:
        """Whether the piece is the list's next item."""
        found = _MARK.match(piece.text)
        return (
            found is not None
            and found["mark"].lower() == _after(self.mark)
            and abs(piece.x0 - self.x0) <= 1.5 * piece.height
        )


def with_semicolons(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, in the order of reading, with such ends as they were printed."""
    out = list(pieces)
    current: _List | None = None
    for index, piece in enumerate(out):
        found = _MARK.match(piece.text)
        if found is not None:
            goes_on = current is not None and current.goes_on_with(piece)
            current = _List(
                found["mark"].lower(), piece.x0, goes_on and current is not None and current.mended
            )
        if current is None or not piece.text.endswith(":"):
            continue
        after = out[index + 1] if index + 1 < len(out) else None
        words = piece.text[found.end() :] if found is not None else piece.text
        if component_start(words) or _has_neighbour(piece, out):
            continue
        if after is not None and current.goes_on_with(after):
            current.mended = True
        elif not current.mended or (after is not None and after.x0 > current.x0 - piece.height / 2):
            continue
        out[index] = replace(piece, text=f"{piece.text[:-1]};")
    return out


def _after(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)


def _has_neighbour(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether something stands to the right on the same line: then the colon may announce that."""
    return any(
        other.x0 >= piece.x1 and min(other.y1, piece.y1) - max(other.y0, piece.y0) > piece.height / 2
        for other in pieces
    )
