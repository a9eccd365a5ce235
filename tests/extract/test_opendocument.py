"""OpenDocument texts, sheets and slides: what is told, what no reader sees, locked and broken files."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.models import Page, Source, Unread
from tests.extract.helpers import one, read, read_any

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("presentation", "presentation"),
    )
)  # fmt: skip
_BOLD = (
    '<office:automatic-styles><style:style style:name="P1"><style:text-properties fo:font-weight="bold"/>'
    "</style:style></office:automatic-styles>"
)


def _file(body: str, kind: str = "text", manifest: str = "", **members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f'<office:document-content {_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink">{_BOLD}'
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f"<m>{manifest}</m>")
        for name, data in members.items():
            archive.writestr(f"Pictures/{name}.png", data)
    return out.getvalue()


def _row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(words: str, more: str = "") -> str:
    return f"<table:table-cell{more}><text:p>{words}</text:p></table:table-cell>"


def test_headings_bold_lines_and_lists_of_a_text() -> None:
    page = read(
        _file(
            '<text:h text:outline-level="2">Legalisasi</text:h>'
            '<text:p text:style-name="P1">Persyaratan</text:p>'
            "<text:list><text:list-item><text:p>Fotokopi<text:s/>ijazah</text:p></text:list-item>"
            "<text:list-item><text:p>Ijazah asli</text:p></text:list-item></text:list>"
            "<text:p>Biaya:<text:tab/>gratis"
            "<office:annotation><text:p>cek lagi</text:p></office:annotation></text:p>"
            "<text:tracked-changes><text:p>Rp 5.000</text:p></text:tracked-changes>"
        )
    )
    assert page.source is Source.DOCX
    assert one(page, "Persyaratan").body == "- Fotokopi ijazah\n- Ijazah asli"
    assert one(page, "Biaya").body == "gratis"
    assert "cek lagi" not in page.text and "5.000" not in page.text


def test_a_sheet_with_titles_spans_and_a_million_empty_cells() -> None:
    empty = '<table:table-cell table:number-columns-repeated="1048576"/>'
    spanned = ' table:number-rows-spanned="2"'
    page = read(
        _file(
            f"<table:table>{_row(_cell('TARIF LABORATORIUM'), empty)}"
            f"{_row(_cell('Pemeriksaan'), _cell('Tarif'), empty)}"
            f"{_row(_cell('Gula darah'), _cell('Rp 20.000', spanned))}"
            f"{_row(_cell('Kolesterol'), '<table:covered-table-cell/>', empty)}</table:table>",
            "spreadsheet",
        )
    )
    assert page.source is Source.XLSX
    rows = [
        section for section in page.sections if (section.label, section.body) == ("Gula darah", "Rp 20.000")
    ]
    assert [row.path for row in rows] == [("TARIF LABORATORIUM",)], [(s.label, s.body) for s in page.sections]


def test_slides_without_their_speakers_notes_and_with_their_pictures() -> None:
    poster = Image.new("RGB", (900, 500), "white")
    draw, font = ImageDraw.Draw(poster), ImageFont.load_default(34)
    for place, line in enumerate(("Persyaratan:", "1. Fotokopi KTP", "2. Pas foto")):
        draw.text((40, 60 + 110 * place), line, fill="black", font=font)
    data = io.BytesIO()
    poster.save(data, "PNG")
    page = read(
        _file(
            "<draw:page><draw:frame><draw:text-box><text:p>Waktu: 2 jam</text:p></draw:text-box></draw:frame>"
            '<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
            "<presentation:notes><text:p>Biaya: Rp 9.000</text:p></presentation:notes></draw:page>",
            "presentation",
            a=data.getvalue(),
        )
    )
    assert page.source is Source.PPTX
    assert one(page, "Waktu").body == "2 jam"
    assert "Fotokopi KTP" in page.text and "9.000" not in page.text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (_file("<text:p>x</text:p>", manifest="<encryption-data/>"), "encrypted"),
        (_file("<text:p>"), "broken"),
        (_file(""), "no_text"),
    ],
)
def test_what_cannot_be_read_is_named(body: bytes, reason: str) -> None:
    result = read_any(body)
    assert isinstance(result, Unread)
    assert result.reason == reason


def test_deep_nesting_ends() -> None:
    result = read_any(_file("<text:list><text:list-item>" * 120 + "</text:list-item></text:list>" * 120))
    assert isinstance(result, Page | Unread)
