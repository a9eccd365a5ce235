"""Icons that stand for a word: the sign of WhatsApp before a number says what the number is for.

Such a sign is told in brackets ("[WhatsApp] 0812 …"), and only where a number or account stands right behind
it; everywhere else an icon is decoration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from auditor.extract.dom import Node

_NUMBER = re.compile(r"\W{0,3}(?:62|0)[\s\-]?8\d[\d\s().\-]{6,}")
_ACCOUNT = re.compile(r"[:\s]{0,3}@?[\w][\w.\-]*(?: [\w.\-]+){0,4}\s*")
_ACCOUNT_NAME = 42  # characters
_BOXES = 2  # boxes with nothing but the icon


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tags: frozenset[str]
    attributes: tuple[str, ...]
    ligatures: frozenset[str]
    words: dict[str, str]
    files: dict[str, str]


@cache
def _table() -> _Table:
    return msgspec.toml.decode(files("auditor.extract").joinpath("icons.toml").read_bytes(), type=_Table)


def may_stand(tag: str) -> bool:
    """Whether an element of this tag may be an icon."""
    return tag in _table().tags


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


def told(node: Node) -> tuple[str, bool]:
    """What an icon without words is told as before the words behind it, empty where it says nothing; and
    whether these were sought outside the icon's own box."""
    word = node.look.icon
    words, outside = ("", False) if node.tlen else _behind(node)
    if not words or word.lower() in words.lower():
        return "", outside
    if word == "WhatsApp":
        said = _NUMBER.match(words) is not None
    else:
        said = len(words) <= _ACCOUNT_NAME and _ACCOUNT.fullmatch(words) is not None
    return f"[{word}] " if said else "", outside


def _behind(node: Node) -> tuple[str, bool]:
    """The words right behind an icon, in its line or in the box after its own; whether boxes were left."""
    item, outside = node, False
    for _ in range(_BOXES + 1):
        parent = item.parent
        if parent is None:
            break
        siblings = parent.kids
        for other in siblings[siblings.index(item) + 1 :]:
            if other.tag == "br" or other.look.icon:
                return "", outside
            if other.tlen:
                return other.words(80) if other.tag else other.text.strip(), outside
        if parent.tlen or parent.tag in {"a", "button"}:
            break
        item, outside = parent, True
    return "", outside
