"""Complaint channels: telephones (E.164), WhatsApp, SMS, LAPOR!, e-mail, forms, accounts, boxes.

A channel is read from words and links; that it *is for complaints* is for ``auditor.checks.pengaduan``
to say. Telephones follow ``phonenumbers`` for Indonesia; short codes (112, 1708, 129) follow a rule of
their own, ``channels.toml``. A masked number ("0812-xxxx-xxxx") is no number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import phonenumbers

from auditor.models import Channel, Link
from auditor.values.found import MAX_TEXT, Found, without_overlaps
from auditor.values.words import alternatives


@cache
def _data() -> dict[str, Any]:
    raw = resources.files("auditor.values").joinpath("channels.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}(?:\s?@\s?|\s?[\[(]\s?at\s?[\])]\s?)(?:[\w\-]{1,63}(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)){1,5}[A-Za-z]{2,12}(?![\w])",
    re.IGNORECASE,
)
_ODD_DASHES = str.maketrans("–—‐‑−", "-----")
_WA = re.compile(rf"(?<![a-z])(?:{alternatives(_data()['whatsapp']['words'])})(?![a-z])", re.IGNORECASE)
_SMS = re.compile(r"(?<![a-z])sms(?![a-z])", re.IGNORECASE)
_LAPOR = re.compile(
    rf"(?<![\w/.])(?:https?://)?(?:www\.)?(?:[\w\-]{{1,40}}\.)?lapor\.go\.id(?:/[\w\-/.]{{0,80}})?"
    rf"|(?<!\w)(?:{alternatives(w for w in _data()['lapor']['words'] if '.' not in w)})(?!\w)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?<![a-z])(?:{alternatives(_data()['near_short_code']['words'])})(?![a-z])\W{{0,6}}(?:ke\s+)?(?:nomor\s+)?"
    rf"(?P<code>{'|'.join(sorted(_data()['short_codes']))}|1500\s?\d{{3}}|14\d{{3}})(?![\d.\-]*\d)",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(rf"(?<!\w)(?:{alternatives(_data()['in_person']['words'])})(?!\w)", re.IGNORECASE)
_ACCOUNT = re.compile(
    rf"(?<![a-z])(?P<site>{alternatives(_data()['social_words'])})\s{{0,2}}[:=\-]?\s{{0,2}}(?P<name>@[\w.]{{3,40}})"
    rf"|(?<![a-z])(?P<site2>{alternatives(_data()['social_words'])})\s{{0,2}}:\s{{0,2}}(?P<name2>[\w.@][\w.]{{3,40}}[\w])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]{3,300}", re.IGNORECASE)
_NEAR = 30
_NOT_PHONE_BEFORE = re.compile(
    r"(?:fax|faks|facsimile|faximile|faksimile|nip|nik|npwp|nuptk|kode pos|rekening|rek|no\.?\s?surat|nisn)"
    r"\W{0,5}$",
    re.IGNORECASE,
)


def phone(digits: str) -> str | None:
    """A telephone number in E.164, read as an Indonesian would dial it; None if it can be none."""
    try:
        number = phonenumbers.parse(digits[:40], "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


_PHONE = re.compile(
    r"(?<![\w.,/@=\-])(?:\(\s?(?:\+?62|0)\s?\d{0,4}\s?\)|\+\s?62|62(?=\s?[-.]?\s?[\d])|0)[\d\s().\-]{6,22}\d(?![\w@]|[.,]\d|/\d)"
)


def _phones(text: str) -> list[Found[Channel]]:
    found: list[Found[Channel]] = []
    plain = text.translate(_ODD_DASHES)
    for match in _PHONE.finditer(plain):
        shape = match.group()
        if re.search(r"\s{3}|\n", shape):
            shape = re.split(r"\s{3,}|\n", shape)[0].rstrip(" .-(")
        if re.search(r"\d\d[.:]\d\d\s?-\s?\d\d[.:]\d\d", shape) or shape.count("(") != shape.count(")"):
            continue
        number = phone(shape)
        # "0271-656623 0271-656624" is two numbers: try the first part alone
        while number is None and " " in shape.strip():
            shape = shape.strip().rpartition(" ")[0]
            number = phone(shape)
        if number is None or _NOT_PHONE_BEFORE.search(plain[max(0, match.start() - 16) : match.start()]):
            continue
        start, end = match.start(), match.start() + len(shape.rstrip())
        kind = _kind_of_phone(plain, start, end, number)
        found.append(Found(Channel(channel=kind, value=number), start, end))
    return found


def _kind_of_phone(text: str, start: int, end: int, number: str) -> str:
    before = re.split(r"\d{4}|[;|]", text[max(0, start - _NEAR) : start])[-1]
    after = re.split(r"[\d;\n|]", text[end : end + 20])[0]
    mobile = number.startswith("+628")
    if mobile and (_WA.search(before) or re.match(r"\W{0,3}" + _WA.pattern, after, re.IGNORECASE)):
        return "whatsapp"
    if _WA.search(before) and not re.search(r"tel|telp|phone|hp", before, re.IGNORECASE):
        return "whatsapp"
    return "sms" if _SMS.search(before) else "phone"


def _link(url: str) -> Channel | None:  # noqa: PLR0911 - one kind of address a line
    """The channel an address leads to."""
    data = _data()
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").lower()
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme in {"tel", "sms"}:
        digits = unquote(parts.path)
        if (number := phone(digits)) is not None:
            return Channel(channel="sms" if scheme == "sms" else "phone", value=number)
        code = re.sub(r"\D", "", digits)
        return Channel(channel=data["short_codes"][code], value=code) if code in data["short_codes"] else None
    if scheme == "mailto":
        address = unquote(parts.path).strip().lower()
        return Channel(channel="email", value=address) if _EMAIL.fullmatch(address) else None
    if scheme == "whatsapp" or host in data["whatsapp"]["hosts"]:
        digits = (parse_qs(parts.query).get("phone") or [parts.path.strip("/").split("/")[0]])[0]
        digits = re.sub(r"\D", "", digits)
        number = phone(digits if digits.startswith("0") else f"+{digits}") if digits else None
        if number:
            return Channel(channel="whatsapp", value=number)
        return Channel(channel="whatsapp", value=url) if host == "wa.link" and len(parts.path) > 1 else None
    if host == "lapor.go.id" or host.endswith(".lapor.go.id"):
        return Channel(channel="lapor", value=url)
    for site in data["social"]:
        if (host == site or host.endswith("." + site)) and len(parts.path.strip("/")) >= 2:
            first = parts.path.strip("/").split("/")[0].lower()
            if first in {
                "sharer",
                "sharer.php",
                "share",
                "intent",
                "watch",
                "embed",
                "hashtag",
                "dialog",
                "plugins",
                "p",
                "reel",
            }:
                return None
            return Channel(channel="social", value=url)
    return None


def link_channel(link: Link) -> Channel | None:
    """The channel a link leads to by itself: ``tel:``, ``mailto:``, wa.me, LAPOR!, an account, a form."""
    found = _link(link.url)
    if found is not None:
        return found
    try:
        parts = urlsplit(link.url)
        host = (parts.hostname or "").removeprefix("www.").lower()
    except ValueError:
        return None
    if host == "forms.gle" or (host == "docs.google.com" and parts.path.startswith("/forms")):
        return Channel(channel="form", value=link.url)
    return None


def find_channels(text: str, links: Iterable[Link] = ()) -> list[Found[Channel]]:
    """Every channel in ``text``, in order, then those of ``links`` (span of the link's words, or 0-0).

    One value is given once. Never raises on page text.
    """
    text = text[:MAX_TEXT]
    found = _phones(text)
    for match in _EMAIL.finditer(text):
        address = re.sub(r"\s?[\[(]\s?at\s?[\])]\s?", "@", match.group(), flags=re.IGNORECASE)
        address = re.sub(r"\s?[\[(]\s?dot\s?[\])]\s?", ".", address, flags=re.IGNORECASE)
        address = re.sub(r"\s", "", address).lower()
        found.append(Found(Channel(channel="email", value=address), match.start(), match.end()))
    for match in _SHORT.finditer(text):
        code = re.sub(r"\s", "", match["code"])
        kind = _data()["short_codes"].get(code, "hotline")
        found.append(Found(Channel(channel=kind, value=code), match.start(), match.end()))
    for match in _LAPOR.finditer(text):
        words = match.group()
        value = words if ".go.id" in words.lower() else "SP4N-LAPOR!"
        found.append(
            Found(
                Channel(channel="lapor", value=value.lower() if "." in value else value),
                match.start(),
                match.end(),
            )
        )
    for match in _ADDRESS.finditer(text):
        channel = _link(match.group() if "://" in match.group() else f"https://{match.group()}")
        if channel is not None:
            found.append(Found(channel, match.start(), match.end()))
    for match in _ACCOUNT.finditer(text):
        name = (match["name"] or match["name2"]).strip(".")
        if "@" not in name[1:]:
            found.append(Found(Channel(channel="social", value=name), match.start(), match.end()))
    for match in _IN_PERSON.finditer(text):
        value = re.sub(r"\s+", " ", match.group().lower())
        found.append(Found(Channel(channel="in_person", value=value), match.start(), match.end()))
    result: list[Found[Channel]] = []
    had: set[tuple[str, str]] = set()
    for item in without_overlaps(found):
        if (key := (item.value.channel, item.value.value)) not in had:
            had.add(key)
            result.append(item)
    for link in links:
        channel = link_channel(link)
        if channel is not None and (channel.channel, channel.value) not in had:
            had.add((channel.channel, channel.value))
            place = text.find(link.text) if link.text.strip() else -1
            span = (place, place + len(link.text)) if place >= 0 else (0, 0)
            result.append(Found(channel, *span))
    return result
