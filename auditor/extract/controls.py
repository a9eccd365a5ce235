"""Buttons and the fields of forms, told to a ``Teller``."""

from __future__ import annotations

import re
from typing import Final

from auditor.extract.dom import Node, squeeze
from auditor.extract.label_words import words as label_words
from auditor.extract.labels import is_example
from auditor.extract.teller import Teller
from auditor.models import Link

CLICK: Final = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\(|location\.(?:assign|replace)\(|href\s*=)\s*['\"`]([^'\"`]+)['\"`]"
)


def button(teller: Teller, node: Node, bold: bool) -> None:
    """A button: its words, and a link where it leads somewhere."""
    text = node.words(200) or node.get("title") or node.get("aria-label") or node.get("value")
    click = CLICK.search(node.get("onclick"))
    target = (
        node.get("data-href") or node.get("data-url") or (click[1] if click else "") or node.get("formaction")
    )
    if target:
        teller.link(Link(text=squeeze(text), url=teller.addresses.of(target)))
    teller.in_link += 1
    teller.walk_kids(node, bold)
    teller.in_link -= 1
    if teller.in_form:
        teller.flush(node)
    else:
        teller.text(" ", bold)


def control(teller: Teller, node: Node, _: bool) -> None:
    """A field of a form: what it asks for."""
    kind = node.get("type").lower()
    if kind == "hidden":
        return
    if node.tag == "select":
        names = [squeeze(kid.words(120)) for kid in node.iter() if kid.tag == "option"]
        words = " / ".join(name for name in names[:40] if name)
    elif node.tag == "input" and kind in {"submit", "button", "reset"}:
        words = node.get("value") or ("Kirim" if kind == "submit" else "")
    elif node.tag == "input" and kind in {"checkbox", "radio"}:
        return
    else:
        if teller.in_form:
            teller.flush(node)  # a field without words still ends its label's line
        words = _asked(node) or node.get("aria-label") or ("[unggah berkas]" if kind == "file" else "")
    if words:
        teller.flush(node)
        # a theme's field for an address, called "Masukkan saran", takes no other words
        misnamed = kind == "email" and not any(word in words.lower() for word in label_words()["mail"])
        teller.out.line(squeeze(f"{words} [surel]" if misnamed else words))


def _asked(field: Node) -> str:
    """What a field asks for in itself; an example of an answer ("Contoh: Rp 15.000") is nobody's word."""
    asked = field.get("placeholder")
    return "" if field.tag == "input" and is_example(asked) else asked
