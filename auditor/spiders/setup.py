"""From a user's options to Scrapy's settings and back."""

from __future__ import annotations

import resource
from typing import Any

import msgspec
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from scrapy.settings import BaseSettings, Settings

from auditor.errors import AuditorError
from auditor.spiders.options import CrawlOptions

_FILES_PER_UNIT = 5  # performance-notes.md section 7: about 1,000 at a window of 200
_FILES_SPARE = 120  # browser pipes, archives, DNS, the interpreter
# What Scrapy's other middlewares do (robots.txt, redirects, retries, headers) visits do themselves. Those
# would look at every request for nothing, and to be told off each has to be loaded: tldextract comes along.
_UNPACKING = {"auditor.spiders.unpacking.Unpacking": 590}
_PROXY = {"scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750}
# Never wanted whole: nothing in them can be read as a standard.
MEDIA = ("video/", "audio/", "font/", "application/zip", "application/x-rar", "application/vnd.android")


class Quiet(LogFormatter):
    """Makes no line for an answer: the run's journal would drop it."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> None:  # type: ignore[override] # noqa: ARG002
        return None


def settings_for(options: CrawlOptions) -> Settings:
    """Scrapy's settings for one crawl."""
    settings = Settings()
    settings.setmodule("auditor.settings", priority="project")
    settings.setdict(
        {
            "AUDITOR_OPTIONS": msgspec.json.encode(options).decode(),
            "USER_AGENT": options.agent,
            "DOWNLOAD_DELAY": options.delay,
            "AUTOTHROTTLE_START_DELAY": options.delay,
            "DOWNLOAD_TIMEOUT": options.timeout,
            "DOWNLOAD_MAXSIZE": options.max_body * 3,
            "HTTPPROXY_ENABLED": bool(options.proxy),
            "LOG_FORMATTER": Quiet,
            "LOG_INSTALL_ROOT_HANDLER": False,  # the run's journal takes the lines
            "DOWNLOADER_MIDDLEWARES_BASE": {},
            "DOWNLOADER_MIDDLEWARES": _UNPACKING | (_PROXY if options.proxy else {}),
        },
        priority="cmdline",
    )
    return settings


def options_from(settings: BaseSettings) -> CrawlOptions:
    """The options a crawl was started with; the defaults where none were given."""
    stored = settings.get("AUDITOR_OPTIONS")
    if stored:
        return msgspec.json.decode(stored, type=CrawlOptions)
    return CrawlOptions(
        delay=settings.getfloat("DOWNLOAD_DELAY"), timeout=settings.getfloat("DOWNLOAD_TIMEOUT")
    )


def limit_bodies(crawler: Crawler) -> None:
    """Stop reading bodies that are too long or of no use, also where Scrapy's own handler reads them: what
    comes through a proxy. What was read so far is kept."""
    if not crawler.settings.getbool("HTTPPROXY_ENABLED"):
        return
    max_body = options_from(crawler.settings).max_body
    seen: dict[int, int] = {}

    def headers_received(headers: Any, body_length: int, request: Request, spider: Any) -> None:  # noqa: ARG001
        seen[id(request)] = 0
        kind = (headers.get("Content-Type") or b"").decode("latin-1").lower()
        if kind.startswith(MEDIA):
            raise StopDownload(fail=False)

    def bytes_received(data: bytes, request: Request, spider: Any) -> None:  # noqa: ARG001
        seen[id(request)] = seen.get(id(request), 0) + len(data)
        if seen[id(request)] > max_body:
            raise StopDownload(fail=False)

    def reached(request: Request, spider: Any) -> None:  # noqa: ARG001
        seen.pop(id(request), None)

    # Scrapy keeps weak references only: the crawler must own the functions.
    crawler.auditor_limits = (headers_received, bytes_received, reached)  # type: ignore[attr-defined]
    crawler.signals.connect(headers_received, signals.headers_received)
    crawler.signals.connect(bytes_received, signals.bytes_received)
    crawler.signals.connect(reached, signals.request_left_downloader)


def raise_file_limit(window: int) -> int:
    """Let the process open enough files, and return how many units it may keep open.

    Raises AuditorError when not even one unit fits.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = window * _FILES_PER_UNIT + _FILES_SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        except (OSError, ValueError):
            allowed = soft
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return window
    fitting = (soft - _FILES_SPARE) // _FILES_PER_UNIT
    if fitting < 1:
        raise AuditorError(
            f"batas berkas terbuka terlalu kecil ({soft}); jalankan 'ulimit -n {wanted}' lalu ulangi"
        )
    return int(min(window, fitting))
