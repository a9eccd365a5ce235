"""What is said where nothing was found: absent, not read, or announced without content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from auditor.checks.clauses import JOINED
from auditor.checks.dead_ends import dead_end, leads_nowhere, points_nowhere
from auditor.checks.leads import leads
from auditor.checks.marks import MARK, MARKED
from auditor.checks.pagesight import PageSight
from auditor.checks.phrasebook import PhraseList, fold
from auditor.checks.row_links import rows
from auditor.checks.saying import best, link_evidence, partial
from auditor.checks.sight import Sight
from auditor.checks.sitesight import SiteSight
from auditor.checks.staff_sops import is_staff_sop
from auditor.checks.unread import may_hold, name_of, named_by_row
from auditor.checks.wordings import CONTEXT, bare_address
from auditor.models import Finding, SectionKind, Verdict

_OF_PPID = re.compile(r"(?i)(?<=[^/]/)[^/?#]*ppid[^/?#]*/?(?:[?#].*)?$")  # "/maklumat-ppid"
_BUTTON = 40  # characters of the words on a button
_ENTRY = 40  # characters of a menu's entry
_DROPDOWN = 10  # entries of a menu's dropdown
# a line that presents an office's services or the office itself is half of any site
_OF_ANY_UNIT = frozenset({"produk", "profil"})
# what the site of a PPID announces of these is the office's
_OF_THE_OFFICE = frozenset({"pengaduan", "skm"})
_ANNOUNCE_REASONS = frozenset({"announced", "external", "heading_only", "file_name_only"})


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


def settle(component: str, site: SiteSight, findings: Iterable[Finding], labels: PhraseList) -> Finding:
    """The best finding; a bare announcement gives way when the announced thing could not be read."""
    top = best(findings)
    if top is None:
        return absent(component, site, labels)
    if top.verdict is Verdict.PARTIAL and top.reason in _ANNOUNCE_REASONS:
        for item in site.unread:
            if labels.search(f"{name_of(item)} / {named_by_row(item, site)}"):
                return replace(top, verdict=Verdict.NOT_TESTED, reason="unread", confidence=0.7)
    return top


def announced(  # noqa: PLR0912 - links, heads, sentences, headings
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
    found: list[Finding] = []
    key = f"{component}.{labels.name}"
    menus: set[str] = set()  # they repeat on every page
    for page in site.pages:
        if (page.is_ppid and not ppid) or page.external:
            continue
        if page.is_at_a_ppid and not (ppid or component in _OF_THE_OFFICE):
            continue  # "Standar Layanan", "Jadwal" in the menu of a PPID's site are the PPID's
        for sight in () if ppid or page.is_news else _menus(page):
            if sight.section.body not in menus:
                menus.add(sight.section.body)
                found += [
                    partial(component, sight, "announced", 0.6, span)
                    for span in _without_address(sight, labels)
                ]
        for words, link in () if page.is_news else page.links_named(key):
            text = _button_of(words)
            if not _is_announcement(labels, text) or not (
                ppid or (_announces(text) and not _is_headline(labels, text))
            ):
                continue
            if not_labels is not None and _is_other_label(text, labels, not_labels):
                continue
            if page.is_of_an_account and CONTEXT["own_account"].regex.fullmatch(text):
                continue
            if not ppid and _leads_to_requests(page, text, link.url):
                continue
            reason = dead_end(site, page, link.url, labels)
            if reason and (ppid or not (id(link) in _ppid_entries(page) or _OF_PPID.search(link.url))):
                found.append(
                    Finding(
                        component=component,
                        verdict=Verdict.PARTIAL,
                        confidence=0.75 if reason == "external" else 0.7,
                        reason=reason,
                        evidence=(link_evidence(page, link.text),),
                    )
                )
        if not (page.is_news or ppid):
            found.extend(_rows(component, page, site, labels, not_labels))
        if page.is_news_about or page.is_listing or page.is_worksheet:
            continue
        if component != "sop" and is_staff_sop(page):
            continue
        if not page.is_news:
            found.extend(_buttons(component, page, labels, not_labels))
        if component not in _OF_ANY_UNIT and not ppid:
            for lead in leads(page, labels, not_labels):
                found.append(partial(component, lead.sight, "announced", 0.55, lead.span))
        for sight in page.sights_announcing(key):
            if sight.is_nav or sight.is_vacancy_or_event or (sight.is_ppid and not ppid):
                continue
            if (
                sight.page.explains_survey
                or (not sight.body.strip() and CONTEXT["tells_components"].search(sight.path))
                or _is_listed(sight)
            ):
                continue
            if _empty_heads(sight, labels):
                found.append(partial(component, sight, "heading_only", 0.75))
            offered = _offered(sight, labels)
            if offered is not None:
                found.append(partial(component, sight, "announced", 0.6, offered))
            if not labels.is_label(sight.label, 60) and not labels.within(sight.label, 110):
                continue
            if not_labels is not None and _is_other_label(sight.label, labels, not_labels):
                continue
            bare = (sight.is_placeholder and not _has_children(sight)) or points_nowhere(site, sight, labels)
            if (ppid or _announces(sight.label)) and bare:
                found.append(partial(component, sight, "heading_only", 0.7))
    return found


def _leads_to_requests(page: PageSight, text: str, url: str) -> bool:
    """ "Prosedur" leads to the part "#prosedur" of its page, which deals with information requests."""
    called = text.strip()
    return url.startswith("#") and any(
        not sight.is_nav and sight.label.strip() == called and sight.is_ppid for sight in page.sections
    )


def _rows(
    component: str, page: PageSight, site: SiteSight, labels: PhraseList, not_labels: PhraseList | None
) -> Iterable[Finding]:
    """Rows "Maklumat Pelayanan | Unduh" whose link leads nowhere: the row names what it should show."""
    if not labels.may_occur(page.text):
        return
    for row in rows(page):
        named = _is_announcement(labels, row.name) and _announces(row.name) and not row.sight.is_ppid
        if not named or _is_headline(labels, row.name):
            continue
        if not_labels is not None and _is_other_label(row.name, labels, not_labels):
            continue
        reason = dead_end(site, page, row.link.url, labels)
        if reason:
            yield partial(component, row.sight, reason, 0.65, row.span)


def _is_listed(sight: Sight) -> bool:
    """An item below "Komponen standar pelayanan meliputi:" names what any standard comprises; one among the
    services of a desk ("1. Pendaftaran 2. Perubahan data 3. Penanganan pengaduan") names a service."""
    if sight.body.strip():
        return False
    above = next(
        (other for other in reversed(sight.page.sections[: sight.index]) if other.body.strip()), None
    )
    if above is not None and CONTEXT["tells_components"].search(above.body[-200:]):
        return True
    return not sight.section.links and _stands_among_others(sight)


def _stands_among_others(sight: Sight) -> bool:
    """Whether most items of the list that a label stands in are no heads of a standard."""
    path = sight.section.path
    parent = next(
        (other for other in reversed(sight.page.sections[: sight.index]) if other.section.path == path[:-1]),
        None,
    )
    if parent is None or not path or parent.section.label != path[-1]:
        return False
    lines = parent.body.split("\n")
    place = next((number for number, line in enumerate(lines) if _item_of(line) == sight.label), None)
    if place is None:
        return False
    before = takewhile(_item_of, reversed(lines[:place]))
    items = [_item_of(line) for line in (*before, *takewhile(_item_of, lines[place + 1 :]))]
    return len(items) >= 2 and sum(map(_names_component, items)) * 2 < len(items)


def _item_of(line: str) -> str:
    """The words of a marked line; nothing for any other line."""
    return MARK.sub("", line).strip() if MARKED.match(line) else ""


def _names_component(item: str) -> bool:
    return any(CONTEXT[name].regex.fullmatch(item) for name in ("table_heads", "site_heads"))


def _is_other_label(text: str, labels: PhraseList, not_labels: PhraseList) -> bool:
    """ "Jam Pelayanan", "Alur Pengaduan", "Syarat dan ketentuan": the component's words, of something else.

    "Jam Pelayanan dan Waktu Penyelesaian" names two things, one of them the component.
    """
    if not not_labels.search(text):
        return False
    parts = JOINED.split(not_labels.regex.sub(" ", text))
    return len(parts) < 2 or not any(labels.search(part) for part in parts)


def _buttons(
    component: str, page: PageSight, labels: PhraseList, not_labels: PhraseList | None
) -> Iterable[Finding]:
    """Buttons without an address ("Lihat Persyaratan"): whatever they should show, nobody saw it."""
    if "buttons" not in page.memo:
        linked = {text.strip() for text, _ in page.named_links}
        page.memo["buttons"] = [
            (sight, line)
            for sight in page.sections
            if sight.zone == "main"
            for line in sight.body.split("\n")
            if len(line) <= _BUTTON and CONTEXT["button"].regex.match(line) and line.strip() not in linked
        ] + [
            (sight, sight.body[hit.end() : hit.end() + _BUTTON].split("\n")[0])
            for sight in page.sections
            if sight.zone == "main"
            for hit in CONTEXT["see_more"].finditer(sight.body)
        ]
    for sight, line in page.memo["buttons"]:
        named = labels.is_label(line, _BUTTON) and _announces(line) and not sight.is_ppid
        if named and not (not_labels is not None and _is_other_label(line, labels, not_labels)):
            yield partial(component, sight, "announced", 0.55, (sight.body.index(line), 0))


def _is_announcement(labels: PhraseList, text: str) -> bool:
    """A link or button that is called by the component: begins with its name, or says little else."""
    return labels.is_label(text, 60) and (labels.opens(text) or text.count(" ") <= 3)


def _button_of(text: str) -> str:
    """What a card that is one link offers at its end; all of its words where it offers nothing."""
    hit = CONTEXT["card_button"].search(text)
    return hit.group() if hit else text


def _menus(page: PageSight) -> tuple[Sight, ...]:
    """A page's menus, looked for once for all components."""
    if "menus" not in page.memo:
        page.memo["menus"] = tuple(sight for sight in page.sections if sight.is_nav)
    menus: tuple[Sight, ...] = page.memo["menus"]
    return menus


