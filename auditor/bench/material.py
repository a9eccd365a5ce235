"""What is measured on: the practice region's pages and PDFs as its servers send them, or a folder's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.bench import wordpress
from auditor.errors import AuditorError
from auditor.models import Agency, Fetch, Kind
from auditor.practice import spec
from auditor.practice.message import Request
from auditor.practice.region import DEFAULT_FOLDER, Region, load_region
from auditor.practice.world import World

_TIME = "2026-11-22T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One response: its record and its bytes (the shape of a stored response)."""

    fetch: Fetch
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePieces:
    """The HTML pages of one site."""

    agency: Agency
    pages: tuple[Piece, ...]


def practice_pages() -> list[SitePieces]:
    """Every HTML page of the practice region that answers 200, drawn by its theme."""
    region = load_region(DEFAULT_FOLDER)
    found = []
    for site in region.units:
        pages = tuple(_served(region, site.host, site.base, site.file.pages, "html"))
        if pages:
            found.append(SitePieces(agency=_agency(site.id), pages=pages))
    return found


def made_pages(sites: int = 4, count: int = 25, seed: int = 7) -> list[SitePieces]:
    """Made-up WordPress-like sites of so many pages each."""
    found = []
    for number in range(sites):
        host = f"dinas{number}.contohkab.go.id"
        made = wordpress.pages(host, count, seed)
        pages = tuple(_piece(url, html.encode(), "text/html; charset=utf-8") for url, html in made)
        found.append(SitePieces(agency=_agency(host), pages=pages))
    return found


def practice_pdfs() -> list[Piece]:
    """The practice region's PDFs with a text layer."""
    region = load_region(DEFAULT_FOLDER)
    found: list[Piece] = []
    for site in region.units:
        texts = [
            key
            for key, file in site.file.files.items()
            if isinstance(file, spec.Pdf) and not file.garbled and not file.encrypted
        ]
        found += _served(region, site.host, site.base, texts, "pdf")
    return found


def folder_pages(folder: Path) -> list[SitePieces]:
    """The HTML files of captured sites, ``folder/<host>/…``. Raises AuditorError when there is none."""
    found = []
    for root in sorted(entry for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []:
        files = sorted(path for path in root.rglob("*") if path.suffix.lower() in {".html", ".htm"})
        pages = tuple(
            _piece(f"http://{root.name}/{path.relative_to(root).as_posix()}", path.read_bytes(), "text/html")
            for path in files
        )
        if pages:
            found.append(SitePieces(agency=_agency(root.name), pages=pages))
    if not found:
        raise AuditorError(f"{folder}: tidak ada halaman HTML; beri folder dengan satu folder per host")
    return found


def _served(
    region: Region, host: str, base: str, keys: Sequence[str] | dict[str, spec.Page], form: str
) -> Iterator[Piece]:
    world = World(region)
    for key in keys:
        for scheme in ("https", "http"):
            answer = world.respond(Request(host=host, target=base + key, scheme=scheme))
            content_type = answer.headers.get("Content-Type", "")
            if answer.status == 200 and form in content_type and answer.body:
                yield _piece(f"{scheme}://{host}{base}{key}", answer.body, content_type)
                break


def _piece(url: str, body: bytes, content_type: str) -> Piece:
    fetch = Fetch(
        url=url,
        requested_url=url,
        status=200,
        content_type=content_type,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=_TIME,
        offset=0,
    )
    return Piece(fetch=fetch, body=body, headers={"content-type": content_type})


def _agency(unit_id: str) -> Agency:
    return Agency(unit_id=unit_id, name=unit_id, kind=Kind.OTHER, region="")
