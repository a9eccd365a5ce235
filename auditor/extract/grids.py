"""Cells by their boxes → HTML tables with spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

Box = tuple[float, float, float, float]  # left, top, right, bottom


def tables_of(boxes: Iterable[Box], unit: float) -> list[list[Box]]:
    """Boxes that touch each other, table by table from the top; ``unit`` is the height of a line."""
    out: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        near = [table for table in out if any(_touch(box, other, unit) for other in table)]
        whole = [box]
        for table in near:
            whole = table + whole
            out.remove(table)
        out.append(whole)
    return sorted(out, key=lambda table: min(box[1] for box in table))


def _touch(one: Box, other: Box, unit: float) -> bool:
    """Side by side or one over the other. Where nothing was printed between two cells there is no box: over
    the width of a few lines they still belong together."""
    across, down = overlap(one, other)
    return max(across, down) > 0 and min(across, down) > -1.2 * unit


def overlap(one: Box, other: Box) -> tuple[float, float]:
    """How far two boxes overlap across and down; below nought is the gap between them."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across, down


def grid_html(cells: Mapping[Box, str], near: float) -> str:
    """A table of the cells' HTML; edges less than ``near`` apart are one."""
    lefts, tops = edges((box[0] for box in cells), near), edges((box[1] for box in cells), near)
    rows: list[dict[int, tuple[int, int, str]]] = [{} for _ in tops]
    for (left, top, right, bottom), html in cells.items():
        x, y = _place(lefts, left), _place(tops, top)
        wide = max(1, bisect_left(lefts, right - near) - x)
        high = max(1, bisect_left(tops, bottom - near) - y)
        wider, taller, before = rows[y].get(x, (1, 1, ""))
        rows[y][x] = (max(wide, wider), max(high, taller), before + html)  # two in one place: both are told
    taken: set[tuple[int, int]] = set()
    out = ["<table border=1>"]
    for y, row in enumerate(rows):
        out.append("<tr>")
        for x in range(len(lefts)):
            if x in row:
                wide, high, html = row[x]
                taken.update((y + dy, x + dx) for dy in range(high) for dx in range(wide))
                spans = (f' colspan="{wide}"' if wide > 1 else "") + (
                    f' rowspan="{high}"' if high > 1 else ""
                )
                out.append(f"<td{spans}>{html}</td>")
            elif (y, x) not in taken:
                out.append("<td></td>")
        out.append("</tr>")
    out.append("</table>")
    return "".join(out)


def edges(places: Iterable[float], near: float) -> list[float]:
    """Places in order, those less than ``near`` behind another left out."""
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > near:
            out.append(place)
    return out


def _place(edges: list[float], at: float) -> int:
    """The last edge that does not lie behind a place."""
    return max(0, bisect_right(edges, at) - 1)
