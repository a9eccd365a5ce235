"""Pictures → pieces of text, by Tesseract with Indonesian words; cached by content hash."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

from auditor.extract.layout import Piece
from auditor.extract.options import ReadOptions
from auditor.extract.rules import RULES, THICK_RULES, wipe

MAX_PIXELS = 60_000_000  # a larger picture is a decompression bomb or a banner print
_VERSION = 5  # of what is cached: raise it when reading changes
# Ornaments and table borders that come out as signs before a line.
_JUNK = re.compile(r"^[#*“”\"'|_~=>»«:;,.©®°^`¢\\/]+\s*(?=\w)|\s*[|_~=“”]+$")
_LONG_SIDE = 2600
_FEW_LETTERS = 60  # fewer in a picture that looks like print: read it once more
_SHORT_SIDE = 1000


@dataclass(slots=True)
class Budget:
    """What one unit may still spend: ``images`` pictures and ``pages`` scanned PDF pages."""

    images: int
    pages: int

    def take_image(self) -> bool:
        if self.images <= 0:
            return False
        self.images -= 1
        return True

    def take_pages(self, wanted: int) -> int:
        given = max(0, min(wanted, self.pages))
        self.pages -= given
        return given


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


def open_image(body: bytes) -> Image.Image | str:
    """The picture in grey, right way up; or why it could not be opened (``broken``, ``too_large``)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(body))
            if image.width * image.height > MAX_PIXELS:
                return "too_large"
            image.draft("L", (_LONG_SIDE * 2, _LONG_SIDE * 2))  # JPEG: decode small where it is huge
            image.seek(0)
            image = ImageOps.exif_transpose(image) or image
            if image.mode in {"RGBA", "LA", "P"}:
                image = image.convert("RGBA")
                back = Image.new("RGBA", image.size, "white")
                image = Image.alpha_composite(back, image)
            return image.convert("L")
    except Image.DecompressionBombError:
        return "too_large"
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, IndexError, TypeError, ArithmeticError):
        return "broken"


