"""Produk pelayanan: what the unit gives, by name (UU 25/2009 art. 21; PermenPANRB 15/2014).

Published   at least two services or products named as such: by the sections of a page (services with
            their own content), as items under "Jenis Pelayanan", as choices of an application form,
            or in the rows "Produk Pelayanan" of standards.
Partial     one service only, a heading without names, or services told only inside the tasks.
Not found   none. Fields of duty and the facilities of a tourist site are no services.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from functools import partial as bound

from auditor.checks import facts
from auditor.checks.absence.dead_ends import leads_nowhere
from auditor.checks.base import (
    QUOTES,
    PageSight,
    Phrases,
    Sight,
    SiteSight,
    announced,
    best,
    evidence,
    link_evidence,
    look,
    partial,
    settle,
    told_by_page,
)
from auditor.checks.named.page import named_services
from auditor.checks.named.products import Named, products
from auditor.checks.words.names import (
    distinct,
    is_group_label,
    is_service_name,
    is_site_part,
    is_weak_name,
    normal,
)
from auditor.checks.words.phrasebook import fold
from auditor.models import Evidence, Finding, Page, SectionKind, Snapshot, Verdict
from auditor.urls import host_of

PHRASES = Phrases.load("produk")
_ID = "produk"
_CARDS = 20  # characters of what stands below a heading of services, at least
_LEAD = 160  # characters of a sentence that only leads to them
_COUNTED = 60  # names that are compared with one another
_TELLING = 0.3  # weight of a name that programmes and news bear too
_SURE = 0.5  # weight of the second name
_WEAK = 3  # beside one sure name, or none, that many names of programmes and news are no list of services


@lru_cache(maxsize=8192)
def _is_menu_entry(folded: str) -> bool:
    named = PHRASES["told_of_it"].regex.sub("", folded)  # "Informasi Pembuatan KTP"
    return 3 <= len(folded) <= 70 and PHRASES["sure_items"].opens(named) and is_service_name(named)


def _menu(site: SiteSight) -> list[tuple[str, PageSight]]:
    """Service names that are links to pages that were read: a menu of services."""
    found: dict[str, tuple[str, PageSight]] = {}
    others: set[str] = set()  # words of links that name no service: they stand on page after page
    for page in site.pages[:80]:
        if page.is_ppid:
            continue
        for place in facts.once(page.page, "menu_entries", bound(_entries, page.page, others), list[int]):
            link = page.page.links[place]
            name = normal(link.text.strip().lower())
            if name in found:
                continue
            target = site.page_at(link.url) if link.url else None
            if target is not None and not target.is_news and not target.is_ppid and target is not page:
                found[name] = (link.text.strip(), page)
    return list(found.values())


def _entries(page: Page, others: set[str]) -> list[int]:
    """Places of a page's links that name services."""
    found = []
    for place, link in enumerate(page.links):
        if link.text in others:
            continue
        if _is_menu_entry(link.text.strip().lower()):
            found.append(place)
        else:
            others.add(link.text)
    return found


def _named_in_menus(site: SiteSight) -> list[tuple[str, PageSight]]:
    """Services that a menu names though nobody read what stands behind them (a dead link, a page behind a
    login): entries below its head "Pelayanan", and others by sure names."""
    found: dict[str, tuple[str, PageSight]] = {}
    read: set[str] = set()  # menus stand on page after page
    for page in site.pages[:80]:
        for sight in () if page.is_ppid or page.external else page.sections:
            if not _is_menu(sight) or sight.section.body in read:
                continue
            read.add(sight.section.body)
            below = False  # a head of services, until a part of the site
            for link in sight.section.links:
                name = fold(link.text.strip())
                below = is_group_label(name) or (below and not is_site_part(name))
                sure = below or (_is_menu_entry(name) and not is_weak_name(name))
                if (
                    sure
                    and is_service_name(name)
                    and not is_group_label(name)
                    and _is_unread(site, page, link.url)
                ):
                    found.setdefault(normal(name), (link.text.strip(), page))
    return list(found.values()) if distinct(text for text, _ in found.values()) >= 2 else []


def _is_menu(sight: Sight) -> bool:
    """A menu, also one beside the page that begins with the way home."""
    first = sight.section.links[0].text if sight.section.links else ""
    return sight.is_nav or (sight.zone in {"aside", "header"} and PHRASES["home"].opens(fold(first)))


def _is_unread(site: SiteSight, page: PageSight, url: str) -> bool:
    """Nothing, or a page of the site that was not read."""
    own = host_of(url) == host_of(page.page.fetch.url)
    return leads_nowhere(url) or (own and site.page_at(url) is None)


def _in_words(page: PageSight) -> Iterator[Finding]:
    """What tasks of one page say."""
    for sight in page.sights_for(_ID):
        finding = None if sight.is_nav or sight.is_ppid else _task(sight)
        if finding is not None:
            yield finding