def _without_address(sight: Sight, labels: PhraseList) -> Iterable[tuple[int, int]]:
    """Entries of a menu that are no links (``<a>`` without an address): their places in its body."""
    if not labels.may_occur(sight.body):
        return
    linked: set[str] | None = None
    start = 0
    for line in sight.body.split("\n"):
        words = line.strip()
        hit = labels.regex.match(words) if 0 < len(words) <= _ENTRY else None
        if hit and len(hit.group()) * 5 >= len(words) * 4 and _announces(words):
            if linked is None:
                linked = {text for text, _ in sight.page.named_links}
            if words not in linked:
                yield start, start + len(line)
        start += len(line) + 1


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
            and all(CONTEXT["table_heads"].regex.fullmatch(cell) for cell in cells)
            and not any(
                other.kind is SectionKind.ROW and sight.section.label in other.section.path
                for other in sight.page.sections[sight.index + 1 :]
            )
        )
    if max(map(len, cells)) > 35 or not any(labels.is_label(cell, 35) for cell in cells):
        return False
    heads = sum(bool(CONTEXT["table_heads"].search(cell)) for cell in cells)
    if heads < len(cells):
        return False
    same = [other for other in sight.page.sections if other.kind is SectionKind.ROW]
    return sum(other.section.path == sight.section.path for other in same) == 1


def _announces(text: str) -> bool:
    return not (
        CONTEXT["ppid_strong"].search(text)
        or CONTEXT["reporting"].search(text)
        or CONTEXT["vacancy_or_event"].search(text)
        or CONTEXT["internal"].search(text)
    )


def _has_children(sight: Sight) -> bool:
    """Whether the next section stands under this one: the heading is a group, not empty.

    A paragraph without a label that only repeats the heading's own words is no child of it.
    """
    following = sight.page.sections[sight.index + 1 : sight.index + 2]
    if not following or sight.section.label not in following[0].section.path:
        return False
    child = following[0].section
    if child.kind is SectionKind.IMAGE and (site := sight.page.site) is not None and child.links:
        return not all(bare_address(link.url) in site.missing for link in child.links)
    return bool(child.label) or child.body.strip() not in sight.section.body
