"""The files that a theme's pages refer to: styles, scripts, logos, and data that scripts draw."""

from __future__ import annotations

import json
import re

from auditor.practice import spec
from auditor.practice.theme_addresses import (
    slug,
)
from auditor.practice.themes import FOLDER, content, script_json, spa_data

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


def asset(file: spec.UnitFile, path: str, base: str) -> tuple[str, bytes] | None:
    """Content type and bytes of a style, script, logo or data file that the theme refers to."""
    if file.site is None:
        return None
    data = _data_file(file, path)
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


def _data_file(file: spec.UnitFile, path: str) -> tuple[str, str] | None:
    """Scripts and data that hold the content of a script-drawn theme."""
    script = "application/javascript; charset=UTF-8"
    if file.theme == "spa_hash" and path == "/assets/js/data.js":
        return script, f"window.__SITUS__ = {script_json(spa_data(file))};\n"
    if file.theme == "spa_buttons" and path == "/assets/js/konten.js":
        drawn = [
            {"id": slug(key), "judul": page.title, "isi": str(content(file, page, file.theme, key))}
            for key, page in file.pages.items()
            if page.date is None and page.theme is None
        ]
        return script, f"var KONTEN = {script_json(drawn)};\n"
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
