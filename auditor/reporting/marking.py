"""Quotes as pages show them: masked, with the words a value was read from marked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from auditor.masking import mask
from auditor.models import Channel, Value

_BETWEEN = r"[\s().\-]*"


def marked(snippet: str, values: Iterable[Value]) -> Markup:
    """The masked quote as HTML, every place of a value's words in ``<mark>``.

    A quote holds up to 300 characters; whoever checks it looks for the "3 (tiga) hari kerja" in it. A
    quote that is nothing but the value stays as it is: there is nothing to look for.
    """
    text = mask(snippet)
    sought = sorted({_sought(value) for value in values} - {""}, key=len, reverse=True)
    if not sought:
        return escape(text)
    told = re.compile(rf"(?<!\w)({'|'.join(sought)})(?!\w)", re.IGNORECASE)
    if told.fullmatch(text.strip()):
        return escape(text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(told.split(text))
    )


def _sought(value: Value) -> str:
    """A pattern for what a value was read from; a number also as people write it (0561-721 000)."""
    if not isinstance(value, Channel):
        return re.escape(mask(value.text).strip())
    if not re.fullmatch(r"\+62\d{6,}", value.value):
        return re.escape(value.value)
    return rf"(?:\(?\+?(?:62|0){_BETWEEN})?{_BETWEEN.join(value.value[3:])}"
