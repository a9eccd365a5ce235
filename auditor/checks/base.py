"""What every check shares: how a section is looked at, and how a finding is made.

A check is an object with ``id`` and ``run(snapshot) -> Finding``. Most checks judge section by
section: give :class:`SectionCheck` a function ``judge(sight: Sight) -> Finding | None``. It sees the
section with its folded words and its page; :func:`published` and :func:`partial` turn a hit into a
finding with verbatim evidence. The best finding wins; absence is claimed only when all the site
offered was read (docs/architecture.md).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Protocol

from auditor.checks import facts, gates
from auditor.checks.lazy import lazy
from auditor.checks.names import is_service_name
from auditor.checks.phrasebook import PhraseList, Phrases, fold, folded
from auditor.models import (
    MANUFACTURING,
    SERVICE_DELIVERY,
    Evidence,
    Finding,
    Link,
    Page,
    Section,
    SectionKind,
    Snapshot,
    Source,
    Unread,
    Value,
    Verdict,
)
from auditor.patterns import searching_set

__all__ = [
    "Check",
    "PageSight",
    "PhraseList",
    "Phrases",
    "SectionCheck",
    "Sight",
    "SiteSight",
    "absent",
    "best",
    "evidence",
    "fold",
    "look",
    "partial",
    "published",
]

SNIPPET = 300
IN_A_STANDARD = frozenset(
    {*SERVICE_DELIVERY, *MANUFACTURING, "standar_pelayanan", "sop", "jam_layanan", "disabilitas"}
)
"""Components that a document called "Standar Pelayanan" may hold (PermenPANRB 15/2014; annexed hours)."""
_RANK = {Verdict.PUBLISHED: 3, Verdict.PARTIAL: 2, Verdict.NOT_TESTED: 1, Verdict.NOT_FOUND: 0}
_ANNOUNCE_REASONS = frozenset({"announced", "external", "heading_only", "file_name_only"})
_BARE_NUMBER = re.compile(r"^[\s\d.,%|/()a-d-]*\d[\s\d.,%|/()a-d-]*$")
_CONTEXT = Phrases.load("context")
_PLACEHOLDERS = Phrases.load("placeholders")


@cache
def _ppid_words() -> Any:
    words = searching_set()
    words.Add("|".join(f"(?:{one})" for name in ("ppid", "ppid_strong") for one in _CONTEXT[name].loose))
    words.Compile()
    return words


class Check(Protocol):
    """Judges one component of a site."""

    id: str

    def run(self, snapshot: Snapshot) -> Finding:
        """The verdict on the component, with evidence; never raises on odd pages."""
        ...


# ---------------------------------------------------------------- looking


@dataclass(eq=False)
class Sight:
    """A section as a check sees it: folded words beside the verbatim ones, and its surroundings."""

    section: Section
    page: PageSight
    index: int
    _judged: dict[str, Finding | None] = field(default_factory=dict)

    @lazy
    def label(self) -> str:
        """Folded label."""
        return folded(self.section.label)

    @lazy
    def body(self) -> str:
        """Folded body, as long as the verbatim one: places are the same."""
        return folded(self.section.body)

    @lazy
    def path(self) -> str:
        """Folded labels above, joined with ``" / "``; the page title is one of them."""
        return " / ".join(map(folded, self.section.path))

    @lazy
    def service(self) -> str:
        """Folded name of the service the section belongs to, or empty.

        Reading ties sections to whatever heading stands above them; only what reads like a service's
        name is taken, or what a table's own row or card is called.
        """
        name = folded(self.section.service)
        return name if name and is_service_name(name) else ""

    @lazy
    def around(self) -> str:
        """Folded path, service and label: what the section stands under."""
        return f"{self.path} / {self.service} / {self.label}"

    @lazy
    def whole(self) -> str:
        """Folded label and body."""
        return f"{self.label}\n{self.body}"

    @property
    def zone(self) -> str:
        """``main``, ``nav``, ``header``, ``footer`` or ``aside``."""
        return self.section.zone

    @property
    def kind(self) -> SectionKind:
        """How the page marked the section up."""
        return self.section.kind

    @lazy
    def may_hold(self) -> frozenset[str]:
        """Components whose judges need to see the section; the others find nothing in it (``gates``)."""
        return gates.components_of(
            self.label,
            self.body,
            tuple(map(folded, self.section.path)),
            folded(self.section.service),
            form=self.kind is SectionKind.FORM,
        )

    def judged(self, component: str, judge: Judge) -> Finding | None:
        """What the component's judge says of the section, asked once."""
        if component not in self._judged:
            self._judged[component] = judge(self)
        return self._judged[component]

    def may_be(self, component: str) -> bool:
        """Whether the component's judge may find anything in the section (True when nothing was screened)."""
        return self.page.shows(component) or component in self.may_hold

    @lazy
    def may_announce(self) -> frozenset[str]:
        """Lists of labels (``component.list``) that the section may announce."""
        return gates.announcements_of(self.label, self.body, self.head_cells)

    @lazy
    def is_leaf(self) -> bool:
        """No other section stands under this one: its body is its own."""
        for other in self.page.sections[self.index + 1 :]:
            if self.section.label not in other.section.path:
                return True
            if other.section.label or other.kind is not SectionKind.PARAGRAPH:
                return False
        return True

    @lazy
    def is_nav(self) -> bool:
        """Menu or breadcrumb: words there announce, they never publish."""
        return self.section.zone == "nav"

    @lazy
    def is_ppid(self) -> bool:
        """About information requests (UU 14/2008): evidence for no component but ``ppid``."""
        if self.page.is_ppid:
            return True
        if not _ppid_words().Match(f"{self.around}\n{self.body[:4000]}"):
            return False
        if _CONTEXT["ppid_strong"].search(self.around):
            return True
        return len({hit.group() for hit in _CONTEXT["ppid"].finditer(self.body[:4000])}) >= 2 or bool(
            _CONTEXT["ppid_strong"].search(self.body[:400])
        )

    @lazy
    def is_placeholder(self) -> bool:
        """Empty, "segera hadir", "belum tersedia", lorem ipsum, "[isi di sini]"."""
        return is_placeholder(self.section.body)

    @lazy
    def is_reporting(self) -> bool:
        """Words that report an activity ("sosialisasi", "rapat", "menghadiri"): news about a thing."""
        return bool(
            _CONTEXT["reporting"].search(self.label) or _CONTEXT["reporting"].search(self.body[:1500])
        )

    @lazy
    def is_vacancy_or_event(self) -> bool:
        """About a vacancy, a contest, a course, an event: conditions of those are no service."""
        return bool(
            _CONTEXT["vacancy_or_event"].search(self.around)
            or _CONTEXT["vacancy_or_event"].search(self.body[:300])
        )

    @lazy
    def is_survey(self) -> bool:
        """A row of a satisfaction survey: its "Persyaratan" is an element with a mark, no content.

        PermenPANRB 14/2017 names its nine elements like the components of a standard.
        """
        return bool(_BARE_NUMBER.match(self.body)) or bool(_CONTEXT["survey"].search(self.around))

    @lazy
    def is_regulation_text(self) -> bool:
        """Text of a law or decree ("Pasal 5", "Menimbang"), not the unit's own statement."""
        return _CONTEXT["regulation"].count(self.whole) >= 2

    @lazy
    def is_about_internal(self) -> bool:
        """Meant for the unit's own staff."""
        return bool(_CONTEXT["internal"].search(self.around))

    @lazy
    def offers(self) -> tuple[tuple[int, int, int], ...]:
        """Where the body offers something ("dapat diunduh di sini"): start of its sentence, hit, end."""
        found = []
        for hit in _CONTEXT["offers"].finditer(self.body):
            start = max(self.body.rfind("\n", 0, hit.start()), self.body.rfind(". ", 0, hit.start())) + 1
            found.append((start, hit.start(), hit.end()))
        return tuple(found)

    @lazy
    def head_cells(self) -> tuple[str, ...]:
        """The cells of what looks like the head of a table without rows below; empty for all else."""
        if self.kind not in {SectionKind.HEADING, SectionKind.ROW} or len(self.section.body) > 150:
            return ()
        if self.kind is SectionKind.HEADING:
            if "\t" not in self.section.body or "\n" in self.body.strip():
                return ()
            cells = tuple(cell.strip() for cell in self.body.split("\t") if cell.strip())
        else:
            cells = tuple(cell.strip() for cell in re.split(r"[\t\n|]+", self.whole) if cell.strip())
        return () if len(cells) < 2 or re.search(r"\d", self.whole) else cells


