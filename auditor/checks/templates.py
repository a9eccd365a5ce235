"""Text of templates and vendors that repeats across unrelated sites: it is no evidence (issue 3).

Two sources: texts known by name (``templates.toml``), and a look over all units of a run. In the latter a
text is a template's only when the same words are evidence on several unrelated registered domains, on
pages of the same skeleton, and hold nothing of the unit's own: no name, no value, no named service, no law. A
maklumat, a law's words and the documents of a national service are published alike by everybody and
never count as such; a text with a fee or a time is the unit's own statement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from importlib.resources import files

import msgspec

from auditor.checks.facts import once
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import fold, folded
from auditor.models import Page, Problem, Section, Snapshot, UnitResult, Verdict
from auditor.urls import host_of, registered_domain
from auditor.values import find_channels, find_durations, find_fees, find_hours

__all__ = ["Telling", "confirmed", "repeated", "shown_by", "without", "without_known"]

_FRAGMENT = 20  # characters of a section that is a piece of the text


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    text: str


class _Repeated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    components: list[str]
    domains: int
    least: int
    same_skeleton: float
    generic: list[str]
    law: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    repeated: _Repeated
    known: list[_Known]


@cache
def _data() -> _File:
    return msgspec.toml.decode(files("auditor.checks").joinpath("templates.toml").read_bytes(), type=_File)


@dataclass(frozen=True, slots=True)
class Telling:
    """One unit's evidence that others show too: the words as it shows them, and the page."""

    unit_id: str
    domain: str
    words: str
    url: str


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def _is_own(words: str, name: str) -> bool:
    """Whether a text holds something of the unit's own, or of the law: then it is nobody's template."""
    rules = _data().repeated
    folded = fold(words)
    if re.search(rules.law, folded) or is_service_name(folded):
        return True
    if any(is_service_name(line.strip(" -.:;0123456789")) for line in folded.split("\n")):
        return True
    if find_fees(words) or find_durations(words) or find_hours(words) or find_channels(words):
        return True
    own = set(re.findall(r"[^\W\d_]{4,}", fold(name))) - set(rules.generic)
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in own)


def repeated(units: Iterable[UnitResult]) -> dict[str, tuple[Telling, ...]]:
    """Evidence that stands word for word on enough unrelated domains, by its folded words."""
    rules = _data().repeated
    found: dict[str, list[Telling]] = defaultdict(list)
    for unit in units:
        for code in rules.components:
            result = unit.components.get(code)
            if result is None or result.verdict is not Verdict.PUBLISHED or result.values:
                continue
            for quote in result.evidence:
                key = _key(quote.snippet)
                if len(key) < rules.least or _is_own(quote.snippet, unit.name):
                    continue
                domain = registered_domain(host_of(quote.url))
                found[key].append(Telling(unit.unit_id, domain, quote.snippet, quote.url))
    return {
        key: tuple(told) for key, told in found.items() if len({one.domain for one in told}) >= rules.domains
    }


def skeleton(page: Page) -> frozenset[str]:
    """The labels of a page's main part: what its template gives it."""
    return frozenset(
        label for section in page.sections if section.zone == "main" and (label := _key(section.label))
    )


def confirmed(
    told: Mapping[str, tuple[Telling, ...]], page_of: Callable[[Telling], Page | None]
) -> dict[str, frozenset[str]]:
    """Per unit the texts that are a template's: those whose pages are built alike on enough domains."""
    rules = _data().repeated
    texts: dict[str, set[str]] = defaultdict(set)
    for tellings in told.values():
        shapes = {one: skeleton(page) for one in tellings if (page := page_of(one)) is not None}
        for one, shape in shapes.items():
            alike = [other for other, its in shapes.items() if _alike(shape, its) >= rules.same_skeleton]
            if len({other.domain for other in alike}) >= rules.domains:
                texts[one.unit_id].add(one.words)
    return {unit: frozenset(words) for unit, words in texts.items()}


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\W+".join(map(re.escape, _key(words).split())))


def without(snapshot: Snapshot, texts: Collection[str]) -> Snapshot:
    """The snapshot with the texts cut out of its sections; what is left of a section is verbatim."""
    if not texts:
        return snapshot
    keys = [(_key(words), _pattern(words)) for words in texts]
    pages = tuple(
        replace(page, sections=tuple(_cut(section, keys) for section in page.sections))
        if any(pattern.search(fold(page.text)) for _, pattern in keys)
        else page
        for page in snapshot.pages
    )
    return replace(snapshot, pages=pages)


def shown_by(snapshot: Snapshot, texts: Collection[str]) -> tuple[Problem, ...]:
    """The template's texts as trouble of the pages that show them; each text once."""
    found = []
    for words in sorted(texts):
        for page in snapshot.pages:
            if words in page.text or any(words in section.body for section in page.sections):
                found.append(Problem(code="theme_demo", url=page.fetch.url, snippet=words[:200]))
                break
    return tuple(found)


def _cut(section: Section, keys: Iterable[tuple[str, re.Pattern[str]]]) -> Section:
    body = section.body
    for key, pattern in keys:
        mine = _key(body)
        if len(mine) >= _FRAGMENT and mine in key:
            body = ""
        while (hit := pattern.search(fold(body))) is not None:
            body = max(body[: hit.start()], body[hit.end() :], key=len)
    return section if body == section.body else msgspec.structs.replace(section, body=body)


def without_known(snapshot: Snapshot) -> Snapshot:
    """The snapshot without the texts that are known as a template's."""
    known = _data().known
    met: set[int] = set()
    for page in snapshot.pages:
        met.update(once(page, "templates", partial(_known_on, page), list[int]))
    return without(snapshot, [known[place].text for place in sorted(met)])


def _known_on(page: Page) -> list[int]:
    """Places in the data of the texts that a page shows."""
    text = folded(page.text)
    return [place for place, known in enumerate(_data().known) if _pattern(known.text).search(text)]
