"""Pages of a practice site, and how they are answered."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from auditor.practice.spec.base import Base, Theme


class Panel(Base, frozen=True, kw_only=True):
    """One tab, accordion item, modal, slide or card."""

    title: str
    body: str


class Panels(Base, frozen=True, kw_only=True):
    """Panels in the markup of the page's theme, standing after the body."""

    style: Literal["tabs", "accordion", "modal", "carousel", "cards"]
    items: list[Panel]


Canned = Literal[
    "parked",
    "suspended",
    "under_construction",
    "apache_default",
    "nginx_default",
    "directory_listing",
    "wordpress_hello",
    "database_error",
]
Compression = Literal["auto", "none", "gzip", "br", "deflate", "broken"]


class Charset(Base, frozen=True, kw_only=True):
    """How the text is written and what is said of it; empty strings leave the saying out."""

    encode: str = "utf-8"
    header: str = "utf-8"
    meta: str = "utf-8"


class Answer(Base, frozen=True, kw_only=True):
    """Troubles and habits of an answer; set for a page, a file or a pattern of paths.

    ``slow`` waits before the first byte, ``hang`` never answers, ``endless`` sends a byte now
    and then for ever, ``reset_after`` cuts the connection after so many bytes of the body,
    ``fail_first`` answers ``fail_status`` so many times before the real answer.
    """

    slow: float = 0.0
    hang: bool = False
    endless: bool = False
    reset_after: int | None = None
    fail_first: int = 0
    fail_status: int = 503
    retry_after: int | None = None
    compression: Compression = "auto"


class Page(Base, frozen=True, kw_only=True):
    """One page. ``date`` makes it a post (themes list posts by themselves).

    ``theme`` overrides the site's (``none``: ``body`` is the whole document). ``canned`` gives
    a stock page (a host's parking page ...). ``charset`` is the name of a Python codec used
    honestly, or a `Charset` that says otherwise. ``pad`` adds so many bytes of a comment.
    """

    title: str = ""
    body: str = ""
    panels: Panels | None = None
    date: dt.date | None = None
    category: str = "Berita"
    author: str = "admin"
    charset: str | Charset = "utf-8"
    status: int = 200
    headers: dict[str, str] = {}
    theme: Theme | None = None
    canned: Canned | None = None
    content_type: str = "text/html"
    answer: Answer | None = None
    pad: int = 0
