"""Tables: rows of components, one column per component, key and value, or only layout."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import Node
from auditor.extract.head_cells import head_kind
from auditor.extract.labels import component_start
from auditor.extract.outline import RANK_FRAME
from auditor.extract.service_labels import can_be_service
from auditor.extract.table_grid import Cell, Grid, grid_of, rows_of
from auditor.extract.table_kinds import (
    head_rows,
    is_layout,
    is_timetable,
    is_whole,
    name_column,
    rows_are_components,
)
from auditor.extract.teller import Teller
from auditor.models import SectionKind

_COUNTED: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"^[(\[]?(?:\d{1,4}|[a-zA-Z]|[ivxIVX]{1,5})?[.)\]]*$")


def table(teller: Teller, node: Node) -> None:
    """Tells the outline of one table: labelled rows where it is data, plain flow where it is layout."""
    rows = rows_of(node)
    for kid in node.kids:
        if kid.tag == "caption" and kid.tlen:
            teller.walk(kid)
            teller.flush(kid)
        elif kid.tag and kid.tag not in {"tr", "thead", "tbody", "tfoot", "colgroup", "col"}:
            teller.walk(kid)
    grid = grid_of(rows)
    width = max((len(row) for row in grid), default=0)
    if is_layout(node, rows, grid, width):
        for line in rows:
            for cell in line.kids:
                teller.walk(cell)
                teller.flush(cell if cell.tag else line)
        return
    # A numbered list set as a table: the label above it stands outside the table.
    teller.out.begins(next((cell.text for row in grid for cell in row if cell and cell.text), ""))
    mark = teller.out.enter()
    head = head_rows(grid)
    kinds = [head_kind(cell.text) if cell else "" for cell in grid[head - 1]] if head else []
    for row in grid[:head]:
        _head_row(teller, row)
    body = grid[head:]
    if not any(cell and cell.text for row in body for cell in row):
        _empty(teller, grid[head - 1] if head else [], kinds)
        teller.out.leave(mark)
        return
    if is_timetable(grid[head - 1] if head else [], kinds) or (
        "component_name" not in kinds and "component" in kinds and not rows_are_components(body)
    ):
        _columns(teller, body, kinds, [cell.text if cell else "" for cell in grid[head - 1]])
    else:
        _labelled_rows(teller, body, kinds, width)
    teller.out.leave(mark)


def _empty(teller: Teller, row: list[Cell | None], kinds: list[str]) -> None:
    """A table of heads only announces its components: each is a label without a body."""
    for cell, kind in zip(row, kinds, strict=False):
        if cell and cell.first and kind == "component":
            inner = teller.out.enter()
            teller.out.open(
                cell.text, RANK_FRAME, SectionKind.DEFINITION, teller.place(cell.node), shown=False
            )
            teller.out.leave(inner)


def _tell_cell(teller: Teller, cell: Cell, glue: bool) -> bool:
    """One cell as flow; whether the next cell may stand on the same row."""
    before = len(teller.out.lines)
    teller.glue = glue
    inner = teller.out.enter()
    for kid in cell.node.kids:
        teller.walk(kid)
    teller.flush(cell.node)
    teller.out.leave(inner)
    teller.glue = False
    return len(teller.out.lines) == before + 1 or (glue and len(teller.out.lines) == before)


def _plain_row(teller: Teller, row: list[Cell | None]) -> None:
    glue = False
    for cell in row:
        if cell and cell.first and (cell.text or cell.node.kids):
            glue = _tell_cell(teller, cell, glue)


def _head_row(teller: Teller, row: list[Cell | None]) -> None:
    """Heads are words of one row, however they are set: none heads what stands below the table."""
    glue = False
    for cell in row:
        if cell and cell.first and cell.text:
            teller.out.line(cell.text, glue=glue, locator=teller.place(cell.node))
            teller.quiet(cell.node)
            glue = True


def _label_index(row: list[Cell | None], kinds: list[str]) -> int:
    if "component_name" in kinds and kinds.index("component_name") < len(row):
        return kinds.index("component_name")
    for index, cell in enumerate(row):
        if cell and cell.text and not _NUMBER.match(cell.text) and cell.text != ":":
            return index
    return 0


def _heads_below(own: list[Cell], row: list[Cell | None], width: int) -> bool:
    """A row across the whole table heads the rows below it; so does "2. | Biaya" across the rest of it."""
    if not own or width < 2 or len(own[-1].text) > 160:
        return False
    if len(own) == 1:
        return own[0].span >= width
    numbered = len(own) == 2 and bool(own[0].text) and bool(_NUMBER.match(own[0].text))
    return numbered and own[1].span > 1 and len(row) >= width and bool(component_start(own[1].text))


def _labelled_rows(teller: Teller, body: Grid, kinds: list[str], width: int) -> None:  # noqa: PLR0912
    out = teller.out
    opened: Node | None = None
    mark: tuple[int, str] | None = None
    outer: tuple[int, str] | None = None
    for row in body:
        cells = [cell for cell in row if cell]
        own = [cell for cell in cells if cell.first]
        if not any(cell.text or cell.node.kids for cell in cells):
            continue
        if _heads_below(own, row, width):
            if mark is not None:
                out.leave(mark)
                mark, opened = None, None
            if outer is not None:
                out.leave(outer)
            outer = out.enter()
            if own[-1].text:
                out.open(own[-1].text, RANK_FRAME, SectionKind.HEADING, teller.place(own[-1].node))
                teller.quiet(own[-1].node)
            continue
        index = _label_index(row, kinds)
        label = row[index] if index < len(row) else None
        if label is None or (label.first and len(label.text) > 200) or not label.text or is_whole(label):
            if mark is not None and label is not None and label.text:
                out.leave(mark)
                mark, opened = None, None
            _plain_row(teller, row)
            continue
        if label.first or label.node is not opened:
            if mark is not None:
                out.leave(mark)
            mark = out.enter()
            glue = False
            for cell in row[:index]:
                if cell and cell.first and cell.text:
                    out.line(cell.text, glue=glue, locator=teller.place(cell.node))
                    glue = True
            out.line(label.text, glue=glue, locator=teller.place(label.node))
            teller.quiet(label.node)
            out.open(label.text, RANK_FRAME, SectionKind.ROW, teller.place(label.node), shown=False)
            opened = label.node
            start = True
        else:
            start = False
        glue = start
        for cell in row[index + 1 :] if start else row:
            if cell and cell.first and cell.text != ":":
                glue = _tell_cell(teller, cell, glue)
    if mark is not None:
        out.leave(mark)
    if outer is not None:
        out.leave(outer)


def _columns(teller: Teller, body: Grid, kinds: list[str], heads: list[str]) -> None:
    """One column per component: a row is a service, each of its cells a component's section."""
    out = teller.out
    name_at = name_column(kinds)
    told: dict[int, tuple[int, int]] = {}
    for row in body:
        cells = [cell for cell in row if cell]
        if not any(cell.text or cell.node.kids for cell in cells):
            continue
        if len({id(cell.node) for cell in cells}) == 1 and len(cells) > 1:
            _plain_row(teller, row)
            continue
        name = row[name_at] if name_at is not None and name_at < len(row) else None
        service = name.text if name and len(name.text) <= 200 else ""
        mark = out.enter()
        glue = False
        for index, cell in enumerate(row):
            if (
                cell
                and cell.first
                and cell.text
                and (index == name_at or (index < len(kinds) and kinds[index] == "number"))
            ):
                out.line(cell.text, glue=glue, locator=teller.place(cell.node))
                glue = True
                if index == name_at:
                    teller.quiet(cell.node)
        out.open(
            service, RANK_FRAME, SectionKind.ROW, teller.place(cells[0].node), shown=False, service=service
        )
        for index, cell in enumerate(row):
            if not cell or index == name_at or (index < len(kinds) and kinds[index] == "number"):
                continue
            if not cell.first:
                span = told.get(id(cell.node))
                if span and (index == 0 or row[index - 1] is None or row[index - 1].node is not cell.node):  # type: ignore[union-attr]
                    out.repeat(
                        heads[index] if index < len(heads) else "",
                        span,
                        SectionKind.DEFINITION,
                        teller.place(cell.node),
                        service,
                    )
                continue
            inner = out.enter()
            if index < len(heads) and heads[index]:
                out.open(
                    heads[index],
                    RANK_FRAME,
                    SectionKind.DEFINITION,
                    teller.place(cell.node),
                    shown=False,
                    service=service or _of_a_day(cell, kinds[index]),
                )
            start = len(out.lines)
            glue = _tell_cell(teller, cell, glue)
            told[id(cell.node)] = (start, len(out.lines))
            out.leave(inner)
        out.leave(mark)


def _of_a_day(cell: Cell, kind: str) -> str:
    """What is offered at the hours of a timetable's cell ("Imunisasi 7:00-10:00 Dr. Agus")."""
    name = _COUNTED.split(cell.text, maxsplit=1)[0].strip(" -:(,") if kind == "day" else ""
    return name if name != cell.text and can_be_service(name) else ""
