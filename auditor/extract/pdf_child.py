"""What a child process says of a PDF: a broken or hostile one cannot stop the auditor.

Nothing here touches the network.
"""

from __future__ import annotations

import base64
import contextlib
import io
from typing import Any

from auditor.extract import child_side, pdf_lines, signatures

MAX_RECTS = 4000
MAX_TABLE_PAGES = 25


def _told(body: bytes, request: dict[str, Any]) -> dict[str, Any]:
    return _render(body, request) if request["mode"] == "render" else _text(body, request)


def _open(body: bytes) -> Any:
    import pypdfium2  # noqa: PLC0415

    return pypdfium2.PdfDocument(body)


def _text(body: bytes, request: dict[str, Any]) -> dict[str, Any]:
    with contextlib.closing(_open(body)) as document:
        return _pages(document, body, request)


def _pages(document: Any, body: bytes, request: dict[str, Any]) -> dict[str, Any]:
    from pypdfium2 import raw  # noqa: PLC0415

    total = len(document)
    pages: list[dict[str, Any]] = []
    title = ""
    try:
        title = document.get_metadata_value("Title") or ""
    except Exception:
        title = ""
    for index in range(min(total, int(request["pages"]))):
        page: dict[str, Any] = {"pieces": [], "paths": 0, "images": 0.0, "width": 0.0, "sideways": False}
        try:
            sheet = document[index]
            width, height = sheet.get_size()
            area = max(width * height, 1.0)
            page.update(pdf_lines.told(sheet, MAX_RECTS))
            for count, item in enumerate(sheet.get_objects(max_depth=3)):
                if count > 5000:
                    break
                if item.type == raw.FPDF_PAGEOBJ_PATH:
                    page["paths"] += 1
                elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
                    x0, y0, x1, y1 = item.get_bounds()
                    page["images"] += abs((x1 - x0) * (y1 - y0)) / area
        except Exception as error:
            page["error"] = str(error)[:100]
        pages.append(page)
    answer: dict[str, Any] = {"total": total, "title": title, "pages": pages, "signatures": _signed(body)}
    wanted = [
        index
        for index, page in enumerate(pages)
        # pdfplumber finds tables in upright text only
        if page["paths"] >= 6 and len(page["pieces"]) >= 4 and not page["sideways"]
    ][:MAX_TABLE_PAGES]
    if wanted and request.get("tables", True):
        try:
            _tables(body, wanted, pages)
        except Exception as error:
            answer["tables_error"] = str(error)[:100]
    return answer


def _signed(body: bytes) -> list[dict[str, Any]]:
    if not signatures.may_be_signed(body):
        return []
    try:
        return signatures.read_signatures(body)
    except Exception:
        return []  # a damaged signature takes nothing from the text it was to protect


def _tables(body: bytes, wanted: list[int], pages: list[dict[str, Any]]) -> None:
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(body)) as document:
        for index in wanted:
            found = []
            sheet = document.pages[index]
            for table in sheet.find_tables():
                rows = table.extract()
                filled = sum(bool(cell and cell.strip()) for row in rows for cell in row)
                if filled >= 4 and max(len(row) for row in rows) >= 2:
                    boxes = [box for row in table.rows for box in row.cells]
                    texts = [text for row in rows for text in row]
                    cells = [
                        [*box, text or ""] for box, text in zip(boxes, texts, strict=True) if box is not None
                    ]
                    found.append({"box": list(table.bbox), "cells": cells})
            pages[index]["tables"] = found
            sheet.flush_cache()


def _render(body: bytes, request: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, str] = {}
    with contextlib.closing(_open(body)) as document:
        for index in request["wanted"]:
            sheet = document[index]
            width, height = sheet.get_size()
            # Less where the sheet is huge: at most 3000 pixels a side.
            scale = min(request.get("dpi", 200) / 72, 3000 / max(width, height, 1))
            buffer = io.BytesIO()
            sheet.render(scale=scale).to_pil().save(buffer, "PNG", compress_level=1)
            out[str(index)] = base64.b64encode(buffer.getvalue()).decode("ascii")
    return {"images": out}


if __name__ == "__main__":
    raise SystemExit(child_side.serve(_told))
