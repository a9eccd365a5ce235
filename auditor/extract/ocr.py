"""Pictures → pieces of text, in as many looks as can bring more; cached by content hash."""

from __future__ import annotations

import io
import json
import os
import tempfile
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

from auditor.extract.ink import holds_more, ink, upright, without
from auditor.extract.layout import Piece
from auditor.extract.likely import speaks_of_services
from auditor.extract.options import ReadOptions
from auditor.extract.rules import RULES, THICK_RULES, wipe
from auditor.extract.stickers import aslant
from auditor.extract.tesseract import BLOCK, SPARSE, Word, added, available, look, pieces

MAX_PIXELS = 60_000_000  # a larger picture is a decompression bomb or a banner print
_VERSION = 6  # of what is cached: raise it when reading changes
_LONG_SIDE = 2600
_FEW_LETTERS = 60  # fewer in a picture that looks like print: read it once more
_SHORT_SIDE = 1000
_WEAK = 50  # a word Tesseract is less sure of may give way to a surer one in its place
_PLAIN, _BITS = 70, 2  # a word of more letters and read this surely does not stand aslant
_SURE = 45  # what a second look has to be sure of, out of 100


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


def open_image(body: bytes) -> Image.Image | str:
    """The picture in colour, right way up; or why it could not be opened (``broken``, ``too_large``)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(body))
            if image.width * image.height > MAX_PIXELS:
                return "too_large"
            image.draft("RGB", (_LONG_SIDE, _LONG_SIDE))  # JPEG: decode small where it is huge
            image.seek(0)
            image = ImageOps.exif_transpose(image) or image
            clear = image.mode in {"RGBA", "LA", "P"}
            image = image.convert("RGBA" if clear else "RGB")
            if (factor := max(image.size) // _LONG_SIDE) > 1:
                image = image.reduce(factor)  # four bytes a pixel of a banner print are not copied again
            if clear:
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
            return image
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
    small = image.convert("L")
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
    """Lines level, scaled so that print is 20-40 pixels high."""
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
    return upright(image)


def read_image(image: Image.Image, options: ReadOptions, *, thorough: bool = False) -> list[Piece] | str:
    """Pieces of text in an opened picture, or the reason there are none: ``no_tesseract``, ``broken``,
    ``ocr_timeout``. An empty list is a picture without words.

    First it is read as it is; where it is ruled, again without the rules; and where ink is left that was not
    read, what is left is read once more with the paper around each spot taken off (white on dark, colour on
    colour, shadows). That last look is for pictures whose first words are those of services, pictures
    with few words, and where ``thorough``.
    """
    if not available():
        return "no_tesseract"
    ready = prepare(image)
    scale = max(1.0, ready.width / max(1, image.width))
    grey = ImageOps.autocontrast(ready.convert("L"), cutoff=1)
    found = look(grey, options)
    if isinstance(found, str):
        return found
    wiped = wipe(grey, round(RULES * scale))
    if wiped is not grey:
        # Ruled tables: without the lines the cells become words; the surer of both readings leads.
        other = look(wiped, options)
        if not isinstance(other, str):
            first, second = sorted((found, other), key=_letters, reverse=True)
            found = added(first, second, _WEAK, 0)
    if (
        thorough
        or _letters(found) < _FEW_LETTERS
        or speaks_of_services(" ".join(word.text for word in found))
    ):
        found = _second_look(ready, found, scale, options)
    if _letters(found) < _FEW_LETTERS:
        # Thick rules around every word hide a page's make-up from Tesseract: read it as one block.
        block = wipe(grey, round(THICK_RULES * scale))
        again = look(block, options, BLOCK) if block is not grey else "no_rules"
        found = again if not isinstance(again, str) and _letters(again) > 2 * _letters(found) else found
    return pieces(found)


def _second_look(ready: Image.Image, found: list[Word], scale: float, options: ReadOptions) -> list[Word]:
    rest = without(wipe(ink(ready), round(RULES * scale)), (word for word in found if word.sure >= _WEAK))
    if not holds_more(rest):
        return found
    more = look(rest, options, SPARSE)
    if not isinstance(more, str):
        found = added(found, more, _WEAK, _SURE)
    # Bits of letters that stand aslant pass for short words: they hide nothing and give way.
    whole = [word for word in found if word.sure >= _PLAIN and len(word.text) > _BITS]
    across = [word for word in aslant(ready, whole, options) if speaks_of_services(word.text)]
    kept = [word for word in found if word in whole or not any(word.hides(other) for other in across)]
    # It belongs to no line of the sheet: it is told after all of them, in a paragraph of its own.
    below = 2.0 * ready.height
    return kept + [replace(word, y0=word.y0 + below, y1=word.y1 + below) for word in across]


def _letters(words: list[Word]) -> int:
    """Letters of words that were read with some certainty."""
    return sum(char.isalpha() for word in words if word.sure >= _WEAK for char in word.text)


# ---------------------------------------------------------------- cache


def cached(key: str, options: ReadOptions) -> list[Piece] | None:
    """What was read before under this key, or None."""
    if options.cache is None:
        return None
    try:
        data = json.loads((options.cache / f"{key}.json").read_text("utf-8"))
        kept = [Piece(str(text), x0, y0, x1, y1) for text, x0, y0, x1, y1 in data["pieces"]]
        return kept if data.get("version") == _VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(key: str, found: list[Piece], options: ReadOptions) -> None:
    """Keeps a reading; the file appears whole or not at all. A full disk only costs the next run its time."""
    if options.cache is None:
        return
    data = {"version": _VERSION, "pieces": [[p.text, p.x0, p.y0, p.x1, p.y1] for p in found]}
    try:
        options.cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=options.cache, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
        Path(name).replace(options.cache / f"{key}.json")
    except OSError:
        return
