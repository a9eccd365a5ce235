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

# Visits ask by themselves, at the pace that politeness.py keeps (spiders/client.py); what else stands here
# is for ``scrapy shell`` and ``fetch``.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_TIMEOUT = 20
RETRY_TIMES = 1
COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False  # only --proxy counts, never the environment
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
REDIRECT_MAX_TIMES = 8
METAREFRESH_ENABLED = False

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
