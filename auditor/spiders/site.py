"""The one spider: many units in one process, each a coroutine that asks one thing at a time.

As an ordinary Scrapy spider: ``scrapy crawl site -a url=https://... -a out=DIR`` or
``scrapy crawl site -a targets=FILE [-a only=UNIT] -a out=DIR``.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import scrapy
from scrapy.crawler import Crawler

from auditor import journal
from auditor.errors import AuditorError
from auditor.models import Agency, Kind, Region
from auditor.reference import Regions, load_regions
from auditor.spiders.browser import Renderer
from auditor.spiders.directory import Directories
from auditor.spiders.events import Event, Paused, UnitDone, UnitFailed, UnitStarted
from auditor.spiders.failures import NetworkGone
from auditor.spiders.fetcher import Shared
from auditor.spiders.fronts import Fronts
from auditor.spiders.handler import network_of
from auditor.spiders.known import Revisit
from auditor.spiders.names import Names
from auditor.spiders.network import GONE
from auditor.spiders.options import CrawlOptions
from auditor.spiders.pause import Patience
from auditor.spiders.politeness import Slots
from auditor.spiders.setup import limit_bodies, options_from, raise_file_limit
from auditor.spiders.turns import SharedTurns
from auditor.spiders.visit import SiteVisit, Surroundings
from auditor.store.archive import is_done
from auditor.targets import load_targets
from auditor.urls import UrlError, host_of, website_address

logger = logging.getLogger(__name__)
_REGIONS_AT_ONCE = 50
_BEGINNINGS = 5  # of one unit on a line that comes and goes


def unit_folder(root: Path, unit_id: str) -> Path:
    """Where a unit's archive lies in a run folder."""
    return root / "units" / quote(unit_id, safe="")


