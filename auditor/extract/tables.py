"""Tables: rows of components, one column per component, key and value, or only layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from auditor.extract.dom import Node
from auditor.extract.labels import can_be_service, component_only, component_start, head_kind, names_person
from auditor.extract.looks import RICH
from auditor.extract.outline import RANK_FRAME
from auditor.extract.shapes import set_as_title
from auditor.extract.teller import Teller
from auditor.models import SectionKind

MAX_SPAN: Final = 200  # a broken colspan="9999" must not make a page of cells
MAX_CELLS: Final = 20_000
_MENU: Final = 3  # links that make a cell a menu
_WEEK: Final = 3  # days in a head that make a table a timetable
_COUNTED: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"^[(\[]?(?:\d{1,4}|[a-zA-Z]|[ivxIVX]{1,5})?[.)\]]*$")


@dataclass(slots=True)
class Cell:
    """A cell at its place in the grid; ``first`` where it really stands, not where a span repeats it."""

    node: Node
    text: str
    head: bool
    first: bool
    span: int


Grid = list[list[Cell | None]]


def _rows(node: Node) -> list[Node]:
    rows: list[Node] = []
    for kid in node.kids:
        if kid.tag == "tr":
            rows.append(kid)
        elif kid.tag in {"thead", "tbody", "tfoot"}:
            rows.extend(inner for inner in kid.kids if inner.tag == "tr")
    return rows


def _grid(rows: list[Node]) -> Grid:
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


def table(teller: Teller, node: Node) -> None:
    """Tells the outline of one table: labelled rows where it is data, plain flow where it is layout."""
    rows = _rows(node)
    for kid in node.kids:
        if kid.tag == "caption" and kid.tlen:
            teller.walk(kid)
            teller.flush(kid)
        elif kid.tag and kid.tag not in {"tr", "thead", "tbody", "tfoot", "colgroup", "col"}:
            teller.walk(kid)
    grid = _grid(rows)
    width = max((len(row) for row in grid), default=0)
    if _is_layout(node, rows, grid, width):
        for line in rows:
            for cell in line.kids:
                teller.walk(cell)
                teller.flush(cell if cell.tag else line)
        return
    # A numbered list set as a table: the label above it stands outside the table.
    teller.out.begins(next((cell.text for row in grid for cell in row if cell and cell.text), ""))
    mark = teller.out.enter()
    head = _head(grid)
    kinds = [head_kind(cell.text) if cell else "" for cell in grid[head - 1]] if head else []
    for row in grid[:head]:
        _head_row(teller, row)
    body = grid[head:]
    if not any(cell and cell.text for row in body for cell in row):
        _empty(teller, grid[head - 1] if head else [], kinds)
        teller.out.leave(mark)
        return
    if _is_timetable(grid[head - 1] if head else [], kinds) or (
        "component_name" not in kinds and "component" in kinds and not _rows_are_components(body)
    ):
        _columns(teller, body, kinds, [cell.text if cell else "" for cell in grid[head - 1]])
    else:
        _labelled_rows(teller, body, kinds, width)
    teller.out.leave(mark)


def _is_layout(node: Node, rows: list[Node], grid: Grid, width: int) -> bool:
    if node.get("role") in {"presentation", "none"} or width < 2:
        return True
    cells = [cell for row in grid for cell in row if cell and cell.first]
    if any(cell.head for cell in cells):
        return False
    rich = any(cell.node.holds & RICH for cell in cells)
    long = sum(len(cell.text) > 700 for cell in cells)
    if len(rows) == 1:
        # One row of two short cells may still be "Label | value".
        if any(_whole(cell) or _is_menu(cell.node) for cell in cells):
            return True
        return rich or long > 0 or len(cells) > 4
    if rich and node.get("border") in {"", "0"}:
        return not any(component_only(cell.text) for cell in cells if cell.text and len(cell.text) < 100)
    return False


def _is_menu(cell: Node) -> bool:
    """Nothing but links, three at least, as the left column of a page that a table lays out."""
    return 0 < cell.tlen == cell.llen and sum(node.look.acts == "a" for node in cell.iter()) >= _MENU


def _head(grid: Grid) -> int:
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
            (all(cell.head for cell in cells) or _bold_head(grid, count))
            and len(row) > 1
            and (len(grid) > 1 or len(cells) > 2)
        ):
            count += 1
            continue
        if _is_timetable(row, kinds) and len(grid) > 1:
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
    # "1 2 3 4" under the heads numbers the columns.
    return count


def _bold_head(grid: Grid, above: int) -> bool:
    """A first row set in bold over one that is not, as word processors write a head."""
    if above or len(grid) < 2:
        return False
    first, second = ([cell for cell in row if cell and cell.first and cell.text] for row in grid[:2])
    if len(first) < 2 or not all(set_as_title(cell.node) for cell in first):
        return False
    return any(not set_as_title(cell.node) for cell in second)


def _is_timetable(row: list[Cell | None], kinds: list[str]) -> bool:
    """Days side by side, before them at most one name ("Poli", not "Poli" and "Dokter"), no person's."""
    if kinds.count("day") < _WEEK:
        return False
    names = [cell.text for cell in row if cell and cell.first and cell.text and head_kind(cell.text) == ""]
    return len(names) <= 1 and not any(names_person(name) for name in names)


def _empty(teller: Teller, row: list[Cell | None], kinds: list[str]) -> None:
    """A table of heads only announces its components: each is a label without a body."""
    for cell, kind in zip(row, kinds, strict=False):
        if cell and cell.first and kind == "component":
            inner = teller.out.enter()
            teller.out.open(
                cell.text, RANK_FRAME, SectionKind.DEFINITION, teller.place(cell.node), shown=False
            )
            teller.out.leave(inner)


def _looks_row(row: list[Cell | None]) -> bool:
    """A row "1 | Persyaratan | KTP" is data, though it begins with a component's name."""
    texts = [cell.text for cell in row if cell]
    return any(re.match(r"^\d{1,2}[.)]?$", text) for text in texts)


def _rows_are_components(body: Grid) -> bool:
    hits = sum(
        any(cell and cell.first and len(cell.text) < 90 and component_start(cell.text) for cell in row[:2])
        for row in body
    )
    return hits >= 2 and hits * 2 >= len(body)


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


def _whole(cell: Cell) -> bool:
    """A cell that holds a component's label and its lines as well is no label of the next cell."""
    if not component_start(cell.text) or component_only(cell.text):
        return False
    return sum(item.tag in {"br", "li", "p", "tr"} for item in cell.node.iter()) >= 2


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
        if label is None or (label.first and len(label.text) > 200) or not label.text or _whole(label):
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
            service = ""
            out.open(
                label.text,
                RANK_FRAME,
                SectionKind.ROW,
                teller.place(label.node),
                shown=False,
                service=service,
            )
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
    name_at = _name_column(kinds)
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


def _name_column(kinds: list[str]) -> int | None:
    if "service" in kinds:
        return kinds.index("service")
    for index, kind in enumerate(kinds):
        if kind not in {"number", "component", "day"}:
            return index
    return None