@dataclass(eq=False)
class PageSight:
    """A page as a check sees it."""

    page: Page
    site: SiteSight | None = None
    memo: dict[str, Any] = field(default_factory=dict)  # what several checks ask of a page, made once

    @lazy
    def sections(self) -> tuple[Sight, ...]:
        """Its sections, in order."""
        return tuple(Sight(section, self, index) for index, section in enumerate(self.page.sections))

    def sights_for(self, component: str) -> Sequence[Sight]:
        """The sections that the component's judge needs to see (all when nothing was screened)."""
        return self.sections if self.shows(component) else self._held.get(component, ())

    def shows(self, component: str) -> bool:
        """Whether the component's judge sees every section, whatever it holds."""
        return (
            self.site is None
            or not self.site.screened
            or not gates.is_gated(component)
            or component in gates.components_of_title(self.title)
            or (component == "ppid" and self.is_ppid)
        )

    @lazy
    def _held(self) -> dict[str, list[Sight]]:
        found: dict[str, list[Sight]] = {}
        for sight in self.sections:
            for component in sight.may_hold:
                found.setdefault(component, []).append(sight)
        return found

    def sights_announcing(self, key: str) -> Sequence[Sight]:
        """The sections that may announce a list of labels (``component.list``)."""
        if self.site is None or not self.site.screened or not gates.is_compared(key):
            return self.sections
        return self._announced.get(key, ())

    @lazy
    def _announced(self) -> dict[str, list[Sight]]:
        found: dict[str, list[Sight]] = {}
        for sight in self.sections:
            for key in sight.may_announce:
                found.setdefault(key, []).append(sight)
        return found

    def links_named(self, key: str) -> Sequence[tuple[str, Link]]:
        """The named links that may be called by a list of labels (``component.list``)."""
        if self.site is None or not self.site.screened or not gates.is_compared(key):
            return self.named_links
        return self._links_called.get(key, ())

    @lazy
    def _links_called(self) -> dict[str, list[tuple[str, Link]]]:
        found: dict[str, list[tuple[str, Link]]] = {}
        for named in self.named_links:
            for key in gates.lists_named(named[0]):
                found.setdefault(key, []).append(named)
        return found

    @lazy
    def title(self) -> str:
        """Folded title."""
        return fold(self.page.title)

    @lazy
    def text(self) -> str:
        """Folded visible text, as long as the verbatim one."""
        return folded(self.page.text)

    @lazy
    def url(self) -> str:
        """Folded address."""
        return fold(self.page.fetch.url)

    @lazy
    def anchor(self) -> str:
        """Folded text of the link that led here: what the site calls the page."""
        return fold(self.page.fetch.anchor)

    @lazy
    def heading(self) -> str:
        """Title, link text and file name together: what the page is called."""
        name = re.sub(r"[?#].*", "", self.url).rstrip("/").rsplit("/", 1)[-1]
        return f"{self.title} / {self.anchor} / {re.sub(r'%20|[_+-]', ' ', name)}"

    @lazy
    def is_ppid(self) -> bool:
        """The whole page deals with information requests."""
        return bool(_CONTEXT["ppid_page"].search(self.url) or _CONTEXT["ppid_strong"].search(self.title))

    @lazy
    def is_news(self) -> bool:
        """A dated post, an address of the news part of the site, or a picture shown there."""
        if self.page.dated or (not self.is_document and _CONTEXT["news_url"].search(self.url)):
            return True  # a file's folder ("/uploads/2023/05/") says nothing of what it is
        if self.page.source is Source.IMAGE and self.site is not None:
            shown = self.site.page_at(self.page.fetch.referrer)
            return shown is not None and shown.page.source is not Source.IMAGE and shown.is_news
        return False

    @lazy
    def is_standard_post(self) -> bool:
        """A post whose headline is a standard's: what it says goes for the service, not for a day."""
        return bool(_CONTEXT["standard_title"].search(self.title)) and not self.is_news_about

    @lazy
    def is_news_about(self) -> bool:
        """News that reports an activity; a real standard told in a post is not that.

        A page with three labels of a standard is the standard itself, though a CMS dates it and its
        rows speak of "rapat" and "monitoring".
        """
        if not self.is_news:
            return False
        if _CONTEXT["reporting"].search(self.title):
            return True
        if _CONTEXT["reporting"].count(self.text[:3000]) < 2:
            return False
        heads = {
            hit.group()
            for sight in self.sections
            if (hit := _CONTEXT["table_heads"].regex.match(sight.label))
        }
        return len(heads) < 3

    @lazy
    def is_worksheet(self) -> bool:
        """A training exercise ("LEMBAR KERJA ... Rancangan"): a draft, not enacted (rubric-sources 6)."""
        return self.is_document and bool(_CONTEXT["worksheet"].search(self.text[:600]))

    @lazy
    def named_links(self) -> tuple[tuple[str, Link], ...]:
        """Links with short words, folded; each address once a wording."""
        return tuple(
            (folded(link.text), link) for link in self.page.links if link.text and len(link.text) <= 80
        )

    @lazy
    def explains_survey(self) -> bool:
        """A page that explains the nine elements of a survey: their names are no headings of a standard.

        Only a survey has the element "perilaku pelaksana" (PermenPANRB 14/2017).
        """
        return bool(_CONTEXT["survey_element"].search(self.text))

    @property
    def is_listing(self) -> bool:
        """An index of posts: its excerpts announce, the posts themselves are judged."""
        return "listing" in self.page.marks

    @property
    def is_document(self) -> bool:
        """A PDF, office file or picture."""
        return self.page.source in {Source.PDF, Source.DOCX, Source.XLSX, Source.IMAGE}

    @property
    def external(self) -> bool:
        """A page on another host than the unit's; a document kept there (a Drive) is the unit's own."""
        return (self.page.fetch.external and not self.is_document) or self.page.source is Source.EXTERNAL


