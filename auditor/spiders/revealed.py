"""What clicking through a page gave, and the page's DOM together with it."""

from __future__ import annotations

import html as entities

import msgspec

from auditor.spiders.dialogue import Dialogue


class Shown(msgspec.Struct):
    """What a click brought to light, and the words of what was clicked for it."""

    labels: list[str]
    html: str


class Opened(msgspec.Struct):
    """An address a click leads to; without label one that the page asked for by itself."""

    label: str
    url: str


class State(msgspec.Struct):
    """Another address of the site that a click led to within the document: the whole page as it stood then.

    ``html`` is empty where the address had been reached before; ``key`` is that of the thing clicked.
    """

    key: str
    label: str
    url: str
    html: str


class Revealed(msgspec.Struct):
    """What one round of ``reveal.js`` gave."""

    shown: list[Shown] = []
    states: list[State] = []
    routes: list[str] = []
    opened: list[Opened] = []
    done: list[str] = []
    lost: list[list[str]] = []

    def add(self, more: Revealed) -> None:
        """Take in what a further round gave beyond this one; its lost ways are the caller's matter."""
        have = {item.html for item in self.shown}
        self.shown += [item for item in more.shown if item.html not in have]
        self.states += more.states
        self.routes += more.routes
        self.opened += more.opened
        self.done = [*dict.fromkeys([*self.done, *more.done])]


def with_shown(html: str, revealed: Revealed) -> str:
    """The DOM with what clicking brought, each piece under the words of what was clicked."""
    chat = Dialogue(label for item in revealed.shown for label in item.labels)
    pieces = "".join(_piece(item.labels, chat.answered(item.html)) for item in revealed.shown)
    for item in revealed.opened:
        words, address = entities.escape(item.label or item.url), entities.escape(item.url, quote=True)
        pieces += f'<p class="auditor-opened"><a href="{address}">{words}</a></p>'
    head, mark, tail = html.rpartition("</body>")
    return f"{head}{pieces}{mark}{tail}" if mark else html + pieces


def _piece(labels: list[str], html: str) -> str:
    if len(labels) > 1:
        html, labels = _piece(labels[1:], html), labels[:1]
    heading = f"<h3>{entities.escape(labels[0])}</h3>" if labels else ""
    return f'<section class="auditor-shown">{heading}{html}</section>'
