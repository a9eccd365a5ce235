"""One unit's crawl from first question to last record: strictly one request after the other."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from scrapy.utils.sitemap import Sitemap

from auditor.models import Agency, Asked, Failure, Fetch, Https, Kind, Region, Visit
from auditor.reference import Regions
from auditor.signals import page_signals
from auditor.spiders.browser import Renderer
from auditor.spiders.directory import Directories
from auditor.spiders.events import Event, PageRead
from auditor.spiders.failures import FetchError, NetworkGone
from auditor.spiders.fetcher import Fetcher, Got, Shared
from auditor.spiders.frontier import Frontier, Item, is_trap, kind_of, promise, rules, same, words_of
from auditor.spiders.home import Home, HomeSearch, moved_domain
from auditor.spiders.links import Found, find_links, refresh_target, script_links
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
from auditor.store.archive import VisitWriter
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

_SITEMAP_AFTER = 6  # pages read before the sitemap is asked: menus say more
_SITEMAPS = 4
_SITEMAP_ADDRESSES = 500
_WALLS = 2
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


class SiteVisit:
    """Crawl of one unit. ``run`` returns the finished Visit, whose archive is then on disk."""

    def __init__(self, agency: Agency, region: Region, folder: Path, around: Surroundings) -> None:
        self._agency, self._region, self._around = agency, region, around
        self._options = around.shared.options
        self._fetcher = Fetcher(around.shared)
        self._frontier = Frontier()
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
        started = _now()
        self._writer = VisitWriter(self._folder, self._agency)
        try:
            home = await HomeSearch(
                self._agency,
                self._region,
                self._around.regions,
                fetcher=self._fetcher,
                network=self._around.shared.network,
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
                await self._crawl(home, home.got)
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
                finished_at=_now(),
            )
            await self._rule_out_own_trouble(visit)
            self._writer.finish(visit)
        except BaseException:
            self._writer.abandon()
            raise
        finally:
            await self._around.renderer.forget(self._agency.unit_id)
        return visit

    async def _rule_out_own_trouble(self, visit: Visit) -> None:
        """Raise NetworkGone rather than record what our own machine or line could not do."""
        causes = {failure.cause for failure in visit.failures} | {item.reason for item in visit.trail}
        causes |= {source.detail.partition(":")[0] for source in visit.asked if source.state == "silent"}
        if "too_many_files" in causes:
            raise NetworkGone(
                "batas berkas terbuka tercapai (EMFILE); naikkan 'ulimit -n', lalu lanjutkan dengan --resume"
            )
        if causes & _OURS_PERHAPS and not await self._around.shared.network.alive():
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
            got = await self._fetcher.get(
                self._door_that_opens(item.url),
                referrer=item.referrer,
                follow=lambda target: self._follows(item, target),
            )
        except FetchError as error:
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
        html = is_html(got.content_type, got.body)
        if not html:
            self._take_file(got, item)
            return
        page = look(decode(got.body, got.content_type))
        headers = dict(got.headers)
        signals = page_signals(got.status, headers, page.text, page.title, page.html)
        if item.external and drive(item.url) and _asks_login(page):
            self._fail(item, FetchError("drive_private", page.title[:100]))
            return
        if "bot_wall" in signals:
            self._walls += _WALLS if item.depth == 0 else 1
            self._notes.add("bot_wall")
            self._fail(item, FetchError("bot_wall", page.title[:100]))
            if item.depth == 0:
                self._store(got, item)
            return
        if item.kind != "page":
            if item.external:
                return
            if item.kind == "image":
                return  # a missing picture answered with a page
        digest = hashlib.sha256(got.body).hexdigest()
        repeated = digest in self._bodies
        self._bodies.add(digest)
        if not repeated:
            self._store(got, item)
            if "login_wall" in signals and item.depth == 0:
                self._notes.add("login_wall")
            self._spread(page, got.url, item)
        if item.external:
            return
        why = await self._why_render(page, got.url)
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
        digest = hashlib.sha256(got.body).hexdigest()
        if digest not in self._bodies and got.body:
            self._bodies.add(digest)
            self._store(got, item)

    def _store(self, got: Got, item: Item) -> Fetch:
        assert self._writer is not None
        fetch = self._writer.add(
            url=got.url,
            requested_url=got.requested_url,
            status=got.status,
            headers=got.headers,
            body=got.body,
            content_type=got.header("content-type"),
            fetched_at=_now(),
            referrer=item.referrer,
            anchor=item.anchor,
            depth=item.depth,
            external=item.external,
            truncated=got.truncated,
        )
        self._tell(got.url, got.status, "http", len(got.body))
        return fetch

    def _tell(self, url: str, status: int, via: str, size: int) -> None:
        unit = self._agency.unit_id
        self._around.on_event(PageRead(unit_id=unit, url=url, status=status, via=via, size=size))

    def _spread(self, page: Look, url: str, item: Item) -> None:
        """Queue what the page links to."""
        words = page.points
        if words > 0 and item.depth > 0:
            self._frontier.paid_off(url, words)
        target = refresh_target(page.tree, url)
        found = find_links(page.tree, url)
        if target:
            found.insert(0, Found(url=target, text="", how="link"))
        for link in found:
            self._offer(link, url, item, words)

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
                    url=link.url, cause="drive_folder", detail=kind, referrer=url, anchor=link.text, at=_now()
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
                at=_now(),
            )
        )

    # ------------------------------------------------------------ scripts and browser

    async def _why_render(self, page: Look, url: str) -> str:
        if self._options.render == "never":
            # Still find out, so that the page is not taken for empty.
            why = needs_browser(page, inline_scripts(page))
            if why.startswith(("framework", "no_content", "body_written", "filled", "template")):
                self._notes.add("render_never")
                return why
            return ""
        if self._options.render == "always":
            return "always"
        scripts = inline_scripts(page)
        why = needs_browser(page, scripts)
        if not why:
            extra = await self._own_scripts(page, url)
            why = needs_browser(page, f"{scripts}\n{extra}") if extra else ""
        return why

    async def _own_scripts(self, page: Look, url: str) -> str:
        """The site's own small scripts: they name the places they fill. Each is asked once."""
        rules = render_rules().scripts
        texts: list[str] = []
        for source in own_scripts(page)[: rules.max_files]:
            try:
                address = absolute(url, source)
            except UrlError:
                continue
            if registered_domain(host_of(address)) != registered_domain(host_of(url)):
                continue
            if address not in self._scripts:
                self._scripts[address] = await self._script(address, url) if len(self._scripts) < 20 else ""
            texts.append(self._scripts[address])
        return "\n".join(texts)

    async def _script(self, address: str, page_url: str) -> str:
        try:
            got = await self._fetcher.get(address, referrer=page_url, attempts=1)
        except FetchError:
            return ""
        if got.status != 200 or len(got.body) > render_rules().scripts.max_bytes or is_html("", got.body):
            return ""
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
            self._fail_page(url, item, error)
            return
        body = drawn.html.encode("utf-8", "replace")
        digest = hashlib.sha256(body).hexdigest()
        if digest in self._bodies:
            return
        self._bodies.add(digest)
        assert self._writer is not None
        self._writer.add(
            url=url,
            requested_url=item.url,
            status=200,
            headers=(),
            body=body,
            content_type="text/html; charset=utf-8",
            fetched_at=_now(),
            via="browser",
            referrer=item.referrer,
            anchor=item.anchor,
            depth=item.depth,
        )
        self._tell(url, 200, "browser", len(body))
        page = look(drawn.html)
        self._spread(page, url, item)
        for route in drawn.routes:
            try:
                target = canonical(urljoin(url, route))
            except UrlError:
                continue
            self._offer(Found(url=target, how="route"), url, item, page.points)

    def _fail_page(self, url: str, item: Item, error: FetchError) -> None:
        self._failures.append(
            Failure(
                url=url,
                cause=error.cause,
                detail=error.detail,
                permanent=error.permanent,
                referrer=item.referrer,
                anchor=item.anchor,
                at=_now(),
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
        body = got.body
        if got.status != 200 or is_html(got.content_type, body):
            return "", []
        try:
            if body[:2] == b"\x1f\x8b":
                body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(20_000_000)
            sitemap = Sitemap(body)
            found: list[str] = []
            for entry in sitemap:
                try:
                    found.append(canonical(str(entry["loc"])))
                except (UrlError, KeyError):
                    continue
        except (OSError, EOFError, ValueError, zlib.error, AttributeError):
            return "", []
        return sitemap.type or "", found

    async def _https(self, url: str) -> tuple[Https, str]:
        """Whether a browser would accept the home page's certificate."""
        parts = urlsplit(url)
        port = parts.port if parts.scheme == "https" and parts.port else 443
        return await self._fetcher.certificate(host_of(url), port)


def _answered(sources: Iterable[Asked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.source for source in sources if source.state == "answered"))


def _asks_login(page: Look) -> bool:
    """A Drive page that asks for an account or for permission."""
    words = f"{page.title} {page.text[:600]}".casefold()
    return any(phrase in words for phrase in rules().data.login.phrases)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
