"""What a page in the browser may load, and that nothing takes its place."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.spiders.driver import trouble
from auditor.spiders.render_rules import render_rules
from auditor.urls import host_of, registered_domain

if TYPE_CHECKING:
    from playwright.async_api import Request, Response, Route

logger = logging.getLogger(__name__)

_NEVER = frozenset({"image", "media", "font", "texttrack", "manifest", "ping", "cspviolationreport"})

Allow = Callable[[str], Awaitable[bool]]
"""Whether an address of the site may be asked (robots.txt)."""


@cache
def _bystander() -> re.Pattern[str]:
    return re.compile(render_rules().third_party.bystanders)


class RequestGuard:
    """Decides what the page may load: its own site's text and data, known script networks."""

    def __init__(self, url: str, allow: Allow) -> None:
        self._domain = registered_domain(host_of(url))
        self._host = host_of(url)
        self._allow = allow
        self.arrived = False
        self.lost: set[str] = set()  # hosts whose scripts or data the page did not get

    async def decide(self, route: Route) -> None:
        """Let a request of the page through, or answer it; nothing is raised where the tab was closed."""
        request = route.request
        try:
            if self._leads_away(request):
                # No content keeps the page as it is. An aborted navigation would put the browser's error
                # page in its place, sooner or later than the look at the page ends.
                await route.fulfill(status=204)
            elif await self._may(request.url, request.resource_type, request):
                await route.continue_()
            else:
                self.missed(request)
                await route.abort()
        except trouble():
            logger.debug("closed meanwhile: %s", request.url)

    def missed(self, request: Request) -> None:
        """The page does not get what it asked for: counted where that might have brought content."""
        host = host_of(request.url) if request.url.startswith(("http:", "https:")) else ""
        wanted = request.resource_type in {"script", "xhr", "fetch"} and not self._own(host)
        if host and wanted and not _bystander().search(request.url):
            self.lost.add(host)

    def answered(self, response: Response) -> None:
        """The site's own server fails where the page asks it for data: what it holds is not known now."""
        asked = response.request
        wanted = asked.resource_type in {"xhr", "fetch"} and self._own(host_of(asked.url))
        if response.status >= 500 and wanted and not _bystander().search(asked.url):
            self.lost.add(host_of(asked.url))

    def _own(self, host: str) -> bool:
        return registered_domain(host) == self._domain or host == self._host

    def _leads_away(self, request: Request) -> bool:
        """Whether a click, or a script after the page arrived, wants another page in this one's place."""
        return self.arrived and request.is_navigation_request() and request.frame.parent_frame is None

    async def _may(self, url: str, kind: str, request: object) -> bool:
        if urlsplit(url).scheme not in ("http", "https"):
            return urlsplit(url).scheme in ("data", "blob")
        if kind in _NEVER:
            return False
        if getattr(request, "method", "GET") not in ("GET", "HEAD", "OPTIONS", "POST") or (
            self.arrived and getattr(request, "method", "GET") == "POST"
        ):
            return False  # nothing is ever sent on a visitor's behalf
        host = host_of(url)
        if self._own(host):
            return kind not in ("document", "xhr", "fetch") or await self._allow(url)
        return kind in ("script", "xhr", "fetch", "stylesheet") and host in render_rules().third_party.hosts