def _findings(site: SiteSight) -> Iterable[Finding]:
    names: dict[str, Named] = {}
    for page in site.pages:
        for named in named_services(page):
            key = normal(named.name)
            if len(key) >= 2 and (key not in names or names[key].weight < named.weight):
                names[key] = named
        if page.is_ppid or page.external or page.is_account_of_work:
            continue
        rows = products(page)
        if len(rows) > 1 or not named_services(page):  # else it is the product of the service named there
            for product in rows:
                names.setdefault(normal(product.name), product)
        yield from told_by_page(page, _ID, _in_words)
    for page in site.pages:
        if page.is_document and any(named.weight >= _TELLING for named in named_services(page)):
            names.pop(normal(page.anchor), None)  # the link is called by what the document names itself
    ranked = sorted(names.values(), key=lambda item: -item.weight)
    menu = _menu(site)
    dead_menu = _named_in_menus(site) if len(menu) < 2 else []
    told = [item for item in ranked[:_COUNTED] if item.weight >= _TELLING]
    if (
        len(ranked) >= 2
        and sum(item.weight for item in ranked[:8]) >= 1.2
        and distinct(item.name for item in told) >= 2
        and (ranked[1].weight >= _SURE or len(told) > _WEAK)
    ):
        confidence = min(0.97, 0.5 + 0.25 * ranked[1].weight + 0.05 * min(len(ranked), 5))
        yield Finding(
            component=_ID,
            verdict=Verdict.PUBLISHED,
            confidence=round(confidence, 3),
            reason="named",
            evidence=_quotes(ranked),
        )
    elif ranked and ranked[0].weight >= 0.6 and len(menu) < 2 and not dead_menu:
        yield partial(_ID, ranked[0].sight, "single", 0.6, ranked[0].span)
    if len(menu) >= 2 or dead_menu:
        text, page = (menu if len(menu) >= 2 else dead_menu)[0]
        yield Finding(
            component=_ID,
            verdict=Verdict.PUBLISHED,
            confidence=0.6 if dead_menu else 0.75,
            reason="dead_menu" if dead_menu else "menu",
            evidence=(link_evidence(page, text),),
        )


def _quotes(ranked: list[Named]) -> tuple[Evidence, ...]:
    """Up to three quotes, each once: a row may name several services."""
    quotes: dict[tuple[str, str], Evidence] = {}
    for item in ranked[:_COUNTED]:
        quote = evidence(item.sight, item.span)
        if item.span is None:
            quote = replace(quote, snippet=item.name.strip()[:300])
        quotes.setdefault((quote.url, quote.snippet), quote)
        if len(quotes) == QUOTES:
            break
    return tuple(quotes.values())


def _task(sight: Sight) -> Finding | None:
    """Services told only inside the tasks: "Penerbitan Surat Keterangan Terdaftar"."""
    if not PHRASES["tasks"].search(sight.around):
        return None
    hit = PHRASES["in_tasks"].search(sight.body)
    return partial(_ID, sight, "in_tasks", 0.5, hit.span()) if hit else None


def _only_filler(site: SiteSight) -> Iterator[Finding]:
    """ "Layanan Kami" over a theme's cards that nobody filled, or a lead-in to nothing: announced."""
    for page in site.pages:
        if page.is_ppid or page.external or page.is_news or page.is_document:
            continue
        yield from _only_dead(page)
        for sight in page.sights_announcing(f"{_ID}.labels"):
            if sight.zone != "main" or sight.kind is not SectionKind.HEADING or len(sight.body) < _CARDS:
                continue
            lead = sight.is_leaf and "\n" not in sight.body.strip() and len(sight.body) < _LEAD
            if PHRASES["labels"].opens(sight.label) and (lead or sight.is_placeholder):
                yield partial(_ID, sight, "heading_only", 0.6)


def _only_dead(page: PageSight) -> Iterator[Finding]:
    """ "Layanan" at a page's foot over entries that all lead nowhere and name nothing ("Layanan 1")."""
    for sight in page.sections:
        links = sight.section.links if sight.zone == "footer" and sight.kind is SectionKind.HEADING else ()
        if links and is_group_label(sight.label) and all(leads_nowhere(link.url) for link in links):
            yield partial(_ID, sight, "heading_only", 0.55)


@dataclass(frozen=True)
class _Produk:
    id: str = _ID

    def run(self, snapshot: Snapshot) -> Finding:
        """Published when two names are met anywhere on the site."""
        site = look(snapshot)
        found = list(_findings(site)) if snapshot.reached else []
        top = best(found)
        if top is None and snapshot.reached:
            found = (
                announced(_ID, site, PHRASES["labels"])
                or list(_only_filler(site))
                or announced(_ID, site, PHRASES["menu"])
            )
        return settle(_ID, site, found, PHRASES["labels"])


CHECK = _Produk()
