"""What a body is, by its bytes; and its text, whatever charset was declared.

Content-Type and file names are hints only: sites send PDFs as ``application/octet-stream``, pages
as ``.php`` and UTF-8 as ``windows-1252``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Literal

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding

from auditor.text import broken_letters, repair_mojibake

Form = Literal[
    "html",
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "image",
    "zip",
    "ole",
    "text",
    "json",
    "xml",
    "empty",
    "other",
]

_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|script|style|h[1-6]|a|br|ul|frameset|section|center|font|iframe)\b",
    re.IGNORECASE,
)
_XHTML = re.compile(rb"<html\b", re.IGNORECASE)


# OpenDocument says what it is in its first member (ODF 1.3 part 2, 3.3); templates are read as well.
_OPEN = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)")
_OPEN_FORMS: dict[bytes, Form] = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}


def form_of(body: bytes, content_type: str = "") -> Form:  # noqa: PLR0911, PLR0912
    """The kind of a body. ``content_type`` decides only where the bytes do not."""
    if not body.strip(b"\0 \t\r\n"):
        return "empty"
    head = body[:2048]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form if magic != b"BM" or b"\0" in head[:32] else "text"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head[4:12] in {b"ftypavif", b"ftypheic", b"ftypmif1"}:
        return "image"
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zip_form(body)
    text = head.decode("utf-16", "ignore").encode() if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    text = text.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if text[:5].lower() == b"<?xml":
        return "html" if _XHTML.search(text) else "xml"
    if text[:4].lower() == b"<svg":
        return "xml"
    if _HTML.search(body[:65536]) or _HTML.search(text):
        return "html"
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if b"\0" in text and not kind.startswith("text/"):
        return "other"
    if text[:1] in {b"{", b"["} or "json" in kind:
        return "json"
    if kind in {"text/html", "application/xhtml+xml"}:
        return "html"
    if kind.startswith("text/") or _is_text(text):
        return "text"
    return "other"


def _zip_form(body: bytes) -> Form:
    # Names of members stand in the local headers and in the directory at the end; no unpacking needed.
    if b"word/" in body[:65536] or b"word/document" in body[-65536:]:
        return "docx"
    if b"xl/" in body[:65536] or b"xl/workbook" in body[-65536:]:
        return "xlsx"
    if b"ppt/" in body[:65536] or b"ppt/presentation" in body[-65536:]:
        return "pptx"
    kind = _OPEN.match(body[30:200])
    return _OPEN_FORMS[kind[1]] if kind is not None else "zip"


def _is_text(head: bytes) -> bool:
    strange = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return strange * 50 < len(head)


_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The standard reads these names as windows-1252 (WHATWG Encoding, labels of windows-1252).
_LATIN = frozenset(
    {
        "iso-8859-1",
        "iso8859-1",
        "latin1",
        "latin-1",
        "ascii",
        "us-ascii",
        "windows-1252",
        "cp1252",
        "iso_8859-1",
    }
)


def decode(body: bytes, headers: Mapping[str, str] | None = None) -> str:  # noqa: PLR0911
    """The body as text. Bytes that are valid UTF-8 are UTF-8 whatever was declared; then the declared
    charset,
    the page's ``meta``, and a guess. Never raises."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return repair_mojibake(body.decode(name, "replace"))
    head = body[:400]
    if len(head) >= 4 and head[1::2].count(0) * 2 > len(head) // 2 and head[::2].count(0) == 0:
        return body.decode("utf-16-le", "replace")
    if len(head) >= 4 and head[::2].count(0) * 2 > len(head) // 2 and head[1::2].count(0) == 0:
        return body.decode("utf-16-be", "replace")
    try:
        return repair_mojibake(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        if len(body) - error.start < 4 and error.start > 100:  # cut off within a character
            return repair_mojibake(body[: error.start].decode("utf-8"))
    for name in (_declared(headers), _meta(body)):
        if not name or name in {"utf-8", "utf8"}:
            continue
        try:
            return repair_mojibake(body.decode("cp1252" if name in _LATIN else name))
        except (LookupError, UnicodeDecodeError):
            continue
    # Mostly UTF-8 with a few bad bytes is UTF-8; the rest is what old Indonesian pages use.
    loose = body.decode("utf-8", "replace")
    bad = loose.count("\ufffd")
    if bad * 4 < sum(char > "\x7f" for char in loose):
        return repair_mojibake(loose)
    try:
        guess = detect_encoding(body[:65536]) or "cp1252"
        if guess.lower() in {"utf-8", "utf8"} or not guess.lower().startswith(
            ("utf", "windows-125", "cp125")
        ):
            guess = "cp1252"
        return repair_mojibake(body.decode(guess, "replace"))
    except LookupError:
        return repair_mojibake(body.decode("cp1252", "replace"))


def visibly_broken(body: bytes, text: str, headers: Mapping[str, str] | None = None) -> bool:
    """A visitor sees broken letters: replacement signs or doubly encoded ones among the words, or bytes that
    the declared charset turns into such. ``text`` is what ``decode`` gave for ``body``."""
    if body.isascii():
        return False
    name = _declared(headers) or _meta(body)
    try:
        utf8 = body.decode("utf-8")
    except UnicodeDecodeError:
        # A page that calls itself UTF-8 and is not; cut off within its last letter is no such thing.
        loose = body[:-4].decode("utf-8", "replace")
        shown = loose if name in {"utf-8", "utf8"} else text
    else:
        shown = body.decode("cp1252", "replace") if name in _LATIN else utf8
    if "\ufffd" not in shown and not broken_letters(shown):
        return False
    words = str(extract_plain_text(shown[:2_000_000], preserve_formatting=False, main_content=False))
    return "\ufffd" in words or broken_letters(words)


def _declared(headers: Mapping[str, str] | None) -> str:
    for key, value in (headers or {}).items():
        if key.lower() == "content-type":
            match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", value, re.IGNORECASE)
            return match[1].lower() if match else ""
    return ""


def _meta(body: bytes) -> str:
    match = _META.search(body[:4096])
    return match[1].decode("ascii", "ignore").lower() if match else ""
