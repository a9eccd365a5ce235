"""Headings of what sites set beside any content: counters, lists of posts. Data in ``furniture.toml``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from auditor.text import fold_label

_LONGEST = 60  # letters of such a heading


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pattern: str
    why: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heads: tuple[_Head, ...]


@cache
def _pattern() -> re.Pattern[str]:
    written = files("auditor.extract").joinpath("furniture.toml").read_bytes()
    table = msgspec.toml.decode(written, type=_Table)
    return re.compile("|".join(f"(?:{head.pattern})" for head in table.heads))


@lru_cache(maxsize=8192)  # a site's pages repeat their headings
def is_furniture(label: str) -> bool:
    """Whether a heading is of a site's furniture, which belongs to no part of the content before it."""
    return len(label) <= _LONGEST and _pattern().fullmatch(fold_label(label)) is not None
