"""Icons told as words: the sign of WhatsApp before a number says what the number is for.

Such a sign is told in brackets ("[WhatsApp] 0812 …"), and only where a number or account stands right behind
it; everywhere else an icon is decoration.
"""

from __future__ import annotations

import re

from auditor.extract.dom import Node

_NUMBER = re.compile(r"\W{0,3}(?:62|0)[\s\-]?8\d[\d\s().\-]{6,}")
_ACCOUNT = re.compile(r"[:\s]{0,3}@?[\w][\w.\-]*(?: [\w.\-]+){0,4}\s*")
_ACCOUNT_NAME = 42  # characters
_BOXES = 2  # boxes with nothing but the icon


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
