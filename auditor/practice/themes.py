"""Draws pages in the markup of real government sites; the templates are in ``templates/``.

A theme decides where content stands: in the page, in a section of ``/``, or in data that a
script draws. What a page says is the same in all of them.
"""

from __future__ import annotations

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
from auditor.practice.theme_addresses import (
    MONTHS,
    archive_path,
    category_path,
    href_for,
    indonesian_date,
    number,
    posts,
    slug,
)

FOLDER = Path(str(resources.files("auditor.practice"))) / "templates"


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
    env.filters["jsonhtml"] = script_json
    return env


def script_json(value: Any) -> Markup:
    """A value as JSON that may stand inside a script element."""
    return Markup(json.dumps(value, ensure_ascii=False, indent=1).replace("</", "<\\/"))  # noqa: S704


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
