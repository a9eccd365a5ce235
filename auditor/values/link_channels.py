"""The channel an address leads to: ``tel:``, ``mailto:``, wa.me, LAPOR!, an account, a form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from auditor.models import Channel, Link
from auditor.values.emails import EMAIL, mail_channel
from auditor.values.telephones import phone
from auditor.values.words import channel_table

_DIALLED = re.compile(r"(?:\+?62|0)[\dx*•\s().\-]{5,16}", re.IGNORECASE)  # also made up or left out in part
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico)$", re.IGNORECASE)
_CHAT_PAGE = re.compile(r"/(?:whatsapp|chat-wa|wa)/?$", re.IGNORECASE)  # a page that passes on to a chat
_FORM_HOSTS = frozenset(channel_table("form_hosts")["hosts"])
_SOCIAL = tuple(channel_table("social"))
_BELOW_SOCIAL = tuple(f".{site}" for site in _SOCIAL)
_NO_ACCOUNT = frozenset(channel_table("social_paths")["first"])


def is_picture(url: str) -> bool:
    """Whether an address is a picture's: a logo of LAPOR! is no way to complain."""
    return _PICTURE.search(url.split("?", 1)[0].split("#", 1)[0]) is not None


@lru_cache(maxsize=2048)
def _kinds(host: str) -> frozenset[str]:
    """What an address on a host may be by the host alone; asked wherever a host makes a channel, so that one
    of no kind is parted from the others at a glance."""
    found = {
        "whatsapp": host in channel_table("whatsapp")["hosts"],
        "lapor": host == "lapor.go.id" or host.endswith(".lapor.go.id"),
        "social": host in _SOCIAL or host.endswith(_BELOW_SOCIAL),
        "form": host in _FORM_HOSTS,
        "docs": host == "docs.google.com",
    }
    return frozenset(kind for kind, there in found.items() if there)


def channel_of(url: str) -> Channel | None:  # noqa: PLR0911 - one kind of address a line
    """The channel an address leads to."""
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
        kind = channel_table("short_codes").get(code)
        if kind is None and _DIALLED.fullmatch(digits.strip()):
            return Channel(channel="sms" if scheme == "sms" else "phone", value=digits.strip())
        return Channel(channel=kind, value=code) if kind else None
    if scheme == "mailto":
        address = unquote(parts.path).strip().lower()
        return mail_channel(address) if EMAIL.fullmatch(address) else None
    if _CHAT_PAGE.search(parts.path):
        return Channel(channel="whatsapp", value=url)
    kinds = _kinds(host)
    if scheme == "whatsapp" or "whatsapp" in kinds:
        digits = (parse_qs(parts.query).get("phone") or [parts.path.strip("/").split("/")[0]])[0]
        digits = re.sub(r"\D", "", digits)
        number = phone(digits if digits.startswith("0") else f"+{digits}") if digits else None
        if number:
            return Channel(channel="whatsapp", value=number)
        # a number made up or left out ("628xxxxxxxxxx"), a chat by its name; without one, a page is passed on
        return Channel(channel="whatsapp", value=url) if _opens_a_chat(parts) else None
    if "lapor" in kinds:
        return None if is_picture(url) else Channel(channel="lapor", value=url)
    if "social" in kinds:
        path = parts.path.strip("/")
        if len(path) >= 2 and path.split("/")[0].lower() not in _NO_ACCOUNT:
            return Channel(channel="social", value=url)
    return None


def _opens_a_chat(parts: SplitResult) -> bool:
    named = (parse_qs(parts.query).get("phone") or [parts.path.strip("/")])[0]
    return named.lower() not in {"", "send", "share"}


def link_channel(link: Link) -> Channel | None:
    """The channel a link leads to by itself: ``tel:``, ``mailto:``, wa.me, LAPOR!, an account, a form."""
    return _channel_at(link.url)


# an address that is parted at a glance, as ``urlsplit`` parts it
_PLAIN = re.compile(r"https?://([a-zA-Z0-9.\-]+)(?=[/?#]|\Z)")


@lru_cache(maxsize=4096)  # menus repeat on every page
def _channel_at(url: str) -> Channel | None:
    plain = _PLAIN.match(url)
    if plain is not None and not _kinds(plain[1].lower().removeprefix("www.")):
        return None
    found = channel_of(url)
    if found is not None:
        return found
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").lower()
    except ValueError:
        return None
    kinds = _kinds(host)
    if "form" in kinds or ("docs" in kinds and parts.path.startswith("/forms")):
        return Channel(channel="form", value=url)
    return None


def chat_numbers(links: Iterable[Link]) -> frozenset[str]:
    """Numbers (E.164) that a link opens a WhatsApp chat with."""
    found = (channel_of(link.url) for link in links if "wa." in link.url or "whatsapp" in link.url)
    return frozenset(item.value for item in found if item is not None and item.channel == "whatsapp")


def chat_words(url: str) -> str:
    """What a WhatsApp chat that a button opens begins with (``?text=Saya ingin mengadukan ...``)."""
    if "text=" not in url or not chat_numbers([Link(text="", url=url)]):
        return ""
    return (parse_qs(urlsplit(url).query).get("text") or [""])[0][:100]
