"""A table's cells at their places in the grid, spans told apart from the cells themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from auditor.extract.dom import Node

MAX_SPAN: Final = 200  # a broken colspan="9999" must not make a page of cells
MAX_CELLS: Final = 20_000


@dataclass(slots=True)
class Cell:
    """A cell at its place in the grid; ``first`` where it really stands, not where a span repeats it."""

    node: Node
    text: str
    head: bool
    first: bool
    span: int


Grid = list[list[Cell | None]]


def rows_of(node: Node) -> list[Node]:
    """The rows of a table, of its head, bodies and foot."""
    rows: list[Node] = []
    for kid in node.kids:
        if kid.tag == "tr":
            rows.append(kid)
        elif kid.tag in {"thead", "tbody", "tfoot"}:
            rows.extend(inner for inner in kid.kids if inner.tag == "tr")
    return rows


def grid_of(rows: list[Node]) -> Grid:
    """The cells by row and column; a cell that spans stands at each of its places."""
    grid: Grid = [[] for _ in rows]
    cells = 0
    for y, row in enumerate(rows):
        x = 0
        for node in row.kids:
            if node.tag not in {"td", "th"}:
                continue
            while x < len(grid[y]) and grid[y][x] is not None:
                x += 1
            wide = max(1, min(MAX_SPAN, _int(node.get("colspan"))))
            high = max(1, min(MAX_SPAN, _int(node.get("rowspan")), len(rows) - y))
            text = node.words(3000)
            head = node.tag == "th" or (row.parent is not None and row.parent.tag == "thead")
            for dy in range(high):
                line = grid[y + dy]
                while len(line) < x + wide:
                    line.append(None)
                for dx in range(wide):
                    if line[x + dx] is None:
                        line[x + dx] = Cell(node, text, head, dy == 0 and dx == 0, wide)
                        cells += 1
            x += wide
            if cells > MAX_CELLS:
                return grid
    return grid


def _int(text: str) -> int:
    match = re.match(r"\s*(\d{1,6})", text)
    return int(match[1]) if match else 1
