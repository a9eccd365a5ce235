"""One unit's crawl from first question to last record: strictly one request after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from auditor.clock import now
from auditor.models import Agency, Asked, Https, Region, Visit
from auditor.reference import Regions
from auditor.spiders.answers import Got
from auditor.spiders.asking import Asker
from auditor.spiders.browser import Renderer
from auditor.spiders.budget import Budget
from auditor.spiders.candidates import Home
from auditor.spiders.directory import Directories
from auditor.spiders.drawing import Browsing, Drawing
from auditor.spiders.earlier import Earlier
from auditor.spiders.events import Event
from auditor.spiders.failures import NetworkGone, OutOfFiles
from auditor.spiders.fetcher import Fetcher, Shared
from auditor.spiders.frontier import Frontier
from auditor.spiders.home import HomeSearch, moved_domain
from auditor.spiders.known import Known, Revisit, known_of, maker
from auditor.spiders.network import GONE
from auditor.spiders.notes import LinkTable, NoteBook
from auditor.spiders.offers import Offers
from auditor.spiders.pages import SitePages
from auditor.spiders.reasons import Reasons
from auditor.spiders.record import Record
from auditor.spiders.sheets import Sheets
from auditor.spiders.sitemaps import Sitemaps
from auditor.spiders.territory import Territory
from auditor.spiders.trust import Trust
from auditor.spiders.whose import Whose
from auditor.urls import host_of, is_social

_OURS_PERHAPS = frozenset({"dns_timeout", "connect_timeout", "network_unreachable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a visit needs besides its unit."""

    shared: Shared
    directories: Directories
    renderer: Renderer
    regions: Regions
    shared_hosts: frozenset[str]
    claims: Mapping[str, tuple[tuple[str, str], ...]]
    on_event: Callable[[Event], None]
    revisit: Revisit | None = None


