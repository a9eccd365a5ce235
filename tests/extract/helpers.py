"""Hand-made responses for the reader."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.extract import ReadOptions, read_response
from auditor.models import Fetch, Page, Section, SectionKind, Unread

URL = "https://dinas.contoh.go.id/layanan"


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def fetch(body: bytes, url: str = URL, content_type: str = "text/html", **more: object) -> Fetch:
    return Fetch(
        url=url,
        requested_url=url,
        status=200,
        content_type=content_type,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at="2026-01-05T00:00:00Z",
        offset=0,
        **more,  # type: ignore[arg-type]
    )


def read(body: str | bytes, url: str = URL, options: ReadOptions | None = None, **more: object) -> Page:
    result = read_any(body, url, options, **more)
    assert isinstance(result, Page), result
    return result


def read_any(
    body: str | bytes, url: str = URL, options: ReadOptions | None = None, **more: object
) -> Page | Unread:
    data = body.encode() if isinstance(body, str) else body
    return read_response(fetch(data, url, **more), Response(200, data), options or ReadOptions())


def form_of(page: Page) -> Section:
    """The page's first form."""
    return next(section for section in page.sections if section.kind is SectionKind.FORM)


def one(page: Page, label: str, zone: str = "main") -> Section:
    found = [section for section in page.sections if section.label == label and section.zone == zone]
    assert len(found) == 1, (label, [(s.label, s.kind.value, s.body[:60]) for s in page.sections])
    return found[0]
