"""Which button opens which panel, and which nodes are forms."""

from __future__ import annotations

import re
from itertools import pairwise

from auditor.extract.dom import Node
from auditor.extract.labels import MAX_LABEL, is_generic_button
from auditor.extract.looks import BUTTON, FIELDS, HEADINGS, NAMED, PRESSED, TARGETS
from auditor.extract.marked import Marked
from auditor.extract.names import OPENER, PANE, PANEL

_CALL = re.compile(r"['\"`]#?([A-Za-z][\w-]*)['\"`]")
_TOGGLE = frozenset({"tab", "pill", "collapse", "modal", "dropdown"})
_NO_FIELDS = frozenset({"hidden", "submit", "button", "reset", "search", "checkbox", "radio"})
_BOXES = frozenset({"div", "section"})
SIGNS = "+−×✕▼▾▿▲▴▽△⌄˅"  # drawn beside what a click opens
_SIGN = re.compile(rf"[\s{SIGNS}–∨❯›»▸▶►→↓➜^-]+$")  # behind its words: one of them, or what else points
_MOST = 2000  # openers of a page
_PAIRS = 200
_ROWS = frozenset({"table", "tbody", "thead", "tfoot", "tr"})


def panel_labels(marked: Marked) -> dict[Node, str]:  # noqa: PLR0912
    """Each panel → the words of the button, tab or link that opens it."""
    togglers: list[tuple[Node, str]] = []
    for node in marked.openers:
        attrs = node.attrs
        for key in TARGETS:
            value = attrs.get(key)
            if value:
                togglers.append((node, value.strip().split(" ")[0].lstrip("#")))
                break
        else:
            href = attrs.get("href", "")
            if href.startswith("#") and len(href) > 1:
                togglers.append((node, href[1:]))
            elif "onclick" in attrs:
                for match in _CALL.finditer(attrs["onclick"]):
                    togglers.append((node, match[1]))
    out: dict[Node, str] = {}
    by_id = {node.attrs["id"]: node for node in reversed(marked.ids)} if togglers else {}
    for node, target in togglers[:_MOST]:
        panel = by_id.get(target)
        if (
            panel is None
            or panel is node
            or panel in out
            or panel.tag not in {"div", "section", "article", "dialog", "li", "ul", "table", "tbody", "p"}
        ):
            continue
        if (
            node.tag == "a"
            and not _is_panel(panel)
            and node.get(
                "data-toggle",
            )
            not in _TOGGLE
            and node.get("data-bs-toggle") not in _TOGGLE
            and node.get("role") != "tab"
        ):
            continue  # a link down the page: what it leads to has its own heading
        label = node.words(MAX_LABEL + 40)
        if not label or is_generic_button(label) or len(label) > MAX_LABEL:
            label = _near_heading(node)
        if label and not _inside(node, panel):
            out[panel] = label
    for node in (*marked.forms, *marked.openers)[:_MOST]:
        if 0 < node.tlen <= MAX_LABEL and (below := _below(node)) is not None and below not in out:
            label = _SIGN.sub("", node.words(MAX_LABEL + 40))
            if label and not is_generic_button(label):
                out[below] = label
    for strip in marked.strips[:50]:
        _by_order(strip, out)
    return out


def _below(opener: Node) -> Node | None:
    """The box right after an accordion's button: a script opens it by its place, not by its id. The button
    says by its class what it is, or it stands alone over the box, or such pairs follow each other."""
    named = bool(opener.look.traits & OPENER)
    if not (named or _presses(opener)):
        return None
    item, parent = opener, opener.parent
    while parent is not None and parent.tlen == opener.tlen and parent.parent is not None:
        item, parent = parent, parent.parent  # its heading or head
    if parent is None:
        return None
    kids = [kid for kid in parent.kids if kid.tlen or (named and kid.tag)]
    if len(kids) < 2 or (place := kids.index(item)) + 1 == len(kids):
        return None
    below = kids[place + 1]
    pair = (item.look.shape, below.look.shape)
    if below.tag not in _BOXES or (pair[0] == pair[1] and not named):
        return None
    if not named and (len(kids) > 2 or parent.tag not in _BOXES):
        pairs = sum((one.look.shape, other.look.shape) == pair for one, other in pairwise(kids[:_PAIRS]))
        return below if pairs > 1 else None
    return below


