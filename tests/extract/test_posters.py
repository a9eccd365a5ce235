"""Posters as they are made: white on dark, colour on colour, turned, ruled; read by the real Tesseract."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.extract import ReadOptions, ocr, sheets
from auditor.extract.ink import holds_more, ink, skew, upright, without
from auditor.extract.stickers import aslant
from auditor.extract.tesseract import Word, added, pieces, words_of

OPTIONS = ReadOptions()


def _text(body: bytes) -> str:
    image = ocr.open_image(body)
    assert isinstance(image, Image.Image)
    found = ocr.read_image(image, OPTIONS)
    assert isinstance(found, list), found
    return "\n".join(piece.text for piece in found)


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=75)
    return buffer.getvalue()


def _panels(turned: float = 0.0) -> Image.Image:
    """A light sheet with a dark panel, a red one and red words on green."""
    image = Image.new("RGB", (1000, 760), "#fff8e1")
    draw = ImageDraw.Draw(image)
    big, small = ImageFont.load_default(34), ImageFont.load_default(26)
    draw.text((60, 30), "STANDAR PELAYANAN KARTU KUNING", fill="#3e2723", font=big)
    draw.rectangle((0, 100, 1000, 160), fill="#1d3557")
    draw.text((60, 112), "PERSYARATAN", fill="white", font=small)
    draw.text((60, 190), "1. Fotokopi ijazah terakhir", fill="#222222", font=small)
    draw.text((60, 235), "2. Pas foto berwarna", fill="#222222", font=small)
    draw.rectangle((0, 300, 480, 520), fill="#b3001b")
    draw.text((60, 320), "WAKTU", fill="#ffe066", font=small)
    draw.text((60, 380), "15 menit", fill="white", font=big)
    draw.rectangle((520, 300, 1000, 520), fill="#2f8f83")
    draw.text((560, 320), "BIAYA", fill="#b3001b", font=small)
    draw.text((560, 380), "GRATIS", fill="#b3001b", font=big)
    draw.text((60, 600), "Pengaduan: kotak saran di loket", fill="#222222", font=small)
    return image.rotate(turned, Image.Resampling.BICUBIC, fillcolor="#fff8e1") if turned else image


@pytest.mark.parametrize("turned", [0.0, 2.0])
def test_words_of_every_colour_are_read(turned: float) -> None:
    text = _text(_jpeg(_panels(turned))).casefold()
    for words in ("persyaratan", "fotokopi ijazah", "15 menit", "biaya", "gratis", "kotak saran"):
        assert words in text, text


def test_a_word_across_the_poster_is_read() -> None:
    image = _panels()
    ImageDraw.Draw(image).ellipse((560, 490, 940, 760), fill="#00a0b0", outline="white", width=12)
    sticker = Image.new("L", (300, 90), 0)
    ImageDraw.Draw(sticker).text((10, 5), "GRATIS", fill=255, font=ImageFont.load_default(64))
    turned = sticker.rotate(20, Image.Resampling.BICUBIC, expand=True)
    image.paste(Image.new("RGB", turned.size, "#e3170a"), (600, 540), turned)
    ready = sheets.prepare(image)
    assert [word.text for word in aslant(ready, [], OPTIONS)] == ["GRATIS"]
    assert aslant(sheets.prepare(_panels()), [], OPTIONS) == []


def test_nothing_is_told_twice() -> None:
    text = _text(_jpeg(_panels())).casefold()
    assert [text.count(word) for word in ("persyaratan", "ijazah", "15 menit", "gratis")] == [1, 1, 1, 1]


def test_lines_are_made_level() -> None:
    assert skew(_panels()) == 0.0
    for turned in (-3.0, 1.5):
        assert skew(_panels(turned)) == pytest.approx(-turned, abs=0.3)
        assert abs(skew(upright(_panels(turned)))) <= 0.3
    assert skew(Image.new("RGB", (300, 300), "white")) == 0.0


def test_ink_is_dark_on_any_ground() -> None:
    seen = ink(_panels())
    assert seen.getpixel((20, 130)) > 200  # the dark panel is paper
    assert min(seen.crop((60, 112, 260, 150)).tobytes()) < 80  # its white words are ink
    assert min(seen.crop((560, 380, 700, 420)).tobytes()) < 130  # so are red ones on green
    everything = Word("x", 99, 0, 0, 1000, 760, ("3",))
    assert holds_more(seen)
    assert not holds_more(without(seen, [everything]))


def _word(text: str, sure: float, x0: float = 0, line: str = "1") -> Word:
    return Word(text, sure, x0, 0, x0 + 50, 20, (line,))


def test_a_second_look_adds_and_mends_but_does_not_repeat() -> None:
    first = [_word("Waktu", 95), _word("l5", 30, 60)]
    second = [
        _word("Waktu", 90, 2, "a"),
        _word("15", 92, 61, "a"),
        _word("menit", 91, 120, "a"),
        _word("~", 99, 300),
    ]
    assert [word.text for word in added(first, second, 50, 45)] == ["Waktu", "15", "menit"]
    assert [word.text for word in added(first, [_word("menit", 40, 120)], 50, 45)] == ["Waktu", "l5"]


def test_words_far_apart_are_pieces_of_their_own() -> None:
    line = [_word("Rp", 90), _word("10.000", 90, 55), _word("gratis", 90, 400)]
    assert [piece.text for piece in pieces(line)] == ["Rp 10.000", "gratis"]
    tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [
        "5\t1\t1\t1\t1\t1\t0\t0\t50\t20\t91\tGratis",
        "5\t1\t1\t1\t1\t2\t60\t0\t5\t20\t30\t|",
        "broken\t1",
    ]
    assert [word.text for word in words_of(tsv + "\n".join(rows))] == ["Gratis"]


def _backdrop() -> Image.Image:
    """A soft picture with four lines of white print across it."""
    image = Image.effect_noise((20, 12), 60).resize((1200, 700), Image.Resampling.BICUBIC).convert("RGB")
    image = image.point([value // 2 for value in range(256)] * 3)
    draw = ImageDraw.Draw(image)
    for number, words in enumerate(
        (
            "WAKTU PELAYANAN KAMI",
            "Senin - Kamis 08.00 - 15.30",
            "Jumat pukul 08.00 - 11.00",
            "Sabtu dan Minggu tutup",
        )
    ):
        draw.text((80, 90 + 150 * number), words, fill="white", font=ImageFont.load_default(58))
    return image


def test_few_lines_across_a_soft_backdrop_are_looked_at_and_read() -> None:
    image = _backdrop()
    assert ocr.may_hold_text(image)
    assert "08.00 - 15.30" in _text(_jpeg(image))


def test_a_soft_backdrop_alone_is_not_looked_at() -> None:
    image = Image.effect_noise((20, 12), 60).resize((1200, 700), Image.Resampling.BICUBIC)
    assert not ocr.may_hold_text(image.convert("RGB"))


def test_the_grain_of_a_photo_is_no_ink() -> None:
    sheet = _panels()
    noise = Image.effect_noise(sheet.size, 40).convert("RGB")
    grainy = ink(Image.blend(sheet, noise, 0.3))
    paper = grainy.crop((500, 180, 980, 280)).histogram()
    assert sum(paper[:128]) < 0.02 * sum(paper)
    assert "fotokopi ijazah" in _text(_jpeg(Image.blend(sheet, noise, 0.3))).casefold()


def test_a_large_figure_stands_apart_from_the_small_line_beside_it() -> None:
    line = ("3", "1", "1", "1", "1")
    words = [
        Word("87,24", 95, 0, 0, 150, 60, line),
        Word("Waktu", 95, 180, 20, 240, 42, line),
        Word("3,22", 95, 250, 20, 290, 42, line),
    ]
    assert [piece.text for piece in pieces(words)] == ["87,24", "Waktu 3,22"]
