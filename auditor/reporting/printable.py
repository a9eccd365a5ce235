"""Words made fit to print: for typst's own fonts (PDF/UA-1 refuses a sign without a glyph) and for XML.

Nothing of a site's words is read as markup anywhere; this only takes out what cannot be shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

import msgspec

MISSING = "\N{WHITE SQUARE}"
"""Stands for a run of signs the fonts lack (Arabic, Chinese, emoji ...)."""
_LONG = re.compile(r"\S{14,}")
# Up to 24 characters, or 12 of a longer run, and the signs after them.
_PART = re.compile(r"(?:[^/.?&=_\-\s]{1,24}(?![^/.?&=_\-\s])|[^/.?&=_\-\s]{12})[/.?&=_\-]*|[/.?&=_\-]+")
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Mc", "Me", "Zl", "Zp"}
# What XML 1.0 cannot hold (section 2.2), and bidirectional controls that would turn words around.
_NOT_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]"
)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """Code points typst's embedded fonts can set, from ``glyphs.toml``."""
    raw = resources.files("auditor.reporting").joinpath("glyphs.toml").read_bytes()
    ranges = msgspec.toml.decode(raw)["ranges"]
    spans = (tuple(int(end, 16) for end in span.split("-")) for span in ranges)
    return frozenset(code for low, high in spans for code in range(low, high + 1))


@lru_cache(maxsize=4096)
def _glyph(char: str) -> str:
    if char in "\n\t":
        return char
    if unicodedata.category(char) in _UNPRINTABLE:
        return ""
    return char if ord(char) in _glyphs() else MISSING


def printable(text: str) -> str:
    """``text`` with the signs typst can set; other signs become one :data:`MISSING` a run."""
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(map(_glyph, unicodedata.normalize("NFC", text)))
    return re.sub(f"{MISSING}{{2,}}", MISSING, shown)


def xml_text(text: str) -> str:
    """``text`` without what XML cannot hold or what would turn its direction around."""
    return _NOT_XML.sub("", text)


def breakable(text: str) -> str:
    """Addresses with places to break after their signs, and runs no word is as long as with some inside.

    The places are zero-width spaces; ordinary words are left whole.
    """
    return _LONG.sub(lambda word: "\u200b".join(_PART.findall(word.group())), text)


def clipped(text: str, limit: int) -> str:
    """``text`` on one line, at most ``limit`` characters, cut between words where it can be."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[:limit]
    cut = head.rfind(" ", limit * 2 // 3)
    return f"{head[:cut] if cut > 0 else head}…"
