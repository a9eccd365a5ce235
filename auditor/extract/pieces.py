"""What a printed page is made of before it is laid out: pieces of lines with their boxes."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.extract.grids import Box


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one printed line. Boxes in any unit, origin top left; ``bold`` where the font says so;
    ``cell`` is the box of the ruled cell it stands in."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    bold: bool = False
    cell: Box | None = None

    @property
    def height(self) -> float:
        return self.y1 - self.y0
