"""Pieces of text with their boxes (PDF, scan) → pseudo-HTML in reading order, for the HTML reader.

Columns are kept apart by white gutters (spanning lines between them stay where they are); columns
whose left side carries labels become table rows; broken lines are joined into paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from statistics import median

from auditor.extract import beside
from auditor.extract.grids import Box, grid_html, tables_of
from auditor.extract.label_values import split_label
from auditor.extract.labels import all_caps, component_only, component_start
from auditor.extract.pieces import Piece
from auditor.text import NUMBERING

MAX_PIECES = 4000
_TOWERS = 2.2  # times as high as what stands beside it
_LETTERS = 2  # or digits: what has fewer may be a mark
_SLIM = 3.0  # times as high as wide is the slimmest letter, on the average of a word


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
            box: "".join(_paragraphs(_rows([piece for piece in inside if piece.cell == box]), unit))
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
        return _paragraphs(_rows(pieces), unit, edge)
    headed = _headed(pieces, unit)
    if headed is not None:
        return [part for region in headed for part in _region(region, unit, depth + 1, 0.0)]
    stood = beside.cells(_rows(pieces), unit)
    if stood is not None:
        above, told, below = stood
        parts = [_region(part, unit, depth + 1, edge) if part else [] for part in (above, below)]
        return [*parts[0], *told, *parts[1]]
    gutter = _gutter(pieces, unit)
    if gutter is None:
        return _paragraphs(_rows(pieces), unit, edge)
    at, across = gutter
    out: list[str] = []
    rest = sorted((piece for piece in pieces if piece not in across), key=lambda piece: piece.y0)
    for stop in [*sorted(across, key=lambda piece: piece.y0), None]:
        band = [piece for piece in rest if stop is None or piece.y0 < stop.y0]
        rest = [piece for piece in rest if not (stop is None or piece.y0 < stop.y0)]
        if band:
            out.extend(_band(band, at, unit, depth, edge))
        if stop is not None:
            out.extend(_paragraphs([[stop]], unit, edge))
    return out


def _headed(pieces: list[Piece], unit: float) -> list[list[Piece]] | None:
    """Two labels side by side head two columns: what is above, each column, what is below; else None."""
    for row in _rows(pieces):
        labels = [piece for piece in row if component_start(piece.text) and len(piece.text) < 60]
        if len(row) != 2 or len(labels) != 2 or row[1].x0 - row[0].x1 < unit:
            continue
        top = min(piece.y0 for piece in row)
        under = sorted((p for p in pieces if p not in row and p.y0 >= top), key=lambda piece: piece.y0)
        best: tuple[int, float] = (0, 0.0)
        start, stop = (row[0].x0 + row[0].x1) / 2, (row[1].x0 + row[1].x1) / 2
        for step in range(41):
            at = start + (stop - start) * step / 40
            free = next((n for n, p in enumerate(under) if p.x0 < at - unit and p.x1 > at + unit), len(under))
            if free > best[0] and row[0].x1 <= at + unit and row[1].x0 >= at - unit:
                best = (free, at)
        free, at = best
        left = [p for p in under[:free] if (p.x0 + p.x1) / 2 < at]
        right = [p for p in under[:free] if (p.x0 + p.x1) / 2 >= at]
        if len(left) < 2 or len(right) < 2 or beside.valued(_rows(left), _rows(right)) is not None:
            continue
        above = [p for p in pieces if p not in row and p.y0 < top]
        # Titles side by side over the two labels belong each to its column.
        for upper in reversed(_rows(above)):
            over = [p for p in upper if p.x1 <= at], [p for p in upper if p.x0 >= at]
            if not all(over) or sum(map(len, over)) < len(upper) or top - upper[0].y1 > 5 * unit:
                break
            left, right = [*over[0], *left], [*over[1], *right]
            above = [p for p in above if p not in upper]
            top = upper[0].y0
        parts = [above, [row[0], *left], [row[1], *right], under[free:]]
        return [part for part in parts if part]
    return None


def _band(band: list[Piece], at: float, unit: float, depth: int, edge: float) -> list[str]:
    left = [piece for piece in band if piece.x1 <= at + 0.1 * unit]
    right = [piece for piece in band if piece.x1 > at + 0.1 * unit]
    if not left or not right:
        return _region(band, unit, depth + 1, edge)
    if (valued := beside.valued(_rows(left), _rows(right))) is not None:
        return valued
    labels = [piece for piece in left if component_start(piece.text)]
    level = sum(any(_same_row(label, other) for other in right) for label in labels)
    if len(labels) >= 2 and level * 2 >= len(labels) and not _side_by_side(left, right, labels, unit):
        return _table(left, right, unit)
    narrow = max(piece.x1 for piece in left) - min(piece.x0 for piece in left) < 4 * unit
    if narrow and all(len(piece.text) <= 5 for piece in left):
        # A column of item numbers belongs to its rows.
        return _paragraphs(_rows(band), unit, edge)
    return _region(left, unit, depth + 1, at - unit) + _region(right, unit, depth + 1, edge)


def _side_by_side(left: list[Piece], right: list[Piece], labels: list[Piece], unit: float) -> bool:
    """Two columns of a leaflet, each with labels and what they say below them; not labels and, beside them,
    their text."""
    if sum(component_only(piece.text) for piece in right) >= 2:
        return True
    plain = sum(not any(piece in labels for piece in row) for row in _rows(left))
    if plain > 2 * len(labels) + 2:
        return True
    inner = _gutter(left, unit)
    if inner is None:
        return False
    first = [piece for piece in left if piece.x1 <= inner[0]]
    return sum(len(piece.text) > 5 for piece in first) * 2 > len(first)


def _same_row(one: Piece, other: Piece) -> bool:
    return min(one.y1, other.y1) - max(one.y0, other.y0) > 0.4 * min(one.height, other.height)


def _gutter(pieces: list[Piece], unit: float) -> tuple[float, list[Piece]] | None:
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
        if len(before) < 3 or len(after) < 3 or len(across) * 4 > min(len(before), len(after)) + 4:
            continue
        level = sum(1 for piece in before if any(_same_row(piece, other) for other in after))
        if level < 3:
            continue
        # Of places that part the same pieces a column's left edge is the likelier.
        edged = sum(piece.x0 < x + unit for piece in after)
        value = len(across) * 3 - min(level, 12) - 0.3 * (min(len(before), len(after)) + min(edged, 6))
        if best is None or value < best[0]:
            best = (value, x, across)
    return (best[1], best[2]) if best else None


def stature(text: str, box: Box) -> float:
    """How high print is; 0 for a dash or a dot, whose box is as small as its ink.

    Tesseract gives some words the height of rows around them (a "Menit" of 36 pixels beside a "27" of 13),
    but no letter is that narrow.
    """
    if sum(map(str.isalnum, text)) < _LETTERS:
        return 0.0
    return min(box[3] - box[1], _SLIM * (box[2] - box[0]) / len(text))


def stand_apart(one: float, other: float) -> bool:
    """Two statures, one of them a poster's figure ("87,24" over three lines of a list): a line of its own."""
    low, high = sorted((one, other))
    return 0 < _TOWERS * low < high


