"""Pieces of text with their boxes (PDF, scan) → pseudo-HTML in reading order, for the HTML reader.

Columns are kept apart by white gutters (spanning lines between them stay where they are); columns
whose left side carries labels become table rows; broken lines are joined into paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from statistics import median

from auditor.extract import beside
from auditor.extract.columns import gutter_of, headed_columns, run_past, side_by_side
from auditor.extract.grids import grid_html, tables_of
from auditor.extract.labels import component_only, component_start
from auditor.extract.paragraphs import paragraphs_of
from auditor.extract.pieces import Piece
from auditor.extract.printed_rows import rows_of, same_row
from auditor.text import NUMBERING

MAX_PIECES = 4000


def to_html(pieces: Sequence[Piece], width: float = 0.0) -> str:
    """One page's pieces as ``<p>`` and ``<table>`` in reading order; ``width`` is the page's, where known."""
    kept = [piece for piece in pieces if piece.text.strip()][:MAX_PIECES]
    if not kept:
        return ""
    unit = max(median(piece.height for piece in kept), 0.1)
    edge = max(*(piece.x1 for piece in kept), width - min(piece.x0 for piece in kept))
    out: list[str] = []
    rest = [piece for piece in kept if piece.cell is None]
    for boxes in tables_of(dict.fromkeys(piece.cell for piece in kept if piece.cell is not None), unit):
        own = set(boxes)
        inside = [piece for piece in kept if piece.cell in own]
        if len(own) < 4 or len({box[0] for box in own}) < 2 or len({box[1] for box in own}) < 2:
            rest += inside  # boxes of a drawing
            continue
        top = min(box[1] for box in boxes)
        above = [piece for piece in rest if piece.y0 < top]
        rest = [piece for piece in rest if piece.y0 >= top]
        if above:
            out.extend(_region(above, unit, 0, edge))
        cells = {
            box: "".join(paragraphs_of(rows_of([piece for piece in inside if piece.cell == box]), unit))
            for box in boxes
        }
        # On a poster with large type the rows of a table may be less high than its lines.
        side = min(min(box[2] - box[0], box[3] - box[1]) for box in boxes)
        out.append(grid_html(cells, min(0.8 * unit, side / 2)))
    if rest:
        out.extend(_region(rest, unit, 0, edge))
    return "".join(out)


def _region(pieces: list[Piece], unit: float, depth: int, edge: float) -> list[str]:
    """``edge`` is how far to the right a line may run here."""
    if len(pieces) < 4 or depth > 6:
        return paragraphs_of(rows_of(pieces), unit, edge)
    headed = headed_columns(pieces, unit)
    if headed is not None:
        return [part for region in headed for part in _region(region, unit, depth + 1, 0.0)]
    stood = beside.cells(rows_of(pieces), unit)
    gutter = gutter_of(pieces, unit)
    if stood is not None and not (gutter and run_past([*stood[0], *stood[2]], *gutter)):
        above, told, below = stood
        parts = [_region(part, unit, depth + 1, edge) if part else [] for part in (above, below)]
        return [*parts[0], *told, *parts[1]]
    if gutter is None:
        return paragraphs_of(rows_of(pieces), unit, edge)
    at, across = gutter
    out: list[str] = []
    rest = sorted((piece for piece in pieces if piece not in across), key=lambda piece: piece.y0)
    for stop in [*sorted(across, key=lambda piece: piece.y0), None]:
        band = [piece for piece in rest if stop is None or piece.y0 < stop.y0]
        rest = [piece for piece in rest if not (stop is None or piece.y0 < stop.y0)]
        if band:
            out.extend(_band(band, at, unit, depth, edge))
        if stop is not None:
            out.extend(paragraphs_of([[stop]], unit, edge))
    return out


def _band(band: list[Piece], at: float, unit: float, depth: int, edge: float) -> list[str]:
    left = [piece for piece in band if piece.x1 <= at + 0.1 * unit]
    right = [piece for piece in band if piece.x1 > at + 0.1 * unit]
    if not left or not right:
        return _region(band, unit, depth + 1, edge)
    if (valued := beside.valued(rows_of(left), rows_of(right))) is not None:
        return valued
    labels = [piece for piece in left if component_start(piece.text)]
    level = sum(any(same_row(label, other) for other in right) for label in labels)
    if len(labels) >= 2 and level * 2 >= len(labels) and not side_by_side(left, right, labels, unit):
        return _table(left, right, unit)
    narrow = max(piece.x1 for piece in left) - min(piece.x0 for piece in left) < 4 * unit
    if narrow and all(len(piece.text) <= 5 for piece in left):
        # A column of item numbers belongs to its rows.
        return paragraphs_of(rows_of(band), unit, edge)
    return _region(left, unit, depth + 1, at - unit) + _region(right, unit, depth + 1, edge)


def _table(left: list[Piece], right: list[Piece], unit: float) -> list[str]:
    """Labels left, text right: a row begins at each new label."""
    starts: list[list[Piece]] = []
    for row in rows_of(left):
        text = " ".join(piece.text for piece in row)
        gap = row[0].y0 - starts[-1][-1].y1 if starts else 0.0
        # A label broken over lines goes on close below and in lower case, or without its own number.
        if starts and gap < 0.6 * unit and not NUMBERING.match(text) and not component_only(text):
            starts[-1].extend(row)
        else:
            starts.append(list(row))
    tops = beside.centred([(group[0].y0, group[-1].y1) for group in starts], rows_of(right), unit)
    out: list[str] = []
    if tops:
        # What stands over the first label's own text is no part of the table.
        out += paragraphs_of(rows_of([piece for piece in right if piece.y0 < tops[0]]), unit)
        out.append("<table>")
    else:
        out.append("<table>")
        tops = [group[0].y0 - 0.5 * unit for group in starts]
        head = [piece for piece in right if piece.y0 < tops[0]]
        if head:
            out.append(f"<tr><td></td><td>{''.join(paragraphs_of(rows_of(head), unit))}</td></tr>")
    for index, group in enumerate(starts):
        bottom = tops[index + 1] if index + 1 < len(tops) else float("inf")
        body = [piece for piece in right if tops[index] <= piece.y0 < bottom]
        label = escape(" ".join(piece.text for piece in group))
        out.append(f"<tr><td>{label}</td><td>{''.join(paragraphs_of(rows_of(body), unit))}</td></tr>")
    out.append("</table>")
    return out
