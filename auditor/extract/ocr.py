"""Pictures → pieces of text, cached by content hash."""

from __future__ import annotations

import io
import json
import os
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

from auditor.extract.options import LONG_SIDE, ReadOptions
from auditor.extract.pieces import Piece

MAX_PIXELS = 60_000_000  # a larger picture is a decompression bomb or a banner print
_SOFT = 0.05  # share of a picture that is sharp edges; photos with more have them everywhere
_VERSION = 13  # of what is cached: raise it when reading changes


@dataclass(slots=True)
class Budget:
    """What one unit may still spend: ``images`` pictures and ``pages`` scanned PDF pages. ``short``:
    something stayed unread that another run may read."""

    images: int
    pages: int
    short: bool = False

    def take_image(self) -> bool:
        """Whether one more picture may be read; it counts as read."""
        if self.images <= 0:
            self.short = True
            return False
        self.images -= 1
        return True

    def take_pages(self, wanted: int) -> int:
        """How many of so many pages may be read; they count as read."""
        given = max(0, min(wanted, self.pages))
        self.short = self.short or given < wanted
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
            image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # JPEG: decode small where it is huge
            image.seek(0)
            image = ImageOps.exif_transpose(image) or image
            clear = image.mode in {"RGBA", "LA", "P"}
            image = image.convert("RGBA" if clear else "RGB")
            if (factor := max(image.size) // LONG_SIDE) > 1:
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
    # Nor has the soft picture of a backdrop edges of its own: a few lines across it are print.
    soft = edges.histogram()[255] < _SOFT * width * height and sum(count >= 3 for count in counts) >= 3
    least = 2 * strips if soft else 3 * strips
    return sum(counts) >= least or (plain and max(counts) >= 3)


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


def read_image(image: Image.Image, options: ReadOptions, *, thorough: bool = False) -> list[Piece] | str:
    """See :func:`auditor.extract.sheets.read_sheet`."""
    # numpy takes a tenth of a second and starts threads, which a process that is forked must not have.
    from auditor.extract.sheets import read_sheet  # noqa: PLC0415

    return read_sheet(image, options, thorough=thorough)


# ---------------------------------------------------------------- cache


def cached(key: str, options: ReadOptions) -> list[Piece] | None:
    """What was read before under this key, or None."""
    if options.cache is None:
        return None
    try:
        data = json.loads((options.cache / f"{key}.json").read_text("utf-8"))
        kept = [
            Piece(str(text), x0, y0, x1, y1, cell=tuple(cell) if cell else None)
            for text, x0, y0, x1, y1, cell in data["pieces"]
        ]
        return kept if data.get("version") == _VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(key: str, found: list[Piece], options: ReadOptions) -> None:
    """Keeps a reading; the file appears whole or not at all. A full disk only costs the next run its time."""
    if options.cache is None:
        return
    data = {"version": _VERSION, "pieces": [[p.text, p.x0, p.y0, p.x1, p.y1, p.cell] for p in found]}
    try:
        options.cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=options.cache, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
        Path(name).replace(options.cache / f"{key}.json")
    except OSError:
        return
