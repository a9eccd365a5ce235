"""Where a link leads, seen from the page it stands on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

# A link that stands for itself only below the page's folder, or beside its very address.
FOLDER: Final = 1
BASE: Final = 2

_ROOTED: Final = ("/", "http://", "https://", "mailto:", "tel:")
_NOWHERE: Final = ("javascript:", "data:", "blob:", "about:")
_BREAKS: Final = re.compile(r"[\t\r\n]")
# Addresses that mean themselves on any page: resolving them gives them back to the letter.
_WHOLE: Final = re.compile(
    r"""https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[^\s\x00-\x20?#;\\"'“”]*(?:\?[^\s\x00-\x20#;\\"'“”]+)?)?"""
)
# Paths that are set behind the folder, or the host, as they are written: no dots to resolve, no empty steps.
_STEP = r"[A-Za-z0-9_%~-][A-Za-z0-9._%~+,=@-]*"
_PLAIN: Final = re.compile(rf"""/?(?:{_STEP}/)*(?:{_STEP})?(?:\?[^\s\x00-\x20#;\\"'“”]+)?""")
_PLAIN_FOLDER: Final = re.compile(rf"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/(?:{_STEP}/)*")


def absolute(base: str, href: str) -> str:
    """The address a browser would go to (``\\`` is ``/``); empty where there is none, ``#...`` kept as it
    is."""
    if _WHOLE.fullmatch(href):
        return href
    href = href.strip().strip("”“\"'")
    if not href or href.startswith("#"):
        return href
    if href.lower().startswith(_NOWHERE):
        return "#"
    href = _BREAKS.sub("", href).replace("\\", "/").replace(" ", "%20")
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


_absolute = lru_cache(maxsize=16384)(absolute)


class Addresses:
    """The addresses of one page's links. ``asked`` says what they depended on beside the host."""

    __slots__ = ("asked", "base", "folder", "plain", "root")

    def __init__(self, base: str) -> None:
        self.base = base
        parts = base.split("/", 3)
        self.root = "/".join(parts[:3]) + "/" if len(parts) > 3 else base
        bare = base.split("#", 1)[0].split("?", 1)[0]
        self.folder = bare[: bare.rfind("/") + 1] if bare.count("/") >= 3 else bare
        self.plain = _PLAIN_FOLDER.fullmatch(self.folder) is not None
        self.asked = 0

    def of(self, href: str) -> str:
        """The address a link leads to."""
        if href.startswith(_ROOTED):
            if href[0] == "/" and self.plain and _PLAIN.fullmatch(href):
                return self.root[:-1] + href
            if _WHOLE.fullmatch(href):
                return href
            return _absolute(self.root, href) if len(href) < 1000 else absolute(self.root, href)
        if href.strip()[:1] in {"?", ";"}:
            self.asked |= BASE
            return absolute(self.base, href)
        if not href.startswith("#"):
            self.asked |= FOLDER
            if href and self.plain and _PLAIN.fullmatch(href):
                return self.folder + href
        return _absolute(self.folder, href) if len(href) < 1000 else absolute(self.folder, href)
