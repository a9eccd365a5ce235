"""Draws pages in the markup of real government sites; the templates are in ``templates/``.

A theme decides where content stands: in the page, in a section of ``/``, or in data that a
script draws. What a page says is the same in all of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.practice import spec

FOLDER = Path(str(resources.files("auditor.practice"))) / "templates"
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
ASSET_PREFIXES = (
    "/assets/",
    "/wp-content/themes/",
    "/wp-includes/",
    "/templates/",
    "/media/",
    "/desa/themes/",
)
_TYPES = {
    ".css": ("text/css; charset=UTF-8", "style.css"),
    ".js": ("application/javascript; charset=UTF-8", "theme.js"),
    ".svg": ("image/svg+xml", "logo.svg"),
}


def indonesian_date(day: dt.date) -> str:
    """A date as Indonesian sites print it: ``2 Mei 2023``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@cache
def environment() -> Environment:
    """The Jinja environment of the templates (autoescaping; fragments are marked safe)."""
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["tanggal"] = indonesian_date
    env.filters["jsonhtml"] = _script_json
    return env


def _script_json(value: Any) -> Markup:
    """A value as JSON that may stand inside a script element."""
    return Markup(json.dumps(value, ensure_ascii=False, indent=1).replace("</", "<\\/"))  # noqa: S704


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


def listing(file: spec.UnitFile, path: str) -> spec.Page | None:
    """The page that lists the posts of a category or month, None where ``path`` is none."""
    wanted = path.rstrip("/")
    for title, address, chosen in _listings(file):
        if address.rstrip("/") == wanted:
            body = environment().get_template("_listing.html").render(posts=chosen, theme=file.theme)
            return spec.Page(title=title, body=body)
    return None


def _listings(file: spec.UnitFile) -> list[tuple[str, str, list[dict[str, Any]]]]:
    all_posts = posts(file)
    found: dict[str, tuple[str, str, list[dict[str, Any]]]] = {}
    for post in all_posts:
        category = category_path(file.theme, post["category"])
        found.setdefault(category, (f"Kategori: {post['category']}", category, []))[2].append(post)
        month = archive_path(post["date"])
        label = f"Arsip: {MONTHS[post['date'].month - 1]} {post['date'].year}"
        found.setdefault(month, (label, month, []))[2].append(post)
    return list(found.values())


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


def _rewritten(file: spec.UnitFile, body: str) -> str:
    """A body whose links follow the theme's own way of addressing."""
    if file.theme != "spa_hash" and file.theme not in spec.THEMES_SINGLE:
        return body
    return re.sub(
        r'(\bhref\s*=\s*)(["\'])(/[^"\']*)\2',
        lambda match: f"{match[1]}{match[2]}{href_for(file, match[3])}{match[2]}",
        body,
    )


def content(file: spec.UnitFile, page: spec.Page, theme: spec.Theme, key: str) -> Markup:
    """A page's own content: body and panels in the theme's markup."""
    body = _rewritten(file, page.body)
    if page.panels:
        panels = environment().get_template("_panels.html")
        body += panels.render(panels=page.panels, theme=theme, key=f"p{number(key)}")
    return Markup(body)  # noqa: S704


def _menu(file: spec.UnitFile, items: list[spec.MenuItem]) -> list[dict[str, Any]]:
    return [
        {"text": item.text, "href": href_for(file, item.href), "children": _menu(file, item.children)}
        for item in items
    ]


def draw(file: spec.UnitFile, key: str, page: spec.Page, site_id: str) -> str:
    """The whole document of a page in its theme (or its site's)."""
    theme = page.theme or file.theme
    assert file.site is not None
    template = environment().get_template(f"{theme}.html")
    return template.render(**_context(file, key, page, theme, site_id))


