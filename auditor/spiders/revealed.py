"""What clicking through a page gave, and the page's DOM together with it."""

from __future__ import annotations

import html as entities

import msgspec


class Shown(msgspec.Struct):
    labels: list[str]
    html: str


class Opened(msgspec.Struct):
    label: str
    url: str


class Revealed(msgspec.Struct):
    """What one round of ``reveal.js`` gave."""

    shown: list[Shown]
    routes: list[str]
    opened: list[Opened]
    done: list[str]
    lost: list[list[str]]


def with_shown(html: str, revealed: Revealed) -> str:
    """The DOM with what clicking brought, each piece under the words of what was clicked."""
    pieces = "".join(_piece(item.labels, item.html) for item in revealed.shown)
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
