"""Documents and pictures of a practice site."""

from __future__ import annotations

from typing import Any, Literal

from auditor.practice.spec.base import Base
from auditor.practice.spec.pages import Answer


class Table(Base, frozen=True, kw_only=True):
    """A table; ``widths`` are relative. An empty cell that is None is merged with the one above."""

    rows: list[list[str | None]]
    head: list[str] = []
    widths: list[float] = []


class Block(Base, frozen=True, kw_only=True, rename={"bullets": "list"}):
    """One block of a document: set exactly one key.

    ``columns`` are side-by-side columns of blocks; ``fields`` are "Label : value" lines;
    ``drawing`` is a flow chart of boxes joined by arrows (its words are in the picture).
    """

    h1: str | None = None
    h2: str | None = None
    h3: str | None = None
    p: str | None = None
    bold: str | None = None
    center: str | None = None
    bullets: list[str] | None = None
    steps: list[str] | None = None
    table: Table | None = None
    fields: dict[str, str] | None = None
    columns: list[list[Block]] | None = None
    drawing: list[str] | None = None
    signature: list[str] | None = None
    space: int | None = None
    page_break: bool | None = None

    def __post_init__(self) -> None:
        given = [name for name in self.__struct_fields__ if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a block holds exactly one of its keys, found {given or 'none'}")


class FileBase(Base, frozen=True, kw_only=True, tag_field="kind"):
    """What every file may say: other content type, download name, status, headers, troubles."""

    content_type: str = ""
    filename: str = ""
    attachment: bool = False
    status: int = 200
    headers: dict[str, str] = {}
    answer: Answer | None = None


class Pdf(FileBase, frozen=True, kw_only=True, tag="pdf"):
    """PDF with a text layer. ``garbled`` writes a broken font map: right to see, garbage to read."""

    blocks: list[Block]
    title: str = ""
    landscape: bool = False
    font_size: float = 11
    garbled: bool = False
    encrypted: bool = False


class PdfScan(FileBase, frozen=True, kw_only=True, tag="pdf_scan"):
    """PDF of page pictures without a text layer. ``rotate`` in degrees, ``noise`` 0 to 1."""

    blocks: list[Block]
    dpi: int = 150
    rotate: float = 0.4
    noise: float = 0.3
    quality: int = 60


class Docx(FileBase, frozen=True, kw_only=True, tag="docx"):
    """Word document."""

    blocks: list[Block]
    title: str = ""


class Xlsx(FileBase, frozen=True, kw_only=True, tag="xlsx"):
    """Workbook: sheet name to rows of cells."""

    sheets: dict[str, list[list[str | int | float | None]]]


class Poster(FileBase, frozen=True, kw_only=True, tag="poster"):
    """A poster: blocks drawn on a coloured sheet, PNG or JPEG, ``width`` in pixels."""

    blocks: list[Block]
    width: int = 1100
    background: str = "#f4f8ff"
    color: str = "#10243e"
    accent: str = "#0b5ea8"
    format: Literal["png", "jpeg"] = "png"
    quality: int = 80


class Image(FileBase, frozen=True, kw_only=True, tag="image"):
    """A picture without words (a photograph's stand-in), JPEG or PNG by the path's ending."""

    width: int = 640
    height: int = 360


class Raw(FileBase, frozen=True, kw_only=True, tag="raw"):
    """Bytes as given: ``text`` in ``encoding``, or ``base64``, or ``json`` written as JSON.

    ``size`` repeats the bytes until they are at least that long (a too large body).
    """

    text: str | None = None
    base64: str | None = None
    json: Any = None
    encoding: str = "utf-8"
    size: int = 0


File = Pdf | PdfScan | Docx | Xlsx | Poster | Image | Raw
