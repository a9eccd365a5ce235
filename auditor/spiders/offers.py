"""What a page links to, and whether it is offered to the frontier: own pages, files kept elsewhere."""

from __future__ import annotations

from auditor.clock import now
from auditor.models import Failure
from auditor.spiders.frontier import Frontier, Item
from auditor.spiders.frontier_rules import kind_of, promise, words_of
from auditor.spiders.record import Record
from auditor.spiders.territory import Territory
from auditor.spiders.written import Found
from auditor.urls import drive, is_social, social_account

LIKELY = 30.0
"""Points from which words promise a page of the standard (``frontier.toml``)."""


class Offers:
    """Passes links of pages on to ``frontier``, each different link decided once where that suffices."""

    def __init__(self, frontier: Frontier, territory: Territory, record: Record) -> None:
        self.frontier = frontier
        self._territory, self._record = territory, record
        self._table = record.book.table
        self._settled: dict[int, str] = {}  # by place in the table: '', or a picture whose pages are counted

    def spread(self, points: float, places: tuple[int, ...], url: str, item: Item) -> None:
        """Queue what the page at ``url`` links to; ``places`` are those of the table of links."""
        if points > 0 and item.depth > 0:
            self.frontier.paid_off(url, points)
        for place in places:
            settled = self._settled.get(place)
            if settled is None:
                link = self._table.rows[place]
                self.offer(link, url, item, points)
                self._settle(place, link)
            elif settled:
                self.frontier.seen_again(settled)

    def _settle(self, place: int, link: Found) -> None:
        """Remember a link that another page need not offer again: whatever it is asked for is decided."""
        kind = kind_of(link.url, link.how)
        if is_social(link.url):
            self._settled[place] = ""
        elif self._territory.is_ours(link.url):
            if kind == "skip" or self.frontier.known(link.url):
                self._settled[place] = link.url if kind == "image" else ""
        elif kind in ("page", "skip") and drive(link.url) is None:
            self._settled[place] = ""

    def offer(self, link: Found, url: str, item: Item, points: float) -> None:
        """Queue one link of the page at ``url``, which was come to as ``item`` and has ``points``."""
        if is_social(link.url):
            # In the text of an inner page stand others' accounts too: a list of puskesmas, a partner's.
            framed = item.depth == 0 or link.zone != "main"
            if framed and (account := social_account(link.url)):
                self._record.social.setdefault(account, None)
            return
        context = link.text or (item.anchor if link.how in ("embed", "image") else "")
        link = Found(
            url=link.url, text=context, how=link.how, zone=link.zone, hint=link.hint, small=link.small
        )
        if self._territory.is_ours(link.url):
            self.frontier.offer(link, referrer=url, depth=item.depth + 1, page_score=points)
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
            if not self.frontier.known(link.url):
                points += 20
        elif kind == "image":
            if link.zone != "main" or item.external or not self._territory.keeps_uploads(link.url):
                return
        elif kind == "document":
            own = self._territory.under_own_domain(link.url)
            if not own and link.how != "embed" and promise(f"{link.text} {words_of(link.url)}") < LIKELY:
                return
        else:
            return
        self.frontier.offer(link, referrer=url, depth=item.depth + 1, page_score=points, external=True)

    def _unreadable_drive(self, link: Found, url: str, kind: str) -> None:
        if self.frontier.known(link.url):
            return
        self.frontier.mark(link.url)
        if promise(link.text) >= LIKELY or not link.text:
            self._record.failures.append(
                Failure(
                    url=link.url, cause="drive_folder", detail=kind, referrer=url, anchor=link.text, at=now()
                )
            )