class SiteVisit:
    """Crawl of one unit. ``run`` returns the finished Visit, whose archive is then on disk."""

    def __init__(self, agency: Agency, region: Region, folder: Path, around: Surroundings) -> None:
        self._agency, self._region, self._around, self._folder = agency, region, around, folder
        self._options = around.shared.options
        self._known: Known | None = known_of(around.revisit, folder, self._options.render)
        self._fetcher = Fetcher(around.shared, self._known)
        self._browsing = Browsing(around.renderer, self._fetcher, agency.unit_id, self._options.render)

    async def run(self) -> Visit:
        """Raises ArchiveError when the disk fails; a site's trouble is in the Visit."""
        started = now()
        record = self._record()
        before = self._known.identities if self._known is not None else {}
        whose = Whose(self._agency, self._region, self._around.regions, before)
        try:
            home = await HomeSearch(
                self._agency,
                self._region,
                self._around.regions,
                fetcher=self._fetcher,
                directories=self._around.directories,
                whose=whose,
                now=started,
            ).run()
            record.book.identities = whose.judged
            record.failures += home.failures
            record.notes |= home.notes
            record.social.update(dict.fromkeys(home.social))
            https, detail = Https.NONE, ""
            examines = self._options.accessibility and home.got is not None
            if home.got is not None:
                https, detail = await self._https(home.got.url)
                # Answers that several units may share come without what this unit's earlier visit knows.
                got = self._known.recognise(home.got) if self._known is not None else home.got
                examines &= not await self._crawl(home, got, record)
            elif "robots_all" in home.notes:
                # robots.txt itself came over this connection; no page is asked for.
                https, detail = await self._https(home.asked)
            final = home.got.url if home.got is not None else ""
            # Before the notes are taken: this look may add one.
            accessibility = (
                await self._browsing.examined(final, record.writer.fetches, record.notes) if examines else ()
            )
            visit = Visit(
                agency=self._agency,
                home=home.asked,
                final_url=final,
                https=https,
                https_detail=detail,
                trail=tuple(home.trail),
                sources_asked=_answered(home.sources),
                asked=tuple(home.sources),
                canonical=self._around.shared.network.alias_of(host_of(home.asked)) if home.asked else "",
                social=tuple(record.social),
                fetches=record.writer.fetches,
                failures=tuple(record.failures),
                notes=tuple(sorted(record.notes | self._fetcher.notes)),
                started_at=started,
                finished_at=now(),
                accessibility=accessibility,
                gone=tuple(record.gone.values()),
                previous=self._known.visit.finished_at if self._known is not None else "",
            )
            await self._rule_out_own_trouble(visit)
            record.writer.finish(visit, record.book.packed())
        except BaseException:
            record.writer.abandon()
            raise
        finally:
            await self._around.renderer.forget(self._agency.unit_id)
        return visit

    def _record(self) -> Record:
        links = self._known.table() if self._known is not None else LinkTable([])
        return Record(
            self._agency,
            self._folder,
            known=self._known,
            book=NoteBook(maker(self._options.render), links),
            on_event=self._around.on_event,
        )

    async def _crawl(self, home: Home, got: Got, record: Record) -> bool:
        """Read the site behind its home page's answer; True where it turns robots away."""
        if home.asked and moved_domain(home.asked, got.url):
            record.notes.add("moved_domain")
        territory = Territory(
            self._agency,
            self._region,
            got.url,
            shared_hosts=self._around.shared_hosts,
            claims=self._around.claims.get(host_of(got.url).removeprefix("www."), ()),
        )
        frontier = Frontier()
        for hop in (home.asked, *got.hops, got.url):
            frontier.mark(hop)
        pages = self._pages(territory, frontier, record)
        await pages.home(got)
        if not (is_social(got.url) or territory.is_portal_instead(home.asked) or pages.walls):
            await pages.rest(got.url)
        return bool(pages.walls)

    def _pages(self, territory: Territory, frontier: Frontier, record: Record) -> SitePages:
        fetcher, options = self._fetcher, self._options
        offers = Offers(frontier, territory, record)
        budget = Budget(options, fetcher.spent, record.notes)
        sitemaps = Sitemaps(fetcher, territory, frontier, record.book)
        trust = Trust(self._agency.unit_id, self._known, sitemaps)
        earlier = Earlier(Asker(fetcher, territory, record.notes), record, offers, budget, trust)
        sheets = Sheets(fetcher, record)
        return SitePages(
            options,
            record=record,
            offers=offers,
            budget=budget,
            earlier=earlier,
            reasons=Reasons(fetcher, options.render, record, offers),
            drawing=Drawing(self._browsing, record, offers, budget, earlier, sheets),
            sitemaps=sitemaps,
            sheets=sheets,
        )

    async def _rule_out_own_trouble(self, visit: Visit) -> None:
        """Raise NetworkGone or OutOfFiles rather than record what our own line or machine could not do."""
        causes = {failure.cause for failure in visit.failures} | {item.reason for item in visit.trail}
        causes |= {source.detail.partition(":")[0] for source in visit.asked if source.state == "silent"}
        if "too_many_files" in causes:
            raise OutOfFiles(
                "batas berkas terbuka tercapai (EMFILE); naikkan 'ulimit -n', lalu lanjutkan dengan --resume"
            )
        network = self._around.shared.network
        # Where no name was ever asked (every way fixed by --connect-to) DNS says nothing of the line.
        silent = causes & (_OURS_PERHAPS if network.answered else _OURS_PERHAPS - {"connect_timeout"})
        if silent and not await network.alive():
            raise NetworkGone(GONE)

    async def _https(self, url: str) -> tuple[Https, str]:
        """Whether a browser would accept the home page's certificate."""
        parts = urlsplit(url)
        port = parts.port if parts.scheme == "https" and parts.port else 443
        return await self._fetcher.certificate(host_of(url), port)


def _answered(sources: Iterable[Asked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.source for source in sources if source.state == "answered"))
