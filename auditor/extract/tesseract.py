"""Tesseract with Indonesian words: a picture → words with boxes and how sure each is → pieces of lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image

from auditor.extract.child import PICTURES
from auditor.extract.grids import Box
from auditor.extract.options import ReadOptions
from auditor.extract.pieces import Piece
from auditor.extract.printed_rows import stand_apart, stature

PAGE, BLOCK, SPARSE = "3", "6", "11"  # --psm: find the layout; one block of text; words anywhere
# Ornaments and table borders that come out as signs before a line.
_JUNK = re.compile(r"^[#*“”\"'|_~=>»«:;,.©®°^`¢\\/]+\s*(?=\w)|\s*[|_~=“”]+$")
_SURE_LEAST = 20  # below this a "word" is a pattern of the paper
_SIGNS_LEAST = 45  # the same for words without a letter or digit
_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
_REASONS = {"timeout": "ocr_timeout", "no_tesseract": "no_tesseract"}
_START_SECONDS = 20.0
_MEMORY = 2 * 1024**3  # address space for one picture
_APART = 2.2  # heights of a line between two words that are no neighbours


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its box in pixels (origin top left), ``sure`` 0-100, and the line it stands in."""

    text: str
    sure: float
    x0: float
    y0: float
    x1: float
    y1: float
    line: tuple[str, ...]

    def hides(self, other: Word) -> bool:
        """Both stand in one place: they share more than 0.3 of the smaller box."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.y1, other.y1) - max(self.y0, other.y0)
        return wide > 0 and high > 0 and wide * high > 0.3 * max(1.0, min(self.area, other.area))

    @property
    def area(self) -> float:
        return (self.x1 - self.x0) * (self.y1 - self.y0)


@cache
def available() -> bool:
    """Tesseract and its Indonesian words are installed."""
    return "ready" in _ask(b"", {}, _START_SECONDS)


def look(image: Image.Image, options: ReadOptions, layout: str = PAGE) -> list[Word] | str:
    """The words of a grey picture; or why there are none: ``ocr_timeout``, ``no_tesseract``, ``broken``."""
    size = {"width": image.width, "height": image.height, "layout": int(layout)}
    answer = _ask(image.convert("L").tobytes(), size, options.ocr_seconds)
    if "rows" in answer:
        return words_of(_HEAD + str(answer["rows"]), layout)
    return _REASONS.get(str(answer.get("error")), "broken")


def _ask(grey: bytes, size: dict[str, int], seconds: float) -> dict[str, object]:
    try:
        return PICTURES.ask(grey, size, seconds, _MEMORY)
    except OSError:
        return {"error": "broken"}


def words_of(tsv: str, layout: str = PAGE) -> list[Word]:
    """Tesseract's TSV as words, without those it is not sure of at all."""
    out: list[Word] = []
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        try:
            sure = float(row["conf"])
            left, top = float(row["left"]), float(row["top"])
            width, height = float(row["width"]), float(row["height"])
            line = (layout, row["page_num"], row["block_num"], row["par_num"], row["line_num"])
        except (KeyError, TypeError, ValueError):
            continue
        if not text or sure < _SURE_LEAST or (sure < _SIGNS_LEAST and not _speaks(text)):
            continue
        out.append(Word(text, sure, left, top, left + width, top + height, line))
    return out


def _speaks(text: str) -> bool:
    return any(char.isalnum() for char in text)


def added(first: Sequence[Word], second: Sequence[Word], weak: float, least: float) -> list[Word]:
    """What a second look adds: words it is at least ``least`` sure of, where the first read nothing or
    something it was less sure of, below ``weak``."""
    sure = [word for word in second if word.sure >= least and _speaks(word.text)]
    kept = [
        word
        for word in first
        if word.sure >= weak or not any(other.sure > word.sure and word.hides(other) for other in sure)
    ]
    return kept + [word for word in sure if not any(word.hides(other) for other in kept)]


def pieces(words: Sequence[Word], cells: Sequence[Box] = ()) -> list[Piece]:
    """Words as pieces: one a line of a block, split where the words stand far apart or a rule of the table's
    ``cells`` between them."""
    lines: dict[tuple[tuple[str, ...], Box | None], list[Word]] = {}
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        cell = next((box for box in cells if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        lines.setdefault((word.line, cell), []).append(word)
    out: list[Piece] = []
    for (_, cell), line in lines.items():
        line.sort(key=lambda word: word.x0)
        height = sorted(word.y1 - word.y0 for word in line)[len(line) // 2]
        group: list[Word] = []
        for word in line:
            if group and (word.x0 - group[-1].x1 > _APART * height or _towers(group[-1], word)):
                out.append(_piece(group, cell))
                group = []
            group.append(word)
        out.append(_piece(group, cell))
    clean = [replace(piece, text=_JUNK.sub("", piece.text)) for piece in out]
    return [piece for piece in clean if len(piece.text) > 1 or piece.text.isalnum()]


def _towers(one: Word, other: Word) -> bool:
    """A large figure and the small line beside it ("87,24" on a poster's ring)."""
    return stand_apart(*(stature(word.text, (word.x0, word.y0, word.x1, word.y1)) for word in (one, other)))


def _piece(words: list[Word], cell: Box | None) -> Piece:
    return Piece(
        " ".join(word.text for word in words),
        min(word.x0 for word in words),
        min(word.y0 for word in words),
        max(word.x1 for word in words),
        max(word.y1 for word in words),
        cell=cell,
    )
