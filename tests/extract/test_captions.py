"""Captions over photographs are read; on photographs, charts and posters that were read none is made up."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from auditor.extract import ReadOptions, ocr
from auditor.extract.captions import rows, with_captions
from auditor.extract.patches import patches
from auditor.extract.tesseract import Word

OPTIONS = ReadOptions()
LINES = ("INDEKS KEPUASAN MASYARAKAT", "SEMESTER KEDUA TAHUN 2024", "NILAI 89.08 (A)")


def _photo(seed: int = 3) -> Image.Image:
    """Soft and fine patches of many colours with people in front of them."""
    rng = np.random.default_rng(seed)
    size = (1080, 760)
    seen = np.zeros((size[1], size[0], 3))
    for step, share in ((240, 0.45), (80, 0.3), (24, 0.15), (6, 0.1)):
        grain = rng.integers(0, 255, (size[1] // step + 2, size[0] // step + 2, 3)).astype(np.uint8)
        seen += share * np.asarray(Image.fromarray(grain).resize(size, Image.Resampling.BICUBIC))
    image = Image.fromarray((0.7 * seen).clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for place in range(60, 1080, 170):
        tone = tuple(int(value) for value in rng.integers(40, 200, 3))
        draw.rectangle((place, 330, place + 110, 760), fill=tone)
        draw.ellipse((place + 20, 240, place + 90, 335), fill=(200, 160, 130))
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _captioned(fill: str, outline: str, style: str) -> Image.Image:
    image = _photo()
    font = ImageFont.load_default(54)
    if style == "shadow":
        shadow = Image.new("L", image.size, 0)
        for number, line in enumerate(LINES):
            ImageDraw.Draw(shadow).text((544, 484 + 80 * number), line, fill=240, font=font, anchor="ma")
        image.paste(outline, mask=shadow.filter(ImageFilter.GaussianBlur(4)))
    if style == "band":
        band = Image.new("L", image.size, 0)
        ImageDraw.Draw(band).rectangle((0, 460, 1080, 730), fill=120)
        image.paste(outline, mask=band)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(LINES):
        width = 5 if style == "outline" else 0
        at = (540, 480 + 80 * number)
        draw.text(at, line, fill=fill, font=font, anchor="ma", stroke_width=width, stroke_fill=outline)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=70)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


@pytest.mark.parametrize(
    ("fill", "outline", "style"),
    [("white", "black", "outline"), ("#ffe600", "#0b1f4d", "outline"), ("black", "white", "outline"),
     ("white", "black", "shadow"), ("white", "black", "band")],
)  # fmt: skip
def test_a_caption_over_a_photograph_is_read(fill: str, outline: str, style: str) -> None:
    found = ocr.read_image(_captioned(fill, outline, style), OPTIONS)
    assert isinstance(found, list), found
    text = "\n".join(piece.text for piece in found)
    for words in LINES:
        assert words in text, text


def _chart() -> Image.Image:
    image = Image.new("RGB", (1000, 700), "#f4f4f0")
    draw = ImageDraw.Draw(image)
    for place, high in enumerate((300, 420, 260, 510, 350, 470, 290)):
        at = 90 + 125 * place
        draw.rectangle(
            (at, 640 - high, at + 70, 640), fill=("#1d3557", "#b3001b", "#ffd200")[place % 3], outline="white"
        )
        draw.line((at, 640 - high, at + 125, 600 - high), fill="black", width=4)
    return image


@pytest.mark.parametrize("image", [_photo(), _photo(11), _chart()])
def test_no_caption_is_made_up(image: Image.Image) -> None:
    assert with_captions(image, [], OPTIONS) == []


def test_what_was_read_is_not_read_again() -> None:
    image = _captioned("white", "black", "outline")
    read = [replace(word, sure=99.0) for word in with_captions(image, [], OPTIONS)]
    assert " ".join(LINES) == " ".join(word.text for word in read)
    assert with_captions(image, read, OPTIONS) == read
    first = rows(image)[0]
    bits = Word("MASTARA", 55, first.x0 + 300, first.y0, first.x1, first.y1, ("3", "9"))
    told = " ".join(word.text for word in with_captions(image, [bits], OPTIONS))
    assert "INDEKS KEPUASAN MASYARAKAT" in told
    assert "MASTARA" not in told


def test_patches_hang_together_by_their_sides() -> None:
    mask = np.zeros((6, 9), dtype=np.bool_)
    mask[0:4, 1] = mask[3, 1:5] = mask[1:4, 4] = True  # a U
    mask[2, 7] = True
    mask[4, 5] = True  # touches by a corner only
    seen = patches(mask)
    boxes = {
        (int(x0), int(y0), int(x1), int(y1))
        for x0, y0, x1, y1 in zip(seen.x0, seen.y0, seen.x1, seen.y1, strict=True)
    }
    assert boxes == {(1, 0, 5, 4), (7, 2, 8, 3), (5, 4, 6, 5)}
    assert sorted(seen.area.tolist()) == [1, 1, 9]
    assert np.array_equal(seen.drawn(np.arange(len(seen.area))), mask)
    assert len(patches(np.zeros((4, 4), dtype=np.bool_)).area) == 0
