"""From a user's options to Scrapy's settings and back."""

from __future__ import annotations

import resource

import msgspec
from scrapy.settings import BaseSettings, Settings

from auditor.errors import AuditorError
from auditor.spiders.options import CrawlOptions

_FILES_PER_UNIT = 5  # performance-notes.md section 7: about 1,000 at a window of 200
_FILES_SPARE = 120  # browser pipes, archives, DNS, the interpreter


def settings_for(options: CrawlOptions) -> Settings:
    """Scrapy's settings for one crawl."""
    settings = Settings()
    settings.setmodule("auditor.settings", priority="project")
    settings.setdict(
        {
            "AUDITOR_OPTIONS": msgspec.json.encode(options).decode(),
            "USER_AGENT": options.agent,
            "DOWNLOAD_DELAY": options.delay,
            "DOWNLOAD_TIMEOUT": options.timeout,
            "LOG_INSTALL_ROOT_HANDLER": False,  # the run's journal takes the lines
            # Visits ask by themselves: nothing passes through Scrapy's downloader or its scraper.
            "DOWNLOADER_MIDDLEWARES_BASE": {},
            "SPIDER_MIDDLEWARES_BASE": {},
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
        delay=settings.getfloat("DOWNLOAD_DELAY"),
        timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
        user_agent=settings.get("USER_AGENT", ""),
    )


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
