"""Findings with verbatim quotes: how a check says what it saw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor.checks.sight.page import PageSight
from auditor.checks.sight.section import Sight
from auditor.models import Evidence, Finding, Source, Value, Verdict

SNIPPET = 300
QUOTES = 3
"""Of a finding: its own, and two of its equals."""
_RANK = {Verdict.PUBLISHED: 3, Verdict.PARTIAL: 2, Verdict.NOT_TESTED: 1, Verdict.NOT_FOUND: 0}


def _cut(text: str, start: int, end: int) -> str:
    """A verbatim piece of ``text`` of at most SNIPPET characters around a hit, cut between words."""
    if len(text) <= SNIPPET:
        return _bare(text)
    spare = max(0, SNIPPET - (end - start))
    left = max(0, start - spare // 3)
    right = min(len(text), left + SNIPPET)
    left = max(0, right - SNIPPET) if right == len(text) else left
    if left:
        gap = re.search(r"\s", text[left:start]) if start > left else None
        left += gap.end() if gap else 0
    piece = text[left:right]
    if right < len(text):
        gap_at = max(piece.rfind(" "), piece.rfind("\n"))
        if gap_at > max(0, end - left):
            piece = piece[:gap_at]
    return _bare(piece)


def _bare(text: str) -> str:
    """Without the colon that stood between a label and what is quoted."""
    return text.strip().removeprefix(":").lstrip()


def evidence(sight: Sight, span: tuple[int, int] | None = None) -> Evidence:
    """A quote from a section's body around ``span``; from its label when the body is empty."""
    text = sight.section.body if sight.section.body.strip() else sight.section.label
    start, end = span or (0, 0)
    return _evidence(sight.page, _cut(text, start, end), sight.section.locator)


def page_evidence(page: PageSight, span: tuple[int, int]) -> Evidence:
    """A quote from a page's whole text."""
    return _evidence(page, _cut(page.page.text, *span), locator="")


def link_evidence(page: PageSight, text: str) -> Evidence:
    """A quote of a link's own words."""
    return _evidence(page, text.strip()[:SNIPPET], locator="a")


def _evidence(page: PageSight, snippet: str, locator: str) -> Evidence:
    fetch = page.page.fetch
    source = Source.EXTERNAL if fetch.external else page.page.source
    return Evidence(
        url=fetch.url,
        source=source,
        locator=locator,
        snippet=snippet,
        sha256=fetch.sha256,
        fetched_at=fetch.fetched_at,
    )


def published(  # noqa: PLR0917 - the four a finding needs, then where and what
    component: str,
    sight: Sight,
    reason: str,
    confidence: float,
    span: tuple[int, int] | None = None,
    values: Sequence[Value] = (),
) -> Finding:
    """Specific content, quoted around ``span`` of the section's body."""
    return _published(component, reason, confidence, evidence(sight, span), values)


def published_by_page(  # noqa: PLR0917
    component: str,
    page: PageSight,
    reason: str,
    confidence: float,
    span: tuple[int, int],
    values: Sequence[Value] = (),
) -> Finding:
    """Specific content that a page holds as a whole, quoted around ``span`` of its text."""
    return _published(component, reason, confidence, page_evidence(page, span), values)


def _published(
    component: str, reason: str, confidence: float, quote: Evidence, values: Sequence[Value]
) -> Finding:
    return Finding(
        component=component,
        verdict=Verdict.PUBLISHED,
        confidence=confidence,
        reason=reason,
        evidence=(quote,),
        values=tuple(values),
    )


def partial(  # noqa: PLR0917
    component: str,
    sight: Sight,
    reason: str,
    confidence: float,
    span: tuple[int, int] | None = None,
    values: Sequence[Value] = (),
) -> Finding:
    """A heading, definition or promise without specific content."""
    return replace(published(component, sight, reason, confidence, span, values), verdict=Verdict.PARTIAL)


def renamed(finding: Finding, component: str, reason: str, confidence: float) -> Finding:
    """The same quote as evidence for another component."""
    return replace(finding, component=component, reason=reason, confidence=confidence, values=())


def best(findings: Iterable[Finding]) -> Finding | None:
    """The strongest finding, with up to two more quotes and all values of its equals.

    First by verdict, then by confidence, then as met. Only findings of the same verdict lend
    evidence and values; one quote per address.
    """
    ordered = sorted(findings, key=lambda item: (-_RANK[item.verdict], -item.confidence))
    if not ordered:
        return None
    first = ordered[0]
    quotes = list(first.evidence)
    values = list(first.values)
    for other in ordered[1:]:
        if other.verdict is not first.verdict:
            break
        for value in other.values:
            if value not in values:
                values.append(value)
        for quote in other.evidence:
            if len(quotes) < QUOTES and all(quote.url != had.url for had in quotes):
                quotes.append(quote)
    return replace(first, evidence=tuple(quotes), values=tuple(values))
