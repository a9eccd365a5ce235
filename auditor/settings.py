"""Scrapy settings: identity, politeness, limits. ``scrapy list``, ``crawl`` and ``shell`` use them.

Everything that depends on what the user asked is set by ``auditor.spiders.setup``.
"""

from importlib.util import find_spec

from auditor import __version__

BOT_NAME = "auditor"
SPIDER_MODULES = ["auditor.spiders.site"]
NEWSPIDER_MODULE = "auditor.spiders"

USER_AGENT = f"auditor/{__version__}"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "auditor"

# A tenth less for a crawl; there is none for Windows.
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
DOWNLOAD_HANDLERS = {
    "http": "auditor.spiders.handler.GuardedHandler",
    "https": "auditor.spiders.handler.GuardedHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "auditor.spiders.unpacking.Unpacking": 590,  # where Scrapy has its own
}

# Nobody reads their counts, and one of them loads a web server.
EXTENSIONS = dict.fromkeys(
    f"scrapy.extensions.{name}"
    for name in (
        "corestats.CoreStats",
        "logstats.LogStats",
        "remote_control.RemoteControl",
        "telnet.TelnetConsole",
    )
)

# One request at a time per server address (the slot our requests name); politeness.py keeps the
# pauses per host, address and registered domain.
CONCURRENT_REQUESTS = 256
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 20.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

DOWNLOAD_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 64_000_000  # also what a compressed body may grow to
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False
RETRY_TIMES = 1
COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False  # only --proxy counts, never the environment
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
REDIRECT_MAX_TIMES = 8
METAREFRESH_ENABLED = False
REACTOR_THREADPOOL_MAXSIZE = 50

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
