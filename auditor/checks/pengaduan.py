"""Pengaduan: how a citizen complains about the service (UU 25/2009 art. 21; Perpres 76/2013).

Published   complaint wording (aduan, keluhan, kritik, saran, masukan, aspirasi, lapor) **and** a channel
            that the page ties to it: a number, an address, an e-mail, LAPOR!/SP4N, an app, a QR code, a
            form with a message field and a button (also one whose action is dead).
Partial     the site announces complaints (menu, heading, a link to ``#``), or describes how they are
            handled, but names no channel; a message form that avoids the word ("Suara Warga").
Not found   nothing of the kind. General contact data are no complaint channel; objections to the PPID
            are another law; "wajib lapor" and "lapor ke loket" are no complaints. Source: corpus
            definitions, rubric-sources 5.2 and 4 (the fixed LAPOR! paragraph of SIPPN is not the unit's own).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from auditor.checks.base import (
    Phrases,
    Sight,
    SiteSight,
    absent,
    announced,
    is_ppid_text,
    link_evidence,
    look,
    partial,
    published,
    settle,
)
from auditor.checks.complaint.channels import VALUE, is_dead, tied
from auditor.checks.complaint.elsewhere import as_heading, named_ways
from auditor.checks.complaint.forms import drawn, form, is_form_of_its_own, led_to
from auditor.checks.complaint.general import general_spans, is_general
from auditor.checks.complaint.going import gone_to
from auditor.checks.complaint.links import bar, links, menu, pointed
from auditor.checks.complaint.mentions import is_button, is_errand, is_office, mention
from auditor.checks.complaint.named import named_apps, named_forms, scanned
from auditor.checks.complaint.names import CAPTION, is_clinical, names, other_sense, under_complaints
from auditor.checks.sight import posters
from auditor.checks.words.clauses import line_around, within
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Channel, Finding, SectionKind, Snapshot, Verdict
from auditor.values import Found, is_left_out

PHRASES = Phrases.load("pengaduan")
_ID = PHRASES.id
_WORD = re.compile(r"[a-z]{4,}")
_OF_TITLE = ("figures", "not_fuzzy")  # what else such a name may be
_TILE = 200  # characters of a tile that is a link
_TOLD_IN_LINE = {SectionKind.ROW, SectionKind.LINE, SectionKind.DEFINITION}
_TITLE = 40  # characters of such a name
_NUMBERS = ("phone", "whatsapp", "sms", "hotline")


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it ties no channel to complaints."""
    head = sight.label or sight.above
    if any(PHRASES[name].search(head) for name in ("not_labels", "counted", "seen")):
        return None
    found = _ways_told(sight)
    return None if found is None or _of_another_matter(sight) or _tells_of_the_desk(sight) else found


def _tells_of_the_desk(sight: Sight) -> bool:
    """News of it, or its ways counted, without a number or an address."""
    told = sight.is_dated_item or PHRASES["figures"].search(sight.above) is not None
    return told and VALUE.search(sight.body) is None


def _of_another_matter(sight: Sight) -> bool:
    """Asked of what speaks of complaints alone: few sections do."""
    if PHRASES["not_around"].search(sight.around) and not (
        is_form_of_its_own(sight) or _is_of_the_office(sight)
    ):
        return True
    page = sight.page
    others = page.is_poster and PHRASES["others_desks"].search(page.text) is not None
    if others and not posters.names(page.text, page.unit_name):
        return True
    of_survey = sight.page.explains_survey and sight.kind is not SectionKind.FORM
    return (of_survey and not PHRASES["words"].search(sight.body)) or _is_told_of_a_day(sight)


def _ways_told(sight: Sight) -> Finding | None:
    """What a section tells of ways to complain, whatever it stands under."""
    if sight.kind is SectionKind.FORM:
        return form(sight)
    about = names(sight.label, 120)
    below = not about and under_complaints(sight)
    if not (about or below):
        return mention(sight)
    if sight.page.is_news and PHRASES["of_an_event"].search(sight.page.headline):
        return partial(_ID, sight, "event", 0.65)
    return _about(sight, below)