@dataclass(eq=False)
class SiteSight:
    """A snapshot as a check sees it."""

    snapshot: Snapshot
    screened: bool = False
    candidates: dict[str, frozenset[int]] = field(default_factory=dict)
    memo: dict[str, Finding] = field(default_factory=dict)
    asked_for_others: int = 0  # how often a judge looked at another page than its own

    @lazy
    def pages(self) -> tuple[PageSight, ...]:
        """Readable pages; soft 404s are left out."""
        return tuple(PageSight(page, self) for page in self.snapshot.pages if not is_gone_page(page))

    def pages_for(self, component: str) -> Iterable[PageSight]:
        """The pages that the screen lets through for a component (all when nothing was screened)."""
        allowed = self.candidates.get(component)
        if allowed is None:
            return self.pages
        return tuple(page for index, page in enumerate(self.pages) if index in allowed)

    @lazy
    def addresses(self) -> dict[str, PageSight]:
        """Pages by address, also by the address that was asked."""
        found: dict[str, PageSight] = {}
        for page in self.pages:
            for url in (page.page.fetch.requested_url, page.page.fetch.url):
                found[bare_address(url)] = page
        return found

    @lazy
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read though it is there; a missing target (404) is not that."""
        return tuple(item for item in self.snapshot.unread if not _CONTEXT["gone"].search(fold(item.reason)))

    @lazy
    def gone(self) -> tuple[Unread, ...]:
        """Targets that do not exist."""
        return tuple(item for item in self.snapshot.unread if _CONTEXT["gone"].search(fold(item.reason)))

    @lazy
    def is_drawn_by_scripts(self) -> bool:
        """Pages that scripts draw could not be shown, and they are more than a few among those read."""
        shells = sum(
            item.what == "page" and bool(_CONTEXT["unrendered"].search(item.reason)) for item in self.unread
        )
        told = sum(len(page.page.text) > 200 for page in self.pages)
        return shells > 0 and (shells * 4 >= told or told < 3)

    @lazy
    def missing(self) -> frozenset[str]:
        """Addresses behind which nothing is: 404s, also such that answer 200."""
        dead = [page for page in self.snapshot.pages if is_gone_page(page)]
        found = {bare_address(item.url) for item in self.gone}
        found.update(bare_address(url) for page in dead for url in (page.fetch.url, page.fetch.requested_url))
        return frozenset(found)

    def finding(self, component: str) -> Finding:
        """The finding of another check on the same snapshot, made once."""
        if component not in self.memo:
            from auditor.checks import REGISTRY  # noqa: PLC0415 - REGISTRY needs this module first

            self.memo[component] = REGISTRY[component].run(self.snapshot)
        return self.memo[component]

    def page_at(self, url: str) -> PageSight | None:
        """The page a link leads to, when it was read."""
        self.asked_for_others += 1
        return self.addresses.get(bare_address(url))


def is_gone_page(page: Page) -> bool:
    """A 404, also one that answers 200 and says so in its title."""
    if page.fetch.status >= 400 or "soft_404" in page.marks:
        return True
    html = page.source in {Source.HTML, Source.RENDERED}
    return html and len(page.text) < 2500 and bool(_CONTEXT["gone_title"].search(fold(page.title)))


def bare_address(url: str) -> str:
    """An address without scheme, ``www.`` and fragment, for comparing."""
    return re.sub(r"^https?://(www\.)?", "", url.split("#", 1)[0]).rstrip("/")


_seen = threading.local()


def look(snapshot: Snapshot) -> SiteSight:
    """The sight of a snapshot; made once for all checks that look at the same one."""
    last: SiteSight | None = getattr(_seen, "site", None)
    if last is None or last.snapshot is not snapshot:
        last = SiteSight(snapshot)
        _seen.site = last
    return last


def is_ppid_text(folded: str) -> bool:
    """Whether folded words speak of information requests."""
    return bool(_CONTEXT["ppid_strong"].search(folded))


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing: empty, a dash, "menyusul", lorem ipsum, an unfilled template."""
    folded = fold(text).strip(" \n\t-.:;,_*|/…")
    if len(folded) < 2:
        return True
    if _PLACEHOLDERS["anywhere"].search(folded):
        return True
    hit = _PLACEHOLDERS["whole"].search(folded)
    return hit is not None and (len(hit.group()) * 2 >= len(folded) or len(folded) <= 70)


