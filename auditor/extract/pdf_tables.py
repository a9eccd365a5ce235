"""Tables of a PDF's text layer: cells with their boxes → HTML, also over the end of a page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

from auditor.extract.grids import Box, edges, grid_html

_NEAR = 3.0  # points: edges less apart are one

Cell = Sequence[Any]  # left, top, right, bottom, text


def table_html(cells: Sequence[Cell]) -> str:
    """The cells of one table as HTML."""
    told: dict[Box, str] = {}
    for left, top, right, bottom, text in cells:
        lines = [escape(line.strip()) for line in str(text).split("\n") if line.strip()]
        told[(left, top, right, bottom)] = _cell_lines(lines)
    return grid_html(told, _NEAR)


def go_on(pages: Sequence[list[dict[str, Any]]]) -> None:
    """A row that a page's end cuts in two goes on under the same columns without its number and label: they
    are told again there, so that the rest does not pass for what the next label says. Changes the cells."""
    for before, after in pairwise(pages):
        if not before or not after:
            continue
        last, first = before[-1]["cells"], after[0]["cells"]
        lefts = edges((cell[0] for cell in last), _NEAR)
        if len(lefts) < 2 or not _alike(lefts, edges((cell[0] for cell in first), _NEAR)):
            continue
        rows, heads = _rows(first), [_texts(row) for row in _rows(last)[:2]]
        row = next((row for row in rows if _texts(row) not in heads), None)
        if row is None or str(row[0][4]).strip() or not any(_texts(row)):
            continue
        filled = next(place for place, text in enumerate(_texts(row)) if text)
        for place, cell in enumerate(row[:filled]):
            above = [one for one in last if abs(one[0] - cell[0]) < _NEAR and str(one[4]).strip()]
            if above and abs(above[-1][2] - cell[2]) < _NEAR:
                row[place][4] = above[-1][4]


def _alike(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _rows(cells: Sequence[Any]) -> list[list[Any]]:
    tops = edges((cell[1] for cell in cells), _NEAR)
    rows: list[list[Any]] = [[] for _ in tops]
    for cell in sorted(cells, key=lambda cell: cell[0]):
        place = min(range(len(tops)), key=lambda place: abs(tops[place] - cell[1]))
        rows[place].append(cell)
    return rows


def _texts(row: list[Any]) -> list[str]:
    return [" ".join(str(cell[4]).split()) for cell in row]


def _cell_lines(lines: list[str]) -> str:
    """Lines of a cell: a line that begins no item and follows an unfinished one goes on with it."""
    from auditor.text import NUMBERING  # noqa: PLC0415

    out: list[str] = []
    for line in lines:
        if out and not NUMBERING.match(line) and not out[-1].endswith((".", ";", ":")):
            out[-1] += " " + line
        else:
            out.append(line)
    return "<br>".join(out)
