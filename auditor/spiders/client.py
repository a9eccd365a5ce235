"""One question to one server: aiohttp, connecting only where ``Network`` says it may.

Visits ask here and not through Scrapy's engine and downloader: pauses, retries, redirects and robots.txt are
their own business, and what lies between would cost more than the question.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from w3lib.url import safe_url_string
from yarl import URL

from auditor.spiders.connections import GuardedConnections, stamp, through_proxy
from auditor.spiders.failures import FetchError
from auditor.spiders.network import Network
from auditor.spiders.options import CrawlOptions
from auditor.spiders.unpacking import ACCEPTED, unpacked

_LANGUAGE = "id,en;q=0.5"
_LONGEST_LINE = 65_536  # of a head: cookies and policies grow beyond aiohttp's 8 kB
_MOST_LINES = 1_000
_GROWS = 3  # a packed body may grow to so many times the longest body
# Never wanted whole: nothing in them can be read as a standard.
_MEDIA = ("video/", "audio/", "font/", "application/zip", "application/x-rar", "application/vnd.android")
_ODD = re.compile(r"[^!#-;=?-Z\[\]_a-z~]")  # never in an address as it is sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``headers`` as they came; ``body`` unpacked; ``cut``: too long, of no use, or broken off."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: bool = False

    def header(self, name: str) -> str:
        """First value of a header (its name in lower case), empty when it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass(slots=True)
class Times:
    """When a request had its own connection (``started`` on one that stood already) and when its answer
    began, by the monotonic clock; 0: it never did."""

    connected: float = 0.0
    answered: float = 0.0


class Client:
    """All connections of one crawl; close it in the loop in which it asked."""

    def __init__(self, network: Network, options: CrawlOptions) -> None:
        self._network, self._options = network, options
        self._session: aiohttp.ClientSession | None = None
        # Half of the whole time: a host that takes longer to accept than that will not be read.
        self._limits = aiohttp.ClientTimeout(
            total=options.timeout, sock_connect=max(1.0, options.timeout / 2)
        )

    async def ask(
        self, url: str, headers: Mapping[str, str] | None = None, times: Times | None = None
    ) -> Answer:
        """The answer, whatever its status; redirects are not followed and no cookie is kept.

        Raises FetchError where no connection is made, else what aiohttp raises.
        """
        times = times or Times()
        times.connected = time.monotonic()
        stamp.set(times)
        url = url.partition("#")[0]
        async with self._open_session().get(
            URL(safe_url_string(url) if _ODD.search(url) else url, encoded=True),
            headers=headers,
            allow_redirects=False,
            proxy=self._options.proxy or None,
        ) as answer:
            times.answered = time.monotonic()
            return await self._read(answer)

    async def _read(self, answer: aiohttp.ClientResponse) -> Answer:
        limit, cut = self._options.max_body, False
        if _GROWS * limit < (answer.content_length or 0):
            raise FetchError("too_large", f"{answer.content_length} > {_GROWS * limit}")
        pieces: list[bytes] = []
        if answer.headers.get("Content-Type", "").lower().startswith(_MEDIA):
            cut = True
        else:
            size = 0
            try:
                async for piece in answer.content.iter_any():
                    pieces.append(piece)
                    size += len(piece)
                    if size > limit:
                        cut = True
                        break
            except aiohttp.ClientPayloadError:
                cut = True
        packed = ", ".join(answer.headers.getall("Content-Encoding", ()))
        return Answer(
            status=answer.status,
            headers=tuple(
                (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.raw_headers
            ),
            body=unpacked(b"".join(pieces), packed, _GROWS * limit),
            cut=cut,
        )

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:  # it needs the running loop
            self._session = aiohttp.ClientSession(
                connector=through_proxy() if self._network.proxied else GuardedConnections(self._network),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={
                    "User-Agent": self._options.agent,
                    "Accept-Language": _LANGUAGE,
                    "Accept-Encoding": ACCEPTED,
                },
                skip_auto_headers=("Accept", "Content-Type"),
                timeout=self._limits,
                max_line_size=_LONGEST_LINE,
                max_field_size=_LONGEST_LINE,
                max_headers=_MOST_LINES,
            )
        return self._session

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()
