"""Tables of a PDF's text layer: cells with their boxes → HTML, also over the end of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

from auditor.extract.grids import Box, edges, grid_html
from auditor.extract.labels import component_only
from auditor.extract.pieces import joined

_FILLED = 0.85  # of a cell's width: letters differ, and a cell has margins
_NEAR = 3.0  # points: edges less apart are one

Cell = Sequence[Any]  # left, top, right, bottom, text


def table_html(cells: Sequence[Cell], letter: float) -> str:
    """The cells of one table as HTML; ``letter`` is how wide a letter of the page is, on the average."""
    told: dict[Box, str] = {}
    for left, top, right, bottom, text in cells:
        lines = [escape(line.strip()) for line in str(text).split("\n") if line.strip()]
        told[(left, top, right, bottom)] = _cell_lines(lines, (right - left) / letter)
    return grid_html(told, _NEAR)


def go_on(pages: Sequence[dict[str, Any]]) -> None:
    """A row that a page's end cuts in two goes on under the same columns without its number and label: they
    are told again there, so that the rest does not pass for what the next label says. Where more than
    running heads and feet stands between the two tables, they are two. Changes the cells."""
    pairs = [
        (upper, lower) for upper, lower in pairwise(pages) if upper.get("tables") and lower.get("tables")
    ]
    running = _running(pages) if pairs else frozenset()
    for upper, lower in pairs:
        before, after = upper["tables"][-1], lower["tables"][0]
        last, first = before["cells"], after["cells"]
        lefts = edges((cell[0] for cell in last), _NEAR)
        if len(lefts) < 2 or not _alike(lefts, edges((cell[0] for cell in first), _NEAR)):
            continue
        bottom, top = before["box"][3] - _NEAR, after["box"][1] + _NEAR
        between = [_letters(piece[0]) for piece in upper["pieces"] if piece[2] >= bottom]
        between += [_letters(piece[0]) for piece in lower["pieces"] if piece[4] <= top]
        if not running.issuperset(between):
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


def _running(pages: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The letters of lines that stand on several pages, as heads and feet do; numbers of pages have none."""
    seen = Counter(words for page in pages for words in {_letters(piece[0]) for piece in page["pieces"]})
    return frozenset({"", *(words for words, times in seen.items() if times > 1)})


def _letters(text: object) -> str:
    return "".join(char for char in str(text).casefold() if char.isalpha())


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


def _cell_lines(lines: list[str], room: float) -> str:
    """Lines of a cell: a line that begins no item and follows an unfinished one goes on with it; not one
    that could have begun on the line before, as many letters as have ``room`` in the cell."""
    from auditor.text import NUMBERING  # noqa: PLC0415

    label = component_only(" ".join(lines))
    out: list[str] = []
    before = ""
    for line in lines:
        ended = before.endswith((".", ";", ":")) or NUMBERING.match(line)
        first = line.partition(" ")[0]
        free = room * _FILLED - len(before) - len(first) - 1
        if out and len(first) == 1 and first.isupper() and before.isupper() and len(before) > room / 2:
            out[-1] += line  # the last letter of a word too long for its column
        elif out and not ended and (label or free < 0 or not line[:1].isupper()):
            out[-1] = joined(out[-1], line)
        else:
            out.append(line)
        before = line
    return "<br>".join(out)