# ---------------------------------------------------------------- saying


def _cut(text: str, start: int, end: int) -> str:
    """A verbatim piece of ``text`` of at most SNIPPET characters around a hit, cut between words."""
    if len(text) <= SNIPPET:
        return text.strip()
    spare = max(0, SNIPPET - (end - start))
    left = max(0, start - spare // 3)
    right = min(len(text), left + SNIPPET)
    left = max(0, right - SNIPPET) if right == len(text) else left
    if left:
        gap = re.search(r"\s", text[left:start]) if start > left else None
        left += gap.end() if gap else 0
    piece = text[left:right]
    if right < len(text):
        gap_at = max(piece.rfind(" "), piece.rfind("\n"))
        if gap_at > max(0, end - left):
            piece = piece[:gap_at]
    return piece.strip()


def evidence(sight: Sight, span: tuple[int, int] | None = None) -> Evidence:
    """A quote from a section's body around ``span``; from its label when the body is empty."""
    text = sight.section.body if sight.section.body.strip() else sight.section.label
    start, end = span or (0, 0)
    return _evidence(sight.page, _cut(text, start, end), sight.section.locator)


def page_evidence(page: PageSight, span: tuple[int, int], locator: str = "") -> Evidence:
    """A quote from a page's whole text."""
    return _evidence(page, _cut(page.page.text, *span), locator)


def link_evidence(page: PageSight, text: str, locator: str = "a") -> Evidence:
    """A quote of a link's own words."""
    return _evidence(page, text.strip()[:SNIPPET], locator)


def _evidence(page: PageSight, snippet: str, locator: str) -> Evidence:
    fetch = page.page.fetch
    source = Source.EXTERNAL if fetch.external else page.page.source
    return Evidence(
        url=fetch.url,
        source=source,
        locator=locator,
        snippet=snippet,
        sha256=fetch.sha256,
        fetched_at=fetch.fetched_at,
    )


def published(  # noqa: PLR0917 - the four a finding needs, then where and what
    component: str,
    sight: Sight,
    reason: str,
    confidence: float,
    span: tuple[int, int] | None = None,
    values: Sequence[Value] = (),
) -> Finding:
    """Specific content, quoted around ``span`` of the section's body."""
    return Finding(
        component=component,
        verdict=Verdict.PUBLISHED,
        confidence=confidence,
        reason=reason,
        evidence=(evidence(sight, span),),
        values=tuple(values),
    )


def partial(  # noqa: PLR0917
    component: str,
    sight: Sight,
    reason: str,
    confidence: float,
    span: tuple[int, int] | None = None,
    values: Sequence[Value] = (),
) -> Finding:
    """A heading, definition or promise without specific content."""
    return replace(published(component, sight, reason, confidence, span, values), verdict=Verdict.PARTIAL)


def renamed(finding: Finding, component: str, reason: str, confidence: float) -> Finding:
    """The same quote as evidence for another component."""
    return replace(finding, component=component, reason=reason, confidence=confidence, values=())


def best(findings: Iterable[Finding], more: int = 2) -> Finding | None:
    """The strongest finding, with up to ``more`` quotes and all values of its equals.

    First by verdict, then by confidence, then as met. Only findings of the same verdict lend
    evidence and values; one quote per address.
    """
    ordered = sorted(findings, key=lambda item: (-_RANK[item.verdict], -item.confidence))
    if not ordered:
        return None
    first = ordered[0]
    quotes = list(first.evidence)
    values = list(first.values)
    for other in ordered[1:]:
        if other.verdict is not first.verdict:
            break
        values.extend(value for value in other.values if value not in values)
        for quote in other.evidence:
            if len(quotes) < 1 + more and all(quote.url != had.url for had in quotes):
                quotes.append(quote)
    return replace(first, evidence=tuple(quotes), values=tuple(values))


def absent(component: str, site: SiteSight, labels: PhraseList | None = None) -> Finding:
    """``not_found`` when all was read, else ``not_tested``.

    Something unread may hold the component when its label or address names it, names a standard of
    service as such, or says nothing at all (a document called "scan001.pdf").
    """
    if not site.snapshot.reached:
        return Finding(component=component, verdict=Verdict.NOT_TESTED, confidence=1.0, reason="unreachable")
    for item in site.unread:
        if may_hold(component, item, labels, site):
            return Finding(component=component, verdict=Verdict.NOT_TESTED, confidence=0.8, reason="unread")
    pages = len(site.pages)
    if not pages:
        return Finding(component=component, verdict=Verdict.NOT_TESTED, confidence=1.0, reason="nothing_read")
    words = sum(len(page.page.text) for page in site.pages[:50])
    confidence = 0.93 if pages >= 5 and words >= 4000 else 0.88 if pages >= 2 else 0.8
    return Finding(component=component, verdict=Verdict.NOT_FOUND, confidence=confidence, reason="no_section")


def may_hold(  # noqa: PLR0911 - one return per rule
    component: str, item: Unread, labels: PhraseList | None, site: SiteSight
) -> bool:
    """Whether an unread thing may hold a component.

    By its name, link text or the heading it stands under; a document called "Standar Pelayanan" may
    hold what a standard holds, and so may one that is only called "Unduh" below a service's heading.
    A questionnaire to fill in holds none of it.
    """
    if item.what == "page" and _CONTEXT["unrendered"].search(item.reason):
        return site.is_drawn_by_scripts  # an empty shell: nobody saw what it holds
    name = fold(f"{item.label} {_file_name(item.url)}")
    form = _CONTEXT["form_address"].search(fold(item.url)) is not None
    if labels is not None and labels.search(name) and not (form and component in IN_A_STANDARD):
        return True
    if form:
        return False
    if component not in IN_A_STANDARD:
        return False
    if _CONTEXT["holds_anything"].search(name):
        return True
    if item.what not in {"document", "image"} or _CONTEXT["telling"].search(name):
        return False
    if item.what == "image" and not _CONTEXT["poster"].search(name):
        return False
    above = _standing_under(item, site)
    if labels is not None and labels.search(above):
        return True
    return bool(
        _CONTEXT["holds_anything"].search(above)
        or (_is_unnamed(item) and _CONTEXT["service_heading"].search(above))
    )


def _is_unnamed(item: Unread) -> bool:
    """A link text such as "Unduh", "Lihat dokumen", "Klik di sini", or a bare file name."""
    label = fold(item.label).strip()
    return not label or bool(_CONTEXT["unnamed"].regex.fullmatch(label)) or "." in label


def _standing_under(item: Unread, site: SiteSight) -> str:
    """Headings and page name above the link to something unread, folded."""
    page = site.page_at(item.referrer) if item.referrer else None
    if page is None:
        return ""
    for sight in page.sections:
        if any(link.url == item.url for link in sight.section.links) and not sight.is_nav:
            return f"{' / '.join(sight.path.split(' / ')[-2:])} / {sight.label}"
    return page.heading


def _file_name(url: str) -> str:
    name = re.sub(r"[?#].*", "", url).rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"%20|[_+\-]", " ", re.sub(r"\.[a-z]{3,4}$", "", name, flags=re.I))