def may_hold_text(image: Image.Image) -> bool:
    """Cheap look (about 5 ms): lines of print make sharp edges in even bands, strip by strip; photos do so
    less.

    Too small or too narrow pictures (icons, bullets, rules) hold nothing to read. Made to let through every
    poster
    and most photos with writing in them, and to keep out logos, icons and portraits.
    """
    width, height = image.size
    if min(width, height) < 150 or width * height < 60_000 or max(width, height) > 12 * min(width, height):
        return False
    small = image.copy()
    small.thumbnail((800, 800))
    width, height = small.size
    strips = max(2, min(8, width // 90))
    edges = small.filter(ImageFilter.FIND_EDGES).point([0] * 61 + [255] * 195)
    profile = edges.resize((strips, height), Image.Resampling.BOX).tobytes()
    counts = [_bands(profile[strip::strips]) for strip in range(strips)]
    # Few lines on a plain ground are a poster too; a photo has no plain ground.
    grey = small.histogram()
    plain = max(sum(grey[start : start + 16]) for start in range(0, 256, 16)) * 2 > width * height
    return sum(counts) >= 3 * strips or (plain and max(counts) >= 3)


def _bands(profile: bytes) -> int:
    """How many bands of print height a column's edges rise and fall in."""
    strong = sorted(profile)[int(len(profile) * 0.9)]
    if strong < 18:
        return 0
    count = run = 0
    for value in profile:
        if not run:
            run = int(value > strong * 0.5)
        else:
            run += 1
            if value < strong * 0.2:
                count += 4 <= run <= 45
                run = 0
    return count


def prepare(image: Image.Image) -> Image.Image:
    """Grey, stretched contrast, scaled so that print is 20-40 pixels high."""
    width, height = image.size
    longest, shortest = max(width, height), min(width, height)
    scale = 1.0
    if longest > _LONG_SIDE:
        scale = _LONG_SIDE / longest
    elif shortest < _SHORT_SIDE:
        scale = min(3.0, _SHORT_SIDE / shortest, _LONG_SIDE / longest)
    if abs(scale - 1) > 0.05:
        image = image.resize(
            (max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.LANCZOS
        )
    return ImageOps.autocontrast(image, cutoff=1)


def read_image(body: bytes, options: ReadOptions) -> list[Piece] | str:
    """Pieces of text in a picture, or the reason there are none: ``no_tesseract``, ``broken``, ``too_large``,
    ``ocr_timeout``. An empty list is a picture without words."""
    if not available():
        return "no_tesseract"
    image = open_image(body)
    if isinstance(image, str):
        return image
    ready = prepare(image)
    scale = max(1.0, ready.width / max(1, image.width))
    found = _tesseract(_png(ready), options)
    if isinstance(found, str):
        return found
    if _letters(found) < _FEW_LETTERS:
        # Thick rules around every word hide a page's make-up from Tesseract: read it as one block.
        again = _tesseract(_png(wipe(ready, round(THICK_RULES * scale))), options, "6")
        found = again if not isinstance(again, str) and _letters(again) > 2 * _letters(found) else found
    wiped = wipe(ready, round(RULES * scale))
    if wiped is ready:
        return found
    # Ruled tables: without the lines the cells become words; the fuller of both readings leads.
    other = _tesseract(_png(wiped), options)
    if isinstance(other, str):
        return found
    if _letters(other) > _letters(found):
        found, other = other, found
    return _joined(found, other)


def _letters(pieces: list[Piece]) -> int:
    return sum(char.isalpha() for piece in pieces for char in piece.text)


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _joined(found: list[Piece], more: list[Piece]) -> list[Piece]:
    """The first reading and what only the second saw."""
    out = list(found)
    for piece in more:
        if not any(
            min(piece.x1, other.x1) - max(piece.x0, other.x0) > 0.2 * (piece.x1 - piece.x0)
            and min(piece.y1, other.y1) - max(piece.y0, other.y0) > 0.4 * piece.height
            for other in found
        ):
            out.append(piece)
    return out


def _tesseract(png: bytes, options: ReadOptions, layout: str = "3") -> list[Piece] | str:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    program = shutil.which("tesseract") or "tesseract"
    try:
        done = subprocess.run(  # noqa: S603
            [program, "stdin", "stdout", "-l", "ind", "--psm", layout, "tsv"],
            input=png,
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
    return pieces_of(done.stdout.decode("utf-8", "replace"))


def pieces_of(tsv: str) -> list[Piece]:
    """Tesseract's TSV as pieces: one a line of a block, split where the words stand far apart."""
    lines: dict[tuple[str, str, str, str], list[tuple[str, float, float, float, float]]] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        try:
            sure = float(row["conf"])
            left, top = float(row["left"]), float(row["top"])
            width, height = float(row["width"]), float(row["height"])
        except (KeyError, TypeError, ValueError):
            continue
        if not text or sure < 20 or (sure < 45 and not any(char.isalnum() for char in text)):
            continue
        key = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
        lines.setdefault(key, []).append((text, left, top, left + width, top + height))
    out: list[Piece] = []
    for words in lines.values():
        words.sort(key=lambda word: word[1])
        height = sorted(word[4] - word[2] for word in words)[len(words) // 2]
        group: list[tuple[str, float, float, float, float]] = []
        for word in words:
            if group and word[1] - group[-1][3] > 2.2 * height:
                out.append(_piece(group))
                group = []
            group.append(word)
        if group:
            out.append(_piece(group))
    clean = [replace(piece, text=_JUNK.sub("", piece.text)) for piece in out]
    return [piece for piece in clean if len(piece.text) > 1 or piece.text.isalnum()]


def _piece(words: list[tuple[str, float, float, float, float]]) -> Piece:
    return Piece(
        " ".join(word[0] for word in words),
        min(word[1] for word in words),
        min(word[2] for word in words),
        max(word[3] for word in words),
        max(word[4] for word in words),
    )


# ---------------------------------------------------------------- cache


def cached(key: str, options: ReadOptions) -> list[Piece] | None:
    """What was read before under this key, or None."""
    if options.cache is None:
        return None
    try:
        data = json.loads((options.cache / f"{key}.json").read_text("utf-8"))
        pieces = [Piece(str(text), x0, y0, x1, y1) for text, x0, y0, x1, y1 in data["pieces"]]
        # Version 5 reads differently only where version 4 found next to nothing.
        kept = data.get("version") == 4 and _letters(pieces) >= _FEW_LETTERS
        return pieces if kept or data.get("version") == _VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(key: str, pieces: list[Piece], options: ReadOptions) -> None:
    """Keeps a reading; the file appears whole or not at all. A full disk only costs the next run its time."""
    if options.cache is None:
        return
    data = {"version": _VERSION, "pieces": [[p.text, p.x0, p.y0, p.x1, p.y1] for p in pieces]}
    try:
        options.cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=options.cache, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
        Path(name).replace(options.cache / f"{key}.json")
    except OSError:
        return
