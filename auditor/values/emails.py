"""Addresses of e-mail, as people and scans write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.models import Channel
from auditor.values.found import Found
from auditor.values.words import channel_table

_DOT = r"(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)"
_AT = r"(?:[ ]?[@©®][ ]?|\s?[\[(]\s?at\s?[\])]\s?)"
EMAIL = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]{{1,64}}{_AT}(?:[\w\-]{{1,63}}{_DOT}){{1,5}}[A-Za-z]{{2,12}}(?![\w])",
    re.IGNORECASE,
)


def mail_channel(address: str) -> Channel:
    """An address; one of LAPOR!'s own is LAPOR!."""
    national = address.partition("@")[2] in channel_table("lapor")["hosts"]
    return Channel(channel="lapor" if national else "email", value=address)


def _is_account(local: str, address: str) -> bool:
    """ "Instagram @dinas.andai.id", "ikuti @pemkab.andai": a word and an account behind it."""
    named = local in channel_table("social_words") or local in channel_table("email")["accounts"]
    return named or not address.endswith(tuple(channel_table("email")["ends"]))


def find_emails(text: str) -> Iterator[Found[Channel]]:
    """Every address in ``text``, examples left out."""
    if not any(sign in text for sign in "@©®[("):
        return
    for match in EMAIL.finditer(text):
        words = match.group()
        address = re.sub(r"\s?[\[(]\s?at\s?[\])]\s?", "@", words, flags=re.IGNORECASE)
        address = re.sub(r"\s?[\[(]\s?dot\s?[\])]\s?", ".", address, flags=re.IGNORECASE)
        address = re.sub(r"[©®]", "@", re.sub(r"\s", "", address)).lower()  # OCR reads @ so
        local = address.partition("@")[0]
        if local in channel_table("email")["examples"] or (" @" in words and _is_account(local, address)):
            continue
        yield Found(mail_channel(address), match.start(), match.end())
