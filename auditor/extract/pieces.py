"""What a printed page is made of before it is laid out: pieces of lines with their boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auditor.extract.grids import Box

_SYLLABLE: Final = 3  # letters


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


def joined(text: str, line: str) -> str:
    """A line and the one it goes on in: the hyphen of a broken word falls away, that of a word said twice
    ("syarat-" "syarat", "sebaik-" "baiknya") stays."""
    if not (text.endswith("-") and line[:1].islower()):
        return f"{text} {line}".strip()
    word = text[:-1].rpartition(" ")[2].casefold()
    twice = any(line.startswith(word[place:]) for place in range(len(word) - _SYLLABLE + 1))
    return text + line if twice else text[:-1] + line