def settle(component: str, site: SiteSight, findings: Iterable[Finding], labels: PhraseList) -> Finding:
    """The best finding; a bare announcement gives way when the announced thing could not be read."""
    top = best(findings)
    if top is None:
        return absent(component, site, labels)
    if top.verdict is Verdict.PARTIAL and top.reason in _ANNOUNCE_REASONS:
        for item in site.unread:
            if labels.search(fold(f"{item.label} {_file_name(item.url)}")):
                return replace(top, verdict=Verdict.NOT_TESTED, reason="unread", confidence=0.7)
    return top


def announced(  # noqa: PLR0912 - links, heads, sentences, headings
    component: str, site: SiteSight, labels: PhraseList, *, ppid: bool = False
) -> list[Finding]:
    """Partial (a): the site names the component for its services, but nothing readable stands there.

    A link whose words are a label of the component and that leads nowhere, to a missing page, to a
    page without content or to another host; a heading of that name with an empty or placeholder
    body. Links in PPID parts and news do not count, unless ``ppid`` asks for them.
    """
    found: list[Finding] = []
    key = f"{component}.{labels.name}"
    for page in site.pages:
        if (page.is_ppid and not ppid) or page.external:
            continue
        for text, link in () if page.is_news else page.links_named(key):
            if not _is_announcement(labels, text) or not (ppid or _announces(text)):
                continue
            reason = _dead_end(site, page, link.url)
            if reason:
                found.append(
                    Finding(
                        component=component,
                        verdict=Verdict.PARTIAL,
                        confidence=0.75 if reason == "external" else 0.7,
                        reason=reason,
                        evidence=(link_evidence(page, link.text),),
                    )
                )
        if page.is_news_about or page.is_listing or page.is_worksheet:
            continue
        for sight in page.sights_announcing(key):
            if sight.is_nav or sight.is_vacancy_or_event or (sight.is_ppid and not ppid):
                continue
            if sight.page.explains_survey:
                continue
            if _empty_heads(sight, labels):
                found.append(partial(component, sight, "heading_only", 0.75))
            offered = _offered(sight, labels)
            if offered is not None:
                found.append(partial(component, sight, "announced", 0.6, offered))
            if not labels.is_label(sight.label, 60) and not labels.within(sight.label, 110):
                continue
            if (ppid or _announces(sight.label)) and sight.is_placeholder and not _has_children(sight):
                found.append(partial(component, sight, "heading_only", 0.7))
    return found


