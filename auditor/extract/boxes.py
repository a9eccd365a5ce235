"""Lists, definitions, accordions and forms, told to a ``Teller``."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract import panels, tables
from auditor.extract.dom import Node
from auditor.extract.outline import RANK_FRAME
from auditor.extract.shapes import terms
from auditor.extract.teller import Teller
from auditor.models import Link, SectionKind

_HEADS: Final = frozenset({"summary", "legend"})
_STYLE: Final = re.compile(
    r"list-style(?:-type)?\s*:\s*(lower-alpha|upper-alpha|lower-roman|upper-roman|none)"
)
_STYLES: Final = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def items(teller: Teller, node: Node, bold: bool) -> None:
    """A list: each item begins with its number or a dash."""
    number = _int(node.get("start"), 1)
    ordered = node.tag == "ol"
    style = (node.get("type") or _style(node)) if ordered else ""
    for kid in node.kids:
        if kid.tag != "li":
            teller.walk(kid, bold)
            continue
        number = _int(kid.get("value"), number)
        outer, teller.prefix = teller.prefix, ""
        if teller.out.zone not in {"nav", "header"}:
            teller.prefix = f"{_numeral(number, style)}." if ordered else "-"
        teller.walk(kid, bold)
        teller.prefix = "" if not kid.tlen else outer if outer and teller.prefix else ""
        number += 1


def definitions(teller: Teller, node: Node, bold: bool) -> None:
    """A list of terms: each heads what follows it."""
    out = teller.out
    mark = out.enter()
    for kid in terms(node):
        if kid.tag == "dt":
            teller.flush(node)
            text = kid.words(300)
            if text:
                out.open(text, RANK_FRAME, SectionKind.DEFINITION, teller.place(kid))
        else:
            inner = out.enter()
            if kid.tag in {"dd", "div"}:
                teller.walk_kids(kid, bold)
            else:
                teller.walk(kid, bold)
            teller.flush(kid if kid.tag else node)
            out.leave(inner)
    out.leave(mark)


def headed(teller: Teller, node: Node, bold: bool) -> None:
    """An accordion or a group with a legend: its summary or legend heads the rest."""
    summary = next((kid for kid in node.kids if kid.tag in _HEADS), None)
    if summary is not None and summary.tlen:
        teller.out.open(summary.words(300), RANK_FRAME, SectionKind.PANEL, teller.place(node))
    inner = teller.out.enter()
    for kid in node.kids:
        if kid is not summary:
            teller.walk(kid, bold)
    teller.flush(node)
    teller.out.leave(inner)
    teller.out.ends_here()


def form(teller: Teller, node: Node, bold: bool) -> None:
    """A form: its fields and buttons, a line each."""
    out = teller.out
    label = panels.form_label(node) or out.label_now()
    mark = out.enter()
    out.open(label, RANK_FRAME, SectionKind.FORM, teller.place(node), shown=False)
    teller.in_form += 1
    inner = out.enter()
    if node.tag == "table":
        tables.table(teller, node)
    else:
        teller.walk_kids(node, bold)
    teller.flush(node)
    out.leave(inner)
    teller.in_form -= 1
    form = node if node.tag != "table" else next(item for item in node.iter() if item.tag == "form")
    if form.tag == "form":
        out.link(Link(text=panels.submit_text(node), url=teller.addresses.of(form.get("action"))))
    out.leave(mark)


def _int(text: str, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _style(node: Node) -> str:
    match = _STYLE.search(node.get("style"))
    return _STYLES.get(match[1], "") if match else ""


def _numeral(number: int, style: str) -> str:
    if style in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in {"i", "I"} and 1 <= number <= 39:
        text = ""
        for value, sign in _ROMAN:
            while number >= value:
                text += sign
                number -= value
        return text if style == "i" else text.upper()
    return str(number)
