"""PDF → ``Page``: text with its layout; pages without usable text are rendered and read by OCR."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from statistics import median
from typing import Any

from auditor.extract import letters, ocr
from auditor.extract.html import read_html
from auditor.extract.layout import to_html
from auditor.extract.options import ReadOptions
from auditor.extract.pdf_scans import ask, read_scans
from auditor.extract.pdf_tables import go_on, table_html
from auditor.extract.pdf_titles import given_title
from auditor.extract.pieces import Piece
from auditor.extract.unread import unread_file
from auditor.models import Fetch, Page, Signature, Source, Unread

_FEW = 25  # characters: a page with less is a picture of a page
_MUCH = 0.3  # of a page covered by pictures
_BESIDE = 400  # characters beside a picture of the whole page; beside a smaller one as many fewer


def read_pdf(body: bytes, fetch: Fetch, options: ReadOptions, budget: ocr.Budget) -> Page | Unread:
    """Reads a PDF in a child process with caps on time, memory and pages.

    Scanned pages cost from ``budget``; what stays unread there makes the page ``Unread`` only when nothing
    else of the document could be read (else the mark ``pages_unread``).
    """
    answer = ask(body, {"mode": "text", "pages": options.pdf_pages}, options)
    if "error" in answer:
        reason = str(answer["error"])
        if reason == "broken" and fetch.truncated:
            reason = "truncated"
        return unread_file(fetch, reason)
    pages: list[dict[str, Any]] = answer["pages"]
    go_on(pages)
    marks: set[str] = set()
    parts: dict[int, str] = {}
    scans: list[int] = []
    for index, page in enumerate(pages):
        text = " ".join(str(piece[0]) for piece in page["pieces"])
        if len(text) < _FEW and (page["images"] > 0.2 or page["paths"] > 50):
            scans.append(index)
        elif page["images"] > _MUCH and len(text) < _BESIDE * min(page["images"], 1.0):
            # A scan with a stamp set over it, or a poster under a heading: the picture holds the words.
            scans.append(index)
            parts[index] = _page_html(page)
        elif letters.are_broken(text):
            scans.append(index)
            marks.add("garbled")
        elif text:
            parts[index] = _page_html(page)
    reason = ""
    if scans:
        read, reason = read_scans(body, scans, fetch, options, budget)
        for index, html in read.items():
            # The picture of a page shows its text as well; where OCR saw less, the text stays.
            parts[index] = max(html, parts.get(index, ""), key=len)
            marks.add("ocr")
        if any(index not in parts for index in scans):
            marks.add("pages_unread")
    if len(pages) < int(answer["total"]):
        marks.add("pages_unread")
    if not any(parts.values()):
        return unread_file(fetch, reason or "no_text")
    html = "".join(f'<div data-halaman="{index + 1}">{parts[index]}</div>' for index in sorted(parts))
    title = given_title(str(answer.get("title") or ""))
    page_read = read_html(f"<title>{escape(title)}</title>{html}", fetch, Source.PDF)
    signatures = tuple(Signature(**item) for item in answer["signatures"])
    return replace(_with_marks(page_read, marks), signatures=signatures)


def _with_marks(page: Page, marks: set[str]) -> Page:
    return replace(page, marks=tuple(sorted({*page.marks, *marks} - {"listing"})), dated="")


def _page_html(page: dict[str, Any]) -> str:
    pieces = [Piece(str(text), x0, y0, x1, y1, bold) for text, x0, y0, x1, y1, bold in page["pieces"]]
    tables = sorted(page.get("tables") or [], key=lambda table: table["box"][1])
    widths = [(piece.x1 - piece.x0) / len(piece.text) for piece in pieces if piece.text]
    letter = max(median(widths), 0.1) if widths else 1.0
    out: list[str] = []
    rest = pieces
    for table in tables:
        _, top, _, bottom = table["box"]
        x0, x1 = table["box"][0] - 2, table["box"][2] + 2
        above = [piece for piece in rest if piece.y1 <= top + 2]
        inside = [
            piece
            for piece in rest
            if piece not in above
            and piece.y0 >= top - 2
            and piece.y1 <= bottom + 2
            and piece.x0 >= x0
            and piece.x1 <= x1
        ]
        out.append(to_html(above, page["width"]))
        out.append(table_html(table["cells"], letter))
        gone = {id(piece) for piece in (*above, *inside)}
        rest = [piece for piece in rest if id(piece) not in gone]
    out.append(to_html(rest, page["width"]))
    return "".join(out)