def _is_announcement(labels: PhraseList, text: str) -> bool:
    """A link or button that is called by the component: begins with its name, or says little else."""
    return labels.is_label(text, 60) and (labels.opens(text) or text.count(" ") <= 3)


def _offered(sight: Sight, labels: PhraseList) -> tuple[int, int] | None:
    """ "Prosedur serta persyaratan dapat diunduh di sini": offered in a sentence, but not told there."""
    for start, offer, end in sight.offers:
        named = labels.search(sight.body[start:offer])
        if named and _announces(sight.body[start:end]):
            return start + named.start(), end
    return None


def _empty_heads(sight: Sight, labels: PhraseList) -> bool:
    """The head of a table without rows: "Jenis Layanan | Persyaratan | Waktu" and nothing below."""
    cells = sight.head_cells
    if not cells:
        return False
    if sight.kind is SectionKind.HEADING:
        return (
            any(labels.is_label(cell, 35) for cell in cells)
            and all(_CONTEXT["table_heads"].regex.fullmatch(cell) for cell in cells)
            and not any(
                other.kind is SectionKind.ROW and sight.section.label in other.section.path
                for other in sight.page.sections[sight.index + 1 :]
            )
        )
    if max(map(len, cells)) > 35 or not any(labels.is_label(cell, 35) for cell in cells):
        return False
    heads = sum(bool(_CONTEXT["table_heads"].search(cell)) for cell in cells)
    if heads < len(cells):
        return False
    same = [other for other in sight.page.sections if other.kind is SectionKind.ROW]
    return sum(other.section.path == sight.section.path for other in same) == 1


