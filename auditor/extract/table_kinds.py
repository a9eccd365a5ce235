"""What kind of table a grid is: its head rows; layout or data; a timetable, rows or columns of components."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import Node
from auditor.extract.head_cells import head_kind, names_person
from auditor.extract.headings import set_as_title
from auditor.extract.labels import component_only, component_start
from auditor.extract.looks import RICH
from auditor.extract.table_grid import Cell, Grid

_MENU: Final = 3  # links that make a cell a menu
_WEEK: Final = 3  # days in a head that make a table a timetable
_HEAD: Final = 40  # letters of a head cell that is set as any other
_FIGURES: Final = 2  # rows with figures that prove the row above them a head
_DIGIT: Final = re.compile(r"\d")


def is_layout(node: Node, rows: list[Node], grid: Grid, width: int) -> bool:
    """Whether the table only lays out the page."""
    if node.get("role") in {"presentation", "none"} or width < 2:
        return True
    cells = [cell for row in grid for cell in row if cell and cell.first]
    if any(cell.head for cell in cells):
        return False
    rich = any(cell.node.holds & RICH for cell in cells)
    long = sum(len(cell.text) > 700 for cell in cells)
    if len(rows) == 1:
        # One row of two short cells may still be "Label | value".
        if any(is_whole(cell) or _is_menu(cell.node) for cell in cells):
            return True
        return rich or long > 0 or len(cells) > 4
    if rich and node.get("border") in {"", "0"}:
        return not any(component_only(cell.text) for cell in cells if cell.text and len(cell.text) < 100)
    return False


def _is_menu(cell: Node) -> bool:
    """Nothing but links, three at least, as the left column of a page that a table lays out."""
    return 0 < cell.tlen == cell.llen and sum(node.look.acts == "a" for node in cell.iter()) >= _MENU


def head_rows(grid: Grid) -> int:
    """How many rows at the top are head rows (0-2)."""
    count = 0
    for row in grid[:2]:
        cells = [cell for cell in row if cell and cell.text]
        if not cells:
            if count:
                break
            return 0
        kinds = [head_kind(cell.text) for cell in cells if cell.first]
        if (
            (
                all(cell.head for cell in cells)
                or _bold_head(grid, count)
                or _figures_below(grid, kinds, count)
            )
            and len(row) > 1
            and (len(grid) > 1 or len(cells) > 2)
        ):
            count += 1
            continue
        if is_timetable(row, kinds) and len(grid) > 1:
            count += 1
            continue
        known = sum(kind not in {"", "day"} for kind in kinds)
        distinct = len({id(cell.node) for cell in cells})
        if (
            distinct > 1
            and known >= 2
            and known * 2 >= len(kinds)
            and ("number" in kinds or "component_name" in kinds or known >= 3 or known == len(kinds))
            and len(grid) > 1
            and not _looks_row(row)
        ):
            count += 1
            continue
        break
    return count


def _bold_head(grid: Grid, above: int) -> bool:
    """A first row set in bold over one that is not, as word processors write a head."""
    if above or len(grid) < 2:
        return False
    first, second = ([cell for cell in row if cell and cell.first and cell.text] for row in grid[:2])
    if len(first) < 2 or not all(set_as_title(cell.node) for cell in first):
        return False
    return any(not set_as_title(cell.node) for cell in second)


def _figures_below(grid: Grid, kinds: list[str], above: int) -> bool:
    """A first row of short words, a component's among them, over rows that have figures in its column:
    "Parameter | Tarif | Hasil" in cells like any other."""
    if above or len(grid) < _FIGURES + 1 or "component" not in kinds[1:]:
        return False
    first = grid[0]
    if len(kinds) != len(first) or any(
        cell is None or not cell.text or len(cell.text) > _HEAD or _DIGIT.search(cell.text) for cell in first
    ):
        return False
    column = kinds.index("component", 1)
    below = [row[column] for row in grid[1:] if column < len(row)]
    figures = sum(cell is not None and _DIGIT.search(cell.text) is not None for cell in below)
    return figures >= _FIGURES and figures * 2 > len(grid) - 1


def is_timetable(row: list[Cell | None], kinds: list[str]) -> bool:
    """Days side by side, before them at most one name ("Poli", not "Poli" and "Dokter"), no person's."""
    if kinds.count("day") < _WEEK:
        return False
    names = [cell.text for cell in row if cell and cell.first and cell.text and head_kind(cell.text) == ""]
    return len(names) <= 1 and not any(names_person(name) for name in names)


def _looks_row(row: list[Cell | None]) -> bool:
    """A row "1 | Persyaratan | KTP" is data, though it begins with a component's name."""
    texts = [cell.text for cell in row if cell]
    return any(re.match(r"^\d{1,2}[.)]?$", text) for text in texts)


def rows_are_components(body: Grid) -> bool:
    """Whether at least half of the rows begin with a component's label."""
    hits = sum(
        any(cell and cell.first and len(cell.text) < 90 and component_start(cell.text) for cell in row[:2])
        for row in body
    )
    return hits >= 2 and hits * 2 >= len(body)


def is_whole(cell: Cell) -> bool:
    """A cell that holds a component's label and its lines as well is no label of the next cell."""
    if not component_start(cell.text) or component_only(cell.text):
        return False
    return sum(item.tag in {"br", "li", "p", "tr"} for item in cell.node.iter()) >= 2


def name_column(kinds: list[str]) -> int | None:
    """The column that names the services; None where there is none."""
    if "service" in kinds:
        return kinds.index("service")
    for index, kind in enumerate(kinds):
        if kind not in {"number", "component", "day"}:
            return index
    return None
