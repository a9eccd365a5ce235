"""What an address answered: status, headers, body, where it redirects to, cookies it sets on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from scrapy.http import Response

from auditor.spiders.notes import Note
from auditor.urls import UrlError, absolute

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """An answer: any status, body decoded. ``hops`` are the addresses redirected through.

    ``note`` is what an earlier visit made of the same page, when it did not change since; the body is
    then read from the archive only when it is asked for. ``not_modified``: the server said so itself;
    ``noisy``: other bytes that say the same; ``unasked``: why the page was not asked at all (``trust``).
    """

    url: str
    requested_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes | Callable[[], bytes]
    sha256: str = ""
    truncated: bool = False
    hops: tuple[str, ...] = ()
    note: Note | None = None
    not_modified: bool = False
    noisy: bool = False
    unasked: str = ""

    @property
    def body(self) -> bytes:
        """The bytes of the answer."""
        return self.content if isinstance(self.content, bytes) else self.content()

    @property
    def content_type(self) -> str:
        """The declared type, lower case, with its parameters."""
        return self.header("content-type").lower()

    def header(self, name: str) -> str:
        """First value of a header, empty when it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def answer_of(asked: str, here: str, response: Response, hops: tuple[str, ...]) -> Got:
    """A response as an answer; ``asked`` is the address first asked for, ``here`` the one that answered."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Got(
        url=here,
        requested_url=asked,
        status=response.status,
        headers=headers,
        content=response.body,
        sha256=hashlib.sha256(response.body).hexdigest(),
        truncated="download_stopped" in response.flags or "dataloss" in response.flags,
        hops=hops,
    )


def redirect_target(got: Got) -> str:
    """Where the answer redirects to, empty when nowhere."""
    location = got.header("location").strip()
    if got.status not in _REDIRECTS or not location:
        return ""
    try:
        # Servers send raw UTF-8 here; Scrapy gives it as latin-1.
        location = location.encode("latin-1").decode("utf-8", "replace")
        return absolute(got.url, location)
    except UrlError:
        return ""


def take_cookies(got: Got, cookies: dict[str, str]) -> None:
    """Cookies a redirect sets for itself; kept for these hops only, never between pages."""
    for name, value in got.headers:
        if name.lower() == "set-cookie":
            key, mark, rest = value.partition("=")
            if mark and key.strip():
                cookies[key.strip()] = rest.partition(";")[0].strip()
