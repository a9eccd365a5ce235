"""Requests and responses as the practice servers pass them around, and how bodies are packed."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass, field, replace
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import Protocol
from urllib.parse import parse_qsl, unquote

import brotli

from auditor.practice.spec import Compression

TEXTUAL = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. ``target`` is as sent, ``path`` unquoted without query; header names lower."""

    method: str = "GET"
    scheme: str = "http"
    host: str
    target: str = "/"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path without its query, unquoted."""
        return unquote(self.target.partition("?")[0]) or "/"

    @property
    def query(self) -> str:
        """The query as sent, empty if none."""
        return self.target.partition("?")[2]

    @property
    def agent(self) -> str:
        """The User-Agent header, empty if none."""
        return self.headers.get("user-agent", "")


@dataclass(slots=True, kw_only=True)
class Response:
    """What a site answers, and how the connection misbehaves while it does (see `spec.Answer`)."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    compression: Compression = "none"
    slow: float = 0.0
    hang: bool = False
    endless: bool = False
    reset_after: int | None = None
    stable: bool = False  # body depends on the address alone: may be validated, ranged, cached
    modified: str = ""  # HTTP date

    @property
    def reason(self) -> str:
        """The reason phrase of the status."""
        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return "Unknown"


class Handler(Protocol):
    """Answers the requests to one host."""

    def respond(self, request: Request) -> Response:
        """The answer to ``request``."""
        ...


def html(body: str, status: int = 200, **headers: str) -> Response:
    """A UTF-8 HTML response; keyword names become headers (``_`` read as ``-``)."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Response(
        status=status,
        headers={"Content-Type": "text/html; charset=UTF-8", **named},
        body=body.encode(),
        compression="auto",
    )


def redirect(to: str, status: int = 301) -> Response:
    """A redirect to ``to``."""
    answer = html(f'<html><body>Pindah ke <a href="{to}">{to}</a></body></html>', status)
    answer.headers["Location"] = to
    return answer


def matches_query(wanted: str, query: str) -> int:
    """How many parameters of ``wanted`` the ``query`` has; -1 when one is missing or differs."""
    pairs = parse_qsl(wanted, keep_blank_values=True)
    given = parse_qsl(query, keep_blank_values=True)
    return len(pairs) if all(pair in given for pair in pairs) else -1


def http_date(when: object) -> str:
    """An aware datetime as an HTTP date."""
    return format_datetime(when, usegmt=True)  # type: ignore[arg-type]


_PACKED: dict[tuple[bytes, str], bytes] = {}


def _pack(body: bytes, how: str) -> bytes:
    key = (hashlib.sha256(body).digest(), how)
    if key not in _PACKED:
        if len(_PACKED) > 4096:
            _PACKED.clear()
        if how == "br":
            _PACKED[key] = brotli.compress(body, quality=4)
        elif how == "deflate":
            _PACKED[key] = zlib.compress(body, 6)
        else:
            _PACKED[key] = gzip.compress(body, 6, mtime=0)
    return _PACKED[key]


def finish(
    request: Request, response: Response, *, conditional: bool = True, ranges: bool = True
) -> Response:
    """Apply validators, ranges and compression as HTTP/1.1 (RFC 9110) asks; the answer to send."""
    headers = response.headers
    if response.stable and response.status == 200:
        tag = '"' + hashlib.sha256(response.body).hexdigest()[:20] + '"'
        if conditional:
            headers["ETag"] = tag
            if response.modified:
                headers["Last-Modified"] = response.modified
            if _unchanged(request, tag, response.modified):
                kept = {name: headers[name] for name in headers if name != "Content-Type"}
                return replace(response, status=304, headers=kept, body=b"", compression="none")
        if ranges:
            headers["Accept-Ranges"] = "bytes"
            part = _range(request.headers.get("range", ""), len(response.body))
            if part == (-1, -1):
                headers["Content-Range"] = f"bytes */{len(response.body)}"
                return replace(response, status=416, body=b"", compression="none")
            if part:
                first, last = part
                headers["Content-Range"] = f"bytes {first}-{last}/{len(response.body)}"
                body = response.body[first : last + 1]
                return replace(response, status=206, body=body, compression="none")
    return _compressed(request, response)


def _compressed(request: Request, response: Response) -> Response:
    how: str = response.compression
    accepted = request.headers.get("accept-encoding", "").lower()
    if how == "none" or not response.body:
        return response
    if how == "auto":
        textual = response.headers.get("Content-Type", "").startswith(TEXTUAL)
        how = "gzip" if textual and "gzip" in accepted and len(response.body) > 512 else ""
    elif how == "broken":
        packed = _pack(response.body, "gzip")
        middle = len(packed) // 2
        response.body = packed[:middle] + bytes(255 - byte for byte in packed[middle : middle + 64])
        response.headers["Content-Encoding"] = "gzip"
        return response
    elif how not in accepted:
        how = ""
    if how:
        response.body = _pack(response.body, how)
        response.headers["Content-Encoding"] = how
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _unchanged(request: Request, tag: str, modified: str) -> bool:
    wanted = request.headers.get("if-none-match")
    if wanted is not None:
        return wanted.strip() == "*" or tag in [item.strip().removeprefix("W/") for item in wanted.split(",")]
    since = request.headers.get("if-modified-since")
    if since and modified:
        try:
            return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
        except ValueError:
            return False
    return False


def _range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole, (-1, -1) when it cannot be met."""
    unit, _, spans = header.partition("=")
    first_text, dash, last_text = spans.strip().partition("-")
    if unit.strip().lower() != "bytes" or not dash or "," in spans:
        return None
    if not (first_text + last_text).isdigit():
        return None
    if not first_text:
        first, last = max(0, size - int(last_text)), size - 1
    else:
        first, last = int(first_text), min(size - 1, int(last_text) if last_text else size - 1)
    return (first, last) if first <= last and first < size else (-1, -1)
