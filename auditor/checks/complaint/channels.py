"""Which channels a section ties to complaints: numbers, links and addresses in its words and buttons.

The reading of a number or an address is ``auditor.values``'; here stands whose it is. Not tied: what a form
asks for, icons of accounts that no word names, the unit's own home page ("Website : ..."), surveys, maps,
laws, and what stands under another heading of the same stretch of page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from auditor.checks.base import PageSight, Phrases, Sight, bare_address
from auditor.checks.complaint.names import CAPTION
from auditor.checks.complaint.parts import names_of_parts, without_forms
from auditor.checks.sight.below import sections_below
from auditor.checks.words.clauses import clause, line_around
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Channel, Link, SectionKind
from auditor.values import (
    NATIONAL,
    Found,
    chat_numbers,
    find_channels,
    find_masked,
    find_phones,
    is_picture,
    link_channel,
)

PHRASES = Phrases.load("pengaduan")
VALUE = re.compile(r"\d[\d .()\-]{5,}\d|@|https?:|www\.|(?<!\d)1708(?!\d)")
"""What in folded words may be a number or an address."""
_SHORT = 600
"""Characters of a card or list of numbers."""
_PLAN = 300  # characters behind the caption of a list of targets
_SENDS = 200  # characters before an address in which complaints are sent to it
_LEAD = 40  # characters before an address
_SAID = re.compile(r"[.!;\n]\s*")
_MANY = 4  # pages of a site on which a button repeats
_PART = re.compile(r"(?<!\w)(?:fitur|menu|tombol)\s+\W?$", re.IGNORECASE)  # "fitur Kotak Aspirasi"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]{3,300}"
    r"|(?<![\w@.\-/])(?:[\w\-]{1,63}\.){1,4}(?:id|com|org|net|app|ly|gle)(?![\w@]|\.\w)(?:/[^\s<>\"')\]]{0,200})?",
    re.IGNORECASE,
)


def tied(sight: Sight, *, about: bool) -> list[Found[Channel]]:
    """The channels of a section; ``about`` says that its heading names complaints, so that any address in it
    is one to complain at."""
    text = without_forms(sight)
    label = sight.section.label
    # a caption says what kind of number stands behind it ("Nomor Aduan Whatsapp": "0817 …")
    glue = ":\n" if "\n" in text.strip() else ": "
    shift = len(label) + len(glue) if len(label) <= CAPTION else 0
    captioned = f"{label}{glue}{text}" if shift else text
    chats = _chats(sight.page)
    found = [
        Found(item.value, max(item.start, shift) - shift, item.end - shift)
        for item in (*find_channels(captioned, _links_with_words(sight), chats), *find_masked(captioned))
        if item.end > shift or item.end == 0
    ]
    if sight.page.is_document:  # handles in a poster's margin are its maker's; named accounts count
        found = [item for item in found if not item.end or not text.startswith("@", item.start)]
    found = [
        item
        for item in found
        if item.value.value != NATIONAL
        or not (
            _leads_nowhere(sight, text, item)
            or _is_told_as_law(sight, text, item)
            or (not about and _is_tile(sight, text, item))
        )
    ]
    if any(item.value.channel == "in_person" for item in found):
        boxes = names_of_parts(sight) | {
            " ".join(hit.value.value.split())
            for link in sight.section.links
            for hit in find_channels(link.text)
            if hit.value.channel == "in_person" and not is_dead(link.url)
        }
        found = [
            item
            for item in found
            if item.value.channel != "in_person"
            or (
                not _is_on_a_dead_card(sight, text, item)
                and not _PART.search(text, 0, item.start)
                and not {item.value.value, " ".join(fold(line_around(text, item.start, item.start)).split())}
                & boxes
            )
        ]
    had = [item.value for item in found]
    # "Kotak Saran" as a heading is no desk to go to, unless it is said where; a number in it is a number
    placed = PHRASES["placed"].search(sight.body) is not None
    found.extend(
        Found(item.value, 0, 0)
        for item in find_channels(label, (), chats)
        if item.value not in had
        and (item.value.channel != "in_person" or placed)
        and (item.value.value != NATIONAL or not (_is_call(sight) or _leads_nowhere(sight, label, item)))
    )
    if sight.kind is SectionKind.IMAGE and not sight.page.is_document:  # its logo; a link says where to go
        found = [item for item in found if item.value.value != NATIONAL]
    for item in (*_linked(sight, about=about), *_written(sight, text, about=about)):
        if all(item.value.value != other.value.value for other in found):
            found.append(item)
    return found


def _chats(page: PageSight) -> frozenset[str]:
    """Numbers that the page says or opens a chat with: where one stands bare, it is WhatsApp's too."""
    if "chats" not in page.memo:
        named = {
            item.value.value
            for sight in page.sections
            if len(sight.section.body) <= _SHORT and PHRASES["chats"].search(sight.whole)
            for item in find_phones(f"{sight.section.label}\n{sight.section.body}")
            if item.value.channel == "whatsapp"
        }
        page.memo["chats"] = chat_numbers(page.page.links) | named
    chats: frozenset[str] = page.memo["chats"]
    return chats


