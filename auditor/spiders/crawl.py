"""Crawl a list of units into a run folder, in this process."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from auditor import journal
from auditor.errors import AuditorError
from auditor.models import Agency
from auditor.reference import Regions
from auditor.spiders.events import Event, PageRead, Paused, UnitDone, UnitFailed, UnitStarted
from auditor.spiders.known import Revisit
from auditor.spiders.options import CrawlOptions
from auditor.spiders.setup import raise_file_limit, settings_for
from auditor.spiders.site import SiteSpider, unit_folder
from auditor.spiders.turns import SharedTurns
from auditor.store.archive import is_done

__all__ = [
    "CrawlEnd",
    "CrawlOptions",
    "Event",
    "PageRead",
    "Paused",
    "UnitDone",
    "UnitFailed",
    "UnitStarted",
    "crawl",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlEnd:
    """How a crawl ended. ``cause`` is one line when it could not go on; units left need ``--resume``."""

    done: int
    left: tuple[str, ...]
    interrupted: bool = False
    cause: str = ""


def crawl(
    agencies: Sequence[Agency],
    regions: Regions,
    folder: Path,
    options: CrawlOptions,
    on_event: Callable[[Event], None],
    *,
    feed: AsyncGenerator[Agency] | None = None,
    revisit: Revisit | None = None,
    turns: Callable[[], SharedTurns] | None = None,
) -> CrawlEnd:
    """Crawl every unit that is not done yet; each done unit has its ``visit.json``.

    With ``feed`` the units it gives are crawled instead, as they come, until it ends; it runs in the
    crawler's own event loop. ``agencies`` are then still all units of the run. ``turns`` makes, in that
    loop, what keeps pauses across processes.
    May be called once per process with work to do (Twisted's reactor does not start twice).
    Ctrl-C ends it early with ``interrupted``. Raises AuditorError when it cannot begin.
    """
    todo = [agency for agency in agencies if not is_done(unit_folder(folder, agency.unit_id))]
    if not todo and feed is None:
        return CrawlEnd(done=len(agencies), left=())
    raise_file_limit(options.window)
    try:
        (folder / "units").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AuditorError(f"{folder}: tidak dapat ditulis ({error.strerror}); pilih folder lain") from error
    settings = settings_for(options)
    log = journal.log_to(folder / "auditor.log")
    process = AsyncCrawlerProcess(settings)
    # The journal keeps no more of it; Scrapy would make a line for every answer all the same.
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    crawler = process.create_crawler(SiteSpider)
    task = process.crawl(
        crawler,
        out=str(folder),
        agencies=list(agencies),
        regions=regions,
        on_event=on_event,
        feed=feed,
        revisit=revisit,
        turns=turns,
    )
    pressed = _Pressed(crawler)
    pressed.install()
    gc.freeze()  # what was loaded lives as long as the process: no look for garbage need go through it
    try:
        process.start(install_signal_handlers=False)
    finally:
        pressed.remove()
        journal.stop(log)
    trouble = task.exception() if task.done() and not task.cancelled() else None
    spider = crawler.spider
    cause = getattr(spider, "cause", "")
    if trouble is not None and not cause:
        if isinstance(trouble, AuditorError):
            raise trouble
        cause = f"{type(trouble).__name__}: {trouble}"
    left = tuple(a.unit_id for a in agencies if not is_done(unit_folder(folder, a.unit_id)))
    if left and feed is None and not cause and not pressed.pressed:
        cause = f"{len(left)} unit belum selesai (mis. {left[0]}); lanjutkan dengan --resume"
    return CrawlEnd(done=len(agencies) - len(left), left=left, interrupted=pressed.pressed, cause=cause)


class _Pressed:
    """Ctrl-C and SIGTERM: the first asks the spider to stop, the second kills as usual."""

    def __init__(self, crawler: object) -> None:
        self._crawler = crawler
        self._before: dict[int, object] = {}
        self.pressed = False

    def install(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._on_signal)

    def remove(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type] # what signal.signal itself returned

    def _on_signal(self, number: int, frame: object) -> None:  # noqa: ARG002
        if self.pressed:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        self.pressed = True
        spider = getattr(self._crawler, "spider", None)
        loop = asyncio.get_event_loop_policy().get_event_loop()
        if spider is not None:
            loop.call_soon_threadsafe(lambda: spider.stop(interrupted=True))
