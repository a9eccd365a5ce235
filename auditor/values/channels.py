"""Complaint channels: telephones (E.164), WhatsApp, SMS, LAPOR!, e-mail, forms, accounts, boxes.

A channel is read from words and links; that it *is for complaints* is for ``auditor.checks.pengaduan``
to say. Telephones follow ``phonenumbers`` for Indonesia; short codes (112, 1708, 129) follow a rule of
their own, ``channels.toml``. A masked number ("0812-xxxx-xxxx") is no number; ``find_masked`` names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from auditor.models import Channel, Link
from auditor.patterns import Located
from auditor.values.emails import find_emails
from auditor.values.found import MAX_TEXT, Found, without_overlaps
from auditor.values.link_channels import channel_of, chat_numbers, link_channel
from auditor.values.telephones import find_phones, is_example, is_said_to_ring
from auditor.values.words import alternatives, channel_table

NATIONAL = "SP4N-LAPOR!"
"""The value of the national system where no address of it is written."""

_LAPOR = re.compile(
    rf"(?<![\w/.])(?:https?://)?(?:www\.)?(?:[\w\-]{{1,40}}\.)?lapor\.go\.id(?:/[\w\-/.]{{0,80}})?"
    rf"|(?<!\w)(?:{alternatives(w for w in channel_table('lapor')['words'] if '.' not in w)})(?!\w)"
    rf"|(?<!\w)(?:{'|'.join(channel_table('lapor')['patterns'])})(?!\w)",
    re.IGNORECASE,
)
_LAPOR_SIGNS = ("lapor", "sp4n", "online rakyat", "publik nasional")
_SHORT = Located(
    rf"(?<![a-z])(?:{alternatives(channel_table('near_short_code')['words'])})(?![a-z])"
    r"(?:(?:(?<=lapor)|(?<=hotline)|(?<=center))(?:[ ][a-z]{2,12}){1,3}(?=[ ]))?"
    r"\W{0,6}(?:ke\s+)?(?:nomor\s+)?"
    rf"(?P<code>{'|'.join(sorted(channel_table('short_codes')))}|1500[\s\-]?\d{{3}}|14\d{{3}})(?![\d.\-]*\d)",
    re.IGNORECASE,
)
# A point of a list or a cell, up to its first word: "- ", "a. ", "; b. "
_ITEM = r"(?:^|[\n\t]|;[ ])[^\w\n]{0,4}(?:\w{1,2}[.)]\s?)?"
_IN_PERSON = Located(
    rf"(?<!\w)(?:di)?(?:{alternatives(channel_table('in_person')['words'])})(?!\w)"
    r"(?!\s{0,3}:\s{0,3}(?:https?:|www\.|[\w.+\-]{1,40}@)|\s{1,3}(?:elektronik|e-?mail))"
    rf"|(?<!\w)(?:di)?(?:{'|'.join(channel_table('in_person')['patterns'])})(?!\w)"
    # a desk with a number behind it is the number's caption
    r"(?!\s{0,3}:\s{0,3}(?:(?:telp|tlp|telepon|hp|no|wa|whatsapp)(?![a-z])[.: ]{0,3})?[+(]{0,2}0\d)"
    rf"|{_ITEM}(?P<desk>{alternatives(channel_table('in_person')['desks'])})"
    r"(?=[^\S\n]*(?:$|[;,.)\n\t]|(?:di|lantai|lt|dan|atau|/)(?!\w)))"
    rf"|{_ITEM}(?:(?:pengaduan|aduan|penyampaian)\s+)?"
    rf"(?P<point>{alternatives(channel_table('in_person')['points'])})(?=[^\S\n\t]*(?:$|[:;,(.\n\t]|(?:di|ke|kepada)\s))",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rf"(?:\w+\s+){{0,2}}?langsung\s+(?:ke|melalui|lewat|via|di)\s+(?:alamat\s+)?(?:{alternatives(channel_table('in_person')['elsewhere'])})(?!\w)",
    re.IGNORECASE,
)
# "langsung ke petugas kami melalui WhatsApp", "... melalui formulir resmi": nobody goes anywhere
_FROM_AFAR = re.compile(
    rf"(?:\s+\w+){{0,3}}?\s+(?:melalui|lewat|via)\s+(?:\w+\s+)?(?:{alternatives(channel_table('in_person')['elsewhere'])}"
    rf"|{'|'.join(channel_table('in_person')['forms'])})(?!\w)",
    re.IGNORECASE,
)
_GOES = re.compile(r"datang|kunjung|kotak|surat|tatap", re.IGNORECASE)
_INDIRECT = re.compile(  # "pengaduan tidak langsung", "jika tidak dapat datang langsung"
    r"(?<!\w)tidak\s+(?:(?:dapat|bisa|sempat|perlu|harus|usah|wajib)\s+)?(?:secara\s+)?$", re.IGNORECASE
)
_CALLS = re.compile(  # "telepon langsung ke kantor"
    r"(?<!\w)(?:telepon|telpon|telp|tlp|menelepon|menelpon|menghubungi|hubungi|sms|wa|whatsapp|chat)\.?[ ]$",
    re.IGNORECASE,
)
_SITES = alternatives(channel_table("social_words"))
_NO_NAME = rf"(?:{alternatives(channel_table('social_no_names')['words'])})(?!\w)"
_CAPITAL = rf"(?!(?i:{_NO_NAME}))[A-Z][\w.]{{1,20}}"
_ACCOUNT = Located(
    # "Facebook dengan nama akun Dinas Andai", "Twitter di akun (X) DinasAndai"
    rf"(?<![a-z])(?:{_SITES})[ ](?:(?:resmi|dengan|di|pada|kami)[ ]){{0,2}}(?:nama[ ])?akun[ ]"
    r"(?:\(\w{1,10}\)[ ]?)?(?-i:(?P<called>@?[A-Z]\w{3,30}))"
    # "Instagram resmi : @dinas", "Facebook (Dinas Andai)", "instagram dinas_andai", "Twitter : dinas_andai"
    rf"|(?<![a-z])(?:{_SITES})(?:[ ]\w{{2,20}}){{0,3}}\s{{0,2}}[:=\-]?\s{{0,2}}(?P<at>@[\w.]{{3,40}})"
    rf"|\[(?:{_SITES})\]\s{{0,3}}(?P<icon>[\w.@][\w. \-]{{3,40}})"
    rf"|(?<![a-z])(?:{_SITES})\s?\(\s?(?P<bracket>[\w.@][\w. ]{{3,40}})\)"
    rf"|(?<![a-z])(?:{_SITES})\s{{0,2}}[\"“'‘](?P<quoted>[\w@][\w. ]{{3,40}})[\"”'’]"
    rf"|(?<![a-z])(?:{_SITES})[ ](?P<bare>(?!www\.|https?)[a-z][a-z0-9]*(?:[._][a-z0-9]+|\d+)[\w.]{{0,30}})"
    # a line of a list: "- Facebook Puskesmas Andai"
    rf"|{_ITEM}(?:{_SITES})(?:[ ](?:resmi|page|akun))?[ ]"
    rf"(?P<line>(?!{_NO_NAME})\w[\w.]{{2,20}}(?:[ ](?!{_NO_NAME})\w[\w.]{{1,20}}){{1,4}})"
    r"(?=[;,.]?[^\S\n]*(?:$|\n))"
    # "Facebook Puskesmas Andai, Instagram ...", "Facebook: Dinas Andai": a name of capitals in a list of ways
    rf"|(?<![a-z])(?:{_SITES})(?:[ ]|[ ]?:[ ]?)(?-i:(?P<proper>{_CAPITAL}(?:[ ]{_CAPITAL}){{1,4}}))"
    r"(?=[;,.)\n]|[ ](?:dan|atau|serta|maupun|sp4n|lapor!)[ \-]|[ ]\d{1,2}[.)][ ]|[^\S\n]*$)"
    # a cell of a table beside the cell that names the site
    rf"|(?:^|[\n\t])(?:{_SITES})[ ]?\t(?P<cell>(?!{_NO_NAME})\w[\w. ]{{2,40}}[\w])(?=[^\S\n]*(?:$|[\n\t]))"
    rf"|(?<![a-z])(?:{_SITES})\s{{0,2}}(?::|\.(?!com|co))\s{{0,2}}"
    rf"(?P<plain>(?!{_NO_NAME}|www\.|https?|\+?\d[\d \-.]{{6}})[\w.@][\w.]{{3,40}}[\w])",
    re.IGNORECASE,
    begins=rf"(?:{_ITEM}|\[)?(?:{_SITES})",
)
_NAMED_IN = ("called", "at", "icon", "bracket", "quoted", "bare", "line", "proper", "cell", "plain")
_SITE_BEHIND = Located(rf"\(\s?(?:{_SITES})\s?\)", re.IGNORECASE)  # "DINAS ANDAI (Facebook)"
_HOSTS = "|".join(re.escape(host) for host in (*channel_table("whatsapp")["hosts"], *channel_table("social")))
_ADDRESS = Located(
    rf"(?:https?://|www\.)[^\s<>\"')\]]{{3,300}}|(?<![\w.@/])(?:{_HOSTS})/[^\s<>\"')\]]{{2,300}}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<name>[A-Za-z][\w.]{3,30})(?![\w@])")
_ACCOUNT_NAME = 42  # characters
_NATIONAL = re.compile("lapor1708", re.IGNORECASE)  # LAPOR!'s own account
_ENDS_AS_HOST = re.compile(r"\.(?:com|id|net|org)\.?$", re.IGNORECASE)


def _short_codes(text: str) -> Iterator[Found[Channel]]:
    for match in _SHORT.finditer(text):
        code = re.sub(r"[\s\-]", "", match["code"])
        kind = channel_table("short_codes").get(code, "hotline")
        yield Found(Channel(channel=kind, value=code), match.start(), match.end())
        if kind == "lapor" and match.group().lower().startswith("sms"):
            yield Found(Channel(channel="sms", value=code), match.start(), match.end())


def _named(text: str) -> Iterator[Found[Channel]]:
    """LAPOR!, addresses, accounts, boxes and visits."""
    small = text.lower()
    for match in _LAPOR.finditer(text) if any(sign in small for sign in _LAPOR_SIGNS) else ():
        words = match.group()
        value = words.lower() if ".go.id" in words.lower() else NATIONAL
        yield Found(Channel(channel="lapor", value=value), match.start(), match.end())
    for match in _ADDRESS.finditer(text):
        channel = channel_of(match.group() if "://" in match.group() else f"https://{match.group()}")
        if channel is not None:
            yield Found(channel, match.start(), match.end())
    for match in _ACCOUNT.finditer(text):
        part = next(part for part in _NAMED_IN if match[part])
        name = match[part].strip(". ")
        if "@" not in name[1:] and not _NATIONAL.search(name):
            yield Found(Channel(channel="social", value=name), match.start(), match.end())
    for match in _SITE_BEHIND.finditer(text):
        name = re.split(r"[^\w. ]", text[max(0, match.start() - _ACCOUNT_NAME) : match.start()])[-1].strip(
            ". "
        )
        if len(name) > 3:
            place = text.rindex(name, 0, match.start())
            yield Found(Channel(channel="social", value=name), place, match.end())
    for match in _HANDLE.finditer(text):  # its icon says of which site it is
        if not _ENDS_AS_HOST.search(match["name"]) and not _NATIONAL.search(match["name"]):
            yield Found(
                Channel(channel="social", value=match.group().rstrip(".")), match.start(), match.end()
            )
    for match in _IN_PERSON.finditer(text):
        group = "point" if match["point"] else "desk" if match["desk"] else 0
        if _ELSEWHERE.match(text, match.start(group)) or _is_denied(text, match.start(group)):
            continue
        if not _GOES.search(match[group]) and _FROM_AFAR.match(text, match.end(group)):
            continue
        value = re.sub(r"\s+", " ", match[group].lower())
        yield Found(Channel(channel="in_person", value=value), match.start(group), match.end(group))


def _is_denied(text: str, start: int) -> bool:
    """Nobody goes there, or what goes "langsung ke kantor" is a call."""
    calls = text[start : start + 8].lower() == "langsung" and _CALLS.search(text, 0, start) is not None
    return calls or _INDIRECT.search(text, 0, start) is not None


def find_channels(
    text: str, links: Iterable[Link] = (), chats: frozenset[str] = frozenset()
) -> list[Found[Channel]]:
    """Every channel in ``text``, in order, then those of ``links`` (span of the link's words, or 0-0).

    One value is given once, a number once for each kind it is said to be. A number that nobody calls a
    telephone, and that a link (or one of ``chats``) opens a WhatsApp chat with, is WhatsApp's only.
    Never raises on page text.
    """
    text = text[:MAX_TEXT]
    links = tuple(links)
    result = list(_in_words(text, chats | chat_numbers(links)))
    had = {(item.value.channel, item.value.value) for item in result}
    for link in links:
        channel = link_channel(link)
        if channel is not None and (channel.channel, channel.value) not in had:
            had.add((channel.channel, channel.value))
            place = text.find(link.text) if link.text.strip() else -1
            span = (place, place + len(link.text)) if place >= 0 else (0, 0)
            result.append(Found(channel, *span))
    return result


@lru_cache(maxsize=512)  # feet repeat on every page
def _in_words(text: str, chats: frozenset[str]) -> tuple[Found[Channel], ...]:
    found: list[Found[Channel]] = []
    same_words: dict[tuple[int, int], list[Found[Channel]]] = {}
    for item in (*find_phones(text), *_short_codes(text)):
        if (
            item.value.channel == "phone"
            and item.value.value in chats
            and not is_said_to_ring(text, item.start, item.end)
        ):
            item = Found(Channel(channel="whatsapp", value=item.value.value), item.start, item.end)  # noqa: PLW2901
        kinds = same_words.setdefault((item.start, item.end), [])
        kinds.append(item)
        if len(kinds) == 1:
            found.append(item)
    found += [*find_emails(text), *_named(text)]
    found = [item for item in found if not is_example(text, item.start)]
    result: list[Found[Channel]] = []
    had: set[tuple[str, str]] = set()
    for kept in without_overlaps(found):
        for item in same_words.get((kept.start, kept.end), [kept]):
            if (key := (item.value.channel, item.value.value)) not in had:
                had.add(key)
                result.append(item)
    return tuple(result)