def _is_call(sight: Sight) -> bool:
    """ "Lapor!" over nothing, or over an app of the city's own: it calls to report, it names no system."""
    if _is_bare(sight):
        return True
    called = PHRASES["bare_lapor"].regex.fullmatch(sight.label) is not None
    return (
        called
        and bool(PHRASES["named_app"].search(sight.body))
        and not PHRASES["national"].search(sight.body)
    )


def _is_bare(sight: Sight) -> bool:
    """ "Lapor!" over nothing, as on a tile without a link."""
    return (
        not sight.section.links
        and not sight.body.strip()
        and PHRASES["bare_lapor"].regex.fullmatch(sight.label) is not None
    )


def _is_tile(sight: Sight, text: str, item: Found[Channel]) -> bool:
    """A line "Lapor!" among others that is a heading over nothing."""
    line = fold(line_around(text, item.start, item.start)).strip()
    return PHRASES["bare_lapor"].regex.fullmatch(line) is not None and any(
        other.label == line and _is_bare(other) for other in sections_below(sight)
    )


def _is_told_as_law(sight: Sight, text: str, item: Found[Channel]) -> bool:
    """LAPOR! behind the laws that provide for it ("didukung Permendagri ... dan sistem SP4N-LAPOR!"), said to
    be laid down, or a target of the office ("Target: pengelolaan pengaduan terpadu (SP4N-LAPOR!)"); a reader
    who "dapat mengadukan" there has a way."""
    start, end = clause(text, item.start, item.end)
    said, before = fold(text[start:end]), fold(text[start : item.start])
    above = f"{sight.label}\n{fold(text[max(0, start - _PLAN) : start])}"
    if PHRASES["plans"].search(above) and PHRASES["managed"].search(fold(text[start : item.start])):
        return PHRASES["ways"].search(said) is None and PHRASES["asks"].search(said) is None
    if PHRASES["of_law"].search(said) is None or PHRASES["ways"].search(said) or PHRASES["asks"].search(said):
        return False
    return PHRASES["of_law"].search(before) is not None or PHRASES["laid_down"].search(said) is not None


def _is_on_a_dead_card(sight: Sight, text: str, item: Found[Channel]) -> bool:
    """ "Sapa Camat: aduan langsung ke camat" on a tile that is a link to "#", or "Kotak Saran" as the
    words of such a link: it was to lead there."""
    memo = sight.page.memo
    if "dead_cards" not in memo:
        memo["dead_cards"] = [
            " ".join(link.text.split()) for link in sight.page.page.links if is_dead(link.url)
        ]
    line = " ".join(line_around(text, item.start, item.start).split())
    if not item.value.value.startswith("langsung"):  # who comes or writes needs no link
        return line in memo["dead_cards"]
    return any(line in words and line != words for words in memo["dead_cards"])


def _leads_nowhere(sight: Sight, text: str, item: Found[Channel]) -> bool:
    """LAPOR! named on a button to "#", where no link of the page leads to it."""
    memo = sight.page.memo
    if "dead_lapor" not in memo:
        links = sight.page.page.links
        live = any((channel := link_channel(link)) and channel.channel == "lapor" for link in links)
        memo["dead_lapor"] = (
            () if live else [" ".join(link.text.split()) for link in links if is_dead(link.url)]
        )
    line = " ".join(line_around(text, item.start, item.start).split())
    return any(line in words for words in memo["dead_lapor"])


def is_dead(url: str) -> bool:
    """An address that leads nowhere: a link without one of its own."""
    return not url or url.startswith(("#", "javascript:"))


def app(link: Link) -> Channel | None:
    """An address of complaints: an app or portal whose own name says so."""
    if not link.url.lower().startswith(("http://", "https://")) or link_channel(link):
        return None
    if is_picture(link.url):
        return None
    return Channel(channel="form", value=link.url) if PHRASES["app_hosts"].search(host_of(link.url)) else None


