"""PPTX: slides in the order of the presentation, titles, tables with spans, pictures, hostile files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.models import Page, Source, Unread
from tests.extract.helpers import one, read, read_any

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _shape(words: str, x: int, y: int, title: bool = False) -> str:
    kind = '<p:ph type="title"/>' if title else ""
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in words.split("\n"))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/></a:xfrm></p:spPr><p:txBody>{lines}</p:txBody></p:sp>'
    )


def _cell(words: str, more: str = "") -> str:
    return f"<a:tc{more}><a:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></a:txBody></a:tc>"


def _table(*rows: str) -> str:
    inside = "".join(f"<a:tr>{row}</a:tr>" for row in rows)
    return (
        f'<p:graphicFrame><p:xfrm><a:off x="0" y="2000000"/></p:xfrm><a:tbl>{inside}</a:tbl></p:graphicFrame>'
    )


def _pptx(*slides: str, order: tuple[int, ...] = (), media: bytes = b"", hidden: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        shown = "".join(
            f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in order or range(1, len(slides) + 1)
        )
        archive.writestr(
            "ppt/presentation.xml", f"<p:presentation {_NS}><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>"
        )
        links = "".join(
            f'<Relationship Id="rId{n}" Target="slides/slide{n}.xml"/>' for n in range(1, len(slides) + 1)
        )
        archive.writestr(
            "ppt/_rels/presentation.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>'
        )
        for number, inside in enumerate(slides, 1):
            show = ' show="0"' if number == hidden else ""
            archive.writestr(
                f"ppt/slides/slide{number}.xml", f"<p:sld {_NS}{show}><p:spTree>{inside}</p:spTree></p:sld>"
            )
        if media:
            archive.writestr("ppt/media/image1.png", media)
            picture = '<Relationship Id="rId7" Target="../media/image1.png"/>'
            link = f'<Relationships xmlns="{_RELATIONS}">{picture}</Relationships>'
            archive.writestr("ppt/slides/_rels/slide1.xml.rels", link)
    return out.getvalue()


def test_titles_tables_and_texts_of_slides() -> None:
    page = read(
        _pptx(
            _shape("Senin - Jumat 08.00 - 15.00", 0, 3_000_000)
            + _shape("STANDAR PELAYANAN IZIN PRAKTIK PERAWAT", 0, 5_000_000, title=True)
            + _table(
                _cell("Persyaratan", ' rowSpan="2"') + _cell("STR"),
                _cell("", ' vMerge="1"') + _cell("Pas foto"),
                _cell("Jangka Waktu") + _cell("3 hari kerja"),
            )
        )
    )
    assert page.source is Source.PPTX
    assert one(page, "Persyaratan").body == "STR\nPas foto"
    row = one(page, "Jangka Waktu")
    assert (row.body, row.locator, row.service) == ("3 hari kerja", "halaman 1", "IZIN PRAKTIK PERAWAT")
    assert page.text.index("IZIN PRAKTIK") < page.text.index("STR") < page.text.index("08.00")


def test_slides_come_as_shown_and_hidden_ones_not_at_all() -> None:
    slides = [
        _shape(words, 0, 0) for words in ("Biaya: gratis", "Rancangan lama Rp 9.000", "Alur pelayanan kami")
    ]
    text = read(_pptx(*slides, order=(3, 2, 1), hidden=2)).text
    assert text.index("Alur") < text.index("gratis")
    assert "9.000" not in text


def test_a_poster_on_a_slide_is_read() -> None:
    image = Image.new("RGB", (900, 400), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(34)
    for place, words in enumerate(
        ("PERSYARATAN KARTU KUNING", "1. Fotokopi ijazah terakhir", "2. Pas foto berwarna")
    ):
        draw.text((40, 40 + 80 * place), words, fill="black", font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    picture = '<p:pic><p:blipFill><a:blip r:embed="rId7"/></p:blipFill></p:pic>'
    page = read(_pptx(picture, media=out.getvalue()))
    assert "ocr" in page.marks
    assert "ijazah" in page.text.casefold()


@pytest.mark.parametrize(
    "slide",
    [
        "<p:sp>",
        '<p:pic><p:blipFill><a:blip r:embed="rId9"/></p:blipFill></p:pic>',
        _shape("Biaya: gratis", 0, 0).replace('y="0"', 'y="&#x41;"'),
    ],
)
def test_broken_slides_end_in_a_page_or_a_reason(slide: str) -> None:
    result = read_any(_pptx(slide))
    assert isinstance(result, Page) or (isinstance(result, Unread) and result.reason in {"broken", "no_text"})


def test_entities_are_not_resolved() -> None:
    bomb = _pptx(_shape("Biaya: gratis", 0, 0))
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bomb)) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith("slide1.xml"):
                body = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + body.replace(
                    b"gratis", b"&f;"
                )
            new.writestr(name, body)
    result = read_any(data.getvalue())
    text = result.text if isinstance(result, Page) else ""
    assert Path("/etc/passwd").read_text("utf-8").split(":", 1)[0] + ":" not in text
