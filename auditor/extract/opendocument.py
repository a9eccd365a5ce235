"""OpenDocument texts, sheets and slides (ODF 1.3) → pseudo-HTML: headings, lines, lists, tables with
their spans, pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from typing import Any, Final

from lxml import etree

_NS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _DRAW = f"{{{_NS}text:1.0}}", f"{{{_NS}table:1.0}}", f"{{{_NS}drawing:1.0}}"
_OFFICE, _STYLE = f"{{{_NS}office:1.0}}", f"{{{_NS}style:1.0}}"
_BOLD: Final = f"{{{_NS}xsl-fo-compatible:1.0}}font-weight"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
# What no reader sees in place: changes that were struck out, notes to the author, speakers' notes.
_UNSEEN: Final = {
    f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls", f"{_OFFICE}forms",
    "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}notes",
}  # fmt: skip
_BOXES: Final = {f"{_TEXT}list": "ul", f"{_TEXT}list-item": "li", f"{_TEXT}list-header": "li"}
_REPEATED: Final = 60  # of a cell or row; sheets repeat empty ones a million times
_DEPTH: Final = 60


def document_html(body: bytes, picture: Callable[[bytes], str]) -> str:
    """The document in its order; ``picture`` gives what stands for a picture's bytes.

    Raises what zipfile and lxml raise at a broken file, KeyError where a member is missing.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        tree = etree.fromstring(archive.read("content.xml"), parser)
        bold = {
            style.get(f"{_STYLE}name")
            for style in tree.iter(f"{_STYLE}style")
            if any(item.get(_BOLD) == "bold" for item in style)
        }
        told = _Teller(archive, bold, picture)
        return "".join(part for part in tree.iter(f"{_OFFICE}body") for part in told.blocks(part, 0))


class _Teller:
    def __init__(self, archive: zipfile.ZipFile, bold: set[Any], picture: Callable[[bytes], str]) -> None:
        self._archive, self._bold, self._picture = archive, bold, picture
        self._names = set(archive.namelist())

    def blocks(self, node: Any, depth: int) -> Iterator[str]:
        """What stands below an element."""
        for item in node if depth < _DEPTH else ():
            tag = item.tag
            if tag in _UNSEEN or not isinstance(tag, str):
                continue
            if tag in {f"{_TEXT}h", f"{_TEXT}p"}:
                yield from self._line(item, depth)
            elif tag == f"{_TABLE}table":
                yield from self._table(item, depth)
            elif tag == f"{_DRAW}image":
                yield self._image(item)
            elif box := _BOXES.get(tag):
                yield f"<{box}>{''.join(self.blocks(item, depth + 1))}</{box}>"
            else:
                yield from self.blocks(item, depth + 1)

    def _line(self, node: Any, depth: int) -> Iterator[str]:
        words = "".join(self._words(node, depth)).strip()
        if words and node.tag == f"{_TEXT}h":
            level = node.get(f"{_TEXT}outline-level", "2")
            yield f"<h{level}>{words}</h{level}>" if level in "123456" else f"<p>{words}</p>"
        elif words:
            yield f"<p>{self._strong(node, words)}</p>"
        for frame in node.iter(f"{_DRAW}frame"):  # anchored in the line, told below it
            yield from self.blocks(frame, depth + 1)

    def _words(self, node: Any, depth: int) -> Iterator[str]:
        yield escape(node.text or "")
        for item in node if depth < _DEPTH else ():
            tag = item.tag
            if tag == f"{_TEXT}line-break":
                yield "<br>"
            elif tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
                yield " "
            elif tag == f"{_TEXT}a":
                yield f'<a href="{escape(item.get(_HREF, ""))}">{"".join(self._words(item, depth + 1))}</a>'
            elif tag not in _UNSEEN and tag != f"{_DRAW}frame" and isinstance(tag, str):
                yield self._strong(item, "".join(self._words(item, depth + 1)))
            yield escape(item.tail or "")

    def _strong(self, node: Any, words: str) -> str:
        return f"<b>{words}</b>" if node.get(f"{_TEXT}style-name") in self._bold and words.strip() else words

    def _table(self, table: Any, depth: int) -> Iterator[str]:
        rows: list[list[str]] = []
        for row in table.iter(f"{_TABLE}table-row"):
            if _table_of(row) is not table:
                continue  # of a table inside a cell
            cells = [cell for item in row for cell in self._cell(item, depth)]
            while cells and cells[-1] == "<td></td>":
                cells.pop()
            rows.append(cells)
        # Lines over the columns of a sheet are its titles.
        while len(rows) > 1 and len(rows[0]) < 2 <= max(map(len, rows)):
            yield "".join(rows.pop(0)).replace("<td>", "<h3>").replace("</td>", "</h3>")
        told = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows if cells)
        yield f"<table border=1>{told}</table>"

    def _cell(self, cell: Any, depth: int) -> list[str]:
        if cell.tag != f"{_TABLE}table-cell":
            return []  # covered by one that spans it
        spans = "".join(
            f' {name}="{count}"'
            for name, said in (("colspan", "columns"), ("rowspan", "rows"))
            if (count := cell.get(f"{_TABLE}number-{said}-spanned", "1")).isdigit() and count != "1"
        )
        often = cell.get(f"{_TABLE}number-columns-repeated", "1")
        times = min(int(often), _REPEATED) if often.isdigit() else 1
        told = "".join(self.blocks(cell, depth + 1))
        if all(item.tag == f"{_TEXT}p" for item in cell):  # lines of one cell, not a layout's paragraphs
            told = told.replace("</p><p>", "<br>").replace("<p>", "").replace("</p>", "")
        return [f"<td{spans}>{told}</td>"] * times

    def _image(self, image: Any) -> str:
        name = image.get(_HREF, "").removeprefix("./")
        return self._picture(self._archive.read(name)) if name in self._names else ""


def _table_of(row: Any) -> Any:
    current = row.getparent()
    while current is not None and current.tag != f"{_TABLE}table":
        current = current.getparent()
    return current
