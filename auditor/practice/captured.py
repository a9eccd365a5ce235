"""Serves folders of captured sites: ``DIR/<host>/`` is the root of that host.

No content is changed and nothing is declared that the capture does not hold: HTML is sent
without a charset, so a page's own ``<meta>`` counts, and a missing file is a 404.
"""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from auditor.practice import extras
from auditor.practice.message import Request, Response, finish, html, redirect
from auditor.practice.yamlfile import PracticeError

INDEXES = ("index.html", "index.htm", "index.php", "default.htm", "Index.html", "home.html")
TYPES = {
    ".php": "text/html",
    ".asp": "text/html",
    ".aspx": "text/html",
    ".jsp": "text/html",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown",
    ".geojson": "application/geo+json",
}


class FolderHandler:
    """Serves the files of one captured site; ``start`` is the path that ``/`` leads to."""

    def __init__(self, folder: Path, start: str = "") -> None:
        self.folder = folder.resolve()
        self.start = start.lstrip("/")

    def respond(self, request: Request) -> Response:
        """The file at the request's path, its folder's index, or a 404."""
        if request.path == "/" and self.start and not self._index(self.folder):
            return redirect("/" + quote(self.start), 302)
        if request.path == "/" and self.start not in ("", *INDEXES):
            return redirect("/" + quote(self.start), 302)
        found = self._find(request)
        if found is None:
            return html(extras.plain_404(), 404)
        if found.is_dir():
            index = self._index(found)
            if index is None:
                return html(extras.plain_404(), 404)
            if not request.path.endswith("/"):
                query = f"?{request.query}" if request.query else ""
                return redirect(quote(request.path) + "/" + query)
            found = index
        body = found.read_bytes()
        response = Response(
            headers={"Content-Type": content_type(found, body)}, body=body, compression="auto", stable=True
        )
        return finish(request, response)

    def _find(self, request: Request) -> Path | None:
        names = [request.path]
        if request.query:
            names.insert(0, f"{request.path}?{request.query}")
        for name in names:
            for form in ("NFC", "NFD"):
                relative = unicodedata.normalize(form, name).lstrip("/")
                if "\0" in relative:
                    return None
                path = (self.folder / relative).resolve()
                if path.is_relative_to(self.folder) and path.exists():
                    return path
        return None

    def _index(self, folder: Path) -> Path | None:
        return next((folder / name for name in INDEXES if (folder / name).is_file()), None)


def content_type(path: Path, body: bytes) -> str:
    """Content type by the file's ending; a file without one is HTML when it begins like HTML."""
    ending = path.suffix.lower()
    known = TYPES.get(ending) or mimetypes.guess_type(path.name)[0]
    if known:
        return known
    start = body[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<!--", b"<?php")):
        return "text/html"
    return "application/octet-stream"


def load_folder(folder: Path, starts: Mapping[str, str] | None = None) -> dict[str, FolderHandler]:
    """A handler for each sub-folder of ``folder``, by host name; `PracticeError` when there is none."""
    if not folder.is_dir():
        raise PracticeError(f"{folder}: no such folder; give the folder that holds one folder a host")
    found = {
        entry.name.lower(): FolderHandler(entry, (starts or {}).get(entry.name, ""))
        for entry in sorted(folder.iterdir())
        if entry.is_dir() and not entry.name.startswith(".")
    }
    if not found:
        raise PracticeError(f"{folder}: holds no folder; each captured site is a folder named by its host")
    return found