class SiteSpider(scrapy.Spider):
    """Crawls the given units; results are archives on disk, not items."""

    name = "site"

    def __init__(  # noqa: PLR0917 - Scrapy passes -a arguments by name
        self,
        url: str = "",
        targets: str = "",
        only: str = "",
        out: str = "",
        agencies: Sequence[Agency] | None = None,
        regions: Regions | None = None,
        on_event: Callable[[Event], None] | None = None,
        feed: AsyncGenerator[Agency] | None = None,
        revisit: Revisit | None = None,
        turns: Callable[[], SharedTurns] | None = None,
        **kwargs: Any,
    ) -> None:
        """``feed`` gives units one by one while the crawl goes on; without it all ``agencies`` are crawled.

        ``agencies`` are always all units of the run: which addresses belong to whom depends on them.
        ``turns`` makes, inside the event loop, what keeps pauses across processes.
        Raises AuditorError when the arguments name no unit or no folder.
        """
        super().__init__(**kwargs)
        self.regions = regions or load_regions()
        self.agencies = list(agencies) if agencies is not None else self._asked(url, targets, only)
        if not out:
            raise AuditorError("spider site: beri folder hasil dengan -a out=FOLDER")
        self.root = Path(out)
        self.on_event: Callable[[Event], None] = on_event or (lambda event: logger.info("%s", event))
        self._feed, self._revisit = feed, revisit
        self._turns = turns
        self.interrupted = False
        self.cause = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    def _asked(self, url: str, targets: str, only: str) -> list[Agency]:
        if url:
            try:
                website = website_address(url)
            except UrlError as error:
                raise AuditorError(f"-a url={url}: {error}") from error
            return [
                Agency(
                    unit_id=host_of(website),
                    name=host_of(website),
                    kind=Kind.OTHER,
                    region="",
                    website=website,
                )
            ]
        if not targets:
            raise AuditorError("spider site: beri -a url=ALAMAT atau -a targets=BERKAS")
        agencies = load_targets([Path(targets)], self.regions)
        chosen = [agency for agency in agencies if not only or agency.unit_id in only.split(",")]
        if not chosen:
            raise AuditorError(f"-a only={only}: tidak ada dalam {targets}")
        return chosen

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        limit_bodies(crawler)
        return spider

    def stop(self, *, interrupted: bool = False, cause: str = "") -> None:
        """Break off: units under way stay unfinished and are begun again by the next run."""
        self.interrupted = self.interrupted or interrupted
        self.cause = self.cause or cause
        if cause:
            self.on_event(Paused(cause=cause))
        self._stopping.set()
        for task in self._tasks:
            task.cancel()

    async def start(self) -> AsyncIterator[Any]:
        """Keep a window of units open until all are done."""
        options: CrawlOptions = options_from(self.crawler.settings)
        window = raise_file_limit(options.window)
        engine = self.crawler.engine
        assert engine is not None
        network = network_of(self.crawler)
        slots = Slots(shared=self._turns() if self._turns is not None else None)
        shared = Shared(engine=engine, network=network, slots=slots, options=options, on_event=self.on_event)
        renderer = Renderer(network, options)
        directories = Directories(
            shared,
            self.root / "directories",
            self.agencies,
            names=Names(network, options),
            fronts=Fronts(),
            renderer=renderer,
        )
        around = Surroundings(
            shared=shared,
            directories=directories,
            renderer=renderer,
            regions=self.regions,
            shared_hosts=_shared_hosts(self.agencies),
            claims=_claims(self.agencies),
            on_event=self.on_event,
            revisit=self._revisit,
        )
        patience = Patience(options.patience, network.alive)
        gate = asyncio.Semaphore(window)
        feed = self._feed or self._undone()
        try:
            while (agency := await self._next(feed)) is not None:
                await gate.acquire()
                if self._stopping.is_set():
                    break
                task = asyncio.ensure_future(self._unit(agency, around, patience))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
                task.add_done_callback(lambda _: gate.release())
            while self._tasks:
                await asyncio.wait(set(self._tasks))
        finally:
            await feed.aclose()
            await renderer.close()
        return
        yield  # this spider schedules nothing: each visit downloads by itself

    async def _next(self, feed: AsyncGenerator[Agency]) -> Agency | None:
        """The next unit, or None when there is none or the crawl stops while it is waited for."""
        coming = asyncio.ensure_future(anext(feed, None))
        stopped = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({coming, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not coming.done():
            coming.cancel()
        (agency,) = await asyncio.gather(coming, return_exceptions=True)
        if isinstance(agency, Exception):
            raise agency
        return agency if isinstance(agency, Agency) else None

    async def _undone(self) -> AsyncGenerator[Agency]:
        for agency in _in_turns(self.agencies):
            if not is_done(unit_folder(self.root, agency.unit_id)):
                yield agency

    async def _unit(self, agency: Agency, around: Surroundings, patience: Patience) -> None:
        with journal.about(agency.unit_id):
            self.on_event(UnitStarted(unit_id=agency.unit_id, name=agency.name))
            logger.info("unit_started")
            for _ in range(_BEGINNINGS):
                if await self._settled(agency, around, patience):
                    return
                logger.info("unit_begun_again")
            self.stop(cause=f"unit {agency.unit_id}: {GONE}")

    async def _settled(self, agency: Agency, around: Surroundings, patience: Patience) -> bool:
        """Crawl the unit; False when our own network failed and is back: the unit is begun again."""
        region = self.regions.get(agency.region) or Region(
            code=agency.region, name="", kind="kabupaten", province=""
        )
        folder = unit_folder(self.root, agency.unit_id)
        try:
            visit = await SiteVisit(agency, region, folder, around).run()
        except asyncio.CancelledError:
            return True
        except NetworkGone as error:
            # A line that never worked is the user's to mend; one that was lost may come back.
            if around.shared.network.answered and await patience.back():
                return False
            self.stop(cause=str(error))
            return True
        except AuditorError as error:
            # The disk, say: nothing that follows could end better.
            self.stop(cause=str(error))
            return True
        except Exception as error:
            logger.exception("unit_failed")
            detail = f"{type(error).__name__}: {error}"
            self.on_event(UnitFailed(unit_id=agency.unit_id, detail=detail))
            self.cause = self.cause or f"unit {agency.unit_id}: {detail}"
            return True
        logger.info("unit_done", extra={"pages": len(visit.fetches), "failures": len(visit.failures)})
        self.on_event(UnitDone(unit_id=agency.unit_id, visit=visit))
        return True


def _in_turns(agencies: Sequence[Agency]) -> Iterator[Agency]:
    """Units of many regions by turns: below one domain only one request at a time may begin.

    In blocks, so that only a block's lists have to be kept.
    """
    regions: dict[str, list[Agency]] = {}
    for agency in agencies:
        regions.setdefault(agency.region, []).append(agency)
    queues = list(regions.values())
    for begin in range(0, len(queues), _REGIONS_AT_ONCE):
        for turn in zip_longest(*queues[begin : begin + _REGIONS_AT_ONCE]):
            yield from (agency for agency in turn if agency is not None)


def _shared_hosts(agencies: Sequence[Agency]) -> frozenset[str]:
    """Hosts that the target files name for more than one unit."""
    counts = Counter(host_of(agency.website).removeprefix("www.") for agency in agencies if agency.website)
    return frozenset(host for host, count in counts.items() if host and count > 1)


def _claims(agencies: Sequence[Agency]) -> dict[str, tuple[tuple[str, str], ...]]:
    """By host: the units (unit_id, website) that live below a path of it, as the target files say."""
    found: dict[str, list[tuple[str, str]]] = {}
    for agency in agencies:
        try:
            website = website_address(agency.website) if agency.website else ""
        except UrlError:
            continue
        parts = urlsplit(website)
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            found.setdefault(host_of(website).removeprefix("www."), []).append((agency.unit_id, website))
    return {host: tuple(claims) for host, claims in found.items()}
