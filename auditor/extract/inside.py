"""Pictures that stand in a page's own markup (``data:image/png;base64,…``), as editors paste them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from auditor.extract import sniff
from auditor.extract.options import Stored

NAME: Final = "#gambar-"
_LEAST: Final = 4000  # characters; a poster has more, icons and blurred stand-ins have less
_WRITTEN: Final = re.compile(
    rf"data:image/(?:png|jpe?g|webp|gif|bmp|tiff)(?:;[\w.=-]+)*;base64,([A-Za-z0-9+/\s]{{{_LEAST},}}=*)",
    re.IGNORECASE,
)


def named(html: str) -> str:
    """The page with a short name (``#gambar-…``, by content) for each picture inside it."""
    return _WRITTEN.sub(lambda match: _name(match[1]), html) if ";base64," in html else html


def pictures(html: str) -> dict[str, bytes]:
    """The pictures inside a page by the names that ``named`` gives them; what is no base64 is left out."""
    found: dict[str, bytes] = {}
    for match in _WRITTEN.finditer(html):
        try:
            found.setdefault(_name(match[1]), base64.b64decode(match[1] + "=="))
        except binascii.Error:
            continue
    return found


@dataclass(frozen=True, slots=True)
class Picture:
    """One of them as the stored response it would have been."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def cut_out(page: Stored, url: str) -> Picture:
    """The picture inside a stored page that ``url`` ends with the name of. Raises KeyError."""
    place = url.rindex(NAME)
    return Picture(pictures(sniff.decode(page.body, page.headers))[url[place:]])


def _name(written: str) -> str:
    return NAME + hashlib.sha256("".join(written.split()).encode("ascii")).hexdigest()[:16]
