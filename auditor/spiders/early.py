"""Scrapy's downloader, to be loaded before all else by whoever will crawl.

While it loads it asks three times who imports it (``inspect.stack``), and for every frame Python then looks
through all modules there are: deep in a chain of imports that is half a second.
"""

import scrapy.core.downloader.contextfactory  # noqa: F401
