"""Whether two fetches of a page say the same: a hash that counters, tokens and clocks do not change.

Made over what a reader gets (text with its headings and links), the addresses and classes in the
markup, and the scripts; what ``noise.toml`` names is left out, and the date of the fetch itself.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec
import re2
from resiliparse.extract.html2text import extract_plain_text

from auditor.reference.calendar import month_name

# Over bytes: RE2's wrapper counts the letters before each hit in a text.
_ATTRIBUTES = re2.compile(
    rb"""(?i)\s(?:src|srcset|href|action|onclick|style|class|alt|title|hidden|data-[\w-]+)\s*=\s*(?:"[^"]*"|'[^']*')"""
)
_SCRIPTS = re2.compile(rb"(?is)<script[^>]*>(.*?)</script>")


class _Noise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    pattern: str
    reason: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    noise: list[_Noise]


@cache
def _noise() -> Any:
    text = files("auditor.spiders").joinpath("noise.toml").read_bytes()
    entries = msgspec.toml.decode(text, type=_File).noise
    return re2.compile("|".join(f"(?:{entry.pattern})" for entry in entries))


@lru_cache(maxsize=8)
def _today(day: date) -> Any:
    """The date of the fetch as pages print it: a page that shows today's date changes every day."""
    month = month_name(day.month)
    forms = (
        rf"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu),?\s+)?0?{day.day}\s+(?:{month}|{month[:3]})\s+{day.year}",
        rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?{day:%B}\s+0?{day.day},?\s+{day.year}",
        rf"{day:%Y-%m-%d}",
        rf"0?{day.day}[/.-]0?{day.month}[/.-]{day.year}",
    )
    return re2.compile("(?i)" + "|".join(rf"\b{form}\b" for form in forms))


def says(html: str, day: date, before: str) -> bool:
    """Whether a page fetched on ``day`` has the print ``before``; what its markup adds is looked at last."""
    said = _said(html, day)
    return before.startswith(said) and before == said + _beside(html, day)


def common_print(one: tuple[str, date], other: tuple[str, date]) -> str:
    """The print of two fetches (HTML, day) of a page that says the same in both; empty when it does not."""
    if (said := _said(*one)) != _said(*other):
        return ""
    beside = _beside(*one)
    return said + beside if beside == _beside(*other) else ""


def _said(html: str, day: date) -> str:
    """Of what a reader gets."""
    return _hash(
        extract_plain_text(
            html,
            preserve_formatting="minimal_html",
            main_content=False,
            links=True,
            alt_texts=True,
            form_fields=True,
            noscript=True,
        ),
        day,
    )


def _beside(html: str, day: date) -> str:
    """Of the addresses and classes in the markup, and of the scripts."""
    page = html.encode("utf-8", "replace")
    return _hash(b"\n".join((*_ATTRIBUTES.findall(page), *_SCRIPTS.findall(page))).decode(), day)


def _hash(text: str, day: date) -> str:
    bare = _noise().sub("", _today(day).sub("", text))
    return hashlib.sha256(" ".join(bare.split()).encode("utf-8", "surrogatepass")).hexdigest()
