"""A picture → ``Page`` of what Tesseract reads on it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from html import escape

from PIL import Image

from auditor.extract import ocr, tesseract
from auditor.extract.html import read_html
from auditor.extract.labels import component_only
from auditor.extract.layout import to_html
from auditor.extract.mended_labels import mend_label
from auditor.extract.misread import known, mended
from auditor.extract.options import ReadOptions
from auditor.extract.pieces import Piece
from auditor.extract.semicolons import with_semicolons
from auditor.extract.unread import unread_file
from auditor.models import Fetch, Page, Source, Unread
from auditor.text import join_split, repair_ocr

_NUMBER = re.compile(r"[^\W_][.)]$")  # "2." "A)"
_BULLET = re.compile(r"e (?=[A-Z][^\W_])")  # no word of the language: a dot before an item


def read_picture(
    body: bytes, fetch: Fetch, options: ReadOptions, budget: ocr.Budget, *, force: bool = False
) -> Page | Unread | None:
    """Reads a poster or scan. None: by its look the picture holds no text (a photo, an icon): nothing is
    lost.

    ``force`` skips that look, where the page says the picture is a document.
    """
    key = hashlib.sha256(body).hexdigest()
    pieces = ocr.cached(key, options)
    if pieces is None:
        image = ocr.open_image(body)
        if isinstance(image, str):
            return (
                unread_file(fetch, "truncated" if fetch.truncated else image, "image")
                if min(len(body), 2000) == 2000
                else None
            )
        if not (ocr.may_hold_text(image) or (force and min(image.size) >= 90)):
            return None
        found = _read(image, key, options, budget, thorough=force)
        if isinstance(found, str):
            return unread_file(fetch, found, "image")
        pieces = found
    return page_of(pieces, fetch)


def _read(
    image: Image.Image, key: str, options: ReadOptions, budget: ocr.Budget, *, thorough: bool = False
) -> list[Piece] | str:
    """What stands in a picture that may hold text, remembered; or why it stayed unread."""
    if options.ocr == "never":
        return "ocr_off"
    if not tesseract.available():
        budget.short = True
        return "no_tesseract"
    if not budget.take_image():
        return "ocr_budget"
    found = ocr.read_image(image, options, thorough=thorough)
    if isinstance(found, str):
        budget.short = True
        return found
    ocr.remember(key, found, options)
    return found


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a picture that seems to hold text stayed unread."""

    reason: str


def picture_html(body: bytes, options: ReadOptions, budget: ocr.Budget) -> str | Unreadable | None:
    """A picture inside a document as pseudo-HTML; None where by its look it holds no text."""
    key = hashlib.sha256(body).hexdigest()
    pieces = ocr.cached(key, options)
    if pieces is None:
        image = ocr.open_image(body)
        if isinstance(image, str) or not ocr.may_hold_text(image):
            return None
        found = _read(image, key, options, budget)
        if isinstance(found, str):
            return Unreadable(found)
        pieces = found
    return to_html(tidy(pieces)) or None


def page_of(pieces: list[Piece], fetch: Fetch) -> Page:
    """The page of a picture's pieces; its locator is ``gambar``."""
    html = to_html(tidy(pieces))
    title = escape(fetch.anchor)
    page = read_html(f'<title>{title}</title><div data-gambar="1">{html}</div>', fetch, Source.IMAGE)
    return replace(page, marks=tuple(sorted({*page.marks, "ocr"} - {"listing"})), dated="")


def tidy(pieces: list[Piece]) -> list[Piece]:
    """Pieces with the commonest faults of scans mended: split words, digits for letters, look-alikes, labels
    a letter or two off (``Persyaralan`` → ``Persyaratan``, only where all of the line is then a component's
    label), and semicolons at the ends of items."""
    return with_semicolons(
        [
            replace(
                piece, text=_without_icon(mend_label(mended(repair_ocr(join_split(piece.text, _words())))))
            )
            for piece in pieces
        ]
    )


def _without_icon(text: str) -> str:
    """ "I Persyaratan", "® Waktu": the picture before a label was read as a letter or sign. The number of a
    label stays; the dot before an item is one."""
    if _BULLET.match(text):
        return f"• {text[2:]}"
    first, _, rest = text.partition(" ")
    if len(first) > 2 or first.isdigit() or _NUMBER.match(first):
        return text
    return rest if component_only(rest) else text


@cache
def _words() -> frozenset[str]:
    from auditor.extract.label_words import words  # noqa: PLC0415

    labels = {word for entry in words()["components"] for word in entry.split() if len(word) > 4}
    return frozenset(labels | known())
