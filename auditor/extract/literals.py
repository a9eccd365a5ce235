"""Data literals in scripts: arrays, objects and JSON, parsed without running anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import chompjs

OF_A_SITE = 50_000  # characters; shorter scripts are remembered, for the next page carries the same
_MAX_SCAN = 1_500_000  # characters looked through a script, brackets within brackets counted again
# Where a literal begins: "const layanan = [", "data: {", "window.x = {".
_START = re.compile(r"(?:=|:|\(|return)\s*(?=[\[{]\s*(?:[{\[\"'`]|\w+\s*:))")
_CODE = re.compile(r"=>|\bfunction\b|\breturn\b")


def is_program(kind: str) -> bool:
    """By the ``type`` of a script, lower case: a program, no data and no template."""
    return not kind or "javascript" in kind or kind in {"module", "text/babel"}


def literals(text: str, kind: str) -> Iterable[Any]:
    """The values of a script's literals, as JSON's lists, objects and strings; nobody changes them. ``kind``
    is the script's ``type``. What cannot be parsed is left out."""
    return _remembered(text, kind) if len(text) < OF_A_SITE else _parsed(text, kind)


@lru_cache(maxsize=128)  # every page of a site carries the same
def _remembered(text: str, kind: str) -> tuple[Any, ...]:
    return tuple(_parsed(text, kind))


def _parsed(text: str, kind: str) -> Iterator[Any]:
    if "json" in kind:
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            return
        return
    if not is_program(kind):
        return
    end = scanned = 0
    for match in _START.finditer(text):
        if match.end() < end:
            continue
        if scanned > _MAX_SCAN:
            return
        stretch = _stretch(text, match.end())
        scanned += len(stretch) or len(text) - match.end()
        # Templates with holes are code, not words; short literals are settings.
        if len(stretch) < 60 or ("${" in stretch and "`" in stretch and _CODE.search(stretch)):
            continue
        end = match.end() + len(stretch)
        try:
            yield chompjs.parse_js_object(stretch)
        except (ValueError, RecursionError, TypeError):
            end = 0 if len(stretch) > 4000 else end
            continue


def _stretch(text: str, start: int) -> str:
    """From an opening bracket to its partner, strings respected; empty if it never closes."""
    depth = 0
    quote = ""
    index = start
    while index < len(text):
        char = text[index]
        if quote:
            if char == "\\":
                index += 1
            elif char == quote:
                quote = ""
        elif char in "\"'`":
            quote = char
        elif char in "[{(":
            depth += 1
        elif char in "]})":
            depth -= 1
            if depth == 0:
                return text[start : index + 1]
        elif char == "/" and text[index + 1 : index + 2] in {"/", "*"}:
            close = text.find("\n" if text[index + 1] == "/" else "*/", index + 2)
            if close < 0:
                return ""
            index = close
        index += 1
    return ""
