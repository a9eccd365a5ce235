"""Icons that stand for a word, by their opening tag: the sign of WhatsApp, of a telephone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tags: frozenset[str]
    attributes: tuple[str, ...]
    drawn: frozenset[str]
    ligatures: frozenset[str]
    words: dict[str, str]
    files: dict[str, str]


@cache
def _table() -> _Table:
    return msgspec.toml.decode(files("auditor.extract").joinpath("icons.toml").read_bytes(), type=_Table)


def may_stand(tag: str) -> bool:
    """Whether an element of this tag may be an icon."""
    return tag in _table().tags


def is_drawn(tag: str) -> bool:
    """Whether an element of this tag shows a picture in place of its words."""
    return tag in _table().drawn


def stands_for(tag: str, attrs: Mapping[str, str]) -> str:
    """The word an icon stands for by its opening tag, else empty."""
    table = _table()
    if tag == "img":
        name = re.split(r"[?#]", attrs.get("src", ""))[0].rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
        if name in table.files:
            return table.files[name]
        signs = name
    else:
        signs = " ".join([attrs.get("class", ""), *(attrs.get(key, "") for key in table.attributes)]).lower()
    if not any(word in signs for word in table.words):
        return ""
    return next((table.words[word] for word in re.split(r"[^a-z]+", signs) if word in table.words), "")


def is_ligature(classes: tuple[str, ...]) -> bool:
    """Whether an icon's classes set its words in a font that draws a picture in place of them."""
    return not _table().ligatures.isdisjoint(classes)
