"""Tesseract with Indonesian words: a picture → words with boxes and how sure each is → pieces of lines."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image

from auditor.extract.grids import Box
from auditor.extract.options import ReadOptions
from auditor.extract.pieces import Piece
from auditor.extract.printed_rows import stand_apart, stature

PAGE, BLOCK, SPARSE = "3", "6", "11"  # --psm: find the layout; one block of text; words anywhere
# Ornaments and table borders that come out as signs before a line.
_JUNK = re.compile(r"^[#*“”\"'|_~=>»«:;,.©®°^`¢\\/]+\s*(?=\w)|\s*[|_~=“”]+$")
_SURE_LEAST = 20  # below this a "word" is a pattern of the paper
_SIGNS_LEAST = 45  # the same for words without a letter or digit
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
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "ind" in (done.stdout + done.stderr).decode("utf-8", "replace").split()


def look(image: Image.Image, options: ReadOptions, layout: str = PAGE) -> list[Word] | str:
    """The words of a picture; or why there are none: ``ocr_timeout``, ``no_tesseract``, ``broken``."""
    buffer = io.BytesIO()
    image.save(buffer, "PPM")
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    program = shutil.which("tesseract") or "tesseract"
    try:
        done = subprocess.run(  # noqa: S603
            [program, "stdin", "stdout", "-l", "ind", "--psm", layout, "tsv"],
            input=buffer.getvalue(),
            capture_output=True,
            timeout=options.ocr_seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return "ocr_timeout"
    except OSError:
        return "no_tesseract"
    if done.returncode != 0:
        return "broken"
    return words_of(done.stdout.decode("utf-8", "replace"), layout)


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
