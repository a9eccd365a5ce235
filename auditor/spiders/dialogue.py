"""A chat that clicking talked to: what it answered, without the questions it offers and repeats."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from auditor.spiders.render_rules import render_rules

_LEAF: Final = re.compile(r">\s*([^<>]{8,600}?)\s*</(?!h[1-6]\b)")


class Dialogue:
    """Pieces of one page in the order they were shown; each holds only what the chat had not said before."""

    def __init__(self, labels: Iterable[str]) -> None:
        """``labels`` are the words of all that was clicked."""
        asks, _ = _signs()
        self._asked = {entities.escape(label, quote=False) for label in labels if asks.search(label)}
        self._told: set[str] = set()

    def answered(self, html: str) -> str:
        """A piece of a chat without its questions and what earlier pieces told; any other as it is."""
        _, field = _signs()
        if not self._asked or field.search(html) is None:
            return html
        leaves = {" ".join(leaf.split()) for leaf in _LEAF.findall(html)}
        if not leaves & self._asked:
            return html
        drop = self._asked | self._told
        self._told |= leaves
        return _LEAF.sub(lambda leaf: "></" if " ".join(leaf[1].split()) in drop else leaf[0], html)


@cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = render_rules().dialogue
    return re.compile(rules.asks), re.compile(rules.field)
