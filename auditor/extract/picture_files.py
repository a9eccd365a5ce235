"""All files in which a page offers one picture: small, large, drawn later, or opened by a click."""

from __future__ import annotations

import re

from auditor.extract.dom import Node
from auditor.urls.files import endings

# Where scripts that load pictures late keep the address (lazysizes, WP Rocket, Lozad, Unveil, Echo and kin).
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-echo",
    "data-full",
    "data-image",
    "data-bg",
)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PICTURE = re.compile(rf"\.(?:{'|'.join(endings('pictures'))})(?:[?#]|$)", re.IGNORECASE)
_NEXT = re.compile(r",\s+")
_WIDTH = re.compile(r"(\d+(?:\.\d+)?)[wx]")
# WordPress keeps a picture cut to size beside the whole one: "alur-300x200.jpg", "alur-scaled.jpg".
_CUT = re.compile(r"-(?:\d{2,4}x\d{2,4}|scaled)(?=\.\w{3,5}$)")


def picture_files(node: Node) -> list[str]:
    """Addresses as written, the one shown at first before the others; without ``data:`` pictures."""
    around = node.up("picture")
    sources = [item for item in around.iter() if item.tag == "source"] if around is not None else []
    attrs = node.attrs
    found = [node.get("src").strip(), *[attrs[name].strip() for name in _LAZY if name in attrs]]
    found += [largest(item.attrs[name]) for item in (node, *sources) for name in _SETS if name in item.attrs]
    link = node.up("a")
    if link is not None and _PICTURE.search(link.get("href")):
        found.append(link.get("href").strip())
    return list(dict.fromkeys(url for url in found if url and not url.startswith("data:")))


def largest(srcset: str) -> str:
    """The widest picture of a ``srcset`` (HTML, 4.8.4.2.1); it holds the others' content."""
    best, width = "", -1.0
    for part in _NEXT.split(srcset.strip()):
        fields = part.strip().rstrip(",").split()
        if not fields:
            continue
        size = _WIDTH.fullmatch(fields[-1]) if len(fields) > 1 else None
        wide = float(size[1]) if size else 0.0
        if wide > width:
            best, width = fields[0], wide
    return best


def uncut(url: str) -> str:
    """The address of the whole picture, where the name says that this one was cut to a size."""
    return _CUT.sub("", url)
