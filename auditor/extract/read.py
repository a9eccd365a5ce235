"""One stored response → a ``Page``, or why it could not be read."""

from __future__ import annotations

from dataclasses import replace

from auditor.extract import ocr, sniff
from auditor.extract.blocks import Blocks
from auditor.extract.html import read_html
from auditor.extract.office import read_office
from auditor.extract.options import ReadOptions, Stored
from auditor.extract.pdf import read_pdf
from auditor.extract.pictures import read_picture
from auditor.extract.unread import unread_file
from auditor.models import Fetch, Page, Source, Unread


def read_response(
    fetch: Fetch, stored: Stored, options: ReadOptions, blocks: Blocks | None = None
) -> Page | Unread:
    """Reads one response by what its bytes are, not by what it calls itself.

    Unread reasons: ``empty_body``, ``truncated``, ``unsupported``, ``old_office``, ``archive``,
    ``no_tesseract``,
    ``ocr_off``, ``ocr_budget``, ``ocr_timeout``, ``no_text``, ``encrypted``, ``broken``, ``too_large``,
    ``timeout``,
    ``memory``. A picture without words is a page without sections.
    """
    budget = ocr.Budget(options.ocr_limit, options.ocr_pages)
    result = read_within(fetch, stored, options, budget, blocks=blocks)
    return result if result is not None else blank(fetch)


def read_within(
    fetch: Fetch,
    stored: Stored,
    options: ReadOptions,
    budget: ocr.Budget,
    *,
    force: bool = False,
    blocks: Blocks | None = None,
) -> Page | Unread | None:
    """``read_response`` on a unit's budget; ``blocks`` are those its pages repeat. None: a picture that by
    its look holds no words."""
    body = stored.body
    form = sniff.form_of(body, fetch.content_type)
    if form == "pdf":
        return read_pdf(body, fetch, options, budget)
    if form in {"docx", "xlsx", "pptx", "odt", "ods", "odp"}:
        return read_office(body, fetch, form, options, budget)
    if form == "image":
        return read_picture(body, fetch, options, budget, force=force)
    if form in {"html", "text", "json", "xml"}:
        source = Source.RENDERED if fetch.via == "browser" else Source.HTML
        text = sniff.decode(body, stored.headers)
        if form == "text":
            text = f"<pre>{text}</pre>" if "<" not in text else text
        page = read_html(text, fetch, source, blocks)
        if form == "html" and sniff.visibly_broken(body, text, stored.headers):
            page = replace(page, marks=tuple(sorted({*page.marks, "mojibake"})))
        if form in {"json", "xml"}:
            # Answers for programs (feeds, site maps): nobody reads them as pages.
            page = replace(page, marks=tuple(sorted({*page.marks, "not_a_page"})))
        return page
    reason = {"ole": "old_office", "zip": "archive", "empty": "empty_body"}.get(form, "unsupported")
    if fetch.truncated:
        reason = "truncated"
    return unread_file(fetch, reason, "page" if form == "empty" else "document")


def blank(fetch: Fetch) -> Page:
    """A picture that was looked at and holds no words."""
    return Page(fetch=fetch, source=Source.IMAGE, title=fetch.anchor, text="", marks=("no_words",))