def _context(
    file: spec.UnitFile, key: str, page: spec.Page, theme: spec.Theme, site_id: str
) -> dict[str, Any]:
    site = file.site
    assert site is not None
    all_posts = posts(file)
    sections = []
    if theme in spec.THEMES_SINGLE and key == "/":
        sections = [
            {"id": slug(path), "title": other.title, "content": content(file, other, theme, path)}
            for path, other in file.pages.items()
            if other.date is None and other.theme is None and not other.canned
        ]
    return {
        "site": site,
        "menu": _menu(file, site.menu),
        "footer": Markup(_rewritten(file, site.footer)),  # noqa: S704
        "sidebar": Markup(_rewritten(file, site.sidebar)),  # noqa: S704
        "head": Markup(site.head),  # noqa: S704
        "page": page,
        "key": key,
        "home": key == "/",
        "content": content(file, page, theme, key),
        "sections": sections,
        "posts": all_posts[:5],
        "archives": sorted({(post["date"].year, post["date"].month) for post in all_posts}, reverse=True)[:8],
        "categories": sorted({post["category"] for post in all_posts}),
        "category_path": lambda category: category_path(theme, category),
        "months": MONTHS,
        "number": number(site_id, key),
        "theme": theme,
        "slug": slug,
        "base": file.mount.path.rstrip("/") if file.mount else "",
        "host": file.hosts[0] if file.hosts else (file.mount.host if file.mount else ""),
        "colors": _colors(site_id),
        "data": spa_data(file) if theme == "spa_hash" else None,
    }


def _colors(site_id: str) -> list[str]:
    digest = hashlib.sha256(site_id.encode()).digest()
    return [f"#{digest[i]:02x}{digest[i + 1]:02x}{digest[i + 2]:02x}" for i in range(0, 24, 3)]


def spa_data(file: spec.UnitFile) -> dict[str, Any]:
    """All that a script-drawn site shows: title, menu, footer and every page by its key."""
    site = file.site
    assert site is not None
    return {
        "judul": site.title,
        "slogan": site.tagline,
        "menu": _menu(file, site.menu),
        "footer": _rewritten(file, site.footer),
        "halaman": {
            key: {
                "judul": page.title,
                "tanggal": indonesian_date(page.date) if page.date else "",
                "isi": str(content(file, page, file.theme, key)),
            }
            for key, page in file.pages.items()
            if page.theme is None and not page.canned
        },
    }


def asset(file: spec.UnitFile, path: str, base: str) -> tuple[str, bytes] | None:
    """Content type and bytes of a style, script, logo or data file that the theme refers to."""
    if file.site is None:
        return None
    data = _data_asset(file, path)
    if data is not None:
        kind, text = data
        if base:
            text = re.sub(r'((?:href|src)=\\?["\'])/(?!/)', rf"\1{base}/", text)
        return kind, text.encode()
    if path.startswith(ASSET_PREFIXES):
        for ending, (kind, name) in _TYPES.items():
            if path.endswith(ending):
                return kind, (FOLDER / name).read_bytes()
    return None


def _data_asset(file: spec.UnitFile, path: str) -> tuple[str, str] | None:
    """Scripts and data that hold the content of a script-drawn theme."""
    script = "application/javascript; charset=UTF-8"
    if file.theme == "spa_hash" and path == "/assets/js/data.js":
        return script, f"window.__SITUS__ = {_script_json(spa_data(file))};\n"
    if file.theme == "spa_buttons" and path == "/assets/js/konten.js":
        drawn = [
            {"id": slug(key), "judul": page.title, "isi": str(content(file, page, file.theme, key))}
            for key, page in file.pages.items()
            if page.date is None and page.theme is None
        ]
        return script, f"var KONTEN = {_script_json(drawn)};\n"
    if file.theme == "spa_fetch" and path.startswith("/api/halaman/"):
        for key, page in file.pages.items():
            if path == f"/api/halaman/{slug(key)}.json":
                body = {"judul": page.title, "isi": str(content(file, page, file.theme, key))}
                return "application/json", json.dumps({"status": True, "data": body}, ensure_ascii=False)
    if path.startswith("/assets/js/") and file.theme in spec.THEMES_DRAWN:
        name = path.rpartition("/")[2]
        own = FOLDER / name
        if name in ("spa_hash.js", "spa_fetch.js", "spa_buttons.js") and own.is_file():
            return script, own.read_text(encoding="utf-8")
    return None