def _announces(text: str) -> bool:
    return not (
        _CONTEXT["ppid_strong"].search(text)
        or _CONTEXT["reporting"].search(text)
        or _CONTEXT["vacancy_or_event"].search(text)
        or _CONTEXT["internal"].search(text)
    )


def _has_children(sight: Sight) -> bool:
    """Whether the next section stands under this one: the heading is a group, not empty.

    A paragraph without a label that only repeats the heading's own words is no child of it.
    """
    following = sight.page.sections[sight.index + 1 : sight.index + 2]
    if not following or sight.section.label not in following[0].section.path:
        return False
    child = following[0].section
    return bool(child.label) or child.body.strip() not in sight.section.body


def _dead_end(site: SiteSight, page: PageSight, url: str) -> str:
    if not url or url.startswith("#") or url.rstrip("/#") == "" or url.lower().startswith("javascript"):
        return "announced"
    if "#" in url and bare_address(url) == bare_address(page.page.fetch.url):
        fragment = url.split("#", 1)[1]
        return "announced" if not fragment else ""
    target = site.page_at(url)
    if target is not None and target.external:
        return "external"
    if target is not None:
        body = " ".join(section.body for section in target.page.sections if section.zone == "main")
        return (
            "announced"
            if not target.external and is_placeholder(body.strip()[:300]) and len(body) < 300
            else ""
        )
    bare = bare_address(url)
    if bare in site.missing:
        return "announced"
    host = bare.split("/", 1)[0].split(":")[0]
    own = {bare_address(other.page.fetch.url).split("/", 1)[0].split(":")[0] for other in site.pages[:3]}
    return (
        "external"
        if host and host not in own and not _CONTEXT["not_evidence_hosts"].search(fold(host))
        else ""
    )