def _presses(node: Node) -> bool:
    """A button outside forms and menus, or an element that acts as one."""
    if node.tag in {"a", "input"} or node.get("type") == "submit":
        return False
    acts = (
        node.tag == "button"
        or node.get("role") == "button"
        or not PRESSED.isdisjoint(node.attrs)
        or _ticks(node)
    )
    return acts and node.up("form", "nav", "header") is None


def _ticks(node: Node) -> bool:
    """The label of a tick box beside it: style shows the next box while it is ticked."""
    target = node.get("for")
    if node.tag != "label" or not target or node.parent is None:
        return False
    return any(
        kid.get("id") == target and kid.get("type") in {"checkbox", "radio"} for kid in node.parent.kids
    )


def _is_panel(node: Node) -> bool:
    return node.get("role") in {"tabpanel", "dialog", "region"} or bool(node.look.traits & PANEL)


def _inside(node: Node, panel: Node) -> bool:
    item: Node | None = node
    while item is not None:
        if item is panel:
            return True
        item = item.parent
    return False


def _near_heading(node: Node) -> str:
    """The heading of the card a "Lihat detail" button stands in."""
    item = node.parent
    for _ in range(4):
        if item is None or item.tag in {"body", "main"}:
            return ""
        found = [kid for kid in item.iter() if kid.look.acts in HEADINGS]
        if len(found) > 1:
            return ""
        if found:
            return found[0].words(MAX_LABEL)
        item = item.parent
    return ""


def _by_order(strip: Node, out: dict[Node, str]) -> None:
    """Tabs without targets: the nth button opens the nth panel that follows the strip."""
    tabs = [
        kid
        for kid in strip.iter()
        if kid.tag in {"button", "a", "li"} and kid.tlen and not kid.holds & BUTTON
    ]
    parent = strip.parent
    if len(tabs) < 2 or parent is None:
        return
    panes = [
        node
        for node in parent.iter()
        if node.tag in {"div", "section"} and (node.look.traits & PANE or node.get("role") == "tabpanel")
    ]
    outer = set(map(id, panes))
    leaves = [node for node in panes if not any(id(kid) in outer for kid in node.iter() if kid is not node)]
    if len(leaves) != len(tabs):
        return
    for tab, pane in zip(tabs, leaves, strict=True):
        label = tab.words(MAX_LABEL)
        if label and pane not in out:
            out[pane] = label


def form_nodes(root: Node, marked: Marked) -> frozenset[Node]:
    """Forms, and the nearest element that holds both stray fields and a button.

    A form wrapped around a whole page (as ASP.NET does) is none.
    """
    out: set[Node] = set()
    whole = root.tlen
    fields: list[Node] = []
    holders: set[Node] = set()  # every element with a button somewhere below
    for node in marked.forms:
        kind = node.get("type").lower()
        if node.tag == "form":
            held = _torn_from(node) or node
            if not (whole > 1500 and held.tlen * 10 > whole * 6):
                out.add(held)
        elif node.tag == "button" or kind == "submit":
            item = node.parent
            while item is not None and item not in holders:
                holders.add(item)
                item = item.parent
        elif node.tag in FIELDS and kind not in _NO_FIELDS:
            fields.append(node)
    for node in fields:
        owner = node.parent
        for _ in range(6):
            if owner is None or owner.tag in {"body", "html", "main"} or owner in out:
                break
            if owner in holders:
                if owner.block and owner.tag != "table" and not _in_form(owner, out):
                    out.add(owner)
                break
            owner = owner.parent
    return frozenset(out)


def _torn_from(form: Node) -> Node | None:
    """The table a form was opened in between its rows: HTML closes such a form at once (13.2.6.4.9)."""
    item = form.parent
    if form.kids or item is None or item.tag not in _ROWS:
        return None
    while item is not None and item.tag != "table":
        item = item.parent
    return item


def _in_form(node: Node, found: set[Node]) -> bool:
    item: Node | None = node
    while item is not None:
        if item in found:
            return True
        item = item.parent
    return False


def form_label(node: Node) -> str:
    """What a form says it is for: its legend or first heading, else the heading of its card."""
    if (node.look.holds | node.holds) & NAMED:
        for item in node.iter():
            if item.look.holds & NAMED and item.tlen:
                return item.words(MAX_LABEL)
    return node.get("aria-label") or node.get("title")


def submit_text(node: Node) -> str:
    """The words of the button that sends the form."""
    for item in node.iter():
        kind = item.get("type").lower()
        if item.tag == "button" and kind != "reset":
            return item.words(100)
        if item.tag == "input" and kind in {"submit", "image"}:
            return item.get("value") or item.get("alt") or "Kirim"
    return ""