def own_or_gone(page: PageSight, link: Link) -> bool:
    """A page of the site itself, or nothing: its host's name makes no channel."""
    if host_of(link.url) == host_of(page.page.fetch.url) or CONTEXT["own_machine"].search(link.url.lower()):
        return True
    return page.site is not None and bare_address(link.url) in page.site.missing


def _links_with_words(sight: Sight) -> list[Link]:
    """Links but for icons of accounts that no visible word names: those are the site's own."""
    seen = " ".join(sight.section.body.split())
    return [
        link
        for link in sight.section.links
        if not (sight.zone == "main" and chat_numbers([link]) and link.url in _everywhere(sight.page))
        and (
            (link.text.strip() and " ".join(link.text.split()) in seen)
            or (channel := link_channel(link)) is None
            or channel.channel != "social"
        )
    ]


def _everywhere(page: PageSight) -> frozenset[str]:
    """Chats that every page opens: a floating button is the site's, not the section's it stands behind."""
    site = page.site
    if site is None or len(site.pages) < _MANY:
        return frozenset()
    site.asked_for_others += 1
    memo = site.pages[0].memo
    if "everywhere" not in memo:
        shown = Counter(
            url for one in site.pages for url in {link.url for link in one.page.links if chat_numbers([link])}
        )
        memo["everywhere"] = frozenset(
            url for url, times in shown.items() if times * 5 >= len(site.pages) * 4
        )
    found: frozenset[str] = memo["everywhere"]
    return found


def _linked(sight: Sight, *, about: bool) -> Iterator[Found[Channel]]:
    """Links to portals: such as are called so, and below a heading of complaints whatever one is sent to."""
    for link in sight.section.links:
        if own_or_gone(sight.page, link):
            continue
        channel = app(link)
        if channel is None and about and _is_way(link):
            channel = Channel(channel="form", value=link.url)
        if (
            channel is None
            and (PHRASES["shops"].search(fold(link.url)) or _is_way(link))
            and PHRASES["complaint_apps"].search(sight.body)
        ):
            channel = Channel(channel="form", value=link.url)
        if channel is not None:
            place = max(sight.section.body.find(link.text), 0) if link.text else 0
            yield Found(channel, place, place + len(link.text))


def _is_way(link: Link) -> bool:
    words = fold(link.text).strip()
    if not link.url.lower().startswith(("http://", "https://")) or link_channel(link) or len(words) > CAPTION:
        return False
    if PHRASES["not_a_way"].search(fold(f"{words} {link.url}")) or is_picture(link.url):
        return False
    return PHRASES["sends"].search(words) is not None


def _written(sight: Sight, text: str, *, about: bool) -> Iterator[Found[Channel]]:
    """Addresses in the text: of portals called so; below a heading of complaints any but the own site."""
    if "." not in text:
        return
    label = sight.section.label  # a row's caption ("Website": "www...")
    for hit in _ADDRESS.finditer(text):
        words = hit.group().rstrip(".,;")
        url = words if "://" in words else f"https://{words}"
        link = Link(text="", url=url)
        read = link_channel(link)
        if (read is not None and read.channel != "form") or is_picture(url) or own_or_gone(sight.page, link):
            continue
        before = fold(
            f"{label}: {text[: hit.start()]}"
            if hit.start() < _LEAD
            else text[hit.start() - _LEAD : hit.start()]
        )
        if PHRASES["not_a_way"].search(f"{before} {fold(url)}"):
            continue
        host, _, path = url.split("://", 1)[1].partition("/")
        is_short = PHRASES["short_hosts"].search(fold(host)) is not None
        called = (
            read is not None
            or PHRASES["app_hosts"].search(fold(host)) is not None
            or (is_short and PHRASES["short_addresses"].search(fold(words)) is not None)
        )
        is_address = is_short or "://" in words or words.lower().startswith("www.")
        meant = about or (bool(path) and _sends_complaints(text[max(0, hit.start() - _SENDS) : hit.start()]))
        if not called and not (meant and is_address and (path or not PHRASES["own_site"].search(before))):
            continue
        yield Found(Channel(channel="form", value=words), hit.start(), hit.start() + len(words))


def _sends_complaints(before: str) -> bool:
    """ "Bila ada keluhan atas layanan kami, hubungi petugas di ...": who complains is sent to the address."""
    said = _SAID.split(fold(before))[-1]
    return PHRASES["sends_to"].search(said) is not None and PHRASES["words"].search(said) is not None


@lru_cache(maxsize=2048)  # menus repeat on every page
def host_of(url: str) -> str:
    """Folded host of an address, with its port."""
    return fold(re.sub(r"^https?://", "", url).split("/", 1)[0])
