"""What the frontier goes by: words that promise, traps, kinds of file; compiled from ``frontier.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from auditor.patterns import Owned, like_ascii, loosened, quick
from auditor.spiders.written import Found
from auditor.text import fold
from auditor.urls.files import ending, endings


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    weight: float
    words: list[str]
    source: str


class _Trap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pattern: str
    reason: str


class _Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path_depth: int
    query_variants: int
    numbered_path_variants: int
    listing_pages: int


class _Images(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    decoration: list[str]
    not_decoration: list[str]
    decoration_weight: float
    class_decoration: list[str]
    class_doubtful: list[str]
    class_doubtful_weight: float
    offsite_hosts: list[str]
    template_pages: int
    page_share: float
    base: float
    large_hint: float
    sheets: int
    sheet_text: int


class _Documents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    base: float


class _Login(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hosts: list[str]
    phrases: list[str]
    source: str


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path_share: float
    navigation: float
    depth: float
    query: float
    sitemap: float
    learned_share: float
    groups: list[_Group]
    traps: list[_Trap]
    limits: _Limits
    skipped: list[str]
    images: _Images
    documents: _Documents
    login: _Login


@dataclass(frozen=True, slots=True)
class _Rules:
    data: _Data
    groups: tuple[tuple[re.Pattern[str], float], ...]
    likely: Owned[int]  # which of the groups may stand in a text
    traps: tuple[re.Pattern[str], ...]
    likely_trap: Any  # whether a text may hold one of ``traps``
    beyond: tuple[re.Pattern[str], ...]  # traps that RE2 cannot look for
    decoration: re.Pattern[str]
    not_decoration: re.Pattern[str]
    class_decoration: re.Pattern[str]
    class_doubtful: re.Pattern[str]


@cache
def rules() -> _Rules:
    """The frontier's words and traps, compiled once."""
    text = files("auditor.spiders").joinpath("frontier.toml").read_bytes()
    data = msgspec.toml.decode(text, type=_Data)
    traps = tuple(re.compile(trap.pattern, re.IGNORECASE) for trap in data.traps)
    beyond = tuple(trap for trap in traps if quick([trap.pattern], ignore_case=True) is None)
    groups = tuple((_words(group.words), group.weight) for group in data.groups)
    return _Rules(
        data=data,
        groups=groups,
        likely=Owned(
            (place, loosened(words.pattern, pieces=False)) for place, (words, _) in enumerate(groups)
        ),
        traps=traps,
        likely_trap=quick((trap.pattern for trap in traps if trap not in beyond), ignore_case=True),
        beyond=beyond,
        decoration=_words(data.images.decoration),
        not_decoration=_words(data.images.not_decoration),
        class_decoration=_words(data.images.class_decoration),
        class_doubtful=_words(data.images.class_doubtful),
    )


def _words(words: list[str]) -> re.Pattern[str]:
    # Short words must stand alone; longer ones may open a word ("layanan" in "layananku").
    parts = [rf"{re.escape(word)}(?![a-z])" if len(word) <= 4 else re.escape(word) for word in words]
    return re.compile(r"(?<![a-z])(?:" + "|".join(parts).replace(r"\ ", r"[\s]+") + ")")


def promise(text: str) -> float:
    """Points for words: the sum of each group's weight, once per group."""
    folded = re.sub(r"[^a-z0-9]+", " ", fold(text))
    groups = rules().groups
    return sum(groups[place][1] for place in rules().likely.of(folded) if groups[place][0].search(folded))


@lru_cache(maxsize=4096)  # what stands on every page and is never read is weighed on every page
def worth(text: str, url: str) -> float:
    """Points for what a link says: its words, and as much of its address."""
    return promise(text) + promise(words_of(url)) * rules().data.path_share


@lru_cache(maxsize=4096)
def is_trap(url: str) -> bool:
    """Whether the address is one that is never asked."""
    parts = urlsplit(url)
    where = parts.path + (f"?{parts.query}" if parts.query else "")
    if parts.path.count("/") > rules().data.limits.path_depth:
        return True
    known, whole = rules(), parts.netloc + where
    likely = known.likely_trap
    if likely(like_ascii(where).encode()) or likely(like_ascii(whole).encode()):
        return any(trap.search(where) or trap.search(whole) for trap in known.traps)
    return any(trap.search(where) or trap.search(whole) for trap in known.beyond)


@lru_cache(maxsize=16_384)
def kind_of(url: str, how: str = "link") -> str:
    """``page``, ``document``, ``image`` or ``skip``, by the ending of the path."""
    end = ending(urlsplit(url).path)
    if end in endings("documents"):
        return "document"
    if end in endings("pictures"):
        return "image"
    if end in rules().data.skipped or end in endings("archives"):
        return "skip"
    return "image" if how == "image" else "page"


def words_of(url: str) -> str:
    """The address as words: path and values of parameters, escapes undone."""
    parts = urlsplit(url)
    values = " ".join(f"{key} {value}" for key, value in parse_qsl(parts.query))
    return f"{unquote(parts.path)} {values} {unquote(parts.fragment)}".replace("_", " ").replace("-", " ")


def decoration(found: Found) -> float:
    """What a picture loses for being a logo, an icon, a background or a portrait (0 or less)."""
    known, data = rules(), rules().data.images
    if found.zone in ("header", "footer"):
        return data.decoration_weight
    name = words_of(found.url).rsplit("/", 1)[-1]
    words = known.not_decoration.sub(" ", re.sub(r"[^a-z0-9]+", " ", fold(f"{name} {found.text}")))
    classes = fold(found.hint)
    if known.decoration.search(words) or known.class_decoration.search(classes):
        return data.decoration_weight
    return data.class_doubtful_weight if known.class_doubtful.search(classes) else 0.0


@lru_cache(maxsize=16_384)
def same(url: str) -> str:
    """The form under which two addresses are held to be one page: scheme, www, case and slash aside."""
    parts = urlsplit(url)
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/") or "/"
    path = re.sub(r"/(?:index|default|home)\.(?:html?|php|aspx?)$", "", path, flags=re.IGNORECASE) or "/"
    host = parts.netloc.lower().removeprefix("www.")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{path.lower() if not ending(path) else path}?{query}#{parts.fragment}"