def _towers(one: Piece, other: Piece) -> bool:
    return stand_apart(
        *(stature(piece.text, (piece.x0, piece.y0, piece.x1, piece.y1)) for piece in (one, other))
    )


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces by printed row, top to bottom, left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: ((piece.y0 + piece.y1) / 2, piece.x0)):
        if rows and _same_row(rows[-1][0], piece) and not _towers(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows


def _table(left: list[Piece], right: list[Piece], unit: float) -> list[str]:
    """Labels left, text right: a row begins at each new label."""
    starts: list[list[Piece]] = []
    for row in _rows(left):
        text = " ".join(piece.text for piece in row)
        gap = row[0].y0 - starts[-1][-1].y1 if starts else 0.0
        # A label broken over lines goes on close below and in lower case, or without its own number.
        if starts and gap < 0.6 * unit and not NUMBERING.match(text) and not component_only(text):
            starts[-1].extend(row)
        else:
            starts.append(list(row))
    tops = beside.centred([(group[0].y0, group[-1].y1) for group in starts], _rows(right), unit)
    out: list[str] = []
    if tops:
        # What stands over the first label's own text is no part of the table.
        out += _paragraphs(_rows([piece for piece in right if piece.y0 < tops[0]]), unit)
        out.append("<table>")
    else:
        out.append("<table>")
        tops = [group[0].y0 - 0.5 * unit for group in starts]
        head = [piece for piece in right if piece.y0 < tops[0]]
        if head:
            out.append(f"<tr><td></td><td>{''.join(_paragraphs(_rows(head), unit))}</td></tr>")
    for index, group in enumerate(starts):
        bottom = tops[index + 1] if index + 1 < len(tops) else float("inf")
        body = [piece for piece in right if tops[index] <= piece.y0 < bottom]
        label = escape(" ".join(piece.text for piece in group))
        out.append(f"<tr><td>{label}</td><td>{''.join(_paragraphs(_rows(body), unit))}</td></tr>")
    out.append("</table>")
    return out


def _paragraphs(rows: list[list[Piece]], unit: float, edge: float = 0.0) -> list[str]:
    """Rows as paragraphs: a line that runs to the margin goes on in the next."""
    if not rows:
        return []
    margin = max(edge, *(row[-1].x1 for row in rows))
    out: list[str] = []
    text, bold = "", True
    last: list[Piece] | None = None
    for row in rows:
        line = " ".join(piece.text.strip() for piece in row)
        fresh = (
            last is None
            or _towers(row[0], last[0])
            or row[0].y0 - last[0].y1 > 1.1 * unit
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
            and not _towers(row[0], last[0])
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
        broken = text.endswith("-") and line[:1].islower()
        text = text[:-1] + line if broken else f"{text} {line}".strip()
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
