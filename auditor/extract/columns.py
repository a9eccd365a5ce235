"""Columns of print: the white gutter between them, two labels that head one each, leaflets."""

from __future__ import annotations

import re

from auditor.extract import beside
from auditor.extract.labels import component_only, component_start
from auditor.extract.pieces import Piece
from auditor.extract.printed_rows import rows_of, same_row
from auditor.extract.service_labels import holds_nothing

_COLUMN = 3  # lines of a column at least
_NUMBER = re.compile(r"[(]?(?:\d{1,2}|[a-z])[.)]?")  # of a step or an item, set by itself


def headed_columns(pieces: list[Piece], unit: float) -> list[list[Piece]] | None:
    """Two labels side by side head two columns: what is above, each column, what is below; else None."""
    for row in rows_of(pieces):
        labels = [piece for piece in row if component_start(piece.text) and len(piece.text) < 60]
        if len(row) < 2 or len(labels) != len(row) or row[1].x0 - row[0].x1 < unit:
            continue
        if len(row) > 2 and not holds_nothing(row[0].text):
            continue  # the head of a table of services
        top = min(piece.y0 for piece in row)
        under = sorted((p for p in pieces if p not in row and p.y0 >= top), key=lambda piece: piece.y0)
        free, low, high = _parting(row, under, unit)
        at = (low + high) / 2
        left = [p for p in under[:free] if (p.x0 + p.x1) / 2 < at]
        right = [p for p in under[:free] if (p.x0 + p.x1) / 2 >= at]
        few = min(len(left), len(right))
        if few < (1 if _stand_under(row, left, right, unit) else 2):
            continue
        if beside.valued(rows_of(left), rows_of(right)) is not None:
            continue
        above = [p for p in pieces if p not in row and p.y0 < top]
        # Titles side by side over the labels belong each to its column.
        for upper in reversed(rows_of(above)):
            over = [p for p in upper if p.x1 <= high], [p for p in upper if p.x1 > high and p.x0 >= low]
            if not all(over) or sum(map(len, over)) < len(upper) or top - upper[0].y1 > 5 * unit:
                break
            left, right = [*over[0], *left], [*over[1], *right]
            above = [p for p in above if p not in upper]
            top = upper[0].y0
        parts = [above, [row[0], *left], [*row[1:], *right], under[free:]]
        return [part for part in parts if part]
    return None


def _parting(row: list[Piece], under: list[Piece], unit: float) -> tuple[int, float, float]:
    """How many of the pieces below a row of labels stand left or right of what parts the first two of these,
    and between which places that may lie."""
    best = (0, 0.0, 0.0)
    start, stop = (row[0].x0 + row[0].x1) / 2, (row[1].x0 + row[1].x1) / 2
    for step in range(41):
        at = start + (stop - start) * step / 40
        if row[0].x1 > at + unit or row[1].x0 < at - unit:
            continue
        free = next((n for n, p in enumerate(under) if p.x0 < at - unit and p.x1 > at + unit), len(under))
        if free > best[0]:
            best = (free, at, at)
        elif free and free == best[0]:
            best = (free, best[1], at)
    return best


def _stand_under(row: list[Piece], left: list[Piece], right: list[Piece], unit: float) -> bool:
    """What is below each of the labels begins where the label does: boxes of text side by side."""
    flush = all(
        abs(min(p.x0 for p in part) - label.x0) < unit
        for label, part in zip(row, (left, right), strict=False)
        if part
    )
    return flush and all(component_only(label.text) for label in row)


def side_by_side(left: list[Piece], right: list[Piece], labels: list[Piece], unit: float) -> bool:
    """Two columns of a leaflet, each with labels and what they say below them; not labels and, beside them,
    their text."""
    if sum(component_only(piece.text) for piece in right) >= 2:
        return True
    plain = sum(not any(piece in labels for piece in row) for row in rows_of(left))
    if plain > 2 * len(labels) + 2:
        return True
    inner = gutter_of(left, unit)
    if inner is None:
        return False
    first = [piece for piece in left if piece.x1 <= inner[0]]
    return sum(len(piece.text) > 5 for piece in first) * 2 > len(first)


def gutter_of(pieces: list[Piece], unit: float) -> tuple[float, list[Piece]] | None:
    """The x of the clearest white column and the few pieces that cross it; None where there is no column."""
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    if right - left < 12 * unit:
        return None
    best: tuple[float, float, list[Piece]] | None = None
    for x in sorted({piece.x0 - unit * 0.3 for piece in pieces}):
        if not left + 2 * unit < x < right - 4 * unit:
            continue
        across = [piece for piece in pieces if piece.x0 < x - unit * 0.2 and piece.x1 > x + unit * 0.1]
        before = [piece for piece in pieces if piece.x1 <= x + unit * 0.1]
        after = [piece for piece in pieces if piece.x0 >= x - unit * 0.2]
        if _numbers_end(before, x, unit):
            continue
        if len(before) < 3 or len(after) < 3 or len(across) * 4 > min(len(before), len(after)) + 4:
            continue
        level = sum(1 for piece in before if any(same_row(piece, other) for other in after))
        if level < 3:
            continue
        # Of places that part the same pieces a column's left edge is the likelier.
        edged = sum(piece.x0 < x + unit for piece in after)
        value = len(across) * 3 - min(level, 12) - 0.3 * (min(len(before), len(after)) + min(edged, 6))
        if best is None or value < best[0]:
            best = (value, x, across)
    return (best[1], best[2]) if best else None


def run_past(around: list[Piece], at: float, across: list[Piece]) -> bool:
    """Texts side by side are lines of a page's columns: these go on above and below them, and nothing
    crosses the white between."""
    left = sum(piece.x1 <= at for piece in around)
    return not across and left >= _COLUMN and len(around) - left >= _COLUMN


def _numbers_end(before: list[Piece], x: float, unit: float) -> bool:
    """What stands close before a place are the numbers of what follows, in the midst of the page."""
    near = [piece for piece in before if piece.x1 > x - 2 * unit]
    return (
        bool(near)
        and len(near) < len(before)
        and all(_NUMBER.fullmatch(piece.text.strip()) for piece in near)
    )
