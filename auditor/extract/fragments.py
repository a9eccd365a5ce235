"""Pieces of HTML that a script would put into its page, and the lines of them that say something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.extract.dom import squeeze
from auditor.extract.labels import component_only
from auditor.extract.tongue import for_readers

GAP = "\ue000"
"""Where a template has a hole: a line with little more says nothing."""
_TEMPLATE = re.compile(r"`([^`\\]*(?:\\.[^`\\]*)*)`", re.DOTALL)
_QUOTED = re.compile(
    r"(?:innerHTML|outerHTML)\s*\+?=\s*(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)')|"
    r"\.html\(\s*(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)')"
)
_HOLE = re.compile(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
BLOCK = re.compile(r"<(?:h[1-6]|p|ul|ol|li|table|div|section|details|strong|b|br)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\(n|t|r|.)", re.DOTALL)
_MAX_FRAGMENTS = 120


def fragments(text: str) -> Iterator[str]:
    """Pieces of HTML in a script: templates, and strings set as an element's content; holes left out."""
    if "<" not in text:
        return
    count = 0
    for html in _written(text):
        if len(html) >= 30 and BLOCK.search(html) and for_readers(_TAG.sub(" ", html)):
            count += 1
            yield _ESCAPE.sub(_unescape, html)
            if count >= _MAX_FRAGMENTS:
                return


def _written(text: str) -> Iterator[str]:
    for match in _TEMPLATE.finditer(text):
        yield _HOLE.sub(GAP, match[1])
    for match in _QUOTED.finditer(text):
        yield match[1] or match[2] or match[3] or match[4] or ""


def filled(body: str) -> str:
    """The lines that say something without what would fill their holes."""
    lines: list[str] = []
    for line in body.split("\n"):
        rest = line.replace(GAP, " ").strip(" -:\t")
        if GAP not in line:
            lines.append(line)
        elif len(rest) > 40:
            lines.append(squeeze(rest))
        elif not rest and lines and component_only(lines[-1]):
            lines.pop()
    return "\n".join(lines).strip()


def in_blocks(text: str) -> bool:
    """Whether a string is a piece of a page, with paragraphs and lists of its own."""
    return len(BLOCK.findall(text)) >= 3


def _unescape(match: re.Match[str]) -> str:
    return {"n": "\n", "t": " ", "r": ""}.get(match[1], match[1])
