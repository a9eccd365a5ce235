"""Links that are a complaint channel by themselves, wherever on a site they stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from auditor.checks import facts
from auditor.checks.base import Phrases, Sight, SiteSight, link_evidence, published
from auditor.checks.complaint.channels import app, host_of, own_or_gone, tied
from auditor.checks.complaint.names import CAPTION
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Channel, Finding, Link, Page, Verdict
from auditor.values import chat_words, find_channels, is_left_out, is_picture, link_channel

PHRASES = Phrases.load("pengaduan")
_ID = PHRASES.id
_LINE = 100  # characters of a bar's line
_Known = dict[tuple[str, str], tuple[str, Channel, bool] | None]
_NUMBERS = {"phone", "whatsapp", "sms", "hotline", "email"}


def links(site: SiteSight) -> Iterable[Finding]:
    """Links that are a channel by themselves: LAPOR!, a complaint app, a WhatsApp link so named."""
    known: _Known = {}  # menus repeat on every page
    for page in site.pages_for(_ID):
        if page.external or page.is_ppid:
            continue
        for place in facts.once(page.page, "channel_links", partial(_places, page.page, known), list[int]):
            link = page.page.links[place]
            found = _told(link, known)
            if found is None:
                continue
            text, channel, by_host = found
            if by_host and own_or_gone(page, link):
                continue
            named = PHRASES["words"].search(text) is not None and PHRASES["other_sense"].search(text) is None
            if channel.channel == "lapor" or ((named or by_host) and len(text) < 120):
                words = link.text.strip() or link.url
                if page.is_news and channel.channel != "lapor":
                    continue
                yield Finding(
                    component=_ID,
                    verdict=Verdict.PUBLISHED,
                    confidence=0.88 if named else 0.78,
                    reason="link",
                    evidence=(link_evidence(page, words),),
                    values=(channel,),
                )


def _places(page: Page, known: _Known) -> list[int]:
    """Places of a page's links that are a channel by themselves."""
    return [place for place, link in enumerate(page.links) if _told(link, known) is not None]


def _told(link: Link, known: _Known) -> tuple[str, Channel, bool] | None:
    """What ``_link_channel`` says, asked once a site."""
    key = link.text, link.url
    if key not in known:
        known[key] = _link_channel(link)
    return known[key]


def pointed(site: SiteSight) -> Iterable[Finding]:
    """Contact data that a page on complaints sends its reader to ("melalui kontak di bawah ini")."""
    for page in site.pages_for(_ID):
        if page.external or page.is_ppid or page.is_news:
            continue
        called = PHRASES["labels"].is_label(page.title, 90)
        if not any(
            sight.zone == "main"
            and (called or PHRASES["labels"].is_label(sight.label, 90))
            and PHRASES["points"].search(sight.body)
            for sight in page.sections
        ):
            continue
        for sight in page.sections:
            is_card = PHRASES["contact_labels"].search(sight.label) is not None
            if sight.is_nav or not (is_card or (sight.zone == "footer" and not sight.label)):
                continue
            found = tied(sight, about=False)
            if not is_card:  # accounts in a foot are the site's
                found = [item for item in found if item.value.channel in _NUMBERS]
            if found:
                span = (max(found[0].start, 0), max(found[0].end, 0))
                listed = [item.value for item in found]
                yield published(_ID, sight, "contact_on_complaint_page", 0.7, span, listed)


def menu(sight: Sight) -> Iterable[Finding]:
    """A menu headed "Aduan" whose entries lead to chats and portals; its head itself leads nowhere."""
    under = False
    for link in sight.section.links:
        words = fold(link.text).strip()
        if not link.url or link.url.startswith("#"):
            if words:
                is_head = PHRASES["announce_labels"].is_label(words, CAPTION)
                under = is_head and PHRASES["words"].search(words) is not None
            continue
        channel = link_channel(link) if under else None
        if (
            channel is None
            and under
            and PHRASES["labels"].search(words)
            and not own_or_gone(sight.page, link)
        ):
            channel = Channel(channel="form", value=link.url)
        if channel is not None and channel.channel != "social":
            yield Finding(
                component=_ID,
                verdict=Verdict.PUBLISHED,
                confidence=0.78,
                reason="link",
                evidence=(link_evidence(sight.page, link.text.strip() or link.url),),
                values=(channel,),
            )


def bar(sight: Sight) -> Iterable[Finding]:
    """A line of the bar above the menu that has both: "Pengaduan: (0561) 721234"."""
    if not PHRASES["words"].search(sight.body):
        return
    start = 0
    for line in sight.section.body.split("\n"):
        folded = fold(line)
        hit = PHRASES["words"].search(folded) if len(line) <= _LINE else None
        if hit and not PHRASES["other_sense"].search(folded):
            found = [item for item in find_channels(line) if item.value.channel in _NUMBERS]
            if found:
                span = (start + hit.start(), start + max(item.end for item in found))
                yield published(_ID, sight, "channel", 0.75, span, [item.value for item in found])
        start += len(line) + 1


def _link_channel(link: Link) -> tuple[str, Channel, bool] | None:
    """A link's folded words, its channel, and whether only its host's name makes it one."""
    text = fold(f"{link.text} {chat_words(link.url)}".strip())
    channel, by_host = link_channel(link), False
    if channel is None:
        channel, by_host = app(link), True
    if channel is None and (_is_by_way_of(text, link.url) or _is_called_so(text, link.url)):
        channel = Channel(channel="form", value=link.url)
    # asked last: few links are a channel
    if channel is None or PHRASES["not_labels"].search(text) or PHRASES["not_around"].search(text):
        return None
    return None if not by_host and is_left_out(channel.value) else (text, channel, by_host)


def _is_by_way_of(text: str, url: str) -> bool:
    return PHRASES["by_way_of"].search(text) is not None and url.lower().startswith(("http://", "https://"))


def _is_called_so(text: str, url: str) -> bool:
    """A button "Pengaduan Online" to another host: the portal is named for what it takes."""
    if not PHRASES["words"].search(text) or not PHRASES["labels"].is_label(text, CAPTION):
        return False
    if not url.lower().startswith(("http://", "https://")) or is_picture(url):
        return False
    if not PHRASES["portal_hosts"].search(fold(host_of(url))):  # a newspaper has such buttons too
        return False
    told = f"{text} {fold(url)}"
    return not any(PHRASES[name].search(told) for name in ("not_a_way", "tells", "not_fuzzy")) and not (
        CONTEXT["not_evidence_hosts"].search(host_of(url))
    )