def _is_told_of_a_day(sight: Sight) -> bool:
    """Nothing but sentences below "Berita Terbaru" without a number or an address: who complained of what."""
    news = sight.page.told_as_news
    if not news or VALUE.search(sight.body):
        return False
    lines = [line.strip() for line in sight.body.split("\n") if line.strip() in news]
    return bool(lines) and 2 * sum(map(len, lines)) > len(sight.body)


def _is_desk_of_both(sight: Sight) -> bool:
    """A desk "for information and complaints": only its body speaks of requests, it is no PPID's."""
    return not sight.page.is_ppid and names(sight.label, 120) and not is_ppid_text(sight.around)


def _is_of_the_office(sight: Sight) -> bool:
    """ "Tata Cara Pengaduan Masyarakat" in the part of the PPID: ways to the office, no word of information
    requests; what the page and its headline are called does not count."""
    if not (names(sight.label, 120) or any(names(fold(above), 90) for above in sight.section.path[1:])):
        return False
    return not is_ppid_text(sight.whole) and not PHRASES["not_around"].search(sight.whole)


def _has_desk_of_its_own(sight: Sight, found: list[Found[Channel]]) -> bool:
    """Whether a line names complaints and a number that is not the office's ("WA Pengaduan: 0812 ...")."""
    return any(
        item.end
        and item.value.channel in _NUMBERS
        and not is_office(sight.body, item)
        and PHRASES["words"].search(line_around(sight.body, item.start, item.start)) is not None
        for item in found
    )


def _of_complaints(sight: Sight, below: bool) -> list[Found[Channel]]:
    """What a section ties to complaints, without the site's and the office's general data."""
    found = tied(sight, about=True)
    if not found or (below and is_general(sight)):
        return drawn(sight)
    general = general_spans(sight)
    return [
        item
        for item in found
        if not (item.end and within(general, item.start)) and not is_errand(sight.body, item)
    ] + drawn(sight)


def _about(sight: Sight, below: bool) -> Finding | None:
    found = _of_complaints(sight, below)
    if sight.page.is_news_about or sight.is_vacancy_or_event or CONTEXT["internal"].search(sight.label):
        return None
    if PHRASES["words"].search(sight.body):
        if _has_desk_of_its_own(sight, found):  # the office's number is general beside it
            found = [item for item in found if not is_office(sight.body, item)]
        found += named_ways(sight, found)
    elif not below:
        found += as_heading(sight)
    found += gone_to(sight, found)
    if not all(is_left_out(item.value.value) for item in found):
        first = (found[0].start, found[0].end)
        found += [
            *named_apps(sight),
            *named_forms(sight),
            *scanned(sight),
        ]
        listed = [item.value for item in found]
        if (
            below
            and not PHRASES["words"].search(sight.whole)
            and PHRASES["contact_labels"].search(sight.label)
        ):
            # a contact card on the complaint page: the page ties it, its own words do not
            return published(_ID, sight, "contact_on_complaint_page", 0.72, first, listed)
        return published(_ID, sight, "channel", 0.9 if below else 0.96, first, listed)
    apps = [*named_apps(sight), *scanned(sight)]
    media = PHRASES["media"].search(sight.body)
    span_of_medium = (apps[0].start, apps[0].end) if apps else media.span() if media else None
    if span_of_medium and not below:
        return published(_ID, sight, "medium", 0.72, span_of_medium, [item.value for item in apps])
    of_news = sight.page.is_news or sight.is_dated_item
    told_of = any(PHRASES[name].search(sight.label) for name in ("posts", "figures", "desk_hours"))
    if below or of_news or told_of or sight.is_placeholder or _is_measured(sight):
        return None
    return partial(_ID, sight, "no_channel", 0.65)


def _is_measured(sight: Sight) -> bool:
    """A row "Waktu tanggap keluhan | 80% | 95%": an indicator and what it came to; the last of the parts of a
    standard, told in a line ("...; penanganan pengaduan.")."""
    if sight.kind not in _TOLD_IN_LINE or _WORD.search(sight.body):
        return False
    return any(map(str.isdigit, sight.body)) or sight.body.strip() in {".", ";"}


