"""The words of a page or file as its author wrote them, to prove that a label's quote stands there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from auditor.practice import spec


def squeeze(text: str) -> str:
    """Text with every run of white space as one blank."""
    return " ".join(text.replace("\xa0", " ").split())


def html_text(html: str) -> str:
    """Visible words of an HTML fragment, with the texts of ``alt``, ``title`` and ``placeholder``."""
    tree = LexborHTMLParser(html)
    root = tree.root
    if root is None:
        return ""
    extra = [
        node.attributes.get(name) or ""
        for name in ("alt", "title", "placeholder", "value")
        for node in tree.css(f"[{name}]")
    ]
    return squeeze(root.text(separator=" ", strip=False)) + "\n" + squeeze(" ".join(extra))


def block_strings(blocks: Iterable[spec.Block]) -> Iterator[str]:
    """Every string of a document's blocks, in reading order; a table row is one string."""
    for block in blocks:
        for name in ("h1", "h2", "h3", "p", "bold", "center"):
            value = getattr(block, name)
            if value is not None:
                yield value
        for lines in (block.bullets, block.steps, block.drawing, block.signature):
            yield from lines or ()
        for label, value in (block.fields or {}).items():
            yield f"{label} : {value}"
        if block.table:
            yield " ".join(block.table.head)
            for row in block.table.rows:
                yield " ".join(cell for cell in row if cell)
        for column in block.columns or ():
            yield from block_strings(column)


def page_text(page: spec.Page) -> str:
    """Words of a page's own content: title, body and panels, without the theme around them."""
    parts = [page.title, html_text(page.body)]
    if page.panels:
        for item in page.panels.items:
            parts += [item.title, html_text(item.body)]
    return squeeze(" ".join(parts))


def file_text(file: spec.File) -> str:
    """Words of a file; empty for pictures without words and for bytes."""
    if isinstance(file, (spec.Pdf, spec.PdfScan, spec.Docx, spec.Poster)):
        return squeeze(" ".join(block_strings(file.blocks)))
    if isinstance(file, spec.Xlsx):
        cells = (cell for rows in file.sheets.values() for row in rows for cell in row if cell is not None)
        return squeeze(" ".join(str(cell) for cell in cells))
    if isinstance(file, spec.Raw):
        if file.json is not None:
            return squeeze(html_text(" ".join(_strings(file.json))))
        return squeeze(html_text(file.text or ""))
    return ""


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif value is not None:
        yield json.dumps(value)
