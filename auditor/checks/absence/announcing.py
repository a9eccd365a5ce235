"""What a site announces of a component and does not tell: by dead links, menus, buttons, headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from auditor.checks.absence.called import BUTTON, Button, Line, called
from auditor.checks.absence.dead_ends import dead_end, leads_nowhere
from auditor.checks.absence.heads_announced import announced_by, announces, is_other_label
from auditor.checks.absence.leads import Lead
from auditor.checks.saying import link_evidence, partial
from auditor.checks.sight.page import PageSight
from auditor.checks.sight.row_links import Row
from auditor.checks.sight.section import Sight
from auditor.checks.sight.site import SiteSight
from auditor.checks.sight.staff_sops import is_staff_sop
from auditor.checks.words.phrasebook import PhraseList, fold
from auditor.checks.words.wordings import CONTEXT, bare_address
from auditor.models import Finding, Link, Verdict

_OF_PPID = re.compile(r"(?i)(?<=[^/]/)[^/?#]*ppid[^/?#]*/?(?:[?#].*)?$")  # "/maklumat-ppid"
_DROPDOWN = 10  # entries of a menu's dropdown
# a line that presents an office's services or the office itself is half of any site
_OF_ANY_UNIT = frozenset({"produk", "profil"})
# what the site of a PPID announces of these is the office's
_OF_THE_OFFICE = frozenset({"pengaduan", "skm"})


def announced(
    component: str,
    site: SiteSight,
    labels: PhraseList,
    *,
    ppid: bool = False,
    not_labels: PhraseList | None = None,
) -> list[Finding]:
    """Partial (a): the site names the component for its services, but nothing readable stands there.

    A link whose words are a label of the component and that leads nowhere, to a missing page, to a
    page without content or to another host; a heading of that name with an empty or placeholder
    body. Links in PPID parts and news do not count, unless ``ppid`` asks for them; nor do the words of
    ``not_labels`` that only resemble a label ("Jam Pelayanan" and "Lama Pelayanan").
    """
    asked = _Asked(component, site, labels, ppid, not_labels)
    found: list[Finding] = []
    menus: set[str] = set()  # they repeat on every page
    for page in site.pages:
        if (page.is_ppid and not ppid) or page.external:
            continue
        if page.is_at_a_ppid and not (ppid or component in _OF_THE_OFFICE):
            continue  # "Standar Layanan", "Jadwal" in the menu of a PPID's site are the PPID's
        names = called(page)
        if not names.holds(asked.key):
            continue
        for sight, entries in () if ppid else names.menus(asked.key):
            if sight.section.body not in menus:
                menus.add(sight.section.body)
                found += asked.of_menu(sight, entries)
        found += asked.of_links(page, names.links(asked.key))
        if not ppid:
            found += asked.of_rows(page, names.rows(asked.key))
        if page.is_news_about or page.is_listing or page.is_worksheet:
            continue
        if component != "sop" and is_staff_sop(page):
            continue
        found += asked.of_buttons(names.buttons(asked.key))
        if component not in _OF_ANY_UNIT and not ppid:
            found += asked.of_leads(names.leads(asked.key))
        found += asked.of_sections(page)
    return found


class _Asked:
    """What is looked for, and what single things that a page names say of it."""

    def __init__(
        self,
        component: str,
        site: SiteSight,
        labels: PhraseList,
        ppid: bool,
        not_labels: PhraseList | None,
    ) -> None:
        self.key = f"{component}.{labels.name}"
        self.component, self.site, self.labels = component, site, labels
        self.ppid, self.not_labels = ppid, not_labels

    def of_menu(self, sight: Sight, entries: Iterable[Line]) -> Iterator[Finding]:
        """Entries of a menu that are no links (``<a>`` without an address)."""
        if not self.labels.may_occur(sight.body):
            return
        linked: set[str] | None = None
        for line in entries:
            hit = self.labels.regex.match(line.words)
            if hit and len(hit.group()) * 5 >= len(line.words) * 4 and announces(line.words):
                if linked is None:
                    linked = {text for text, _ in sight.page.named_links}
                if line.words not in linked:
                    yield partial(self.component, sight, "announced", 0.6, (line.start, line.end))

    def of_links(self, page: PageSight, links: Iterable[tuple[str, Link]]) -> Iterator[Finding]:
        """Links of that name that lead nowhere, or to another host."""
        for words, link in links:
            text = _button_of(words)
            if not _is_announcement(self.labels, text) or self._is_of_another(text):
                continue
            if not (self.ppid or (announces(text) and not _is_headline(self.labels, text))):
                continue
            if page.is_of_an_account and CONTEXT["own_account"].regex.fullmatch(text):
                continue
            if not self.ppid and _leads_to_requests(page, text, link.url):
                continue
            reason = dead_end(self.site, page, link.url, self.labels)
            if reason and (self.ppid or not (id(link) in _ppid_entries(page) or _OF_PPID.search(link.url))):
                yield Finding(
                    component=self.component,
                    verdict=Verdict.PARTIAL,
                    confidence=0.75 if reason == "external" else 0.7,
                    reason=reason,
                    evidence=(link_evidence(page, link.text),),
                )

    def of_rows(self, page: PageSight, rows: Sequence[Row]) -> Iterator[Finding]:
        """Rows "Maklumat Pelayanan | Unduh" whose link leads nowhere: the row names what it should show."""
        if not rows or not self.labels.may_occur(page.text):
            return
        for row in rows:
            if not _is_announcement(self.labels, row.name):
                continue
            if not announces(row.name) or row.sight.is_ppid or _is_headline(self.labels, row.name):
                continue
            if self._is_of_another(row.name):
                continue
            reason = dead_end(self.site, page, row.link.url, self.labels)
            if reason:
                yield partial(self.component, row.sight, reason, 0.65, row.span)

    def of_buttons(self, buttons: Iterable[Button]) -> Iterator[Finding]:
        """Buttons of that name ("Lihat Persyaratan")."""
        for sight, words in buttons:
            named = self.labels.is_label(words, BUTTON) and announces(words) and not sight.is_ppid
            if named and not self._is_of_another(words):
                yield partial(self.component, sight, "announced", 0.55, (sight.body.index(words), 0))

    def of_leads(self, leads: Iterable[Lead]) -> Iterator[Finding]:
        """Lines that present what is called so."""
        for lead in leads:
            named = (part for part in lead.parts if self.labels.regex.match(part))
            if any(self.not_labels is None or not self.not_labels.search(part) for part in named):
                yield partial(self.component, lead.sight, "announced", 0.55, lead.span)

    def of_sections(self, page: PageSight) -> Iterator[Finding]:
        """Headings of that name over nothing, and sentences that offer it."""
        for sight in page.sights_announcing(self.key):
            yield from announced_by(
                self.component, sight, self.site, self.labels, ppid=self.ppid, not_labels=self.not_labels
            )

    def _is_of_another(self, text: str) -> bool:
        return self.not_labels is not None and is_other_label(text, self.labels, self.not_labels)


def _leads_to_requests(page: PageSight, text: str, url: str) -> bool:
    """ "Prosedur" leads to the part "#prosedur" of its page, which deals with information requests."""
    called = text.strip()
    return url.startswith("#") and any(
        not sight.is_nav and sight.label.strip() == called and sight.is_ppid for sight in page.sections
    )


def _is_announcement(labels: PhraseList, text: str) -> bool:
    """A link or button that is called by the component: begins with its name, or says little else."""
    return labels.is_label(text, 60) and (labels.opens(text) or text.count(" ") <= 3)


def _button_of(text: str) -> str:
    """What a card that is one link offers at its end; all of its words where it offers nothing."""
    hit = CONTEXT["card_button"].search(text)
    return hit.group() if hit else text


def _is_headline(labels: PhraseList, text: str) -> bool:
    """ "Camat Bacakan Maklumat Pelayanan": a headline of news, not the name of a part of the site."""
    return not labels.opens(text) and CONTEXT["headline_verbs"].search(text) is not None


def _ppid_entries(page: PageSight) -> frozenset[int]:
    """The links (by ``id``) of a dropdown "PPID": from its head, which leads nowhere, to its last PPID word.

    Markup tells no end of the dropdown, so an entry is its own only where one that must be follows it.
    """
    if "ppid_entries" not in page.memo:
        links, found = page.page.links, set[int]()
        for start, head in enumerate(links):
            if fold(head.text).strip() != "ppid" or not leads_nowhere(head.url):
                continue
            below = links[start + 1 : start + 1 + _DROPDOWN]
            strong = [
                place
                for place, link in enumerate(below)
                if CONTEXT["ppid_entries"].search(fold(link.text)) or "ppid" in _file_of(link.url)
            ]
            found.update(id(link) for link in below[: strong[-1] + 1 if strong else 0])
        page.memo["ppid_entries"] = frozenset(found)
    entries: frozenset[int] = page.memo["ppid_entries"]
    return entries


def _file_of(url: str) -> str:
    """The last part of an address ("maklumatppid.html"), its host apart."""
    return bare_address(url).partition("/")[2].rsplit("/", 1)[-1].lower()
