"""Only the lists of one region: what its portal says there is, for ``auditor init``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from auditor.models import Agency, Region
from auditor.spiders.browser import Renderer
from auditor.spiders.directory import Directories, RegionDirectory
from auditor.spiders.failures import NetworkGone
from auditor.spiders.fetcher import Shared
from auditor.spiders.fronts import Fronts
from auditor.spiders.handler import network_of
from auditor.spiders.names import Names
from auditor.spiders.options import CrawlOptions
from auditor.spiders.politeness import Slots
from auditor.spiders.setup import limit_bodies, options_from, settings_for


class _ListsSpider(scrapy.Spider):
    """Reads the lists and ends; ``directory`` stays None when the network is gone."""

    name = "lists"

    def __init__(self, region: Region, agencies: Sequence[Agency], folder: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._region, self._agencies, self._folder = region, agencies, folder
        self.directory: RegionDirectory | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> _ListsSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        limit_bodies(crawler)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        options = options_from(self.crawler.settings)
        assert self.crawler.engine is not None
        network = network_of(self.crawler)
        shared = Shared(engine=self.crawler.engine, network=network, slots=Slots(), options=options)
        renderer = Renderer(network, options)
        names = Names(network, options)
        directories = Directories(
            shared, self._folder, self._agencies, names=names, fronts=Fronts(), renderer=renderer
        )
        try:
            self.directory = await directories.of(self._region)
        except NetworkGone:
            return
        finally:
            await renderer.close()
        return
        yield  # nothing is scheduled: the directory downloads by itself


def read_region_lists(
    region: Region, agencies: Sequence[Agency], options: CrawlOptions
) -> RegionDirectory | None:
    """The region's lists as of now; None when there is no network.

    Once per process (Twisted's reactor does not start twice), and not beside a crawl.
    """
    process = AsyncCrawlerProcess(settings_for(options))
    crawler = process.create_crawler(_ListsSpider)
    with TemporaryDirectory(prefix="auditor-lists-") as folder:
        process.crawl(crawler, region=region, agencies=agencies, folder=Path(folder))
        process.start(install_signal_handlers=True)
    spider = crawler.spider
    return spider.directory if isinstance(spider, _ListsSpider) else None
