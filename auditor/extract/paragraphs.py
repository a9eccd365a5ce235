"""Rows of print as paragraphs: which line goes on with the one above it."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from statistics import median

from auditor.extract.label_values import split_label
from auditor.extract.labels import all_caps, component_only, component_start
from auditor.extract.pieces import Piece, joined
from auditor.extract.printed_rows import towers
from auditor.text import NUMBERING

_SEVERAL = 3  # gaps between lines tell which is usual


def paragraphs_of(rows: list[list[Piece]], unit: float, edge: float = 0.0) -> list[str]:
    """Rows as paragraphs: a line that runs to the margin goes on in the next."""
    if not rows:
        return []
    margin = max(edge, *(row[-1].x1 for row in rows))
    gaps = [row[0].y0 - before[-1].y1 for before, row in pairwise(rows)]
    usual = max(median(gaps), 0.0) if len(gaps) >= _SEVERAL else unit
    out: list[str] = []
    text, bold = "", True
    last: list[Piece] | None = None
    for row in rows:
        line = " ".join(piece.text.strip() for piece in row)
        fresh = (
            last is None
            or towers(row[0], last[0])
            or row[0].y0 - last[0].y1 > 1.1 * unit
            or (row[0].y0 - last[0].y1 > 2 * usual + 0.2 * unit and line[:1].isupper())
            or NUMBERING.match(line) is not None
            or component_only(line)
            or (split_label(line) is not None and component_start(line))
            or (all_caps(text) and not all_caps(line))
            or text.endswith((":", ";"))
            or (last[-1].x1 < margin - 6 * unit and not _title_goes_on(text, line, last, row))
            or (all(piece.bold for piece in row) != bold)
        )
        if (
            fresh
            and text
            and last is not None
            and row[0].y0 - last[0].y1 <= 1.1 * unit
            and not towers(row[0], last[0])
        ):
            # A small letter goes on with a sentence, and a label that ends in "/" or "," is not whole.
            goes_on = line[:1].islower() and not text.endswith((".", ":", ";")) and not component_only(text)
            goes_on = goes_on and NUMBERING.match(line) is None
            fresh = not (goes_on or (text.endswith(("/", ",")) and len(text) < 60 and component_start(text)))
        if fresh and text:
            out.append(_paragraph(text, bold))
            text, bold = "", True
        if not fresh and text and component_only(text) and not _label_goes_on(text, line):
            out.append(_paragraph(text, bold))
            text, bold = "", True
        text = joined(text, line)
        bold = all(piece.bold for piece in row)
        last = row
    if text:
        out.append(_paragraph(text, bold))
    return out


def _label_goes_on(text: str, line: str) -> bool:
    """A label broken over two lines ("Pengaduan, Saran | dan Masukan"), not a label and its text."""
    if text.endswith((",", "/", "&", "-")) or text.casefold().endswith((" dan", " atau")):
        return True
    return line[:1].islower() or (component_only(f"{text} {line}") and not component_start(line))


def _title_goes_on(text: str, line: str, last: list[Piece], row: list[Piece]) -> bool:
    """A title set in capitals over several centred lines is one title."""
    alike = 0.6 < row[0].height / max(last[0].height, 0.1) < 1.6
    return alike and all_caps(text) and all_caps(line) and not component_start(line)


def _paragraph(text: str, bold: bool) -> str:
    words = escape(text)
    return f"<p><b>{words}</b></p>" if bold else f"<p>{words}</p>"
