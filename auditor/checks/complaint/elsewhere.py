"""Ways to complain that a section names and the page writes elsewhere.

"Melalui telepon, email" over a foot with the number and the address; a number that is set as a heading of its
own below "Call Center Pengaduan".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.complaint.names import CAPTION
from auditor.checks.words.phrasebook import fold
from auditor.models import Channel
from auditor.values import Found, find_channels, find_masked, find_phones, link_channel

PHRASES = Phrases.load("pengaduan")
_KINDS = ("phone", "whatsapp", "email", "social")
_CARD = 200  # characters below a caption
_STRETCH = 300  # characters behind "melalui" in which ways are listed
_SENTENCE = re.compile(r"(?<=[a-z)])\.\s+(?=[A-Z])|\n\s*\n")
# a list of ways goes on in points, and behind a comma or a colon
_NEXT_LINE = re.compile(r"(?<![:,;])\n(?!\s*(?:[\-•*]|\w{1,2}[.)])\s)")
_A_WORD = re.compile(r"[a-z]{3,}")


def named_ways(
    sight: Sight, found: list[Found[Channel]], near: list[int] | None = None
) -> list[Found[Channel]]:
    """Kinds of channel that a sentence "melalui ..." lists without a value, with the page's own contact data.

    ``found`` is what the section itself gives, by kind; ``near`` are places of complaint words, one of which
    must stand in the same sentence (None: the heading says it).
    """
    had = {item.value.channel for item in found} | ({"phone"} if _has(found, "hotline", "sms") else set())
    ways: dict[str, tuple[int, int]] = {}
    for hit in (*PHRASES["ways"].finditer(sight.body), *PHRASES["ways_listed"].finditer(sight.body)):
        start = max((cut.end() for cut in _SENTENCE.finditer(sight.section.body, 0, hit.start())), default=0)
        end = min(len(sight.body), hit.end() + _STRETCH)
        stop = _SENTENCE.search(sight.section.body, hit.end() + 1, end)
        end = _end_of_list(sight.body, hit.end(), stop.start() if stop else end)
        if near is not None and not any(start <= place < end for place in near):
            continue
        if PHRASES["answers"].search(sight.body[start : hit.start()]):
            continue
        if near is not None and _leads_elsewhere(
            sight.body, hit.start(), [x for x in near if start <= x < end]
        ):
            continue
        for kind in _KINDS:
            if kind not in had and (said := PHRASES[f"named_{kind}"].search(sight.body[hit.end() : end])):
                ways.setdefault(kind, (hit.end() + said.start(), hit.end() + said.end()))
    if not ways:
        return []
    known = _contacts(sight.page)
    told = [Found(value, *ways[kind]) for kind in ways if (value := _of_kind(known, kind)) is not None]
    if "phone" not in had | ways.keys():
        told += [
            Found(Channel(channel="phone", value=item.value.value), item.start, item.end)
            for item in told
            if item.value.channel == "whatsapp" and item.value.value in _of_both(sight.page)
        ]
    return told


def _end_of_list(text: str, start: int, end: int) -> int:
    """Where ways listed behind "melalui" end: with the line, or, where it names none, with the last of the
    short lines below that each name one."""
    named = _names_a_way(text[start:end].partition("\n")[0])
    place = start + 1
    while stop := _NEXT_LINE.search(text, place, end):
        line = text[stop.end() : end].partition("\n")[0]
        if named or len(line) > CAPTION or not _names_a_way(line):
            return stop.start()
        place = stop.end()
    return end


def _names_a_way(line: str) -> bool:
    return any(PHRASES[f"named_{kind}"].search(line) for kind in _KINDS) or bool(find_channels(line))


def _leads_elsewhere(text: str, place: int, near: list[int]) -> bool:
    """ "Data melalui WhatsApp ..., dan pengaduan melalui email ...": the first way is not the complaints'."""
    following = min((said for said in near if said > place), default=None)
    return (
        following is not None and PHRASES["ways"].search(text[following : following + _STRETCH]) is not None
    )


def as_heading(sight: Sight) -> list[Found[Channel]]:
    """The number or address that stands as a heading right below a heading over nothing."""
    following = sight.page.sections[sight.index + 1 : sight.index + 2]
    if sight.section.body.strip() or sight.section.links or not following:
        return []
    label = following[0].section.label
    found = [item for item in find_channels(label) if item.value.channel != "in_person"]  # no address
    for item in reversed(found):
        label = f"{label[: item.start]} {label[item.end :]}"
    told = _A_WORD.search(PHRASES["heads_a_number"].regex.sub(" ", fold(label)))
    return [] if told else [Found(item.value, 0, 0) for item in found]  # "Ambulans 119" is another's


def _has(found: list[Found[Channel]], *kinds: str) -> bool:
    return any(item.value.channel in kinds for item in found)


def _contacts(page: PageSight) -> list[Channel]:
    """What the page's foot and its contact cards hold."""
    if "contacts" not in page.memo:
        page.memo["contacts"] = list(_contact_data(page))
    contacts: list[Channel] = page.memo["contacts"]
    return contacts


def _of_both(page: PageSight) -> frozenset[str]:
    """Numbers below a caption that names the telephone and a chat ("Layanan Telepon & Hotline WA")."""
    if "of_both" not in page.memo:
        page.memo["of_both"] = frozenset(
            item.value.value
            for sight in page.sections
            if len(sight.label) <= CAPTION
            and len(sight.section.body) <= _CARD
            and PHRASES["named_phone"].search(sight.label)
            and PHRASES["named_whatsapp"].search(sight.label)
            for item in find_phones(sight.section.body)
        )
    numbers: frozenset[str] = page.memo["of_both"]
    return numbers


def _contact_data(page: PageSight) -> Iterator[Channel]:
    for number in sorted(_of_both(page)):
        yield Channel(channel="whatsapp", value=number)
    for sight in page.sections:
        if sight.zone == "footer" or PHRASES["contact_labels"].search(sight.label):
            for item in (
                *find_channels(sight.section.body, sight.section.links),
                *find_masked(sight.section.body),
            ):
                yield item.value
    for link in page.page.links:  # "WhatsApp Hotline di atas" is a button
        if (channel := link_channel(link)) is not None and channel.channel != "social":
            yield channel


def _of_kind(known: list[Channel], kind: str) -> Channel | None:
    exact = next((one for one in known if one.channel == kind), None)
    if exact is None and kind == "phone":  # "telepon/WhatsApp" over one number for both
        chat = next((one for one in known if one.channel == "whatsapp"), None)
        return Channel(channel="phone", value=chat.value) if chat else None
    return exact
