"""Where the themes of real sites put things: slugs, archives, categories, sections and hash routes."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Any

from auditor.practice import spec

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def indonesian_date(day: dt.date) -> str:
    """A date as Indonesian sites print it: ``2 Mei 2023``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def slug(path: str) -> str:
    """A path as a file name or anchor: ``/layanan/kk/`` is ``layanan-kk``, ``/`` is ``beranda``."""
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "beranda"


def number(*parts: str) -> int:
    """A stable number from texts, for ids that look like a database's."""
    return int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:2], "big") % 8999 + 101


def posts(file: spec.UnitFile) -> list[dict[str, Any]]:
    """The site's dated pages, newest first."""
    dated = [
        {"href": key, "title": page.title, "date": page.date, "category": page.category}
        for key, page in file.pages.items()
        if page.date is not None
    ]
    return sorted(dated, key=lambda post: (post["date"], post["href"]), reverse=True)


def category_path(theme: spec.Theme, category: str) -> str:
    """Where a theme lists the posts of a category."""
    name = slug("/" + category)
    if theme in ("wordpress", "elementor"):
        return f"/category/{name}/"
    if theme == "blogger":
        return f"/search/label/{category}"
    if theme == "joomla":
        return f"/index.php/{name}"
    if theme == "opensid":
        return f"/index.php/first/kategori/{number(category)}"
    if theme == "codeigniter":
        return f"/index.php/kategori/{name}"
    return f"/kategori/{name}"


def archive_path(day: dt.date) -> str:
    """Where the posts of a month are listed."""
    return f"/{day.year}/{day.month:02d}/"


def href_for(file: spec.UnitFile, href: str) -> str:
    """A menu address as the theme writes it (sections and hash routes instead of pages)."""
    if not href.startswith("/") or href.startswith("//"):
        return href
    key = href.partition("#")[0]
    page = file.pages.get(key)
    if page is None or page.theme is not None:
        return href
    if file.theme == "spa_hash":
        return f"#{key}"
    if file.theme in spec.THEMES_SINGLE and page.date is None:
        return f"#{slug(key)}"
    return href


def address_of(file: spec.UnitFile, key: str) -> str:
    """Where a visitor sees the page ``key``: path and fragment as the theme makes them."""
    moved = href_for(file, key)
    return f"/{moved}" if moved.startswith("#") else key
