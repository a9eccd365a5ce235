"""Draws blocks into pictures: pages of a scan, posters, and photographs without words.

Only Pillow's own embedded font is used, and noise comes from a seeded generator: the same data
gives the same bytes.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from auditor.practice import spec

WHITE = "#ffffff"
RULE = "#777777"
"""Colour of table rules: thin and grey, as a scanner leaves hairlines."""


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's embedded font (Aileron) at ``size`` pixels."""
    made = ImageFont.load_default(size)
    assert isinstance(made, ImageFont.FreeTypeFont)
    return made


@dataclass
class Sheet:
    """Pages being drawn: ``y`` is the pen's height on the current one, all lengths in pixels.

    A page ends at ``height``; with ``height`` 0 the sheet grows as long as it needs.
    """

    width: int
    height: int
    margin: int
    size: int
    color: str = "#111111"
    accent: str = "#111111"
    background: str = WHITE
    pages: list[Image.Image] = field(default_factory=list)
    y: int = 0

    def __post_init__(self) -> None:
        self.new_page()

    def new_page(self) -> None:
        """Begin a page."""
        self.pages.append(Image.new("RGB", (self.width, self.height or 12000), self.background))
        self.y = self.margin

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """The pen of the current page."""
        return ImageDraw.Draw(self.pages[-1])

    def room(self, needed: int) -> None:
        """Begin a new page when ``needed`` pixels do not fit any more."""
        if self.height and self.y + needed > self.height - self.margin and self.y > self.margin:
            self.new_page()

    def finished(self) -> list[Image.Image]:
        """The pages; a growing sheet is cut below its last line."""
        if not self.height:
            self.pages[-1] = self.pages[-1].crop((0, 0, self.width, self.y + self.margin))
        return self.pages