def _pages_of_that_name(site: SiteSight) -> list[Finding]:
    """Partial (a): the site has a page called "Pengaduan", and what stands there is no way to complain."""
    found = []
    for page in site.pages_for(_ID):
        if page.external or page.is_ppid or page.is_document or CONTEXT["news_url"].search(page.url):
            continue
        if not any(PHRASES["announce_labels"].is_label(part, _TITLE) for part in page.title_parts):
            continue
        if is_clinical(page.title) or any(PHRASES[name].search(page.title) for name in _OF_TITLE):
            continue
        shown = [sight for sight in page.sections if sight.zone == "main" and sight.body.strip()]
        shown.sort(key=lambda sight: not names(sight.label, CAPTION))
        found += [partial(_ID, sight, "heading_only", 0.65) for sight in shown[:1]]
    return found


def _offered(site: SiteSight) -> list[Finding]:
    """Partial (a): a button "Formulir Pengaduan" or "Ajukan Pengaduan" without an address, a tile that speaks
    of complaints and leads nowhere, or a link "Lapor" to a login."""
    found = []
    for page in site.pages_for(_ID):
        if page.external or page.is_ppid or page.is_document or page.is_news:
            continue
        found += [
            Finding(
                component=_ID,
                verdict=Verdict.PARTIAL,
                confidence=0.6,
                reason="announced",
                evidence=(link_evidence(page, link.text),),
            )
            for link in page.page.links
            if _leads_to_no_complaint(link.text, link.url)
        ][:1]
        for sight in page.sights_for(_ID):
            if sight.zone != "main" or sight.is_reporting or sight.is_regulation_text:
                continue
            hits = [
                *(hit for hit in PHRASES["words"].finditer(sight.body) if is_button(sight.body, hit)),
                *PHRASES["offered"].finditer(sight.body),
            ]
            found += [partial(_ID, sight, "announced", 0.6, hit.span()) for hit in hits[:1]]
    return found


@lru_cache(maxsize=4096)  # menus repeat on every page
def _leads_to_no_complaint(text: str, url: str) -> bool:
    words = " ".join(fold(text).split()).strip(" →›»")
    if is_dead(url):
        hit = PHRASES["words"].search(words) if len(words) <= _TILE else None
        return (
            hit is not None and not other_sense(words, hit) and PHRASES["invites"].search(words) is not None
        )
    return (
        len(words) <= CAPTION
        and PHRASES["logins"].search(url.lower()) is not None
        and PHRASES["announce_labels"].is_label(words, CAPTION)
    )


@dataclass(frozen=True)
class PengaduanCheck:
    """Complaint channels may stand in menus, footers and forms, so the whole snapshot is looked at."""

    id: str = _ID

    def run(self, snapshot: Snapshot) -> Finding:
        """Best finding over sections and links; absence only when all was read."""
        site = look(snapshot)
        labels = PHRASES["labels"]
        if not snapshot.reached:
            return absent(_ID, site, labels)
        found: list[Finding] = []
        for page in site.pages_for(_ID):
            if page.external:
                continue
            for sight in page.sights_for(_ID):
                if sight.is_ppid and not (
                    _is_desk_of_both(sight) or is_form_of_its_own(sight) or _is_of_the_office(sight)
                ):
                    continue
                if sight.is_nav:
                    found.extend((*menu(sight), *bar(sight)))
                    continue
                finding = sight.judged(_ID, judge)
                if finding is not None:
                    found.append(finding)
        found.extend(links(site))
        if not any(item.verdict is Verdict.PUBLISHED for item in found):
            found.extend((*pointed(site), *led_to(site)))
        if not found:
            found = _pages_of_that_name(site)
        if not found:
            found = [
                item
                for item in announced(_ID, site, PHRASES["announce_labels"])
                if not any(
                    PHRASES[name].search(fold(item.evidence[0].snippet)) for name in ("not_fuzzy", "figures")
                )
            ] or _offered(site)
        return settle(_ID, site, found, labels)


CHECK = PengaduanCheck()
