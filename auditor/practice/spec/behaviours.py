"""Habits of a whole practice site."""

from __future__ import annotations

from typing import Literal

from auditor.practice.spec.base import Base
from auditor.practice.spec.pages import Answer, Charset


class Challenge(Base, frozen=True, kw_only=True):
    """A firewall's page instead of the content, for every path not in ``except_paths``."""

    style: Literal["javascript", "request_rejected", "cloudflare", "imunify"]
    status: int = 200
    except_paths: tuple[str, ...] = ("/robots.txt",)


class Cloak(Base, frozen=True, kw_only=True):
    """Other content for some visitors: regular expressions on the request, any match counts.

    ``body`` replaces the page, ``append`` is put before ``</body>``.
    """

    path: str = "*"
    user_agent: str = ""
    referer: str = ""
    without_user_agent: str = ""
    body: str = ""
    append: str = ""
    redirect: str = ""


class Calendar(Base, frozen=True, kw_only=True):
    """An endless calendar: each month links to the next and the one before, for ever."""

    path: str = "/agenda"
    style: Literal["path", "query"] = "query"
    events: bool = True


class Redirect(Base, frozen=True, kw_only=True):
    """A redirect with a status of its own; ``style`` says how the page sends on."""

    to: str
    status: int = 301
    style: Literal["http", "meta", "script"] = "http"


class Behaviours(Base, frozen=True, kw_only=True):
    """Habits of the whole site; everything is off unless said."""

    robots: str | None = None
    robots_status: int = 200
    sitemap: bool | None = None
    soft_404: bool | str = False
    answer: Answer | None = None
    answers: dict[str, Answer] = {}
    challenge: Challenge | None = None
    cloak: list[Cloak] = []
    calendar: Calendar | None = None
    session_ids: bool = False
    cookie_wall: bool = False
    inject: str = ""
    charset: str | Charset | None = None
    force_https: bool = False
    alias: Literal["same", "redirect"] = "same"
    conditional: bool = True
    ranges: bool = True
    server: str = "Apache/2.4.41 (Ubuntu)"
    powered_by: str = ""
    refuse: Literal["", "closed", "reset", "hang"] = ""
    headers: dict[str, str] = {}
    forbid_user_agent: str = ""
    admin_paths: bool = True


Dns = Literal["ok", "nxdomain", "servfail", "timeout", "refused", "nodata", "private", "lame"]
