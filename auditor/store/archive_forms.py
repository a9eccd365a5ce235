"""The forms that the archive's standards give: an HTTP head as WARC keeps it, a line of the CDXJ index."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit

from auditor.models import Fetch
from auditor.store.archive import WARC_NAME

_DECODED = ("content-encoding", "transfer-encoding", "content-length")
SAFE_HEADER = re.compile(r"[^\x20-\x7e\t]")


def http_head(status: int, headers: Iterable[tuple[str, str]], length: int) -> bytes:
    """Status line and headers; those that no longer fit the decoded body are kept under another name."""
    lines = [f"HTTP/1.1 {status} {_phrase(status)}"]
    for name, value in headers:
        shown = f"X-Archive-Orig-{name}" if name.lower() in _DECODED else name
        safe = value if value.isascii() and value.isprintable() else SAFE_HEADER.sub("?", value)
        lines.append(f"{shown}: {safe}")
    lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii", "replace")


@lru_cache(maxsize=64)
def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def index_line(fetch: Fetch, offset: int, length: int) -> str:
    """The line of the index for a record at ``offset`` of the WARC file."""
    fields: Mapping[str, str] = {
        "url": fetch.url,
        "mime": "warc/revisit" if fetch.held else fetch.content_type.split(";")[0].strip() or "unk",
        "status": str(fetch.status),
        "sha256": fetch.sha256,
        "length": str(length),
        "offset": str(offset),
        "filename": WARC_NAME,
    }
    return f"{_surt(fetch.url)} {_moment(fetch.fetched_at)} {json.dumps(fields)}\n"


@lru_cache(maxsize=64)
def _moment(fetched_at: str) -> str:
    return datetime.fromisoformat(fetched_at).strftime("%Y%m%d%H%M%S")


def _surt(url: str) -> str:
    """Sort-friendly form of an address: the host's labels reversed, as in every CDX index."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{port}){parts.path or '/'}{query}{fragment}".lower().replace(" ", "%20")
