"""Lists to attach to a letter: units without a website, sites not on the region's own go.id, dead sites.

Every row carries its proof: which sources were asked, which addresses were opened, when, and what
each answered. A unit whose site could not be tested, or that keeps the auditor out, is in no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from auditor.masking import mask
from auditor.models import Candidate, Region, SiteStatus, UnitResult
from auditor.reporting.links import link
from auditor.reporting.texts import Texts
from auditor.reporting.view import NO_SITE, OUTSIDE
from auditor.reporting.wording import candidate_words, source_words

LISTS = ("without", "outside", "dead")
DEAD = (SiteStatus.DEAD, SiteStatus.PARKED)
ANSWERS_UP_TO = 8
"""More answers than these are counted, not listed, on paper; the workbook lists all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An address that was opened (``url``; ``href`` when it may be clicked), when, and what came."""

    url: str
    href: str
    words: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One unit of a list, as words."""

    unit_id: str
    name: str
    kind: str
    region: str
    finding: str
    url: str
    href: str
    sources: tuple[str, ...]
    reasons: tuple[str, ...]
    answers: tuple[Answer, ...]
    at: str


@dataclass
class Letters:
    """The three lists, grown unit by unit; strings only, so that a whole country fits."""

    texts: Texts
    regions: Mapping[str, Region]
    day: str
    run_id: str
    codes: dict[str, int] = field(default_factory=dict)  # regions seen, with how many units
    # list, region, its units in the order of the target files
    rows: dict[str, dict[str, list[LetterRow]]] = field(default_factory=lambda: {name: {} for name in LISTS})

    def add(self, unit: UnitResult) -> None:
        """Put a unit on the lists it belongs to."""
        self.codes[unit.region] = self.codes.get(unit.region, 0) + 1
        words, site = self.texts, unit.site
        if site.status in NO_SITE:
            self._put("without", unit, words("statuses", site.status.value))
        elif site.domain in OUTSIDE:
            self._put("outside", unit, words("domains", site.domain.value))
        if site.status in DEAD:
            self._put("dead", unit, words("statuses", site.status.value))

    def of(self, name: str, region: str = "") -> list[LetterRow]:
        """The rows of one list, of one region or of all."""
        found = self.rows[name]
        return found.get(region, []) if region else [row for rows in found.values() for row in rows]

    def place(self, region: str = "") -> str:
        """The region's name, or how many there are."""
        if region or len(self.codes) == 1:
            code = region or next(iter(self.codes))
            return self.regions[code].name if code in self.regions else code
        return f"{len(self.codes)} wilayah"

    def _put(self, name: str, unit: UnitResult, finding: str) -> None:
        words, site = self.texts, unit.site
        url = site.final_url or site.url
        row = LetterRow(
            unit_id=mask(unit.unit_id),
            name=mask(unit.name),
            kind=words("kinds", unit.kind.value),
            region=self.place(unit.region),
            finding=finding,
            url=mask(url),
            href=link(url),
            sources=tuple(source_words(asked, words) for asked in site.asked),
            reasons=tuple(mask(words.cause(reason)) for reason in _reasons(unit)),
            answers=tuple(_answer(tried, self.day, words) for tried in site.candidates),
            at=max((tried.at for tried in site.candidates), default="") or self.day,
        )
        self.rows[name].setdefault(unit.region, []).append(row)


def _reasons(unit: UnitResult) -> list[str]:
    """The site's own reasons, without those that only count what is listed beside them."""
    told = ("Sumber yang ditanya:",) if unit.site.asked else ()
    return [reason for reason in unit.site.reasons if not reason.startswith((*told, "Alamat yang ditolak:"))]


def _answer(tried: Candidate, day: str, words: Texts) -> Answer:
    said = words("letter_outcomes", tried.outcome)
    reason = candidate_words(tried.reason, words)
    return Answer(
        url=mask(tried.url),
        href=link(tried.url),
        words=f"{said}: {reason}" if reason else said,
        at=tried.at or day,
    )


def condensed(answers: Iterable[Answer]) -> list[Answer]:
    """Answers for paper: an address once, with what https and http each answered."""
    kept: dict[str, Answer] = {}
    for answer in answers:
        scheme, _, bare = answer.url.partition("://")
        before = kept.get(bare)
        if before is None:
            kept[bare] = answer
        elif answer.words not in before.words:
            first, _, plain = before.url.partition("://")
            said = f"{first} {before.words}" if plain else before.words
            kept[bare] = replace(before, url=bare, words=f"{said}; {scheme} {answer.words}")
    return list(kept.values())
