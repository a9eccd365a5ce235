"""A page as a check sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from auditor.checks import facts, gates
from auditor.checks.lazy import Lazily, lazy
from auditor.checks.sight import dated, documents, own_names, posters, ppid_names, ppid_sites, reports
from auditor.checks.sight.minimal import is_on_minimal_standard
from auditor.checks.sight.row_links import Row, is_unnamed, rows
from auditor.checks.sight.section import Sight
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import Phrases, bare_label, fold, folded
from auditor.checks.words.wordings import CONTEXT, is_front, title_parts
from auditor.models import Finding, Kind, Link, Page, SectionKind, Source
from auditor.patterns import Owned

if TYPE_CHECKING:
    from auditor.checks.sight.site import SiteSight

T = TypeVar("T")
_DATE = re.compile(r"\W*(?:[a-z']{4,6},? )?\d{1,2} [a-z]{3,9} \d{4}\W*")
_ANNOUNCEMENT = 3000  # characters of a page that is one announcement, with its menus
_HEADS = 4  # headings of such a page
# one look at a page's text for all of them takes a fifth of the time
_OF_TEXTS = {
    "context": ("articles", "lead_parts", "quoting", "reported_speech", "survey_element", "tells_components"),
    "skm": ("labels",),
    "standar_pelayanan": ("labels",),
}
_DOCUMENTS = frozenset({Source.PDF, Source.DOCX, Source.XLSX, Source.PPTX, Source.IMAGE})
# Villages, districts and portals speak of what their people may get anywhere.
_GENERAL = frozenset({Kind.PORTAL, Kind.KECAMATAN, Kind.KELURAHAN, Kind.OTHER})


@cache
def _asked_of_texts() -> Owned[str]:
    lists = [(code, name) for code, names in _OF_TEXTS.items() for name in names]
    return Owned(
        (f"{code}.{name}", pattern) for code, name in lists for pattern in Phrases.load(code)[name].loose
    )


@lru_cache(maxsize=2048)  # menus repeat on every page
def _logs_out(words: str) -> bool:
    return CONTEXT["log_out"].regex.fullmatch(words.strip()) is not None


class PageSight(Lazily):
    """A page as a check sees it."""

    def __init__(self, page: Page, site: SiteSight | None = None) -> None:
        super().__init__()
        self.page = page
        self.site = site
        self.memo: dict[str, Any] = {}  # what several checks ask of a page, made once
        self.judged: dict[str, dict[int, Finding]] = {}
        """What an earlier run's judges said of the page's sections, of those that they need to see."""
        self._sights: dict[int, Sight] = {}
        self._title: str | None = None
        self._sections: tuple[Sight, ...] | None = None
        self._is_news: bool | None = None
        self._is_ppid: bool | None = None

    def let_go(self) -> None:
        """Parts page and sections, which hold each other."""
        self.site = None
        self.memo.clear()
        self._sights.clear()
        self._sections = None
        self.forget()

    @property
    def sections(self) -> tuple[Sight, ...]:
        """Its sections, in order."""
        if self._sections is None:
            self._sections = tuple([self.sight(place) for place in range(len(self.page.sections))])
        return self._sections

    def sight(self, place: int) -> Sight:
        """Its section at that place, looked at once."""
        if place not in self._sights:
            self._sights[place] = Sight(self.page.sections[place], self, place)
        return self._sights[place]

    def sights_for(self, component: str) -> Sequence[Sight]:
        """The sections that the component's judge needs to see (all when nothing was screened)."""
        if self.shows(component):
            return self.sections
        return [self.sight(place) for place in self._held.get(component, ())]

    def has_sights_for(self, component: str) -> bool:
        """Whether there are any: nothing is looked at for it."""
        return bool(self.page.sections if self.shows(component) else self._held.get(component))

    def places_for(self, components: Collection[str]) -> Iterable[int]:
        """The places of the sections that one of the components' judges needs to see."""
        if any(map(self.shows, components)):
            return range(len(self.page.sections))
        return sorted({place for component in components for place in self._held.get(component, ())})

    def may_hold(self, component: str, place: int) -> bool:
        """Whether the component's judge needs to see the section at that place."""
        return self.shows(component) or place in self._held.get(component, ())

    def shows(self, component: str) -> bool:
        """Whether the component's judge sees every section, whatever it holds."""
        return self.site is None or not self.site.screened or component not in self._seen_by_section

    @lazy
    def _seen_by_section(self) -> frozenset[str]:
        """Components whose judges see only the sections that may hold something."""
        found = gates.gated() - gates.components_of_title(self.title)
        return found - {"ppid"} if self.is_ppid or self.is_at_a_ppid else found

    @lazy
    def _held(self) -> dict[str, list[int]]:
        return self._kept("held", lambda sight: sight.may_hold)

    def tells_apart(self, key: str) -> bool:
        """Whether it was screened for what may be called by a list of labels (``component.list``)."""
        return self.site is not None and self.site.screened and gates.is_compared(key)

    def sights_announcing(self, key: str) -> Sequence[Sight]:
        """The sections that may announce a list of labels (``component.list``)."""
        if not self.tells_apart(key):
            return self.sections
        return [self.sight(place) for place in self.announced.get(key, ())]

    @lazy
    def announced(self) -> dict[str, list[int]]:
        """Places of the sections by the lists of labels (``component.list``) that they may announce."""
        return self._kept("announced", lambda sight: sight.may_announce)

    def _kept(self, name: str, keys: Callable[[Sight], Iterable[str]]) -> dict[str, list[int]]:
        """Places of sections by each of their keys: a page's own, whatever stands around it."""
        return facts.once(
            self.page,
            name,
            lambda: self._places(keys),
            dict[str, list[int]],
        )

    def _places(self, keys: Callable[[Sight], Iterable[str]]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for sight in self.sections:
            for key in keys(sight):
                found.setdefault(key, []).append(sight.index)
        return found

    def links_named(self, key: str) -> Sequence[tuple[str, Link]]:
        """The named links that may be called by a list of labels (``component.list``)."""
        if not self.tells_apart(key):
            return self.named_links
        return self.links_called.get(key, ())

    @lazy
    def links_called(self) -> dict[str, list[tuple[str, Link]]]:
        """The named links by the lists of labels (``component.list``) that they may be called by."""
        found: dict[str, list[tuple[str, Link]]] = {}
        for named in self.named_links:
            for key in gates.lists_named(named[0]):
                found.setdefault(key, []).append(named)
        return found

    @property
    def title(self) -> str:
        """Folded title, without the name of a site that is called PPID."""
        if self._title is None:
            self._title = ppid_names.without(self.ppid_names, fold(self.page.title))
        return self._title

    @lazy
    def title_parts(self) -> list[str]:
        """The title's parts, the page's own name and the site's, parted by strokes."""
        return title_parts(self.title)

    @lazy
    def own_title(self) -> str:
        """The title without the site's name."""
        return self.title_parts[0]

    @property
    def unit_name(self) -> str:
        """Folded name of the unit; empty for a page that is looked at alone."""
        return self.site.unit_name if self.site is not None else ""

    @lazy
    def own_names(self) -> tuple[str, ...]:
        """What the unit is called on the page (``own_names``); empty for a page that is looked at alone."""
        return own_names.names_on(fold(self.page.title), self.unit_name)

    @lazy
    def text(self) -> str:
        """Folded visible text, as long as the verbatim one."""
        return folded(self.page.text)

    @lazy
    def text_said(self) -> frozenset[str]:
        """Of the lists asked of whole texts (``context.articles``) those that may have a hit in it."""
        return frozenset(_asked_of_texts().of(self.text))

    @lazy
    def url(self) -> str:
        """Folded address."""
        return fold(self.page.fetch.url)

    @lazy
    def anchor(self) -> str:
        """Folded text of the link that led here: what the site calls the page. A document behind "Unduh" is
        called by the link's row."""
        said = fold(self.page.fetch.anchor)
        if self.site is not None and self.is_document and is_unnamed(said):
            return self.site.row_name(self.page.fetch.referrer, self.page.fetch.requested_url) or said
        return said

    @lazy
    def heading(self) -> str:
        """Title, link text and file name together: what the page is called."""
        name = re.sub(r"[?#].*", "", self.url).rstrip("/").rsplit("/", 1)[-1]
        return f"{self.title} / {self.anchor} / {re.sub(r'%20|[_+-]', ' ', name)}"

    @lazy
    def headline(self) -> str:
        """Title and first heading that is no bare date: many sites give every page the same title."""
        return f"{self.title} / {facts.once(self.page, 'head', self._first_head, str)}"

    def _first_head(self) -> str:
        heads = (
            sight.label
            for sight in self.sections
            if sight.zone == "main" and sight.kind is SectionKind.HEADING and sight.label
        )
        return next((head for head in heads if not _DATE.fullmatch(head)), "")

    @lazy
    def is_of_another_body(self) -> bool:
        """A how-to post on a service that some other body gives ("Cara Daftar BPJS" at a traffic office)."""
        if self.site is None or not self.is_news:
            return False
        if self.site.snapshot.agency.kind in _GENERAL:
            return False
        if CONTEXT["national_services"].search(self.headline):
            return not CONTEXT["national_offices"].search(self.unit_name)
        return not CONTEXT["registry_offices"].search(self.unit_name) and bool(
            CONTEXT["registry_services"].search(self.headline)
        )

    @lazy
    def is_front(self) -> bool:
        """The front page of its site."""
        return is_front(self.page.fetch.url)

    @lazy
    def ppid_names(self) -> tuple[str, ...]:
        """What its site calls itself where that is a PPID (``ppid_names``)."""
        return self.site.ppid_names if self.site is not None else ()

    @property
    def is_at_a_ppid(self) -> bool:
        """On a site that is called PPID: menus and heads there name the PPID's own, content tells whose."""
        return bool(self.ppid_names)

    def kept_as(self, code: str) -> str:
        """Under which name a component's findings are kept: what a site is called decides some of them."""
        return f"{code} / {self.ppid_names[0]}" if self.is_at_a_ppid else code

    def alone(self, name: str, make: Callable[[], T], shape: Any) -> T:
        """What ``make`` finds on the page, kept between runs where no other page had a part in it; ``shape``
        as for ``facts.once``."""
        name = self.kept_as(name)
        others = self.site.asked_for_others if self.site is not None else 0
        found = facts.once(self.page, name, make, shape)
        if self.site is not None and self.site.asked_for_others != others:
            facts.drop(self.page, name)
        return found

    @property
    def is_ppid(self) -> bool:
        """The whole page deals with information requests; a document by its link or by how it opens.

        The name of a site that is itself called PPID does not count, nor that site's host.
        """
        if self._is_ppid is None:
            self._is_ppid = self._deals_with_requests()
        return self._is_ppid

    def _deals_with_requests(self) -> bool:
        if self.is_at_a_ppid:
            if self._is_called_after_requests() or self._is_led_to_from_requests():
                return True
        elif CONTEXT["ppid_strong"].search(self.title) or (
            CONTEXT["ppid_page"].search(self.url)
            and (self._is_at_the_ppids_host() or not self._tells_of_a_service())
        ):
            return True
        if not self.is_document:
            return False
        return documents.deals_with_requests(self.anchor, self.text)

    def _is_at_the_ppids_host(self) -> bool:
        host = self.url.partition("//")[2].partition("/")[0]
        return CONTEXT["ppid_page"].search(host) is not None

    def _tells_of_a_service(self) -> bool:
        """Whether it names a service and nothing it tells speaks of requests: "/ppid/standar-pelayanan" may
        hold the standard of one, set where the office keeps what it has to publish."""
        told = [sight for sight in self.sections if sight.zone == "main"]
        if any(ppid_sites.tells_of_requests(sight.whole) for sight in told):
            return False
        heads = {*self.title_parts, *(sight.label for sight in told)}
        return any(map(is_service_name, heads))

    def _is_called_after_requests(self) -> bool:
        path = self.url.partition("//")[2].partition("/")[2]
        said = f"{self.title} / {ppid_names.without(self.ppid_names, self.anchor)}"
        return bool(CONTEXT["ppid_page"].search(f"/{path}")) or ppid_sites.tells_of_requests(said)

    def _is_led_to_from_requests(self) -> bool:
        shown = self.site.page_at(self.page.fetch.referrer) if self.site is not None else None
        if shown is None or shown is self:
            return False
        return ppid_sites.leads_to_requests(shown.sections, self.page.fetch.url)

    def is_part_on_requests(self, sight: Sight) -> bool:
        """Whether a section of it deals with requests, on a site that is called PPID (``ppid_sites``)."""
        return ppid_sites.is_of_requests(sight)

    @property
    def is_news(self) -> bool:
        """A dated post, an address of the news part of the site, or a picture shown there.

        A front page is none: the dates on it are those of the posts it shows.
        """
        if self._is_news is None:
            self._is_news = self._tells_news()
        return self._is_news

    def _tells_news(self) -> bool:
        if self.is_front:
            return False
        if self.page.dated or (not self.is_document and CONTEXT["news_url"].search(self.url)):
            return True  # a file's folder ("/uploads/2023/05/") says nothing of what it is
        if self.is_document and CONTEXT["dateline"].search(self.text[:400]):
            return True
        if reports.reads_as_post(
            self.sections, self.headline, self.text, quotes=self._tells_speech, document=self.is_document
        ):
            return True
        if self.page.source is Source.IMAGE and self.site is not None:
            shown = self.site.page_at(self.page.fetch.referrer)
            return shown is not None and shown.page.source is not Source.IMAGE and shown.is_news
        return False

    @property
    def _tells_speech(self) -> bool:
        """People are quoted, or what they said is told."""
        if self._quotes:
            return True
        told = "context.reported_speech" in self.text_said
        return told and CONTEXT["reported_speech"].search(self.text) is not None

    @property
    def _quotes(self) -> bool:
        """People are quoted."""
        return "context.quoting" in self.text_said and CONTEXT["quoting"].search(self.text) is not None

    @lazy
    def is_report(self) -> bool:
        """A press report: a post in which people are quoted, and whose headline is no standard's."""
        return self.is_news and not self.is_standard_post and self._quotes

    @lazy
    def is_law(self) -> bool:
        """The text of a law in articles, each with its number on a line of its own; a regent's rule of the
        standards themselves is the unit's own, whose annex holds them."""
        return "context.articles" in self.text_said and documents.is_law(self.text)

    @lazy
    def is_standard_post(self) -> bool:
        """A post whose headline is a standard's: what it says goes for the service, not for a day."""
        called = self.headline if self.is_news else self.title
        return bool(CONTEXT["standard_title"].search(called)) and not self.is_news_about

    @lazy
    def is_news_about(self) -> bool:
        """News that reports an activity; a real standard told in a post is not that.

        A page with three labels of a standard is the standard itself, though a CMS dates it and its
        rows speak of "rapat" and "monitoring".
        """
        if not self.is_news:
            return False
        if CONTEXT["reporting"].search(self.headline) or self.is_of_another_body:
            return True
        if CONTEXT["headline_verbs"].search(self.headline):
            return (
                self._heads_told("numbered heads", lambda sight: bare_label(sight.label)) < 3
            )  # "A. Syarat KIA"
        if CONTEXT["standard_title"].search(self.headline):
            return False  # "Ini Persyaratan Uji Kir": what officials are quoted with is how to get it
        if not CONTEXT["reporting"].has(self.text[:3000], 2):
            return False
        return self._heads_told("heads", lambda sight: sight.label) < 3

    def _heads_told(self, name: str, label: Callable[[Sight], str]) -> int:
        """How many components its labels begin with."""

        def count() -> int:
            hits = (CONTEXT["table_heads"].regex.match(label(sight)) for sight in self.sections)
            return len({hit.group() for hit in hits if hit})

        return facts.once(self.page, name, count, int)

    @lazy
    def is_one_event(self) -> bool:
        """A post, a poster or a page of one announcement that calls people to an event on a certain day: what
        it asks and costs goes for that day."""
        if not self.is_news:
            return self._announces_day or (self.is_poster and posters.calls_to_event(self.text))
        if CONTEXT["dated_headline"].search(self.headline):
            return True
        return CONTEXT["event_line"].search(self.text[:2500]) is not None

    @property
    def _announces_day(self) -> bool:
        """A page with little else on it that says on which days something is held."""
        if self.is_document or self.is_front or len(self.text) > _ANNOUNCEMENT:
            return False
        told = [sight for sight in self.sections if sight.zone == "main"]
        if sum(1 for sight in told if sight.kind is SectionKind.HEADING) > _HEADS:
            return False
        return any(CONTEXT["announced_days"].search(sight.body) is not None for sight in told)

    @lazy
    def dated_labels(self) -> frozenset[str]:
        """Headings of items of news on a page that is none (``dated``)."""
        return dated.dated_labels(self.sections, self.title)

    @lazy
    def told_as_news(self) -> frozenset[str]:
        """Folded lines that tell of a day on a page that is no news (``dated``)."""
        return dated.told_as_news(self.sections, self.text)

    @lazy
    def is_poster(self) -> bool:
        """A picture of few words: it tells one thing (``posters``)."""
        return self.page.source is Source.IMAGE and len(self.page.text) < posters.LONGEST

    @lazy
    def is_worksheet(self) -> bool:
        """A training exercise ("LEMBAR KERJA ... Rancangan"): a draft, not enacted (rubric-sources 6)."""
        return self.is_document and bool(CONTEXT["worksheet"].search(self.text[:600]))

    @lazy
    def is_on_minimal_standard(self) -> bool:
        """About the Standar Pelayanan Minimal, another duty (``minimal``): nothing it asks for or lays down
        is of a service (label definitions, "never counts")."""
        return is_on_minimal_standard(self.title, self.sections)

    @lazy
    def named_links(self) -> tuple[tuple[str, Link], ...]:
        """Links with short words, folded; each address once a wording."""
        return tuple(
            (folded(link.text), link) for link in self.page.links if link.text and len(link.text) <= 80
        )

    @lazy
    def rows(self) -> tuple[Row, ...]:
        """The rows that name what a link "Unduh" leads to (``row_links``)."""
        return rows(self.sections)

    @lazy
    def explains_survey(self) -> bool:
        """A page that explains the nine elements of a survey: their names are no headings of a standard.

        Only a survey has the element "perilaku pelaksana" (PermenPANRB 14/2017).
        """
        return "context.survey_element" in self.text_said and bool(
            CONTEXT["survey_element"].search(self.text)
        )

    @lazy
    def is_of_an_account(self) -> bool:
        """A page with a way to log out: its menu is that of the person who is logged in."""
        return any(_logs_out(text) for text, _ in self.named_links)

    @property
    def is_listing(self) -> bool:
        """An index of posts: its excerpts announce, the posts themselves are judged."""
        return "listing" in self.page.marks

    @property
    def is_document(self) -> bool:
        """A PDF, office file or picture."""
        return self.page.source in _DOCUMENTS

    @property
    def external(self) -> bool:
        """A page on another host than the unit's, or a document of others; one of the unit's own that is
        kept elsewhere (a Drive) counts as its own."""
        if self.is_document:
            return self.is_of_others
        return self.page.fetch.external or self.page.source is Source.EXTERNAL

    @lazy
    def is_of_others(self) -> bool:
        """A document that by its opening is a law of the state, a lesson on standards, a tender or a vacancy:
        nothing it says is of the unit's services (label definitions, "never counts")."""
        opened = documents.opening(self.text)
        if documents.is_of_state(opened) or documents.is_of_another_region(self.text, opened, self.unit_name):
            return True
        if self.is_poster and self.unit_name and posters.is_of_state_body(self.text, self.unit_name):
            return True
        return documents.is_of_no_service(self.anchor, opened)

    @lazy
    def is_account_of_work(self) -> bool:
        """A plan, a budget or a report on work done: the times, fees and standards in it are aimed at or
        counted. Of the unit itself and of its survey it tells as well as another page."""
        return self.is_document and documents.accounts_for_work(self.anchor, self.text)
