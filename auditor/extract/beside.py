"""Things set side by side without rules between them: steps under numbered circles, values beside what they
are of, labels centred beside their text.

Read line by line such a picture tells nothing: half of one step and half of the next on each line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from statistics import median

from auditor.extract.labels import component_start
from auditor.extract.pieces import Piece
from auditor.text import item_number

Row = list[Piece]

_CELLS = 3  # side by side are columns
_WORD = 3  # letters of a word
_LINES = 4  # of a step at most: more are columns of text
_APART, _FAR = 1.2, 3.0  # line heights between columns; the same where they are single words
_TIGHT, _NEAR = 0.9, 3.0  # between the lines of a cell; between a number and its step
_GRID = 3  # rows of cells are a table
_NUMBER = re.compile(r"\(?\d{1,2}[.)]?$")
_VALUE = re.compile(r"(?i)^(?:rp\b|\d|gratis|nihil|tidak |tanpa |bebas|tutup|-$)")
_LONG = 45  # characters: a value is shorter
_VALUED = 0.75  # of the lines on the right are values


def cells(rows: Sequence[Row], unit: float) -> tuple[Row, list[str], Row] | None:
    """Three or more short texts side by side, over a few lines: what stands above them, the texts as
    paragraphs (as a table, where rows of them follow each other), what stands below. None where there are
    no such."""
    if any(sum(component_start(piece.text) for piece in row) >= 2 for row in rows):
        return None  # labels head columns of text
    for place, row in enumerate(rows):
        if not _cells(row, unit):
            continue
        stops = [(one.x1 + other.x0) / 2 for one, other in pairwise(row)]
        first = place
        while (
            first and _numbers(rows[first - 1], stops) and _gap(rows[first - 1], rows[first]) < _NEAR * unit
        ):
            first -= 1
        groups, end = _groups(rows, first, stops, unit)
        told = _told(groups, stops)
        if told is not None:
            above, below = ([piece for line in part for piece in line] for part in (rows[:first], rows[end:]))
            return above, told, below
    return None


def _cells(row: Row, unit: float) -> bool:
    """Texts, or numbers and texts, far enough apart."""
    gaps = [other.x0 - one.x1 for one, other in pairwise(row)]
    long = sum(" " in piece.text.strip() for piece in row)
    if len(row) < _CELLS or min(gaps) < (_APART if long >= 2 else _FAR) * unit:
        return False
    words = sum(sum(map(str.isalpha, piece.text)) >= _WORD for piece in row)
    figures = sum(any(map(str.isdigit, piece.text)) for piece in row)
    return words >= 2 and words + figures >= len(row)


def _groups(rows: Sequence[Row], first: int, stops: list[float], unit: float) -> tuple[list[list[Row]], int]:
    """Lines that fit between the stops, those close below each other together; and where they end."""
    groups: list[list[Row]] = []
    end = first
    for place in range(first, len(rows)):
        row = rows[place]
        fits = all(_column(piece, stops) is not None for piece in row)
        far = groups and _gap(rows[place - 1], row) > _NEAR * unit
        if not fits or far:
            break
        gap = _gap(rows[place - 1], row) if groups else 0.0
        close = groups and (gap <= _TIGHT * unit or all(_numbers(line, stops) for line in groups[-1]))
        if close:
            groups[-1].append(row)
        elif len({_column(piece, stops) for piece in row}) < 2:
            break  # a line of its own below the columns
        else:
            groups.append([row])
        end = place + 1
    return groups, end


def _told(groups: list[list[Row]], stops: list[float]) -> list[str] | None:
    table: list[list[str]] = []
    for group in groups:
        lines = [row for row in group if not _numbers(row, stops)]
        items = [_column(piece, stops) for row in lines for piece in row if item_number(piece.text)]
        if len(lines) > _LINES or len(items) > len(set(items)):
            return None
        columns: list[list[str]] = [[] for _ in range(len(stops) + 1)]
        for row in group:
            for piece in row:
                columns[_column(piece, stops) or 0].append(piece.text.strip())
        table.append([_cell(texts) for texts in columns])
    if not any(len([text for text in row if text]) >= _CELLS for row in table):
        return None
    if len(table) < _GRID:
        return [f"<p>{escape(text)}</p>" for row in table for text in row if text]
    told = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in table)
    return [f"<table border=1>{told}</table>"]


def _cell(texts: list[str]) -> str:
    """The lines of a cell; a number alone above them is that of the step."""
    if len(texts) > 1 and _NUMBER.match(texts[0]):
        return f"{texts[0].strip('().')}. {' '.join(texts[1:])}"
    return " ".join(texts)


def _numbers(row: Row, stops: list[float]) -> bool:
    """A line of nothing but numbers, each over another column."""
    return all(_NUMBER.match(piece.text) and _column(piece, stops) is not None for piece in row)


def _column(piece: Piece, stops: Sequence[float]) -> int | None:
    """The column a piece stands in; None where it crosses a stop."""
    if any(piece.x0 < stop < piece.x1 for stop in stops):
        return None
    return sum(stop <= piece.x0 for stop in stops)


def _gap(upper: Row, lower: Row) -> float:
    return min(piece.y0 for piece in lower) - max(piece.y1 for piece in upper)


def valued(left: Sequence[Row], right: Sequence[Row]) -> list[str] | None:
    """A list of values beside what each is of ("Cabut gigi | Rp 25.000") as a table; None where the right
    column is text of its own."""
    texts = [" ".join(piece.text.strip() for piece in row) for row in right]
    if sum(len(row) > 1 and _NUMBER.match(row[0].text.strip()) is not None for row in right) * 2 > len(right):
        return None  # steps with their numbers
    if len(right) < 2 or sum(_value(text) for text in texts) < _VALUED * len(texts):
        return None
    lines = [(min(piece.y0 for piece in row), max(piece.y1 for piece in row)) for row in right]
    owned: list[list[str]] = [[] for _ in right]
    above: list[str] = []
    for row in left:
        words = " ".join(piece.text.strip() for piece in row)
        middle = sum((piece.y0 + piece.y1) / 2 for piece in row) / len(row)
        nearest = min(range(len(lines)), key=lambda n: abs((lines[n][0] + lines[n][1]) / 2 - middle))
        if not owned[nearest] and middle < lines[0][0]:
            above.append(words)
        else:
            owned[nearest].append(words)
    if not all(owned) or sum(map(len, owned)) > 2 * len(owned):
        return None
    head = "".join(f"<p>{escape(words)}</p>" for words in above)
    told = "".join(
        f"<tr><td>{escape(' '.join(words))}</td><td>{escape(text)}</td></tr>"
        for words, text in zip(owned, texts, strict=True)
    )
    return [f"{head}<table border=1>{told}</table>"]


def _value(text: str) -> bool:
    return len(text) < _LONG and _VALUE.match(text) is not None


def centred(labels: Sequence[tuple[float, float]], right: Sequence[Row], unit: float) -> list[float]:
    """Where the text of each label begins, where labels (their tops and bottoms) stand beside the middle of
    their text; empty where they stand beside its first line, or it cannot be told."""
    if len(right) < 2:
        return []
    gaps = [_gap(upper, lower) for upper, lower in pairwise(right)]
    wide = max(0.9 * unit, 1.6 * median(gaps))
    blocks: list[list[Row]] = [[right[0]]]
    for gap, row in zip(gaps, right[1:], strict=True):
        if gap > wide:
            blocks.append([])
        blocks[-1].append(row)
    spans = [(min(p.y0 for p in block[0]), max(p.y1 for p in block[-1])) for block in blocks]
    tops: list[float] = []
    low = 0
    for top, bottom in labels:
        own = [span for span in spans if span[0] - unit / 2 <= (top + bottom) / 2 <= span[1] + unit / 2]
        if len(own) > 1 or (own and own[0][0] in tops):
            return []
        start = own[0][0] if own else top - unit / 2
        if tops and start <= tops[-1]:
            return []
        low += bool(own) and top > own[0][0] + 0.6 * unit
        tops.append(start)
    return tops if low else []