# ---------------------------------------------------------------- checks


Judge = Callable[[Sight], Finding | None]


@dataclass(frozen=True)
class SectionCheck:
    """A check that judges section by section and, failing that, looks for bare announcements.

    ``extra`` may add findings that need the whole site.
    """

    phrases: Phrases
    judge: Judge
    announce: bool = True
    extra: Callable[[SiteSight], Iterable[Finding]] | None = None
    announce_labels: str = "labels"

    @property
    def id(self) -> str:
        """The component's code."""
        return self.phrases.id

    def run(self, snapshot: Snapshot) -> Finding:
        """Best finding over all sections; see :func:`settle`."""
        site = look(snapshot)
        labels = self.phrases["labels"]
        if not snapshot.reached:
            return absent(self.id, site, labels)
        found: list[Finding] = []
        for page in site.pages_for(self.id):
            if page.external or page.is_worksheet:
                continue
            found.extend(self._on(page, site))
        if (of_the_site := self.extra) is not None:
            found.extend(of_the_site(site))
        if not found and self.announce:
            found = announced(self.id, site, self.phrases[self.announce_labels])
        return settle(self.id, site, found, labels)

    def _on(self, page: PageSight, site: SiteSight) -> list[Finding]:
        """The findings on one page; those that no other page had a part in are kept between runs."""
        kept = facts.kept_findings(page.page, self.id)
        if kept is not None:
            return kept
        others = site.asked_for_others
        shown = (sight for sight in page.sights_for(self.id) if not (sight.is_nav or sight.is_ppid))
        found = [finding for sight in shown if (finding := sight.judged(self.id, self.judge)) is not None]
        if site.asked_for_others == others:
            facts.keep_findings(page.page, self.id, found)
        return found
