"""Banners that ask for consent to cookies: part of no unit's own words. Data in ``consent.toml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from auditor.extract.dom import Node
from auditor.extract.looks import BUTTON

_WHOLE: Final = frozenset({"html", "body", "main"})  # plugins name these, too
_PRESSED: Final = frozenset({"a", "button"})


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    most: int
    opening: int
    sign: str
    unseen: tuple[str, ...]
    names: str
    speaks: str
    pressed: str


class _Data:
    def __init__(self, table: _Table) -> None:
        flags = re.IGNORECASE | re.VERBOSE
        self.most, self.opening = table.most, table.opening
        self.sign, self.unseen = table.sign, table.unseen
        self.names = re.compile(table.names, flags)
        self.speaks = re.compile(table.speaks, flags)
        self.pressed = re.compile(table.pressed, flags)


@cache
def _data() -> _Data:
    written = files("auditor.extract").joinpath("consent.toml").read_bytes()
    return _Data(msgspec.toml.decode(written, type=_Table))


def may_ask(html: str) -> bool:
    """Whether such a banner may stand on a page."""
    data = _data()
    place = html.find(data.sign)
    while place >= 0:
        if not html.startswith(data.unseen, html.rfind("<", 0, place)):
            return True
        end = html.find("<", place)
        place = html.find(data.sign, end) if end >= 0 else -1
    return False


def asks(node: Node) -> bool:
    """Whether a box is such a banner: by its class or id, or because it begins with cookies and ends in
    what is pressed. It is small, and something in it can be pressed."""
    data = _data()
    if not node.holds & BUTTON or not 0 < node.tlen <= data.most or node.tag in _WHOLE:
        return False
    names = f"{node.look.shape} {node.get('id').lower()}"
    if data.sign in names and data.names.search(names):
        return True
    if not data.speaks.search(node.words(data.opening), 0, data.opening):
        return False
    words = node.words()
    pressed = [item.words() for item in node.iter() if item.tag in _PRESSED and item.tlen]
    return bool(pressed) and words.endswith(pressed[-1]) and data.pressed.fullmatch(pressed[-1]) is not None