def wrap(text: str, width: int, size: int) -> list[str]:
    """Lines of ``text`` that are at most ``width`` pixels wide; given line breaks are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and font(size).getlength(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _text(
    sheet: Sheet,
    text: str,
    x: int,
    width: int,
    *,
    size: int = 0,
    bold: bool = False,
    center: bool = False,
    color: str = "",
) -> None:
    size = size or sheet.size
    step = round(size * 1.4)
    for line in wrap(text, width, size):
        sheet.room(step)
        left = x + (width - font(size).getlength(line)) / 2 if center else x
        sheet.draw.text(
            (left, sheet.y),
            line,
            fill=color or sheet.color,
            font=font(size),
            stroke_width=1 if bold else 0,
        )
        sheet.y += step


def _cell_height(sheet: Sheet, text: str, width: int) -> int:
    return len(wrap(text, width, sheet.size)) * round(sheet.size * 1.4) + sheet.size


def _table(sheet: Sheet, table: spec.Table, x: int, width: int) -> None:
    rows: list[tuple[list[str | None], bool]] = [(list(table.head), True)] if table.head else []
    rows += [(row, False) for row in table.rows]
    count = max(len(row) for row, _ in rows)
    weights = (table.widths or [1.0] * count)[:count] + [1.0] * (count - len(table.widths or [1.0] * count))
    pad = sheet.size // 2
    widths = [round(width * weight / sum(weights)) for weight in weights]
    for row, is_head in rows:
        cells = row + [""] * (count - len(row))
        tall = max(
            _cell_height(sheet, cell or "", w - 2 * pad) for cell, w in zip(cells, widths, strict=True)
        )
        sheet.room(tall)
        top, left = sheet.y, x
        for cell, wide in zip(cells, widths, strict=True):
            edges = [(left, top), (left, top + tall), (left + wide, top + tall), (left + wide, top)]
            sheet.draw.line(edges, fill=RULE, width=1)
            if cell is not None:
                sheet.draw.line([(left, top), (left + wide, top)], fill=RULE, width=1)
                sheet.y = top + pad
                _text(sheet, cell, left + pad, wide - 2 * pad, bold=is_head, center=is_head)
            left += wide
        sheet.y = top + tall
    sheet.y += sheet.size // 2


def _drawing(sheet: Sheet, boxes: Sequence[str], x: int, width: int) -> None:
    wide = min(width, sheet.size * 22)
    left = x + (width - wide) // 2
    for place, words in enumerate(boxes):
        tall = _cell_height(sheet, words, wide - 2 * sheet.size) + sheet.size // 2
        sheet.room(tall + sheet.size * 2)
        top = sheet.y
        sheet.draw.rounded_rectangle(
            (left, top, left + wide, top + tall), radius=sheet.size // 2, outline=sheet.accent, width=3
        )
        sheet.y = top + sheet.size * 3 // 4
        _text(sheet, words, left + sheet.size, wide - 2 * sheet.size, center=True)
        sheet.y = top + tall
        if place < len(boxes) - 1:
            middle, end = left + wide // 2, sheet.y + sheet.size * 3 // 2
            sheet.draw.line([(middle, sheet.y), (middle, end)], fill=sheet.accent, width=3)
            half = sheet.size // 3
            tip = [(middle - half, end - half), (middle + half, end - half), (middle, end)]
            sheet.draw.polygon(tip, fill=sheet.accent)
            sheet.y = end + 4
    sheet.y += sheet.size


def _columns(sheet: Sheet, columns: list[list[spec.Block]], x: int, width: int) -> None:
    gap = sheet.size * 2
    wide = (width - gap * (len(columns) - 1)) // len(columns)
    top, lowest = sheet.y, sheet.y
    for place, blocks in enumerate(columns):
        sheet.y = top
        put(sheet, blocks, x + place * (wide + gap), wide)
        lowest = max(lowest, sheet.y)
    sheet.y = lowest


def put(  # noqa: PLR0912 -- one branch a kind of block
    sheet: Sheet, blocks: Sequence[spec.Block], x: int, width: int
) -> None:
    """Draw ``blocks`` below each other, ``width`` wide from ``x`` on."""
    gap = sheet.size // 2
    for block in blocks:
        if block.h1 is not None:
            _text(
                sheet,
                block.h1,
                x,
                width,
                size=round(sheet.size * 1.5),
                bold=True,
                center=True,
                color=sheet.accent,
            )
        elif block.h2 is not None:
            _text(sheet, block.h2, x, width, size=round(sheet.size * 1.2), bold=True, color=sheet.accent)
        elif block.h3 is not None or block.bold is not None:
            _text(sheet, block.h3 or block.bold or "", x, width, bold=True)
        elif block.p is not None:
            _text(sheet, block.p, x, width)
        elif block.center is not None:
            _text(sheet, block.center, x, width, center=True)
        elif block.bullets is not None or block.steps is not None:
            _list(sheet, block, x, width)
        elif block.fields is not None:
            for label, value in block.fields.items():
                _text(sheet, f"{label} : {value}", x, width)
        elif block.table is not None:
            _table(sheet, block.table, x, width)
        elif block.columns is not None:
            _columns(sheet, block.columns, x, width)
        elif block.drawing is not None:
            _drawing(sheet, block.drawing, x, width)
        elif block.signature is not None:
            for line in block.signature:
                _text(sheet, line, x + width // 2, width // 2, center=True)
        elif block.space is not None:
            sheet.y += block.space
        elif block.page_break and sheet.height:
            sheet.new_page()
            continue
        sheet.y += gap


def _list(sheet: Sheet, block: spec.Block, x: int, width: int) -> None:
    indent = sheet.size * 2
    items = block.bullets if block.bullets is not None else block.steps or []
    for place, item in enumerate(items, 1):
        sheet.room(round(sheet.size * 1.4))
        mark = "-" if block.bullets is not None else f"{place}."
        sheet.draw.text((x, sheet.y), mark, fill=sheet.color, font=font(sheet.size))
        _text(sheet, item, x + indent, width - indent)


def scan_pages(file: spec.PdfScan) -> list[bytes]:
    """The pages of a scanned document as grey JPEGs: A4, noisy, slightly turned."""
    width, height = round(8.27 * file.dpi), round(11.69 * file.dpi)
    sheet = Sheet(width=width, height=height, margin=round(0.8 * file.dpi), size=round(file.dpi * 0.153))
    put(sheet, file.blocks, sheet.margin, width - 2 * sheet.margin)
    rng = random.Random(f"{file.dpi} {file.rotate} {file.noise}")  # noqa: S311 -- noise, not a secret
    return [_scanned(page, file, rng) for page in sheet.finished()]


def _scanned(page: Image.Image, file: spec.PdfScan, rng: random.Random) -> bytes:
    grey = page.convert("L")
    if file.rotate:
        angle = file.rotate * rng.choice((-1, 1))
        grey = grey.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if file.noise:
        grey = grey.filter(ImageFilter.GaussianBlur(0.5 * file.noise))
        grain = Image.frombytes("L", grey.size, rng.randbytes(grey.width * grey.height))
        grey = Image.blend(grey, grain, 0.25 * file.noise)
    out = io.BytesIO()
    grey.save(out, "JPEG", quality=file.quality, dpi=(file.dpi, file.dpi))
    return out.getvalue()


def poster(file: spec.Poster) -> bytes:
    """A poster as PNG or JPEG: a coloured sheet with a band on top and the blocks below."""
    size = max(18, file.width // 42)
    sheet = Sheet(
        width=file.width,
        height=0,
        margin=file.width // 18,
        size=size,
        color=file.color,
        accent=file.accent,
        background=file.background,
    )
    sheet.draw.rectangle((0, 0, file.width, size), fill=file.accent)
    sheet.y += size
    put(sheet, file.blocks, sheet.margin, file.width - 2 * sheet.margin)
    picture = sheet.finished()[0]
    out = io.BytesIO()
    if file.format == "png":
        picture.quantize(32).save(out, "PNG", optimize=False)
    else:
        picture.save(out, "JPEG", quality=file.quality)
    return out.getvalue()


def photograph(file: spec.Image, name: str) -> bytes:
    """A picture without words: soft blots of colour, different for each ``name``."""
    rng = random.Random(name)  # noqa: S311 -- decoration
    small = Image.frombytes("RGB", (8, 5), rng.randbytes(120))
    picture = small.resize((file.width, file.height), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    kind = "PNG" if name.lower().endswith(".png") else "GIF" if name.lower().endswith(".gif") else "JPEG"
    picture.save(out, kind)
    return out.getvalue()
