"""One unit's crawl from first question to last record: strictly one request after the other."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from auditor.clock import now
from auditor.models import Accessibility, Agency, Asked, Failure, Fetch, Gone, Https, Kind, Region, Visit
from auditor.reference import Regions
from auditor.spiders.browser import Renderer
from auditor.spiders.candidates import Home
from auditor.spiders.directory import Directories
from auditor.spiders.events import Event, PageRead
from auditor.spiders.failures import FetchError, NetworkGone, OutOfFiles
from auditor.spiders.fetcher import Fetcher, Got, Shared
from auditor.spiders.frontier import Frontier, Item, is_trap, kind_of, promise, rules, same, words_of
from auditor.spiders.home import HomeSearch, moved_domain
from auditor.spiders.known import Known, Revisit, known_of, maker
from auditor.spiders.links import Found, script_links
from auditor.spiders.look import (
    Look,
    decode,
    inline_scripts,
    is_html,
    look,
    needs_browser,
    own_scripts,
    render_rules,
)
from auditor.spiders.network import GONE
from auditor.spiders.notes import LinkTable, NoteBook
from auditor.spiders.noticed import Noticed, links_of, notice, plain_note
from auditor.spiders.sitemaps import read_sitemap
from auditor.store.archive import Occasion, VisitWriter
from auditor.urls import (
    UrlError,
    absolute,
    canonical,
    drive,
    host_of,
    in_scope,
    is_social,
    registered_domain,
    social_account,
)

logger = logging.getLogger(__name__)

_EXAMINED = 3  # pages for axe-core: the home page and two of the service pages
_SITEMAP_AFTER = 6  # pages read before the sitemap is asked: menus say more
_SITEMAPS = 4
_SITEMAP_ADDRESSES = 500
_WALLS = 2
_UNLINKED = 30  # pages nothing leads to any more that are still asked for
_LIKELY = 30.0
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
        self._agency, self._region, self._around = agency, region, around
        self._options = around.shared.options
        self._known: Known | None = known_of(around.revisit, folder, self._options.render)
        self._fetcher = Fetcher(around.shared, self._known)
        self._frontier = Frontier()
        self._links = self._known.table() if self._known is not None else LinkTable([])
        self._book = NoteBook(maker(self._options.render), self._links)
        self._offered: dict[int, str] = {}
        self._ahead: dict[str, Got | FetchError] = {}
        self._gone: dict[str, Gone] = {}
        self._folder = folder
        self._writer: VisitWriter | None = None
        self._failures: list[Failure] = []
        self._notes: set[str] = set()
        self._social: dict[str, None] = {}
        self._counts = {"page": 0, "document": 0, "image": 0, "render": 0}
        self._bodies: set[str] = set()
        self._scripts: dict[str, str] = {}
        self._walls = 0
        self._home_url = ""
        self._scoped = False
        self._others: tuple[str, ...] = ()
        self._sitemap_done = False

    async def run(self) -> Visit:
        """Raises ArchiveError when the disk fails; a site's trouble is in the Visit."""
        started = now()
        self._writer = VisitWriter(self._folder, self._agency)
        try:
            home = await HomeSearch(
                self._agency,
                self._region,
                self._around.regions,
                fetcher=self._fetcher,
                directories=self._around.directories,
                now=started,
            ).run()
            self._failures += home.failures
            self._notes |= home.notes
            for account in home.social:
                self._social[account] = None
            https, detail = Https.NONE, ""
            if home.got is not None:
                https, detail = await self._https(home.got.url)
                # Answers that several units may share come without what this unit's earlier visit knows.
                known = self._known
                await self._crawl(home, known.recognise(home.got) if known is not None else home.got)
            elif "robots_all" in home.notes:
                # robots.txt itself came over this connection; no page is asked for.
                https, detail = await self._https(home.asked)
            visit = Visit(
                agency=self._agency,
                home=home.asked,
                final_url=home.got.url if home.got is not None else "",
                https=https,
                https_detail=detail,
                trail=tuple(home.trail),
                sources_asked=_answered(home.sources),
                asked=tuple(home.sources),
                canonical=self._around.shared.network.alias_of(host_of(home.asked)) if home.asked else "",
                social=tuple(self._social),
                fetches=self._writer.fetches,
                failures=tuple(self._failures),
                notes=tuple(sorted(self._notes | self._fetcher.notes)),
                started_at=started,
                finished_at=now(),
                accessibility=await self._examined(home.got.url) if home.got is not None else (),
                gone=tuple(self._gone.values()),
                previous=self._known.visit.finished_at if self._known is not None else "",
            )
            await self._rule_out_own_trouble(visit)
            self._writer.finish(visit, self._book.packed())
        except BaseException:
            self._writer.abandon()
            raise
        finally:
            await self._around.renderer.forget(self._agency.unit_id)
        return visit

    async def _examined(self, home: str) -> tuple[Accessibility, ...]:
        """What the browser says of the home page and the likeliest service pages, where that was asked."""
        renderer = self._around.renderer
        if not self._options.accessibility or self._options.render == "never" or self._walls:
            return ()
        if not await renderer.available():
            self._notes.add("no_browser")
            return ()
        assert self._writer is not None
        likely = sorted(
            {
                fetch.url: promise(f"{fetch.anchor} {words_of(fetch.url)}")
                for fetch in self._writer.fetches
                if fetch.content_type.startswith("text/html") and fetch.status == 200 and not fetch.external
            }.items(),
            key=lambda page: (-page[1], page[0]),
        )
        wanted = [home, *(url for url, worth in likely if url != home and worth >= _LIKELY)]
        found: list[Accessibility] = []
        for url in wanted[:_EXAMINED]:
            try:
                lane = await self._fetcher.lane(url)
                async with self._fetcher.turn(url, lane):
                    pass
                found.append(await renderer.examine(url, self._agency.unit_id, self._allowed, now()))
            except FetchError as error:
                logger.info("not_examined", extra={"url": url, "cause": error.cause})
        return tuple(found)

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

    # ------------------------------------------------------------ the crawl

    async def _crawl(self, home: Home, got: Got) -> None:
        self._home_url = got.url
        self._scoped = self._is_scoped(got.url)
        self._others = tuple(
            website
            for unit_id, website in self._around.claims.get(host_of(got.url).removeprefix("www."), ())
            if unit_id != self._agency.unit_id and not in_scope(got.url, website, True)
        )
        if home.asked and moved_domain(home.asked, got.url):
            self._notes.add("moved_domain")
        for hop in (home.asked, *got.hops, got.url):
            self._frontier.mark(hop)
        first = Item(rank=0, number=0, url=got.url, kind="page", anchor="", depth=0)
        await self._take(got, first)
        if is_social(got.url) or self._led_to_portal(home, got) or self._walls:
            return
        await self._look_ahead()
        while (item := self._frontier.pop()) is not None:
            if self._spent_out():
                self._leave(item)
                break
            if not self._has_room(item.kind):
                self._leave(item)
                continue
            await self._visit(item)
            if self._walls >= _WALLS:
                break
            if not self._sitemap_done and (self._counts["page"] >= _SITEMAP_AFTER or not len(self._frontier)):
                await self._sitemaps()
        for item in self._frontier.rest():
            self._leave(item)
        if self._walls < _WALLS:
            await self._look_for_gone()

    async def _look_ahead(self) -> None:
        """Ask first for what the earlier verdicts rest on; the answers are read in their turn."""
        for url in self._known.cited() if self._known is not None else ():
            fetch = self._known.page(url) if self._known is not None else None
            if fetch is None or self._is_asked(fetch) or self._spent_out():
                continue
            item = _item_of(fetch)
            try:
                self._ahead[item.url] = await self._get(item)
            except FetchError as error:
                self._ahead[item.url] = error

    def _is_asked(self, fetch: Fetch) -> bool:
        return fetch.requested_url in self._ahead or same(fetch.url) == same(self._home_url)

    async def _look_for_gone(self) -> None:
        """Ask for pages of the earlier visit that nothing leads to any more: gone, or only unlinked?"""
        known = self._known
        if known is None:
            return
        cited = dict.fromkeys(known.cited())
        unlinked = [
            fetch
            for fetch in known.visit.fetches
            if fetch.via == "http"
            and fetch.status < 400
            and not fetch.external
            and not self._frontier.known(fetch.requested_url)
            and not self._frontier.known(fetch.url)
        ]
        unlinked.sort(key=lambda fetch: fetch.url not in cited)
        for fetch in unlinked[:_UNLINKED]:
            if self._spent_out():
                return
            try:
                got = await self._answer(_item_of(fetch))
            except FetchError:
                continue  # nothing is said of what could not be asked
            if got.status in (404, 410) or got.status < 300:
                cause = f"http_{got.status}" if got.status >= 400 else "unlinked"
                self._gone[fetch.url] = Gone(url=fetch.url, cause=cause, last_seen=fetch.fetched_at)

    def _is_scoped(self, home: str) -> bool:
        """Whether only addresses below the home's path are the unit's."""
        host = host_of(home).removeprefix("www.")
        if urlsplit(home).path in ("", "/") and not urlsplit(home).query and not urlsplit(home).fragment:
            return False
        portal = host in (self._region.domain, *self._region.other_domains)
        return host in self._around.shared_hosts or (portal and self._agency.kind is not Kind.PORTAL)

    def _is_ours(self, url: str) -> bool:
        """Whether the address is part of this unit's site, and not of one that lives below it."""
        return in_scope(url, self._home_url, self._scoped) and not any(
            in_scope(url, other, True) for other in self._others
        )

    def _led_to_portal(self, home: Home, got: Got) -> bool:
        """A unit's address that only leads to the region's front page says nothing of the unit."""
        host = host_of(got.url).removeprefix("www.")
        portal = host in (self._region.domain, *self._region.other_domains)
        moved = host_of(home.asked).removeprefix("www.") != host
        return (
            portal and moved and self._agency.kind is not Kind.PORTAL and urlsplit(got.url).path in ("", "/")
        )

    def _spent_out(self) -> bool:
        spent = self._fetcher.spent
        for name, used, limit in (
            ("budget_bytes", spent.bytes, self._options.max_bytes),
            ("budget_time", spent.seconds, self._options.max_seconds),
        ):
            if used >= limit:
                self._notes.add(name)
                return True
        return False

    def _has_room(self, kind: str) -> bool:
        limits = {
            "page": self._options.max_pages,
            "document": self._options.max_documents,
            "image": self._options.max_images,
        }
        if self._counts[kind] < limits[kind]:
            return True
        self._notes.add(f"budget_{kind}s")
        return False

    def _leave(self, item: Item) -> None:
        """Remember what was not read if it may hold something: absence must not be claimed then."""
        words = promise(f"{item.anchor} {words_of(item.url)}")
        if words >= _LIKELY and len(self._failures) < 400:
            self._fail(item, FetchError("budget", item.kind))

    async def _visit(self, item: Item) -> None:  # noqa: PLR0911 - one return per kind of answer
        if item.how == "route" and "#" in item.url:
            await self._route(item)
            return
        self._counts[item.kind] += 1
        try:
            got = await self._answer(item)
        except FetchError as error:
            if not self._stand_in(item, error.cause):
                self._fail(item, error)
            return
        if got.url != item.url and self._frontier.known(got.url) and same(got.url) != same(item.url):
            return  # it only leads to a page that was read or waits
        self._frontier.mark(got.url)
        if item.external and host_of(got.url) in rules().data.login.hosts:
            self._fail(item, FetchError("drive_private", got.url[:200]))
            return
        if got.status in (404, 410) and item.how == "script":
            return  # a string in a program, not a link a visitor was offered
        if got.status >= 400:
            if self._stand_in(item, f"http_{got.status}"):
                return
            self._note_gone(item, got.status)
            if drive(item.url) and got.status in (401, 403):
                self._fail(item, FetchError("drive_private", f"http_{got.status}"))
            else:
                self._fail(item, FetchError(f"http_{got.status}"))
            return
        if 300 <= got.status < 400:
            target = got.header("location")[:200]
            cause = (
                "drive_private"
                if any(host in target for host in rules().data.login.hosts)
                else "redirected_away"
            )
            self._fail(item, FetchError(cause, target))
            return
        await self._take(got, item)

    async def _answer(self, item: Item) -> Got:
        """The answer, of those asked for ahead or now. Raises FetchError."""
        ahead = self._ahead.pop(item.url, None)
        if isinstance(ahead, FetchError):
            raise ahead
        return ahead or await self._get(item)

    async def _get(self, item: Item) -> Got:
        return await self._fetcher.get(
            self._door_that_opens(item.url),
            referrer=item.referrer,
            follow=lambda target: self._follows(item, target),
        )

    def _stand_in(self, item: Item, cause: str) -> bool:
        """Go on with what an earlier visit read at an address that fails now; False when there is nothing."""
        known = self._known
        if known is None or self._writer is None:
            return False
        found = [known.stand_in(item.url, cause, via) for via in ("http", "browser")]
        kept = [fetch for fetch in found if fetch is not None and fetch.sha256 not in self._bodies]
        for fetch in kept:
            self._bodies.add(fetch.sha256)
            self._writer.keep(fetch, known.folder, asked=_occasion(fetch.url, item), cause=cause)
            note = known.note_of(fetch) if fetch.via == "http" else None
            if note is not None:
                self._book.page(fetch.url, note)
                self._spread(note.points, note.links or (), fetch.url, item)
        return bool(kept)

    def _note_gone(self, item: Item, status: int) -> None:
        before = self._known.page(item.url) if self._known is not None else None
        if before is not None and before.status < 400 and status in (404, 410):
            self._gone[before.url] = Gone(url=before.url, cause=f"http_{status}", last_seen=before.fetched_at)

    def _door_that_opens(self, url: str) -> str:
        """A link to the home's host through the door that proved shut is asked through the home's own."""
        home = urlsplit(self._home_url)
        parts = urlsplit(url)
        if parts.netloc == home.netloc and parts.scheme != home.scheme and self._fetcher.silent(url):
            self._notes.add("other_scheme")
            return parts._replace(scheme=home.scheme).geturl()
        return url

    def _follows(self, item: Item, target: str) -> bool:
        """Redirects inside the site are followed; a document may lie anywhere but behind a login."""
        if host_of(target) in rules().data.login.hosts:
            return False
        if item.external or item.kind != "page":
            return True
        return in_scope(target, self._home_url, False) or kind_of(target) in ("document", "image")

    # ------------------------------------------------------------ what came back

    async def _take(self, got: Got, item: Item) -> None:
        page = notice(got)
        if page is None:
            self._take_file(got, item)
            return
        signals = page.note.signals
        if item.external and drive(item.url) and page.note.asks_login:
            self._fail(item, FetchError("drive_private", page.note.title[:100]))
            return
        if "bot_wall" in signals:
            self._walls += _WALLS if item.depth == 0 else 1
            self._notes.add("bot_wall")
            if item.depth and self._stand_in(item, "bot_wall"):
                return
            self._fail(item, FetchError("bot_wall", page.note.title[:100]))
            if item.depth == 0:
                self._store(got, item)
            return
        if item.kind == "image" or (item.kind != "page" and item.external):
            return  # a missing file answered with a page
        repeated = got.sha256 in self._bodies
        self._bodies.add(got.sha256)
        if not repeated:
            self._store(got, item)
            if "login_wall" in signals and item.depth == 0:
                self._notes.add("login_wall")
            self._spread(page.note.points, page.links(self._links), got.url, item)
        why = "" if item.external else await self._why_render(page, got.url)
        self._book.page(got.url, page.note)
        if why:
            await self._render(got.url, item, why)

    def _take_file(self, got: Got, item: Item) -> None:
        if item.kind == "page" and kind_of(got.url) == "page":
            kind = "image" if got.content_type.startswith("image/") else "document"
            self._counts["page"] -= 1 if item.depth else 0
            self._counts[kind] += 1
        if got.content_type.startswith(("video/", "audio/")):
            return
        if got.truncated:
            self._fail(item, FetchError("too_large", f"> {self._options.max_body}"))
            return
        note = plain_note(got)
        self._book.page(got.url, note)
        if got.sha256 not in self._bodies and note.size:
            self._bodies.add(got.sha256)
            self._store(got, item)

    def _store(self, got: Got, item: Item) -> None:
        assert self._writer is not None
        known = self._known if got.note is not None else None
        earlier = known.before(got) if known is not None else None
        if known is not None and earlier is not None and not got.noisy:
            asked = _occasion(got.url, item, got)
            self._writer.refer(earlier, known.folder, asked=asked, not_modified=got.not_modified)
        else:
            self._writer.add(
                url=got.url,
                requested_url=got.requested_url,
                status=got.status,
                headers=got.headers,
                body=got.body,
                content_type=got.header("content-type"),
                fetched_at=now(),
                referrer=item.referrer,
                anchor=item.anchor,
                depth=item.depth,
                external=item.external,
                truncated=got.truncated,
                sha256=got.sha256,
                reads=(earlier.reads or earlier.sha256) if earlier is not None else "",
            )
        self._tell(got.url, got.status, "http")

    def _tell(self, url: str, status: int, via: str) -> None:
        unit = self._agency.unit_id
        self._around.on_event(PageRead(unit_id=unit, url=url, status=status, via=via))

    def _spread(self, points: float, places: tuple[int, ...], url: str, item: Item) -> None:
        """Queue what the page links to."""
        if points > 0 and item.depth > 0:
            self._frontier.paid_off(url, points)
        for place in places:
            settled = self._offered.get(place)
            if settled is None:
                link = self._links.rows[place]
                self._offer(link, url, item, points)
                self._settle(place, link)
            elif settled:
                self._frontier.seen_again(settled)

    def _settle(self, place: int, link: Found) -> None:
        """Remember a link that another page need not offer again: whatever it is asked for is decided."""
        kind = kind_of(link.url, link.how)
        if is_social(link.url):
            self._offered[place] = ""
        elif self._is_ours(link.url):
            if kind == "skip" or self._frontier.known(link.url):
                self._offered[place] = link.url if kind == "image" else ""
        elif kind in ("page", "skip") and drive(link.url) is None:
            self._offered[place] = ""

    def _offer(self, link: Found, url: str, item: Item, points: float) -> None:
        if account := social_account(link.url):
            self._social.setdefault(account, None)
        if is_social(link.url):
            return
        context = link.text or (item.anchor if link.how in ("embed", "image") else "")
        link = Found(
            url=link.url, text=context, how=link.how, zone=link.zone, hint=link.hint, small=link.small
        )
        if self._is_ours(link.url):
            self._frontier.offer(link, referrer=url, depth=item.depth + 1, page_score=points)
        else:
            self._offer_external(link, url, item, points)

    def _offer_external(self, link: Found, url: str, item: Item, points: float) -> None:
        """Elsewhere only files are read: on a Drive, or embedded, or named like what is looked for."""
        stored = drive(link.url)
        kind = kind_of(link.url, link.how)
        if stored is not None:
            if not stored.download:
                self._unreadable_drive(link, url, stored.kind)
                return
            link = Found(url=stored.download, text=link.text, how="document", zone=link.zone)
        elif kind == "image":
            if link.zone != "main" or item.external or not self._keeps_uploads(host_of(link.url)):
                return
        elif kind == "document":
            own = registered_domain(host_of(link.url)) == registered_domain(host_of(self._home_url))
            if not own and link.how != "embed" and promise(f"{link.text} {words_of(link.url)}") < _LIKELY:
                return
        elif self._scoped and link.how != "embed":
            return
        else:
            return
        if stored is not None and not self._frontier.known(link.url):
            self._frontier.offer(
                link, referrer=url, depth=item.depth + 1, page_score=points + 20, external=True
            )
            return
        self._frontier.offer(link, referrer=url, depth=item.depth + 1, page_score=points, external=True)

    def _keeps_uploads(self, host: str) -> bool:
        """Whether a host keeps pictures of this site, not somebody's advertisements or samples."""
        own = registered_domain(host_of(self._home_url))
        return registered_domain(host) == own or any(
            host == known or host.endswith(f".{known}") for known in rules().data.images.offsite_hosts
        )

    def _unreadable_drive(self, link: Found, url: str, kind: str) -> None:
        if self._frontier.known(link.url):
            return
        self._frontier.mark(link.url)
        if promise(link.text) >= _LIKELY or not link.text:
            self._failures.append(
                Failure(
                    url=link.url, cause="drive_folder", detail=kind, referrer=url, anchor=link.text, at=now()
                )
            )

    def _fail(self, item: Item, error: FetchError) -> None:
        self._failures.append(
            Failure(
                url=item.url,
                cause=error.cause,
                detail=error.detail,
                permanent=error.permanent,
                referrer=item.referrer,
                anchor=item.anchor,
                at=now(),
            )
        )

    # ------------------------------------------------------------ scripts and browser

    async def _why_render(self, noticed: Noticed, url: str) -> str:
        if self._options.render == "always":
            return "always"
        why = noticed.note.why
        if why is None or not await self._same_scripts(noticed, url):
            why = await self._find_why(noticed, url)
        if self._options.render == "auto":
            return why
        # Still find out, so that the page is not taken for empty.
        if why.startswith(("framework", "no_content", "body_written", "filled", "template")):
            self._notes.add("render_never")
            return why
        return ""

    async def _find_why(self, noticed: Noticed, url: str) -> str:
        page = noticed.page
        scripts = inline_scripts(page)
        why, asked = needs_browser(page, scripts), []
        if not why and self._options.render == "auto":
            asked = [(address, await self._text_of(address, url)) for address in _own_addresses(page, url)]
            extra = "\n".join(text for _, text in asked)
            why = needs_browser(page, f"{scripts}\n{extra}") if extra else ""
        noticed.decided(why, tuple((address, _hash(text)) for address, text in asked))
        return why

    async def _same_scripts(self, noticed: Noticed, url: str) -> bool:
        """Whether the scripts that had a say are still the same."""
        for address, before in noticed.note.scripts:
            if _hash(await self._text_of(address, url)) != before:
                return False
        return True

    async def _text_of(self, address: str, url: str) -> str:
        """The words of a script; each is asked once."""
        if address not in self._scripts:
            self._scripts[address] = await self._script(address, url) if len(self._scripts) < 20 else ""
        return self._scripts[address]

    async def _script(self, address: str, page_url: str) -> str:
        try:
            got = await self._fetcher.get(address, referrer=page_url, attempts=1)
        except FetchError:
            return ""
        if got.status != 200 or len(got.body) > render_rules().scripts.max_bytes or is_html("", got.body):
            return ""
        self._book.aside(got.url, plain_note(got), got.body)
        text = decode(got.body, got.content_type)
        carrier = Item(rank=0, number=0, url=address, kind="page", depth=1)
        for raw, found in script_links(text):
            try:
                link = absolute(page_url, raw)
            except UrlError:
                continue
            how = "route" if "#" in link else found.how
            self._offer(Found(url=link, how=how, hint=found.hint), page_url, carrier, 0.0)
        return text

    async def _route(self, item: Item) -> None:
        """A hash route: a page that only the browser can open."""
        self._counts["page"] += 1
        if self._options.render == "never":
            self._fail(item, FetchError("needs_browser", "render=never"))
            return
        await self._render(item.url, item, "route")

    async def _render(self, url: str, item: Item, why: str) -> None:
        if self._options.render == "never":
            self._fail_page(url, item, FetchError("needs_browser", f"render=never {why}"))
            return
        if self._counts["render"] >= self._options.max_renders:
            self._notes.add("budget_renders")
            self._fail_page(url, item, FetchError("budget", f"render {why}"))
            return
        if not await self._around.renderer.available():
            self._notes.add("no_browser")
            self._fail_page(url, item, FetchError("needs_browser", why))
            return
        self._counts["render"] += 1
        try:
            lane = await self._fetcher.lane(url)
            # Its turn to begin is waited for; a page being drawn asks little and must not block
            # the other units of a shared domain for seconds.
            async with self._fetcher.turn(url, lane):
                pass
            drawn = await self._around.renderer.draw(url, self._agency.unit_id, self._allowed)
        except FetchError as error:
            if error.cause == "needs_browser":
                self._notes.add("no_browser")
            if not self._keep_drawn(url, item, error.cause):
                self._fail_page(url, item, error)
            return
        body = drawn.html.encode("utf-8", "replace")
        digest = hashlib.sha256(body).hexdigest()
        if digest in self._bodies:
            return
        self._bodies.add(digest)
        self._store_drawn(url, item, drawn.html, body, digest)
        page = look(drawn.html)
        self._spread(page.points, self._links.places(links_of(page, url, self._links.memory)), url, item)
        for route in drawn.routes:
            try:
                target = canonical(urljoin(url, route))
            except UrlError:
                continue
            self._offer(Found(url=target, how="route"), url, item, page.points)

    def _store_drawn(self, url: str, item: Item, html: str, body: bytes, digest: str) -> None:
        assert self._writer is not None
        known = self._known
        earlier = known.drawn(digest) if known is not None else None
        if known is not None and earlier is not None:
            self._writer.refer(earlier, known.folder, asked=_occasion(url, item), not_modified=False)
        else:
            alike = known.drawn_alike(url, html) if known is not None else None
            self._writer.add(
                url=url,
                sha256=digest,
                requested_url=item.url,
                status=200,
                headers=(),
                body=body,
                content_type="text/html; charset=utf-8",
                fetched_at=now(),
                via="browser",
                referrer=item.referrer,
                anchor=item.anchor,
                depth=item.depth,
                reads=(alike.reads or alike.sha256) if alike is not None else "",
            )
        self._tell(url, 200, "browser")

    def _keep_drawn(self, url: str, item: Item, cause: str) -> bool:
        """Go on with the page as it was drawn before; False when it never was."""
        fetch = self._known.stand_in(url, cause, "browser") if self._known is not None else None
        if fetch is None or self._known is None or self._writer is None:
            return False
        self._writer.keep(fetch, self._known.folder, asked=_occasion(url, item), cause=cause)
        return True

    def _fail_page(self, url: str, item: Item, error: FetchError) -> None:
        self._failures.append(
            Failure(
                url=url,
                cause=error.cause,
                detail=error.detail,
                permanent=error.permanent,
                referrer=item.referrer,
                anchor=item.anchor,
                at=now(),
            )
        )

    async def _allowed(self, url: str) -> bool:
        try:
            return (await self._fetcher.robots(url)).allows(url)
        except FetchError:
            return False

    # ------------------------------------------------------------ sitemaps and certificate

    async def _sitemaps(self) -> None:
        """Addresses the site itself lists; a sitemap is asked once, an index followed one level."""
        self._sitemap_done = True
        parts = urlsplit(self._home_url)
        rules = await self._fetcher.robots(self._home_url)
        waiting = list(rules.sitemaps) or [f"{parts.scheme}://{parts.netloc}/sitemap.xml"]
        asked: set[str] = set()
        taken = 0
        while waiting and len(asked) < _SITEMAPS and taken < _SITEMAP_ADDRESSES:
            address = waiting.pop(0)
            if address in asked:
                continue
            asked.add(address)
            kind, addresses = await self._sitemap(address)
            if kind == "sitemapindex":
                waiting += sorted(addresses, key=lambda url: ("post" in url or "tag" in url, url))
                continue
            for url in addresses[:_SITEMAP_ADDRESSES]:
                taken += 1
                if self._is_ours(url) and not is_trap(url):
                    self._frontier.offer_sitemap(url, address)

    async def _sitemap(self, address: str) -> tuple[str, list[str]]:
        try:
            address = canonical(address)
            if not in_scope(address, self._home_url, False):
                return "", []
            got = await self._fetcher.get(address, attempts=1)
        except (FetchError, UrlError):
            return "", []
        kind, found = read_sitemap(got)
        if kind:
            self._book.aside(got.url, plain_note(got), got.body)
        return kind, found

    async def _https(self, url: str) -> tuple[Https, str]:
        """Whether a browser would accept the home page's certificate."""
        parts = urlsplit(url)
        port = parts.port if parts.scheme == "https" and parts.port else 443
        return await self._fetcher.certificate(host_of(url), port)


def _answered(sources: Iterable[Asked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.source for source in sources if source.state == "answered"))


def _own_addresses(page: Look, url: str) -> list[str]:
    """Addresses of the site's own small scripts: they name the places they fill."""
    found: list[str] = []
    for source in own_scripts(page)[: render_rules().scripts.max_files]:
        try:
            address = absolute(url, source)
        except UrlError:
            continue
        if registered_domain(host_of(address)) == registered_domain(host_of(url)):
            found.append(address)
    return found


def _item_of(fetch: Fetch) -> Item:
    """An address of an earlier visit, as it was come to then."""
    return Item(
        rank=0,
        number=0,
        url=fetch.requested_url,
        kind=kind_of(fetch.requested_url),
        anchor=fetch.anchor,
        referrer=fetch.referrer,
        depth=fetch.depth,
        external=fetch.external,
    )


def _occasion(url: str, item: Item, got: Got | None = None) -> Occasion:
    return Occasion(
        url=url,
        requested_url=got.requested_url if got is not None else item.url,
        fetched_at=now(),
        headers=got.headers if got is not None else (),
        referrer=item.referrer,
        anchor=item.anchor,
        depth=item.depth,
        external=item.external,
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""
