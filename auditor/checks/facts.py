"""What a page by itself says, kept from run to run: the same page under the same rules says it again.

Only what depends on nothing but the page may be kept. Whoever judges hands in a store for the pages it
knows (:func:`keeping`); without one everything is found anew, with the same outcome.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

import msgspec

from auditor.models import Evidence, Finding, Page, Source, Verdict
from auditor.value_shapes import value_in, value_out

T = TypeVar("T")
Facts = dict[str, bytes]
"""By name, what was found of one page."""

_here = threading.local()
_NOTHING = msgspec.msgpack.encode([])


@contextmanager
def keeping(facts: Mapping[int, Facts]) -> Iterator[None]:
    """Take facts of pages (by ``id``) from here, and put them here, while the block runs."""
    before = getattr(_here, "facts", {})
    _here.facts = facts
    try:
        yield
    finally:
        _here.facts = before


@contextmanager
def remembering() -> Iterator[None]:
    """Ask no page the same question twice while the block runs."""
    before = getattr(_here, "memory", None)
    _here.memory = {}
    try:
        yield
    finally:
        _here.memory = before


def facts_of(page: Page) -> Facts | None:
    """The facts kept of a page. None: none are; of pictures and documents that depend on others never."""
    kept: Mapping[int, Facts] | None = getattr(_here, "facts", None)
    return kept.get(id(page)) if kept and page.source in {Source.HTML, Source.RENDERED} else None


def once(page: Page, name: str, make: Callable[[], T], shape: Any) -> T:
    """What ``make`` finds of a page alone, found once. ``shape``: its type, of plain records."""
    memory = _memory()
    if memory is not None and (known := memory.get((id(page), name))) is not None:
        told: T = known[1]
        return told
    facts = facts_of(page)
    if facts is None:
        found = make()
    elif (data := facts.get(name)) is not None:
        found = _decoder(shape).decode(data)
    else:
        found = make()
        facts[name] = msgspec.msgpack.encode(found)
    if memory is not None:
        memory[id(page), name] = page, found
    return found


def drop(page: Page, name: str) -> None:
    """Keep no longer what was found by that name: more than the page had a part in it."""
    facts = facts_of(page)
    if facts is not None:
        facts.pop(name, None)


def remembered(page: Page, name: str, make: Callable[[], T]) -> T:
    """What ``make`` finds of a page, found once while :func:`remembering`, and forgotten after it."""
    memory = _memory()
    if memory is None:
        return make()
    known = memory.get((id(page), name))
    if known is None:
        known = memory[id(page), name] = page, make()
    found: T = known[1]
    return found


def _memory() -> dict[tuple[int, str], tuple[Page, Any]] | None:
    """What is remembered by page and name; the page is held beside, so that no other one gets its id."""
    return getattr(_here, "memory", None)


@cache
def _decoder(shape: Any) -> msgspec.msgpack.Decoder[Any]:
    """Made once: to decode by a type takes ten times as long as by what was made of it."""
    return msgspec.msgpack.Decoder(shape)


def kept_findings(page: Page, name: str) -> dict[int, Finding] | None:
    """The findings kept of a page by place, quoted from it as it was fetched now; None when none are."""
    facts = facts_of(page)
    data = facts.get(name) if facts is not None else None
    if data is None:
        return None
    if data == _NOTHING:
        return {}
    return {place: _finding(row, page) for place, *row in msgspec.msgpack.decode(data)}


def keep_findings(page: Page, name: str, findings: Mapping[int, Finding]) -> None:
    """Keep findings that depend on the page alone, by their places (sections, or just their order)."""
    facts = facts_of(page)
    if facts is not None:
        facts[name] = (
            msgspec.msgpack.encode([[place, *_row(finding)] for place, finding in findings.items()])
            if findings
            else _NOTHING
        )


def _row(finding: Finding) -> list[Any]:
    quotes = msgspec.to_builtins(finding.evidence)
    values = [value_out(value) for value in finding.values]
    return [finding.component, finding.verdict.value, finding.confidence, finding.reason, quotes, values]


def _finding(row: list[Any], page: Page) -> Finding:
    component, verdict, confidence, reason, quotes, values = row
    evidence = (msgspec.convert(quote, Evidence) for quote in quotes)
    fetch = page.fetch
    return Finding(
        component=component,
        verdict=Verdict(verdict),
        confidence=confidence,
        reason=reason,
        evidence=tuple(
            replace(quote, sha256=fetch.sha256, fetched_at=fetch.fetched_at)
            if quote.url == fetch.url
            else quote
            for quote in evidence
        ),
        values=tuple(value_in(value) for value in values),
    )
