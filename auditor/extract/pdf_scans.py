"""Scanned pages of a PDF, read by OCR: the likeliest first where there are more than may be read."""

from __future__ import annotations

import base64
from typing import Any, Final

from auditor.extract import ocr, tesseract
from auditor.extract.child import PDFS
from auditor.extract.layout import to_html
from auditor.extract.likely import likelihood
from auditor.extract.options import ReadOptions
from auditor.extract.pictures import tidy
from auditor.models import Fetch

_GLANCES: Final = 6  # they cost as much as one page that is read
_GLANCE_DPI: Final = 90


def read_scans(
    body: bytes, scans: list[int], fetch: Fetch, options: ReadOptions, budget: ocr.Budget
) -> tuple[dict[int, str], str]:
    """HTML of scanned pages by index, and why others stayed unread."""
    read: dict[int, str] = {}
    if options.ocr == "never":
        return read, "ocr_off"
    cached = {index: ocr.cached(f"{fetch.sha256}-{index}", options) for index in scans if fetch.sha256}
    todo = [index for index in scans if cached.get(index) is None]
    if todo and not tesseract.available():
        todo, reason, budget.short = [], "no_tesseract", True
    else:
        reason = ""
    glances = -(-len(todo) // _GLANCES)
    if len(todo) > budget.pages >= 2 * glances:
        budget.take_pages(glances)
        todo = _likeliest_first(body, todo, options)
    allowed = budget.take_pages(len(todo))
    if allowed < len(todo):
        reason = "ocr_budget"
    todo = todo[:allowed]
    images: dict[str, str] = {}
    if todo:
        answer = ask(body, {"mode": "render", "wanted": todo}, options)
        images = answer.get("images") or {}
        if not images:
            reason = str(answer.get("error") or "broken")
    for index in scans:
        found = cached.get(index)
        if found is None and str(index) in images:
            sheet = ocr.open_image(base64.b64decode(images[str(index)]))
            result = sheet if isinstance(sheet, str) else ocr.read_image(sheet, options)
            if isinstance(result, str):
                reason = result
                continue
            found = result
            if fetch.sha256:
                ocr.remember(f"{fetch.sha256}-{index}", found, options)
        if found is not None:
            read[index] = to_html(tidy(found))
    return {index: html for index, html in read.items() if html}, reason


def _likeliest_first(body: bytes, pages: list[int], options: ReadOptions) -> list[int]:
    """Pages by how many words of a standard a glance at a small print of each finds: a decree's annex lies
    behind its preamble, a handbook's tables behind its chapters."""
    answer = ask(body, {"mode": "render", "wanted": pages, "dpi": _GLANCE_DPI}, options)
    worth: dict[int, int] = {}
    for index, data in (answer.get("images") or {}).items():
        sheet = ocr.open_image(base64.b64decode(data))
        words = sheet if isinstance(sheet, str) else tesseract.look(sheet.convert("L"), options)
        if not isinstance(words, str):
            worth[int(index)] = likelihood("", " ".join(word.text for word in words))
    return sorted(pages, key=lambda index: (-worth.get(index, 0), index))


def ask(body: bytes, request: dict[str, Any], options: ReadOptions) -> dict[str, Any]:
    """What the child process says of a PDF; ``error`` where it could not."""
    try:
        return PDFS.ask(body, request, options.pdf_seconds, options.pdf_memory)
    except OSError as error:
        return {"error": "broken", "detail": str(error)}
